//! The probe against a server that enforces policies: what the product prints passes, what is wider or
//! narrower does not.

use aws::Aws;
use domain::{Direction, Outcome, Region, Report};
use e2e::app::at_once;
use e2e::ministack::{NO_RIGHTS, unique_external_id};
use e2e::scene::{Scene, assert_passed, keys, keys_of, role, verdict};

const PREFIXES: [&str; 3] = ["", "in/", "in/{full_date}/"];

#[tokio::test]
async fn what_the_product_prints_passes_with_keys() {
    let scene = Scene::new().await;
    for direction in Direction::ALL {
        for prefix in PREFIXES {
            let what = format!("{} “{prefix}”", direction.as_str());
            let user = scene
                .account
                .create_user(&scene.policy(direction, prefix))
                .await;
            let report = scene
                .probe(&scene.plan(keys_of(&user), direction, prefix))
                .await;
            assert_passed(&report, &what);
            assert_eq!(report.account.as_deref(), Some(scene.account.id()));
            assert_eq!(verdict(&report, "credentials"), "passed", "{what}");
            assert_steps(&report, direction, &what);
        }
    }
}

#[tokio::test]
async fn what_the_product_prints_passes_with_a_role() {
    let scene = Scene::new().await;
    for direction in Direction::ALL {
        for prefix in PREFIXES {
            let what = format!("{} “{prefix}”", direction.as_str());
            let arn = scene
                .account
                .create_role(&scene.trust(), &scene.policy(direction, prefix))
                .await;
            let report = scene
                .probe(&scene.plan(role(&arn), direction, prefix))
                .await;
            assert_passed(&report, &what);
            assert_eq!(verdict(&report, "assume_role"), "passed", "{what}");
            assert_eq!(verdict(&report, "external_id_enforced"), "passed", "{what}");
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
        assert_eq!(verdict(report, step), when(applies), "{what}: {step}");
    }
    // No policy of ours grants Delete, so what was written stays and is owned up to.
    assert_eq!(
        report.residue.as_ref().map(|residue| residue.removed),
        direction.writes().then_some(false),
        "{what}"
    );
}

#[tokio::test]
async fn the_residue_is_what_is_there() {
    let scene = Scene::new().await;
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Write, "out/"))
        .await;
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Write, "out/"))
        .await;
    let residue = report.residue.expect("residue");
    assert!(!residue.removed);
    assert!(
        scene
            .account
            .keys(&scene.bucket)
            .await
            .contains(&residue.key)
    );

    let mut again = scene.plan(keys_of(&user), Direction::Write, "out/");
    again.recheck = true;
    let report = scene.probe(&again).await;
    assert_passed(&report, "recheck");
    assert_eq!(report.residue, None, "the marker was there already");

    let arn = format!("arn:aws:s3:::{}/out/*", scene.bucket);
    let may_delete = serde_json::json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": arn}]});
    scene
        .account
        .put_user_policy(&user.name, &may_delete.to_string())
        .await;
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Write, "out/"))
        .await;
    assert_eq!(report.residue.map(|residue| residue.removed), Some(true));
    assert_eq!(
        scene.account.keys(&scene.bucket).await,
        ["elsewhere/secret.csv", "in/orders.csv"]
    );
}

#[tokio::test]
async fn reading_an_empty_folder_goes_through_the_marker() {
    let scene = Scene::new().await;
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Both, "empty/"))
        .await;
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Both, "empty/"))
        .await;
    assert_eq!(verdict(&report, "get"), "passed");
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Read, "void/"))
        .await;
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Read, "void/"))
        .await;
    assert_eq!(
        (verdict(&report, "get").as_str(), report.outcome),
        ("skipped", Outcome::Passed)
    );
}

#[tokio::test]
async fn a_policy_for_another_folder_does_not_do() {
    let scene = Scene::new().await;
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Both, "in/"))
        .await;
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Both, "elsewhere/"))
        .await;
    assert_eq!(verdict(&report, "list"), "failed list_denied");
    assert_eq!(verdict(&report, "put"), "failed put_denied");
    assert_eq!(verdict(&report, "bucket"), "passed");
}

#[tokio::test]
async fn writing_alone_takes_no_more_than_put() {
    let scene = Scene::new().await;
    let policy = scene.policy(Direction::Write, "");
    assert!(
        !policy.contains("ListBucket") && !policy.contains("GetObject"),
        "{policy}"
    );
    let user = scene.account.create_user(&policy).await;
    assert_passed(
        &scene
            .probe(&scene.plan(keys_of(&user), Direction::Write, ""))
            .await,
        "write",
    );
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Both, ""))
        .await;
    assert_eq!(verdict(&report, "list"), "failed list_denied");
}

#[tokio::test]
async fn keys_that_are_none() {
    let scene = Scene::new().await;
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Both, "in/"))
        .await;
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    for (access, cause) in [
        (
            keys("AKIAIOSFODNN7EXAMPLE", secret),
            "failed unknown_access_key",
        ),
        (keys(&user.access_key_id, secret), "failed wrong_secret"),
    ] {
        let report = scene
            .probe(&scene.plan(access, Direction::Both, "in/"))
            .await;
        assert_eq!(
            (verdict(&report, "credentials").as_str(), report.outcome),
            (cause, Outcome::Failed)
        );
        for step in ["bucket", "list", "get", "put", "cleanup"] {
            assert_eq!(verdict(&report, step), "skipped", "{cause}: {step}");
        }
        assert_eq!(report.residue, None);
    }
}

#[tokio::test]
async fn a_bucket_that_is_not_there() {
    let mut scene = Scene::new().await;
    scene.bucket.push_str("-not");
    for direction in Direction::ALL {
        let user = scene
            .account
            .create_user(&scene.policy(direction, "in/"))
            .await;
        let report = scene
            .probe(&scene.plan(keys_of(&user), direction, "in/"))
            .await;
        assert_eq!(
            (verdict(&report, "bucket").as_str(), report.outcome),
            ("failed bucket_not_found", Outcome::Failed)
        );
        for step in ["list", "get", "put", "cleanup"] {
            assert!(
                ["absent", "skipped"].contains(&verdict(&report, step).as_str()),
                "{step}: {report:#?}"
            );
        }
    }
}

#[tokio::test]
async fn a_bucket_in_another_region() {
    let scene = Scene::in_region("eu-west-1").await;
    for direction in Direction::ALL {
        let user = scene
            .account
            .create_user(&scene.policy(direction, "in/"))
            .await;
        let mut plan = scene.plan(keys_of(&user), direction, "in/");
        plan.draft.region = Region::parse("ap-southeast-2").ok();
        let report = scene.probe(&plan).await;
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
async fn two_external_ids_while_one_takes_over_from_the_other() {
    let scene = Scene::new().await;
    let arn = scene
        .account
        .create_role(&scene.trust(), &scene.policy(Direction::Read, "in/"))
        .await;
    let mut plan = scene.plan(role(&arn), Direction::Read, "in/");
    plan.external_ids.insert(0, unique_external_id());
    assert_passed(&scene.probe(&plan).await, "the second of two");
}

#[tokio::test]
async fn our_own_mistakes_are_not_the_tenants() {
    let scene = Scene::new().await;
    let arn = scene
        .account
        .create_role(&scene.trust(), &scene.policy(Direction::Read, "in/"))
        .await;
    let unknown = scene.ministack.sdk_config(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    );
    let without_rights = scene.account.create_user(NO_RIGHTS).await;
    let powerless = scene.ministack.sdk_config(
        &without_rights.access_key_id,
        &without_rights.secret_access_key,
    );
    for (sdk, cause) in [
        (unknown, "undetermined vendor_credentials"),
        (powerless, "undetermined vendor_not_allowed"),
    ] {
        let aws = Aws::new(sdk, at_once());
        let report = aws
            .probe(&scene.plan(role(&arn), Direction::Read, "in/"), |_| ())
            .await;
        assert_eq!(
            (verdict(&report, "assume_role").as_str(), report.outcome),
            (cause, Outcome::Undetermined)
        );
    }
    assert_eq!(scene.aws.caller().await.expect("caller"), scene.vendor.arn);
}
