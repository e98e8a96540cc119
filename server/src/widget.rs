//! The widget's two routes: opening the link, and whatever is pressed on the page. Both work as plain HTML;
//! a page whose islands are awake asks for a check in pieces instead.

mod first_form;
mod messages;
pub(crate) mod model;
mod pieces;
mod reader;
mod setup;
pub mod words_file;

use crate::input::Form;
use crate::looks;
use crate::problem::Problem;
use crate::request_id::RequestId;
use crate::state::AppState;
use app::look::Look;
use app::shell::{Document, Script, render};
use app::widget::{Filled, ForwardedLink, JustNow, NotDone, View, WidgetPage};
use axum::body::Body;
use axum::extract::{RawQuery, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, extract::FromRequest as _};
use domain::FieldError;
pub use first_form::FirstForms;
use i18n::Locale;
use leptos::prelude::*;
use messages::{Audience, message, no_link, refused};
use reader::Reader;
use secrecy::{ExposeSecret as _, SecretString};
use service::{Asker, Checked, ConnectSession, Error, SessionKind, Standing, Test};

/// Where everything on a page hangs: the link, and what it opens.
pub(crate) struct Visit {
    pub state: AppState,
    pub token: String,
    pub session: ConnectSession,
    /// What the reader reads.
    pub locale: Locale,
}

pub async fn open(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let mut pairs = url::form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes());
    let token = pairs
        .find(|(name, value)| name == "token" && !value.is_empty())
        .map(|(_, value)| value.into_owned());
    let reader = Reader::of(request.headers());
    match token {
        Some(token) => match Visit::open(state.clone(), token, &reader).await {
            Ok((visit, standing)) => visit.stand(standing, id).await,
            Err(error) => refused(&state, error, (&reader).into(), id).await,
        },
        None => no_link(&state, reader.locale()),
    }
}

/// What can be pressed on the page.
pub async fn act(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let pieces = request
        .headers()
        .get(header::ACCEPT)
        .is_some_and(|accept| accept == app::islands::PIECES);
    let reader = Reader::of(request.headers());
    let mut form = match Form::from_request(request, &state).await {
        Ok(form) => form,
        Err(problem) => {
            return message(&state, problem, (&reader).into(), id).await;
        }
    };
    let Some(token) = form.take("token").filter(|token| !token.is_empty()) else {
        return no_link(&state, reader.locale());
    };
    let visit = match Visit::new(state.clone(), token, &reader).await {
        Ok(visit) => visit,
        Err(error) => return refused(&state, error, (&reader).into(), id).await,
    };
    let audience = Audience::from(&visit);
    let action = form.take("action").unwrap_or_default();
    if !visit.allows(&action) {
        return refused(&state, Error::NotForForwardedLinks, audience, id).await;
    }
    let again = action == "again";
    let done = match action.as_str() {
        "save" | "again" if pieces => return pieces::save(visit, form, again),
        "check" if pieces => return pieces::check(visit),
        "forward" if pieces => return pieces::forward_link(visit, form),
        "setup" if pieces => setup::pieces(&visit, &form).await,
        "setup" => setup::page(&visit, &form).await,
        download if download.starts_with(setup::DOWNLOAD) => {
            setup::download(&visit, &form, download).await
        }
        "save" | "again" => visit.save(form, again).await,
        "forward" => visit.forward_link(form).await,
        "check" => visit.check().await,
        "change" => visit.change().await,
        "disconnect" => visit.confirm().await,
        "disconnect-now" => visit.disconnect().await,
        _ => {
            let standing = visit.standing().await;
            return visit.stand(standing, id).await;
        }
    };
    match done {
        Ok(response) => response,
        Err(error) => refused(&state, error, audience, id).await,
    }
}

impl Visit {
    async fn new(state: AppState, token: String, reader: &Reader) -> Result<Self, Error> {
        let link = SecretString::from(token.as_str());
        let session = state.service.open_session(&link).await?;
        Ok(Self::of(session, state, token, reader))
    }

    /// As [`Self::new`], with where things stand.
    async fn open(
        state: AppState,
        token: String,
        reader: &Reader,
    ) -> Result<(Self, Result<Standing, Error>), Error> {
        let link = SecretString::from(token.as_str());
        let (session, standing) = state.service.standing(&link).await?;
        let session = state.service.still_good(session)?;
        Ok((Self::of(session, state, token, reader), standing))
    }

    fn of(session: ConnectSession, state: AppState, token: String, reader: &Reader) -> Self {
        let link = SecretString::from(token.as_str());
        let service = state.service.by_link(&link, session.kind);
        Self {
            locale: reader.locale_of(session.locale.as_deref()),
            state: AppState { service, ..state },
            token,
            session,
        }
    }

    /// A link that was handed on fills in, tests and saves; all else is the tenant's.
    fn allows(&self, action: &str) -> bool {
        self.session.kind == SessionKind::Tenant
            || ["", "open", "save", "again", "setup"].contains(&action)
            || action.starts_with(setup::DOWNLOAD)
    }

    fn test(&self, again: bool) -> Test {
        let link = SecretString::from(self.token.as_str());
        Test {
            again,
            asker: Some(Asker::Link(link)),
        }
    }

    /// What a link of the tenant's AWS administrator looks like, and until when it is good.
    async fn create_forwarded_link(&self, form: &Form) -> Result<ForwardedLink, Error> {
        let raw = model::raw_draft(form);
        let opened = self.state.service.forward_link(&self.session, &raw).await?;
        Ok(ForwardedLink {
            url: self.state.site.link(opened.token.expose_secret()),
            expires_at: opened.expires_at,
        })
    }

    pub(crate) fn look(&self, standing: &Standing) -> Look {
        looks::look(&self.session.scope.environment, standing.theme.clone())
    }

    /// Where things stand by now. A link whose time ran out meanwhile still shows what came of what it began.
    pub(crate) async fn standing(&self) -> Result<Standing, Error> {
        let link = SecretString::from(self.token.as_str());
        self.state.service.standing(&link).await?.1
    }

    /// Shows where things stand: the connection if there is one, or else the form as it was last tried.
    async fn stand(self, standing: Result<Standing, Error>, id: RequestId) -> Response {
        match standing {
            Ok(standing) => {
                if let Some(page) = first_form::page(&self, &standing) {
                    page
                } else {
                    let view = model::view(&self, &standing, JustNow::Nothing);
                    self.page(&standing, view, StatusCode::OK)
                }
            }
            Err(error) => {
                let audience = Audience::from(&self);
                refused(&self.state, error, audience, id).await
            }
        }
    }

    async fn save(self, form: Form, again: bool) -> Result<Response, Error> {
        let raw = model::raw_draft(&form);
        let (scope, flow) = (&self.session.scope, &self.session.flow);
        let service = &self.state.service;
        let result = service
            .test_and_save(scope, flow, &raw, self.test(again), |_| {})
            .await;
        let standing = self.standing().await?;
        let refused = |errors, report| {
            let filled = Filled {
                report,
                ..model::filled(&form, &standing, errors)
            };
            View::Form(Box::new(filled))
        };
        let mut limited = None;
        let (view, status) = match result {
            Ok(Checked {
                connection,
                notices,
                ..
            }) => (
                model::connected(&self, &connection, JustNow::Connected, notices),
                StatusCode::OK,
            ),
            Err(Error::AlreadyConnected) => (
                model::view(&self, &standing, JustNow::Nothing),
                StatusCode::CONFLICT,
            ),
            Err(Error::Fields(errors)) => (refused(errors, None), StatusCode::UNPROCESSABLE_ENTITY),
            Err(Error::NotPassed(report)) => (
                refused(Vec::new(), Some(*report)),
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
            Err(error @ (Error::TooManyChecks | Error::TooManyChecksLately { .. })) => {
                let (not_done, problem) = self.not_done(error);
                let filled = Filled {
                    not_done: Some(not_done),
                    report: None,
                    ..model::unjudged(&form, &standing)
                };
                let status = problem.status();
                limited = Some(problem);
                (View::Form(Box::new(filled)), status)
            }
            Err(other) => return Err(other),
        };
        let mut response = self.page(&standing, view, status);
        if let Some(problem) = limited {
            problem.put_retry_after(response.headers_mut());
        }
        Ok(response)
    }

    async fn forward_link(self, form: Form) -> Result<Response, Error> {
        let (link, status) = match self.create_forwarded_link(&form).await {
            Ok(link) => (Ok(link), StatusCode::OK),
            Err(error @ Error::TooManyLinks) => {
                let (not_done, problem) = self.not_done(error);
                (Err(not_done), problem.status())
            }
            Err(other) => return Err(other),
        };
        let standing = self.standing().await?;
        let filled = Filled {
            link: Some(link),
            ..model::unjudged(&form, &standing)
        };
        let view = View::Form(Box::new(filled));
        Ok(self.page(&standing, view, status))
    }

    /// What the form says where everything that was typed stays.
    fn not_done(&self, error: Error) -> (NotDone, Problem) {
        let problem = Problem::from(error);
        (messages::not_done(self.locale, problem.code), problem)
    }

    /// The form again, and what to do in AWS with what is filled in.
    fn filled_in(&self, form: &Form, standing: &Standing, status: StatusCode) -> Response {
        let done = self.session.kind == SessionKind::Forwarded && standing.connection.is_some();
        let view = if done {
            model::view(self, standing, JustNow::Nothing)
        } else {
            let mut filled = model::unjudged(form, standing);
            filled.tabs.open = true;
            View::Form(Box::new(filled))
        };
        self.page(standing, view, status)
    }

    async fn check(self) -> Result<Response, Error> {
        let connection = self
            .state
            .service
            .check_again(&self.session.scope, &self.session.flow, |_| {})
            .await?;
        let view = model::connected(&self, &connection, JustNow::Checked, Vec::new());
        let standing = self.standing().await?;
        Ok(self.page(&standing, view, StatusCode::OK))
    }

    async fn change(self) -> Result<Response, Error> {
        let standing = self.standing().await?;
        let view = View::Form(Box::new(model::to_change(&standing)));
        Ok(self.page(&standing, view, StatusCode::OK))
    }

    async fn confirm(self) -> Result<Response, Error> {
        let standing = self.standing().await?;
        let view = match model::view(&self, &standing, JustNow::Nothing) {
            View::Connected(connection) => View::ConfirmDisconnect(connection),
            other => other,
        };
        Ok(self.page(&standing, view, StatusCode::OK))
    }

    async fn disconnect(self) -> Result<Response, Error> {
        match self
            .state
            .service
            .disconnect(&self.session.scope, &self.session.flow)
            .await
        {
            // Pressed twice: it is gone, which is what was asked for.
            Ok(()) | Err(Error::NoConnection(_)) => {}
            Err(error) => return Err(error),
        }
        let standing = self.standing().await?;
        Ok(self.page(&standing, View::Disconnected, StatusCode::OK))
    }

    fn page(&self, standing: &Standing, view: View, status: StatusCode) -> Response {
        let look = self.look(standing);
        let widget = model::widget(self, standing, &look);
        let document = self.document(look, status);
        let options = self.state.site.leptos.clone();
        render(
            options,
            document,
            move || view! { <WidgetPage widget view /> },
        )
    }

    fn document(&self, look: Look, status: StatusCode) -> Document {
        Document {
            locale: self.locale,
            title: self.locale.connect_title(),
            status,
            frame_ancestors: self.session.origin.clone(),
            look,
            style: "",
            script: Script::Widget,
        }
    }
}

/// Field errors by the field's name, as the page's islands take them.
pub(crate) fn by_field(locale: Locale, errors: &[FieldError]) -> Vec<(String, String)> {
    errors
        .iter()
        .map(|e| (e.field.clone(), locale.translate(&e.detail)))
        .collect()
}

/// An answer in pieces has no status of its own to tell an error by, so a refusal before the first piece
/// is a page.
pub(crate) fn lines(body: Body) -> Response {
    (
        [
            (header::CONTENT_TYPE, app::islands::PIECES),
            (header::CACHE_CONTROL, "no-store"),
        ],
        body,
    )
        .into_response()
}
