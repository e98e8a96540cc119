//! A server with two environments, tenants in each, and a mark in everything that is somebody's.

use super::canned::Canned;
use super::sent::Caller;
use super::values::{ENVIRONMENTS, FLOWS, TENANTS};
use crate::admin::FORM_TOKEN;
use crate::app::App;
use crate::client::{ADMIN_KEY, API_KEY, FLOW};
use crate::html;
use aho_corasick::AhoCorasick;
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId, TenantId};
use reqwest::Method;
use secrecy::ExposeSecret as _;
use service::{Clock, NewSession};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

/// A tenant of an environment, whose prefix and external ID nobody else sees.
pub struct Owner {
    pub environment: usize,
    pub tenant: &'static str,
    mark: String,
    external_id: String,
    secret: String,
}

pub struct Link {
    pub owner: usize,
    pub token: String,
    pub is_good: bool,
}

pub struct World {
    pub app: App,
    pub keys: [String; 2],
    pub owners: Vec<Owner>,
    pub links: Vec<Link>,
    pub cookie: String,
    /// What each of the admin's forms carries.
    pub form_token: String,
    pub canned: Canned,
    offset: Arc<AtomicI64>,
    /// Finds what belongs to somebody; the owner's number, or none for a secret that no answer may hold.
    needles: AhoCorasick,
    whose: Vec<Whose>,
}

/// Who may read something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Nobodys,
    Owners(usize),
    /// A link's token, which is on that link's own pages.
    Links(usize),
}

const PARAMS: &str = r#"{"bucket": {}, "path_prefix": {}, "aws_access_key_id": {}, "aws_secret_access_key": {},
    "aws_external_id": {}, "aws_role_arn": {}, "kms_key_arn": {}, "note": {"label": "Note"}, "pin": {"type": "password"},
    "days": {"type": "multiselect", "options": [{"name": "Mon", "value": "1"}, {"name": "Tue", "value": "2"}]}}"#;
const STORED_PIN: &str = "StoredPin-60211-ofNobodyElse";

impl World {
    pub async fn new() -> Self {
        let canned = Canned::default();
        let offset = Arc::new(AtomicI64::new(0));
        let seen = Arc::clone(&offset);
        let clock = Clock::new(move || {
            OffsetDateTime::now_utc() + Duration::seconds(seen.load(Ordering::Relaxed))
        });
        let app = App::setup()
            .with_aws(canned.aws())
            .with_clock(clock)
            .start()
            .await;
        let mut world = Self {
            app,
            keys: [API_KEY.to_owned(), String::new()],
            owners: Vec::new(),
            links: Vec::new(),
            cookie: String::new(),
            form_token: String::new(),
            canned,
            offset,
            needles: AhoCorasick::new([""; 0]).expect("no needles"),
            whose: Vec::new(),
        };
        world.furnish().await;
        world.refresh().await;
        world
    }

    async fn furnish(&mut self) {
        let service = &self.app.service;
        let params = ConnectUiParams::from_json(PARAMS).expect("parameters");
        for (number, name) in ENVIRONMENTS.into_iter().enumerate() {
            let environment = EnvironmentId::parse(name).expect("an id");
            if number > 0 {
                service
                    .create_environment(&environment)
                    .await
                    .expect("an environment");
                let (key, _) = service
                    .make_api_key(&environment, "fuzzer")
                    .await
                    .expect("a key");
                key.expose_secret().clone_into(&mut self.keys[number]);
            }
            for flow in FLOWS {
                let flow = FlowId::parse(flow).expect("an id");
                service
                    .put_connector(&environment, &flow, Direction::Both, &params, None)
                    .await
                    .expect("a flow");
            }
            for tenant in TENANTS {
                let secret = format!("Stored+{name}/{tenant}/{}", "S7".repeat(20));
                let client = self.app.with_api_key(&self.keys[number]);
                self.owners.push(Owner {
                    environment: number,
                    tenant,
                    mark: format!("mark-of-{name}-{tenant}-q7"),
                    external_id: client.external_id(tenant).await,
                    secret: secret[..40].to_owned(),
                });
            }
        }
        let form = self
            .app
            .form("/admin/sign-in", &[("key", ADMIN_KEY), ("name", "Anna")]);
        let answer = self.app.send(form).await.expect(303);
        let cookie = answer.header("set-cookie").split(';').next();
        cookie.unwrap_or_default().clone_into(&mut self.cookie);
        let request = self.app.request(Method::GET, "/admin/environments");
        let page = self.app.send(request.header("cookie", &self.cookie)).await;
        let token = html::value_of(&page.expect(200).text, FORM_TOKEN);
        self.form_token = token.expect("a form with a token");
    }

    /// Connects everybody anew and makes new links: some were disconnected, and ended.
    pub async fn refresh(&mut self) {
        // Now AWS does not refuse.
        let chaos = self.canned.chaos.swap(0, Ordering::Relaxed);
        self.links.clear();
        for (number, owner) in self.owners.iter().enumerate() {
            self.connect(owner).await;
            for (ttl, is_good) in [(604_800, true), (604_800, true), (60, false)] {
                let token = self.link(owner, ttl).await;
                self.links.push(Link {
                    owner: number,
                    token,
                    is_good,
                });
            }
        }
        // The short ones are over.
        self.offset.fetch_add(61, Ordering::Relaxed);
        self.look_for();
        self.canned
            .chaos
            .store(chaos.max(0x5333), Ordering::Relaxed);
    }

    async fn connect(&self, owner: &Owner) {
        let fields = serde_json::json!({
            "access": "keys",
            "bucket": "shared-data",
            "path_prefix": format!("{}/", owner.mark),
            "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
            "aws_secret_access_key": owner.secret,
            "note": owner.mark,
            "pin": STORED_PIN,
        });
        let client = self.app.with_api_key(&self.keys[owner.environment]);
        let answer = client.put_connection(owner.tenant, &fields).await;
        assert!(matches!(answer.status, 200 | 201), "{}", answer.text);
    }

    async fn link(&self, owner: &Owner, ttl: i64) -> String {
        let new = NewSession {
            tenant: TenantId::parse(owner.tenant).expect("an id"),
            flow: FlowId::parse(FLOW).expect("an id"),
            root_tenant: None,
            origin: None,
            ttl_seconds: Some(ttl),
            locale: None,
        };
        let environment = EnvironmentId::parse(ENVIRONMENTS[owner.environment]).expect("an id");
        // An origin may be asked for by now; whatever it is, this link needs none.
        self.app
            .service
            .put_allowed_origins(&environment, "", None)
            .await
            .expect("any origin");
        let opened = self
            .app
            .service
            .create_session(&environment, new)
            .await
            .expect("a link");
        opened.token.expose_secret().to_owned()
    }

    fn look_for(&mut self) {
        let mut needles = Vec::new();
        let mut add = |text: &str, whose| needles.push((text.to_owned(), whose));
        for (number, owner) in self.owners.iter().enumerate() {
            add(&owner.mark, Whose::Owners(number));
            add(&owner.external_id, Whose::Owners(number));
            add(&owner.secret, Whose::Nobodys);
        }
        for (number, link) in self.links.iter().enumerate() {
            add(&link.token, Whose::Links(number));
        }
        let cookie = self.cookie.split('=').nth(1).unwrap_or_default();
        let known = [
            ADMIN_KEY,
            &self.keys[0],
            &self.keys[1],
            STORED_PIN,
            cookie,
            super::values::SENT_SECRET,
            super::values::SENT_PIN,
        ];
        for secret in known {
            add(secret, Whose::Nobodys);
        }
        self.needles = AhoCorasick::new(needles.iter().map(|(text, _)| text)).expect("needles");
        self.whose = needles.into_iter().map(|(_, whose)| whose).collect();
    }

    /// Returns what an answer holds that its reader must not see.
    pub fn leaked(&self, caller: Caller, token: Option<usize>, answer: &[u8]) -> Option<String> {
        let mut found = self.needles.find_iter(answer);
        found.find_map(|found| {
            let may = match self.whose[found.pattern().as_usize()] {
                Whose::Nobodys => false,
                Whose::Links(link) => token == Some(link),
                Whose::Owners(owner) => match caller {
                    Caller::Nobody => false,
                    Caller::Key(environment) => self.owners[owner].environment == environment,
                    Caller::Link(reader) => reader == owner,
                    Caller::Admin => true,
                },
            };
            let (from, to) = (
                found.start().saturating_sub(80),
                (found.end() + 20).min(answer.len()),
            );
            (!may).then(|| answer[from..to].escape_ascii().to_string())
        })
    }
}
