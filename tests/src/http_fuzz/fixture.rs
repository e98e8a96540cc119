//! A server with two environments and two tenants in each. Everything that belongs to a tenant contains a unique mark,
//! so leaks can be found.

use super::fake_aws::FakeAws;
use super::fuzz_request::Caller;
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

/// A tenant of an environment, whose data nobody else is allowed to see.
pub struct Owner {
    pub environment: usize,
    pub tenant: &'static str,
    /// A text in the tenant's prefix and note.
    mark: String,
    external_id: String,
    secret: String,
}

pub struct Link {
    pub owner: usize,
    pub token: String,
    pub is_good: bool,
}

pub struct FuzzFixture {
    pub app: App,
    pub keys: [String; 2],
    pub owners: Vec<Owner>,
    pub links: Vec<Link>,
    pub cookie: String,
    /// The token of the admin session's forms.
    pub form_token: String,
    pub fake_aws: FakeAws,
    /// How many seconds the server's clock is ahead.
    clock_offset: Arc<AtomicI64>,
    /// Finds all texts that only some callers are allowed to read.
    needles: AhoCorasick,
    /// Who is allowed to read each of the needles.
    readers: Vec<Reader>,
}

/// Who is allowed to read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Nobody,
    /// The owner with this number, the owner's environment, and admins.
    Owner(usize),
    /// The holder of the link with this number: the token is on that link's own pages.
    LinkHolder(usize),
}

const PARAMS: &str = r#"{"bucket": {}, "path_prefix": {}, "aws_access_key_id": {}, "aws_secret_access_key": {},
    "aws_external_id": {}, "aws_role_arn": {}, "kms_key_arn": {}, "note": {"label": "Note"}, "pin": {"type": "password"},
    "days": {"type": "multiselect", "options": [{"name": "Mon", "value": "1"}, {"name": "Tue", "value": "2"}]}}"#;
const STORED_PIN: &str = "StoredPin-60211-ofNobodyElse";

impl FuzzFixture {
    pub async fn new() -> Self {
        let fake_aws = FakeAws::default();
        let clock_offset = Arc::new(AtomicI64::new(0));
        let offset = Arc::clone(&clock_offset);
        let clock = Clock::new(move || {
            OffsetDateTime::now_utc() + Duration::seconds(offset.load(Ordering::Relaxed))
        });
        let app = App::builder()
            .with_aws(fake_aws.aws())
            .with_clock(clock)
            .start()
            .await;
        let mut fixture = Self {
            app,
            keys: [API_KEY.to_owned(), String::new()],
            owners: Vec::new(),
            links: Vec::new(),
            cookie: String::new(),
            form_token: String::new(),
            fake_aws,
            clock_offset,
            needles: AhoCorasick::new([""; 0]).expect("no needles"),
            readers: Vec::new(),
        };
        fixture.seed().await;
        fixture.refresh().await;
        fixture
    }

    /// Creates the environments, flows and tenants, and signs in an admin.
    async fn seed(&mut self) {
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
                    .create_api_key(&environment, "fuzzer")
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
        for owner in &self.owners {
            self.connect_role(owner).await;
        }
        let form = self
            .app
            .form("/admin/sign-in", &[("key", ADMIN_KEY), ("name", "Anna")]);
        let answer = self.app.send(form).await.expect(303);
        let cookie = answer.header("set-cookie").split(';').next();
        cookie.unwrap_or_default().clone_into(&mut self.cookie);
        let request = self.app.request(Method::GET, "/admin/environments");
        let page = self.app.send(request.header("cookie", &self.cookie)).await;
        let token = html::input_value(&page.expect(200).text, FORM_TOKEN);
        self.form_token = token.expect("a form with a token");
    }

    /// Connects all owners again and creates new links, because requests may have disconnected and ended some.
    pub async fn refresh(&mut self) {
        // Connecting has to succeed, so the fake AWS must not answer with errors meanwhile.
        let chaos = self.fake_aws.chaos.swap(0, Ordering::Relaxed);
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
        // Let the links with a lifetime of 60 seconds expire.
        self.clock_offset.fetch_add(61, Ordering::Relaxed);
        self.rebuild_needles();
        self.fake_aws
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

    /// Connects the other flow with a role, so both kinds of access issue temporary credentials.
    async fn connect_role(&self, owner: &Owner) {
        let fields = serde_json::json!({
            "access": "role",
            "bucket": "shared-data",
            "path_prefix": format!("{}/", owner.mark),
            "aws_role_arn": "arn:aws:iam::111122223333:role/reader",
            "note": owner.mark,
            "pin": STORED_PIN,
        });
        let client = self.app.with_api_key(&self.keys[owner.environment]);
        let path = format!("/flows/second/tenants/{}/connection", owner.tenant);
        client
            .api(Method::PUT, &path, Some(&fields))
            .await
            .expect(201);
    }

    async fn link(&self, owner: &Owner, ttl: i64) -> String {
        let new = NewSession {
            tenant: TenantId::parse(owner.tenant).expect("an id"),
            flow: FlowId::parse(FLOW).expect("an id"),
            root_tenant: None,
            origin: None,
            ttl_seconds: Some(ttl),
            locale: None,
            return_url: None,
        };
        let environment = EnvironmentId::parse(ENVIRONMENTS[owner.environment]).expect("an id");
        // A request may have set allowed origins, and then a link needs one of them. Remove them.
        self.app
            .service
            .put_allowed_origins(&environment, "", None)
            .await
            .expect("origins are optional");
        let created = self
            .app
            .service
            .create_session(&environment, new)
            .await
            .expect("a link");
        created.token.expose_secret().to_owned()
    }

    fn rebuild_needles(&mut self) {
        let mut needles = Vec::new();
        let mut add = |text: &str, reader| needles.push((text.to_owned(), reader));
        for (number, owner) in self.owners.iter().enumerate() {
            add(&owner.mark, Reader::Owner(number));
            add(&owner.external_id, Reader::Owner(number));
            add(&owner.secret, Reader::Nobody);
        }
        for (number, link) in self.links.iter().enumerate() {
            add(&link.token, Reader::LinkHolder(number));
        }
        let cookie = self.cookie.split('=').nth(1).unwrap_or_default();
        let secrets = [
            ADMIN_KEY,
            &self.keys[0],
            &self.keys[1],
            STORED_PIN,
            cookie,
            super::values::SENT_SECRET,
            super::values::SENT_PIN,
        ];
        for secret in secrets {
            add(secret, Reader::Nobody);
        }
        self.needles = AhoCorasick::new(needles.iter().map(|(text, _)| text)).expect("needles");
        self.readers = needles.into_iter().map(|(_, reader)| reader).collect();
    }

    /// Returns the first text of an answer that its caller is not allowed to read, with its surroundings. `link` is the
    /// number of the link whose token the request carries.
    pub fn find_leak(&self, caller: Caller, link: Option<usize>, answer: &[u8]) -> Option<String> {
        let mut found = self.needles.find_iter(answer);
        found.find_map(|found| {
            let is_allowed = match self.readers[found.pattern().as_usize()] {
                Reader::Nobody => false,
                Reader::LinkHolder(holder) => link == Some(holder),
                Reader::Owner(owner) => match caller {
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
            (!is_allowed).then(|| answer[from..to].escape_ascii().to_string())
        })
    }
}
