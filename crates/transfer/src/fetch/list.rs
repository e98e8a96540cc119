//! Lists the objects below the job's prefix, with several listings at once if there are many.
//!
//! Each page of a listing is requested with the token of the page before, so a single listing of many objects spends
//! most of its time waiting for the store. Folders show where keys are, so they split the rest of a long listing into
//! ranges.

use crate::job::Job;
use crate::retry::retry;
use aws::{ListFrom, ListPage, ObjectError, ObjectMeta};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// How many ranges of keys are listed at once.
const MAX_RANGES: usize = 4;
/// How many levels deep to look for a folder that contains several others.
const MAX_DEPTH: usize = 4;

type PageSender = mpsc::Sender<Result<Vec<ObjectMeta>, ObjectError>>;

/// The keys after `start_after`, up to and including `end`.
struct KeyRange {
    start_after: String,
    /// `None` in the last range.
    end: Option<String>,
}

/// Sends every page of the listing, or the error that ended it.
pub(super) async fn list_objects(job: Job, pages: PageSender) {
    if let Err(error) = list_all(&job, &pages).await {
        // Sending fails only when the whole transfer has ended.
        let _ = pages.send(Err(error)).await;
    }
}

async fn list_all(job: &Job, pages: &PageSender) -> Result<(), ObjectError> {
    let first = list_page(job, ListFrom::Start).await?;
    let last_key = first.objects.last().map(|object| object.key.clone());
    let (next_token, is_sorted) = (first.next_token, first.is_sorted);
    if pages.send(Ok(first.objects)).await.is_err() {
        return Ok(());
    }
    let Some(next_token) = next_token else {
        return Ok(());
    };
    // A range ends at the first key beyond it, which works only if keys arrive in order.
    let folders = match &last_key {
        Some(last_key) if is_sorted => find_folders_after(job, last_key).await?,
        _ => Vec::new(),
    };
    let (Some(last_key), 2..) = (last_key, folders.len()) else {
        return list_from_token(job, pages, Some(next_token), None).await;
    };
    let mut tasks = JoinSet::new();
    for range in split_at_folders(last_key, &folders) {
        let (job, pages) = (job.clone(), pages.clone());
        tasks.spawn(async move {
            let first = list_page(&job, ListFrom::After(&range.start_after)).await?;
            let end = range.end.as_deref();
            match send_page(first, end, &pages).await {
                Some(next_token) => list_from_token(&job, &pages, Some(next_token), end).await,
                None => Ok(()),
            }
        });
    }
    while let Some(result) = tasks.join_next().await {
        result.map_err(|error| ObjectError::Transient(error.to_string()))??;
    }
    Ok(())
}

/// Returns the folders that sort after a key. They are below the prefix, or deeper while a level has only one folder.
async fn find_folders_after(job: &Job, key: &str) -> Result<Vec<String>, ObjectError> {
    let mut prefix = job.prefix.clone();
    let mut folders = Vec::new();
    for _ in 0..MAX_DEPTH {
        let call = || job.objects.list_folders(&prefix, key);
        folders = match retry(&job.objects, &job.limiter, call).await {
            Ok(folders) => folders,
            // Some policies allow listing with the exact prefix only. One listing can still read everything.
            Err(ObjectError::Refused { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        match folders.as_slice() {
            [only] => prefix.clone_from(only),
            _ => break,
        }
    }
    // The folder of the key itself is among them, but sorts before the key.
    folders.retain(|folder| folder.as_str() > key);
    folders.sort_unstable();
    Ok(folders)
}

/// Splits the keys after `start_after` into ranges that end at some of the folders.
fn split_at_folders(start_after: String, folders: &[String]) -> Vec<KeyRange> {
    let folders_per_range = folders.len().div_ceil(MAX_RANGES);
    let mut ends = folders
        .iter()
        .skip(folders_per_range)
        .step_by(folders_per_range);
    let mut ranges = Vec::new();
    let mut start_after = start_after;
    loop {
        let end = ends.next().cloned();
        let next_start = end.clone();
        ranges.push(KeyRange { start_after, end });
        match next_start {
            Some(next_start) => start_after = next_start,
            None => return ranges,
        }
    }
}

/// Sends the pages from a continuation token on, up to the end of the range.
async fn list_from_token(
    job: &Job,
    pages: &PageSender,
    mut next_token: Option<String>,
    end: Option<&str>,
) -> Result<(), ObjectError> {
    while let Some(token) = next_token {
        let page = list_page(job, ListFrom::Token(&token)).await?;
        next_token = send_page(page, end, pages).await;
    }
    Ok(())
}

/// Sends the objects of a page that are in the range. Returns the token of the next page, unless the range ends in this
/// one.
async fn send_page(mut page: ListPage, end: Option<&str>, pages: &PageSender) -> Option<String> {
    let is_in_range = |object: &ObjectMeta| end.is_none_or(|end| object.key.as_str() <= end);
    let continues = page.objects.last().is_none_or(is_in_range);
    page.objects.retain(is_in_range);
    let sent = pages.send(Ok(page.objects)).await;
    page.next_token.filter(|_| continues && sent.is_ok())
}

async fn list_page(job: &Job, from: ListFrom<'_>) -> Result<ListPage, ObjectError> {
    let call = || job.objects.list(&job.prefix, from);
    retry(&job.objects, &job.limiter, call).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(folder_count: usize) -> Vec<(String, Option<String>)> {
        let folders: Vec<String> = (0..folder_count).map(|n| format!("{n:02}/")).collect();
        split_at_folders("00/last".to_owned(), &folders)
            .into_iter()
            .map(|range| (range.start_after, range.end))
            .collect()
    }

    #[test]
    fn ranges_are_contiguous_and_the_last_one_is_open_ended() {
        for folder_count in 2..40 {
            let ranges = split(folder_count);
            assert!((2..=MAX_RANGES).contains(&ranges.len()), "{ranges:?}");
            assert_eq!(ranges[0].0, "00/last");
            for pair in ranges.windows(2) {
                assert_eq!(pair[0].1.as_ref(), Some(&pair[1].0), "{ranges:?}");
                assert!(pair[0].0 < pair[1].0, "{ranges:?}");
            }
            assert_eq!(ranges.last().map(|last| last.1.clone()), Some(None));
        }
    }
}
