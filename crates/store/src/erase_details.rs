//! What the audit log forgets when a tenant is deleted.

use crate::audit_action::AuditAction;
use crate::columns::{Columns, to_json};
use crate::error::StoreError;
use crate::tenant_scope::TenantScope;
use serde_json::{Map, Value};
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::fmt::Write as _;
use strum::VariantArray as _;

/// Erases the details of a tenant's events, except the [lasting ones](AuditAction::lasting_details).
pub(crate) async fn erase_details(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
) -> Result<(), StoreError> {
    const FIND_DETAILS: &str = "SELECT id, action, detail FROM events WHERE environment = $1 AND tenant = $2 AND detail <> '{}'";
    const REPLACE: &str = "UPDATE events SET detail = $2 WHERE id = $1";
    let with_lasting_details = AuditAction::VARIANTS
        .iter()
        .filter(|action| !action.lasting_details().is_empty());
    // This version cannot know which details of a newer server's action may stay, so it erases all of them.
    let mut erase = String::from(
        "UPDATE events SET detail = '{}' WHERE environment = $1 AND tenant = $2 AND detail <> '{}' AND action NOT IN (",
    );
    for (index, action) in with_lasting_details.enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(erase, "{comma}'{}'", action.as_str());
    }
    erase.push(')');
    let for_tenant = |sql: String| {
        sqlx::query(AssertSqlSafe(sql))
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
    };
    for_tenant(erase).execute(&mut **transaction).await?;
    // The events that are left are few: checks, of which the log keeps the latest, and ended links.
    let rows = for_tenant(FIND_DETAILS.to_owned());
    for row in rows.fetch_all(&mut **transaction).await? {
        let row = Columns::new("events", &row);
        let (id, action) = (row.text("id")?, row.text("action")?);
        let mut detail: Map<String, Value> = row.json("detail")?;
        let lasting = AuditAction::parse(&action).map_or(&[][..], AuditAction::lasting_details);
        let count = detail.len();
        detail.retain(|name, _| lasting.contains(&name.as_str()));
        if detail.len() < count {
            let query = sqlx::query(REPLACE).bind(id).bind(to_json(&detail)?);
            query.execute(&mut **transaction).await?;
        }
    }
    Ok(())
}
