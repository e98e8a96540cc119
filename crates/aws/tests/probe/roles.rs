//! Roles that let us in, do not, or let in too many.

use crate::canned::{all_well, not_assumable, session, sts_error, throttling};
use crate::{Asked, Canned, plan, probe, role};
use domain::{Direction, ExternalId, Outcome};

/// The answers to `AssumeRole` with the tenant's ID, without any, and with a stranger's; then the verdicts
/// on `assume_role`, `external_id_enforced` and `bucket`.
async fn check(what: &str, answers: [Canned; 3], expected: [&str; 3]) {
    let [right, bare, stranger] = answers;
    let probed = probe(
        &plan(role(), Direction::Both),
        move |asked: &Asked| match asked.what {
            "assume" => right.clone(),
            "assume bare" => bare.clone(),
            "assume stranger" => stranger.clone(),
            _ => all_well(asked),
        },
    )
    .await;
    assert_eq!(
        ["assume_role", "external_id_enforced", "bucket"].map(|step| probed.verdict(step)),
        expected,
        "{what}"
    );
    assert_ne!(probed.report.outcome, Outcome::Passed, "{what}");
    assert_eq!(probed.report.account.as_deref(), Some("111122223333"));
    if expected[2] == "skipped" {
        assert!(
            probed
                .stub
                .whats()
                .iter()
                .all(|asked| asked.starts_with("assume")),
            "{what}"
        );
        assert!(
            ["list", "get", "put", "cleanup"]
                .iter()
                .all(|step| probed.verdict(step) == "skipped"),
            "{what}"
        );
    }
}

#[tokio::test]
async fn roles_that_let_in_too_many() {
    let enforced = "failed external_id_not_enforced";
    check(
        "without an ID",
        [session(), session(), not_assumable()],
        ["passed", enforced, "passed"],
    )
    .await;
    check(
        "with any ID",
        [session(), not_assumable(), session()],
        ["passed", enforced, "passed"],
    )
    .await;
    check(
        "anyhow",
        [session(), session(), session()],
        ["passed", enforced, "passed"],
    )
    .await;
    check(
        "anyone but us",
        [not_assumable(), session(), not_assumable()],
        [enforced, enforced, "skipped"],
    )
    .await;
    check(
        "throttled, and open",
        [throttling(), not_assumable(), session()],
        ["undetermined throttled", enforced, "skipped"],
    )
    .await;
}

#[tokio::test]
async fn only_access_denied_counts_as_enforced() {
    let undetermined = |cause| ["passed", cause, "passed"];
    check(
        "throttled",
        [session(), throttling(), not_assumable()],
        undetermined("undetermined throttled"),
    )
    .await;
    check(
        "throttled",
        [session(), not_assumable(), throttling()],
        undetermined("undetermined throttled"),
    )
    .await;
    let strange = sts_error(400, "ValidationError", "1 validation error detected");
    check(
        "a strange code",
        [session(), strange, not_assumable()],
        undetermined("undetermined bad_request"),
    )
    .await;
    let server = sts_error(500, "InternalFailure", "oops");
    check(
        "500",
        [session(), not_assumable(), server],
        undetermined("undetermined server_error"),
    )
    .await;
    let ours = sts_error(403, "AccessDenied", OURS);
    check(
        "our own policy asks for the ID",
        [session(), ours.clone(), ours],
        undetermined("undetermined vendor_not_allowed"),
    )
    .await;
}

const OURS: &str = "User: arn:aws:iam::999988887777:user/vendor is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/reader because no identity-based policy allows the sts:AssumeRole action";

#[tokio::test]
async fn roles_that_do_not_let_us_in() {
    let all = |canned: Canned| [canned.clone(), canned.clone(), canned];
    let shut = |cause| [cause, "skipped", "skipped"];
    check(
        "not assumable",
        all(not_assumable()),
        shut("failed role_not_assumable"),
    )
    .await;
    check(
        "our policy",
        all(sts_error(403, "AccessDenied", OURS)),
        shut("undetermined vendor_not_allowed"),
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
            shut("undetermined vendor_credentials"),
        )
        .await;
    }
    check(
        "throttled",
        all(throttling()),
        shut("undetermined throttled"),
    )
    .await;
    check(
        "unknown",
        all(sts_error(403, "SomethingNew", "…")),
        shut("failed unknown_refusal"),
    )
    .await;
}

#[tokio::test]
async fn the_remedy_is_the_trust_policy() {
    let probed = probe(&plan(role(), Direction::Read), |_| not_assumable()).await;
    let statement = probed
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
async fn external_ids_are_tried_in_order() {
    let mut plan = plan(role(), Direction::Read);
    plan.external_ids = ["s3c-old", "s3c-new"]
        .map(|id| ExternalId::parse(id).expect("id"))
        .to_vec();
    let probed = probe(&plan, |asked| match asked.what {
        "assume" if asked.body.contains("s3c-old") => not_assumable(),
        _ => all_well(asked),
    })
    .await;
    probed.assert_passed();
}

/// `StringEqualsIgnoreCase`, or a `StringLike` with a wildcard: the role opens to IDs that resemble the tenant's.
#[tokio::test]
async fn an_id_that_only_resembles_the_tenants_is_refused_or_the_role_is() {
    for (own, near) in [
        (vec!["s3c-1a"], vec!["s3c-1A"]),
        (vec!["acme-1"], vec!["acmE-1", "acme-x"]),
        (vec!["4711"], vec!["471x"]),
        // The one that the role let us in with counts.
        (vec!["s3c-old", "s3c-new"], vec!["s3c-neW"]),
    ] {
        let mut plan = plan(role(), Direction::Read);
        plan.external_ids = own
            .iter()
            .map(|id| ExternalId::parse(id).expect("id"))
            .collect();
        let asks_with = |asked: &Asked, id: &str| {
            asked
                .body
                .split('&')
                .any(|pair| pair == format!("ExternalId={id}"))
        };
        let not_old = move |asked: &Asked| match asked.what {
            "assume" if asks_with(asked, "s3c-old") => not_assumable(),
            _ => all_well(asked),
        };
        let probed = probe(&plan, not_old).await;
        probed.assert_passed();
        let asked = probed.stub.asked();
        let strangers = asked.iter().filter(|asked| asked.what == "assume stranger");
        assert_eq!(strangers.count(), near.len(), "{own:?}");
        assert_eq!(probed.stub.times("assume bare"), 1, "{own:?}");
        for id in near {
            let open = move |asked: &Asked| match asked.what {
                "assume stranger" if asks_with(asked, id) => session(),
                _ => not_old(asked),
            };
            let probed = probe(&plan, open).await;
            let verdict = probed.verdict("external_id_enforced");
            assert_eq!(verdict, "failed external_id_not_enforced", "{id}");
            let step = probed.step("external_id_enforced");
            assert!(step.detail.contains(&format!("“{id}”")), "{}", step.detail);
            assert!(step.remedy.is_some_and(|remedy| remedy.statement.is_some()));
        }
    }
}

#[tokio::test]
async fn without_credentials_of_our_own() {
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
    let error = aws.caller().await.expect_err("no credentials");
    assert!(error.to_string().contains("VendorCredentials"), "{error}");
}
