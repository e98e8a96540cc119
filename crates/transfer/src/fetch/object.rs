//! Reads one object into a partial file: small objects whole, large ones in parallel ranges.

use super::verify::{self, Verification};
use crate::event::{Event, EventSink};
use crate::folder::{Folder, PartialFile};
use crate::job::Job;
use crate::retry::retry;
use aws::{Checksum, ChecksumHasher, ObjectBody, ObjectError, ObjectMeta, PieceChecksum};
use rustix::fs::Advice;
use std::fs::File;
use std::io;
use std::num::NonZeroU64;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Size of one range of a large object, in bytes.
const RANGE_SIZE: u64 = 8 * 1024 * 1024;
/// How many bytes are collected before they are written to disk.
const BUFFER_SIZE: usize = 256 * 1024;
/// A large object that nothing can verify fails after this many readings if no two in a row agree.
const MAX_READINGS: usize = 4;
/// A small object that nothing can verify is accepted once this many readings agree. Two could carry the same error by
/// chance, but three hardly will.
const AGREEING_READINGS: usize = 3;

/// Why an object was not read into a file.
#[derive(Debug)]
pub(super) enum ReadError {
    Store(ObjectError),
    Disk(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Returns how much memory reading an object of this size takes, in bytes. The ranges of a large object reserve their
/// own.
pub(super) fn memory_for(size: u64) -> u64 {
    if size > BUFFER_SIZE as u64 { 0 } else { size }
}

/// Reads an object into a partial file, and verifies its bytes.
///
/// # Errors
/// - [`ReadError::Store`] if the store failed, or if the bytes kept arriving corrupted.
/// - [`ReadError::Disk`] if the file cannot be written.
pub(super) async fn read_object(
    job: &Job,
    folder: &Folder,
    object: &ObjectMeta,
    events: &EventSink,
) -> Result<PartialFile, ReadError> {
    if object.size <= BUFFER_SIZE as u64 {
        return read_small(job, folder, object, events).await;
    }
    let no_events: EventSink = Arc::new(|_| ());
    let mut previous: Option<Reading> = None;
    for _ in 0..MAX_READINGS {
        // The first reading has reported every byte already.
        let events = if previous.is_some() {
            &no_events
        } else {
            events
        };
        let reading = read_large(job, folder, object, events).await;
        let is_verified = match &reading {
            Ok(reading) => is_verified(job, object, reading, previous.as_ref()).await,
            Err(_) => Ok(false),
        };
        if let Some(previous) = previous {
            folder.discard_partial(&previous.partial);
        }
        let reading = reading?;
        if is_verified? {
            return Ok(reading.partial);
        }
        previous = Some(reading);
    }
    if let Some(previous) = previous {
        folder.discard_partial(&previous.partial);
    }
    Err(ReadError::Store(verify::corrupted_bytes()))
}

/// Returns whether the bytes of a large object are verified: by the store's checksum, by the ETag, or by the previous
/// reading.
async fn is_verified(
    job: &Job,
    object: &ObjectMeta,
    reading: &Reading,
    previous: Option<&Reading>,
) -> io::Result<bool> {
    match reading.verification {
        Verification::Passed => return Ok(true),
        Verification::Failed => return Ok(false),
        Verification::Inconclusive => {}
    }
    if verify::file_matches_etag(job, &reading.file, object).await? {
        return Ok(true);
    }
    match previous {
        Some(previous) => verify::are_files_equal(job, &previous.file, &reading.file).await,
        None => Ok(false),
    }
}

async fn read_small(
    job: &Job,
    folder: &Folder,
    object: &ObjectMeta,
    events: &EventSink,
) -> Result<PartialFile, ReadError> {
    let call = || async {
        let mut previous: Option<Vec<u8>> = None;
        for _ in 0..AGREEING_READINGS {
            let (bytes, verification) = read_into_memory(job, object).await?;
            let is_verified = match verification {
                Verification::Passed => true,
                Verification::Failed => false,
                Verification::Inconclusive => verify::bytes_match_etag(&bytes, object),
            };
            if is_verified {
                return Ok(bytes);
            }
            let differs = previous.as_ref().is_some_and(|previous| *previous != bytes);
            if verification == Verification::Failed || differs {
                return Err(verify::corrupted_bytes());
            }
            previous = Some(bytes);
        }
        previous.ok_or_else(verify::corrupted_bytes)
    };
    let bytes = retry(&job.objects, &job.limiter, call)
        .await
        .map_err(ReadError::Store)?;
    let folder = folder.clone();
    let writing = job.limiter.run_on_disk(move || {
        let (partial, file) = folder.create_partial()?;
        let written = file.write_all_at(&bytes, 0);
        if written.is_err() {
            folder.discard_partial(&partial);
        }
        written.map(|()| partial)
    });
    let partial = writing.await?;
    events(Event::BytesMoved(object.size));
    Ok(partial)
}

/// A large object that was read into a file.
struct Reading {
    partial: PartialFile,
    file: Arc<File>,
    verification: Verification,
}

async fn read_large(
    job: &Job,
    folder: &Folder,
    object: &ObjectMeta,
    events: &EventSink,
) -> Result<Reading, ReadError> {
    let target = folder.clone();
    let (partial, file) = job
        .limiter
        .run_on_disk(move || target.create_partial())
        .await?;
    let file = Arc::new(file);
    match read_ranges(job, object, &file, events).await {
        Ok(verification) => Ok(Reading {
            partial,
            file,
            verification,
        }),
        Err(error) => {
            folder.discard_partial(&partial);
            Err(error)
        }
    }
}

async fn read_into_memory(
    job: &Job,
    object: &ObjectMeta,
) -> Result<(Vec<u8>, Verification), ObjectError> {
    let mut bytes = Vec::with_capacity(usize::try_from(object.size).unwrap_or_default());
    let mut body = job.objects.get(object, None).await?;
    let mut hasher = body.checksum().map(|checksum| checksum.hasher());
    while let Some(chunk) = body.next().await? {
        bytes.extend_from_slice(&chunk);
    }
    if let Some(hasher) = &mut hasher {
        hasher.update(&bytes);
    }
    let checksums: Vec<_> = hasher.iter().map(ChecksumHasher::finish).collect();
    let verification = verify::verify_checksum(job, body.checksum(), &checksums);
    Ok((bytes, verification))
}

/// Reads all ranges of a large object to their places in the file, several at once.
async fn read_ranges(
    job: &Job,
    object: &ObjectMeta,
    file: &Arc<File>,
    events: &EventSink,
) -> Result<Verification, ReadError> {
    if object.size <= RANGE_SIZE {
        // A response without a range carries the object's checksum, which saves a request for it.
        let _permit = job.limiter.acquire_part(BUFFER_SIZE as u64).await;
        let (expected, actual) = read_range(job, object, None, None, file, events).await?;
        return Ok(verify::verify_checksum(job, expected, actual.as_slice()));
    }
    let expected = verify::request_checksum(job, object)
        .await
        .map_err(ReadError::Store)?;
    let mut tasks = JoinSet::new();
    let mut checksums = Vec::new();
    let mut start = 0;
    while start < object.size {
        let range = start..object.size.min(start + RANGE_SIZE);
        start = range.end;
        // A range needs memory for its buffer only, because the buffer is written whenever it is full.
        let permit = job.limiter.acquire_part(BUFFER_SIZE as u64).await;
        let (job, object) = (job.clone(), object.clone());
        let (file, events) = (Arc::clone(file), Arc::clone(events));
        tasks.spawn(async move {
            let range_start = range.start;
            let read = read_range(&job, &object, Some(range), expected, &file, &events).await;
            drop(permit);
            read.map(|(_, checksum)| (range_start, checksum.unwrap_or_default()))
        });
        while let Some(result) = tasks.try_join_next() {
            checksums.push(result.map_err(io::Error::other)??);
        }
    }
    while let Some(result) = tasks.join_next().await {
        checksums.push(result.map_err(io::Error::other)??);
    }
    // Ranges finish in any order, but their checksums combine only in the order of the bytes.
    checksums.sort_unstable_by_key(|(range_start, _)| *range_start);
    let checksums: Vec<PieceChecksum> = checksums
        .into_iter()
        .map(|(_, checksum)| checksum)
        .collect();
    Ok(verify::verify_checksum(job, expected, &checksums))
}

/// Reads a range of an object, or the whole object, to its place in the file.
///
/// Returns the expected checksum and the checksum of the bytes that were read. The expected checksum is the one given,
/// or else the one that the response carries. Without it, no checksum is computed.
async fn read_range(
    job: &Job,
    object: &ObjectMeta,
    range: Option<Range<u64>>,
    expected: Option<Checksum>,
    file: &Arc<File>,
    events: &EventSink,
) -> Result<(Option<Checksum>, Option<PieceChecksum>), ReadError> {
    let (start, length) = range.as_ref().map_or((0, object.size), |range| {
        (range.start, range.end - range.start)
    });
    let copied = retry(&job.objects, &job.limiter, || async {
        let body = job.objects.get(object, range.clone()).await?;
        let expected = expected.or(body.checksum());
        let mut hasher = expected.map(|expected| expected.hasher());
        match copy_body(job, body, file, start, &mut hasher).await {
            Ok(()) => Ok(Ok((expected, hasher.as_ref().map(ChecksumHasher::finish)))),
            Err(ReadError::Store(error)) => Err(error),
            // The outer `Ok` ends the retries. Reading again would not help a disk that fails.
            Err(ReadError::Disk(error)) => Ok(Err(error)),
        }
    });
    let copied = copied.await.map_err(ReadError::Store)??;
    events(Event::BytesMoved(length));
    Ok(copied)
}

async fn copy_body(
    job: &Job,
    mut body: ObjectBody,
    file: &Arc<File>,
    mut position: u64,
    hasher: &mut Option<ChecksumHasher>,
) -> Result<(), ReadError> {
    // Chunks are copied into a buffer, not collected: each chunk keeps the connection's whole read buffer alive, of
    // which it may be a small part.
    let mut buffer = Vec::with_capacity(BUFFER_SIZE);
    while let Some(chunk) = body.next().await.map_err(ReadError::Store)? {
        if let Some(hasher) = hasher {
            hasher.update(&chunk);
        }
        let mut rest = &chunk[..];
        while !rest.is_empty() {
            let (fitting, remaining) = rest.split_at(rest.len().min(BUFFER_SIZE - buffer.len()));
            buffer.extend_from_slice(fitting);
            rest = remaining;
            if buffer.len() == BUFFER_SIZE {
                (buffer, position) = write_buffer(job, buffer, file, position).await?;
            }
        }
    }
    write_buffer(job, buffer, file, position).await?;
    Ok(())
}

/// Writes the buffer at a position. Returns the emptied buffer and the position after what was written.
async fn write_buffer(
    job: &Job,
    mut buffer: Vec<u8>,
    file: &Arc<File>,
    position: u64,
) -> io::Result<(Vec<u8>, u64)> {
    let length = buffer.len() as u64;
    let Some(written) = NonZeroU64::new(length) else {
        return Ok((buffer, position));
    };
    let file = Arc::clone(file);
    let writing = job.limiter.run_on_disk(move || {
        file.write_all_at(&buffer, position)?;
        // Makes the kernel start writing to the disk now. Otherwise it starts only at the sync, which then has to wait
        // for the whole file.
        let _ = rustix::fs::fadvise(&*file, position, Some(written), Advice::DontNeed);
        buffer.clear();
        Ok(buffer)
    });
    Ok((writing.await?, position + length))
}
