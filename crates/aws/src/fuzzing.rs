//! Parses a response in the same way as a call to AWS would, without a network. For the fuzz targets.

use crate::answer::{Answer, Operation, Success};
use crate::classify::{self, Signer};
use crate::response_recorder::ResponseRecorder;
use crate::sdk_call::call_aws;
use aws_sdk_s3::config::ConfigBag;
use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::operation::{
    delete_object, get_object, head_bucket, list_buckets, list_objects_v2, put_object,
};
use aws_sdk_s3::primitives::SdkBody;
use aws_sdk_sts::operation::{assume_role, get_caller_identity};
use aws_smithy_runtime_api::client::interceptors::context::{Input, InterceptorContext};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse as _, SharedResponseDeserializer,
};
use aws_smithy_runtime_api::http::StatusCode;
use domain::{AwsAnswer, Cause, Denial, Region, StepStatus};
use futures::FutureExt as _;

/// A response as it comes from the network.
#[derive(Clone, Copy, Debug)]
pub struct RawResponse<'a> {
    pub status: u16,
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a [u8],
}

/// What the crate makes of a response.
#[derive(Debug)]
pub struct ParsedResponse {
    pub is_ok: bool,
    /// Why the call failed, for each signer in the order of `SIGNERS`.
    pub causes: [(Cause, StepStatus); 3],
    pub denial: Denial,
    pub region: Option<Region>,
    pub message: String,
    pub has_aws_headers: bool,
    pub report: AwsAnswer,
}

const SIGNERS: [Signer; 3] = [
    Signer::Vendor,
    Signer::Tenant,
    Signer::TenantAtCompatibleStore,
];

/// The number of operations that [`parse_response`] supports.
pub const OPERATION_COUNT: usize = 8;

/// Parses a response to the operation with this number. Returns `None` if the response is not valid HTTP.
pub fn parse_response(operation: usize, raw: RawResponse<'_>) -> Option<ParsedResponse> {
    let response = http_response(raw)?;
    let answer = match operation % OPERATION_COUNT {
        0 => deserialize::<
            _,
            get_caller_identity::GetCallerIdentityOutput,
            get_caller_identity::GetCallerIdentityError,
        >(
            Operation::GetCallerIdentity,
            &get_caller_identity::GetCallerIdentity::new(),
            response,
        ),
        1 => deserialize::<_, assume_role::AssumeRoleOutput, assume_role::AssumeRoleError>(
            Operation::AssumeRole,
            &assume_role::AssumeRole::new(),
            response,
        ),
        2 => deserialize::<_, list_buckets::ListBucketsOutput, list_buckets::ListBucketsError>(
            Operation::ListBuckets,
            &list_buckets::ListBuckets::new(),
            response,
        ),
        3 => deserialize::<_, head_bucket::HeadBucketOutput, head_bucket::HeadBucketError>(
            Operation::HeadBucket,
            &head_bucket::HeadBucket::new(),
            response,
        ),
        4 => deserialize::<
            _,
            list_objects_v2::ListObjectsV2Output,
            list_objects_v2::ListObjectsV2Error,
        >(
            Operation::ListObjectsV2,
            &list_objects_v2::ListObjectsV2::new(),
            response,
        ),
        5 => deserialize::<_, get_object::GetObjectOutput, get_object::GetObjectError>(
            Operation::GetObject,
            &get_object::GetObject::new(),
            response,
        ),
        6 => deserialize::<_, put_object::PutObjectOutput, put_object::PutObjectError>(
            Operation::PutObject,
            &put_object::PutObject::new(),
            response,
        ),
        _ => deserialize::<_, delete_object::DeleteObjectOutput, delete_object::DeleteObjectError>(
            Operation::DeleteObject,
            &delete_object::DeleteObject::new(),
            response,
        ),
    };
    Some(parsed_response(answer?))
}

fn http_response(raw: RawResponse<'_>) -> Option<HttpResponse> {
    let status = StatusCode::try_from(raw.status).ok()?;
    let mut response = HttpResponse::new(status, SdkBody::from(raw.body.to_vec()));
    for (name, value) in raw.headers {
        let headers = response.headers_mut();
        headers
            .try_append((*name).to_owned(), (*value).to_owned())
            .ok()?;
    }
    Some(response)
}

/// Takes a response through the same phases as the SDK's orchestrator.
fn deserialize<P, O, E>(operation: Operation, plugin: &P, response: HttpResponse) -> Option<Answer>
where
    P: RuntimePlugin,
    O: Send + Sync + std::fmt::Debug + 'static,
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let config = plugin.config()?;
    let deserializer = config.load::<SharedResponseDeserializer>()?;
    let mut context = InterceptorContext::new(Input::doesnt_matter());
    context.enter_serialization_phase();
    drop(context.take_input());
    context.set_request(HttpRequest::empty());
    context.enter_before_transmit_phase();
    context.enter_transmit_phase();
    drop(context.take_request());
    context.set_response(response);
    context.enter_before_deserialization_phase();
    // No interceptors run here, so the recorder is called directly.
    let recorder = ResponseRecorder::default();
    recorder.record(context.response()?);
    context.enter_deserialization_phase();
    let bag = ConfigBag::base();
    let response = context.response_mut()?;
    let output = deserializer
        .deserialize_streaming_with_config(response, &bag)
        .unwrap_or_else(|| deserializer.deserialize_nonstreaming_with_config(response, &bag));
    context.set_output_or_error(output);
    context.enter_after_deserialization_phase();
    let result = context
        .finalize()
        .map(aws_smithy_runtime_api::client::interceptors::context::Output::downcast::<O>)
        .map_err(|error| {
            error.map_service_error(
                aws_smithy_runtime_api::client::interceptors::context::Error::downcast::<E>,
            )
        });
    // The deserializers return type-erased values. The SDK's generated code also expects these types.
    let result = match result {
        Ok(output) => Ok(output.ok()?),
        Err(error) => {
            if error.as_service_error().is_some_and(Result::is_err) {
                return None;
            }
            Err(error
                .map_service_error(|error| error.unwrap_or_else(|_| unreachable!("checked above"))))
        }
    };
    call_aws(operation, recorder, std::future::ready(result), |_| {
        Ok(Success::Allowed)
    })
    .now_or_never()
}

fn parsed_response(answer: Answer) -> ParsedResponse {
    let cause_and_status = |signer| {
        let cause = classify::cause(&answer, signer);
        (cause, classify::status(cause, &answer))
    };
    ParsedResponse {
        is_ok: answer.is_ok(),
        causes: SIGNERS.map(cause_and_status),
        has_aws_headers: answer.has_aws_headers(),
        report: answer.to_report(),
        denial: answer.denial,
        region: answer.region,
        message: answer.message,
    }
}
