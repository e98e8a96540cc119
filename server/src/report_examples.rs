//! Reports of checks, as examples in the OpenAPI document. The texts are those of real checks.

use serde_json::{Value, json};

const EXTERNAL_ID: &str = "s3c-5f1c8b0e3a7d49c2b6e0d4a1f8937c25";

/// Returns the report of a check that passed.
pub fn passed_report() -> Value {
    let put = step("put", "passed", "Wrote “incoming/.s3-connect-check”.");
    let cleanup = step(
        "cleanup",
        "passed",
        "“incoming/.s3-connect-check” stays. We’re not allowed to delete files, and we don’t need to be. You can delete it.",
    );
    let mut report = report_after_reading("passed", 214, [put, cleanup]);
    report["residue"] = json!({ "key": "incoming/.s3-connect-check", "removed": false });
    report
}

/// Returns the report of a check that failed, because the role lacks a permission.
pub fn failed_report() -> Value {
    let mut put = step(
        "put",
        "failed",
        "The role “acme-s3-connect” is not allowed to write files to my-company-data/incoming/.",
    );
    put["cause"] = json!("put_denied");
    put["remedy"] = json!({
        "text": "Add this statement to the policy of the role “acme-s3-connect”.",
        "statement": {
            "Sid": "S3ConnectPut",
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::my-company-data/incoming/*",
        },
    });
    put["aws"] = json!({
        "service": "S3",
        "operation": "PutObject",
        "http_status": 403,
        "code": "AccessDenied",
        "request_id": "79104EXAMPLEB723",
    });
    let cleanup = step(
        "cleanup",
        "skipped",
        "Nothing was written, so there is nothing to clean up.",
    );
    report_after_reading("failed", 187, [put, cleanup])
}

/// Returns a report in which everything up to reading a file has passed, with the two steps that follow.
fn report_after_reading(outcome: &str, duration_ms: u32, [put, cleanup]: [Value; 2]) -> Value {
    json!({
        "outcome": outcome,
        "account": "111122223333",
        "region": "eu-west-1",
        "external_id": EXTERNAL_ID,
        "duration_ms": duration_ms,
        "steps": [
            step("assume_role", "passed", "AWS account 111122223333."),
            step("external_id_enforced", "passed", "The role refuses other external IDs."),
            step("bucket", "passed", "Region eu-west-1."),
            step("list", "passed", "Listed my-company-data/incoming/."),
            step("get", "passed", "Read “incoming/orders.csv”."),
            put,
            cleanup,
        ],
    })
}

/// Returns the report of a check that AWS did not answer.
pub fn undetermined_report() -> Value {
    let mut assume_role = step(
        "assume_role",
        "undetermined",
        "AWS did not answer in time, so we could not check this.",
    );
    assume_role["cause"] = json!("timeout");
    assume_role["remedy"] = json!({
        "text": "As far as we can tell, nothing is wrong with what you entered. Try again in a minute.",
    });
    let skipped = |id: &str| {
        step(
            id,
            "skipped",
            "Not checked, because we could not assume the role.",
        )
    };
    json!({
        "outcome": "undetermined",
        "duration_ms": 30_000,
        "steps": [
            assume_role,
            skipped("external_id_enforced"),
            skipped("bucket"),
            skipped("list"),
            skipped("get"),
            skipped("put"),
            skipped("cleanup"),
        ],
    })
}

fn step(id: &str, status: &str, detail: &str) -> Value {
    json!({ "id": id, "status": status, "detail": detail, "elapsed_ms": 41 })
}
