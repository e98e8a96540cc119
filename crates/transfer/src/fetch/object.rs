//! Reads one object into a file that has no name yet: small ones at once, large ones in ranges side by side.

use super::verify;
use crate::attempts::attempt;
use crate::event::{Event, Tell};
use crate::folder::{Folder, Partial};
use crate::job::Job;
use aws::{Body, Checksum, Fault, Listed, Sum, Summed};
use rustix::fs::Advice;
use std::fs::File;
use std::io;
use std::num::NonZeroU64;
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
    let Read {
        mut partial,
        mut file,
        is_proven,
    } = large(job, folder, object, tell).await?;
    if is_proven || verify::is_file_of(job, &file, object).await? {
        return Ok(partial);
    }
    let quiet: Tell = Arc::new(|_| ());
    for _ in 0..MOST_READINGS {
        let next = match large(job, folder, object, &quiet).await {
            Ok(next) => next,
            Err(why) => {
                folder.give_up(&partial);
                return Err(why);
            }
        };
        let is_same = verify::are_same(job, &file, &next.file).await;
        folder.give_up(&partial);
        (partial, file) = (next.partial, next.file);
        if is_same? || verify::is_file_of(job, &file, object).await? {
            return Ok(partial);
        }
    }
    folder.give_up(&partial);
    Err(Why::Store(verify::differs()))
}

async fn small(job: &Job, folder: &Folder, object: &Listed, tell: &Tell) -> Result<Partial, Why> {
    let call = || async {
        let (bytes, is_proven) = gather(job, object).await?;
        if is_proven || verify::are_bytes_of(&bytes, object) {
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
        let (partial, file) = folder.begin()?;
        let written = file.write_all_at(&bytes, 0);
        if written.is_err() {
            folder.give_up(&partial);
        }
        written.map(|()| partial)
    });
    let partial = partial.await?;
    tell(Event::Moved(object.size));
    Ok(partial)
}

/// A large object in a file.
struct Read {
    partial: Partial,
    file: Arc<File>,
    /// Whether the bytes are proven to be those of the object.
    is_proven: bool,
}

async fn large(job: &Job, folder: &Folder, object: &Listed, tell: &Tell) -> Result<Read, Why> {
    let begin = folder.clone();
    let (partial, file) = job.pace.on_disk(move || begin.begin()).await?;
    let file = Arc::new(file);
    match ranges(job, object, &file, tell).await {
        Ok(is_proven) => Ok(Read {
            partial,
            file,
            is_proven,
        }),
        Err(why) => {
            folder.give_up(&partial);
            Err(why)
        }
    }
}

async fn gather(job: &Job, object: &Listed) -> Result<(Vec<u8>, bool), Fault> {
    let mut bytes = Vec::with_capacity(usize::try_from(object.size).unwrap_or_default());
    let mut body = job.objects.get(object, None).await?;
    let mut sum = body.checksum().map(|checksum| checksum.sum());
    while let Some(chunk) = body.next().await? {
        bytes.extend_from_slice(&chunk);
    }
    if let Some(sum) = &mut sum {
        sum.add(&bytes);
    }
    let sums: Vec<_> = sum.iter().map(Sum::end).collect();
    Ok((bytes, verify::is_proven(job, body.checksum(), &sums)))
}

/// Returns whether the bytes are proven to be those of the object.
async fn ranges(job: &Job, object: &Listed, file: &Arc<File>, tell: &Tell) -> Result<bool, Why> {
    if object.size <= RANGE {
        let _work = job.pace.part(WINDOW as u64).await;
        let (checksum, sum) = range(job, object, None, None, file, tell).await?;
        return Ok(verify::is_proven(job, checksum, sum.as_slice()));
    }
    let checksum = verify::checksum_of(job, object).await.map_err(Why::Store)?;
    let mut tasks = JoinSet::new();
    let mut sums = Vec::new();
    let mut start = 0;
    while start < object.size {
        let part = start..object.size.min(start + RANGE);
        start = part.end;
        let work = job.pace.part(WINDOW as u64).await;
        let (job, object) = (job.clone(), object.clone());
        let (file, tell) = (Arc::clone(file), Arc::clone(tell));
        tasks.spawn(async move {
            let at = part.start;
            let read = range(&job, &object, Some(part), checksum, &file, &tell).await;
            drop(work);
            read.map(|(_, sum)| (at, sum.unwrap_or_default()))
        });
        while let Some(done) = tasks.try_join_next() {
            sums.push(done.map_err(io::Error::other)??);
        }
    }
    while let Some(done) = tasks.join_next().await {
        sums.push(done.map_err(io::Error::other)??);
    }
    sums.sort_unstable_by_key(|(at, _)| *at);
    let sums: Vec<Summed> = sums.into_iter().map(|(_, sum)| sum).collect();
    Ok(verify::is_proven(job, checksum, &sums))
}

/// Reads a range, or with `None` the whole object, to its place in the file. Returns the bytes' sum where there is a
/// checksum to compare it with: the one given, or the one that comes with the whole object.
async fn range(
    job: &Job,
    object: &Listed,
    part: Option<Range<u64>>,
    checksum: Option<Checksum>,
    file: &Arc<File>,
    tell: &Tell,
) -> Result<(Option<Checksum>, Option<Summed>), Why> {
    let (start, length) = part
        .as_ref()
        .map_or((0, object.size), |part| (part.start, part.end - part.start));
    let copied = attempt(&job.objects, &job.pace, || async {
        let body = job.objects.get(object, part.clone()).await?;
        let checksum = checksum.or(body.checksum());
        let mut sum = checksum.map(|checksum| checksum.sum());
        match copy(job, body, file, start, &mut sum).await {
            Ok(()) => Ok(Ok((checksum, sum.as_ref().map(Sum::end)))),
            Err(Why::Store(fault)) => Err(fault),
            // The disk's error is no reason to ask the store again.
            Err(Why::Disk(error)) => Ok(Err(error)),
        }
    });
    let copied = copied.await.map_err(Why::Store)??;
    tell(Event::Moved(length));
    Ok(copied)
}

async fn copy(
    job: &Job,
    mut body: Body,
    file: &Arc<File>,
    mut at: u64,
    sum: &mut Option<Sum>,
) -> Result<(), Why> {
    // The bytes are copied, because each chunk keeps all of the connection's buffer, of which it may be a small part.
    let mut window = Vec::with_capacity(WINDOW);
    while let Some(chunk) = body.next().await.map_err(Why::Store)? {
        if let Some(sum) = sum {
            sum.add(&chunk);
        }
        let mut rest = &chunk[..];
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(WINDOW - window.len()));
            window.extend_from_slice(now);
            rest = later;
            if window.len() == WINDOW {
                (window, at) = write(job, window, file, at).await?;
            }
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
    let length = window.len() as u64;
    let Some(written) = NonZeroU64::new(length) else {
        return Ok((window, at));
    };
    let file = Arc::clone(file);
    let write = job.pace.on_disk(move || {
        file.write_all_at(&window, at)?;
        // The disk begins now. Otherwise it begins when everything is there, and is waited for then.
        let _ = rustix::fs::fadvise(&*file, at, Some(written), Advice::DontNeed);
        window.clear();
        Ok(window)
    });
    Ok((write.await?, at + length))
}
