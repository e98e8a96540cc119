//! The form to connect: reads what a browser posts, and prepares what the page shows of it again.

use crate::input::Form;
use app::widget::{FormState, MAX_SENDER_CHARS, SENDER_FIELD, SetupTab, SetupTabs};
use domain::connect_ui::field_names;
use domain::connect_ui::field_value::RawValue;
use domain::misplaced_secret::may_contain_secret;
use domain::{
    AccessMode, DraftSender, FieldError, FieldKind, Notice, PastedBucket, RawDraft, VendorIdentity,
};
use serde_json::{Map, Value};
use service::{Attempt, WidgetState};
use std::collections::BTreeMap;

/// Returns the form as it was last sent, or as the tenant filled it in before forwarding it.
pub fn attempted_form_state(widget_state: &WidgetState) -> FormState {
    let Some(attempt) = &widget_state.attempt else {
        return FormState::default();
    };
    let mut values = attempt.public_fields.clone();
    let access = values
        .remove("access")
        .and_then(|v| v.as_str().and_then(AccessMode::parse));
    FormState {
        access,
        values,
        is_posted: true,
        report: attempt.report.clone(),
        ..FormState::default()
    }
}

/// Returns the form filled in with the saved connection, without its secrets.
pub fn form_to_change(widget_state: &WidgetState) -> FormState {
    let Some(c) = &widget_state.connection else {
        return attempted_form_state(widget_state);
    };
    let mut values: Map<String, Value> = c.vendor_fields.clone();
    // The check finds the region of a bucket in Amazon S3, and another bucket may be in another region. Of other stores, only
    // the tenant knows the region for which requests have to be signed.
    let region = c.endpoint.as_ref().and(c.region.as_ref());
    let standard_fields = [
        (
            field_names::BUCKET,
            Some(PastedBucket::unambiguous_text(&c.bucket)),
        ),
        (field_names::PATH_PREFIX, Some(c.path_prefix.to_text())),
        (
            field_names::ACCESS_KEY_ID,
            c.access_key_id.as_ref().map(|id| id.as_str().to_owned()),
        ),
        (
            field_names::ROLE_ARN,
            c.role_arn.as_ref().map(ToString::to_string),
        ),
        (field_names::REGION, region.map(ToString::to_string)),
        (
            field_names::ENDPOINT,
            c.endpoint.as_ref().map(|e| e.as_str().to_owned()),
        ),
        (
            field_names::KMS_KEY_ARN,
            c.kms_key.as_ref().map(|k| k.as_str().to_owned()),
        ),
        (
            field_names::BUCKET_OWNER,
            c.bucket_owner.as_ref().map(ToString::to_string),
        ),
    ];
    for (name, value) in standard_fields {
        if let Some(value) = value {
            values.insert(name.to_owned(), Value::from(value));
        }
    }
    FormState {
        access: Some(c.mode),
        values,
        replaces_connection: true,
        ..FormState::default()
    }
}

/// Reads a posted form as a draft.
pub fn draft_from_form(form: &Form) -> RawDraft {
    // The boxes of a multiselect are posted under one name.
    let mut values_by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in &form.0 {
        if !is_own_field(name) {
            values_by_name
                .entry(name.clone())
                .or_default()
                .push(value.clone());
        }
    }
    let access = values_by_name
        .remove("access")
        .and_then(|values| values.into_iter().next());
    let fields = values_by_name.into_iter().map(|(name, mut values)| {
        let value = if values.len() == 1 {
            RawValue::Text(values.remove(0))
        } else {
            RawValue::Many(values)
        };
        (name, value)
    });
    RawDraft {
        sender: DraftSender::Browser,
        access,
        fields: fields.collect(),
    }
}

/// Returns whether a form field is one of the page's own, and not a field of the connector: a selected tab of the setup
/// guide, or the name of the person who forwards a link.
fn is_own_field(name: &str) -> bool {
    let is_setup_tab = [AccessMode::Keys, AccessMode::Role]
        .into_iter()
        .any(|mode| name == SetupTab::field_name(mode));
    is_setup_tab || name == SENDER_FIELD
}

/// Returns the tabs of the setup guide that were selected when the form was posted.
fn setup_tabs(form: &Form) -> SetupTabs {
    let selected = |mode| {
        form.get(SetupTab::field_name(mode))
            .and_then(SetupTab::parse)
    };
    SetupTabs {
        is_open: false,
        keys: selected(AccessMode::Keys),
        role: selected(AccessMode::Role),
    }
}

// The page must not let people type more than is stored.
const _: () = assert!(MAX_SENDER_CHARS == service::MAX_SENDER_CHARS);

/// Returns the name under which the tenant forwards a link, as it was typed. It may be a secret that was pasted into the wrong
/// field, which is never sent back.
fn sender(form: &Form) -> String {
    let text = form.get(SENDER_FIELD).unwrap_or_default();
    if may_contain_secret(text) {
        String::new()
    } else {
        text.chars().take(MAX_SENDER_CHARS).collect()
    }
}

/// Returns a notice if the posted external ID is not the tenant's own. It is shown whatever else happens to the form.
pub fn notices(form: &Form, widget_state: &WidgetState) -> Vec<Notice> {
    let identity = VendorIdentity {
        principal: None,
        external_ids: &widget_state.tenant.external_ids(),
    };
    let notice = identity.external_id_notice(&draft_from_form(form));
    notice.into_iter().collect()
}

/// Returns a posted form with the errors of its fields.
///
/// It leaves out the values of password fields, and every value of another field that may be a secret. The field may
/// have been valid or not: a secret is never sent back to a browser.
pub fn posted_form_state(
    form: &Form,
    widget_state: &WidgetState,
    errors: Vec<FieldError>,
) -> FormState {
    let draft = draft_from_form(form);
    let is_shown = |name: &str| {
        widget_state
            .connector
            .params
            .field(name)
            .is_some_and(|field| field.kind != FieldKind::Password)
    };
    let values = draft
        .fields
        .iter()
        .filter(|(name, value)| is_shown(name) && !value.may_contain_secret())
        .map(|(name, value)| (name.clone(), value.to_json()));
    FormState {
        access: draft.access.as_deref().and_then(AccessMode::parse),
        values: values.collect(),
        is_posted: true,
        notices: notices(form, widget_state),
        errors,
        setup_tabs: setup_tabs(form),
        sender: sender(form),
        replaces_connection: widget_state.connection.is_some(),
        ..FormState::default()
    }
}

/// Returns a posted form whose fields were not validated, with the report of the last attempt.
pub fn unvalidated_form_state(form: &Form, widget_state: &WidgetState) -> FormState {
    let state = posted_form_state(form, widget_state, Vec::new());
    // What was wrong with another bucket or path says nothing about the ones that the form holds now.
    let is_same_place = |attempt: &&Attempt| {
        [field_names::BUCKET, field_names::PATH_PREFIX]
            .into_iter()
            .all(|name| {
                let tested = attempt.public_fields.get(name).and_then(Value::as_str);
                tested.unwrap_or_default() == state.text(name)
            })
    };
    let attempt = widget_state.attempt.as_ref().filter(is_same_place);
    FormState {
        report: attempt.and_then(|attempt| attempt.report.clone()),
        ..state
    }
}
