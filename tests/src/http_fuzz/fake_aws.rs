//! An AWS in this process that answers immediately, either with success or with one of AWS's typical errors.

use aws::{Aws, AwsSettings};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use aws_sdk_s3::primitives::SdkBody;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Answers the SDK's calls. Clones share their state.
#[derive(Clone, Debug, Default)]
pub struct FakeAws {
    /// The state of the random generator that chooses answers. While it is zero, every answer is a success.
    pub chaos: Arc<AtomicU64>,
}

impl FakeAws {
    pub fn aws(&self) -> Aws {
        let fake_aws = self.clone();
        let client = http_client_fn(move |_, _| SharedHttpConnector::new(fake_aws.clone()));
        let keys = Credentials::new("AKIAVENDORVENDORVEND", "vendor", None, None, "fake_aws");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .http_client(client)
            .build();
        let settings = AwsSettings {
            max_attempts: 1,
            iam_wait: Duration::ZERO,
            ..AwsSettings::default()
        };
        Aws::new(sdk, settings)
    }
}

impl HttpConnector for FakeAws {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let last = self.chaos.load(Ordering::Relaxed);
        // One step of Knuth's MMIX generator, whose low bits are weak. So the choice below uses the high bits. An
        // increment of 1 is only added while `last` is not zero, so zero stays zero.
        let next = last
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(u64::from(last != 0));
        self.chaos.store(next, Ordering::Relaxed);
        let choice = (next >> 33) % 24;
        HttpConnectorFuture::ready(Ok(if last == 0 {
            success(&request)
        } else {
            error_or_success(choice, &request)
        }))
    }
}

/// Returns one of six errors for the first six choices, and success for all others.
fn error_or_success(choice: u64, request: &HttpRequest) -> HttpResponse {
    match choice {
        0 => refusal(403, "AccessDenied", "Access Denied"),
        1 => refusal(
            403,
            "AccessDenied",
            "User: arn:aws:iam::111122223333:user/tenant is not authorized to perform: s3:PutObject on resource: \
             \"arn:aws:s3:::my-data/x\" because no identity-based policy allows the s3:PutObject action",
        ),
        2 => refusal(404, "NoSuchBucket", "The specified bucket does not exist"),
        3 => refusal(503, "SlowDown", "Please reduce your request rate."),
        4 => answer(
            502,
            &[("content-type", "text/html")],
            "<html><h1>Bad Gateway</h1>",
        ),
        5 => answer(
            200,
            &[("content-type", "text/html")],
            "<html>Please sign in to the Wi-Fi</html>",
        ),
        _ => success(request),
    }
}

/// Answers as S3 and STS do if everything is allowed. STS still refuses a wrong external ID, as the probe demands.
fn success(request: &HttpRequest) -> HttpResponse {
    let body = request
        .body()
        .bytes()
        .map(String::from_utf8_lossy)
        .unwrap_or_default();
    let etag = ("etag", "\"d41d8cd98f00b204e9800998ecf8427e\"");
    match request.method() {
        "POST" if body.contains("Action=GetCallerIdentity") => answer(200, &[], CALLER),
        "POST" if body.contains("Action=AssumeRole") => {
            // Generated external IDs are in lower case. To find out whether a role accepts another ID, the probe sends
            // the tenant's own ID with a letter in upper case. So an upper-case letter means a wrong ID here.
            let id = body.split("ExternalId=").nth(1);
            let id = id.and_then(|rest| rest.split('&').next());
            let is_right = id.is_some_and(|id| !id.replace("%3A", "").contains(char::is_uppercase));
            if is_right {
                answer(200, &[], SESSION)
            } else {
                refusal(403, "AccessDenied", "Access Denied")
            }
        }
        "POST" if body.contains("Action=GetFederationToken") => answer(
            200,
            &[],
            &SESSION.replace("AssumeRole", "GetFederationToken"),
        ),
        "HEAD" => answer(200, &[("x-amz-bucket-region", "us-east-1")], ""),
        "GET" if request.uri().contains("list-type=2") => answer(200, &[], LISTED),
        "GET" if request.headers().get("range").is_some() => {
            answer(206, &[etag, ("content-range", "bytes 0-0/9")], "a")
        }
        "GET" => answer(200, &[], "<ListAllMyBucketsResult/>"),
        "DELETE" => answer(204, &[], ""),
        _ => answer(200, &[etag], ""),
    }
}

const CALLER: &str = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
    <Arn>arn:aws:iam::111122223333:user/tenant</Arn><UserId>AIDA</UserId><Account>111122223333</Account>\
    </GetCallerIdentityResult></GetCallerIdentityResponse>";
const SESSION: &str = "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
    <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>c2Vzc2lvbi1zZWNyZXQtb2YtdGhlLWNhbm5lZCs</SecretAccessKey>\
    <SessionToken>token-of-the-session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
    </AssumeRoleResult></AssumeRoleResponse>";
const LISTED: &str = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><KeyCount>1</KeyCount>\
    <Contents><Key>incoming/orders.csv</Key><Size>9</Size></Contents></ListBucketResult>";

fn refusal(status: u16, code: &str, message: &str) -> HttpResponse {
    let message = message.replace('"', "&quot;");
    answer(
        status,
        &[],
        &format!(
            "<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
        ),
    )
}

fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> HttpResponse {
    let status = StatusCode::try_from(status).expect("a status");
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    let ids = [("x-amz-request-id", "4442587FB7D0A2F9")];
    for (name, value) in headers.iter().chain(&ids) {
        response.headers_mut().insert(*name, *value);
    }
    response
}
