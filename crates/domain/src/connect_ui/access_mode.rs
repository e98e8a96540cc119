//! The ways in which a tenant can give the vendor access.

use serde::{Deserialize, Serialize};

/// How a tenant gives the vendor access to a bucket.
///
/// - `keys`: with the access key of an IAM user, or of a store that is not AWS.
/// - `role`: with an IAM role that the vendor assumes with the tenant's external ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum AccessMode {
    Keys,
    Role,
}

impl AccessMode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Role => "role",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Keys, Self::Role]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// The access modes that a connector offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccessModes {
    Only(AccessMode),
    /// The tenant chooses. `first` is the mode whose fields the vendor put first, which is the one that it prefers.
    Both {
        first: AccessMode,
    },
}

impl AccessModes {
    pub fn allows(self, mode: AccessMode) -> bool {
        match self {
            Self::Only(only) => only == mode,
            Self::Both { .. } => true,
        }
    }

    /// Returns the mode that the form preselects: the role where the tenant can choose, because it takes no secret.
    pub fn preselected(self) -> AccessMode {
        match self {
            Self::Only(mode) => mode,
            Self::Both { .. } => AccessMode::Role,
        }
    }

    /// Returns the mode that the vendor prefers.
    pub fn first(self) -> AccessMode {
        match self {
            Self::Only(mode) | Self::Both { first: mode } => mode,
        }
    }
}
