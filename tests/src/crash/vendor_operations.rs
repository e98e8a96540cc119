//! Changes of the vendor's settings, in the admin pages and over REST. Each saved value contains the number of the save,
//! so the verification can compute from the audit log what has to be in the database.

use super::history::AuditEntry;
use super::server_host::{CHANGING_FLOW, ENVIRONMENT, ServerUnderTest};
use super::writer::{ExpectedAnswer, ServerKilled, Writer};
use crate::admin::FORM_TOKEN;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

#[derive(Clone, Copy)]
enum Setting {
    ThemeWithLogo,
    Theme,
    Origins,
    Template,
}

impl Writer {
    pub(super) async fn save_connector(
        &mut self,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let label = connector_label(self.history.count("connector.saved") + 1);
        let body = json!({ "direction": "both", "connect_ui_params": {
            "bucket": { "label": label }, "path_prefix": {},
            "aws_access_key_id": {}, "aws_secret_access_key": { "type": "password" } } });
        let path = format!("/flows/{CHANGING_FLOW}/connector");
        let request = server.client.api_request(Method::PUT, &path).json(&body);
        let entries = [AuditEntry::new("connector.saved", "")];
        let expected = ExpectedAnswer::status(200);
        self.send_change(
            server,
            "save connector settings",
            &entries,
            request,
            &expected,
        )
        .await
        .map(drop)
    }

    pub(super) async fn change_api_keys(
        &mut self,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let (created, revoked) = (
            self.history.count("key.made"),
            self.history.count("key.revoked"),
        );
        // Creating and revoking alternate: the newest key is revoked before another one is created.
        if created == revoked {
            self.create_key(&format!("key-{created}"), server).await
        } else {
            self.revoke_key(&format!("key-{}", created - 1), server)
                .await
        }
    }

    async fn create_key(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let path = format!("/admin/{ENVIRONMENT}/keys");
        let request = server.admin.form(&path, &[("name", name)]);
        let entries = [AuditEntry::new("key.made", name)];
        let expected = ExpectedAnswer::status(200);
        self.send_change(server, "create an API key", &entries, request, &expected)
            .await
            .map(drop)
    }

    async fn revoke_key(
        &mut self,
        name: &str,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let path = format!("/admin/{ENVIRONMENT}/keys");
        let request = server.client.request(Method::GET, &path);
        let page = self
            .send_read(server, server.admin.authenticate(request))
            .await?;
        let link = format!("href=\"{path}/");
        let mut links = page.text.split(link.as_str()).skip(1);
        // The page lists the newest valid key first.
        let newest = links.find_map(|link| link.split_once("/revoke\""));
        let Some((id, _)) = newest else {
            self.unexpected
                .push(format!("no key to revoke: {}", page.status));
            return Ok(());
        };
        let request = server.admin.form(&format!("{path}/{id}/revoke"), &[]);
        let entries = [AuditEntry::new("key.revoked", name)];
        let expected = ExpectedAnswer::status(303);
        self.send_change(server, "revoke an API key", &entries, request, &expected)
            .await
            .map(drop)
    }

    pub(super) async fn change_settings(
        &mut self,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let settings = [
            (4, Setting::ThemeWithLogo),
            (2, Setting::Theme),
            (2, Setting::Origins),
            (2, Setting::Template),
        ];
        match self.choose(&settings) {
            Setting::ThemeWithLogo => self.save_theme(true, server).await,
            Setting::Theme => self.save_theme(false, server).await,
            Setting::Origins => self.save_origins(server).await,
            Setting::Template => self.save_template(server).await,
        }
    }

    async fn save_theme(
        &mut self,
        with_logo: bool,
        server: &ServerUnderTest<'_>,
    ) -> Result<(), ServerKilled> {
        let name = theme_name(self.history.count("theme.saved") + 1);
        let mut form = Form::new()
            .text(FORM_TOKEN, server.admin.form_token.clone())
            .text("name", name.clone())
            .text("accent", "#a3195b");
        if with_logo {
            let svg =
                format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{name}</title></svg>");
            form = form.part("logo", Part::bytes(svg.into_bytes()).file_name("logo.svg"));
        }
        let path = format!("/admin/{ENVIRONMENT}/looks");
        let request = server.client.request(Method::POST, &path).multipart(form);
        let request = server.admin.authenticate(request);
        let entries = [AuditEntry::new("theme.saved", "")];
        let expected = ExpectedAnswer::status(200);
        self.send_change(server, "save the theme", &entries, request, &expected)
            .await
            .map(drop)
    }

    async fn save_origins(&mut self, server: &ServerUnderTest<'_>) -> Result<(), ServerKilled> {
        let number = self.history.count("origins.saved");
        let origins = format!("https://app-{number}.example.com\nhttps://www.example.com");
        let path = format!("/admin/{ENVIRONMENT}/settings/origins");
        let request = server.admin.form(&path, &[("origins", &origins)]);
        let entries = [AuditEntry::new("origins.saved", &origins)];
        let expected = ExpectedAnswer::status(303);
        self.send_change(server, "save allowed origins", &entries, request, &expected)
            .await
            .map(drop)
    }

    async fn save_template(&mut self, server: &ServerUnderTest<'_>) -> Result<(), ServerKilled> {
        let number = self.history.count("template.saved");
        let url = format!("https://acme.s3.amazonaws.com/template-{number}.json");
        let path = format!("/admin/{ENVIRONMENT}/settings/template");
        let request = server.admin.form(&path, &[("template_url", &url)]);
        let entries = [AuditEntry::new("template.saved", &url)];
        let expected = ExpectedAnswer::status(303);
        self.send_change(
            server,
            "save the template's address",
            &entries,
            request,
            &expected,
        )
        .await
        .map(drop)
    }
}

/// Returns the bucket's label in a version of the connector settings.
pub fn connector_label(version: usize) -> String {
    format!("Bucket {version}")
}

/// Returns the theme's name after a number of saves.
pub fn theme_name(saves: usize) -> String {
    format!("Theme {saves}")
}
