//! Checks of stores that we recognise by their host: what the real SDK sends to each.

use crate::canned_responses::{allow_all, empty, s3_error};
use crate::compatible_store::{original_host, probe_anywhere};
use crate::{StubRequest, keys, plan};
use aws::ProbePlan;
use domain::{Direction, Endpoint, Region};

/// Plans a check as the form would: the region comes from the host.
fn plan_at(endpoint: &str) -> ProbePlan {
    let mut plan = plan(keys(), Direction::Both);
    let endpoint = Endpoint::parse(endpoint).expect(endpoint);
    plan.draft.region = endpoint.known_store().and_then(|store| store.region);
    plan.draft.endpoint = Some(endpoint);
    plan
}

#[tokio::test]
async fn each_store_gets_its_region_and_no_checksum_headers() {
    for (host, region) in [
        ("0123abcd.r2.cloudflarestorage.com", "auto"),
        ("s3.eu-central-003.backblazeb2.com", "eu-central-003"),
        ("s3.eu-central-2.wasabisys.com", "eu-central-2"),
        ("s3.wasabisys.com", "us-east-1"),
        ("storage.googleapis.com", "auto"),
        ("fsn1.your-objectstorage.com", "fsn1"),
        ("fra1.digitaloceanspaces.com", "fra1"),
        // A store that we don't know gets our own region.
        ("minio.example.com", "us-east-1"),
    ] {
        let finished = probe_anywhere(&plan_at(&format!("https://{host}")), allow_all).await;
        finished.assert_passed();
        let found = finished.report.region.as_ref().map(Region::as_str);
        assert_eq!(found, Some(region), "{host}");
        for request in finished.stub.requests() {
            let what = format!("{host} {}", request.kind);
            assert_eq!(original_host(&request), host, "{what}");
            assert_eq!(request.region, region, "{what}");
            assert!(
                request.path.starts_with("/my-data"),
                "{what}: {}",
                request.path
            );
            for header in [
                "x-amz-checksum-crc32",
                "x-amz-checksum-crc64nvme",
                "x-amz-checksum-mode",
                "x-amz-sdk-checksum-algorithm",
                "x-amz-trailer",
            ] {
                assert_eq!(request.header(header), None, "{what}: {header}");
            }
            let payload = request.header("x-amz-content-sha256").unwrap_or_default();
            assert!(!payload.starts_with("STREAMING"), "{what}: {payload}");
        }
    }
}

/// At Google Cloud Storage, `HeadBucket` needs a permission that no role for objects has.
#[tokio::test]
async fn a_forbidden_head_is_no_verdict() {
    let finished =
        probe_anywhere(
            &plan_at("https://storage.googleapis.com"),
            |request| match request.kind {
                "head" => empty(403),
                _ => allow_all(request),
            },
        )
        .await;
    finished.assert_passed();
    assert_eq!(finished.result("bucket"), "passed");
}

/// MinIO has no host of its own, but names its region in the error.
#[tokio::test]
async fn follows_a_store_of_ones_own_to_its_region() {
    let mut plan = plan_at("https://minio.example.com");
    plan.draft.region = Region::parse("eu-west-1").ok();
    let finished = probe_anywhere(&plan, |request: &StubRequest| {
        match (request.kind, request.region.as_str()) {
            (_, "us-east-1") => allow_all(request),
            ("head", _) => empty(400),
            _ => s3_error(
                400,
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region is wrong; expecting 'us-east-1'.",
                "<Region>us-east-1</Region>",
            ),
        }
    })
    .await;
    finished.assert_passed();
}
