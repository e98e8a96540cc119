//! Reads a draft field by field, and collects its errors and notices.

use super::access::Access;
use super::effective_prefix::effective_prefix;
use super::raw_draft::{DraftSender, RawDraft};
use super::vendor_identity::VendorIdentity;
use crate::access_key::{AccessKeyId, SecretAccessKey};
use crate::access_key_shape::{looks_like_key_id, looks_like_secret};
use crate::arn::{AccountId, KmsKeyArn};
use crate::bucket_address::BucketAddress;
use crate::connect_ui::{
    AccessMode, AccessModes, ConnectUiParams, FieldKind, field_names, field_value, is_known,
};
use crate::known_store::StoreEndpoint;
use crate::message::form;
use crate::misplaced_secret;
use crate::pasted_bucket::PastedBucket;
use crate::pasted_text::PastedText;
use crate::path_template::PathTemplate;
use crate::refusal::{FieldError, MAX_ERRORS_PER_KIND, Notice, Refusal};
use crate::region::Region;
use serde_json::{Map, Value};

pub(super) struct DraftReader<'a> {
    pub raw: &'a RawDraft,
    params: &'a ConnectUiParams,
    vendor: VendorIdentity<'a>,
    pub errors: Vec<FieldError>,
    pub notices: Vec<Notice>,
}

impl<'a> DraftReader<'a> {
    pub fn new(raw: &'a RawDraft, params: &'a ConnectUiParams, vendor: VendorIdentity<'a>) -> Self {
        Self {
            raw,
            params,
            vendor,
            errors: Vec::new(),
            notices: Vec::new(),
        }
    }

    pub fn refuse(&mut self, field: &str, refusal: Refusal) {
        self.errors.push(refusal.for_field(field));
    }

    /// Returns the value, or records the refusal as an error of the field.
    fn ok_or_record<T>(&mut self, field: &str, result: Result<T, Refusal>) -> Option<T> {
        result.map_err(|refusal| self.refuse(field, refusal)).ok()
    }

    /// Returns the field's text without the blanks and quotes that pasting added, and adds a notice about them.
    fn clean_text(&mut self, name: &str) -> Option<&'a str> {
        let raw = self.raw;
        let pasted = PastedText::new(self.ok_or_record(name, raw.text(name))?);
        let corrections = [
            (pasted.had_blanks, "trimmed", form::trimmed()),
            (pasted.had_quotes, "unquoted", form::unquoted()),
        ];
        for (_, code, detail) in corrections
            .into_iter()
            .filter(|(is_made, ..)| *is_made && !pasted.text.is_empty())
        {
            self.notices.push(Notice::new(name, code, detail));
        }
        Some(pasted.text)
    }

    fn read_required<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        let text = self.clean_text(name)?;
        self.ok_or_record(name, parse(text))
    }

    /// Reads a field that only some connectors have, and in which a connector may require a value.
    pub fn read_optional<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        let text = self.clean_text(name)?;
        if text.is_empty() {
            if let Some(field) = self.params.field(name).filter(|field| field.required) {
                let refusal = Refusal::new("required", form::needed(field.display_label()));
                self.refuse(name, refusal);
            }
            return None;
        }
        self.ok_or_record(name, refuse_secret(text, parse(text)))
    }

    /// Refuses the first few fields that the connector does not have, and counts the others. A response must not grow
    /// with the number of fields that somebody makes up.
    pub fn refuse_unknown_fields(&mut self) {
        let params = self.params;
        // The external ID is a field of every role, but tenants do not fill it in.
        let is_unknown =
            |name: &&String| *name != field_names::EXTERNAL_ID && params.field(name).is_none();
        let mut unknown = self.raw.fields.keys().filter(is_unknown);
        let listed: Vec<&String> = unknown.by_ref().take(MAX_ERRORS_PER_KIND).collect();
        let more = unknown.count();
        for (at, name) in listed.iter().enumerate() {
            let field: String = name.chars().take(64).collect();
            let escaped = field.escape_debug().to_string();
            let detail = if more > 0 && at + 1 == listed.len() {
                form::unknown_field_and_more(escaped, more)
            } else {
                form::unknown_field(escaped)
            };
            self.refuse(&field, Refusal::new("unknown_field", detail));
        }
    }

    pub fn check_external_id(&mut self) {
        match (self.raw.sender, self.vendor.external_id_notice(self.raw)) {
            (_, None) => {}
            (DraftSender::Browser, Some(notice)) => self.notices.push(notice),
            (DraftSender::Server, Some(notice)) => self.errors.push(notice.into()),
        }
    }

    pub fn read_access(&mut self) -> Option<Access> {
        match self.read_access_mode()? {
            AccessMode::Keys => {
                if self.refuse_swapped_keys() {
                    return None;
                }
                let id = self.read_required(field_names::ACCESS_KEY_ID, AccessKeyId::parse);
                let secret =
                    self.read_required(field_names::SECRET_ACCESS_KEY, SecretAccessKey::parse);
                Some(Access::Keys {
                    id: id?,
                    secret: secret?,
                })
            }
            AccessMode::Role => {
                let vendor = self.vendor;
                let arn = self.read_required(field_names::ROLE_ARN, |text| {
                    refuse_secret(text, vendor.parse_role_arn(text))
                })?;
                Some(Access::Role { arn })
            }
        }
    }

    /// Refuses an ID and a secret that are in each other's field. That is one mistake, so neither field gets an error
    /// of its own parser.
    fn refuse_swapped_keys(&mut self) -> bool {
        let has_shape = |name, shape: fn(&str) -> bool| self.raw.clean_text(name).is_ok_and(shape);
        let is_swapped = has_shape(field_names::ACCESS_KEY_ID, looks_like_secret)
            && has_shape(field_names::SECRET_ACCESS_KEY, looks_like_key_id);
        if is_swapped {
            for (name, detail) in [
                (field_names::ACCESS_KEY_ID, form::swapped_secret_here()),
                (field_names::SECRET_ACCESS_KEY, form::swapped_id_here()),
            ] {
                self.refuse(name, Refusal::new("swapped", detail));
            }
        }
        is_swapped
    }

    /// Refuses values of different partitions. A role cannot access another partition than its own. Keys name no
    /// partition, so everything has to be in the region's.
    pub fn require_one_partition(
        &mut self,
        access: Option<&Access>,
        bucket: Option<&PastedBucket>,
        region: Option<&Region>,
        kms_key: Option<&KmsKeyArn>,
    ) {
        let (whose, expected) = match (access, region) {
            (Some(Access::Role { arn }), _) => (form::whose_role(), arn.partition()),
            (_, Some(region)) => (form::whose_region(), region.partition()),
            _ => return,
        };
        let values = [
            (
                field_names::BUCKET,
                form::this_bucket(),
                bucket.and_then(|b| b.partition),
            ),
            (
                field_names::REGION,
                form::this_region(),
                region.map(Region::partition),
            ),
            (
                field_names::KMS_KEY_ARN,
                form::this_key(),
                kms_key.map(KmsKeyArn::partition),
            ),
        ];
        for (name, what, partition) in values {
            if let Some(partition) = partition {
                self.ok_or_record(name, partition.require(what, whose.clone(), expected));
            }
        }
    }

    /// Returns the access mode that was chosen. If none was, infers it from the fields that are filled in.
    fn read_access_mode(&mut self) -> Option<AccessMode> {
        let modes = self.params.modes();
        if let Some(choice) = self.raw.access.as_deref().filter(|text| !text.is_empty()) {
            let mode = AccessMode::parse(choice);
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
        let has_keys = field_names::KEY_PAIR
            .iter()
            .any(|name| self.raw.is_filled_in(name));
        // The external ID is no sign of a role, because tenants do not fill it in.
        let has_role = self.raw.is_filled_in(field_names::ROLE_ARN);
        match (has_keys, has_role) {
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

    pub fn read_bucket(&mut self) -> Option<PastedBucket> {
        let text = self.clean_text(field_names::BUCKET)?;
        let pasted = refuse_secret(text, PastedBucket::parse(text));
        let pasted = self.ok_or_record(field_names::BUCKET, pasted)?;
        if pasted.bucket.as_str() != text {
            self.notices.push(Notice::new(
                field_names::BUCKET,
                "split",
                form::bucket_split(pasted.bucket.as_str()),
            ));
        }
        Some(pasted)
    }

    /// Reads the path prefix from its own field, or else from the path that was pasted with the bucket.
    pub fn read_path_prefix(&mut self, pasted: Option<&PastedBucket>) -> Option<PathTemplate> {
        let typed = self.clean_text(field_names::PATH_PREFIX)?;
        let (field, text) = match effective_prefix(pasted, typed) {
            Ok(found) => found,
            Err(refusal) => {
                self.refuse(field_names::BUCKET, refusal);
                return None;
            }
        };
        if text.is_empty() {
            // Refuses an empty prefix if the connector requires one. Otherwise it means the whole bucket.
            return self
                .read_optional(field_names::PATH_PREFIX, PathTemplate::parse_user_input)
                .or_else(|| PathTemplate::parse("").ok());
        }
        let template = self.ok_or_record(field, PathTemplate::parse_user_input(&text))?;
        if field == field_names::BUCKET {
            self.notices.push(Notice::new(
                field_names::PATH_PREFIX,
                "split",
                form::prefix_split(template.to_text()),
            ));
        }
        Some(template)
    }

    /// Refuses a region or an owner that contradicts the bucket's name, which contains both if the bucket is in an account
    /// regional namespace, or the ARN of an access point. The account in that ARN need not be the bucket's owner.
    pub fn compare_with_bucket_name(
        &mut self,
        pasted: Option<&PastedBucket>,
        region: Option<&Region>,
        owner: Option<&AccountId>,
    ) {
        let Some(pasted) = pasted else { return };
        if let BucketAddress::AccessPoint(arn) = &pasted.bucket
            && let (Some(region), Some(own)) = (region, arn.region())
            && *region != own
        {
            let detail = form::access_point_in_other_region(own.as_str(), region.as_str());
            self.refuse(field_names::REGION, Refusal::new("other_region", detail));
        }
        let Some(name) = pasted.bucket.account_regional() else {
            return;
        };
        if let Some(region) = region.filter(|region| **region != name.region) {
            let detail = form::bucket_in_other_region(name.region.as_str(), region.as_str());
            self.refuse(field_names::REGION, Refusal::new("other_region", detail));
        }
        if let Some(owner) = owner.filter(|owner| **owner != name.account) {
            let detail = form::bucket_of_other_account(name.account.as_str(), owner.as_str());
            self.refuse(
                field_names::BUCKET_OWNER,
                Refusal::new("other_account", detail),
            );
        }
    }

    /// Refuses an access point. Stores that are not AWS have none.
    pub fn refuse_bucket_of_aws(&mut self, pasted: Option<&PastedBucket>) {
        if pasted.is_some_and(|pasted| pasted.bucket.is_access_point()) {
            let refusal = Refusal::new("access_point_needs_aws", form::access_point_needs_aws());
            self.refuse(field_names::BUCKET, refusal);
        }
    }

    /// Refuses the address of a bucket as an endpoint. The bucket has a field of its own.
    pub fn refuse_bucket_in_endpoint(&mut self, store: Option<&StoreEndpoint>) {
        if let Some(host) = store.and_then(|store| store.host_without_bucket.as_ref()) {
            let detail = form::bucket_in_endpoint(format!("https://{host}"));
            self.refuse(
                field_names::ENDPOINT,
                Refusal::new("bucket_in_endpoint", detail),
            );
        }
    }

    pub fn read_vendor_fields(&mut self) -> Map<String, Value> {
        let params = self.params;
        let mut values = Map::new();
        for field in params.fields().iter().filter(|f| !is_known(&f.name)) {
            let parsed = field_value::parse(field, self.raw.fields.get(&field.name));
            let Some(value) = self.ok_or_record(&field.name, parsed) else {
                continue;
            };
            // Browsers do not send an unticked checkbox, or send it empty.
            let is_checkbox =
                field.kind == FieldKind::Boolean && self.raw.sender == DraftSender::Browser;
            if let Some(value) = value.or(is_checkbox.then_some(Value::Bool(false))) {
                values.insert(field.name.clone(), value);
            }
        }
        values
    }

    /// Returns the errors in the order of the connector's fields. Errors about anything else come last.
    pub fn into_sorted_errors(mut self) -> Vec<FieldError> {
        let position = |error: &FieldError| {
            self.params
                .fields()
                .iter()
                .position(|f| f.name == error.field)
        };
        self.errors
            .sort_by_key(|error| position(error).unwrap_or(usize::MAX));
        self.errors
    }
}

/// Refuses a value that contains a secret access key, whatever its parser returned. A misplaced secret matters more
/// than other mistakes in the value, and the refusal of another mistake might repeat the secret.
fn refuse_secret<T>(text: &str, parsed: Result<T, Refusal>) -> Result<T, Refusal> {
    // The path rule applies too, because a role, a bucket and an endpoint may each be typed with a path.
    let found = misplaced_secret::refuse(text).and(misplaced_secret::refuse_in_path(text));
    match (parsed, found) {
        // A parser that recognises a secret also says what to enter instead.
        (Err(refusal), _) if refusal.code == "looks_like_secret" => Err(refusal),
        (parsed, Ok(())) => parsed,
        (_, Err(refusal)) => Err(refusal),
    }
}
