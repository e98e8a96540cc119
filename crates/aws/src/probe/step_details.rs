//! The messages of steps that passed or were skipped. The messages of failed steps belong to `domain::Cause`.

use super::findings::Findings;
use super::probe_plan::ProbePlan;
use super::s3_calls::MAX_KEY_BYTES;
use crate::http_client::MAX_BODY_BYTES;
use crate::response_text::sanitize;
pub(crate) use domain::message::causes::external_id_not_enforced_like;
pub(crate) use domain::message::steps::{
    bucket_refused, key_refused, no_bucket, no_list, not_aws, nothing_written, role_enforces,
    role_refused, role_trusts_others,
};
use domain::message::{Message, causes, steps};
use domain::{AccountId, Endpoint, Region};

pub(crate) fn account(account: Option<&AccountId>) -> Message {
    account.map_or_else(steps::key_known, |account| {
        steps::account_known(account.as_str())
    })
}

pub(crate) fn bucket_region(plan: &ProbePlan, findings: &Findings) -> Message {
    let region: &Region = &findings.region;
    // At another store, AWS did not return the region.
    if *region == findings.initial_region || plan.draft.endpoint.is_some() {
        steps::region_found(region.as_str())
    } else if plan.draft.region.is_some() {
        steps::region_corrected(region.as_str(), findings.initial_region.as_str())
    } else {
        steps::region_told(region.as_str())
    }
}

pub(crate) fn list_result(plan: &ProbePlan, is_empty: bool) -> Message {
    if is_empty {
        steps::listed_nothing(bucket_path(plan))
    } else {
        steps::listed(bucket_path(plan))
    }
}

pub(crate) fn nothing_to_read(plan: &ProbePlan) -> Message {
    steps::nothing_to_read(bucket_path(plan))
}

pub(crate) fn object_read(key: &str) -> Message {
    steps::object_read(printable_key(key))
}

pub(crate) fn object_is_empty(key: &str) -> Message {
    steps::object_is_empty(printable_key(key))
}

pub(crate) fn object_is_gone(key: &str) -> Message {
    steps::object_is_gone(printable_key(key))
}

/// Removes invisible characters from a key. A key can contain any character, and anybody who can write to the bucket
/// chooses it.
pub(crate) fn printable_key(key: &str) -> String {
    sanitize(key, MAX_KEY_BYTES)
}

pub(crate) fn marker_written(plan: &ProbePlan) -> Message {
    steps::object_written(plan.marker_key())
}

pub(crate) fn marker_would_be_written(plan: &ProbePlan) -> Message {
    steps::object_would_be_written(plan.marker_key())
}

pub(crate) fn earlier_marker_remains(plan: &ProbePlan) -> Message {
    steps::object_kept(plan.marker_key())
}

pub(crate) fn marker_may_exist(plan: &ProbePlan) -> Message {
    steps::object_may_be_there(plan.marker_key())
}

pub(crate) fn marker_deleted(plan: &ProbePlan) -> Message {
    steps::object_removed(plan.marker_key())
}

pub(crate) fn marker_remains(plan: &ProbePlan) -> Message {
    steps::object_stays(plan.marker_key())
}

pub(crate) fn marker_not_deleted(plan: &ProbePlan) -> Message {
    steps::object_not_removed(plan.marker_key())
}

/// Returns a message that replaces the one of the cause.
pub(crate) fn response_too_large(plan: &ProbePlan) -> Message {
    let store = plan.draft.endpoint.as_ref().map(Endpoint::as_str);
    causes::answer_too_large(store.unwrap_or("AWS"), MAX_BODY_BYTES / 1024)
}

fn bucket_path(plan: &ProbePlan) -> String {
    format!("{}/{}", plan.draft.bucket, plan.draft.static_prefix())
}
