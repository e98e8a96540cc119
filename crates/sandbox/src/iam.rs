//! Who may do what: principals, their keys, the sessions of roles, and the decision over all their policies.

mod caller;
mod directory;
mod keys;
mod principal;
mod sessions;

pub use caller::{Caller, Denied};
pub use directory::{Bucket, Directory, Holder, Role, SampleUse, User};
pub use keys::{KeyPair, Keys, random_id, random_text};
pub use principal::Principal;
pub use sessions::Sessions;

/// IAM's rule for the names of users and roles, and STS's for session names.
pub fn is_name(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
}
