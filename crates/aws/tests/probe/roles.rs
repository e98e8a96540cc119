//! Tests with roles that accept us, deny us, or accept too many external IDs.

use crate::canned_responses::{allow_all, assume_denied, session, sts_error, throttling};
use crate::{CannedResponse, StubRequest, plan, probe, role};
use domain::{Direction, ExternalId, Outcome};

/// Checks a role. `responses` are those to `AssumeRole` with the tenant's ID, without an ID, and with a similar ID.
/// `expected` are the results of `assume_role`, `external_id_enforced` and `bucket`.
async fn check(case: &str, responses: [CannedResponse; 3], expected: [&str; 3]) {
    let [right_id, no_id, similar_id] = responses;
    let finished = probe(
        &plan(role(), Direction::Both),
        move |request: &StubRequest| match request.kind {
            "assume" => right_id.clone(),
            "assume no id" => no_id.clone(),
            "assume similar" => similar_id.clone(),
            _ => allow_all(request),
        },
    )
    .await;
    assert_eq!(
        ["assume_role", "external_id_enforced", "bucket"].map(|step| finished.result(step)),
        expected,
        "{case}"
    );
    assert_ne!(finished.report.outcome, Outcome::Passed, "{case}");
    assert_eq!(finished.report.account.as_deref(), Some("111122223333"));
    if expected[2] == "skipped" {
        assert!(
            finished
                .stub
                .kinds()
                .iter()
                .all(|kind| kind.starts_with("assume")),
            "{case}"
        );
        assert!(
            ["list", "get", "put", "cleanup"]
                .iter()
                .all(|step| finished.result(step) == "skipped"),
            "{case}"
        );
    }
}

#[tokio::test]
async fn fails_if_the_role_accepts_other_external_ids() {
    let not_enforced = "failed external_id_not_enforced";
    check(
        "without an ID",
        [session(), session(), assume_denied()],
        ["passed", not_enforced, "passed"],
    )
    .await;
    check(
        "with any ID",
        [session(), assume_denied(), session()],
        ["passed", not_enforced, "passed"],
    )
    .await;
    check(
        "with and without any ID",
        [session(), session(), session()],
        ["passed", not_enforced, "passed"],
    )
    .await;
    check(
        "without an ID only",
        [assume_denied(), session(), assume_denied()],
        [not_enforced, not_enforced, "skipped"],
    )
    .await;
    check(
        "throttled, and with any ID",
        [throttling(), assume_denied(), session()],
        ["undetermined throttled", not_enforced, "skipped"],
    )
    .await;
}

#[tokio::test]
async fn is_undetermined_unless_the_role_itself_denies_the_other_ids() {
    let undetermined = |cause| ["passed", cause, "passed"];
    check(
        "throttled",
        [session(), throttling(), assume_denied()],
        undetermined("undetermined throttled"),
    )
    .await;
    check(
        "throttled",
        [session(), assume_denied(), throttling()],
        undetermined("undetermined throttled"),
    )
    .await;
    let validation_error = sts_error(400, "ValidationError", "1 validation error detected");
    check(
        "a validation error",
        [session(), validation_error, assume_denied()],
        undetermined("undetermined bad_request"),
    )
    .await;
    let server_error = sts_error(500, "InternalFailure", "oops");
    check(
        "500",
        [session(), assume_denied(), server_error],
        undetermined("undetermined server_error"),
    )
    .await;
    let denied_by_own_policy = sts_error(403, "AccessDenied", DENIED_BY_OWN_POLICY);
    check(
        "our own policy requires the ID",
        [
            session(),
            denied_by_own_policy.clone(),
            denied_by_own_policy,
        ],
        undetermined("undetermined vendor_not_allowed"),
    )
    .await;
}

const DENIED_BY_OWN_POLICY: &str = "User: arn:aws:iam::999988887777:user/vendor is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/reader because no identity-based policy allows the sts:AssumeRole action";

#[tokio::test]
async fn skips_the_other_steps_if_the_role_is_not_assumed() {
    let all = |response: CannedResponse| [response.clone(), response.clone(), response];
    let results = |cause| [cause, "skipped", "skipped"];
    check(
        "not assumable",
        all(assume_denied()),
        results("failed role_not_assumable"),
    )
    .await;
    check(
        "our own policy",
        all(sts_error(403, "AccessDenied", DENIED_BY_OWN_POLICY)),
        results("undetermined vendor_not_allowed"),
    )
    .await;
    for code in [
        "InvalidClientTokenId",
        "SignatureDoesNotMatch",
        "ExpiredToken",
    ] {
        check(
            code,
            all(sts_error(403, code, "…")),
            results("undetermined vendor_credentials"),
        )
        .await;
    }
    check(
        "throttled",
        all(throttling()),
        results("undetermined throttled"),
    )
    .await;
    check(
        "unknown",
        all(sts_error(403, "SomethingNew", "…")),
        results("failed unknown_refusal"),
    )
    .await;
}

#[tokio::test]
async fn shows_the_trust_policy_if_the_role_is_not_assumable() {
    let finished = probe(&plan(role(), Direction::Read), |_| assume_denied()).await;
    let statement = finished
        .step("assume_role")
        .remedy
        .clone()
        .and_then(|remedy| remedy.statement);
    let json = serde_json::to_value(statement.expect("statement")).expect("json");
    assert_eq!(
        json["Principal"]["AWS"],
        "arn:aws:iam::999988887777:user/vendor"
    );
    assert_eq!(
        json["Condition"]["StringEquals"]["sts:ExternalId"],
        "s3c-1a"
    );
}

#[tokio::test]
async fn tries_the_external_ids_in_order() {
    let mut plan = plan(role(), Direction::Read);
    plan.external_ids = ["s3c-old", "s3c-new"]
        .map(|id| ExternalId::parse(id).expect("id"))
        .to_vec();
    let finished = probe(&plan, |request| match request.kind {
        "assume" if request.body.contains("s3c-old") => assume_denied(),
        _ => allow_all(request),
    })
    .await;
    finished.assert_passed();
}

/// A trust policy with `StringEqualsIgnoreCase`, or `StringLike` and a wildcard, accepts IDs that resemble the
/// tenant's.
#[tokio::test]
async fn fails_if_the_role_accepts_a_similar_external_id() {
    for (own_ids, similar_ids) in [
        (vec!["s3c-1a"], vec!["s3c-1A"]),
        (vec!["acme-1"], vec!["acmE-1", "acme-x"]),
        (vec!["4711"], vec!["471x"]),
        // The similar ID resembles the ID that the role accepted.
        (vec!["s3c-old", "s3c-new"], vec!["s3c-neW"]),
    ] {
        let mut plan = plan(role(), Direction::Read);
        plan.external_ids = own_ids
            .iter()
            .map(|id| ExternalId::parse(id).expect("id"))
            .collect();
        let has_id = |request: &StubRequest, id: &str| {
            request
                .body
                .split('&')
                .any(|pair| pair == format!("ExternalId={id}"))
        };
        let accepts_new_id = move |request: &StubRequest| match request.kind {
            "assume" if has_id(request, "s3c-old") => assume_denied(),
            _ => allow_all(request),
        };
        let finished = probe(&plan, accepts_new_id).await;
        finished.assert_passed();
        let count = finished.stub.count("assume similar");
        assert_eq!(count, similar_ids.len(), "{own_ids:?}");
        assert_eq!(finished.stub.count("assume no id"), 1, "{own_ids:?}");
        for id in similar_ids {
            let accepts_similar_id = move |request: &StubRequest| match request.kind {
                "assume similar" if has_id(request, id) => session(),
                _ => accepts_new_id(request),
            };
            let finished = probe(&plan, accepts_similar_id).await;
            let result = finished.result("external_id_enforced");
            assert_eq!(result, "failed external_id_not_enforced", "{id}");
            let step = finished.step("external_id_enforced");
            assert!(step.detail.contains(&format!("“{id}”")), "{}", step.detail);
            assert!(step.remedy.is_some_and(|remedy| remedy.statement.is_some()));
        }
    }
}

#[tokio::test]
async fn is_undetermined_without_credentials_of_our_own() {
    let sdk = aws_config::SdkConfig::builder()
        .region(aws_config::Region::new("us-east-1"))
        .build();
    let aws = aws::Aws::new(sdk, crate::settings());
    let report = aws.probe(&plan(role(), Direction::Read), |_| ()).await;
    assert_eq!(
        report.steps[0].cause,
        Some(domain::Cause::VendorCredentials)
    );
    assert_eq!(report.outcome, Outcome::Undetermined);
    let error = aws.caller_identity().await.expect_err("no credentials");
    assert!(error.to_string().contains("VendorCredentials"), "{error}");
}

#[tokio::test]
async fn writes_nothing_through_a_role_that_trusts_others() {
    let slow = std::time::Duration::from_millis(300);
    for direction in [Direction::Write, Direction::Both] {
        for stranger in ["assume no id", "assume similar"] {
            let finished = probe(&plan(role(), direction), move |request: &StubRequest| {
                match request.kind {
                    // Everything else has an answer long before this one.
                    kind if kind == stranger => session().delayed(slow),
                    _ => allow_all(request),
                }
            })
            .await;
            let case = format!("{direction:?} {stranger}");
            assert_eq!(finished.report.outcome, Outcome::Failed, "{case}");
            assert!(!finished.stub.kinds().contains(&"put"), "{case}");
            assert!(!finished.stub.kinds().contains(&"delete"), "{case}");
            assert_eq!(finished.report.residue, None, "{case}");
            assert_eq!(finished.result("bucket"), "passed", "{case}");
            assert_eq!(finished.result("put"), "skipped", "{case}");
            assert!(
                finished
                    .step("put")
                    .detail
                    .contains("without your external ID"),
                "{case}"
            );
            assert_eq!(finished.result("cleanup"), "skipped", "{case}");
        }
    }
    // The write would have shown whether the bucket exists.
    let finished = probe(
        &plan(role(), Direction::Write),
        |request: &StubRequest| match request.kind {
            "assume no id" => session(),
            "head" => crate::canned_responses::empty(403),
            _ => allow_all(request),
        },
    )
    .await;
    assert_eq!(finished.result("bucket"), "skipped");
}

#[tokio::test]
async fn is_undetermined_if_our_own_session_has_tags() {
    let tag_session = || crate::cause_catalogue::recorded("sts-tag-session");
    check(
        "the right ID",
        [tag_session(), tag_session(), tag_session()],
        ["undetermined session_tags_denied", "skipped", "skipped"],
    )
    .await;
    // Such a denial does not show whom the role trusts.
    check(
        "another ID",
        [session(), assume_denied(), tag_session()],
        ["passed", "undetermined session_tags_denied", "passed"],
    )
    .await;
}
