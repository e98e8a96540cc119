//! The schema of a cause in the REST API: its codes.

use super::Cause;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

// The derive macro cannot read the names of variants that another macro writes.
impl PartialSchema for Cause {
    fn schema() -> RefOr<Schema> {
        let codes = Self::ALL.iter().map(|cause| cause.code());
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "Why a step did not pass, or what a warning is about. docs/causes.md in the repository of s3-connect \
                explains each cause. New causes are added without notice.",
            ))
            .enum_values(Some(codes))
            .into()
    }
}

impl ToSchema for Cause {}
