//! One call to AWS and what came back, freed of the SDK's types.

use crate::{classify, faults};
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::interceptors::BeforeDeserializationInterceptorContextRef;
use aws_sdk_s3::config::{ConfigBag, Credentials, Intercept, RuntimeComponents};
use aws_sdk_s3::error::{BoxError, ProvideErrorMetadata, SdkError};
use domain::paste::is_invisible;
use domain::{AccountId, AwsAnswer, ExternalId, Region};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many characters of each text in a response are kept. A store that a tenant typed may send anything, and
/// what is kept goes into reports, pages and the log. The limits are well above what AWS sends.
pub(crate) mod most {
    pub(crate) const CODE: usize = 128;
    pub(crate) const MESSAGE: usize = 8_192;
    pub(super) const REQUEST_ID: usize = 256;
    pub(super) const VERSION_ID: usize = 1_024;
}

/// Cuts a text from a response to `most` characters, without those that cannot be seen.
pub(crate) fn tame(text: &str, most: usize) -> String {
    let visible = |c: &char| !c.is_control() && !is_invisible(*c);
    text.chars().filter(visible).take(most).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    GetCallerIdentity,
    AssumeRole,
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
            Self::GetCallerIdentity | Self::AssumeRole => "sts",
            _ => "s3",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::GetCallerIdentity => "GetCallerIdentity",
            Self::AssumeRole => "AssumeRole",
            Self::ListBuckets => "ListBuckets",
            Self::HeadBucket => "HeadBucket",
            Self::ListObjectsV2 => "ListObjectsV2",
            Self::GetObject => "GetObject",
            Self::PutObject => "PutObject",
            Self::DeleteObject => "DeleteObject",
        }
    }
}

/// What a call that AWS allowed brought.
#[derive(Debug)]
pub(crate) enum Good {
    /// Nothing but the permission itself.
    Done,
    Caller {
        arn: String,
        account: Option<AccountId>,
    },
    /// With the external ID that it was asked for with.
    Session(Credentials, Option<ExternalId>),
    /// A session that ends here, for it should not have been given: with which external ID, if with any.
    LetIn(Option<ExternalId>),
    /// The first object to read, if there is one.
    Listed(Option<String>),
    /// The object is allowed to us and in an archive, from which reading takes a restore.
    Archived,
    /// The marker of an earlier check is there already, and would have been written.
    AlreadyThere,
}

/// Why a call brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// AWS answered, and not with what was asked for.
    Refused,
    /// There was an answer, but not one of S3 or STS.
    Garbled,
    /// The answer was longer than any of S3 or STS is, and was not read to its end.
    TooLarge,
    TimedOut,
    /// The host's name has no address.
    NoAddress,
    Unreachable,
    NoTls,
    /// The connection ended before the answer did.
    Cut,
    /// Nothing was sent: there were no credentials to sign with.
    NotSent,
}

/// Of a bucket's region, AWS may tell in a header or in the body of a refusal.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) operation: Operation,
    pub(crate) result: Result<Good, Failure>,
    pub(crate) http_status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) region: Option<Region>,
    /// Of an object that was written into a bucket that keeps versions.
    pub(crate) version_id: Option<String>,
    pub(crate) elapsed: Duration,
    request_id: Option<String>,
    extended_request_id: Option<String>,
}

impl Answer {
    /// Stands for a call that was not answered before the probe's own deadline.
    pub(crate) fn overdue(operation: Operation, elapsed: Duration) -> Self {
        Self {
            operation,
            result: Err(Failure::TimedOut),
            http_status: None,
            code: None,
            message: String::new(),
            region: None,
            version_id: None,
            elapsed,
            request_id: None,
            extended_request_id: None,
        }
    }

    pub(crate) fn is_ok(&self) -> bool {
        self.result.is_ok()
    }

    /// Whether it carries what S3 and STS put on each of their answers, and proxies do not.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html>
    pub(crate) fn is_signed_by_aws(&self) -> bool {
        self.request_id.is_some() || self.region.is_some()
    }

    pub(crate) fn for_report(&self) -> AwsAnswer {
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

/// Awaits one SDK call that was given `ear`, and keeps of its answer what a report needs.
pub(crate) async fn ask<O, E>(
    operation: Operation,
    ear: Ear,
    call: impl Future<Output = Result<O, SdkError<E, HttpResponse>>>,
    good: impl FnOnce(O) -> Result<Good, Failure>,
) -> Answer
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let begun = Instant::now();
    let result = call.await;
    let mut answer = Answer::overdue(operation, begun.elapsed());
    let heard = ear.take();
    answer.http_status = heard.status;
    answer.request_id = heard.request_id;
    answer.extended_request_id = heard.extended_request_id;
    answer.region = heard.region;
    answer.version_id = heard.version_id;
    match result {
        Ok(output) => answer.result = good(output),
        Err(error) => answer.take_error(&error),
    }
    tracing::debug!(
        service = operation.service(),
        operation = operation.name(),
        status = answer.http_status,
        code = answer.code.as_deref(),
        failure = answer.result.as_ref().err().map(tracing::field::debug),
        "aws call",
    );
    answer
}

impl Answer {
    fn take_error<E>(&mut self, error: &SdkError<E, HttpResponse>)
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        self.code = error.code().map(|code| tame(code, most::CODE));
        self.message = tame(error.message().unwrap_or_default(), most::MESSAGE);
        self.result = Err(faults::failure(error));
        if !matches!(
            self.result,
            Err(Failure::Refused | Failure::Garbled | Failure::TooLarge)
        ) {
            // What an earlier attempt was answered says nothing about the one that failed.
            self.http_status = None;
        }
        if let Some(good) = classify::proves_access(self.operation, self.code.as_deref()) {
            self.result = Ok(good);
        }
        if self.region.is_none() {
            self.region = error.raw_response().and_then(region_in_body);
        }
    }
}

/// S3 names the region it expects in the body of `AuthorizationHeaderMalformed`.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList>
fn region_in_body(response: &HttpResponse) -> Option<Region> {
    let body = std::str::from_utf8(response.body().bytes()?).ok()?;
    let (_, rest) = body.split_once("<Region>")?;
    let (region, _) = rest.split_once("</Region>")?;
    Region::parse(region).ok()
}

/// What an interceptor hears of a response before the SDK takes it apart.
#[derive(Debug, Default)]
struct Heard {
    status: Option<u16>,
    request_id: Option<String>,
    extended_request_id: Option<String>,
    region: Option<Region>,
    version_id: Option<String>,
    is_s3: bool,
}

/// Listens to a call's responses: the SDK's outputs leave out the status and most headers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ear(Arc<Mutex<Heard>>);

impl Ear {
    fn take(&self) -> Heard {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The region that the last response named.
    pub(crate) fn region(&self) -> Option<Region> {
        self.take().region
    }

    /// Whether the last response says that it comes from S3 itself.
    pub(crate) fn is_s3(&self) -> bool {
        self.take().is_s3
    }

    /// Keeps what the head of a response says.
    pub(crate) fn hear(&self, response: &HttpResponse) {
        let header = |name, most| {
            let value = response.headers().get(name);
            value.map(|value| tame(value, most))
        };
        let request_id = |name| header(name, most::REQUEST_ID);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Heard {
            status: Some(response.status().as_u16()),
            request_id: request_id("x-amz-request-id").or_else(|| request_id("x-amzn-requestid")),
            extended_request_id: request_id("x-amz-id-2"),
            version_id: header("x-amz-version-id", most::VERSION_ID).filter(|id| id != "null"),
            region: response
                .headers()
                .get("x-amz-bucket-region")
                .and_then(|region| Region::parse(region).ok()),
            is_s3: response.headers().get("server") == Some("AmazonS3"),
        };
    }
}

impl Intercept for Ear {
    fn name(&self) -> &'static str {
        "s3-connect's ear"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.hear(context.response());
        Ok(())
    }
}
