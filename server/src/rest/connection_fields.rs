//! The fields of a connection, as `PUT …/connection` takes them, for the OpenAPI document.

use domain::connect_ui::field_value::RawValue;
use domain::connect_ui::{KNOWN_FIELDS, field_names};
use domain::{AccessMode, FieldKind};
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

const ACCESS_DESCRIPTION: &str = "Which access mode to use: `keys` or `role`. Without it, it follows from the fields that \
    are filled in. If both the key’s and the role’s are, the body is refused (422 with `choose_access` in `errors`).";

/// The fields by name. Handlers read them as a map, because the connector decides which there are.
pub struct NewConnection;

impl PartialSchema for NewConnection {
    fn schema() -> RefOr<Schema> {
        let mut access = Ref::from_schema_name(AccessMode::name());
        ACCESS_DESCRIPTION.clone_into(&mut access.description);
        let fields = KNOWN_FIELDS.iter().fold(
            ObjectBuilder::new()
                .schema_type(Type::Object)
                .description(Some(
                    "The fields of the widget by name. The connector decides which there are, and which are required.",
                ))
                .property("access", access),
            |object, field| {
                let value = ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some(description(field.name)))
                    .write_only(field.kind == FieldKind::Password);
                object.property(field.name, value)
            },
        );
        let own_fields = RefOr::<Schema>::Ref(Ref::from_schema_name(RawValue::name()));
        fields
            .additional_properties(Some(AdditionalProperties::from(own_fields)))
            .into()
    }
}

impl ToSchema for NewConnection {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((AccessMode::name().into(), AccessMode::schema()));
        schemas.push((RawValue::name().into(), RawValue::schema()));
    }
}

/// Describes a field. A field that is missing here is described by its label.
fn description(name: &str) -> &str {
    match name {
        field_names::ACCESS_KEY_ID => "The access key ID of an IAM user, if `access` is `keys`.",
        field_names::SECRET_ACCESS_KEY => {
            "The secret access key. It is stored encrypted, and never shown again."
        }
        field_names::ROLE_ARN => "The ARN of the role, if `access` is `role`.",
        field_names::EXTERNAL_ID => {
            "The external ID that the role requires. Without it, the tenant’s own, which is the only one accepted."
        }
        field_names::BUCKET => {
            "The name of the bucket, or the ARN or alias of an access point. An address is cut to the name."
        }
        field_names::PATH_PREFIX => {
            "The path prefix, which may contain variables such as `{tenant}`. Empty for the whole bucket."
        }
        field_names::REGION => "The region of the bucket. Without it, S3 is asked.",
        field_names::ENDPOINT => "The address of an S3-compatible store. Leave it out for AWS.",
        field_names::KMS_KEY_ARN => "The ARN of the KMS key that encrypts the files.",
        field_names::BUCKET_OWNER => {
            "The AWS account that owns the bucket. If it is another account’s, the check fails."
        }
        other => domain::connect_ui::default_label(other),
    }
}
