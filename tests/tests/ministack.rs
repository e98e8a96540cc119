//! The probe against a server that enforces policies: what the product prints passes, what is wider or
//! narrower does not, and what a remedy says mends it.

#![expect(clippy::expect_used, reason = "tests")]

use aws::{Aws, Plan};
use domain::policy::trust_policy;
use domain::{
    Access, AccessKeyId, BucketName, Direction, Draft, ExternalId, Outcome, Partition,
    PathTemplate, Region, Report, RoleArn, SecretAccessKey, TenantId,
};
use e2e::ministack::{Account, Ministack, NO_RIGHTS, User, unique_external_id};

/// One bucket with a file in it, and a vendor who wants to connect to it.
struct Scene {
    ministack: Ministack,
    account: Account,
    vendor: User,
    aws: Aws,
    bucket: String,
    external_id: ExternalId,
}

impl Scene {
    async fn new() -> Self {
        Self::in_region("us-east-1").await
    }

    async fn in_region(region: &str) -> Self {
        let ministack = Ministack::from_env();
        let account = ministack.account();
        let vendor = ministack.vendor().await;
        let bucket = account.create_bucket_in(region, "data").await;
        for key in ["in/orders.csv", "elsewhere/secret.csv"] {
            account.put_object(&bucket, key, "a,b\n1,2\n").await;
        }
        let sdk = ministack.sdk_config(&vendor.access_key_id, &vendor.secret_access_key);
        Self {
            aws: Aws::new(sdk, e2e::app::at_once()),
            external_id: unique_external_id(),
            ministack,
            account,
            vendor,
            bucket,
        }
    }

    fn plan(&self, access: Access, direction: Direction, prefix: &str) -> Plan {
        Plan {
            draft: Draft {
                access,
                bucket: BucketName::parse(&self.bucket).expect("bucket"),
                path_prefix: PathTemplate::parse(prefix).expect("prefix"),
                region: None,
                endpoint: None,
                kms_key: None,
                bucket_owner: None,
                vendor_fields: serde_json::Map::new(),
            },
            direction,
            tenant: TenantId::parse("acme").expect("tenant"),
            principal: Some(self.vendor.arn.clone()),
            external_ids: vec![self.external_id.clone()],
            stranger: unique_external_id(),
            recheck: false,
            earlier: None,
        }
    }

    /// The policy as the widget prints it.
    fn policy(&self, direction: Direction, prefix: &str) -> String {
        let template = PathTemplate::parse(prefix).expect("prefix");
        let bucket = BucketName::parse(&self.bucket).expect("bucket");
        domain::PolicyInput {
            direction,
            bucket: Some(&bucket),
            static_prefix: template.static_prefix(),
            partition: Partition::Aws,
            kms_key: None,
        }
        .iam_policy()
        .to_pretty_json()
    }

    fn trust(&self) -> String {
        trust_policy(&self.vendor.arn, std::slice::from_ref(&self.external_id)).to_pretty_json()
    }

    async fn probe(&self, plan: &Plan) -> Report {
        let mut handed_out = 0;
        let report = self
            .aws
            .probe(plan, |event| {
                handed_out += u32::from(matches!(event, domain::StepEvent::Ended(_)));
            })
            .await;
        assert_eq!(handed_out as usize, report.steps.len());
        report
    }
}

fn keys_of(user: &User) -> Access {
    keys(&user.access_key_id, &user.secret_access_key)
}

fn keys(id: &str, secret: &str) -> Access {
    Access::Keys {
        id: AccessKeyId::parse(id).expect("id"),
        secret: SecretAccessKey::parse(secret).expect("secret"),
    }
}

fn role(arn: &str) -> Access {
    Access::Role {
        arn: RoleArn::parse(arn).expect("role"),
    }
}

/// `status cause` of one step.
fn verdict(report: &Report, step: &str) -> String {
    let Some(found) = report.steps.iter().find(|found| found.id.as_str() == step) else {
        return "absent".to_owned();
    };
    let cause = found
        .cause
        .map(|cause| serde_json::to_value(cause).expect("cause"));
    let cause = cause
        .as_ref()
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default();
    format!("{} {cause}", found.status.as_str())
        .trim_end()
        .to_owned()
}

/// The statement a step's remedy asks to add, as a policy of its own.
fn remedy(report: &Report, step: &str) -> String {
    let found = report
        .steps
        .iter()
        .find(|found| found.id.as_str() == step)
        .expect("the step");
    let statement = found
        .remedy
        .clone()
        .expect("a remedy")
        .statement
        .expect("a statement");
    serde_json::json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

fn assert_passed(report: &Report, what: &str) {
    assert_eq!(report.outcome, Outcome::Passed, "{what}: {report:#?}");
}

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
async fn each_right_that_is_missing_is_named_and_its_remedy_mends_it() {
    let scene = Scene::new().await;
    for (missing, step, cause) in [
        ("s3:ListBucket", "list", "failed list_denied"),
        ("s3:GetObject", "get", "failed get_denied"),
        ("s3:PutObject", "put", "failed put_denied"),
    ] {
        let mut policy: serde_json::Value =
            serde_json::from_str(&scene.policy(Direction::Both, "in/")).expect("policy");
        let statements = policy["Statement"].as_array_mut().expect("statements");
        statements.retain(|statement| statement["Action"] != missing);
        assert_eq!(statements.len(), 2, "{missing}");
        let policy = policy.to_string();

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
            bucket.map(|step| step.detail.as_str()),
            Some("Region eu-west-1, corrected from ap-southeast-2.")
        );
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

#[tokio::test]
async fn roles_that_do_not_let_us_in() {
    let scene = Scene::new().await;
    let policy = scene.policy(Direction::Read, "in/");
    let stranger = scene.ministack.vendor().await;
    let not_us =
        trust_policy(&stranger.arn, std::slice::from_ref(&scene.external_id)).to_pretty_json();
    let not_this_id = trust_policy(&scene.vendor.arn, &[unique_external_id()]).to_pretty_json();
    let missing = format!("arn:aws:iam::{}:role/nobody-made-this", scene.account.id());
    let mut arns = vec![("no such role", missing)];
    for (what, trust) in [("not us", not_us), ("another ID", not_this_id)] {
        arns.push((what, scene.account.create_role(&trust, &policy).await));
    }
    for (what, arn) in arns {
        let plan = scene.plan(role(&arn), Direction::Read, "in/");
        let report = scene.probe(&plan).await;
        assert_eq!(
            (verdict(&report, "assume_role").as_str(), report.outcome),
            ("failed role_not_assumable", Outcome::Failed),
            "{what}"
        );
        for step in ["external_id_enforced", "bucket", "list", "get"] {
            assert_eq!(verdict(&report, step), "skipped", "{what}: {step}");
        }
        if what != "no such role" {
            scene
                .account
                .set_trust(&arn, &remedy(&report, "assume_role"))
                .await;
            assert_passed(&scene.probe(&plan).await, what);
        }
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
        let aws = Aws::new(sdk, e2e::app::at_once());
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
