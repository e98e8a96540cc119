//! Reads one object into a file that has no name yet: small ones at once, large ones in ranges side by side.

use super::verify::{self, Proof};
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
/// A large object is given up after so many readings of which no two agree.
const MOST_READINGS: usize = 4;
/// Few bytes are taken if so many readings agree: the same one may be changed twice, but hardly three times.
const AGREEING_READINGS: usize = 3;

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
    let quiet: Tell = Arc::new(|_| ());
    let mut before: Option<Read> = None;
    for _ in 0..MOST_READINGS {
        // Bytes that are read again have been told already.
        let tell = if before.is_some() { &quiet } else { tell };
        let read = large(job, folder, object, tell).await;
        let is_right = match &read {
            Ok(read) => is_right(job, object, read, before.as_ref()).await,
            Err(_) => Ok(false),
        };
        if let Some(before) = before {
            folder.give_up(&before.partial);
        }
        let read = read?;
        if is_right? {
            return Ok(read.partial);
        }
        before = Some(read);
    }
    if let Some(before) = before {
        folder.give_up(&before.partial);
    }
    Err(Why::Store(verify::differs()))
}

/// Whether these are the bytes of a large object, as far as the store or the reading before tells.
async fn is_right(
    job: &Job,
    object: &Listed,
    read: &Read,
    before: Option<&Read>,
) -> io::Result<bool> {
    match read.proof {
        Proof::Right => return Ok(true),
        Proof::Wrong => return Ok(false),
        Proof::Unknown => {}
    }
    if verify::is_file_of(job, &read.file, object).await? {
        return Ok(true);
    }
    match before {
        Some(before) => verify::are_same(job, &before.file, &read.file).await,
        None => Ok(false),
    }
}

async fn small(job: &Job, folder: &Folder, object: &Listed, tell: &Tell) -> Result<Partial, Why> {
    let call = || async {
        let mut before: Option<Vec<u8>> = None;
        for _ in 0..AGREEING_READINGS {
            let (bytes, proof) = gather(job, object).await?;
            let is_right = match proof {
                Proof::Right => true,
                Proof::Wrong => false,
                Proof::Unknown => verify::are_bytes_of(&bytes, object),
            };
            if is_right {
                return Ok(bytes);
            }
            if proof == Proof::Wrong || before.as_ref().is_some_and(|before| *before != bytes) {
                return Err(verify::differs());
            }
            before = Some(bytes);
        }
        before.ok_or_else(verify::differs)
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
    proof: Proof,
}

async fn large(job: &Job, folder: &Folder, object: &Listed, tell: &Tell) -> Result<Read, Why> {
    let begin = folder.clone();
    let (partial, file) = job.pace.on_disk(move || begin.begin()).await?;
    let file = Arc::new(file);
    match ranges(job, object, &file, tell).await {
        Ok(proof) => Ok(Read {
            partial,
            file,
            proof,
        }),
        Err(why) => {
            folder.give_up(&partial);
            Err(why)
        }
    }
}

async fn gather(job: &Job, object: &Listed) -> Result<(Vec<u8>, Proof), Fault> {
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
    Ok((bytes, verify::proof(job, body.checksum(), &sums)))
}

async fn ranges(job: &Job, object: &Listed, file: &Arc<File>, tell: &Tell) -> Result<Proof, Why> {
    if object.size <= RANGE {
        let _work = job.pace.part(WINDOW as u64).await;
        let (checksum, sum) = range(job, object, None, None, file, tell).await?;
        return Ok(verify::proof(job, checksum, sum.as_slice()));
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
    Ok(verify::proof(job, checksum, &sums))
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
