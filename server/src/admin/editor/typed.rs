//! The form as it is typed. Both sides may have been changed since they were last the same: what the controls
//! changed of what they were made from is done to the JSON as it is now.

use super::{controls, lines};
use crate::input::Form;
use app::admin::editor::{Editor, Mistake, Said, ToMove};
use domain::connect_ui::{BadJson, names};
use domain::{AccessMode, ConnectUiParams, Direction, FieldError, FieldKind, FlowId, RawParams};
use service::Connector;

pub struct Typed {
    pub version: i64,
    direction: Option<Direction>,
    /// What the controls were made from.
    good: RawParams,
    /// Both sides in one, as far as the JSON can be read.
    now: Result<RawParams, BadJson>,
    /// The JSON as it is typed.
    text: String,
    /// The controls as they are set while they wait for the JSON.
    waiting: Option<RawParams>,
    /// A field that is to be added.
    own: String,
    own_kind: FieldKind,
}

impl Typed {
    pub fn stored(connector: &Connector) -> Self {
        let params = connector.params.to_raw();
        Self {
            version: connector.version,
            direction: Some(connector.direction),
            text: params.to_text(),
            good: params.clone(),
            now: Ok(params),
            waiting: None,
            own: String::new(),
            own_kind: FieldKind::default(),
        }
    }

    pub fn read(form: &Form, connector: &Connector) -> Self {
        let stored = || connector.params.to_raw();
        let good = form.get("good").map(RawParams::from_json);
        let good = good.and_then(Result::ok).unwrap_or_else(stored);
        let text = form.get("json").map(|text| text.replace("\r\n", "\n"));
        let text = text.unwrap_or_else(|| good.to_text());
        let mut typed = Self {
            version: form
                .get("version")
                .and_then(|text| text.parse().ok())
                .unwrap_or_default(),
            direction: form.get("direction").and_then(Direction::parse),
            now: RawParams::from_json(&text),
            good,
            text,
            waiting: None,
            own: form.get("own").unwrap_or_default().trim().to_owned(),
            own_kind: form
                .get("own-type")
                .and_then(FieldKind::parse)
                .unwrap_or_default(),
        };
        if form.get("controls").is_some() {
            typed.take_controls(form);
        }
        typed
    }

    fn take_controls(&mut self, form: &Form) {
        let Ok(now) = &mut self.now else {
            let mut waiting = self.good.clone();
            controls::apply(form, &self.good, &mut waiting);
            self.waiting = (waiting != self.good).then_some(waiting);
            return;
        };
        let before = now.clone();
        controls::apply(form, &self.good, now);
        if *now != before {
            self.text = now.to_text();
        }
    }

    /// What a button says: `up:NAME`, `down:NAME`, `remove:NAME`, `add:NAME`, or `add` for the name that is typed.
    ///
    /// # Errors
    /// Why it was not done: the JSON cannot be read, or the name cannot be one.
    pub fn change(&mut self, action: &str) -> Result<(), Vec<FieldError>> {
        let Ok(now) = &mut self.now else {
            return Err(self.errors());
        };
        let before = now.clone();
        match action.split_once(':').unwrap_or((action, "")) {
            ("up", name) => now.shift(name, true),
            ("down", name) => now.shift(name, false),
            ("remove", name) => now.remove(name),
            ("add", "") => {
                let mut with = now.clone();
                with.add(&self.own, self.own_kind);
                let refused = self.refused_name(&with);
                if let Some(words) = refused {
                    let mut errors = vec![FieldError::new("own", "bad_name", words)];
                    errors.extend(self.errors());
                    return Err(errors);
                }
                self.own.clear();
                self.own_kind = FieldKind::default();
                self.now = Ok(with);
            }
            ("add", name) if names::KNOWN.contains(&name) => now.add(name, FieldKind::Text),
            _ => {}
        }
        if let Ok(now) = &self.now
            && *now != before
        {
            self.text = now.to_text();
        }
        Ok(())
    }

    /// Why the typed name cannot be one, as the settings with it say.
    fn refused_name(&self, with: &RawParams) -> Option<String> {
        if self.now.as_ref().is_ok_and(|now| now == with) {
            return Some("There is a field of this name already.".to_owned());
        }
        let errors = ConnectUiParams::from_raw(with).err().unwrap_or_default();
        let about = |e: &FieldError| {
            matches!(e.code.as_str(), "bad_name" | "reserved_name")
                && e.field.ends_with(&format!(".{}", self.own))
                || e.code == "too_many_fields"
        };
        errors
            .into_iter()
            .find(about)
            .map(|e| i18n::english(&e.detail))
    }

    /// # Errors
    /// Everything that keeps it from being saved.
    pub fn settings(&self) -> Result<(Direction, ConnectUiParams), Vec<FieldError>> {
        let params = match &self.now {
            Ok(now) => ConnectUiParams::from_raw(now),
            Err(bad) => Err(vec![FieldError::new(
                "connect_ui_params",
                "bad_json",
                bad.detail.clone(),
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

    pub fn errors(&self) -> Vec<FieldError> {
        self.settings().err().unwrap_or_default()
    }

    pub fn shown(
        &self,
        flow: &FlowId,
        errors: Vec<FieldError>,
        said: Said,
        to_move: Option<ToMove>,
    ) -> Editor {
        let (controls, good) = match &self.now {
            Ok(now) => (now, now),
            Err(_) => (self.waiting.as_ref().unwrap_or(&self.good), &self.good),
        };
        let absent = |name: &&str| controls.get(name).is_none();
        let optional = names::KNOWN
            .into_iter()
            .filter(|name| !domain::connect_ui::always_needed(name));
        Editor {
            flow: flow.to_string(),
            version: self.version,
            direction: self.direction,
            keys: controls.allows(AccessMode::Keys),
            role: controls.allows(AccessMode::Role),
            rows: controls::rows(controls),
            more: optional.filter(absent).collect(),
            own: self.own.clone(),
            own_kind: self.own_kind,
            text: self.text.clone(),
            good: serde_json::to_string(good).unwrap_or_default(),
            mistakes: self.mistakes(errors),
            waiting: self.waiting.is_some(),
            said,
            to_move,
        }
    }

    /// The errors, each at its line.
    fn mistakes(&self, errors: Vec<FieldError>) -> Vec<Mistake> {
        let bad = self.now.as_ref().err();
        let places = lines::Lines::of(&self.text);
        let mistakes = errors.into_iter().map(|error| {
            let (line, column) = match bad {
                Some(bad) if error.code == "bad_json" => (Some(bad.line), Some(bad.column)),
                Some(_) => (None, None),
                None => (places.line(&error.field), None),
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
