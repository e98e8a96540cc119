//! Writes one file: small ones whole, large ones in parts side by side.

use super::walk::modified;
use crate::PART;
use crate::attempts::attempt;
use crate::event::{Event, Outcome, Tell};
use crate::job::Job;
use aws::{Fault, Listed, Part, Written};
use bytes::Bytes;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

const MOST_PARTS: u64 = 10_000;
const MIB: u64 = 1024 * 1024;
/// In characters. S3's own have about 130.
const LONGEST_SHOWN_ID: usize = 1_024;
/// A file that changes again and again is not followed for ever.
const MOST_VERSIONS: usize = 3;
/// Whoever stops a transfer does not wait longer than this for a store to forget the parts of a file.
const GIVE_UP_WITHIN: Duration = Duration::from_secs(10);

enum Why {
    Store(Fault),
    Disk(io::Error),
    Changed,
    /// The transfer was stopped.
    Stopped,
    /// It failed in parts, and the store may still hold some of them.
    Left {
        upload: String,
        why: Box<Why>,
    },
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // It is shorter than it was found.
            io::ErrorKind::UnexpectedEof => Self::Changed,
            _ => Self::Disk(error),
        }
    }
}

impl Why {
    fn outcome(self) -> Outcome {
        match self {
            Self::Store(fault @ Fault::Refused { .. }) => Outcome::Refused(fault.to_string()),
            Self::Store(fault) => Outcome::Failed(fault.to_string()),
            Self::Disk(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                Outcome::Refused("it cannot be read: permission denied".to_owned())
            }
            Self::Disk(error) => Outcome::Failed(error.to_string()),
            Self::Changed => Outcome::Failed("it changed while it was read".to_owned()),
            Self::Stopped => Outcome::Failed("it was stopped while it was written".to_owned()),
            Self::Left { upload, why } => {
                // It is the store's own text.
                let upload: String = upload.escape_debug().take(LONGEST_SHOWN_ID).collect();
                let left = format!("; parts of the upload {upload} may be left in the bucket");
                match why.outcome() {
                    Outcome::Refused(words) => Outcome::Refused(words + &left),
                    Outcome::Failed(words) => Outcome::Failed(words + &left),
                    other => other,
                }
            }
        }
    }
}

/// The memory that writing a file of this size takes, in bytes. Large ones and their parts take their own.
pub(super) fn memory(size: u64) -> u64 {
    if size > MIB { 0 } else { size }
}

/// Writes the file as it is now: one that changes in the meantime is read anew, and `object` says how it was written.
///
/// # Errors
/// What became of the file. `None` if the transfer was stopped and nothing is left of the file in the bucket.
pub(super) async fn write(
    job: &Job,
    path: &Path,
    object: &mut Listed,
    tell: &Tell,
) -> Result<Written, Option<Outcome>> {
    for _ in 0..MOST_VERSIONS {
        let written = if object.size > PART {
            in_parts(job, path, object, tell).await
        } else {
            let writing = whole(job, path, object, tell);
            let written = job.stop.run_until_cancelled(writing).await;
            written.unwrap_or(Err(Why::Stopped))
        };
        match written {
            Ok(written) => return Ok(written),
            Err(Why::Stopped) => return Err(None),
            Err(Why::Changed) => {
                let had_memory = memory(object.size);
                let looked = look_again(job, path, object).await;
                looked.map_err(|error| Some(Why::from(error).outcome()))?;
                if memory(object.size) > had_memory.next_multiple_of(MIB) {
                    break;
                }
            }
            Err(why) => return Err(Some(why.outcome())),
        }
    }
    Err(Some(Why::Changed.outcome()))
}

async fn look_again(job: &Job, path: &Path, object: &mut Listed) -> io::Result<()> {
    let path = path.to_owned();
    let look = job.pace.on_disk(move || std::fs::symlink_metadata(path));
    let now = look.await?;
    object.size = now.len();
    object.modified = modified(&now);
    Ok(())
}

async fn whole(job: &Job, path: &Path, object: &Listed, tell: &Tell) -> Result<Written, Why> {
    let (path, size, at) = (path.to_owned(), object.size, object.modified);
    let _work = if size > MIB {
        Some(job.pace.part(size).await)
    } else {
        None
    };
    let bytes = job.pace.on_disk(move || {
        let file = open(&path)?;
        let bytes = range(&file, 0..size)?;
        Ok(is_same(&file, size, at)?.then_some(bytes))
    });
    let bytes = bytes.await?.ok_or(Why::Changed)?;
    let call = || job.objects.put(&object.key, bytes.clone());
    let put = attempt(&job.objects, &job.pace, call).await;
    let written = put.map_err(Why::Store)?;
    tell(Event::Moved(size));
    Ok(written)
}

async fn in_parts(job: &Job, path: &Path, object: &Listed, tell: &Tell) -> Result<Written, Why> {
    let key = &object.key;
    let at = path.to_owned();
    let file = Arc::new(job.pace.on_disk(move || open(&at)).await?);
    let call = || job.objects.begin_upload(key);
    // Not stopped at once: the store may have begun the upload before anybody here knows its ID.
    let beginning = attempt(&job.objects, &job.pace, call);
    let upload = tokio::select! {
        begun = beginning => begun.map_err(Why::Store)?,
        () = stopped_for(GIVE_UP_WITHIN, job) => return Err(Why::Stopped),
    };
    let writing = parts(job, &file, object, &upload, tell);
    let why = match job.stop.run_until_cancelled(writing).await {
        Some(Ok(written)) => return Ok(written),
        Some(Err(why)) => why,
        None => Why::Stopped,
    };
    let abort = || job.objects.abort_upload((key, &upload));
    let aborted = tokio::select! {
        aborted = attempt(&job.objects, &job.pace, abort) => aborted,
        () = stopped_for(GIVE_UP_WITHIN, job) => {
            Err(Fault::Passing("the store did not answer in time".to_owned()))
        }
    };
    match aborted {
        Ok(()) | Err(Fault::Gone) => Err(why),
        Err(fault) => {
            tracing::debug!(%fault, "an upload could not be given up");
            Err(Why::Left {
                upload,
                why: Box::new(why),
            })
        }
    }
}

/// Returns so long after the transfer was stopped.
async fn stopped_for(time: Duration, job: &Job) {
    job.stop.cancelled().await;
    tokio::time::sleep(time).await;
}

async fn parts(
    job: &Job,
    file: &Arc<File>,
    object: &Listed,
    upload: &str,
    tell: &Tell,
) -> Result<Written, Why> {
    let size = part_size(object.size);
    let mut tasks: JoinSet<Result<Part, Why>> = JoinSet::new();
    let mut parts = Vec::new();
    let mut start = 0;
    for number in 1.. {
        if start >= object.size {
            break;
        }
        let part = start..object.size.min(start + size);
        start = part.end;
        let work = job.pace.part(size).await;
        let (job, file, tell) = (job.clone(), Arc::clone(file), Arc::clone(tell));
        let (key, upload) = (object.key.clone(), upload.to_owned());
        tasks.spawn(async move {
            let length = part.end - part.start;
            let bytes = job.pace.on_disk(move || range(&file, part)).await?;
            let call = || job.objects.put_part((&key, &upload), number, bytes.clone());
            let part = attempt(&job.objects, &job.pace, call)
                .await
                .map_err(Why::Store)?;
            drop(work);
            tell(Event::Moved(length));
            Ok(part)
        });
        while let Some(done) = tasks.try_join_next() {
            parts.push(done.map_err(io::Error::other)??);
        }
    }
    while let Some(done) = tasks.join_next().await {
        parts.push(done.map_err(io::Error::other)??);
    }
    let (file, length, at) = (Arc::clone(file), object.size, object.modified);
    if !job.pace.on_disk(move || is_same(&file, length, at)).await? {
        return Err(Why::Changed);
    }
    parts.sort_by_key(Part::number);
    let finish = || job.objects.finish_upload((&object.key, upload), &parts);
    attempt(&job.objects, &job.pace, finish)
        .await
        .map_err(Why::Store)
}

/// In bytes: whole MiB, and so large that there are no more parts than S3 takes.
fn part_size(size: u64) -> u64 {
    size.div_ceil(MOST_PARTS).next_multiple_of(MIB).max(PART)
}

fn open(path: &PathBuf) -> io::Result<File> {
    // It may have become a pipe since it was found, which would wait for a writer for ever.
    let flags =
        rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::CLOEXEC;
    let file = rustix::fs::open(
        path,
        flags | rustix::fs::OFlags::RDONLY,
        rustix::fs::Mode::empty(),
    )?;
    Ok(File::from(file))
}

fn range(file: &File, part: Range<u64>) -> io::Result<Bytes> {
    let length = usize::try_from(part.end - part.start).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, part.start)?;
    Ok(bytes.into())
}

/// Whether the file is as it was found.
fn is_same(file: &File, size: u64, at: i64) -> io::Result<bool> {
    let now = file.metadata()?;
    Ok(now.len() == size && modified(&now) == at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_never_more_parts_than_s3_takes() {
        const GIB: u64 = 1024 * MIB;
        for (size, part) in [
            (PART + 1, PART),
            (5 * GIB, PART),
            (MOST_PARTS * PART, PART),
            (MOST_PARTS * PART + 1, PART + MIB),
            (5 * 1024 * GIB, 525 * MIB),
        ] {
            assert_eq!(part_size(size), part, "{size}");
            assert!(size.div_ceil(part_size(size)) <= MOST_PARTS);
        }
    }
}
