//! Connect sessions: what a connect token gives access to, and until when. Only the token's hash is stored.

use crate::attempts::{Attempt, put_attempt};
use crate::audit_log::{NewAuditEvent, record};
use crate::columns::Columns;
use crate::connectors::lock_tenant_and_flow;
use crate::database::Store;
use crate::error::StoreError;
use crate::new_row::NewRow;
use crate::secret_hash::{Purpose, SecretHash};
use crate::session_kind::SessionKind;
use crate::tenant_scope::TenantScope;
use crate::tenants::lock_tenant;
use domain::{FlowId, TenantId};
use secrecy::SecretString;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

macro_rules! columns {
    () => {
        "hash, environment, tenant, flow, root_tenant, origin, locale, return_url, asked_by, created_at, expires_at, kind"
    };
}
pub(crate) use columns;

macro_rules! select {
    () => {
        concat!("SELECT ", columns!(), " FROM sessions ")
    };
}

/// A vendor's permission for one tenant to open the widget for one flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectSession {
    pub scope: TenantScope,
    pub kind: SessionKind,
    pub flow: FlowId,
    pub root_tenant: Option<TenantId>,
    /// The only web origin that is allowed to show the widget in a frame.
    pub origin: Option<String>,
    pub locale: Option<String>,
    /// Where the vendor wants the tenant to go when they are done.
    pub return_url: Option<String>,
    /// The name of the person who forwarded the link, as they entered it.
    pub asked_by: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
}

impl ConnectSession {
    pub(crate) fn from_columns(row: Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            scope: row.scope()?,
            kind: SessionKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?,
            flow: row.parsed("flow")?,
            root_tenant: row.parsed_or_null("root_tenant")?,
            origin: row.text_or_null("origin")?,
            locale: row.text_or_null("locale")?,
            return_url: row.text_or_null("return_url")?,
            asked_by: row.text_or_null("asked_by")?,
            created_at: row.int("created_at")?,
            expires_at: row.int("expires_at")?,
        })
    }
}

impl Store {
    /// Creates the session and records its event.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownTenant`] if the tenant does not exist.
    /// - Returns [`StoreError::UnknownFlow`] if the flow was deleted.
    /// - Returns another error if the database fails.
    pub async fn create_session(
        &self,
        session: &ConnectSession,
        token: &SecretString,
        event: &NewAuditEvent,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        lock_tenant_and_flow(&mut transaction, &session.scope, &session.flow).await?;
        insert(session, token)?.execute(&mut *transaction).await?;
        record(&mut transaction, &[event], session.created_at).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Finds the session of a token, even if it has expired. The caller checks the time, so that it can answer "expired"
    /// instead of "unknown".
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn find_session(
        &self,
        token: &SecretString,
    ) -> Result<Option<ConnectSession>, StoreError> {
        const SQL: &str = concat!(select!(), "WHERE lookup = $1");
        let hash = SecretHash::new(Purpose::ConnectToken, token);
        // Several tokens can share the short lookup value. Only the whole hash identifies one.
        for row in self.read_all(sqlx::query(SQL).bind(hash.lookup())).await? {
            let row = Columns::new("sessions", &row);
            if hash
                .matches(&row.text("hash")?)
                .ok_or_else(|| row.corrupt("hash"))?
            {
                return ConnectSession::from_columns(row).map(Some);
            }
        }
        Ok(None)
    }

    /// Creates the session of a forwarded link and records the event. Saves the draft that the link shows, if there is a
    /// new one, and ends all but the latest `max_links` forwarded links of the flow.
    ///
    /// Returns `false` and changes nothing if `max_links` links of the flow were forwarded after `since`.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownTenant`] if the tenant does not exist.
    /// - Returns [`StoreError::UnknownFlow`] if the flow was deleted.
    /// - Returns another error if the database fails.
    pub async fn create_forwarded_session(
        &self,
        session: &ConnectSession,
        token: &SecretString,
        draft: Option<&Attempt>,
        (since, max_links): (i64, u32),
        event: &NewAuditEvent,
    ) -> Result<bool, StoreError> {
        const COUNT: &str = "SELECT COUNT(*) AS n FROM sessions \
             WHERE environment = $1 AND tenant = $2 AND flow = $3 AND kind = $4 AND created_at > $5";
        let (scope, flow, now) = (&session.scope, &session.flow, session.created_at);
        let mut transaction = self.begin().await?;
        // Concurrent requests wait here for each other, so each of them counts the links of those before it.
        lock_tenant_and_flow(&mut transaction, scope, flow).await?;
        let row = forwarded_links_query(COUNT, scope, flow)
            .bind(since)
            .fetch_one(&mut *transaction)
            .await?;
        if Columns::new("sessions", &row).int("n")? >= i64::from(max_links) {
            return Ok(false);
        }
        if let Some(draft) = draft {
            put_attempt(&mut transaction, scope, flow, draft).await?;
        }
        insert(session, token)?.execute(&mut *transaction).await?;
        end_forwarded_links(scope, flow, max_links, now)
            .execute(&mut *transaction)
            .await?;
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends the forwarded links of one flow, except the `latest` ones. Returns how many it ended. From then on they count
    /// as expired.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn end_forwarded_links(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        latest: u32,
        now: i64,
    ) -> Result<u64, StoreError> {
        self.write(end_forwarded_links(scope, flow, latest, now))
            .await
    }

    /// Returns the tenant's links that have not expired. The link that expires last comes first.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn active_links(
        &self,
        scope: &TenantScope,
        now: i64,
        limit: i64,
    ) -> Result<Vec<ConnectSession>, StoreError> {
        const SQL: &str = concat!(
            select!(),
            "WHERE environment = $1 AND tenant = $2 AND expires_at > $3 ORDER BY expires_at DESC, created_at DESC LIMIT $4"
        );
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(now)
            .bind(limit);
        let rows = self.read_all(query).await?;
        rows.iter()
            .map(|row| ConnectSession::from_columns(Columns::new("sessions", row)))
            .collect()
    }

    /// Ends all links of a tenant and returns how many. From then on they count as expired. If there were any, records
    /// the event that `event` builds from their number.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn end_links(
        &self,
        scope: &TenantScope,
        event: impl FnOnce(u64) -> NewAuditEvent + Send,
        now: i64,
    ) -> Result<u64, StoreError> {
        const SQL: &str = "UPDATE sessions SET expires_at = $3 WHERE environment = $1 AND tenant = $2 AND expires_at > $3";
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(now);
        let mut transaction = self.begin().await?;
        // A save locks its own link and then ends others. If this statement locked the same rows in another order, the two
        // transactions could wait for each other forever.
        lock_tenant(&mut transaction, scope).await?;
        let ended = query.execute(&mut *transaction).await?.rows_affected();
        if ended > 0 {
            record(&mut transaction, &[&event(ended)], now).await?;
            transaction.commit().await?;
        }
        Ok(ended)
    }

    /// Deletes the sessions that expired before `before`. Returns how many were deleted.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn purge_sessions(&self, before: i64) -> Result<u64, StoreError> {
        self.write(sqlx::query("DELETE FROM sessions WHERE expires_at < $1").bind(before))
            .await
    }
}

fn insert<'q>(
    session: &ConnectSession,
    token: &SecretString,
) -> Result<Query<'q, Any, AnyArguments>, StoreError> {
    let hash = SecretHash::new(Purpose::ConnectToken, token);
    let root_tenant = session.root_tenant.as_ref().map(TenantId::as_str);
    NewRow::new("sessions")
        .set("hash", hash.to_text())
        .set("lookup", hash.lookup())
        .set("environment", session.scope.environment.as_str())
        .set("tenant", session.scope.tenant.as_str())
        .set("flow", session.flow.as_str())
        .set("root_tenant", root_tenant)
        .set("origin", session.origin.as_deref())
        .set("locale", session.locale.as_deref())
        .set("return_url", session.return_url.as_deref())
        .set("asked_by", session.asked_by.as_deref())
        .set("created_at", session.created_at)
        .set("expires_at", session.expires_at)
        .set("kind", session.kind.as_str())
        .into_query("")
}

/// Returns the query that ends the forwarded links of one flow, except the `latest` ones.
pub(crate) fn end_forwarded_links<'q>(
    scope: &'q TenantScope,
    flow: &'q FlowId,
    latest: u32,
    now: i64,
) -> Query<'q, Any, AnyArguments> {
    // The hash breaks ties between links of the same millisecond.
    const SQL: &str = "UPDATE sessions SET expires_at = $5 \
         WHERE environment = $1 AND tenant = $2 AND flow = $3 AND kind = $4 AND expires_at > $5 AND hash NOT IN \
         (SELECT hash FROM sessions WHERE environment = $1 AND tenant = $2 AND flow = $3 AND kind = $4 \
          ORDER BY created_at DESC, hash LIMIT $6)";
    forwarded_links_query(SQL, scope, flow)
        .bind(now)
        .bind(i64::from(latest))
}

/// Binds the first four parameters of a query about the forwarded links of one flow.
fn forwarded_links_query<'q>(
    sql: &'static str,
    scope: &'q TenantScope,
    flow: &'q FlowId,
) -> Query<'q, Any, AnyArguments> {
    sqlx::query(sql)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
        .bind(flow.as_str())
        .bind(SessionKind::Forwarded.as_str())
}
