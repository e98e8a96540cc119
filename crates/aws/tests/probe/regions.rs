//! A bucket somewhere else than where it was looked for.

use crate::canned::{all_well, empty, s3_error};
use crate::{Asked, Canned, keys, plan, probe, role};
use domain::{Direction, Region};

const MOVED: &str = "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.";

/// Answers from `eu-west-1`, and with `elsewhere` to whoever asks S3 in another region.
fn in_ireland(
    elsewhere: impl Fn(&Asked) -> Canned + Send + Sync + 'static,
) -> impl Fn(&Asked) -> Canned + Send + Sync + 'static {
    move |asked| {
        let sts = asked.what == "caller" || asked.what.starts_with("assume");
        if sts || asked.region == "eu-west-1" {
            all_well(asked)
        } else {
            elsewhere(asked)
        }
    }
}

fn permanent_redirect(asked: &Asked) -> Canned {
    match asked.what {
        "head" => empty(301).region("eu-west-1"),
        _ => s3_error(
            301,
            "PermanentRedirect",
            MOVED,
            "<Endpoint>my-data.s3-eu-west-1.amazonaws.com</Endpoint><Bucket>my-data</Bucket>",
        )
        .region("eu-west-1"),
    }
}

/// The body alone names the region.
fn header_malformed(asked: &Asked) -> Canned {
    match asked.what {
        "head" => empty(400),
        _ => s3_error(
            400,
            "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
            "<Region>eu-west-1</Region>",
        ),
    }
}

/// HEAD alone names the region.
fn location_constraint(asked: &Asked) -> Canned {
    match asked.what {
        "head" => empty(400)
            .region("eu-west-1")
            .after(std::time::Duration::from_millis(200)),
        _ => s3_error(
            400,
            "IllegalLocationConstraintException",
            "The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.",
            "",
        ),
    }
}

async fn check(what: &str, elsewhere: fn(&Asked) -> Canned) {
    for (access, direction) in [
        (keys(), Direction::Both),
        (keys(), Direction::Write),
        (role(), Direction::Read),
    ] {
        for said in [None, Region::parse("us-west-2").ok()] {
            let mut plan = plan(access.clone(), direction);
            plan.draft.region.clone_from(&said);
            let probed = probe(&plan, in_ireland(elsewhere)).await;
            assert!(
                probed
                    .verdicts()
                    .iter()
                    .all(|verdict| verdict.ends_with("passed")),
                "{what}: {:?}",
                probed.verdicts()
            );
            assert_eq!(
                probed.report.region.as_ref().map(Region::as_str),
                Some("eu-west-1"),
                "{what}"
            );
            let detail = if said.is_some() {
                "Region eu-west-1, corrected from us-west-2."
            } else {
                "Region eu-west-1, as AWS told us."
            };
            assert_eq!(probed.step("bucket").detail, detail, "{what}");
            if !direction.reads() {
                assert!(!probed.stub.whats().contains(&"list"), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn every_way_aws_says_so() {
    check("301", permanent_redirect).await;
    check("400 with a region in the body", header_malformed).await;
    check("400 without, and HEAD knows", location_constraint).await;
}

#[tokio::test]
async fn nobody_says_where() {
    let probed = probe(&plan(keys(), Direction::Both), |asked| match asked.what {
        "caller" => all_well(asked),
        "head" => empty(301),
        _ => s3_error(301, "PermanentRedirect", MOVED, ""),
    })
    .await;
    assert_eq!(probed.verdict("bucket"), "failed wrong_region");
    assert_eq!(probed.report.region, None);
}

#[tokio::test]
async fn sent_round_in_circles() {
    let probed = probe(&plan(keys(), Direction::Read), |asked| {
        match (asked.what, asked.region.as_str()) {
            ("caller", _) => all_well(asked),
            (_, "us-east-1") => permanent_redirect(asked),
            (what, _) => {
                let canned = if what == "head" {
                    empty(301)
                } else {
                    s3_error(301, "PermanentRedirect", MOVED, "")
                };
                canned.region("us-east-1")
            }
        }
    })
    .await;
    let told = |step: &domain::Step| step.cause == Some(domain::Cause::WrongRegion);
    assert!(
        probed.report.steps.iter().any(told),
        "{:?}",
        probed.verdicts()
    );
    assert_eq!(probed.report.outcome, domain::Outcome::Failed);
    assert!(probed.stub.asked().len() < 12);
}
