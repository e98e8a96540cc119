//! Somebody signed in to the admin's pages, in a browser without scripts.

use crate::answer::Answer;
use crate::client::{ADMIN_KEY, Client};
use reqwest::{Method, RequestBuilder};

/// The field of each form that ties it to whoever is signed in.
pub const FORM_TOKEN: &str = "form_token";
/// What the log calls this admin.
pub const NAME: &str = "Anna";

pub struct Admin<'a> {
    app: &'a Client,
    pub cookie: String,
    /// What each form carries; empty for somebody who is not signed in.
    pub form_token: String,
}

impl<'a> Admin<'a> {
    pub async fn sign_in(app: &'a Client) -> Self {
        let fields = [("key", ADMIN_KEY), ("name", NAME)];
        let answer = app
            .send(app.form("/admin/sign-in", &fields))
            .await
            .expect(303);
        assert_eq!(answer.header("location"), "/admin");
        let cookie = answer.header("set-cookie").split(';').next();
        let mut admin = Self::with_cookie(app, cookie.unwrap_or_default());
        admin.form_token = admin.value("/admin/environments", FORM_TOKEN).await;
        admin
    }

    pub fn with_cookie(app: &'a Client, cookie: &str) -> Self {
        Self {
            app,
            cookie: cookie.to_owned(),
            form_token: String::new(),
        }
    }

    /// The request with this admin's cookie.
    pub fn signed_in(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("cookie", &self.cookie)
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = self.app.request(Method::GET, path);
        self.app.send(self.signed_in(request)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.app.send(self.form(path, fields)).await
    }

    /// A form as this admin's browser sends it.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let mut fields = fields.to_vec();
        fields.push((FORM_TOKEN, &self.form_token));
        self.signed_in(self.app.form(path, &fields))
    }

    /// A form as another page would send it.
    pub async fn post_without_token(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.app.form(path, fields);
        self.app.send(self.signed_in(form)).await
    }

    /// The value of a field on a page.
    pub async fn value(&self, path: &str, field: &str) -> String {
        crate::html::value_of(&self.get(path).await.text, field).expect("the field is on the page")
    }

    /// Presses Confirm with the controls as they are here.
    pub async fn save(&self, flow: &str, controls: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("controls", "on"), ("action", "save")];
        fields.extend_from_slice(controls);
        self.post(flow, &fields).await
    }

    /// The same, from the version that is there, and it is taken.
    pub async fn saves(&self, flow: &str, controls: &[(&str, &str)]) -> Answer {
        let version = self.value(flow, "version").await;
        let mut fields = vec![("version", version.as_str())];
        fields.extend_from_slice(controls);
        let saved = self.save(flow, &fields).await.expect(303);
        let page = self.get(saved.header("location")).await;
        page.page(200, "Saved as version")
    }
}
