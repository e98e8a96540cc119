//! Tests with a bucket in another region than expected.

use crate::canned_responses::{allow_all, empty, s3_error};
use crate::{CannedResponse, StubRequest, keys, plan, probe, role};
use domain::{Direction, Region};

const MOVED: &str = "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.";

/// Responds as a bucket in `eu-west-1`. Requests to S3 in another region get the response of `redirect`.
fn bucket_in_ireland(
    redirect: impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static,
) -> impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static {
    move |request| {
        let is_sts = request.kind == "caller" || request.kind.starts_with("assume");
        if is_sts || request.region == "eu-west-1" {
            allow_all(request)
        } else {
            redirect(request)
        }
    }
}

fn permanent_redirect(request: &StubRequest) -> CannedResponse {
    match request.kind {
        "head" => empty(301).with_region("eu-west-1"),
        _ => s3_error(
            301,
            "PermanentRedirect",
            MOVED,
            "<Endpoint>my-data.s3-eu-west-1.amazonaws.com</Endpoint><Bucket>my-data</Bucket>",
        )
        .with_region("eu-west-1"),
    }
}

/// Only the host of the endpoint names the region.
fn endpoint_only(request: &StubRequest) -> CannedResponse {
    match request.kind {
        "head" => empty(301),
        _ => crate::cause_catalogue::recorded("s3-permanent-redirect-endpoint"),
    }
}

/// Only the body names the region.
fn header_malformed(request: &StubRequest) -> CannedResponse {
    match request.kind {
        "head" => empty(400),
        _ => s3_error(
            400,
            "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
            "<Region>eu-west-1</Region>",
        ),
    }
}

/// Only the response to HEAD names the region.
fn location_constraint(request: &StubRequest) -> CannedResponse {
    match request.kind {
        "head" => empty(400)
            .with_region("eu-west-1")
            .delayed(std::time::Duration::from_millis(200)),
        _ => s3_error(
            400,
            "IllegalLocationConstraintException",
            "The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.",
            "",
        ),
    }
}

async fn check(case: &str, redirect: fn(&StubRequest) -> CannedResponse) {
    for (access, direction) in [
        (keys(), Direction::Both),
        (keys(), Direction::Write),
        (role(), Direction::Read),
    ] {
        for typed_region in [None, Region::parse("us-west-2").ok()] {
            let mut plan = plan(access.clone(), direction);
            plan.draft.region.clone_from(&typed_region);
            let finished = probe(&plan, bucket_in_ireland(redirect)).await;
            assert!(
                finished
                    .results()
                    .iter()
                    .all(|result| result.ends_with("passed")),
                "{case}: {:?}",
                finished.results()
            );
            assert_eq!(
                finished.report.region.as_ref().map(Region::as_str),
                Some("eu-west-1"),
                "{case}"
            );
            let detail = if typed_region.is_some() {
                "Region eu-west-1, corrected from us-west-2."
            } else {
                "Region eu-west-1, as reported by AWS."
            };
            assert_eq!(finished.step("bucket").detail, detail, "{case}");
            if !direction.reads() {
                assert!(!finished.stub.kinds().contains(&"list"), "{case}");
            }
        }
    }
}

#[tokio::test]
async fn follows_every_way_in_which_aws_names_the_region() {
    check("301", permanent_redirect).await;
    check("301 with only an endpoint", endpoint_only).await;
    check("400 with a region in the body", header_malformed).await;
    check(
        "400 without a region, and HEAD names it",
        location_constraint,
    )
    .await;
}

#[tokio::test]
async fn fails_if_no_response_names_the_region() {
    let finished = probe(&plan(keys(), Direction::Both), |request| {
        match request.kind {
            "caller" => allow_all(request),
            "head" => empty(301),
            _ => s3_error(301, "PermanentRedirect", MOVED, ""),
        }
    })
    .await;
    assert_eq!(finished.result("bucket"), "failed wrong_region");
    assert_eq!(finished.report.region, None);
}

#[tokio::test]
async fn fails_if_redirects_form_a_circle() {
    let finished = probe(&plan(keys(), Direction::Read), |request| {
        match (request.kind, request.region.as_str()) {
            ("caller", _) => allow_all(request),
            (_, "us-east-1") => permanent_redirect(request),
            (kind, _) => {
                let response = if kind == "head" {
                    empty(301)
                } else {
                    s3_error(301, "PermanentRedirect", MOVED, "")
                };
                response.with_region("us-east-1")
            }
        }
    })
    .await;
    let is_wrong_region = |step: &domain::Step| step.cause == Some(domain::Cause::WrongRegion);
    assert!(
        finished.report.steps.iter().any(is_wrong_region),
        "{:?}",
        finished.results()
    );
    assert_eq!(finished.report.outcome, domain::Outcome::Failed);
    assert!(finished.stub.requests().len() < 12);
}
