//! Accounts and their users, roles and access keys; their sessions; and what a caller's policies decide.

mod access_keys;
mod caller;
mod directory;
mod name_rules;
mod sessions;

pub use access_keys::{AccessKey, Keys};
pub use caller::{Caller, Denial};
pub use directory::{Bucket, Directory, KeyOwner, Role, SampleInfo, User};
pub use name_rules::is_iam_name;
pub use sessions::{Session, Sessions};
