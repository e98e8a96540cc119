//! What the vendor's admins and servers change for everybody. Each save says how many there were before it, so that
//! what is in the database can be told from the log alone.

use super::story::Effect;
use super::world::{ENVIRONMENT, SHIFTING, Server};
use super::writer::{Cut, Expected, Writer};
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
    pub(super) async fn save_connector(&mut self, server: &Server<'_>) -> Result<(), Cut> {
        let label = connector_label(self.story.count("connector.saved") + 1);
        let body = json!({ "direction": "both", "connect_ui_params": {
            "bucket": { "label": label }, "path_prefix": {},
            "aws_access_key_id": {}, "aws_secret_access_key": { "type": "password" } } });
        let path = format!("/flows/{SHIFTING}/connector");
        let request = server.client.api_request(Method::PUT, &path).json(&body);
        let effects = [Effect::new("connector.saved", "")];
        let expected = Expected::status(200);
        self.ask(
            server,
            "save connector settings",
            &effects,
            request,
            &expected,
        )
        .await
        .map(drop)
    }

    pub(super) async fn key_step(&mut self, server: &Server<'_>) -> Result<(), Cut> {
        let (made, revoked) = (
            self.story.count("key.made"),
            self.story.count("key.revoked"),
        );
        // The newest is revoked before another is made, so each has its turn.
        if made == revoked {
            self.make_key(&format!("key-{made}"), server).await
        } else {
            self.revoke_key(&format!("key-{}", made - 1), server).await
        }
    }

    async fn make_key(&mut self, name: &str, server: &Server<'_>) -> Result<(), Cut> {
        let path = format!("/admin/{ENVIRONMENT}/keys");
        let request = server.admin.form(&path, &[("name", name)]);
        let effects = [Effect::new("key.made", name)];
        let expected = Expected::status(200);
        self.ask(server, "make an API key", &effects, request, &expected)
            .await
            .map(drop)
    }

    async fn revoke_key(&mut self, name: &str, server: &Server<'_>) -> Result<(), Cut> {
        let path = format!("/admin/{ENVIRONMENT}/keys");
        let request = server.client.request(Method::GET, &path);
        let page = self.look(server, server.admin.signed_in(request)).await?;
        let link = format!("href=\"{path}/");
        let mut links = page.text.split(link.as_str()).skip(1);
        // The newest key that is good stands first.
        let newest = links.find_map(|link| link.split_once("/revoke\""));
        let Some((id, _)) = newest else {
            self.unexpected
                .push(format!("no key to revoke: {}", page.status));
            return Ok(());
        };
        let request = server.admin.form(&format!("{path}/{id}/revoke"), &[]);
        let effects = [Effect::new("key.revoked", name)];
        let expected = Expected::status(303);
        self.ask(server, "revoke an API key", &effects, request, &expected)
            .await
            .map(drop)
    }

    pub(super) async fn settings_step(&mut self, server: &Server<'_>) -> Result<(), Cut> {
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

    async fn save_theme(&mut self, with_logo: bool, server: &Server<'_>) -> Result<(), Cut> {
        let name = theme_name(self.story.count("theme.saved") + 1);
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
        let request = server.admin.signed_in(request);
        let effects = [Effect::new("theme.saved", "")];
        let expected = Expected::status(200);
        self.ask(server, "save the theme", &effects, request, &expected)
            .await
            .map(drop)
    }

    async fn save_origins(&mut self, server: &Server<'_>) -> Result<(), Cut> {
        let number = self.story.count("origins.saved");
        let origins = format!("https://app-{number}.example.com\nhttps://www.example.com");
        let path = format!("/admin/{ENVIRONMENT}/settings/origins");
        let request = server.admin.form(&path, &[("origins", &origins)]);
        let effects = [Effect::new("origins.saved", &origins)];
        let expected = Expected::status(303);
        self.ask(server, "save allowed origins", &effects, request, &expected)
            .await
            .map(drop)
    }

    async fn save_template(&mut self, server: &Server<'_>) -> Result<(), Cut> {
        let number = self.story.count("template.saved");
        let url = format!("https://acme.s3.amazonaws.com/template-{number}.json");
        let path = format!("/admin/{ENVIRONMENT}/settings/template");
        let request = server.admin.form(&path, &[("template_url", &url)]);
        let effects = [Effect::new("template.saved", &url)];
        let expected = Expected::status(303);
        self.ask(
            server,
            "save the template's address",
            &effects,
            request,
            &expected,
        )
        .await
        .map(drop)
    }
}

/// Of the version with this number.
pub fn connector_label(version: usize) -> String {
    format!("Bucket {version}")
}

/// After so many saves of the theme.
pub fn theme_name(saves: usize) -> String {
    format!("Theme {saves}")
}
