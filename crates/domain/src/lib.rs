//! The words and rules of a bucket connection, as plain values.
//!
//! Nothing here does I/O, reads a clock or draws randomness; the crate builds for the server and
//! for the browser, so that a form is judged by the same code on both sides.

pub mod access_key;
pub mod arn;
pub mod bucket;
pub mod cause;
pub mod connect_ui;
pub mod direction;
pub mod draft;
pub mod endpoint;
pub mod external_id;
pub mod field_value;
pub mod ids;
mod lookalike;
pub mod message;
pub mod misplaced_secret;
mod mistaken;
pub mod nearest;
pub mod ours;
pub mod overlap;
pub mod partition;
pub mod paste;
pub mod path_template;
pub mod policy;
pub mod refusal;
pub mod region;
pub mod report;
pub mod role_arn;
pub mod setup;
pub mod theme;

pub use access_key::{AccessKeyId, SecretAccessKey};
pub use arn::{AccountId, KmsKeyArn, PrincipalArn};
pub use bucket::{BucketName, PastedBucket};
pub use cause::{Cause, Denial, Facts, Mender, PolicyKind};
pub use connect_ui::{
    AccessMode, AccessModes, BadJson, ConnectUiParams, Field, FieldKind, RawParams,
};
pub use direction::Direction;
pub use draft::{Access, Draft, Parsed, RawDraft, Sender};
pub use endpoint::Endpoint;
pub use external_id::ExternalId;
pub use ids::{EnvironmentId, FlowId, TenantId};
pub use message::Message;
pub use ours::Ours;
pub use overlap::overlap;
pub use partition::Partition;
pub use path_template::{PathTemplate, Variable, Variables};
pub use policy::{PolicyDocument, PolicyInput};
pub use refusal::{FieldError, Notice, Refusal};
pub use region::Region;
pub use report::{
    AwsAnswer, Outcome, Remedy, Report, Residue, Status, Step, StepEvent, StepId, Warning,
};
pub use role_arn::RoleArn;
pub use setup::{Place, Setup, Terms};
