//! The S3 operations that the sandbox supports. `s3s` answers `NotImplemented` to every other.

use std::sync::Arc;

use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, CopyObjectInput, CopyObjectOutput, CreateBucketInput,
    CreateBucketOutput, CreateMultipartUploadInput, CreateMultipartUploadOutput, DeleteBucketInput,
    DeleteBucketOutput, DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput,
    DeleteObjectsOutput, GetBucketLocationInput, GetBucketLocationOutput, GetObjectInput,
    GetObjectOutput, HeadBucketInput, HeadBucketOutput, HeadObjectInput, HeadObjectOutput,
    ListBucketsInput, ListBucketsOutput, ListObjectsV2Input, ListObjectsV2Output, ListPartsInput,
    ListPartsOutput, PutObjectInput, PutObjectOutput, UploadPartInput, UploadPartOutput,
};
use s3s::{S3Request, S3Response, S3Result};

use crate::cloud::Cloud;

use super::{buckets, multipart, read_objects, write_objects};

/// Implements the operations of `s3s`.
pub struct S3(pub Arc<Cloud>);

/// Forwards each operation to the function of the same name in a module.
macro_rules! operations {
    ($($name:ident: $module:ident, $input:ty => $output:ty;)*) => {
        #[async_trait::async_trait]
        impl s3s::S3 for S3 {
            $(
                async fn $name(&self, req: S3Request<$input>) -> S3Result<S3Response<$output>> {
                    $module::$name(&self.0, req).await.map(S3Response::new)
                }
            )*
        }
    };
}

operations! {
    list_buckets: buckets, ListBucketsInput => ListBucketsOutput;
    head_bucket: buckets, HeadBucketInput => HeadBucketOutput;
    create_bucket: buckets, CreateBucketInput => CreateBucketOutput;
    delete_bucket: buckets, DeleteBucketInput => DeleteBucketOutput;
    get_bucket_location: buckets, GetBucketLocationInput => GetBucketLocationOutput;
    list_objects_v2: buckets, ListObjectsV2Input => ListObjectsV2Output;
    get_object: read_objects, GetObjectInput => GetObjectOutput;
    head_object: read_objects, HeadObjectInput => HeadObjectOutput;
    put_object: write_objects, PutObjectInput => PutObjectOutput;
    copy_object: write_objects, CopyObjectInput => CopyObjectOutput;
    delete_object: write_objects, DeleteObjectInput => DeleteObjectOutput;
    delete_objects: write_objects, DeleteObjectsInput => DeleteObjectsOutput;
    create_multipart_upload: multipart, CreateMultipartUploadInput => CreateMultipartUploadOutput;
    upload_part: multipart, UploadPartInput => UploadPartOutput;
    complete_multipart_upload: multipart, CompleteMultipartUploadInput => CompleteMultipartUploadOutput;
    abort_multipart_upload: multipart, AbortMultipartUploadInput => AbortMultipartUploadOutput;
    list_parts: multipart, ListPartsInput => ListPartsOutput;
}
