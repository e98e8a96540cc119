//! The names of the fields that the product itself understands. Every other field is the vendor's own.

pub const ACCESS_KEY_ID: &str = "aws_access_key_id";
pub const SECRET_ACCESS_KEY: &str = "aws_secret_access_key";
pub const EXTERNAL_ID: &str = "aws_external_id";
pub const ROLE_ARN: &str = "aws_role_arn";
pub const BUCKET: &str = "bucket";
pub const PATH_PREFIX: &str = "path_prefix";
pub const REGION: &str = "region";
pub const ENDPOINT: &str = "endpoint";
pub const KMS_KEY_ARN: &str = "kms_key_arn";
pub const BUCKET_OWNER: &str = "bucket_owner";

/// The fields of access through keys.
pub const KEY_PAIR: [&str; 2] = [ACCESS_KEY_ID, SECRET_ACCESS_KEY];
/// The fields of access through a role.
pub const ROLE_PAIR: [&str; 2] = [EXTERNAL_ID, ROLE_ARN];
/// Names that no field can have, because the widget's form uses them itself.
pub const RESERVED: [&str; 3] = ["token", "access", "action"];
