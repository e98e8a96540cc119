//! Reads a draft field by field, and gathers what is wrong and what was put right.

use super::{Access, RawDraft, Sender};
use crate::access_key::{AccessKeyId, SecretAccessKey, looks_like_key_id, looks_like_secret};
use crate::arn::KmsKeyArn;
use crate::bucket::PastedBucket;
use crate::connect_ui::{AccessMode, AccessModes, ConnectUiParams, FieldKind, names};
use crate::field_value;
use crate::message::form;
use crate::misplaced_secret;
use crate::ours::Ours;
use crate::paste::Pasted;
use crate::path_template::PathTemplate;
use crate::refusal::{FieldError, Notice, Refusal};
use crate::region::Region;
use serde_json::{Map, Value};

/// How many unknown fields an answer names.
const MOST_UNKNOWN: usize = 5;

pub(super) struct Reader<'a> {
    raw: &'a RawDraft,
    params: &'a ConnectUiParams,
    ours: Ours<'a>,
    pub errors: Vec<FieldError>,
    pub notices: Vec<Notice>,
}

impl<'a> Reader<'a> {
    pub fn new(raw: &'a RawDraft, params: &'a ConnectUiParams, ours: Ours<'a>) -> Self {
        Self {
            raw,
            params,
            ours,
            errors: Vec::new(),
            notices: Vec::new(),
        }
    }

    pub fn refuse(&mut self, field: &str, refusal: Refusal) {
        self.errors.push(refusal.at(field));
    }

    fn keep<T>(&mut self, field: &str, result: Result<T, Refusal>) -> Option<T> {
        result.map_err(|refusal| self.refuse(field, refusal)).ok()
    }

    /// The field's text without what a paste brought along, which is said: a pasted key often carries some.
    fn bare(&mut self, name: &str) -> Option<&'a str> {
        let raw = self.raw;
        let pasted = Pasted::new(self.keep(name, raw.whole(name))?);
        let around = [
            (pasted.blanks, "trimmed", form::trimmed()),
            (pasted.quotes, "unquoted", form::unquoted()),
        ];
        for (_, code, detail) in around
            .into_iter()
            .filter(|(there, ..)| *there && !pasted.text.is_empty())
        {
            self.notices.push(Notice::new(name, code, detail));
        }
        Some(pasted.text)
    }

    fn required<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Refusal>) -> Option<T> {
        let text = self.bare(name)?;
        self.keep(name, parse(text))
    }

    pub fn optional<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        let text = self.bare(name)?;
        if text.is_empty() {
            if let Some(field) = self.params.field(name).filter(|field| field.required) {
                let refusal = Refusal::new("required", form::needed(field.said_label()));
                self.refuse(name, refusal);
            }
            return None;
        }
        self.keep(name, without_secret(text, parse(text)))
    }

    /// Names the first few fields that the connector doesn't have, and counts the others: an answer must not grow
    /// with the number of fields that somebody makes up.
    pub fn unknown_fields(&mut self) {
        let params = self.params;
        // The external ID is shown, and no field to fill in.
        let unknown = |name: &&String| *name != names::EXTERNAL_ID && params.field(name).is_none();
        let mut unknown = self.raw.fields.keys().filter(unknown);
        let named: Vec<&String> = unknown.by_ref().take(MOST_UNKNOWN).collect();
        let more = unknown.count();
        for (at, name) in named.iter().enumerate() {
            let field: String = name.chars().take(64).collect();
            let shown = field.escape_debug().to_string();
            let words = if more > 0 && at + 1 == named.len() {
                form::unknown_field_and_more(shown, more)
            } else {
                form::unknown_field(shown)
            };
            self.refuse(&field, Refusal::new("unknown_field", words));
        }
    }

    pub fn external_id(&mut self) {
        match (self.raw.sender, self.ours.other_external_id(self.raw)) {
            (_, None) => {}
            (Sender::Browser, Some(told)) => self.notices.push(told),
            (Sender::Server, Some(told)) => self.errors.push(told.into()),
        }
    }

    pub fn access(&mut self) -> Option<Access> {
        match self.mode()? {
            AccessMode::Keys => {
                if self.swapped() {
                    return None;
                }
                let id = self.required(names::ACCESS_KEY_ID, AccessKeyId::parse);
                let secret = self.required(names::SECRET_ACCESS_KEY, SecretAccessKey::parse);
                Some(Access::Keys {
                    id: id?,
                    secret: secret?,
                })
            }
            AccessMode::Role => {
                let ours = self.ours;
                let arn = self.required(names::ROLE_ARN, |text| {
                    without_secret(text, ours.role(text))
                })?;
                Some(Access::Role { arn })
            }
        }
    }

    /// Each field holding the other's value is one mistake, and is told as one.
    fn swapped(&mut self) -> bool {
        let is = |name, shape: fn(&str) -> bool| self.raw.text(name).is_ok_and(shape);
        let swapped = is(names::ACCESS_KEY_ID, looks_like_secret)
            && is(names::SECRET_ACCESS_KEY, looks_like_key_id);
        if swapped {
            for (name, words) in [
                (names::ACCESS_KEY_ID, form::swapped_secret_here()),
                (names::SECRET_ACCESS_KEY, form::swapped_id_here()),
            ] {
                self.refuse(name, Refusal::new("swapped", words));
            }
        }
        swapped
    }

    /// What is in the role's partition cannot reach another. With keys, it is the region's.
    pub fn one_partition(
        &mut self,
        access: Option<&Access>,
        bucket: Option<&PastedBucket>,
        region: Option<&Region>,
        kms_key: Option<&KmsKeyArn>,
    ) {
        let (whose, home) = match (access, region) {
            (Some(Access::Role { arn }), _) => (form::whose_role(), arn.partition()),
            (_, Some(region)) => (form::whose_region(), region.partition()),
            _ => return,
        };
        let places = [
            (
                names::BUCKET,
                form::this_bucket(),
                bucket.and_then(|b| b.partition),
            ),
            (
                names::REGION,
                form::this_region(),
                region.map(Region::partition),
            ),
            (
                names::KMS_KEY_ARN,
                form::this_key(),
                kms_key.map(KmsKeyArn::partition),
            ),
        ];
        for (name, what, partition) in places {
            if let Some(partition) = partition {
                self.keep(name, partition.must_be(what, whose.clone(), home));
            }
        }
    }

    fn mode(&mut self) -> Option<AccessMode> {
        let modes = self.params.modes();
        if let Some(asked) = self.raw.access.as_deref().filter(|asked| !asked.is_empty()) {
            let mode = AccessMode::parse(asked);
            return if let Some(mode) = mode.filter(|mode| modes.allows(*mode)) {
                Some(mode)
            } else {
                self.refuse(
                    "access",
                    Refusal::new("bad_access", form::access_not_offered()),
                );
                None
            };
        }
        let AccessModes::Both { first } = modes else {
            return Some(modes.first());
        };
        let keys = names::KEY_PAIR.iter().any(|name| self.raw.filled(name));
        let role = self.raw.filled(names::ROLE_ARN);
        match (keys, role) {
            (true, true) => {
                self.refuse(
                    "access",
                    Refusal::new("choose_access", form::access_not_chosen()),
                );
                None
            }
            (true, false) => Some(AccessMode::Keys),
            (false, true) => Some(AccessMode::Role),
            (false, false) => Some(first),
        }
    }

    pub fn bucket(&mut self) -> Option<PastedBucket> {
        let text = self.bare(names::BUCKET)?;
        let pasted = without_secret(text, PastedBucket::parse(text));
        let pasted = self.keep(names::BUCKET, pasted)?;
        if pasted.bucket.as_str() != text {
            self.notices.push(Notice::new(
                names::BUCKET,
                "split",
                form::bucket_split(pasted.bucket.as_str()),
            ));
        }
        Some(pasted)
    }

    /// The field's own text, or else the path that was pasted with the bucket.
    pub fn path_prefix(&mut self, pasted: Option<&PastedBucket>) -> Option<PathTemplate> {
        let typed = self.bare(names::PATH_PREFIX)?;
        let (field, text) = match path_text(pasted, typed) {
            Ok(found) => found,
            Err(refusal) => {
                self.refuse(names::BUCKET, refusal);
                return None;
            }
        };
        if text.is_empty() {
            return self
                .optional(names::PATH_PREFIX, PathTemplate::parse_typed)
                .or_else(|| PathTemplate::parse("").ok());
        }
        let template = self.keep(field, PathTemplate::parse_typed(&text))?;
        if field == names::BUCKET {
            self.notices.push(Notice::new(
                names::PATH_PREFIX,
                "split",
                form::prefix_split(template.as_text()),
            ));
        }
        Some(template)
    }

    pub fn vendor_fields(&mut self) -> Map<String, Value> {
        let params = self.params;
        let mut values = Map::new();
        for field in params
            .fields()
            .iter()
            .filter(|f| !names::KNOWN.contains(&f.name.as_str()))
        {
            let parsed = field_value::parse(field, self.raw.fields.get(&field.name));
            let Some(value) = self.keep(&field.name, parsed) else {
                continue;
            };
            // A form leaves out a box that is not ticked, or sends it empty.
            let is_box = field.kind == FieldKind::Boolean && self.raw.sender == Sender::Browser;
            if let Some(value) = value.or(is_box.then_some(Value::Bool(false))) {
                values.insert(field.name.clone(), value);
            }
        }
        values
    }

    pub fn errors_in_order(mut self) -> Vec<FieldError> {
        let at = |error: &FieldError| {
            self.params
                .fields()
                .iter()
                .position(|f| f.name == error.field)
        };
        self.errors
            .sort_by_key(|error| at(error).unwrap_or(usize::MAX));
        self.errors
    }
}

/// Refuses a value that holds a secret access key. That the secret is in the wrong place matters more than what else
/// is wrong with the value, whose words might repeat the secret.
fn without_secret<T>(text: &str, parsed: Result<T, Refusal>) -> Result<T, Refusal> {
    // A role, a bucket and a store's address may each have a path.
    let found = misplaced_secret::refuse(text).and(misplaced_secret::refuse_in_path(text));
    match (parsed, found) {
        // A parser that recognises a secret also says what to enter instead.
        (Err(refusal), _) if refusal.code == "looks_like_secret" => Err(refusal),
        (parsed, Ok(())) => parsed,
        (_, Err(refusal)) => Err(refusal),
    }
}

/// Returns the path that counts, and the field it came in: the field's own text, or else what was pasted with the
/// bucket.
///
/// # Errors
/// Returns a refusal if there are two different paths, or if the one that was pasted with the bucket holds a secret:
/// the words about two paths repeat it.
pub(crate) fn path_text(
    pasted: Option<&PastedBucket>,
    typed: &str,
) -> Result<(&'static str, String), Refusal> {
    let pasted = pasted.and_then(|p| p.prefix.as_deref());
    misplaced_secret::refuse_in_path(pasted.unwrap_or_default())?;
    match pasted {
        Some(path) if typed.is_empty() => Ok((names::BUCKET, literal(path))),
        Some(path) if literal(path).trim_end_matches('/') != typed.trim_end_matches('/') => {
            Err(Refusal::new("path_in_bucket", form::path_in_bucket(path)))
        }
        _ => Ok((names::PATH_PREFIX, typed.to_owned())),
    }
}

/// A pasted path is a path and no template: its braces are only braces.
fn literal(path: &str) -> String {
    path.replace('{', "{{").replace('}', "}}")
}
