//! An admin who uses the admin pages in a browser without JavaScript.

use crate::answer::Answer;
use crate::client::{ADMIN_KEY, Client};
use reqwest::{Method, RequestBuilder};

/// The form field that ties each admin form to the signed-in session, as protection against CSRF.
pub const FORM_TOKEN: &str = "form_token";
/// The name under which this admin appears in the audit log.
pub const ADMIN_NAME: &str = "Anna";

pub struct Admin<'a> {
    app: &'a Client,
    pub cookie: String,
    /// The session's token for forms. It is empty if nobody is signed in.
    pub form_token: String,
}

impl<'a> Admin<'a> {
    /// Signs in with the admin key and reads the form token from a page.
    pub async fn sign_in(app: &'a Client) -> Self {
        let fields = [("key", ADMIN_KEY), ("name", ADMIN_NAME)];
        let answer = app
            .send(app.form("/admin/sign-in", &fields))
            .await
            .expect(303);
        assert_eq!(answer.header("location"), "/admin");
        let cookie = answer.header("set-cookie").split(';').next();
        let mut admin = Self::with_cookie(app, cookie.unwrap_or_default());
        admin.form_token = admin.field_value("/admin/environments", FORM_TOKEN).await;
        admin
    }

    /// Creates an admin with any cookie, valid or not, and without a form token.
    pub fn with_cookie(app: &'a Client, cookie: &str) -> Self {
        Self {
            app,
            cookie: cookie.to_owned(),
            form_token: String::new(),
        }
    }

    /// Adds this admin's cookie to a request.
    pub fn authenticate(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("cookie", &self.cookie)
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = self.app.request(Method::GET, path);
        self.app.send(self.authenticate(request)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.app.send(self.form(path, fields)).await
    }

    /// Builds a form as this admin's browser sends it, with the form token.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let mut fields = fields.to_vec();
        fields.push((FORM_TOKEN, &self.form_token));
        self.authenticate(self.app.form(path, &fields))
    }

    /// Posts a form as a page of another site would: with the cookie, but without the form token.
    pub async fn post_without_token(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.app.form(path, fields);
        self.app.send(self.authenticate(form)).await
    }

    /// Returns the value of an input field on a page.
    pub async fn field_value(&self, path: &str, field: &str) -> String {
        crate::html::input_value(&self.get(path).await.text, field)
            .expect("the field is on the page")
    }

    /// Returns the form that saves the settings of a flow. Of the access modes and the direction, it has those in `controls`.
    pub async fn settings_form(
        &self,
        flow: &str,
        controls: &[(&str, &str)],
    ) -> Vec<(String, String)> {
        let page = self.get(flow).await.expect(200);
        let mut fields = crate::html::default_form_fields(&page.text, "editor").expect("the form");
        let is_replaced = |name: &str| controls.iter().any(|(known, _)| *known == name);
        fields.retain(|(name, _)| {
            !matches!(name.as_str(), "keys" | "role" | "direction") && !is_replaced(name)
        });
        let controls = controls.iter().chain(&[("action", "save")]);
        fields.extend(controls.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        fields
    }

    /// Saves the settings of a flow, see [`Admin::settings_form`].
    pub async fn save(&self, flow: &str, controls: &[(&str, &str)]) -> Answer {
        let fields = self.settings_form(flow, controls).await;
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
        self.post(flow, &fields).await
    }

    /// Like [`Admin::save`], and expects success.
    pub async fn save_current_version(&self, flow: &str, controls: &[(&str, &str)]) -> Answer {
        let saved = self.save(flow, controls).await.expect(303);
        let page = self.get(saved.header("location")).await;
        page.expect_page(200, "Saved as version")
    }
}
