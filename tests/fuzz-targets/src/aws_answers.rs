//! HTTP responses of AWS, or of any other server that answers in its place.

use crate::input_bytes::choice;
use aws::fuzzing::{RawResponse, parse_response};
use domain::{Cause, StepStatus};

/// Checks how responses are classified. The input is a byte that chooses the operation, and an HTTP response.
pub fn aws_answers(data: &[u8]) {
    let Some((choice, bytes)) = choice(data) else {
        return;
    };
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut response = httparse::Response::new(&mut headers);
    let Ok(httparse::Status::Complete(head)) = response.parse(bytes) else {
        return;
    };
    let headers: Vec<(&str, &str)> = response
        .headers
        .iter()
        .filter_map(|header| Some((header.name, std::str::from_utf8(header.value).ok()?)))
        .collect();
    let raw = RawResponse {
        status: response.code.unwrap_or_default(),
        headers: &headers,
        body: &bytes[head..],
    };
    let Some(reading) = parse_response(choice, raw) else {
        return;
    };
    assert_eq!(reading.report.http_status, Some(raw.status));
    assert!(
        !reading.is_ok || raw.status < 500,
        "a failure of the server is taken for success"
    );
    let [vendor, tenant, elsewhere] = reading.causes;
    if !reading.is_ok {
        let of_a_tenant = [
            Cause::UnknownAccessKey,
            Cause::WrongSecret,
            Cause::SessionExpired,
        ];
        assert!(
            !of_a_tenant.contains(&vendor.0),
            "our own credentials are the tenant's mistake"
        );
        let at_an_address = elsewhere.0 == Cause::BucketNotFound && !reading.has_aws_headers;
        assert!(
            !at_an_address || reading.report.code.is_some(),
            "a web server knows of a bucket"
        );
        for (cause, status) in [vendor, tenant, elsewhere] {
            assert!(
                status != StepStatus::Passed && status != StepStatus::Skipped,
                "{cause:?} is {status:?}"
            );
            assert!(!cause.code().is_empty());
        }
    }
    let denial = &reading.denial;
    let words = [&denial.action, &denial.resource, &denial.policy_arn];
    for word in words.into_iter().flatten() {
        assert!(reading.message.contains(word.as_str()) && !word.is_empty());
    }
}
