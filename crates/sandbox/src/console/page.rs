//! Renders the console page, with headers that keep other sites from using it.

use std::net::SocketAddr;

use askama::Template;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use secrecy::ExposeSecret as _;

use crate::cloud::Cloud;
use crate::iam::Keys;
use crate::objects::{ListQuery, PageStart};
use crate::random_ids::random_id;
use crate::regions::HOME_REGION;
use crate::sample_users::sample_users;

use super::actions::ActionFields;

/// How many objects of each bucket the page lists.
const MAX_OBJECTS_PER_BUCKET: usize = 50;

/// What the page reports about the last action.
#[derive(Default)]
pub struct Feedback {
    pub notice: Option<String>,
    pub new_keys: Option<Keys>,
    pub rejected_form: Option<RejectedForm>,
}

/// A form whose action failed, with what was typed into it.
pub struct RejectedForm {
    pub action: String,
    pub fields: ActionFields,
    pub error: String,
}

#[derive(Template)]
#[template(path = "console.html")]
struct Page {
    nonce: String,
    endpoint: String,
    account: String,
    vendor: String,
    home_region: &'static str,
    notice: Option<String>,
    new_keys: Option<KeysView>,
    sample_users: Vec<SampleUserView>,
    root: KeysView,
    buckets: Vec<BucketView>,
    users: Vec<UserView>,
    roles: Vec<RoleView>,
    create_bucket: FormView,
    create_user: FormView,
    create_role: FormView,
    /// The form whose action failed, as a link at the top of the page. The browser shows the top after an action, and the
    /// form may be far below.
    failure: Option<FailureView>,
    /// An error of an action whose form is not on the page, for example because its user was deleted.
    other_error: Option<String>,
}

/// A form with its values, and what was wrong with them.
#[derive(Default)]
struct FormView {
    name: String,
    region: String,
    policy: String,
    trust: String,
    error: Option<String>,
}

/// An action that failed, with the ID of its form.
struct FailureView {
    error: String,
    form_id: String,
}

struct KeysView {
    arn: String,
    access_key_id: String,
    secret: String,
}

struct SampleUserView {
    name: String,
    description: String,
    bucket: String,
    path_prefix: String,
    keys: KeysView,
}

struct BucketView {
    name: String,
    region: String,
    objects: Vec<ObjectView>,
    has_more: bool,
    error: Option<String>,
}

struct ObjectView {
    key: String,
    size: u64,
}

struct UserView {
    name: String,
    arn: String,
    access_key_id: String,
    form: FormView,
}

struct RoleView {
    name: String,
    arn: String,
    form: FormView,
}

/// Renders the page. `addr` is the address that the sandbox listens on.
pub fn render(cloud: &Cloud, addr: SocketAddr, status: StatusCode, feedback: Feedback) -> Response {
    let nonce = random_id("").unwrap_or_default();
    let csp = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    match page(cloud, addr, nonce, feedback).render() {
        Ok(html) => {
            let headers: [(HeaderName, &str); 5] = [
                (header::CONTENT_SECURITY_POLICY, &csp),
                // The page shows secret access keys.
                (header::CACHE_CONTROL, "no-store"),
                // With `no-referrer` the browser would send our own forms with the origin "null", which the guard
                // refuses.
                (header::REFERRER_POLICY, "same-origin"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::X_FRAME_OPTIONS, "DENY"),
            ];
            (status, headers, Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "cannot render the console page");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "The sandbox cannot show the page. Try again.",
            )
                .into_response()
        }
    }
}

fn page(cloud: &Cloud, addr: SocketAddr, nonce: String, feedback: Feedback) -> Page {
    // Each form on the page takes the rejected form if it is its own. What is left over has no form.
    let mut rejected = feedback.rejected_form;
    let failure = rejected.as_ref().map(FailureView::new);
    let creation_form = |rejected: &mut Option<RejectedForm>, action: &str| {
        take_form(rejected, action, None).unwrap_or_default()
    };
    let create_bucket = creation_form(&mut rejected, "create-bucket");
    let create_user = creation_form(&mut rejected, "create-user");
    let create_role = creation_form(&mut rejected, "create-role");
    // Before the directory is locked below: this locks it too, and a second read lock can deadlock with a writer.
    let sample_users = sample_users(cloud);
    let directory = cloud.directory();

    let mut buckets = Vec::new();
    for (name, bucket) in &directory.buckets {
        let query = ListQuery {
            prefix: "",
            delimiter: None,
            start: PageStart::Beginning,
            max: MAX_OBJECTS_PER_BUCKET,
        };
        let listing = cloud.objects.list(name, &query).unwrap_or_default();
        let error =
            take_form(&mut rejected, "delete-bucket", Some(name)).and_then(|form| form.error);
        buckets.push(BucketView {
            name: name.clone(),
            region: bucket.region.clone(),
            has_more: listing.next.is_some(),
            objects: listing
                .objects
                .iter()
                .map(|o| ObjectView {
                    key: o.key.clone(),
                    size: o.size,
                })
                .collect(),
            error,
        });
    }
    let mut users = Vec::new();
    // The console is the tenant's. The vendor's user is in another account, so it is not listed.
    for (arn, user) in directory
        .users
        .iter()
        .filter(|(arn, _)| **arn != directory.vendor)
    {
        let saved_form = || FormView {
            policy: user.policy.text().to_owned(),
            ..FormView::default()
        };
        users.push(UserView {
            name: user.name.clone(),
            arn: arn.clone(),
            access_key_id: user.keys.access_key_id.clone(),
            form: take_form(&mut rejected, "put-user", Some(&user.name)).unwrap_or_else(saved_form),
        });
    }
    let mut roles = Vec::new();
    for (arn, role) in &directory.roles {
        let saved_form = || FormView {
            policy: role.policy.text().to_owned(),
            trust: role.trust.text().to_owned(),
            ..FormView::default()
        };
        roles.push(RoleView {
            name: role.name.clone(),
            arn: arn.clone(),
            form: take_form(&mut rejected, "put-role", Some(&role.name)).unwrap_or_else(saved_form),
        });
    }
    Page {
        nonce,
        endpoint: format!("http://{addr}"),
        account: directory.tenant_account.clone(),
        vendor: directory.vendor.clone(),
        home_region: HOME_REGION,
        notice: feedback.notice,
        new_keys: feedback.new_keys.as_ref().map(keys_view),
        sample_users: sample_users
            .into_iter()
            .map(|user| SampleUserView {
                keys: keys_view(&user.keys),
                name: user.name,
                description: user.description,
                bucket: user.bucket,
                path_prefix: user.path_prefix,
            })
            .collect(),
        root: keys_view(&directory.tenant_root_keys()),
        buckets,
        users,
        roles,
        create_bucket,
        create_user,
        create_role,
        // A form on the page has taken the rejected one.
        failure: failure.filter(|_| rejected.is_none()),
        other_error: rejected.map(|form| form.error),
    }
}

impl FailureView {
    /// Describes a rejected form. The template gives the forms the same IDs.
    fn new(form: &RejectedForm) -> Self {
        let name = form.fields.name.trim();
        let form_id = match form.action.as_str() {
            "put-user" => format!("user-{name}"),
            "put-role" => format!("role-{name}"),
            "delete-bucket" => format!("bucket-{name}"),
            action => action.to_owned(),
        };
        Self {
            error: form.error.clone(),
            form_id,
        }
    }
}

/// Takes the rejected form if it has this action and, where one is given, this name.
fn take_form(
    rejected: &mut Option<RejectedForm>,
    action: &str,
    name: Option<&str>,
) -> Option<FormView> {
    let form = rejected.take_if(|form| {
        form.action == action && name.is_none_or(|name| form.fields.name.trim() == name)
    })?;
    let ActionFields {
        name,
        region,
        policy,
        trust,
        ..
    } = form.fields;
    Some(FormView {
        name,
        region,
        policy,
        trust,
        error: Some(form.error),
    })
}

fn keys_view(keys: &Keys) -> KeysView {
    KeysView {
        arn: keys.arn.clone(),
        access_key_id: keys.access_key_id.clone(),
        secret: keys.secret_access_key.expose_secret().to_owned(),
    }
}
