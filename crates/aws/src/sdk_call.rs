//! Makes one SDK call and converts its result to an [`Answer`].

use crate::answer::{Answer, Operation, Success};
use crate::classify;
use crate::failure::Failure;
use crate::response_recorder::ResponseRecorder;
use crate::response_text::{max_length, sanitize};
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use domain::{Region, region_of_s3_host};
use std::time::Instant;
use tracing::Instrument as _;

/// Awaits `call`, which must have `recorder` as an interceptor, and keeps of its result what a report needs.
///
/// `success` converts the SDK's output, and can still reject it.
pub(crate) async fn call_aws<O, E>(
    operation: Operation,
    recorder: ResponseRecorder,
    call: impl Future<Output = Result<O, SdkError<E, HttpResponse>>>,
    success: impl FnOnce(O) -> Result<Success, Failure>,
) -> Answer
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let started = Instant::now();
    let span = tracing::info_span!(
        "aws call",
        service = operation.service(),
        operation = operation.name()
    );
    let result = call.instrument(span.clone()).await;
    // An answer without a response. The lines below replace whatever is known, the result included.
    let mut answer = Answer::timed_out(operation, started.elapsed());
    let head = recorder.take();
    answer.http_status = head.status;
    answer.request_id = head.request_id;
    answer.extended_request_id = head.extended_request_id;
    answer.region = head.region;
    answer.version_id = head.version_id;
    answer.may_have_arrived = recorder.may_have_arrived();
    match result {
        Ok(output) => answer.result = success(output),
        Err(error) => set_error(&mut answer, &error),
    }
    let elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(
        parent: &span,
        elapsed_ms,
        status = answer.http_status,
        code = answer.code.as_deref(),
        failure = answer.result.as_ref().err().map(tracing::field::debug),
        "aws call ended",
    );
    answer
}

fn set_error<E>(answer: &mut Answer, error: &SdkError<E, HttpResponse>)
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    answer.code = error.code().map(|code| sanitize(code, max_length::CODE));
    answer.message = sanitize(error.message().unwrap_or_default(), max_length::MESSAGE);
    answer.denial = classify::parse_denial(&answer.message);
    let failure = Failure::from_sdk_error(error);
    if !matches!(
        failure,
        Failure::Refused | Failure::InvalidResponse | Failure::ResponseTooLarge
    ) {
        // The SDK retries. The recorder then holds the status of an earlier attempt, which does not belong to the
        // attempt that failed without a response.
        answer.http_status = None;
    }
    // Some errors are as good as a success, for example `InvalidRange` for an empty object.
    answer.result =
        classify::success_despite_error(answer.operation, answer.code.as_deref()).ok_or(failure);
    if answer.region.is_none() {
        answer.region = error.raw_response().and_then(region_in_body);
    }
}

/// Returns the region that the body of an error names: `AuthorizationHeaderMalformed` in `<Region>`, and
/// `PermanentRedirect` in the host of `<Endpoint>`.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList>
fn region_in_body(response: &HttpResponse) -> Option<Region> {
    // The SDK's generated errors do not expose these elements, so they are cut out of the XML.
    let body = std::str::from_utf8(response.body().bytes()?).ok()?;
    let element = |start: &str, end: &str| {
        let (_, rest) = body.split_once(start)?;
        rest.split_once(end).map(|(text, _)| text)
    };
    let named = element("<Region>", "</Region>").and_then(|region| Region::parse(region).ok());
    named.or_else(|| element("<Endpoint>", "</Endpoint>").and_then(region_of_s3_host))
}
