//! The credentials of one job: the tenant's key, or one session of the tenant's role that is renewed in time.

use super::Place;
use crate::answer::{Failure, Good};
use crate::classify::{self, Meaning};
use crate::clients::Aws;
use crate::role::{JOB_SECONDS, Role, session_name};
use crate::sts::Sts;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_s3::config::Credentials;
use domain::{Access, ExternalId, Partition};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::Mutex;

/// A session is renewed so long before its end: a call that was signed with it may take a while.
const BEFORE_ITS_END: Duration = Duration::from_mins(5);

/// Calls under way take about so long to learn that their session is over.
const NEW: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct OneSession {
    source: Source,
    partition: Partition,
}

#[derive(Debug)]
enum Source {
    Keys(Credentials),
    Role {
        role: Role,
        external_ids: Vec<ExternalId>,
        session: Mutex<Option<Session>>,
    },
}

#[derive(Debug)]
struct Session {
    credentials: Credentials,
    begun: Instant,
}

impl OneSession {
    pub(super) fn new(aws: &Aws, place: &Place) -> Self {
        match &place.access {
            Access::Keys { id, secret } => Self {
                partition: aws.home().map_or(Partition::Aws, |home| home.partition()),
                source: Source::Keys(Credentials::new(
                    id.as_str(),
                    secret.expose(),
                    None,
                    None,
                    "tenant keys",
                )),
            },
            Access::Role { arn } => {
                let partition = arn.partition();
                let region = aws.home().unwrap_or_else(|| aws.home_in(partition));
                let role = Role {
                    sts: Sts::new(aws, &region, None),
                    arn: arn.as_str().to_owned(),
                    session_name: session_name(&place.tenant),
                    seconds: JOB_SECONDS,
                };
                Self {
                    partition,
                    source: Source::Role {
                        role,
                        external_ids: place.external_ids.clone(),
                        session: Mutex::new(None),
                    },
                }
            }
        }
    }

    pub(super) fn partition(&self) -> Partition {
        self.partition
    }

    /// Gives the session up, unless it is a new one: calls that were signed with the one before fail a little later.
    pub(super) async fn forget(&self) {
        if let Source::Role { session, .. } = &self.source {
            session
                .lock()
                .await
                .take_if(|session| session.begun.elapsed() > NEW);
        }
    }

    /// One caller at a time assumes the role; the others wait for its session.
    async fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let (role, external_ids, session) = match &self.source {
            Source::Keys(keys) => return Ok(keys.clone()),
            Source::Role {
                role,
                external_ids,
                session,
            } => (role, external_ids, session),
        };
        let mut session = session.lock().await;
        if let Some(kept) = session.as_ref()
            && lasts(&kept.credentials)
        {
            return Ok(kept.credentials.clone());
        }
        let answer = role.clone().assume_with_any(external_ids.clone()).await;
        match answer.result {
            Ok(Good::Session(credentials, _)) => {
                *session = Some(Session {
                    credentials: credentials.clone(),
                    begun: Instant::now(),
                });
                Ok(credentials)
            }
            result => {
                let meaning = answer.code.as_deref().and_then(classify::meaning_of_code);
                let is_busy = matches!(
                    meaning,
                    Some(Meaning::Throttled | Meaning::TimedOut | Meaning::ServerError)
                );
                let passing = is_busy || !matches!(result, Err(Failure::Refused) | Ok(_));
                if passing
                    && let Some(kept) = session.as_ref()
                    && is_valid(&kept.credentials)
                {
                    return Ok(kept.credentials.clone());
                }
                Err(CredentialsError::provider_error(RoleRefused {
                    code: answer.code,
                    message: answer.message,
                    passing,
                }))
            }
        }
    }
}

fn lasts(session: &Credentials) -> bool {
    let until = SystemTime::now() + BEFORE_ITS_END;
    session.expiry().is_none_or(|expiry| expiry > until)
}

fn is_valid(session: &Credentials) -> bool {
    session
        .expiry()
        .is_none_or(|expiry| expiry > SystemTime::now())
}

/// The tenant's role could not be assumed.
#[derive(Debug, thiserror::Error)]
#[error("{}", .message)]
pub(super) struct RoleRefused {
    pub(super) code: Option<String>,
    pub(super) message: String,
    /// STS was not reached, or is busy: it may be different in a moment.
    pub(super) passing: bool,
}

/// As the SDK takes it.
#[derive(Debug)]
pub(super) struct Shared(pub(super) Arc<OneSession>);

impl ProvideCredentials for Shared {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.0.credentials())
    }
}
