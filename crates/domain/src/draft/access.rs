//! The access that a tenant gives to the vendor.

use crate::access_key::{AccessKeyId, SecretAccessKey};
use crate::connect_ui::AccessMode;
use crate::role_arn::RoleArn;

/// The credentials or the role with which the vendor accesses a bucket.
#[derive(Clone, Debug)]
pub enum Access {
    Keys {
        id: AccessKeyId,
        secret: SecretAccessKey,
    },
    Role {
        arn: RoleArn,
    },
}

impl Access {
    pub fn mode(&self) -> AccessMode {
        match self {
            Self::Keys { .. } => AccessMode::Keys,
            Self::Role { .. } => AccessMode::Role,
        }
    }

    pub fn role_arn(&self) -> Option<&str> {
        match self {
            Self::Keys { .. } => None,
            Self::Role { arn } => Some(arn.as_str()),
        }
    }
}
