//! For each mistake that IAM can fix: the probe fails, the statement of its report's remedy is added to the policy
//! unchanged, and the probe passes.

#![expect(clippy::expect_used, reason = "tests")]

use aws::{Aws, AwsSettings};
use domain::{Direction, Outcome, Report};
use e2e::bucket_fixture::{
    BucketFixture, assert_passed, remedy_policy, role_access, step_verdict, user_keys,
};
use e2e::unique_name::unique_external_id;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn fixes_each_missing_permission_with_its_remedy() {
    let fixture = BucketFixture::new().await;
    for (missing, step, cause) in [
        ("s3:ListBucket", "list", "failed list_denied"),
        ("s3:GetObject", "get", "failed get_denied"),
        ("s3:PutObject", "put", "failed put_denied"),
    ] {
        let policy = policy_without(&fixture, missing);
        let user = fixture.account.create_user(&policy).await;
        let plan = fixture.plan(user_keys(&user), Direction::Both, "in/");
        let report = fixture.probe(&plan).await;
        assert_eq!(
            (step_verdict(&report, step).as_str(), report.outcome),
            (cause, Outcome::Failed),
            "{missing}"
        );
        let failed = report
            .steps
            .iter()
            .filter(|step| step.status == domain::StepStatus::Failed)
            .count();
        assert_eq!(failed, 1, "another step failed too: {report:#?}");
        fixture
            .account
            .put_user_policy(&user.name, &remedy_policy(&report, step))
            .await;
        assert_passed(&fixture.probe(&plan).await, missing);

        let arn = fixture
            .account
            .create_role(&fixture.trust_policy(), &policy)
            .await;
        let plan = fixture.plan(role_access(&arn), Direction::Both, "in/");
        let report = fixture.probe(&plan).await;
        assert_eq!(step_verdict(&report, step), cause, "{missing} of a role");
        fixture
            .account
            .put_role_policy(&arn, &remedy_policy(&report, step))
            .await;
        assert_passed(&fixture.probe(&plan).await, missing);
    }
}

#[tokio::test]
async fn refuses_roles_that_accept_other_callers_until_the_remedy_is_applied() {
    let fixture = BucketFixture::new().await;
    let policy = fixture.iam_policy(Direction::Both, "in/");
    let strict: serde_json::Value = serde_json::from_str(&fixture.trust_policy()).expect("trust");
    let mut bare = strict.clone();
    bare["Statement"][0]
        .as_object_mut()
        .expect("statement")
        .remove("Condition");
    let mut any = strict.clone();
    any["Statement"][0]["Condition"] = serde_json::json!({"StringLike": {"sts:ExternalId": "*"}});
    let mut other = strict.clone();
    other["Statement"][0]["Condition"] =
        serde_json::json!({"StringNotEquals": {"sts:ExternalId": fixture.external_id}});
    for (what, trust, assume_role) in [
        ("without a condition", &bare, "passed"),
        ("with any external ID", &any, "passed"),
        (
            "with all but the right one",
            &other,
            "failed external_id_not_enforced",
        ),
    ] {
        let arn = fixture
            .account
            .create_role(&trust.to_string(), &policy)
            .await;
        let plan = fixture.plan(role_access(&arn), Direction::Both, "in/");
        let report = fixture.probe(&plan).await;
        assert_eq!(step_verdict(&report, "assume_role"), assume_role, "{what}");
        assert_eq!(
            step_verdict(&report, "external_id_enforced"),
            "failed external_id_not_enforced",
            "{what}"
        );
        assert_eq!(report.outcome, Outcome::Failed, "{what}");
        fixture
            .account
            .set_trust_policy(&arn, &remedy_policy(&report, "external_id_enforced"))
            .await;
        assert_passed(&fixture.probe(&plan).await, what);
    }
}

/// Returns the policy for both directions without the statement that allows `missing`.
fn policy_without(fixture: &BucketFixture, missing: &str) -> String {
    let mut policy: Value =
        serde_json::from_str(&fixture.iam_policy(Direction::Both, "in/")).expect("policy");
    let statements = policy["Statement"].as_array_mut().expect("statements");
    statements.retain(|statement| statement["Action"] != missing);
    assert_eq!(statements.len(), 2, "{missing}");
    policy.to_string()
}

/// Returns the right trust policy with a mistake in its statement.
fn trust_policy_with_mistake(fixture: &BucketFixture, mistake: impl FnOnce(&mut Value)) -> String {
    let mut trust: Value = serde_json::from_str(&fixture.trust_policy()).expect("trust");
    mistake(&mut trust["Statement"][0]);
    trust.to_string()
}

#[tokio::test]
async fn fixes_mistakes_in_a_trust_policy_with_the_printed_one() {
    let fixture = BucketFixture::new().await;
    let policy = fixture.iam_policy(Direction::Read, "in/");
    let stranger = fixture.ministack.vendor().await;
    let right = fixture.external_id.as_str();
    let principal =
        |arn: &str| trust_policy_with_mistake(&fixture, |s| s["Principal"]["AWS"] = json!(arn));
    let condition =
        |condition: Value| trust_policy_with_mistake(&fixture, |s| s["Condition"] = condition);
    let id = |id: &str| condition(json!({"StringEquals": {"sts:ExternalId": id}}));
    let root = format!("arn:aws:iam::{}:root", fixture.account.id());
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
            trust_policy_with_mistake(&fixture, |s| s["Action"] = json!("sts:TagSession")),
        ),
        (
            "a denial",
            trust_policy_with_mistake(&fixture, |s| s["Effect"] = json!("Deny")),
        ),
    ] {
        let arn = fixture.account.create_role(&trust, &policy).await;
        let report = assert_not_assumable(&fixture, &arn, what).await;
        let remedy = remedy_policy(&report, "assume_role");
        fixture.account.set_trust_policy(&arn, &remedy).await;
        let plan = fixture.plan(role_access(&arn), Direction::Read, "in/");
        assert_passed(&fixture.probe(&plan).await, what);
    }
    let nobody = format!(
        "arn:aws:iam::{}:role/nobody-made-this",
        fixture.account.id()
    );
    assert_not_assumable(&fixture, &nobody, "no such role").await;
}

/// Asserts that the role cannot be assumed. Returns the report.
async fn assert_not_assumable(fixture: &BucketFixture, arn: &str, what: &str) -> Report {
    let plan = fixture.plan(role_access(arn), Direction::Read, "in/");
    let report = fixture.probe(&plan).await;
    assert_eq!(
        (
            step_verdict(&report, "assume_role").as_str(),
            report.outcome
        ),
        ("failed role_not_assumable", Outcome::Failed),
        "{what}"
    );
    for step in ["external_id_enforced", "bucket", "list", "get"] {
        assert_eq!(step_verdict(&report, step), "skipped", "{what}: {step}");
    }
    report
}

#[tokio::test]
async fn passes_if_the_policy_is_fixed_while_the_check_waits() {
    let fixture = BucketFixture::new().await;
    let sdk = fixture.ministack.sdk_config(
        &fixture.vendor.access_key_id,
        &fixture.vendor.secret_access_key,
    );
    let patient = Aws::new(
        sdk,
        AwsSettings {
            iam_wait: Duration::from_secs(15),
            ..AwsSettings::default()
        },
    );
    let user = fixture
        .account
        .create_user(&policy_without(&fixture, "s3:PutObject"))
        .await;
    let plan = fixture.plan(user_keys(&user), Direction::Both, "in/");
    let (remedies, mut received) = tokio::sync::mpsc::unbounded_channel();
    let checking = patient.probe(&plan, |event| {
        if let domain::StepEvent::Waiting(step) = event {
            let statement = step
                .remedy
                .as_ref()
                .and_then(|remedy| remedy.statement.clone());
            remedies.send(statement).expect("the receiver is alive");
        }
    });
    let fixing = async {
        let statement = received.recv().await.expect("the check waits");
        let policy =
            json!({"Version": "2012-10-17", "Statement": [statement.expect("a statement")]});
        fixture
            .account
            .put_user_policy(&user.name, &policy.to_string())
            .await;
    };
    let (report, ()) = tokio::join!(checking, fixing);
    assert_passed(&report, "fixed while it waited");
}

#[tokio::test]
async fn recognizes_a_bucket_that_requires_encryption() {
    let fixture = BucketFixture::new().await;
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Both, "in/"))
        .await;
    let plan = fixture.plan(user_keys(&user), Direction::Both, "in/");
    // For KMS, MiniStack requires the name of a key, but AWS does not. The aws crate's tests cover that case.
    let deny = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
        "Resource": format!("arn:aws:s3:::{}/*", fixture.bucket),
        "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}},
    }]});
    fixture
        .account
        .set_bucket_policy(&fixture.bucket, &deny.to_string())
        .await;
    let report = fixture.probe(&plan).await;
    assert_eq!(step_verdict(&report, "put"), "failed encryption_required");
    assert!(
        step_detail(&report, "put").contains("AES256"),
        "{}",
        step_detail(&report, "put")
    );
    fixture.account.delete_bucket_policy(&fixture.bucket).await;
    assert_passed(&fixture.probe(&plan).await, "without the statement");
}

#[tokio::test]
async fn recognizes_explicit_denials() {
    let fixture = BucketFixture::new().await;
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Both, "in/"))
        .await;
    let plan = fixture.plan(user_keys(&user), Direction::Both, "in/");
    let deny = |principal: bool| {
        let mut statement = json!({"Effect": "Deny", "Action": "s3:ListBucket", "Resource": format!("arn:aws:s3:::{}", fixture.bucket)});
        if principal {
            statement["Principal"] = json!("*");
        }
        json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
    };
    fixture
        .account
        .set_bucket_policy(&fixture.bucket, &deny(true))
        .await;
    let report = fixture.probe(&plan).await;
    assert_eq!(step_verdict(&report, "list"), "failed explicit_deny");
    assert!(
        step_detail(&report, "list").contains("the policy of the bucket"),
        "{report:#?}"
    );
    fixture.account.delete_bucket_policy(&fixture.bucket).await;

    fixture
        .account
        .put_user_policy(&user.name, &deny(false))
        .await;
    let report = fixture.probe(&plan).await;
    assert_eq!(step_verdict(&report, "list"), "failed explicit_deny");
    let name = user.name.as_str();
    let words = format!("a policy of the user “{name}”");
    assert!(step_detail(&report, "list").contains(&words), "{report:#?}");
}

/// Returns the English detail of a step.
fn step_detail(report: &Report, id: &str) -> String {
    let found = report.steps.iter().find(|step| step.id.as_str() == id);
    i18n::english(&found.expect("the step").detail)
}

#[tokio::test]
async fn deletes_versions_or_warns_about_them() {
    let fixture = BucketFixture::new().await;
    fixture.account.enable_versioning(&fixture.bucket).await;
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Write, "out/"))
        .await;
    let mut plan = fixture.plan(user_keys(&user), Direction::Write, "out/");
    let report = fixture.probe(&plan).await;
    assert_passed(&report, "a warning does not fail the check");
    let warnings = report.warnings.iter().map(|warning| warning.cause.code());
    assert_eq!(warnings.collect::<Vec<_>>(), ["versioned_residue"]);
    let residue = report.residue.expect("residue");
    assert!(!residue.removed && residue.version_id.is_some());
    assert_eq!(
        fixture
            .account
            .count_versions(&fixture.bucket, "out/")
            .await,
        1
    );

    plan.recheck = true;
    assert_passed(&fixture.probe(&plan).await, "the second check");
    assert_eq!(
        fixture
            .account
            .count_versions(&fixture.bucket, "out/")
            .await,
        1,
        "the second check added a version"
    );

    let delete_policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"], "Resource": format!("arn:aws:s3:::{}/in2/*", fixture.bucket)}]});
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Write, "in2/"))
        .await;
    fixture
        .account
        .put_user_policy(&user.name, &delete_policy.to_string())
        .await;
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Write, "in2/"))
        .await;
    assert_eq!(report.residue.map(|residue| residue.removed), Some(true));
    assert_eq!(
        fixture
            .account
            .count_versions(&fixture.bucket, "in2/")
            .await,
        0,
        "a version or delete marker is left"
    );
}

#[tokio::test]
async fn warns_about_access_to_every_bucket() {
    let fixture = BucketFixture::new().await;
    let all = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}).to_string();
    let user = fixture.account.create_user(&all).await;
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Both, "in/"))
        .await;
    assert_passed(&report, "a warning does not fail the check");
    let warnings = report.warnings.iter().map(|warning| warning.cause.code());
    assert_eq!(warnings.collect::<Vec<_>>(), ["broad_access"]);
    let user = fixture
        .account
        .create_user(&fixture.iam_policy(Direction::Both, "in/"))
        .await;
    let report = fixture
        .probe(&fixture.plan(user_keys(&user), Direction::Both, "in/"))
        .await;
    assert_eq!(report.warnings, []);
}
