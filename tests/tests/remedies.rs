//! For each thing IAM can put right: a broken set-up, the probe, the statement out of its report put into
//! the policy as it is, and the probe passes.

#![expect(clippy::expect_used, reason = "tests")]

use aws::{Aws, AwsSettings};
use domain::{Direction, Outcome, Report};
use e2e::ministack::unique_external_id;
use e2e::scene::{Scene, assert_passed, keys_of, remedy, role, verdict};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn each_right_that_is_missing_is_named_and_its_remedy_mends_it() {
    let scene = Scene::new().await;
    for (missing, step, cause) in [
        ("s3:ListBucket", "list", "failed list_denied"),
        ("s3:GetObject", "get", "failed get_denied"),
        ("s3:PutObject", "put", "failed put_denied"),
    ] {
        let policy = policy_without(&scene, missing);
        let user = scene.account.create_user(&policy).await;
        let plan = scene.plan(keys_of(&user), Direction::Both, "in/");
        let report = scene.probe(&plan).await;
        assert_eq!(
            (verdict(&report, step).as_str(), report.outcome),
            (cause, Outcome::Failed),
            "{missing}"
        );
        let failed = report
            .steps
            .iter()
            .filter(|step| step.status == domain::Status::Failed)
            .count();
        assert_eq!(failed, 1, "nothing else is dragged along: {report:#?}");
        scene
            .account
            .put_user_policy(&user.name, &remedy(&report, step))
            .await;
        assert_passed(&scene.probe(&plan).await, missing);

        let arn = scene.account.create_role(&scene.trust(), &policy).await;
        let plan = scene.plan(role(&arn), Direction::Both, "in/");
        let report = scene.probe(&plan).await;
        assert_eq!(verdict(&report, step), cause, "{missing} of a role");
        scene
            .account
            .put_role_policy(&arn, &remedy(&report, step))
            .await;
        assert_passed(&scene.probe(&plan).await, missing);
    }
}

#[tokio::test]
async fn roles_that_let_in_too_many_are_refused() {
    let scene = Scene::new().await;
    let policy = scene.policy(Direction::Both, "in/");
    let strict: serde_json::Value = serde_json::from_str(&scene.trust()).expect("trust");
    let mut bare = strict.clone();
    bare["Statement"][0]
        .as_object_mut()
        .expect("statement")
        .remove("Condition");
    let mut any = strict.clone();
    any["Statement"][0]["Condition"] = serde_json::json!({"StringLike": {"sts:ExternalId": "*"}});
    let mut other = strict.clone();
    other["Statement"][0]["Condition"] =
        serde_json::json!({"StringNotEquals": {"sts:ExternalId": scene.external_id}});
    for (what, trust, assume_role) in [
        ("without a condition", &bare, "passed"),
        ("with any external ID", &any, "passed"),
        (
            "with all but the right one",
            &other,
            "failed external_id_not_enforced",
        ),
    ] {
        let arn = scene.account.create_role(&trust.to_string(), &policy).await;
        let plan = scene.plan(role(&arn), Direction::Both, "in/");
        let report = scene.probe(&plan).await;
        assert_eq!(verdict(&report, "assume_role"), assume_role, "{what}");
        assert_eq!(
            verdict(&report, "external_id_enforced"),
            "failed external_id_not_enforced",
            "{what}"
        );
        assert_eq!(report.outcome, Outcome::Failed, "{what}");
        scene
            .account
            .set_trust(&arn, &remedy(&report, "external_id_enforced"))
            .await;
        assert_passed(&scene.probe(&plan).await, what);
    }
}

/// The policy for both directions, without the statement that allows `missing`.
fn policy_without(scene: &Scene, missing: &str) -> String {
    let mut policy: Value =
        serde_json::from_str(&scene.policy(Direction::Both, "in/")).expect("policy");
    let statements = policy["Statement"].as_array_mut().expect("statements");
    statements.retain(|statement| statement["Action"] != missing);
    assert_eq!(statements.len(), 2, "{missing}");
    policy.to_string()
}

/// A trust policy made from the right one.
fn mistaken(scene: &Scene, mistake: impl FnOnce(&mut Value)) -> String {
    let mut trust: Value = serde_json::from_str(&scene.trust()).expect("trust");
    mistake(&mut trust["Statement"][0]);
    trust.to_string()
}

#[tokio::test]
async fn mistakes_in_a_trust_policy_are_mended_by_the_one_that_is_printed() {
    let scene = Scene::new().await;
    let policy = scene.policy(Direction::Read, "in/");
    let stranger = scene.ministack.vendor().await;
    let right = scene.external_id.as_str();
    let principal = |arn: &str| mistaken(&scene, |s| s["Principal"]["AWS"] = json!(arn));
    let condition = |condition: Value| mistaken(&scene, |s| s["Condition"] = condition);
    let id = |id: &str| condition(json!({"StringEquals": {"sts:ExternalId": id}}));
    let root = format!("arn:aws:iam::{}:root", scene.account.id());
    let tag = json!({"StringEquals": {"aws:PrincipalTag/ExternalId": right}});
    for (what, trust) in [
        ("somebody else", principal(stranger.arn.as_str())),
        ("the tenant's own account", principal(&root)),
        ("capitals", id(&right.to_uppercase())),
        ("a blank", id(&format!("{right} "))),
        ("the ID of another", id(unique_external_id().as_str())),
        ("another key", condition(tag)),
        (
            "another action",
            mistaken(&scene, |s| s["Action"] = json!("sts:TagSession")),
        ),
        (
            "a denial",
            mistaken(&scene, |s| s["Effect"] = json!("Deny")),
        ),
    ] {
        let arn = scene.account.create_role(&trust, &policy).await;
        let report = refused(&scene, &arn, what).await;
        let remedy = remedy(&report, "assume_role");
        scene.account.set_trust(&arn, &remedy).await;
        let plan = scene.plan(role(&arn), Direction::Read, "in/");
        assert_passed(&scene.probe(&plan).await, what);
    }
    let nobody = format!("arn:aws:iam::{}:role/nobody-made-this", scene.account.id());
    refused(&scene, &nobody, "no such role").await;
}

async fn refused(scene: &Scene, arn: &str, what: &str) -> Report {
    let plan = scene.plan(role(arn), Direction::Read, "in/");
    let report = scene.probe(&plan).await;
    assert_eq!(
        (verdict(&report, "assume_role").as_str(), report.outcome),
        ("failed role_not_assumable", Outcome::Failed),
        "{what}"
    );
    for step in ["external_id_enforced", "bucket", "list", "get"] {
        assert_eq!(verdict(&report, step), "skipped", "{what}: {step}");
    }
    report
}

#[tokio::test]
async fn a_change_made_while_the_check_waits_is_enough() {
    let scene = Scene::new().await;
    let sdk = scene
        .ministack
        .sdk_config(&scene.vendor.access_key_id, &scene.vendor.secret_access_key);
    let patient = Aws::new(
        sdk,
        AwsSettings {
            spread_wait: Duration::from_secs(15),
            ..AwsSettings::default()
        },
    );
    let user = scene
        .account
        .create_user(&policy_without(&scene, "s3:PutObject"))
        .await;
    let plan = scene.plan(keys_of(&user), Direction::Both, "in/");
    let (said, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let checked = patient.probe(&plan, |event| {
        if let domain::StepEvent::Waiting(step) = event {
            let statement = step
                .remedy
                .as_ref()
                .and_then(|remedy| remedy.statement.clone());
            said.send(statement).expect("somebody listens");
        }
    });
    let mended = async {
        let statement = heard.recv().await.expect("the check waits");
        let policy =
            json!({"Version": "2012-10-17", "Statement": [statement.expect("a statement")]});
        scene
            .account
            .put_user_policy(&user.name, &policy.to_string())
            .await;
    };
    let (report, ()) = tokio::join!(checked, mended);
    assert_passed(&report, "mended while it waited");
}

#[tokio::test]
async fn a_bucket_that_asks_for_encryption_is_understood() {
    let scene = Scene::new().await;
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Both, "in/"))
        .await;
    let plan = scene.plan(keys_of(&user), Direction::Both, "in/");
    // For KMS, MiniStack wants a key named, which AWS does not; the canned answers have that case.
    let deny = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
        "Resource": format!("arn:aws:s3:::{}/*", scene.bucket),
        "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}},
    }]});
    scene
        .account
        .set_bucket_policy(&scene.bucket, &deny.to_string())
        .await;
    let report = scene.probe(&plan).await;
    assert_eq!(verdict(&report, "put"), "failed encryption_required");
    assert!(
        step(&report, "put").contains("AES256"),
        "{}",
        step(&report, "put")
    );
    scene.account.drop_bucket_policy(&scene.bucket).await;
    assert_passed(&scene.probe(&plan).await, "without the statement");
}

#[tokio::test]
async fn what_a_policy_forbids_no_further_policy_allows() {
    let scene = Scene::new().await;
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Both, "in/"))
        .await;
    let plan = scene.plan(keys_of(&user), Direction::Both, "in/");
    let deny = |principal: bool| {
        let mut statement = json!({"Effect": "Deny", "Action": "s3:ListBucket", "Resource": format!("arn:aws:s3:::{}", scene.bucket)});
        if principal {
            statement["Principal"] = json!("*");
        }
        json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
    };
    scene
        .account
        .set_bucket_policy(&scene.bucket, &deny(true))
        .await;
    let report = scene.probe(&plan).await;
    assert_eq!(verdict(&report, "list"), "failed explicit_deny");
    assert!(
        step(&report, "list").contains("the policy of the bucket"),
        "{report:#?}"
    );
    scene.account.drop_bucket_policy(&scene.bucket).await;

    scene
        .account
        .put_user_policy(&user.name, &deny(false))
        .await;
    let report = scene.probe(&plan).await;
    assert_eq!(verdict(&report, "list"), "failed explicit_deny");
    let name = user.name.as_str();
    let words = format!("a policy of the user “{name}”");
    assert!(step(&report, "list").contains(&words), "{report:#?}");
}

fn step(report: &Report, id: &str) -> String {
    let found = report.steps.iter().find(|step| step.id.as_str() == id);
    i18n::english(&found.expect("the step").detail)
}

#[tokio::test]
async fn versions_are_deleted_or_owned_up_to() {
    let scene = Scene::new().await;
    scene.account.keep_versions(&scene.bucket).await;
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Write, "out/"))
        .await;
    let mut plan = scene.plan(keys_of(&user), Direction::Write, "out/");
    let report = scene.probe(&plan).await;
    assert_passed(&report, "it blocks nothing");
    let warned = report.warnings.iter().map(|warning| warning.cause.code());
    assert_eq!(warned.collect::<Vec<_>>(), ["versioned_residue"]);
    let residue = report.residue.expect("residue");
    assert!(!residue.removed && residue.version_id.is_some());
    assert_eq!(scene.account.versions(&scene.bucket, "out/").await, 1);

    plan.recheck = true;
    assert_passed(&scene.probe(&plan).await, "the second check");
    assert_eq!(
        scene.account.versions(&scene.bucket, "out/").await,
        1,
        "and adds none"
    );

    let may_delete = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"], "Resource": format!("arn:aws:s3:::{}/in2/*", scene.bucket)}]});
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Write, "in2/"))
        .await;
    scene
        .account
        .put_user_policy(&user.name, &may_delete.to_string())
        .await;
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Write, "in2/"))
        .await;
    assert_eq!(report.residue.map(|residue| residue.removed), Some(true));
    assert_eq!(
        scene.account.versions(&scene.bucket, "in2/").await,
        0,
        "nothing stays"
    );
}

#[tokio::test]
async fn who_may_see_every_bucket_is_told_so() {
    let scene = Scene::new().await;
    let all = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}).to_string();
    let user = scene.account.create_user(&all).await;
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Both, "in/"))
        .await;
    assert_passed(&report, "it blocks nothing");
    let warned = report.warnings.iter().map(|warning| warning.cause.code());
    assert_eq!(warned.collect::<Vec<_>>(), ["broad_access"]);
    let user = scene
        .account
        .create_user(&scene.policy(Direction::Both, "in/"))
        .await;
    let report = scene
        .probe(&scene.plan(keys_of(&user), Direction::Both, "in/"))
        .await;
    assert_eq!(report.warnings, []);
}
