//! IAM policies, and what they decide about a request.
//!
//! The sandbox refuses a policy that says anything it does not support. So it never stores a policy that it would
//! decide differently than AWS.

mod condition;
mod decision;
mod document;
mod parse;
mod pattern;
mod request;
mod statement;
mod trusted_principals;

pub use decision::Decision;
pub use document::{IdentityPolicy, TrustPolicy};
pub use parse::PolicyError;
pub use request::{AccessRequest, RequestContext};
