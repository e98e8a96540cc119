//! The ready-made users of a sandbox.

use crate::cloud::Cloud;
use crate::iam::Keys;
use crate::seed;

/// A ready-made user to try the product with.
#[derive(Debug, Clone)]
pub struct SampleUser {
    pub name: String,
    /// What the user can do, in one sentence.
    pub description: String,
    pub bucket: String,
    pub path_prefix: String,
    pub keys: Keys,
}

/// Returns the sample users that still exist, the most capable first.
pub fn sample_users(cloud: &Cloud) -> Vec<SampleUser> {
    let directory = cloud.directory();
    let mut users: Vec<SampleUser> = directory
        .users
        .iter()
        .filter_map(|(arn, user)| {
            let sample = user.sample.as_ref()?;
            Some(SampleUser {
                name: user.name.clone(),
                description: sample.description.clone(),
                bucket: sample.bucket.clone(),
                path_prefix: sample.path_prefix.clone(),
                keys: user.keys.with_arn(arn.as_str()),
            })
        })
        .collect();
    users.sort_by_key(|user| seed::position(&user.name));
    users
}
