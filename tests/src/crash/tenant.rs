//! What is done about one tenant: over the REST API, with the widget's form, and in the admin pages.

use super::story::Effect;
use super::world::{ENVIRONMENT, Server};
use super::writer::{Cut, Expected, Writer};
use crate::answer::Answer;
use crate::app::Fields;
use crate::client::{FLOW, of};
use crate::html::unescape;
use rand::Rng;
use reqwest::Method;
use serde_json::json;

const BUCKET: &str = "my-company-data";
const ROLE_POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::my-company-data"},
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::my-company-data/*"}]}"#;
/// The server takes ten an hour.
const MOST_FORWARDED: usize = 8;

#[derive(Clone, Copy)]
enum Step {
    SaveKeys,
    SaveRole,
    SaveByForm,
    SaveInPieces,
    SaveForwarded,
    SaveWrongSecret,
    Check,
    Disconnect,
    DisconnectByForm,
    MakeLink,
    ForwardLink,
    EndLinks,
    Rotate,
    CallOff,
    Import,
}

impl Writer {
    pub(super) async fn tenant_step(&mut self, name: &str, server: &Server<'_>) -> Result<(), Cut> {
        let connected = self.story.is_connected();
        let linked = self.token.is_some();
        let may_forward =
            !connected && linked && self.story.count("link.forwarded") < MOST_FORWARDED;
        let when = |holds: bool, weight: u32| if holds { weight } else { 0 };
        let steps = [
            (4, Step::SaveKeys),
            (5, Step::SaveRole),
            (when(linked, 3), Step::SaveByForm),
            (when(linked, 3), Step::SaveInPieces),
            (
                when(!connected && self.forwarded.is_some(), 6),
                Step::SaveForwarded,
            ),
            (when(may_forward, 8), Step::ForwardLink),
            (3, Step::SaveWrongSecret),
            (when(connected, 3), Step::Check),
            (when(connected, 4), Step::Disconnect),
            (when(connected && linked, 2), Step::DisconnectByForm),
            (4, Step::MakeLink),
            (when(linked, 2), Step::EndLinks),
            (4, Step::Rotate),
            (2, Step::CallOff),
            (2, Step::Import),
        ];
        match self.choose(&steps) {
            Step::SaveKeys => self.save_keys(name, server).await.map(drop),
            Step::SaveRole => self.save_role(name, server).await,
            Step::SaveByForm => {
                let token = self.token.clone();
                self.save_by_form("save (form)", token, false, server).await
            }
            Step::SaveInPieces => {
                let token = self.token.clone();
                self.save_by_form("save (form, in pieces)", token, true, server)
                    .await
            }
            Step::SaveForwarded => {
                let token = self.forwarded.clone();
                self.save_by_form("save (forwarded link)", token, false, server)
                    .await
            }
            Step::SaveWrongSecret => self.save_wrong_secret(name, server).await,
            Step::Check => {
                let path = format!("{}/check", of(name));
                let request = server.client.api_request(Method::POST, &path);
                let effects = [Effect::new("check.passed", "")];
                let expected = Expected::status(200);
                self.ask(server, "check again", &effects, request, &expected)
                    .await
                    .map(drop)
            }
            Step::Disconnect => {
                let request = server.client.api_request(Method::DELETE, &of(name));
                self.disconnect("disconnect (REST)", request, 204, server)
                    .await
            }
            Step::DisconnectByForm => {
                let token = self.token.clone().unwrap_or_default();
                let form = [("token", token.as_str()), ("action", "disconnect-now")];
                let request = server.client.form("/connect", &form);
                self.disconnect("disconnect (form)", request, 200, server)
                    .await
            }
            Step::MakeLink => self.make_link(name, server).await,
            Step::ForwardLink => self.forward_link(server).await,
            Step::EndLinks => self.end_links(name, server).await,
            Step::Rotate => {
                self.change_external_id(name, "rotate", "external_id.rotated", server)
                    .await
            }
            Step::CallOff => {
                self.change_external_id(name, "rotate/cancel", "external_id.called_off", server)
                    .await
            }
            Step::Import => self.import_external_id(name, server).await,
        }
    }

    /// A prefix that tells this save from every other of the tenant's, and what it does to the log.
    fn next_save(&mut self) -> (String, [Effect; 2]) {
        let prefix = format!("incoming/{}/", self.rng.random_range(0..1_000_000_000));
        let action = if self.story.is_connected() {
            "connection.replaced"
        } else {
            "connection.saved"
        };
        let effects = [
            Effect::new("check.passed", ""),
            Effect::new(action, &prefix),
        ];
        (prefix, effects)
    }

    fn save_status(&self) -> u16 {
        if self.story.is_connected() { 200 } else { 201 }
    }

    /// Whether it was saved.
    pub(super) async fn save_keys(&mut self, name: &str, server: &Server<'_>) -> Result<bool, Cut> {
        let expected = Expected::status(self.save_status());
        let (path_prefix, effects) = self.next_save();
        let fields = Fields {
            path_prefix,
            ..server.sample.clone()
        };
        let request = server
            .client
            .api_request(Method::PUT, &of(name))
            .json(&fields.json());
        let answer = self
            .ask(server, "save keys (REST)", &effects, request, &expected)
            .await?;
        self.saved();
        Ok(answer.is_some())
    }

    /// With a role that trusts whatever is printed at this moment.
    async fn save_role(&mut self, name: &str, server: &Server<'_>) -> Result<(), Cut> {
        let path = format!("/flows/{FLOW}/tenants/{name}/setup?access=role&bucket={BUCKET}");
        let setup = self
            .look(server, server.client.api_request(Method::GET, &path))
            .await?;
        let trust = setup.json()["trust_policy"].to_string();
        let arn = if let Some(arn) = &self.role {
            server
                .sandbox
                .put_trust_policy(name, &trust)
                .expect("it is taken");
            arn.clone()
        } else {
            let arn = server.sandbox.create_role(name, &trust, ROLE_POLICY);
            self.role.insert(arn.expect("a role")).clone()
        };
        let expected = Expected::status(self.save_status());
        let (prefix, effects) = self.next_save();
        let body = json!({ "access": "role", "bucket": BUCKET, "path_prefix": prefix, "aws_role_arn": arn });
        let request = server
            .client
            .api_request(Method::PUT, &of(name))
            .json(&body);
        self.ask(server, "save role (REST)", &effects, request, &expected)
            .await?;
        self.saved();
        Ok(())
    }

    /// A forwarded link is over once the connection it led to is replaced.
    fn saved(&mut self) {
        if self.story.count("connection.replaced") > 0 {
            self.forwarded = None;
        }
    }

    async fn save_by_form(
        &mut self,
        name: &'static str,
        token: Option<String>,
        in_pieces: bool,
        server: &Server<'_>,
    ) -> Result<(), Cut> {
        let (path_prefix, effects) = self.next_save();
        let fields = Fields {
            path_prefix,
            ..server.sample.clone()
        };
        let token = token.unwrap_or_default();
        let mut form = vec![("token", token.as_str()), ("action", "save")];
        form.extend(fields.form());
        let mut request = server.client.form("/connect", &form);
        if in_pieces {
            request = request.header("accept", "application/x-ndjson");
        }
        let expected = Expected {
            words: "Connected. Everything works.",
            ..Expected::status(200)
        };
        self.ask(server, name, &effects, request, &expected).await?;
        self.saved();
        Ok(())
    }

    async fn save_wrong_secret(&mut self, name: &str, server: &Server<'_>) -> Result<(), Cut> {
        let fields = Fields {
            secret: "wrongwrongwrongwrongwrongwrongwrongwrong".to_owned(),
            ..server.sample.clone()
        };
        let request = server
            .client
            .api_request(Method::PUT, &of(name))
            .json(&fields.json());
        let effects = [Effect::new("check.failed", "")];
        let expected = Expected::status(422);
        self.ask(
            server,
            "save that fails (REST)",
            &effects,
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
        server: &Server<'_>,
    ) -> Result<(), Cut> {
        let effects = [Effect::new("connection.removed", "")];
        self.ask(server, name, &effects, request, &Expected::status(status))
            .await?;
        self.forwarded = None;
        Ok(())
    }

    async fn make_link(&mut self, name: &str, server: &Server<'_>) -> Result<(), Cut> {
        let body = json!({ "tenant": name, "flow": FLOW });
        let request = server
            .client
            .api_request(Method::POST, "/connect-sessions")
            .json(&body);
        let effects = [Effect::new("link.made", "")];
        let expected = Expected::status(201);
        if let Some(made) = self
            .ask(server, "make a link", &effects, request, &expected)
            .await?
        {
            self.token = made.json()["token"].as_str().map(str::to_owned);
        }
        Ok(())
    }

    async fn forward_link(&mut self, server: &Server<'_>) -> Result<(), Cut> {
        let token = self.token.clone().unwrap_or_default();
        let form = [
            ("token", token.as_str()),
            ("action", "forward"),
            ("access", "keys"),
            ("bucket", BUCKET),
        ];
        let request = server.client.form("/connect", &form);
        let effects = [Effect::new("link.forwarded", "")];
        let expected = Expected::status(200);
        let answer = self
            .ask(server, "forward a link", &effects, request, &expected)
            .await?;
        if let Some(answer) = answer {
            self.forwarded = Some(forwarded_token(&answer));
        }
        Ok(())
    }

    async fn end_links(&mut self, name: &str, server: &Server<'_>) -> Result<(), Cut> {
        let path = format!("/admin/{ENVIRONMENT}/tenants/{name}/links/end");
        let request = server.admin.form(&path, &[]);
        let effects = [Effect::new("link.ended", "")];
        let expected = Expected::status(303);
        self.ask(server, "end links", &effects, request, &expected)
            .await?;
        (self.token, self.forwarded) = (None, None);
        Ok(())
    }

    async fn change_external_id(
        &mut self,
        name: &str,
        what: &'static str,
        action: &str,
        server: &Server<'_>,
    ) -> Result<(), Cut> {
        let path = format!("/tenants/{name}/external-id/{what}");
        let request = server.client.api_request(Method::POST, &path);
        let expected = Expected {
            refused: &[409],
            ..Expected::status(200)
        };
        self.ask(server, what, &[Effect::new(action, "")], request, &expected)
            .await
            .map(drop)
    }

    async fn import_external_id(&mut self, name: &str, server: &Server<'_>) -> Result<(), Cut> {
        let id = format!("imported-{}", self.rng.random_range(0..u64::MAX));
        let path = format!("/tenants/{name}/external-id");
        let body = json!({ "external_id": id });
        let request = server.client.api_request(Method::PUT, &path).json(&body);
        let expected = Expected {
            refused: &[409],
            ..Expected::status(200)
        };
        let effects = [Effect::new("external_id.imported", "")];
        self.ask(server, "import", &effects, request, &expected)
            .await
            .map(drop)
    }
}

/// The token of the link on the page.
fn forwarded_token(page: &Answer) -> String {
    let text = unescape(&page.text);
    let (_, rest) = text
        .split_once("/connect?token=")
        .expect("a link on the page");
    let of_token = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
    rest.chars().take_while(of_token).collect()
}
