//! What pages show of a saved connection.

use app::widget::{ConnectionView, RecentAction};
use domain::{KmsKeyArn, PastedBucket, SetupTarget};
use service::Connection;

/// Returns what pages show of a connection. That never includes its secret.
pub fn connection_view(c: &Connection, recent_action: RecentAction) -> ConnectionView {
    let identity = c
        .access_key_id
        .as_ref()
        .map(|id| id.as_str().to_owned())
        .or_else(|| c.role_arn.as_ref().map(|arn| arn.as_str().to_owned()));
    ConnectionView {
        bucket: c.bucket.to_string(),
        path_prefix: c.path_prefix.to_text(),
        region: c.region.clone(),
        account: c.account.clone(),
        access: c.mode,
        identity: identity.unwrap_or_default(),
        secret_last_four: c.secret_last_four.clone(),
        connected_at: c.created_at,
        checked_at: c.last_checked_at,
        report: c.report.clone(),
        setup_target: setup_target(c),
        recent_action,
        notices: Vec::new(),
    }
}

/// Returns what the setup guide of the connection is for.
fn setup_target(c: &Connection) -> SetupTarget {
    let bucket = PastedBucket::unambiguous_text(&c.bucket);
    let kms_key = c.kms_key.as_ref().map_or("", KmsKeyArn::as_str);
    SetupTarget::parse_partial(&bucket, &c.path_prefix.to_text(), kms_key).0
}
