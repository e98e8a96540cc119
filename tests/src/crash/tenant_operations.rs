//! Changes of one tenant: over the REST API, with the widget's form, and in the admin pages.

use super::history::AuditEntry;
use super::server_host::{ENVIRONMENT, ServerUnderTest};
use super::writer::{ExpectedAnswer, ServerKilled, Writer};
use crate::answer::Answer;
use crate::app::Fields;
use crate::client::{FLOW, connection_path};
use crate::html::unescape;
use rand::Rng;
use reqwest::Method;
use serde_json::json;

const BUCKET: &str = "my-company-data";
const ROLE_POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::my-company-data"},
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::my-company-data/*"}]}"#;
/// How many links a tenant forwards. The server accepts ten an hour.
const MAX_FORWARDED_LINKS: usize = 8;

#[derive(Clone, Copy)]
enum TenantOperation {
    SaveKeys,
    SaveRole,
    SaveByForm,
    SaveStreaming,
    SaveForwarded,
    SaveWrongSecret,
    Check,
    Disconnect,
    DisconnectByForm,
    CreateLink,
    ForwardLink,
    EndLinks,
    Rotate,
    CancelRotation,
    Import,
}

impl Writer {
    /// Runs one operation, chosen at random from those that the tenant's state allows.
    pub(super) async fn run_tenant_operation(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let connected = self.history.is_connected();
        let linked = self.token.is_some();
        let can_forward =
            !connected && linked && self.history.count("link.forwarded") < MAX_FORWARDED_LINKS;
        let when = |condition: bool, weight: u32| if condition { weight } else { 0 };
        let operations = [
            (4, TenantOperation::SaveKeys),
            (5, TenantOperation::SaveRole),
            (when(linked, 3), TenantOperation::SaveByForm),
            (when(linked, 3), TenantOperation::SaveStreaming),
            (
                when(!connected && self.forwarded_token.is_some(), 6),
                TenantOperation::SaveForwarded,
            ),
            (when(can_forward, 8), TenantOperation::ForwardLink),
            (3, TenantOperation::SaveWrongSecret),
            (when(connected, 3), TenantOperation::Check),
            (when(connected, 4), TenantOperation::Disconnect),
            (
                when(connected && linked, 2),
                TenantOperation::DisconnectByForm,
            ),
            (4, TenantOperation::CreateLink),
            (when(linked, 2), TenantOperation::EndLinks),
            (4, TenantOperation::Rotate),
            (2, TenantOperation::CancelRotation),
            (2, TenantOperation::Import),
        ];
        match self.choose(&operations) {
            TenantOperation::SaveKeys => self.save_keys(name, server).await.map(drop),
            TenantOperation::SaveRole => self.save_role(name, server).await,
            TenantOperation::SaveByForm => {
                let token = self.token.clone();
                self.save_by_form("save (form)", token, false, server).await
            }
            TenantOperation::SaveStreaming => {
                let token = self.token.clone();
                self.save_by_form("save (form, streaming)", token, true, server)
                    .await
            }
            TenantOperation::SaveForwarded => {
                let token = self.forwarded_token.clone();
                self.save_by_form("save (forwarded link)", token, false, server)
                    .await
            }
            TenantOperation::SaveWrongSecret => self.save_wrong_secret(name, server).await,
            TenantOperation::Check => {
                let path = format!("{}/check", connection_path(name));
                let request = server.client.api_request(Method::POST, &path);
                let entries = [AuditEntry::new("check.passed", "")];
                let expected = ExpectedAnswer::status(200);
                self.send_change(server, "check again", &entries, request, &expected)
                    .await
                    .map(drop)
            }
            TenantOperation::Disconnect => {
                let request = server
                    .client
                    .api_request(Method::DELETE, &connection_path(name));
                self.disconnect("disconnect (REST)", request, 204, server)
                    .await
            }
            TenantOperation::DisconnectByForm => {
                let token = self.token.clone().unwrap_or_default();
                let form = [("token", token.as_str()), ("action", "disconnect-now")];
                let request = server.client.form("/connect", &form);
                self.disconnect("disconnect (form)", request, 200, server)
                    .await
            }
            TenantOperation::CreateLink => self.create_link(name, server).await,
            TenantOperation::ForwardLink => self.forward_link(server).await,
            TenantOperation::EndLinks => self.end_links(name, server).await,
            TenantOperation::Rotate => {
                self.change_external_id(name, "rotate", "external_id.rotated", server)
                    .await
            }
            TenantOperation::CancelRotation => {
                self.change_external_id(name, "rotate/cancel", "external_id.called_off", server)
                    .await
            }
            TenantOperation::Import => self.import_external_id(name, server).await,
        }
    }

    /// Returns a prefix that no other save of the tenant has, and the audit entries that a successful save adds.
    fn next_save(&mut self) -> (String, [AuditEntry; 2]) {
        let prefix = format!("incoming/{}/", self.rng.random_range(0..1_000_000_000));
        let action = if self.history.is_connected() {
            "connection.replaced"
        } else {
            "connection.saved"
        };
        let entries = [
            AuditEntry::new("check.passed", ""),
            AuditEntry::new(action, &prefix),
        ];
        (prefix, entries)
    }

    /// Returns the status of a successful save over REST.
    fn save_status(&self) -> u16 {
        if self.history.is_connected() {
            200
        } else {
            201
        }
    }

    /// Saves a connection with access keys. Returns whether the server acknowledged it.
    pub(super) async fn save_keys(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<bool, ServerKilled> {
        let expected = ExpectedAnswer::status(self.save_status());
        let (path_prefix, entries) = self.next_save();
        let fields = Fields {
            path_prefix,
            ..server.sample.clone()
        };
        let request = server
            .client
            .api_request(Method::PUT, &connection_path(name))
            .json(&fields.json());
        let answer = self
            .send_change(server, "save keys (REST)", &entries, request, &expected)
            .await?;
        self.forget_ended_forwarded_link();
        Ok(answer.is_some())
    }

    /// Saves a connection with a role, after giving that role the trust policy that the setup guide prints now.
    async fn save_role(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let path = format!("/flows/{FLOW}/tenants/{name}/setup?access=role&bucket={BUCKET}");
        let setup = self
            .send_read(server, server.client.api_request(Method::GET, &path))
            .await?;
        let trust = setup.json()["trust_policy"].to_string();
        let arn = if let Some(arn) = &self.role {
            server
                .sandbox
                .put_trust_policy(name, &trust)
                .expect("the trust policy is accepted");
            arn.clone()
        } else {
            let arn = server.sandbox.create_role(name, &trust, ROLE_POLICY);
            self.role.insert(arn.expect("a role")).clone()
        };
        let expected = ExpectedAnswer::status(self.save_status());
        let (prefix, entries) = self.next_save();
        let body = json!({ "access": "role", "bucket": BUCKET, "path_prefix": prefix, "aws_role_arn": arn });
        let request = server
            .client
            .api_request(Method::PUT, &connection_path(name))
            .json(&body);
        self.send_change(server, "save role (REST)", &entries, request, &expected)
            .await?;
        self.forget_ended_forwarded_link();
        Ok(())
    }

    /// Forgets the forwarded link if a connection was replaced, which ends the link.
    fn forget_ended_forwarded_link(&mut self) {
        if self.history.count("connection.replaced") > 0 {
            self.forwarded_token = None;
        }
    }

    async fn save_by_form(
        &mut self,
        name: &'static str,
        token: Option<String>,
        is_streaming: bool,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let (path_prefix, entries) = self.next_save();
        let fields = Fields {
            path_prefix,
            ..server.sample.clone()
        };
        let token = token.unwrap_or_default();
        let mut form = vec![("token", token.as_str()), ("action", "save")];
        form.extend(fields.form());
        let mut request = server.client.form("/connect", &form);
        if is_streaming {
            request = request.header("accept", "application/x-ndjson");
        }
        let expected = ExpectedAnswer {
            text: "Connected. Everything works.",
            ..ExpectedAnswer::status(200)
        };
        self.send_change(server, name, &entries, request, &expected)
            .await?;
        self.forget_ended_forwarded_link();
        Ok(())
    }

    async fn save_wrong_secret(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let fields = Fields {
            secret: "wrongwrongwrongwrongwrongwrongwrongwrong".to_owned(),
            ..server.sample.clone()
        };
        let request = server
            .client
            .api_request(Method::PUT, &connection_path(name))
            .json(&fields.json());
        let entries = [AuditEntry::new("check.failed", "")];
        let expected = ExpectedAnswer::status(422);
        self.send_change(
            server,
            "save that fails (REST)",
            &entries,
            request,
            &expected,
        )
        .await
        .map(drop)
    }

    async fn disconnect(
        &mut self,
        name: &'static str,
        request: reqwest::RequestBuilder,
        status: u16,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let entries = [AuditEntry::new("connection.removed", "")];
        self.send_change(
            server,
            name,
            &entries,
            request,
            &ExpectedAnswer::status(status),
        )
        .await?;
        self.forwarded_token = None;
        Ok(())
    }

    async fn create_link(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let body = json!({ "tenant": name, "flow": FLOW });
        let request = server
            .client
            .api_request(Method::POST, "/connect-sessions")
            .json(&body);
        let entries = [AuditEntry::new("link.made", "")];
        let expected = ExpectedAnswer::status(201);
        if let Some(answer) = self
            .send_change(server, "create a link", &entries, request, &expected)
            .await?
        {
            self.token = answer.json()["token"].as_str().map(str::to_owned);
        }
        Ok(())
    }

    async fn forward_link(&mut self, server: &ServerUnderTest<'_>) -> Result<(), ServerKilled> {
        let token = self.token.clone().unwrap_or_default();
        let form = [
            ("token", token.as_str()),
            ("action", "forward"),
            ("access", "keys"),
            ("bucket", BUCKET),
        ];
        let request = server.client.form("/connect", &form);
        let entries = [AuditEntry::new("link.forwarded", "")];
        let expected = ExpectedAnswer::status(200);
        let answer = self
            .send_change(server, "forward a link", &entries, request, &expected)
            .await?;
        if let Some(answer) = answer {
            self.forwarded_token = Some(forwarded_token(&answer));
        }
        Ok(())
    }

    async fn end_links(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let path = format!("/admin/{ENVIRONMENT}/tenants/{name}/links/end");
        let request = server.admin.form(&path, &[]);
        let entries = [AuditEntry::new("link.ended", "")];
        let expected = ExpectedAnswer::status(303);
        self.send_change(server, "end links", &entries, request, &expected)
            .await?;
        (self.token, self.forwarded_token) = (None, None);
        Ok(())
    }

    async fn change_external_id(
        &mut self,
        name: &str,
        what: &'static str,
        action: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let path = format!("/tenants/{name}/external-id/{what}");
        let request = server.client.api_request(Method::POST, &path);
        let expected = ExpectedAnswer {
            refusals: &[409],
            ..ExpectedAnswer::status(200)
        };
        self.send_change(
            server,
            what,
            &[AuditEntry::new(action, "")],
            request,
            &expected,
        )
        .await
        .map(drop)
    }

    async fn import_external_id(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let id = format!("imported-{}", self.rng.random_range(0..u64::MAX));
        let path = format!("/tenants/{name}/external-id");
        let body = json!({ "external_id": id });
        let request = server.client.api_request(Method::PUT, &path).json(&body);
        let expected = ExpectedAnswer {
            refusals: &[409],
            ..ExpectedAnswer::status(200)
        };
        let entries = [AuditEntry::new("external_id.imported", "")];
        self.send_change(server, "import", &entries, request, &expected)
            .await
            .map(drop)
    }
}

/// Returns the token of the forwarded link that a page shows.
fn forwarded_token(page: &Answer) -> String {
    let text = unescape(&page.text);
    let (_, rest) = text
        .split_once("/connect?token=")
        .expect("a link on the page");
    let is_token_char = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
    rest.chars().take_while(is_token_char).collect()
}
