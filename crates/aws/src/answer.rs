//! The result of one call to AWS, without SDK types.

use crate::failure::Failure;
use aws_sdk_s3::config::Credentials;
use domain::{AccountId, AwsAnswer, Denial, ExternalId, Region};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    GetCallerIdentity,
    AssumeRole,
    GetFederationToken,
    ListBuckets,
    HeadBucket,
    ListObjectsV2,
    GetObject,
    PutObject,
    DeleteObject,
}

impl Operation {
    pub(crate) fn service(self) -> &'static str {
        match self {
            Self::GetCallerIdentity | Self::AssumeRole | Self::GetFederationToken => "sts",
            _ => "s3",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::GetCallerIdentity => "GetCallerIdentity",
            Self::AssumeRole => "AssumeRole",
            Self::GetFederationToken => "GetFederationToken",
            Self::ListBuckets => "ListBuckets",
            Self::HeadBucket => "HeadBucket",
            Self::ListObjectsV2 => "ListObjectsV2",
            Self::GetObject => "GetObject",
            Self::PutObject => "PutObject",
            Self::DeleteObject => "DeleteObject",
        }
    }
}

/// The result of a call that AWS allowed.
#[derive(Debug)]
pub(crate) enum Success {
    /// The call is allowed. Nothing else is kept of the response.
    Allowed,
    CallerIdentity {
        arn: String,
        account: Option<AccountId>,
    },
    /// Credentials of the tenant's role, and the external ID that the role accepted. Or credentials of a federated user,
    /// which have no external ID.
    Session {
        credentials: Credentials,
        external_id: Option<ExternalId>,
    },
    /// The role gave a session that it should have denied. Holds the external ID that was sent, if any. The session's
    /// credentials are dropped, so that nothing can use them.
    UnwantedSession { external_id: Option<ExternalId> },
    /// The key of an object to read, if the list contains one.
    ListedKey(Option<String>),
    /// We are allowed to read the object, but it is empty.
    EmptyObject,
    /// We are allowed to read the object, but it was deleted after it was listed.
    MissingObject,
    /// We are allowed to read the object, but it is archived and must be restored first.
    ArchivedObject,
    /// We are allowed to write the marker, but it exists already.
    MarkerExists,
}

/// One call to AWS and its result.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) operation: Operation,
    pub(crate) result: Result<Success, Failure>,
    pub(crate) http_status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// What `message` says about a denied request. It is empty if the message is about something else.
    pub(crate) denial: Denial,
    /// The bucket's region. AWS names it in a header or in the body of an error.
    pub(crate) region: Option<Region>,
    /// The version that a PUT created, if the bucket has versioning enabled.
    pub(crate) version_id: Option<String>,
    /// Whether the request may have reached the other side. If not, it has certainly changed nothing there.
    pub(crate) may_have_arrived: bool,
    pub(crate) elapsed: Duration,
    pub(crate) request_id: Option<String>,
    pub(crate) extended_request_id: Option<String>,
}

impl Answer {
    /// Creates the answer to a call that got no response in time.
    pub(crate) fn timed_out(operation: Operation, elapsed: Duration) -> Self {
        Self {
            operation,
            result: Err(Failure::Timeout),
            http_status: None,
            code: None,
            message: String::new(),
            denial: Denial::default(),
            region: None,
            version_id: None,
            may_have_arrived: true,
            elapsed,
            request_id: None,
            extended_request_id: None,
        }
    }

    pub(crate) fn is_ok(&self) -> bool {
        self.result.is_ok()
    }

    /// Returns whether the response has a header that S3 and STS always send and proxies do not.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html>
    pub(crate) fn has_aws_headers(&self) -> bool {
        self.request_id.is_some() || self.region.is_some()
    }

    pub(crate) fn to_report(&self) -> AwsAnswer {
        AwsAnswer {
            service: self.operation.service().to_owned(),
            operation: self.operation.name().to_owned(),
            http_status: self.http_status,
            code: self.code.clone(),
            request_id: self.request_id.clone(),
            extended_request_id: self.extended_request_id.clone(),
        }
    }
}
