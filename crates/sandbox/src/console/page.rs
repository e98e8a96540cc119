//! The page itself: what it shows, and the headers that keep it to itself.

use askama::Template;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use secrecy::ExposeSecret as _;

use crate::cloud::HOME_REGION;
use crate::iam::Keys;
use crate::objects::{After, Query};
use crate::sandbox::samples;

use super::Console;
use super::actions::Fields;

/// Objects shown of one bucket.
const SHOWN: usize = 50;

/// What is special about this one rendering.
#[derive(Default)]
pub struct Moment {
    pub notice: Option<String>,
    pub new_keys: Option<Keys>,
    pub failed: Option<Failed>,
}

/// A form that was refused, with what was typed.
pub struct Failed {
    pub action: String,
    pub fields: Fields,
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
    new_keys: Option<ShownKeys>,
    samples: Vec<ShownSample>,
    root: ShownKeys,
    buckets: Vec<ShownBucket>,
    users: Vec<ShownUser>,
    roles: Vec<ShownRole>,
    create_bucket: Form,
    create_user: Form,
    create_role: Form,
    /// An error that belongs to none of the forms on the page.
    stray: Option<String>,
}

/// One form: what stands in it, and what was wrong with it.
#[derive(Default)]
struct Form {
    name: String,
    region: String,
    policy: String,
    trust: String,
    error: Option<String>,
}

struct ShownKeys {
    arn: String,
    access_key_id: String,
    secret: String,
}

struct ShownSample {
    name: String,
    may: String,
    bucket: String,
    path_prefix: String,
    keys: ShownKeys,
}

struct ShownBucket {
    name: String,
    region: String,
    objects: Vec<ShownObject>,
    more: bool,
    error: Option<String>,
}

struct ShownObject {
    key: String,
    size: u64,
}

struct ShownUser {
    name: String,
    arn: String,
    access_key_id: String,
    form: Form,
}

struct ShownRole {
    name: String,
    arn: String,
    form: Form,
}

pub fn render(console: &Console, status: StatusCode, moment: Moment) -> Response {
    let nonce = crate::iam::random_id("").unwrap_or_default();
    let csp = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    match page(console, nonce, moment).render() {
        Ok(html) => {
            let headers: [(HeaderName, &str); 5] = [
                (header::CONTENT_SECURITY_POLICY, &csp),
                (header::CACHE_CONTROL, "no-store"),
                // Not `no-referrer`: with it a browser would send its own forms from the origin "null".
                (header::REFERRER_POLICY, "same-origin"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::X_FRAME_OPTIONS, "DENY"),
            ];
            (status, headers, Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the console page could not be rendered");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "The page could not be shown. Try again.",
            )
                .into_response()
        }
    }
}

fn page(console: &Console, nonce: String, moment: Moment) -> Page {
    let mut failed = moment.failed;
    let create =
        |failed: &mut Option<Failed>, action: &str| take(failed, action, None).unwrap_or_default();
    let create_bucket = create(&mut failed, "create-bucket");
    let create_user = create(&mut failed, "create-user");
    let create_role = create(&mut failed, "create-role");
    let samples = samples(&console.cloud);
    let directory = console.cloud.directory();

    let mut buckets = Vec::new();
    for (name, bucket) in &directory.buckets {
        let query = Query {
            prefix: "",
            delimiter: None,
            after: After::Nothing,
            max: SHOWN,
        };
        let listing = console.cloud.objects.list(name, &query).unwrap_or_default();
        let error = take(&mut failed, "delete-bucket", Some(name)).and_then(|form| form.error);
        buckets.push(ShownBucket {
            name: name.clone(),
            region: bucket.region.clone(),
            more: listing.next.is_some(),
            objects: listing
                .objects
                .iter()
                .map(|o| ShownObject {
                    key: o.key.clone(),
                    size: o.size,
                })
                .collect(),
            error,
        });
    }
    let mut users = Vec::new();
    for (arn, user) in directory
        .users
        .iter()
        .filter(|(arn, _)| **arn != directory.vendor)
    {
        let stored = || Form {
            policy: user.policy.text().to_owned(),
            ..Form::default()
        };
        users.push(ShownUser {
            name: user.name.clone(),
            arn: arn.clone(),
            access_key_id: user.keys.access_key_id.clone(),
            form: take(&mut failed, "put-user", Some(&user.name)).unwrap_or_else(stored),
        });
    }
    let mut roles = Vec::new();
    for (arn, role) in &directory.roles {
        let stored = || Form {
            policy: role.policy.text().to_owned(),
            trust: role.trust.text().to_owned(),
            ..Form::default()
        };
        roles.push(ShownRole {
            name: role.name.clone(),
            arn: arn.clone(),
            form: take(&mut failed, "put-role", Some(&role.name)).unwrap_or_else(stored),
        });
    }
    Page {
        nonce,
        endpoint: format!("http://{}", console.addr),
        account: directory.tenant_account.clone(),
        vendor: directory.vendor.clone(),
        home_region: HOME_REGION,
        notice: moment.notice,
        new_keys: moment.new_keys.as_ref().map(shown),
        samples: samples
            .into_iter()
            .map(|s| ShownSample {
                keys: shown(&s.keys),
                name: s.name,
                may: s.may,
                bucket: s.bucket,
                path_prefix: s.path_prefix,
            })
            .collect(),
        root: shown(
            &directory
                .tenant_root
                .of(format!("arn:aws:iam::{}:root", directory.tenant_account)),
        ),
        buckets,
        users,
        roles,
        create_bucket,
        create_user,
        create_role,
        stray: failed.map(|failed| failed.error),
    }
}

/// The refused form, when it is this one.
fn take(failed: &mut Option<Failed>, action: &str, name: Option<&str>) -> Option<Form> {
    let taken = failed
        .take_if(|f| f.action == action && name.is_none_or(|name| f.fields.name.trim() == name))?;
    let Fields {
        name,
        region,
        policy,
        trust,
        ..
    } = taken.fields;
    Some(Form {
        name,
        region,
        policy,
        trust,
        error: Some(taken.error),
    })
}

fn shown(keys: &Keys) -> ShownKeys {
    ShownKeys {
        arn: keys.arn.clone(),
        access_key_id: keys.access_key_id.clone(),
        secret: keys.secret_access_key.expose_secret().to_owned(),
    }
}
