//! Lists the objects under the job's prefix, several stretches of the keys at once where there are many.
//!
//! A list comes page by page, each asked for with the end of the one before, so one list of many objects waits for the
//! store most of the time. Folders tell where keys are: they divide the rest of a long list into stretches.

use crate::attempts::attempt;
use crate::job::Job;
use aws::{Fault, From, Listed, Page};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// So many stretches are listed at once.
const STRETCHES: usize = 4;
/// So deep is looked for a folder that has several others in it.
const LEVELS: usize = 4;

type Pages = mpsc::Sender<Result<Vec<Listed>, Fault>>;

/// Keys after `after`, up to and with `to`.
struct Stretch {
    after: String,
    to: Option<String>,
}

/// Sends every page, or the fault that ended the list.
pub(super) async fn list(job: Job, pages: Pages) {
    if let Err(fault) = all(&job, &pages).await {
        // Nobody takes it any more only when the whole transfer ends.
        let _ = pages.send(Err(fault)).await;
    }
}

async fn all(job: &Job, pages: &Pages) -> Result<(), Fault> {
    let first = page(job, From::Start).await?;
    let last = first.objects.last().map(|object| object.key.clone());
    let (next, in_order) = (first.next, first.in_order);
    if pages.send(Ok(first.objects)).await.is_err() {
        return Ok(());
    }
    let Some(next) = next else {
        return Ok(());
    };
    let folders = match &last {
        Some(last) if in_order => folders(job, last).await?,
        _ => Vec::new(),
    };
    let (Some(last), 2..) = (last, folders.len()) else {
        return rest(job, pages, Some(next), None).await;
    };
    let mut tasks = JoinSet::new();
    for stretch in divide(last, &folders) {
        let (job, pages) = (job.clone(), pages.clone());
        tasks.spawn(async move {
            let first = page(&job, From::After(&stretch.after)).await?;
            let to = stretch.to.as_deref();
            match send(first, to, &pages).await {
                Some(next) => rest(&job, &pages, Some(next), to).await,
                None => Ok(()),
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.map_err(|error| Fault::Passing(error.to_string()))??;
    }
    Ok(())
}

/// The folders that follow a key: those below the prefix, or below the only folder there.
async fn folders(job: &Job, after: &str) -> Result<Vec<String>, Fault> {
    let mut prefix = job.prefix.clone();
    let mut found = Vec::new();
    for _ in 0..LEVELS {
        let call = || job.objects.folders(&prefix, after);
        found = match attempt(&job.objects, &job.pace, call).await {
            Ok(found) => found,
            // Some policies allow the list of the prefix itself and no other.
            Err(Fault::Refused { .. }) => Vec::new(),
            Err(fault) => return Err(fault),
        };
        match found.as_slice() {
            [only] => prefix.clone_from(only),
            _ => break,
        }
    }
    found.retain(|folder| folder.as_str() > after);
    found.sort_unstable();
    Ok(found)
}

/// Divides the keys after `after` at some of the folders.
fn divide(after: String, folders: &[String]) -> Vec<Stretch> {
    let size = folders.len().div_ceil(STRETCHES);
    let mut ends = folders.iter().skip(size).step_by(size);
    let mut stretches = Vec::new();
    let mut after = after;
    loop {
        let to = ends.next().cloned();
        let next = to.clone();
        stretches.push(Stretch { after, to });
        match next {
            Some(next) => after = next,
            None => return stretches,
        }
    }
}

/// Sends the pages from a token on, as far as the stretch goes.
async fn rest(
    job: &Job,
    pages: &Pages,
    mut next: Option<String>,
    to: Option<&str>,
) -> Result<(), Fault> {
    while let Some(token) = next {
        let page = page(job, From::Page(&token)).await?;
        next = send(page, to, pages).await;
    }
    Ok(())
}

/// Sends what of a page is in the stretch. Returns where the next page begins, unless the stretch ends before.
async fn send(mut page: Page, to: Option<&str>, pages: &Pages) -> Option<String> {
    let is_inside = |object: &Listed| to.is_none_or(|to| object.key.as_str() <= to);
    let goes_on = page.objects.last().is_none_or(is_inside);
    page.objects.retain(is_inside);
    let sent = pages.send(Ok(page.objects)).await;
    page.next.filter(|_| goes_on && sent.is_ok())
}

async fn page(job: &Job, from: From<'_>) -> Result<Page, Fault> {
    let call = || job.objects.list(&job.prefix, from);
    attempt(&job.objects, &job.pace, call).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(folders: usize) -> Vec<(String, Option<String>)> {
        let folders: Vec<String> = (0..folders).map(|n| format!("{n:02}/")).collect();
        divide("00/last".to_owned(), &folders)
            .into_iter()
            .map(|stretch| (stretch.after, stretch.to))
            .collect()
    }

    #[test]
    fn stretches_follow_each_other_and_the_last_has_no_end() {
        for folders in 2..40 {
            let stretches = divided(folders);
            assert!((2..=STRETCHES).contains(&stretches.len()), "{stretches:?}");
            assert_eq!(stretches[0].0, "00/last");
            for pair in stretches.windows(2) {
                assert_eq!(pair[0].1.as_ref(), Some(&pair[1].0), "{stretches:?}");
                assert!(pair[0].0 < pair[1].0, "{stretches:?}");
            }
            assert_eq!(stretches.last().map(|last| last.1.clone()), Some(None));
        }
    }
}
