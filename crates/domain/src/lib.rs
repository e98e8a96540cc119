//! The values and rules of a bucket connection.
//!
//! This crate does no I/O, reads no clock and draws no randomness. It builds for the server and for the browser, so the
//! same code validates a form on both sides.

pub mod access_key;
mod access_key_shape;
mod access_point;
pub mod arn;
mod blamed_field;
pub mod bucket;
mod bucket_address;
pub mod cause;
pub mod connect_ui;
pub mod direction;
pub mod draft;
pub mod endpoint;
pub mod external_id;
pub mod ids;
mod known_store;
mod lookalike_characters;
pub mod message;
pub mod misplaced_secret;
mod misplaced_value;
pub mod partition;
pub mod pasted_bucket;
pub mod pasted_text;
pub mod path_template;
pub mod policy;
pub mod prefix_overlap;
pub mod refusal;
pub mod region;
pub mod remedy;
pub mod report;
pub mod role_arn;
pub mod setup_guide;
mod spelling_suggestion;
pub mod step_status;
pub mod theme;
mod unsupported_bucket;

pub use access_key::{AccessKeyId, SecretAccessKey};
pub use access_point::{AccessPointAlias, AccessPointArn};
pub use arn::{AccountId, KmsKeyArn, PrincipalArn};
pub use bucket::{AccountRegionalName, BucketName};
pub use bucket_address::BucketAddress;
pub use cause::{Cause, CauseContext, Denial, PolicyKind, ResponsibleParty};
pub use connect_ui::{
    AccessMode, AccessModes, ConnectUiParams, Field, FieldKind, JsonError, RawParams,
};
pub use direction::Direction;
pub use draft::{Access, Draft, DraftSender, ParsedDraft, RawDraft, VendorIdentity};
pub use endpoint::Endpoint;
pub use external_id::ExternalId;
pub use ids::{EnvironmentId, FlowId, TenantId};
pub use known_store::{KnownStore, StoreEndpoint};
pub use message::Message;
pub use partition::Partition;
pub use pasted_bucket::{PastedBucket, region_of_s3_host};
pub use path_template::{PathTemplate, Variable, Variables};
pub use policy::{PolicyDocument, PolicyInput};
pub use prefix_overlap::prefixes_overlap;
pub use refusal::{FieldError, Notice, Refusal};
pub use region::Region;
pub use remedy::Remedy;
pub use report::{
    AwsAnswer, MARKER_NAME, Outcome, Report, Residue, Step, StepEvent, StepId, Warning,
};
pub use role_arn::RoleArn;
pub use setup_guide::{SetupGuide, SetupRequirements, SetupTarget};
pub use step_status::StepStatus;
