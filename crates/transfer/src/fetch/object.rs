//! Reads one object into a file that has no name yet: small ones at once, large ones in ranges side by side.

use super::verify;
use crate::attempts::attempt;
use crate::event::{Event, Tell};
use crate::folder::{Folder, Partial};
use crate::job::Job;
use aws::{Body, Fault, Listed};
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use tokio::task::JoinSet;

/// One range of a large object, in bytes.
const RANGE: u64 = 8 * 1024 * 1024;
/// So much is gathered before it is written, in bytes.
const WINDOW: usize = 256 * 1024;
/// An object that is read differently each time is given up.
const MOST_READINGS: usize = 3;

/// Why an object is not in a file.
#[derive(Debug)]
pub(super) enum Why {
    Store(Fault),
    Disk(io::Error),
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// The memory that reading an object of this size takes, in bytes. The ranges of a large one take their own.
pub(super) fn memory(size: u64) -> u64 {
    if size > WINDOW as u64 { 0 } else { size }
}

pub(super) async fn read(
    job: &Job,
    folder: &Folder,
    object: &Listed,
    tell: &Tell,
) -> Result<Partial, Why> {
    if object.size <= WINDOW as u64 {
        return small(job, folder, object, tell).await;
    }
    let (mut partial, is_verified) = large(job, folder, object, tell).await?;
    if is_verified || verify::is_file_of(job, &partial.file, object).await? {
        return Ok(partial);
    }
    let quiet: Tell = Arc::new(|_| ());
    for _ in 0..MOST_READINGS {
        let (next, _) = match large(job, folder, object, &quiet).await {
            Ok(next) => next,
            Err(why) => {
                folder.give_up(&partial);
                return Err(why);
            }
        };
        let is_same = verify::are_same(job, &partial.file, &next.file).await;
        folder.give_up(&partial);
        partial = next;
        if is_same? || verify::is_file_of(job, &partial.file, object).await? {
            return Ok(partial);
        }
    }
    folder.give_up(&partial);
    Err(Why::Store(verify::differs()))
}

async fn small(job: &Job, folder: &Folder, object: &Listed, tell: &Tell) -> Result<Partial, Why> {
    let call = || async {
        let (bytes, is_verified) = gather(job, object).await?;
        if is_verified || verify::are_bytes_of(&bytes, object) {
            return Ok(bytes);
        }
        let (again, _) = gather(job, object).await?;
        if again == bytes {
            Ok(bytes)
        } else {
            Err(verify::differs())
        }
    };
    let bytes = attempt(&job.objects, &job.pace, call)
        .await
        .map_err(Why::Store)?;
    let folder = folder.clone();
    let partial = job.pace.on_disk(move || {
        let partial = folder.begin()?;
        let written = partial.file.write_all_at(&bytes, 0);
        if written.is_err() {
            folder.give_up(&partial);
        }
        written.map(|()| partial)
    });
    let partial = partial.await?;
    tell(Event::Moved(object.size));
    Ok(partial)
}

async fn large(
    job: &Job,
    folder: &Folder,
    object: &Listed,
    tell: &Tell,
) -> Result<(Partial, bool), Why> {
    let begin = folder.clone();
    let partial = job.pace.on_disk(move || begin.begin()).await?;
    let read = ranges(job, object, &partial.file, tell).await;
    if read.is_err() {
        folder.give_up(&partial);
    }
    read.map(|is_verified| (partial, is_verified))
}

async fn gather(job: &Job, object: &Listed) -> Result<(Vec<u8>, bool), Fault> {
    let mut bytes = Vec::with_capacity(usize::try_from(object.size).unwrap_or_default());
    let mut body = job.objects.get(object, None).await?;
    while let Some(chunk) = body.next().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok((bytes, body.is_verified()))
}

/// Returns whether bytes that were changed on the way would have been an error.
async fn ranges(job: &Job, object: &Listed, file: &Arc<File>, tell: &Tell) -> Result<bool, Why> {
    if object.size <= RANGE {
        let _work = job.pace.part(WINDOW as u64).await;
        return range(job, object, None, file, tell).await;
    }
    let mut tasks = JoinSet::new();
    let mut is_verified = true;
    let mut start = 0;
    while start < object.size {
        let part = start..object.size.min(start + RANGE);
        start = part.end;
        let work = job.pace.part(WINDOW as u64).await;
        let (job, object) = (job.clone(), object.clone());
        let (file, tell) = (Arc::clone(file), Arc::clone(tell));
        tasks.spawn(async move {
            let read = range(&job, &object, Some(part), &file, &tell).await;
            drop(work);
            read
        });
        while let Some(done) = tasks.try_join_next() {
            is_verified &= done.map_err(io::Error::other)??;
        }
    }
    while let Some(done) = tasks.join_next().await {
        is_verified &= done.map_err(io::Error::other)??;
    }
    Ok(is_verified)
}

async fn range(
    job: &Job,
    object: &Listed,
    part: Option<Range<u64>>,
    file: &Arc<File>,
    tell: &Tell,
) -> Result<bool, Why> {
    let (start, length) = part
        .as_ref()
        .map_or((0, object.size), |part| (part.start, part.end - part.start));
    let copied = attempt(&job.objects, &job.pace, || async {
        let body = job.objects.get(object, part.clone()).await?;
        let is_verified = body.is_verified();
        match copy(job, body, file, start).await {
            Ok(()) => Ok(Ok(is_verified)),
            Err(Why::Store(fault)) => Err(fault),
            // The disk's error is no reason to ask the store again.
            Err(Why::Disk(error)) => Ok(Err(error)),
        }
    });
    let is_verified = copied.await.map_err(Why::Store)??;
    tell(Event::Moved(length));
    Ok(is_verified)
}

async fn copy(job: &Job, mut body: Body, file: &Arc<File>, mut at: u64) -> Result<(), Why> {
    let mut window = Vec::with_capacity(WINDOW);
    while let Some(chunk) = body.next().await.map_err(Why::Store)? {
        window.extend_from_slice(&chunk);
        if window.len() >= WINDOW {
            (window, at) = write(job, window, file, at).await?;
        }
    }
    write(job, window, file, at).await?;
    Ok(())
}

/// Writes the window, and returns it empty with the place after it.
async fn write(
    job: &Job,
    mut window: Vec<u8>,
    file: &Arc<File>,
    at: u64,
) -> io::Result<(Vec<u8>, u64)> {
    let file = Arc::clone(file);
    let written = job.pace.on_disk(move || {
        file.write_all_at(&window, at)?;
        let next = at + window.len() as u64;
        window.clear();
        Ok((window, next))
    });
    written.await
}
