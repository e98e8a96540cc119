//! The models of the widget's pages.

use super::failed_action::FailedAction;
use super::forwarded_link::{ForwardedConnection, ForwardedLink};
use super::setup_guide::setup_tab::SetupTabs;
use domain::connect_ui::{Field, FieldKind, field_names};
use domain::{
    AccessMode, ConnectUiParams, Direction, ExternalId, FieldError, Notice, Region, Report,
    SetupGuide, SetupRequirements, SetupTarget, Variables,
};
use i18n::Locale;
use serde_json::{Map, Value};

/// What stays the same while a tenant uses the widget.
#[derive(Clone, Debug)]
pub struct Widget {
    pub locale: Locale,
    /// The vendor's name, if the theme has one. Without it, the texts say "we".
    pub vendor: Option<String>,
    pub token: String,
    pub direction: Direction,
    pub params: ConnectUiParams,
    pub external_id: ExternalId,
    /// What the setup guide has to set up in AWS.
    pub requirements: SetupRequirements,
    /// The current value of each path variable, for the example below the path prefix.
    pub examples: Variables,
    /// The URL of the sandbox's console, if the sandbox plays AWS.
    pub sandbox_console: Option<String>,
    /// Set if the page belongs to a forwarded link.
    pub forwarded: Option<ForwardedRequest>,
    /// Where the vendor wants tenants to go when they are done.
    pub return_url: Option<String>,
    /// Whether the vendor's page may show this one in a frame.
    pub can_be_framed: bool,
}

/// What a forwarded link says about the request of the tenant.
#[derive(Clone, Debug)]
pub struct ForwardedRequest {
    /// The name of the person who forwarded the link, if they entered it.
    pub asked_by: Option<String>,
    /// When the link expires, in Unix milliseconds.
    pub expires_at: i64,
}

impl Widget {
    /// Returns the access mode that the form shows: the tenant's choice, or the one that is preselected.
    pub fn chosen_access(&self, form: &FormState) -> AccessMode {
        let modes = self.params.modes();
        // The flow may have stopped offering the mode that the tenant chose earlier.
        form.access
            .filter(|mode| modes.allows(*mode))
            .unwrap_or(modes.preselected())
    }

    /// Returns the setup guide for one access mode.
    pub fn setup_guide<'a>(&'a self, target: &'a SetupTarget, mode: AccessMode) -> SetupGuide<'a> {
        SetupGuide {
            requirements: &self.requirements,
            target,
            mode,
        }
    }
}

/// The state of the form. It never holds a secret, so tenants type secrets again after the page reloads.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    pub access: Option<AccessMode>,
    pub values: Map<String, Value>,
    /// Whether a tenant sent the form before. If so, an empty field was left empty on purpose.
    pub is_posted: bool,
    pub errors: Vec<FieldError>,
    pub notices: Vec<Notice>,
    /// The report of the last check of this draft, if it did not pass.
    pub report: Option<Report>,
    /// Whether the page answers the check that the report is of. In a frame, the script reports it to the vendor's page.
    pub is_report_new: bool,
    /// Why the check did not start, if the reason is not in the fields.
    pub failed_action: Option<FailedAction>,
    /// Whether saving replaces an existing connection.
    pub replaces_connection: bool,
    /// The forwarded link that the tenant just asked for, or why there is none.
    pub forwarded_link: Option<Result<ForwardedLink, FailedAction>>,
    /// The name under which the tenant forwards the link.
    pub sender: String,
    pub setup_tabs: SetupTabs,
}

impl FormState {
    /// Returns the value of a field, or its default if the tenant has not filled in the form yet.
    pub fn value(&self, field: &Field) -> Option<Value> {
        // An absent checkbox means the connection predates the field, so the default applies.
        let can_default = self.values.is_empty() || field.kind == FieldKind::Boolean;
        let default = field
            .default
            .as_ref()
            .filter(|_| can_default && !self.is_posted);
        self.values.get(&field.name).or(default).cloned()
    }

    /// Returns the value of a field as text. Empty if there is none.
    pub fn text(&self, name: &str) -> String {
        match self.values.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        }
    }

    /// Returns the bucket, prefix and KMS key that the setup guide is for, as far as they are filled in.
    pub fn setup_target(&self) -> SetupTarget {
        let [bucket, prefix, key] = [
            field_names::BUCKET,
            field_names::PATH_PREFIX,
            field_names::KMS_KEY_ARN,
        ]
        .map(|name| self.text(name));
        SetupTarget::parse_partial(&bucket, &prefix, &key).0
    }

    /// Returns the first error of a field, translated: what its parser found, or else what the check blames it for.
    pub fn error(&self, locale: Locale, name: &str) -> Option<String> {
        let error = self.errors.iter().find(|e| e.field == name);
        let detail = error.map(|error| &error.detail).or_else(|| {
            let mut failed = self.report.as_ref()?.failed_steps();
            failed
                .find(|step| step.blamed_field() == Some(name))
                .map(|step| &step.detail)
        });
        detail.map(|detail| locale.translate(detail))
    }
}

/// A saved connection as its tenant sees it.
#[derive(Clone, Debug)]
pub struct ConnectionView {
    pub bucket: String,
    pub path_prefix: String,
    pub region: Option<Region>,
    pub account: Option<String>,
    pub access: AccessMode,
    /// The access key ID, or the role's ARN.
    pub identity: String,
    pub secret_last_four: Option<String>,
    pub connected_at: i64,
    pub checked_at: i64,
    pub report: Report,
    /// What the policies of the connection have to grant.
    pub setup_target: SetupTarget,
    pub recent_action: RecentAction,
    pub notices: Vec<Notice>,
}

/// What the tenant did just before this page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecentAction {
    #[default]
    None,
    Connected,
    Checked,
}

/// What the widget shows.
#[derive(Clone, Debug)]
pub enum View {
    Form(Box<FormState>),
    Connected(Box<ConnectionView>),
    ConfirmDisconnect(Box<ConnectionView>),
    Disconnected,
    /// A connection, as a forwarded link shows it.
    ForwardedDone(Box<ForwardedConnection>),
}
