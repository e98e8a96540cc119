//! Tests of the sessions for other programs that a user gets: what is requested, and what each refusal means.

use crate::canned_responses::{html, ok, sts_error, throttling};
use crate::stub_server::StubServer;
use crate::{CannedResponse, KEY_ID, keys, plan, settings, vendor};
use aws::{NarrowedSessionError, NarrowedSessionRequest};
use domain::{Cause, Direction, Partition, TenantId};
use secrecy::ExposeSecret as _;

const CREDENTIALS: &str = "<GetFederationTokenResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetFederationTokenResult>\
    <Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>session-secret</SecretAccessKey>\
    <SessionToken>session-token</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>\
    </GetFederationTokenResult></GetFederationTokenResponse>";

fn request(tenant: &str) -> NarrowedSessionRequest {
    let plan = plan(keys(), Direction::Read);
    let policy = plan.draft.policy_input(Direction::Read, Partition::Aws);
    NarrowedSessionRequest {
        policy: policy.session_policy(),
        access: keys(),
        external_ids: Vec::new(),
        partition: Partition::Aws,
        tenant: TenantId::parse(tenant).expect("tenant"),
        seconds: 900,
    }
}

fn denied(reason: &str) -> CannedResponse {
    let message = format!(
        "User: arn:aws:iam::111122223333:user/tenant is not authorized to perform: sts:GetFederationToken on resource: \
         arn:aws:sts::111122223333:federated-user/s3-connect-acme{reason}"
    );
    sts_error(403, "AccessDenied", &message)
}

#[tokio::test]
async fn requests_a_session_with_a_policy_and_signs_with_the_tenants_key() {
    let stub = StubServer::start(|_| ok(CREDENTIALS)).await;
    let aws = vendor(&stub.url, settings());
    let tenant = "acme:a-tenant-with-a-very-long-name";
    let session = aws.narrowed_session(request(tenant)).await;
    let session = session.expect("a session");
    assert_eq!(session.access_key_id, "ASIAIOSFODNN7EXAMPLE");
    assert_eq!(session.secret_access_key.expose_secret(), "session-secret");
    assert_eq!(session.session_token.expose_secret(), "session-token");
    assert_eq!(session.expires_at, 1_893_456_000_000);
    let requests = stub.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].access_key_id, KEY_ID);
    let body = &requests[0].body;
    for part in [
        "Action=GetFederationToken",
        // At most 32 characters.
        "Name=s3-connect-acme-a-tenant-with-a-&",
        "DurationSeconds=900",
        "Policy=%7B%22Version%22",
    ] {
        assert!(format!("{body}&").contains(part), "{part}: {body}");
    }
}

#[tokio::test]
async fn tells_a_missing_permission_from_other_refusals() {
    use NarrowedSessionError::{FederationDenied, PolicyTooLarge, Refused, Undetermined};
    for (response, expected) in [
        (denied(""), FederationDenied),
        (
            denied(" because no identity-based policy allows the sts:GetFederationToken action"),
            FederationDenied,
        ),
        (
            denied(" because no permissions boundary allows the sts:GetFederationToken action"),
            Refused(Cause::LimitedByPolicy),
        ),
        (
            denied(" with an explicit deny in a service control policy"),
            Refused(Cause::ExplicitDeny),
        ),
        (
            sts_error(403, "InvalidClientTokenId", "The token is invalid."),
            Refused(Cause::UnknownAccessKey),
        ),
        (
            sts_error(403, "SignatureDoesNotMatch", "It does not match."),
            Refused(Cause::WrongSecret),
        ),
        (
            sts_error(400, "PackedPolicyTooLarge", "Use a smaller policy."),
            PolicyTooLarge,
        ),
        (throttling(), Undetermined(Cause::Throttled)),
        (
            sts_error(500, "InternalFailure", "Try again."),
            Undetermined(Cause::ServerError),
        ),
        (
            html(200, "<html>sign in</html>"),
            Undetermined(Cause::BadAnswer),
        ),
    ] {
        let text = String::from_utf8_lossy(&response.bytes).into_owned();
        let stub = StubServer::start(move |_| response.clone()).await;
        let aws = vendor(&stub.url, settings());
        let result = aws.narrowed_session(request("acme")).await;
        assert_eq!(result.err(), Some(expected), "{text}");
    }
}
