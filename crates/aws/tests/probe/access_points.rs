//! Checks through access points: where the real SDK sends the requests, and what they are signed for.

use crate::canned_responses::{allow_all, denied};
use crate::compatible_store::{original_host, probe_anywhere};
use crate::{FinishedProbe, StubRequest, keys, plan, role};
use aws::ProbePlan;
use domain::{Access, BucketAddress, Direction};

const ARN: &str = "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point";
const ALIAS: &str = "my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias";

fn plan_for(bucket: &str, access: Access) -> ProbePlan {
    let mut plan = plan(access, Direction::Both);
    plan.draft.bucket = BucketAddress::parse(bucket).expect("access point");
    plan
}

/// Returns the requests to the bucket.
fn bucket_requests(finished: &FinishedProbe) -> Vec<StubRequest> {
    let mut requests = finished.stub.requests();
    requests.retain(|request| matches!(request.kind, "head" | "list" | "get" | "put" | "delete"));
    assert!(requests.len() >= 5, "{:?}", finished.stub.kinds());
    requests
}

#[tokio::test]
async fn an_arn_becomes_the_host_of_the_access_point() {
    for access in [keys(), role()] {
        let finished = probe_anywhere(&plan_for(ARN, access), allow_all).await;
        finished.assert_passed();
        for request in bucket_requests(&finished) {
            assert_eq!(
                original_host(&request),
                "my-point-111122223333.s3-accesspoint.eu-west-1.amazonaws.com",
                "{}",
                request.kind
            );
            assert_eq!(request.region, "eu-west-1", "{}", request.kind);
            let is_object = matches!(request.kind, "get" | "put" | "delete");
            assert_eq!(
                request.path.starts_with("/in/"),
                is_object,
                "{}",
                request.path
            );
        }
        let region = finished.report.region.as_ref();
        assert_eq!(region.map(domain::Region::as_str), Some("eu-west-1"));
    }
}

#[tokio::test]
async fn an_alias_is_used_like_a_name() {
    let finished = probe_anywhere(&plan_for(ALIAS, keys()), allow_all).await;
    finished.assert_passed();
    for request in bucket_requests(&finished) {
        assert_eq!(
            original_host(&request),
            format!("{ALIAS}.s3.us-east-1.amazonaws.com"),
            "{}",
            request.kind
        );
    }
}

#[tokio::test]
async fn uploads_through_an_access_point_have_checksums() {
    let finished = probe_anywhere(&plan_for(ARN, keys()), allow_all).await;
    let requests = bucket_requests(&finished);
    let put = requests.iter().find(|request| request.kind == "put");
    assert!(put.expect("a put").header("x-amz-checksum-crc32").is_some());
}

#[tokio::test]
async fn the_remedy_names_the_access_point_and_the_policy_of_the_bucket() {
    let finished = probe_anywhere(&plan_for(ARN, keys()), |request| match request.kind {
        "put" => denied("s3:PutObject"),
        _ => allow_all(request),
    })
    .await;
    assert_eq!(finished.result("put"), "failed put_denied");
    let remedy = finished.step("put").remedy.expect("a remedy");
    assert!(
        remedy.text.contains("bucket’s own policy"),
        "{}",
        remedy.text
    );
    let statement = serde_json::to_value(remedy.statement).expect("JSON");
    assert_eq!(statement["Resource"], format!("{ARN}/object/in/*"));
}
