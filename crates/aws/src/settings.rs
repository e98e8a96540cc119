//! Where AWS is and how long it may take.

use std::time::Duration;

/// An endpoint given here wins over the SDK's own `AWS_ENDPOINT_URL` and its relatives.
#[derive(Clone, Debug)]
pub struct AwsSettings {
    pub s3_endpoint: Option<String>,
    pub sts_endpoint: Option<String>,
    /// A lost SYN is sent again after one and after three seconds; a little more lets the second retry through.
    pub connect_timeout: Duration,
    /// For one attempt at one call.
    pub attempt_timeout: Duration,
    /// For a whole probe. What has not been answered by then is undetermined.
    pub probe_timeout: Duration,
    /// The first attempt counts.
    pub max_attempts: u32,
    /// The longest wait before the second attempt after a throttle; it doubles for the next, with jitter.
    pub initial_backoff: Duration,
    /// For how long a refusal is asked again that a change made in IAM a moment ago explains; zero for never.
    /// IAM is spread over many places, and a change takes seconds to be everywhere.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency>
    pub spread_wait: Duration,
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
            spread_wait: Duration::from_secs(15),
        }
    }
}
