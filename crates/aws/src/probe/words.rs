//! What the steps say that passed or were not asked, with the names of this check. The words of refusals are
//! `domain::Cause`'s.

use super::calls::LONGEST_KEY;
use super::findings::Findings;
use super::plan::Plan;
use crate::answer::tame;
use crate::http::MAX_BODY_BYTES;
pub(crate) use domain::message::causes::external_id_not_enforced_like;
pub(crate) use domain::message::steps::{
    bucket_refused, key_refused, no_bucket, no_list, not_aws, nothing_written, role_enforces,
    role_refused,
};
use domain::message::{Message, causes, steps};
use domain::{AccountId, Endpoint, Region};

pub(crate) fn account(account: Option<&AccountId>) -> Message {
    account.map_or_else(steps::key_known, |account| {
        steps::account_known(account.as_str())
    })
}

pub(crate) fn region(plan: &Plan, findings: &Findings) -> Message {
    let region: &Region = &findings.region;
    if *region == findings.first_region {
        steps::region_found(region.as_str())
    } else if plan.draft.region.is_some() {
        steps::region_corrected(region.as_str(), findings.first_region.as_str())
    } else {
        steps::region_told(region.as_str())
    }
}

pub(crate) fn listed(plan: &Plan, empty: bool) -> Message {
    if empty {
        steps::listed_nothing(place(plan))
    } else {
        steps::listed(place(plan))
    }
}

pub(crate) fn nothing_to_read(plan: &Plan) -> Message {
    steps::nothing_to_read(place(plan))
}

pub(crate) fn read(key: &str) -> Message {
    steps::object_read(printable(key))
}

/// A key may hold any character, and comes from whoever can write to the bucket.
pub(crate) fn printable(key: &str) -> String {
    tame(key, LONGEST_KEY)
}

pub(crate) fn written(plan: &Plan) -> Message {
    steps::object_written(plan.marker())
}

pub(crate) fn would_be_written(plan: &Plan) -> Message {
    steps::object_would_be_written(plan.marker())
}

pub(crate) fn kept(plan: &Plan) -> Message {
    steps::object_kept(plan.marker())
}

pub(crate) fn may_be_there(plan: &Plan) -> Message {
    steps::object_may_be_there(plan.marker())
}

pub(crate) fn removed(plan: &Plan) -> Message {
    steps::object_removed(plan.marker())
}

pub(crate) fn stays(plan: &Plan) -> Message {
    steps::object_stays(plan.marker())
}

pub(crate) fn could_not_be_removed(plan: &Plan) -> Message {
    steps::object_not_removed(plan.marker())
}

/// In place of the words of the cause.
pub(crate) fn too_large(plan: &Plan) -> Message {
    let store = plan.draft.endpoint.as_ref().map(Endpoint::as_str);
    causes::answer_too_large(store.unwrap_or("AWS"), MAX_BODY_BYTES / 1024)
}

fn place(plan: &Plan) -> String {
    format!("{}/{}", plan.draft.bucket, plan.draft.static_prefix())
}
