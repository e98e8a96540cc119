//! The valid form of `connect_ui_params`.

use super::access_mode::{AccessMode, AccessModes};
use super::field::Field;
use super::field_limits::check_limits;
use super::field_names;
use super::params_reader::{access_modes, path_of, read_field};
use super::raw_params::RawParams;
use crate::refusal::{FieldError, MAX_ERRORS, limit_errors};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Valid fields, in the order in which the widget shows them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConnectUiParams {
    fields: Vec<Field>,
    modes: AccessModes,
}

pub const MAX_FIELDS: usize = 60;
/// Limits the JSON of all parameters. The editor's page contains it several times.
pub const MAX_PARAMS_BYTES: usize = 64 * 1024;

impl ConnectUiParams {
    /// Validates parameters that somebody is about to save.
    ///
    /// # Errors
    /// Returns everything that is wrong at once, up to [`MAX_ERRORS`]. An error's `field` is the path of the mistake,
    /// such as `connect_ui_params.bucket.type`.
    pub fn from_raw(raw: &RawParams) -> Result<Self, Vec<FieldError>> {
        Self::validate(raw).map_err(|errors| limit_errors(errors, MAX_ERRORS, "connect_ui_params"))
    }

    fn validate(raw: &RawParams) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let bytes = serde_json::to_string(raw).map_or(0, |text| text.len());
        if bytes > MAX_PARAMS_BYTES {
            let detail = format!("The JSON has {bytes} bytes. The limit is {MAX_PARAMS_BYTES}.");
            errors.push(FieldError::new("connect_ui_params", "too_large", detail));
        }
        let limits = |field: &Field| check_limits(field, &path_of(&field.name));
        match Self::read(raw, limits) {
            Ok(params) if errors.is_empty() => Ok(params),
            read => {
                errors.extend(read.err().unwrap_or_default());
                Err(errors)
            }
        }
    }

    /// Reads stored parameters. Checks their structure only, because a limit that was introduced after they were saved
    /// must not keep tenants from the widget.
    fn from_stored(raw: &RawParams) -> Result<Self, Vec<FieldError>> {
        Self::read(raw, |_| Vec::new())
    }

    fn read(
        raw: &RawParams,
        limits: impl Fn(&Field) -> Vec<FieldError>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut fields = Vec::new();
        if raw.0.len() > MAX_FIELDS {
            errors.push(FieldError::new(
                "connect_ui_params",
                "too_many_fields",
                format!(
                    "There are {} fields. At most {MAX_FIELDS} fit on a page.",
                    raw.0.len()
                ),
            ));
        }
        for (name, value) in raw.0.iter().take(MAX_FIELDS) {
            match read_field(name, value) {
                Ok(field) => {
                    errors.extend(limits(&field));
                    fields.push(field);
                }
                Err(wrong) => errors.extend(wrong),
            }
        }
        let modes = access_modes(&raw.0, &mut errors);
        match modes {
            Some(modes) if errors.is_empty() => Ok(Self { fields, modes }),
            _ => Err(errors),
        }
    }

    /// Parses and validates JSON.
    ///
    /// # Errors
    /// Returns what [`Self::from_raw`] returns, and an error if the text is not a JSON object.
    pub fn from_json(json: &str) -> Result<Self, Vec<FieldError>> {
        let raw = RawParams::from_json(json).map_err(|error| {
            let detail = format!(
                "Line {}, column {}: {}",
                error.line, error.column, error.detail
            );
            vec![FieldError::new("connect_ui_params", "bad_json", detail)]
        })?;
        Self::from_raw(&raw)
    }

    /// Returns the parameters of a new flow: bucket, path prefix, and both access modes.
    pub fn standard() -> Self {
        let names = [field_names::BUCKET, field_names::PATH_PREFIX]
            .into_iter()
            .chain(field_names::KEY_PAIR)
            .chain(field_names::ROLE_PAIR);
        let fields = names.map(|name| Field {
            required: name != field_names::PATH_PREFIX,
            ..Field::standard(name)
        });
        Self {
            fields: fields.collect(),
            modes: AccessModes::Both {
                first: AccessMode::Keys,
            },
        }
    }

    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Returns whether tenants with access keys are asked to allow temporary credentials.
    pub fn temporary_credentials(&self) -> bool {
        self.fields.iter().any(|field| field.temporary_credentials)
    }

    pub fn modes(&self) -> AccessModes {
        self.modes
    }

    pub fn to_raw(&self) -> RawParams {
        let fields = self.fields.iter();
        RawParams(fields.map(|f| (f.name.clone(), f.to_json())).collect())
    }
}

impl Serialize for ConnectUiParams {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_raw().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ConnectUiParams {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawParams::deserialize(deserializer)?;
        Self::from_stored(&raw).map_err(|errors| {
            let all: Vec<_> = errors
                .iter()
                .map(|e| format!("{} ({})", e.field, e.code))
                .collect();
            D::Error::custom(all.join("; "))
        })
    }
}

#[cfg(test)]
#[path = "params_tests.rs"]
mod tests;
