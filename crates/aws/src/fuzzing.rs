//! Reads an answer of AWS as a call would, without making one: for the fuzz targets.

use crate::answer::{Answer, Ear, Good, Operation, ask};
use crate::classify::{self, Signer};
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
use domain::{AwsAnswer, Cause, Denial, Region, Status};
use futures::FutureExt as _;

/// An answer as it comes from the network.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a> {
    pub status: u16,
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a [u8],
}

/// What is made of an answer.
#[derive(Debug)]
pub struct Reading {
    pub is_ok: bool,
    /// Why the call failed, for each `Signer` in the order of `SIGNERS`.
    pub causes: [(Cause, Status); 3],
    pub denial: Denial,
    pub region: Option<Region>,
    pub message: String,
    pub is_signed_by_aws: bool,
    pub report: AwsAnswer,
}

/// The vendor, a tenant, and a tenant at a store of another make.
const SIGNERS: [Signer; 3] = [Signer::Vendor, Signer::Tenant, Signer::TenantElsewhere];

/// How many operations [`read`] knows.
pub const OPERATIONS: usize = 8;

/// Reads an answer to the operation of this number. Returns `None` for an answer that is no HTTP.
pub fn read(operation: usize, raw: Raw<'_>) -> Option<Reading> {
    let response = response(raw)?;
    let answer = match operation % OPERATIONS {
        0 => answer::<
            _,
            get_caller_identity::GetCallerIdentityOutput,
            get_caller_identity::GetCallerIdentityError,
        >(
            Operation::GetCallerIdentity,
            &get_caller_identity::GetCallerIdentity::new(),
            response,
        ),
        1 => answer::<_, assume_role::AssumeRoleOutput, assume_role::AssumeRoleError>(
            Operation::AssumeRole,
            &assume_role::AssumeRole::new(),
            response,
        ),
        2 => answer::<_, list_buckets::ListBucketsOutput, list_buckets::ListBucketsError>(
            Operation::ListBuckets,
            &list_buckets::ListBuckets::new(),
            response,
        ),
        3 => answer::<_, head_bucket::HeadBucketOutput, head_bucket::HeadBucketError>(
            Operation::HeadBucket,
            &head_bucket::HeadBucket::new(),
            response,
        ),
        4 => {
            answer::<_, list_objects_v2::ListObjectsV2Output, list_objects_v2::ListObjectsV2Error>(
                Operation::ListObjectsV2,
                &list_objects_v2::ListObjectsV2::new(),
                response,
            )
        }
        5 => answer::<_, get_object::GetObjectOutput, get_object::GetObjectError>(
            Operation::GetObject,
            &get_object::GetObject::new(),
            response,
        ),
        6 => answer::<_, put_object::PutObjectOutput, put_object::PutObjectError>(
            Operation::PutObject,
            &put_object::PutObject::new(),
            response,
        ),
        _ => answer::<_, delete_object::DeleteObjectOutput, delete_object::DeleteObjectError>(
            Operation::DeleteObject,
            &delete_object::DeleteObject::new(),
            response,
        ),
    };
    Some(reading(answer?))
}

fn response(raw: Raw<'_>) -> Option<HttpResponse> {
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

/// Takes a response through the phases that the SDK's orchestrator takes it through.
fn answer<P, O, E>(operation: Operation, plugin: &P, response: HttpResponse) -> Option<Answer>
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
    let ear = Ear::default();
    ear.hear(context.response()?);
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
    // The SDK's own glue expects the same types.
    let result = match result {
        Ok(output) => Ok(output.ok()?),
        Err(error) => {
            if error.as_service_error().is_some_and(Result::is_err) {
                return None;
            }
            Err(error.map_service_error(|error| {
                error.unwrap_or_else(|_| unreachable!("looked at above"))
            }))
        }
    };
    ask(operation, ear, std::future::ready(result), |_| {
        Ok(Good::Done)
    })
    .now_or_never()
}

fn reading(answer: Answer) -> Reading {
    let judged = |signer| {
        let cause = classify::cause(&answer, signer);
        (cause, classify::status(cause, &answer))
    };
    Reading {
        is_ok: answer.is_ok(),
        causes: SIGNERS.map(judged),
        denial: classify::denial(&answer),
        is_signed_by_aws: answer.is_signed_by_aws(),
        report: answer.for_report(),
        region: answer.region,
        message: answer.message,
    }
}
