//! Uploads one file: small files whole, large ones in parallel parts.

use super::walk::modified_millis;
use crate::event::{Event, EventSink, Outcome};
use crate::job::Job;
use crate::part_size::PART_SIZE;
use crate::retry::retry;
use aws::{ObjectError, ObjectMeta, PutResult, UploadedPart};
use bytes::Bytes;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// S3's limit. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
const MAX_PARTS: u64 = 10_000;
const MIB: u64 = 1024 * 1024;
/// In characters. The IDs of S3 have about 130.
const MAX_PRINTED_UPLOAD_ID: usize = 1_024;
/// How many versions of a file are tried if it changes while it is being read.
const MAX_VERSIONS: usize = 3;
/// How long a cancelled export waits for the store, so that it can abort a multipart upload.
const ABORT_TIMEOUT: Duration = Duration::from_secs(10);

/// Why a file was not uploaded.
enum UploadError {
    Store(ObjectError),
    Disk(io::Error),
    /// The file changed while it was being read.
    Changed,
    /// The export was cancelled, and nothing of the file is left in the bucket.
    Cancelled,
    /// A multipart upload failed and could not be aborted, so the store may still hold some of its parts.
    LeftoverParts {
        upload_id: String,
        cause: Box<UploadError>,
    },
}

impl From<io::Error> for UploadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // The file is shorter than it was when it was found.
            io::ErrorKind::UnexpectedEof => Self::Changed,
            _ => Self::Disk(error),
        }
    }
}

impl UploadError {
    fn into_outcome(self) -> Outcome {
        match self {
            Self::Store(error @ ObjectError::Refused { .. }) => Outcome::Refused(error.to_string()),
            Self::Store(error) => Outcome::Failed(error.to_string()),
            Self::Disk(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                Outcome::Refused("it cannot be read: permission denied".to_owned())
            }
            Self::Disk(error) => Outcome::Failed(error.to_string()),
            Self::Changed => Outcome::Failed("it changed while it was being read".to_owned()),
            Self::Cancelled => {
                Outcome::Failed("the export was stopped while uploading it".to_owned())
            }
            Self::LeftoverParts { upload_id, cause } => {
                // The ID comes from the store, so it is not safe to print as it is.
                let upload_id: String = upload_id
                    .escape_debug()
                    .take(MAX_PRINTED_UPLOAD_ID)
                    .collect();
                let note = format!("; parts of the upload {upload_id} may be left in the bucket");
                match cause.into_outcome() {
                    Outcome::Refused(reason) => Outcome::Refused(reason + &note),
                    Outcome::Failed(reason) => Outcome::Failed(reason + &note),
                    other => other,
                }
            }
        }
    }
}

/// Returns how much memory a file of this size reserves before its upload starts, in bytes. Larger files, and the parts
/// of the largest, reserve their own.
pub(super) fn memory_for(size: u64) -> u64 {
    if size > MIB { 0 } else { size }
}

/// Uploads a file. If the file changes meanwhile, uploads it again and updates `object` to the version that was
/// uploaded.
///
/// # Errors
/// Returns the file's outcome if it was not uploaded. Returns `None` if the export was cancelled and left nothing of
/// the file in the bucket.
pub(super) async fn upload_file(
    job: &Job,
    path: &Path,
    object: &mut ObjectMeta,
    events: &EventSink,
) -> Result<PutResult, Option<Outcome>> {
    for _ in 0..MAX_VERSIONS {
        let result = if object.size > PART_SIZE {
            upload_in_parts(job, path, object, events).await
        } else {
            let uploading = upload_whole(job, path, object, events);
            let result = job.cancellation.run_until_cancelled(uploading).await;
            result.unwrap_or(Err(UploadError::Cancelled))
        };
        match result {
            Ok(output) => return Ok(output),
            Err(UploadError::Cancelled) => return Err(None),
            Err(UploadError::Changed) => {
                let reserved_memory = memory_for(object.size);
                update_metadata(job, path, object)
                    .await
                    .map_err(|error| Some(UploadError::from(error).into_outcome()))?;
                // The caller has reserved memory for the old size only.
                if memory_for(object.size) > reserved_memory.next_multiple_of(MIB) {
                    break;
                }
            }
            Err(error) => return Err(Some(error.into_outcome())),
        }
    }
    Err(Some(UploadError::Changed.into_outcome()))
}

/// Reads the current size and modification time of a file into `object`.
async fn update_metadata(job: &Job, path: &Path, object: &mut ObjectMeta) -> io::Result<()> {
    let path = path.to_owned();
    let reading = job
        .limiter
        .run_on_disk(move || std::fs::symlink_metadata(path));
    let metadata = reading.await?;
    object.size = metadata.len();
    object.modified = modified_millis(&metadata);
    Ok(())
}

async fn upload_whole(
    job: &Job,
    path: &Path,
    object: &ObjectMeta,
    events: &EventSink,
) -> Result<PutResult, UploadError> {
    let (path, size, modified) = (path.to_owned(), object.size, object.modified);
    let _permit = if size > MIB {
        Some(job.limiter.acquire_part(size).await)
    } else {
        None
    };
    let reading = job.limiter.run_on_disk(move || {
        let file = open_file(&path)?;
        let bytes = read_range(&file, 0..size)?;
        Ok(is_unchanged(&file, size, modified)?.then_some(bytes))
    });
    let bytes = reading.await?.ok_or(UploadError::Changed)?;
    let call = || job.objects.put(&object.key, bytes.clone());
    let result = retry(&job.objects, &job.limiter, call).await;
    let output = result.map_err(UploadError::Store)?;
    events(Event::BytesMoved(size));
    Ok(output)
}

async fn upload_in_parts(
    job: &Job,
    path: &Path,
    object: &ObjectMeta,
    events: &EventSink,
) -> Result<PutResult, UploadError> {
    let key = &object.key;
    let path = path.to_owned();
    let file = Arc::new(job.limiter.run_on_disk(move || open_file(&path)).await?);
    let call = || job.objects.create_upload(key);
    // Not cancelled at once: the store may have created the upload already, and it can be aborted only by its ID.
    let creating = retry(&job.objects, &job.limiter, call);
    let upload_id = tokio::select! {
        created = creating => created.map_err(UploadError::Store)?,
        () = sleep_after_cancellation(job, ABORT_TIMEOUT) => return Err(UploadError::Cancelled),
    };
    let mut tasks = JoinSet::new();
    let uploading = upload_parts(job, &file, object, &upload_id, events, &mut tasks);
    let cause = match job.cancellation.run_until_cancelled(uploading).await {
        Some(Ok(output)) => return Ok(output),
        Some(Err(error)) => error,
        None => UploadError::Cancelled,
    };
    // A part that is still being sent while the upload is aborted may stay in the bucket.
    // <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html>
    tasks.shutdown().await;
    // S3 charges for the parts of an upload until it is completed or aborted.
    let abort = || job.objects.abort_upload((key, &upload_id));
    let aborted = tokio::select! {
        aborted = retry(&job.objects, &job.limiter, abort) => aborted,
        () = sleep_after_cancellation(job, ABORT_TIMEOUT) => {
            Err(ObjectError::Transient("the store did not answer in time".to_owned()))
        }
    };
    match aborted {
        Ok(()) | Err(ObjectError::NotFound) => Err(cause),
        // The policy that we print does not include AbortMultipartUpload, so the outcome names the upload's ID instead.
        Err(error) => {
            tracing::debug!(%error, "could not abort a multipart upload");
            Err(UploadError::LeftoverParts {
                upload_id,
                cause: Box::new(cause),
            })
        }
    }
}

/// Waits until the job is cancelled, and then for this long.
async fn sleep_after_cancellation(job: &Job, duration: Duration) {
    job.cancellation.cancelled().await;
    tokio::time::sleep(duration).await;
}

/// Uploads the parts in `tasks`, which outlive this future if it is dropped, and completes the upload.
async fn upload_parts(
    job: &Job,
    file: &Arc<File>,
    object: &ObjectMeta,
    upload_id: &str,
    events: &EventSink,
    tasks: &mut JoinSet<Result<UploadedPart, UploadError>>,
) -> Result<PutResult, UploadError> {
    let part_size = part_size_for(object.size);
    let mut parts = Vec::new();
    let mut start = 0;
    for number in 1.. {
        if start >= object.size {
            break;
        }
        let range = start..object.size.min(start + part_size);
        start = range.end;
        let permit = job.limiter.acquire_part(part_size).await;
        let (job, file, events) = (job.clone(), Arc::clone(file), Arc::clone(events));
        let (key, upload_id) = (object.key.clone(), upload_id.to_owned());
        tasks.spawn(async move {
            let length = range.end - range.start;
            let bytes = job
                .limiter
                .run_on_disk(move || read_range(&file, range))
                .await?;
            let call = || {
                job.objects
                    .upload_part((&key, &upload_id), number, bytes.clone())
            };
            let part = retry(&job.objects, &job.limiter, call)
                .await
                .map_err(UploadError::Store)?;
            drop(permit);
            events(Event::BytesMoved(length));
            Ok(part)
        });
        while let Some(result) = tasks.try_join_next() {
            parts.push(result.map_err(io::Error::other)??);
        }
    }
    while let Some(result) = tasks.join_next().await {
        parts.push(result.map_err(io::Error::other)??);
    }
    // Parts of two versions of the file must not become one object.
    let (file, size, modified) = (Arc::clone(file), object.size, object.modified);
    let checking = job
        .limiter
        .run_on_disk(move || is_unchanged(&file, size, modified));
    if !checking.await? {
        return Err(UploadError::Changed);
    }
    // Parts finish in any order, but S3 requires them in ascending order.
    parts.sort_by_key(UploadedPart::number);
    let complete = || {
        job.objects
            .complete_upload((&object.key, upload_id), &parts)
    };
    retry(&job.objects, &job.limiter, complete)
        .await
        .map_err(UploadError::Store)
}

/// Returns the size of the parts for a file of this size, in bytes: whole MiB, and large enough for at most
/// [`MAX_PARTS`] parts.
fn part_size_for(file_size: u64) -> u64 {
    file_size
        .div_ceil(MAX_PARTS)
        .next_multiple_of(MIB)
        .max(PART_SIZE)
}

fn open_file(path: &PathBuf) -> io::Result<File> {
    // The file may have been replaced since it was found. Without NONBLOCK, opening a pipe would wait for a writer
    // forever, and without NOFOLLOW, a symbolic link would be followed.
    let flags =
        rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::CLOEXEC;
    let file = rustix::fs::open(
        path,
        flags | rustix::fs::OFlags::RDONLY,
        rustix::fs::Mode::empty(),
    )?;
    Ok(File::from(file))
}

fn read_range(file: &File, range: Range<u64>) -> io::Result<Bytes> {
    let length = usize::try_from(range.end - range.start).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, range.start)?;
    Ok(bytes.into())
}

/// Returns whether a file still has the size and modification time it was found with.
fn is_unchanged(file: &File, size: u64, modified: i64) -> io::Result<bool> {
    let metadata = file.metadata()?;
    Ok(metadata.len() == size && modified_millis(&metadata) == modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_needs_more_parts_than_s3_allows() {
        const GIB: u64 = 1024 * MIB;
        for (file_size, part_size) in [
            (PART_SIZE + 1, PART_SIZE),
            (5 * GIB, PART_SIZE),
            (MAX_PARTS * PART_SIZE, PART_SIZE),
            (MAX_PARTS * PART_SIZE + 1, PART_SIZE + MIB),
            (5 * 1024 * GIB, 525 * MIB),
        ] {
            assert_eq!(part_size_for(file_size), part_size, "{file_size}");
            assert!(file_size.div_ceil(part_size_for(file_size)) <= MAX_PARTS);
        }
    }
}
