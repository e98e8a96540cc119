//! The direction in which files move, from the vendor's point of view.

use serde::{Deserialize, Serialize};

/// What the vendor does with a tenant's bucket.
///
/// - `read`: lists and fetches files.
/// - `write`: exports files.
/// - `both`: does both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The vendor fetches files: List and Get.
    Read,
    /// The vendor exports files: Put, and nothing else.
    Write,
    #[default]
    Both,
}

impl Direction {
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Both];

    pub fn reads(self) -> bool {
        matches!(self, Self::Read | Self::Both)
    }

    pub fn writes(self) -> bool {
        matches!(self, Self::Write | Self::Both)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Both => "both",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.as_str() == text)
    }
}
