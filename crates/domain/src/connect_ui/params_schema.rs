//! The schemas of `connect_ui_params` and of a field's value in the REST API.

use super::field_attributes::FieldAttributes;
use super::field_value::RawValue;
use super::params::{ConnectUiParams, MAX_FIELDS};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

impl PartialSchema for ConnectUiParams {
    fn schema() -> RefOr<Schema> {
        let name = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[A-Za-z0-9_-]{1,64}$"));
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "The fields of the widget by name, in the order in which they are shown.",
            ))
            .property_names(Some(Schema::from(name)))
            .additional_properties(Some(Ref::from_schema_name(FieldAttributes::name())))
            .max_properties(Some(MAX_FIELDS))
            .into()
    }
}

impl ToSchema for ConnectUiParams {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((FieldAttributes::name().into(), FieldAttributes::schema()));
        FieldAttributes::schemas(schemas);
    }
}

impl PartialSchema for RawValue {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        OneOfBuilder::new()
            .description(Some("The value of a field. Null is the same as no value."))
            .item(text())
            .item(ArrayBuilder::new().items(text()))
            .item(ObjectBuilder::new().schema_type(Type::Boolean))
            .item(ObjectBuilder::new().schema_type(Type::Number))
            .item(ObjectBuilder::new().schema_type(Type::Null))
            .into()
    }
}

impl ToSchema for RawValue {
    fn name() -> std::borrow::Cow<'static, str> {
        "FieldValue".into()
    }
}
