//! The probe on MiniStack, which enforces policies: the printed policies pass, and narrower ones and wrong keys fail.

use aws::Aws;
use domain::{Direction, Outcome, Region, Report};
use e2e::app::aws_settings_without_wait;
use e2e::bucket_fixture::{
    BucketFixture, assert_passed, key_access, role_access, step_verdict, user_keys,
};
use e2e::ministack::NO_RIGHTS;
use e2e::unique_name::unique_external_id;

const PREFIXES: [&str; 3] = ["", "in/", "in/{full_date}/"];

#[tokio::test]
async fn passes_with_keys_and_the_printed_policy() {
    let fixture = BucketFixture::new().await;
    for direction in Direction::ALL {
        for prefix in PREFIXES {
            let what = format!("{} “{prefix}”", direction.as_str());
            let user = fixture
                .account
                .create_user(&fixture.iam_policy(direction, prefix))
                .await;
            let report = fixture
                .probe(&fixture.plan(user_keys(&user), direction, prefix))
                .await;
            assert_passed(&report, &what);
            assert_eq!(report.account.as_deref(), Some(fixture.account.id()));
            assert_eq!(step_verdict(&report, "credentials"), "passed", "{what}");
            assert_steps(&report, direction, &what);
        }
    }
}

#[tokio::test]
async fn passes_with_a_role_and_the_printed_policies() {
    let fixture = BucketFixture::new().await;
    for direction in Direction::ALL {
        for prefix in PREFIXES {
            let what = format!("{} “{prefix}”", direction.as_str());
            let arn = fixture
                .account
                .create_role(
                    &fixture.trust_policy(),
                    &fixture.iam_policy(direction, prefix),
                )
                .await;
            let report = fixture
                .probe(&fixture.plan(role_access(&arn), direction, prefix))
                .await;
            assert_passed(&report, &what);
            assert_eq!(step_verdict(&report, "assume_role"), "passed", "{what}");
            assert_eq!(
                step_verdict(&report, "external_id_enforced"),
                "passed",
                "{what}"
            );
            assert_steps(&report, direction, &what);
        }
    }
}

fn assert_steps(report: &Report, direction: Direction, what: &str) {
    let when = |applies: bool| if applies { "passed" } else { "absent" };
    for (step, applies) in [
        ("bucket", true),
        ("list", direction.reads()),
        ("get", direction.reads()),
        ("put", direction.writes()),
        ("cleanup", direction.writes()),
    ] {
        assert_eq!(step_verdict(report, step), when(applies), "{what}: {step}");
    }
    // The printed policies do not allow `s3:DeleteObject`, so the test file stays, and the report mentions it.
    assert_eq!(
        report.residue.as_ref().map(|residue| residue.removed),
        direction.writes().then_some(false),
        "{what}"
    );
}

#[tokio::test]
async fn reports_the_residue_that_is_in_the_bucket() {
    let fixture = BucketFixture::new().await;
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Write, "out/"))
        .await;
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Write, "out/"))
        .await;
    let residue = report.residue.expect("residue");
    assert!(!residue.removed);
    assert!(
        fixture
            .account
            .list_keys(&fixture.bucket)
            .await
            .contains(&residue.key)
    );

    let mut recheck = fixture.plan(user_keys(&user), Direction::Write, "out/");
    recheck.recheck = true;
    let report = fixture.probe(&recheck).await;
    assert_passed(&report, "recheck");
    assert_eq!(
        report.residue, None,
        "a recheck reports the file of the first check"
    );

    let arn = format!("arn:aws:s3:::{}/out/*", fixture.bucket);
    let delete_policy = serde_json::json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": arn}]});
    fixture
        .account
        .put_user_policy(&user.name, &delete_policy.to_string())
        .await;
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Write, "out/"))
        .await;
    assert_eq!(report.residue.map(|residue| residue.removed), Some(true));
    assert_eq!(
        fixture.account.list_keys(&fixture.bucket).await,
        ["elsewhere/secret.csv", "in/orders.csv"]
    );
}

#[tokio::test]
async fn reads_its_own_file_in_an_empty_folder() {
    let fixture = BucketFixture::new().await;
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Both, "empty/"))
        .await;
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Both, "empty/"))
        .await;
    assert_eq!(step_verdict(&report, "get"), "passed");
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Read, "void/"))
        .await;
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Read, "void/"))
        .await;
    assert_eq!(
        (step_verdict(&report, "get").as_str(), report.outcome),
        ("skipped", Outcome::Passed)
    );
}

#[tokio::test]
async fn fails_with_a_policy_for_another_folder() {
    let fixture = BucketFixture::new().await;
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Both, "in/"))
        .await;
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Both, "elsewhere/"))
        .await;
    assert_eq!(step_verdict(&report, "list"), "failed list_denied");
    assert_eq!(step_verdict(&report, "put"), "failed put_denied");
    assert_eq!(step_verdict(&report, "bucket"), "passed");
}

#[tokio::test]
async fn needs_only_put_object_for_writing() {
    let fixture = BucketFixture::new().await;
    let policy = fixture.iam_policy(Direction::Write, "");
    assert!(
        !policy.contains("ListBucket") && !policy.contains("GetObject"),
        "{policy}"
    );
    let user = fixture.account.create_user(&policy).await;
    assert_passed(
        &fixture
            .probe(&fixture.plan(user_keys(&user), Direction::Write, ""))
            .await,
        "write",
    );
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Both, ""))
        .await;
    assert_eq!(step_verdict(&report, "list"), "failed list_denied");
}

#[tokio::test]
async fn fails_with_unknown_keys_and_wrong_secrets() {
    let fixture = BucketFixture::new().await;
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Both, "in/"))
        .await;
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    for (access, cause) in [
        (
            key_access("AKIAIOSFODNN7EXAMPLE", secret),
            "failed unknown_access_key",
        ),
        (
            key_access(&user.access_key_id, secret),
            "failed wrong_secret",
        ),
    ] {
        let report = fixture
            .probe(&fixture.plan(access, Direction::Both, "in/"))
            .await;
        assert_eq!(
            (
                step_verdict(&report, "credentials").as_str(),
                report.outcome
            ),
            (cause, Outcome::Failed)
        );
        for step in ["bucket", "list", "get", "put", "cleanup"] {
            assert_eq!(step_verdict(&report, step), "skipped", "{cause}: {step}");
        }
        assert_eq!(report.residue, None);
    }
}

#[tokio::test]
async fn fails_if_the_bucket_does_not_exist() {
    let mut fixture = BucketFixture::new().await;
    fixture.bucket.push_str("-not");
    for direction in Direction::ALL {
        let user = fixture
            .account
            .create_user(&fixture.iam_policy(direction, "in/"))
            .await;
        let report = fixture
            .probe(&fixture.plan(user_keys(&user), direction, "in/"))
            .await;
        assert_eq!(
            (step_verdict(&report, "bucket").as_str(), report.outcome),
            ("failed bucket_not_found", Outcome::Failed)
        );
        for step in ["list", "get", "put", "cleanup"] {
            assert!(
                ["absent", "skipped"].contains(&step_verdict(&report, step).as_str()),
                "{step}: {report:#?}"
            );
        }
    }
}

#[tokio::test]
async fn corrects_the_region_of_a_bucket() {
    let fixture = BucketFixture::in_region("eu-west-1").await;
    for direction in Direction::ALL {
        let user = fixture
            .account
            .create_user(&fixture.iam_policy(direction, "in/"))
            .await;
        let mut plan = fixture.plan(user_keys(&user), direction, "in/");
        plan.draft.region = Region::parse("ap-southeast-2").ok();
        let report = fixture.probe(&plan).await;
        assert_passed(&report, direction.as_str());
        assert_eq!(
            report.region.as_ref().map(Region::as_str),
            Some("eu-west-1")
        );
        let bucket = report
            .steps
            .iter()
            .find(|step| step.id.as_str() == "bucket");
        assert_eq!(
            bucket.map(|step| i18n::english(&step.detail)).as_deref(),
            Some("Region eu-west-1, corrected from ap-southeast-2.")
        );
    }
}

#[tokio::test]
async fn passes_with_the_previous_external_id_during_a_rotation() {
    let fixture = BucketFixture::new().await;
    let arn = fixture
        .account
        .create_role(
            &fixture.trust_policy(),
            &fixture.iam_policy(Direction::Read, "in/"),
        )
        .await;
    let mut plan = fixture.plan(role_access(&arn), Direction::Read, "in/");
    plan.external_ids.insert(0, unique_external_id());
    assert_passed(&fixture.probe(&plan).await, "the second of two");
}

#[tokio::test]
async fn does_not_blame_the_tenant_for_the_vendors_credentials() {
    let fixture = BucketFixture::new().await;
    let arn = fixture
        .account
        .create_role(
            &fixture.trust_policy(),
            &fixture.iam_policy(Direction::Read, "in/"),
        )
        .await;
    let unknown = fixture.ministack.sdk_config(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    );
    let without_rights = fixture.account.create_user(NO_RIGHTS).await;
    let powerless = fixture.ministack.sdk_config(
        &without_rights.access_key_id,
        &without_rights.secret_access_key,
    );
    for (sdk, cause) in [
        (unknown, "undetermined vendor_credentials"),
        (powerless, "undetermined vendor_not_allowed"),
    ] {
        let aws = Aws::new(sdk, aws_settings_without_wait());
        let report = aws
            .probe(
                &fixture.plan(role_access(&arn), Direction::Read, "in/"),
                |_| (),
            )
            .await;
        assert_eq!(
            (
                step_verdict(&report, "assume_role").as_str(),
                report.outcome
            ),
            (cause, Outcome::Undetermined)
        );
    }
    assert_eq!(
        fixture.aws.caller_identity().await.expect("caller"),
        fixture.vendor.arn
    );
}
