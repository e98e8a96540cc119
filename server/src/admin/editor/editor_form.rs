//! The editor's form: the settings as JSON, and what the admin changed in the controls.
//!
//! The JSON alone holds the settings. Each change in a control is a patch of the JSON, and the controls are rendered from
//! the patched JSON. While the JSON cannot be parsed, the form carries the controls along.

use super::error_lines::JsonLines;
use super::patches::apply_controls;
use crate::input::Form;
use app::admin::FORM_TOKEN;
use app::admin::editor::{
    EditorModel, EditorOutcome, Mistake, NewField, PREVIEW_PREFIX, PreviewChoice, UnofferedAccess,
};
use domain::connect_ui::{JsonError, is_known};
use domain::theme::ColorScheme;
use domain::{ConnectUiParams, Direction, FieldError, FieldKind, RawParams};
use i18n::Locale;
use service::Connector;

/// The editor's form.
pub struct EditorForm {
    /// The version that the edit is based on, or 0 if the form does not name it.
    pub base_version: i64,
    direction: Option<Direction>,
    /// The text of the JSON field.
    json: String,
    /// The JSON, or why it cannot be parsed.
    params: Result<RawParams, JsonError>,
    /// The form fields of the controls, while they cannot be applied because the JSON cannot be parsed.
    waiting_controls: Vec<(String, String)>,
    new_field: NewField,
    /// What the preview shows.
    pub preview: PreviewChoice,
}

impl EditorForm {
    /// Returns the form for the saved settings.
    pub fn from_saved(connector: &Connector) -> Self {
        let params = connector.params.to_raw();
        Self {
            base_version: connector.version,
            direction: Some(connector.direction),
            json: params.to_pretty_json(),
            params: Ok(params),
            waiting_controls: Vec::new(),
            new_field: NewField::default(),
            preview: PreviewChoice::default(),
        }
    }

    /// Reads a posted form. If it has no JSON, that of the saved settings is used.
    pub fn parse(form: &Form, connector: &Connector) -> Self {
        // Browsers post line breaks as CR LF, which would count as a change of the text.
        let json = form.get("json").map(|text| text.replace("\r\n", "\n"));
        let json = json.unwrap_or_else(|| connector.params.to_raw().to_pretty_json());
        let new_kind = form.get("own-type").and_then(FieldKind::parse);
        let mut editor_form = Self {
            base_version: form
                .get("version")
                .and_then(|text| text.parse().ok())
                .unwrap_or_default(),
            direction: form.get("direction").and_then(Direction::parse),
            params: RawParams::from_json(&json),
            json,
            waiting_controls: Vec::new(),
            new_field: NewField {
                name: form.get("own").unwrap_or_default().trim().to_owned(),
                kind: new_kind.unwrap_or_default(),
            },
            preview: preview_choice(form),
        };
        if editor_form.params.is_ok() {
            editor_form.change(|params| apply_controls(form, params));
        } else {
            let others = ["json", "version", "direction", "action", FORM_TOKEN];
            let controls = form.0.iter().filter(|(name, _)| {
                !others.contains(&&**name) && !name.starts_with(PREVIEW_PREFIX)
            });
            editor_form.waiting_controls = controls.cloned().collect();
        }
        editor_form
    }

    /// Changes the settings. If nothing changes, the text of the JSON keeps the admin's own formatting.
    fn change(&mut self, change: impl FnOnce(&mut RawParams)) {
        let Ok(params) = &mut self.params else {
            return;
        };
        let before = params.clone();
        change(params);
        if *params != before {
            self.json = params.to_pretty_json();
        }
    }

    /// Does what a button for a field asks for: `up:NAME`, `down:NAME`, `remove:NAME`, `add:NAME`, or `add` for the
    /// name that was typed. Ignores any other action.
    ///
    /// # Errors
    /// Returns field errors if the JSON cannot be parsed, or the typed name cannot be that of a new field.
    pub fn apply_action(&mut self, action: &str) -> Result<(), Vec<FieldError>> {
        if self.params.is_err() {
            return Err(self.errors());
        }
        match action.split_once(':').unwrap_or((action, "")) {
            ("up", name) => self.change(|params| params.move_field(name, true)),
            ("down", name) => self.change(|params| params.move_field(name, false)),
            ("remove", name) => self.change(|params| params.remove_field(name)),
            ("add", "") => {
                if let Some(detail) = self.new_name_error() {
                    let mut errors = vec![FieldError::new("own", "bad_name", detail)];
                    errors.extend(self.errors());
                    return Err(errors);
                }
                let NewField { name, kind } = std::mem::take(&mut self.new_field);
                self.change(|params| params.add_field(&name, kind));
            }
            ("add", name) if is_known(name) => {
                self.change(|params| params.add_field(name, FieldKind::Text));
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns why the typed name cannot be that of a new field.
    fn new_name_error(&self) -> Option<String> {
        let NewField { name, kind } = &self.new_field;
        let mut extended = self.params.as_ref().ok()?.clone();
        if extended.field(name).is_some() {
            return Some("A field of this name already exists.".to_owned());
        }
        extended.add_field(name, *kind);
        let errors = ConnectUiParams::from_raw(&extended)
            .err()
            .unwrap_or_default();
        // The settings may have other errors as well. They do not concern the new name.
        let is_about_new_name = |e: &FieldError| {
            matches!(e.code.as_str(), "bad_name" | "reserved_name")
                && e.field.ends_with(&format!(".{name}"))
                || e.code == "too_many_fields"
        };
        errors
            .into_iter()
            .find(is_about_new_name)
            .map(|e| i18n::english(&e.detail))
    }

    /// Returns the settings that a save would store.
    ///
    /// # Errors
    /// Returns every error that prevents saving.
    pub fn settings(&self) -> Result<(Direction, ConnectUiParams), Vec<FieldError>> {
        let params = match &self.params {
            Ok(params) => ConnectUiParams::from_raw(params),
            Err(error) => Err(vec![FieldError::new(
                "connect_ui_params",
                "bad_json",
                error.detail.clone(),
            )]),
        };
        let direction = self
            .direction
            .ok_or_else(|| FieldError::new("direction", "required", "Choose a direction."));
        match (direction, params) {
            (Ok(direction), Ok(params)) => Ok((direction, params)),
            (direction, params) => {
                let mut errors: Vec<_> = direction.err().into_iter().collect();
                errors.extend(params.err().unwrap_or_default());
                Err(errors)
            }
        }
    }

    /// Returns every error that prevents saving.
    pub fn errors(&self) -> Vec<FieldError> {
        self.settings().err().unwrap_or_default()
    }

    /// Returns the model of the editor's page. `connector` holds the saved settings.
    pub fn to_model(
        &self,
        connector: &Connector,
        errors: Vec<FieldError>,
        outcome: EditorOutcome,
        unoffered_access: Option<UnofferedAccess>,
    ) -> EditorModel {
        let is_saved = self.direction == Some(connector.direction)
            && self.params == Ok(connector.params.to_raw());
        EditorModel {
            flow: connector.flow.to_string(),
            base_version: self.base_version,
            direction: self.direction,
            params: self
                .params
                .clone()
                .map_err(|_| self.waiting_controls.clone()),
            new_field: self.new_field.clone(),
            json: self.json.clone(),
            mistakes: self.mistakes(errors),
            outcome,
            preview: self.preview,
            is_unsaved: !is_saved,
            unoffered_access,
        }
    }

    /// Returns the errors with their lines in the JSON, in the order of the lines.
    fn mistakes(&self, errors: Vec<FieldError>) -> Vec<Mistake> {
        let json_error = self.params.as_ref().err();
        let json_lines = JsonLines::parse(&self.json);
        let mistakes = errors.into_iter().map(|error| {
            let (line, column) = match json_error {
                Some(json_error) if error.code == "bad_json" => {
                    (Some(json_error.line), Some(json_error.column))
                }
                Some(_) => (None, None),
                None => (json_lines.line_of(&error.field), None),
            };
            let is_about_access = matches!(error.code.as_str(), "no_access" | "half_a_pair");
            Mistake {
                field: if is_about_access {
                    "access".to_owned()
                } else {
                    error.field
                },
                detail: i18n::english(&error.detail),
                line,
                column,
            }
        });
        let mut mistakes: Vec<_> = mistakes.collect();
        mistakes.sort_by_key(|mistake| mistake.line);
        mistakes
    }
}

/// Reads the switches of the preview. One that is missing or unknown has its first value.
fn preview_choice(form: &Form) -> PreviewChoice {
    let value = |name: &str| {
        form.get(&format!("{PREVIEW_PREFIX}{name}"))
            .unwrap_or_default()
    };
    PreviewChoice {
        state: value("state").parse().unwrap_or_default(),
        scheme: ColorScheme::parse(value("scheme")).unwrap_or_default(),
        locale: Locale::from_tag(value("locale")).unwrap_or_default(),
    }
}
