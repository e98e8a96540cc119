//! Connect sessions: what a connect token opens, and until when. Only the token's hash is kept.

use crate::attempts::{self, Attempt};
use crate::error::StoreError;
use crate::events::{NewEvent, record};
use crate::hashed::{Hashed, Purpose};
use crate::row::Columns;
use crate::scope::TenantScope;
use crate::store::Store;
use crate::tenants;
use domain::{FlowId, TenantId};
use secrecy::SecretString;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

macro_rules! columns {
    () => {
        "hash, environment, tenant, flow, root_tenant, origin, locale, created_at, expires_at, kind"
    };
}
pub(crate) use columns;

macro_rules! select {
    () => {
        concat!("SELECT ", columns!(), " FROM sessions ")
    };
}

/// Whom a link was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    Tenant,
    /// The tenant’s AWS administrator, to whom the tenant handed it on.
    Forwarded,
}

impl SessionKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Forwarded => "forwarded",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Tenant, Self::Forwarded]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectSession {
    pub scope: TenantScope,
    pub kind: SessionKind,
    pub flow: FlowId,
    pub root_tenant: Option<TenantId>,
    /// The only web origin that may frame the widget.
    pub origin: Option<String>,
    pub locale: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
}

impl Store {
    /// Creates the session and records its event.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the tenant; else when the database fails.
    pub async fn create_session(
        &self,
        session: &ConnectSession,
        token: &SecretString,
        event: &NewEvent,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        insert(session, token).execute(&mut *transaction).await?;
        record(&mut transaction, &[event], session.created_at).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What the token opens, expired or not: the caller looks at the time, and can say “expired” instead
    /// of “unknown”.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn find_session(
        &self,
        token: &SecretString,
    ) -> Result<Option<ConnectSession>, StoreError> {
        const SQL: &str = concat!(select!(), "WHERE lookup = $1");
        let hashed = Hashed::of(Purpose::ConnectToken, token);
        for row in self
            .read_all(sqlx::query(SQL).bind(hashed.lookup()))
            .await?
        {
            let row = Columns::new("sessions", &row);
            if hashed
                .matches(&row.text("hash")?)
                .ok_or_else(|| row.corrupt("hash"))?
            {
                return read(row).map(Some);
            }
        }
        Ok(None)
    }

    /// Creates the session of a forwarded link, unless `most` links of the flow were forwarded after `since`; then it
    /// returns `false`. Keeps the draft that the link shows, if there is a new one, ends all but the latest `most` of
    /// the forwarded links, and records the event.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the tenant; else when the database fails.
    pub async fn create_forwarded_session(
        &self,
        session: &ConnectSession,
        token: &SecretString,
        draft: Option<&Attempt>,
        (since, most): (i64, u32),
        event: &NewEvent,
    ) -> Result<bool, StoreError> {
        const COUNT: &str = "SELECT COUNT(*) AS n FROM sessions \
             WHERE environment = $1 AND tenant = $2 AND flow = $3 AND kind = $4 AND created_at > $5";
        let (scope, flow, now) = (&session.scope, &session.flow, session.created_at);
        let mut transaction = self.begin().await?;
        // Of those who try at once, each waits here for the one before, and then counts its link.
        tenants::lock(&mut transaction, scope).await?;
        let row = of_flow(COUNT, scope, flow)
            .bind(since)
            .fetch_one(&mut *transaction)
            .await?;
        if Columns::new("sessions", &row).int("n")? >= i64::from(most) {
            return Ok(false);
        }
        if let Some(draft) = draft {
            attempts::put(&mut transaction, scope, flow, draft).await?;
        }
        insert(session, token).execute(&mut *transaction).await?;
        end_forwarded_links(scope, flow, most, now)
            .execute(&mut *transaction)
            .await?;
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends the links that a tenant handed on for one flow, but for the `latest` so many, and says how many. They are
    /// found as expired from then on.
    ///
    /// # Errors
    /// When the database fails.
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

    /// A tenant's links that are still good, those that end last first.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn open_links(
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
            .map(|row| read(Columns::new("sessions", row)))
            .collect()
    }

    /// Ends all of a tenant's links, and returns how many. They are found as expired from then on. Where there were
    /// any, `event` is recorded, which is told how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_links(
        &self,
        scope: &TenantScope,
        event: impl FnOnce(u64) -> NewEvent + Send,
        now: i64,
    ) -> Result<u64, StoreError> {
        const SQL: &str = "UPDATE sessions SET expires_at = $3 WHERE environment = $1 AND tenant = $2 AND expires_at > $3";
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(now);
        let mut transaction = self.begin().await?;
        let ended = query.execute(&mut *transaction).await?.rows_affected();
        if ended > 0 {
            record(&mut transaction, &[&event(ended)], now).await?;
            transaction.commit().await?;
        }
        Ok(ended)
    }

    /// Forgets the sessions that expired before `before`, and says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_sessions(&self, before: i64) -> Result<u64, StoreError> {
        self.write(sqlx::query("DELETE FROM sessions WHERE expires_at < $1").bind(before))
            .await
    }
}

fn insert<'q>(session: &'q ConnectSession, token: &SecretString) -> Query<'q, Any, AnyArguments> {
    const SQL: &str = "INSERT INTO sessions \
         (hash, lookup, environment, tenant, flow, root_tenant, origin, locale, created_at, expires_at, kind) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let hashed = Hashed::of(Purpose::ConnectToken, token);
    sqlx::query(SQL)
        .bind(hashed.text())
        .bind(hashed.lookup())
        .bind(session.scope.environment.as_str())
        .bind(session.scope.tenant.as_str())
        .bind(session.flow.as_str())
        .bind(session.root_tenant.as_ref().map(TenantId::as_str))
        .bind(session.origin.as_deref())
        .bind(session.locale.as_deref())
        .bind(session.created_at)
        .bind(session.expires_at)
        .bind(session.kind.as_str())
}

/// Ends the forwarded links of one flow, but for the `latest` so many.
pub(crate) fn end_forwarded_links<'q>(
    scope: &'q TenantScope,
    flow: &'q FlowId,
    latest: u32,
    now: i64,
) -> Query<'q, Any, AnyArguments> {
    const SQL: &str = "UPDATE sessions SET expires_at = $5 \
         WHERE environment = $1 AND tenant = $2 AND flow = $3 AND kind = $4 AND expires_at > $5 AND hash NOT IN \
         (SELECT hash FROM sessions WHERE environment = $1 AND tenant = $2 AND flow = $3 AND kind = $4 \
          ORDER BY created_at DESC, hash LIMIT $6)";
    of_flow(SQL, scope, flow).bind(now).bind(i64::from(latest))
}

/// A query about the links that a tenant forwarded for one flow.
fn of_flow<'q>(
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

pub(crate) fn read(row: Columns<'_>) -> Result<ConnectSession, StoreError> {
    Ok(ConnectSession {
        scope: row.scope()?,
        kind: SessionKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?,
        flow: row.parsed("flow")?,
        root_tenant: row.parsed_or_null("root_tenant")?,
        origin: row.text_or_null("origin")?,
        locale: row.text_or_null("locale")?,
        created_at: row.int("created_at")?,
        expires_at: row.int("expires_at")?,
    })
}
