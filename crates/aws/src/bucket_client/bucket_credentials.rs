//! The credentials of one transfer: the tenant's access key, or a session of the tenant's role that is renewed before
//! it expires.

use super::bucket_config::BucketConfig;
use crate::answer::Success;
use crate::assume_role::{AssumeRoleRequest, TRANSFER_SECONDS, session_name};
use crate::classify::{self, ErrorKind};
use crate::failure::Failure;
use crate::sdk_clients::Aws;
use crate::sts::StsClients;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_s3::config::Credentials;
use domain::{Access, ExternalId, Partition};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::Mutex;

/// How long before its end a session is renewed. A request that is signed with it may take a while to arrive.
const RENEW_BEFORE_EXPIRY: Duration = Duration::from_mins(5);

/// How long a session counts as new. Requests in flight take about that long to fail because of the session before.
const NEW_SESSION_AGE: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct BucketCredentials {
    source: CredentialSource,
    partition: Partition,
}

#[derive(Debug)]
enum CredentialSource {
    Keys(Credentials),
    Role {
        request: AssumeRoleRequest,
        external_ids: Vec<ExternalId>,
        session: Mutex<Option<Session>>,
    },
}

#[derive(Debug)]
struct Session {
    credentials: Credentials,
    created_at: Instant,
}

impl BucketCredentials {
    pub(super) fn new(aws: &Aws, config: &BucketConfig) -> Self {
        match &config.access {
            Access::Keys { id, secret } => Self {
                // A key does not show its partition. It is most likely in ours.
                partition: aws
                    .home_region()
                    .map_or(Partition::Aws, |home| home.partition()),
                source: CredentialSource::Keys(Credentials::new(
                    id.as_str(),
                    secret.expose(),
                    None,
                    None,
                    "tenant keys",
                )),
            },
            Access::Role { arn } => {
                let partition = arn.partition();
                let region = aws
                    .home_region()
                    .unwrap_or_else(|| aws.home_region_in(partition));
                let request = AssumeRoleRequest {
                    sts: StsClients::new(aws, &region, None),
                    arn: arn.as_str().to_owned(),
                    session_name: session_name(&config.tenant),
                    duration_seconds: TRANSFER_SECONDS,
                    policy: None,
                };
                Self {
                    partition,
                    source: CredentialSource::Role {
                        request,
                        external_ids: config.external_ids.clone(),
                        session: Mutex::new(None),
                    },
                }
            }
        }
    }

    pub(super) fn partition(&self) -> Partition {
        self.partition
    }

    /// Discards the session, unless it is new.
    pub(super) async fn discard_session(&self) {
        if let CredentialSource::Role { session, .. } = &self.source {
            // When a session expires, several requests fail at about the same time. The first failure replaces the
            // session, and the later ones must not discard its replacement.
            session
                .lock()
                .await
                .take_if(|session| session.created_at.elapsed() > NEW_SESSION_AGE);
        }
    }

    async fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let (request, external_ids, session) = match &self.source {
            CredentialSource::Keys(keys) => return Ok(keys.clone()),
            CredentialSource::Role {
                request,
                external_ids,
                session,
            } => (request, external_ids, session),
        };
        // The lock is held while the role is assumed, so that the other requests wait for this session.
        let mut session = session.lock().await;
        if let Some(current) = session.as_ref()
            && !expires_soon(&current.credentials)
        {
            return Ok(current.credentials.clone());
        }
        let answer = request.clone().send_with_any(external_ids.clone()).await;
        match answer.result {
            Ok(Success::Session { credentials, .. }) => {
                *session = Some(Session {
                    credentials: credentials.clone(),
                    created_at: Instant::now(),
                });
                Ok(credentials)
            }
            result => {
                let kind = answer
                    .code
                    .as_deref()
                    .and_then(classify::error_kind_of_code);
                let is_busy = matches!(
                    kind,
                    Some(ErrorKind::Throttled | ErrorKind::Timeout | ErrorKind::ServerError)
                );
                let is_transient = is_busy || !matches!(result, Err(Failure::Refused) | Ok(_));
                // The renewal failed only for the moment, and the current session is good for some more minutes.
                if is_transient
                    && let Some(current) = session.as_ref()
                    && is_valid(&current.credentials)
                {
                    return Ok(current.credentials.clone());
                }
                Err(CredentialsError::provider_error(RoleNotAssumed {
                    code: answer.code,
                    message: answer.message,
                    is_transient,
                }))
            }
        }
    }
}

fn expires_soon(session: &Credentials) -> bool {
    let limit = SystemTime::now() + RENEW_BEFORE_EXPIRY;
    session.expiry().is_some_and(|expiry| expiry <= limit)
}

fn is_valid(session: &Credentials) -> bool {
    session
        .expiry()
        .is_none_or(|expiry| expiry > SystemTime::now())
}

/// The tenant's role could not be assumed.
#[derive(Debug, thiserror::Error)]
#[error("{}", .message)]
pub(super) struct RoleNotAssumed {
    pub(super) code: Option<String>,
    pub(super) message: String,
    /// Whether a retry may succeed, because STS was busy or could not be reached.
    pub(super) is_transient: bool,
}

/// Implements the SDK's credentials provider for [`BucketCredentials`].
#[derive(Debug)]
pub(super) struct SharedCredentials(pub(super) Arc<BucketCredentials>);

impl ProvideCredentials for SharedCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.0.credentials())
    }
}
