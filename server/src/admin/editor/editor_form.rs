//! The editor's form, which holds the settings twice: as JSON, and as controls.
//!
//! An admin may have changed both since the page was rendered. The form also carries the settings that the controls
//! were rendered from. What differs between these and the posted controls is applied to the JSON.

use super::controls;
use super::error_lines::JsonLines;
use crate::input::Form;
use app::admin::editor::{EditorModel, EditorOutcome, Mistake, UnofferedAccess};
use domain::connect_ui::{JsonError, KNOWN_FIELDS, is_known};
use domain::{AccessMode, ConnectUiParams, Direction, FieldError, FieldKind, FlowId, RawParams};
use service::Connector;

/// The editor's form.
pub struct EditorForm {
    /// The version that the edit is based on, or 0 if the form does not name it.
    pub base_version: i64,
    direction: Option<Direction>,
    /// The settings that the controls were rendered from.
    base: RawParams,
    /// The JSON with the changes of the controls applied, or why the JSON cannot be parsed.
    current: Result<RawParams, JsonError>,
    /// The text of the JSON field.
    json: String,
    /// The settings of the controls, while they cannot be applied because the JSON cannot be parsed.
    pending_controls: Option<RawParams>,
    /// The name and kind in the controls that add a field.
    new_field_name: String,
    new_field_kind: FieldKind,
}

impl EditorForm {
    /// Returns the form for the saved settings.
    pub fn from_saved(connector: &Connector) -> Self {
        let params = connector.params.to_raw();
        Self {
            base_version: connector.version,
            direction: Some(connector.direction),
            json: params.to_pretty_json(),
            base: params.clone(),
            current: Ok(params),
            pending_controls: None,
            new_field_name: String::new(),
            new_field_kind: FieldKind::default(),
        }
    }

    /// Reads a posted form. What it lacks comes from the saved settings.
    pub fn parse(form: &Form, connector: &Connector) -> Self {
        let saved = || connector.params.to_raw();
        let base = form.get("good").map(RawParams::from_json);
        let base = base.and_then(Result::ok).unwrap_or_else(saved);
        // Browsers post line breaks as CR LF, which would count as a change of the text.
        let json = form.get("json").map(|text| text.replace("\r\n", "\n"));
        let json = json.unwrap_or_else(|| base.to_pretty_json());
        let mut editor_form = Self {
            base_version: form
                .get("version")
                .and_then(|text| text.parse().ok())
                .unwrap_or_default(),
            direction: form.get("direction").and_then(Direction::parse),
            current: RawParams::from_json(&json),
            base,
            json,
            pending_controls: None,
            new_field_name: form.get("own").unwrap_or_default().trim().to_owned(),
            new_field_kind: form
                .get("own-type")
                .and_then(FieldKind::parse)
                .unwrap_or_default(),
        };
        // The review page posts the JSON alone. Without this mark, missing checkboxes would count as unticked.
        if form.get("controls").is_some() {
            editor_form.apply_controls(form);
        }
        editor_form
    }

    /// Applies the changes of the controls to the JSON. If the JSON cannot be parsed, keeps them until it can.
    fn apply_controls(&mut self, form: &Form) {
        let Ok(current) = &mut self.current else {
            let mut pending = self.base.clone();
            controls::apply(form, &self.base, &mut pending);
            self.pending_controls = (pending != self.base).then_some(pending);
            return;
        };
        let before = current.clone();
        controls::apply(form, &self.base, current);
        // Unchanged JSON keeps the admin's own formatting.
        if *current != before {
            self.json = current.to_pretty_json();
        }
    }

    /// Does what a button for a field asks for: `up:NAME`, `down:NAME`, `remove:NAME`, `add:NAME`, or `add` for the
    /// name that was typed. Ignores any other action.
    ///
    /// # Errors
    /// Returns field errors if the JSON cannot be parsed, or the typed name cannot be that of a new field.
    pub fn apply_action(&mut self, action: &str) -> Result<(), Vec<FieldError>> {
        let Ok(current) = &mut self.current else {
            return Err(self.errors());
        };
        let before = current.clone();
        match action.split_once(':').unwrap_or((action, "")) {
            ("up", name) => current.move_field(name, true),
            ("down", name) => current.move_field(name, false),
            ("remove", name) => current.remove_field(name),
            ("add", "") => {
                let mut extended = current.clone();
                extended.add_field(&self.new_field_name, self.new_field_kind);
                if let Some(detail) = self.new_name_error(&extended) {
                    let mut errors = vec![FieldError::new("own", "bad_name", detail)];
                    errors.extend(self.errors());
                    return Err(errors);
                }
                self.new_field_name.clear();
                self.new_field_kind = FieldKind::default();
                self.current = Ok(extended);
            }
            ("add", name) if is_known(name) => {
                current.add_field(name, FieldKind::Text);
            }
            _ => {}
        }
        if let Ok(current) = &self.current
            && *current != before
        {
            self.json = current.to_pretty_json();
        }
        Ok(())
    }

    /// Returns why the typed name cannot be that of a new field. `extended` holds the settings with that field.
    fn new_name_error(&self, extended: &RawParams) -> Option<String> {
        // Adding a name that exists changes nothing.
        if self
            .current
            .as_ref()
            .is_ok_and(|current| current == extended)
        {
            return Some("A field of this name already exists.".to_owned());
        }
        let errors = ConnectUiParams::from_raw(extended)
            .err()
            .unwrap_or_default();
        // The settings may have other errors as well. They do not concern the new name.
        let is_about_new_name = |e: &FieldError| {
            matches!(e.code.as_str(), "bad_name" | "reserved_name")
                && e.field.ends_with(&format!(".{}", self.new_field_name))
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
        let params = match &self.current {
            Ok(current) => ConnectUiParams::from_raw(current),
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

    /// Returns the model of the editor's page.
    pub fn to_model(
        &self,
        flow: &FlowId,
        errors: Vec<FieldError>,
        outcome: EditorOutcome,
        unoffered_access: Option<UnofferedAccess>,
    ) -> EditorModel {
        // Once the JSON can be parsed, the controls are rendered from it. Until then they keep the settings that they
        // have.
        let (controls, base) = match &self.current {
            Ok(current) => (current, current),
            Err(_) => (
                self.pending_controls.as_ref().unwrap_or(&self.base),
                &self.base,
            ),
        };
        let is_absent = |name: &&str| controls.field(name).is_none();
        let optional_fields = KNOWN_FIELDS
            .iter()
            .filter(|field| !field.is_always_required());
        let optional_fields = optional_fields.map(|field| field.name);
        EditorModel {
            flow: flow.to_string(),
            base_version: self.base_version,
            direction: self.direction,
            offers_keys: controls.has_access_mode(AccessMode::Keys),
            offers_role: controls.has_access_mode(AccessMode::Role),
            fields: controls::editor_fields(controls),
            addable_fields: optional_fields.filter(is_absent).collect(),
            new_field_name: self.new_field_name.clone(),
            new_field_kind: self.new_field_kind,
            json: self.json.clone(),
            base_json: serde_json::to_string(base).unwrap_or_default(),
            mistakes: self.mistakes(errors),
            is_waiting_for_json: self.pending_controls.is_some(),
            outcome,
            unoffered_access,
        }
    }

    /// Returns the errors with their lines in the JSON, in the order of the lines.
    fn mistakes(&self, errors: Vec<FieldError>) -> Vec<Mistake> {
        let json_error = self.current.as_ref().err();
        let json_lines = JsonLines::parse(&self.json);
        let mistakes = errors.into_iter().map(|error| {
            let (line, column) = match json_error {
                Some(json_error) if error.code == "bad_json" => {
                    (Some(json_error.line), Some(json_error.column))
                }
                Some(_) => (None, None),
                None => (json_lines.line_of(&error.field), None),
            };
            Mistake {
                field: error.field,
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
