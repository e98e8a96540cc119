//! The vendor's settings for calls to AWS: endpoints, timeouts and retries.

use std::time::Duration;

/// Endpoints, timeouts and retries. An endpoint here takes precedence over `AWS_ENDPOINT_URL` and the SDK's other
/// settings.
#[derive(Clone, Debug)]
pub struct AwsSettings {
    pub s3_endpoint: Option<String>,
    pub sts_endpoint: Option<String>,
    /// How long one attempt to connect may take. TCP resends a lost SYN after one second and again after three, so the
    /// default is a little longer than three seconds.
    pub connect_timeout: Duration,
    /// How long one attempt of one call may take.
    pub attempt_timeout: Duration,
    /// How long a whole probe may take. Steps without an answer by then are undetermined.
    pub probe_timeout: Duration,
    /// The number of attempts of one call, the first included.
    pub max_attempts: u32,
    /// The longest wait before the second attempt after throttling. The wait doubles with each attempt, with jitter.
    pub initial_backoff: Duration,
    /// How long to keep retrying a refusal that a recent change in IAM may explain. Zero means no retries. IAM is
    /// eventually consistent, and a change takes some seconds to apply everywhere. The time counts towards `probe_timeout`.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency>
    pub iam_wait: Duration,
}

impl Default for AwsSettings {
    fn default() -> Self {
        Self {
            s3_endpoint: None,
            sts_endpoint: None,
            connect_timeout: Duration::from_millis(3_100),
            attempt_timeout: Duration::from_secs(8),
            probe_timeout: Duration::from_secs(30),
            max_attempts: 3,
            initial_backoff: Duration::from_secs(1),
            iam_wait: Duration::from_secs(15),
        }
    }
}
