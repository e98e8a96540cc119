//! What the steps say that passed or were not asked. The words of refusals are `domain::Cause`'s.

use super::findings::Findings;
use super::plan::Plan;
use domain::{AccountId, Region};

pub(crate) const NOT_AWS: &str = "This store is not AWS, so the key is tried on the bucket itself.";
pub(crate) const KEY_REFUSED: &str = "Not asked, because the access key was refused.";
pub(crate) const ROLE_REFUSED: &str = "Not asked, because we could not assume the role.";
pub(crate) const NO_BUCKET: &str = "Not asked, because the bucket was not found.";
pub(crate) const BUCKET_REFUSED: &str = "Not judged, because the bucket cannot be used as it is.";
pub(crate) const ROLE_ENFORCES: &str = "The role refuses other external IDs.";
pub(crate) const NOTHING_WRITTEN: &str = "Nothing was written, so there is nothing to clear away.";
pub(crate) const NO_LIST: &str = "Not asked, because no file could be listed that we could read.";

pub(crate) fn account(account: Option<&AccountId>) -> String {
    account.map_or_else(
        || "AWS knows this key.".to_owned(),
        |account| format!("AWS account {account}."),
    )
}

pub(crate) fn region(plan: &Plan, findings: &Findings) -> String {
    let region: &Region = &findings.region;
    if *region == findings.first_region {
        format!("Region {region}.")
    } else if plan.draft.region.is_some() {
        format!("Region {region}, corrected from {}.", findings.first_region)
    } else {
        format!("Region {region}, as AWS told us.")
    }
}

pub(crate) fn listed(plan: &Plan, empty: bool) -> String {
    let place = place(plan);
    if empty {
        format!("Listed {place}. There are no files yet.")
    } else {
        format!("Listed {place}.")
    }
}

pub(crate) fn nothing_to_read(plan: &Plan) -> String {
    format!(
        "There are no files in {} yet, so reading could not be tried.",
        place(plan)
    )
}

pub(crate) fn read(key: &str) -> String {
    format!("Read “{key}”.")
}

pub(crate) fn written(plan: &Plan) -> String {
    format!("Wrote “{}”.", plan.marker())
}

pub(crate) fn would_be_written(plan: &Plan) -> String {
    format!(
        "Writing is allowed. “{}” is still there from an earlier check.",
        plan.marker()
    )
}

pub(crate) fn kept(plan: &Plan) -> String {
    format!("“{}” was there before this check and stays.", plan.marker())
}

pub(crate) fn may_be_there(plan: &Plan) -> String {
    format!(
        "It is not known whether “{}” was written. If it is there, you can delete it.",
        plan.marker()
    )
}

pub(crate) fn removed(plan: &Plan) -> String {
    format!("Deleted “{}”.", plan.marker())
}

pub(crate) fn stays(plan: &Plan) -> String {
    format!(
        "“{}” stays: we may not delete files, and need not. You can delete it.",
        plan.marker()
    )
}

pub(crate) fn could_not_be_removed(plan: &Plan) -> String {
    format!(
        "“{}” could not be deleted just now. You can delete it.",
        plan.marker()
    )
}

fn place(plan: &Plan) -> String {
    format!("{}/{}", plan.draft.bucket, plan.draft.static_prefix())
}
