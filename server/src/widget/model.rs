//! From what the service knows to what a page shows, and from a posted form back.

use super::Visit;
use crate::input::Form;
use app::look::Look;
use app::widget::{Connection as Shown, Done, Filled, JustNow, SetupTabs, Tab, View, Widget};
use domain::connect_ui::names;
use domain::field_value::RawValue;
use domain::{AccessMode, FieldError, FieldKind, Notice, Ours, PastedBucket, RawDraft, Sender};
use serde_json::{Map, Value};
use service::{Connection, SessionKind, Standing};
use std::collections::BTreeMap;

pub fn widget(visit: &Visit, standing: &Standing, look: &Look) -> Widget {
    let Visit {
        state,
        token,
        session,
        locale,
    } = visit;
    let root = session
        .root_tenant
        .as_ref()
        .or(standing.tenant.root_tenant.as_ref());
    Widget {
        locale: *locale,
        vendor: look.name.clone(),
        token: token.clone(),
        direction: standing.connector.direction,
        params: standing.connector.params.clone(),
        external_id: standing.tenant.external_id.clone(),
        terms: standing.terms.clone(),
        examples: state
            .service
            .example_values(&session.scope, &session.flow, root),
        sandbox_console: state.site.sandbox_console.clone(),
        forwarded_until: (session.kind == SessionKind::Forwarded).then_some(session.expires_at),
    }
}

pub fn view(visit: &Visit, standing: &Standing, just_now: JustNow) -> View {
    match &standing.connection {
        Some(connection) => connected(visit, connection, just_now, Vec::new()),
        None => View::Form(Box::new(attempted(standing))),
    }
}

/// The connection, or as much of it as a link shows that was handed on.
pub fn connected(visit: &Visit, c: &Connection, just_now: JustNow, notices: Vec<Notice>) -> View {
    match visit.session.kind {
        SessionKind::Tenant => View::Connected(Box::new(Shown {
            notices,
            ..connection(c, just_now)
        })),
        SessionKind::Forwarded => View::Done(Box::new(Done {
            bucket: c.bucket.to_string(),
            account: c.account.clone(),
            just_now: (just_now == JustNow::Connected).then(|| c.report.warnings.clone()),
        })),
    }
}

/// All that may be shown of it.
pub fn connection(c: &Connection, just_now: JustNow) -> Shown {
    let identity = c
        .access_key_id
        .as_ref()
        .map(|id| id.as_str().to_owned())
        .or_else(|| c.role_arn.as_ref().map(|arn| arn.as_str().to_owned()));
    Shown {
        bucket: c.bucket.to_string(),
        path_prefix: c.path_prefix.as_text(),
        region: c.region.clone(),
        account: c.account.clone(),
        access: c.mode,
        identity: identity.unwrap_or_default(),
        secret_last_four: c.secret_last_four.clone(),
        connected_at: c.created_at,
        checked_at: c.last_checked_at,
        report: c.report.clone(),
        just_now,
        notices: Vec::new(),
    }
}

/// The form as it was last tried, or handed on.
pub fn attempted(standing: &Standing) -> Filled {
    let Some(attempt) = &standing.attempt else {
        return Filled::default();
    };
    let mut values = attempt.public_fields.clone();
    let access = values
        .remove("access")
        .and_then(|v| v.as_str().and_then(AccessMode::parse));
    Filled {
        access,
        values,
        posted: true,
        report: attempt.report.clone(),
        ..Filled::default()
    }
}

/// The form filled in with the present connection, less its secrets.
pub fn to_change(standing: &Standing) -> Filled {
    let Some(c) = &standing.connection else {
        return attempted(standing);
    };
    let mut values: Map<String, Value> = c.vendor_fields.clone();
    let known = [
        (names::BUCKET, Some(PastedBucket::typed(&c.bucket))),
        (names::PATH_PREFIX, Some(c.path_prefix.as_text())),
        (
            names::ACCESS_KEY_ID,
            c.access_key_id.as_ref().map(|id| id.as_str().to_owned()),
        ),
        (
            names::ROLE_ARN,
            c.role_arn.as_ref().map(ToString::to_string),
        ),
        (
            names::ENDPOINT,
            c.endpoint.as_ref().map(|e| e.as_str().to_owned()),
        ),
        (
            names::KMS_KEY_ARN,
            c.kms_key.as_ref().map(|k| k.as_str().to_owned()),
        ),
        (
            names::BUCKET_OWNER,
            c.bucket_owner.as_ref().map(ToString::to_string),
        ),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            values.insert(name.to_owned(), Value::from(value));
        }
    }
    Filled {
        access: Some(c.mode),
        values,
        replaces: true,
        ..Filled::default()
    }
}

/// A posted form as a draft: a name that comes more than once is a choice of several.
pub fn raw_draft(form: &Form) -> RawDraft {
    let mut grouped: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in &form.0 {
        if tab_of(name).is_none() {
            grouped.entry(name.clone()).or_default().push(value.clone());
        }
    }
    let access = grouped
        .remove("access")
        .and_then(|values| values.into_iter().next());
    let fields = grouped.into_iter().map(|(name, mut values)| {
        let value = if values.len() == 1 {
            RawValue::Text(values.remove(0))
        } else {
            RawValue::Many(values)
        };
        (name, value)
    });
    RawDraft {
        sender: Sender::Browser,
        access,
        fields: fields.collect(),
    }
}

/// The way of access whose tabs are posted under this name.
fn tab_of(name: &str) -> Option<AccessMode> {
    [AccessMode::Keys, AccessMode::Role]
        .into_iter()
        .find(|mode| name == Tab::field(*mode))
}

/// The forms of the set-up that were looked at.
fn tabs(form: &Form) -> SetupTabs {
    let of = |mode| form.get(Tab::field(mode)).and_then(Tab::parse);
    SetupTabs {
        open: false,
        keys: of(AccessMode::Keys).unwrap_or_default(),
        role: of(AccessMode::Role).unwrap_or_default(),
    }
}

/// What is told of the external ID that came with a form, whatever else becomes of it.
pub fn notices(form: &Form, standing: &Standing) -> Vec<Notice> {
    let ours = Ours {
        principal: None,
        external_ids: &standing.tenant.external_ids(),
    };
    let told = ours.other_external_id(&raw_draft(form));
    told.into_iter().collect()
}

/// The same form, to be shown again: without what is typed into password fields, and without a secret in another field,
/// whether or not that field was judged.
pub fn filled(form: &Form, standing: &Standing, errors: Vec<FieldError>) -> Filled {
    let raw = raw_draft(form);
    let shown = |name: &str| {
        standing
            .connector
            .params
            .field(name)
            .is_some_and(|field| field.kind != FieldKind::Password)
    };
    let values = raw
        .fields
        .iter()
        .filter(|(name, value)| shown(name) && !value.holds_secret())
        .map(|(name, value)| (name.clone(), value.to_json()));
    Filled {
        access: raw.access.as_deref().and_then(AccessMode::parse),
        values: values.collect(),
        posted: true,
        notices: notices(form, standing),
        errors,
        tabs: tabs(form),
        replaces: standing.connection.is_some(),
        ..Filled::default()
    }
}

/// The same form where nothing of it was judged.
pub fn unjudged(form: &Form, standing: &Standing) -> Filled {
    let last = standing.attempt.as_ref();
    Filled {
        report: last.and_then(|last| last.report.clone()),
        ..filled(form, standing, Vec::new())
    }
}
