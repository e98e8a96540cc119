//! The widget's two routes: opening the link, and whatever is pressed on the page. Both work as plain HTML;
//! a page whose islands are awake asks for a check in pieces instead.

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
use app::widget::{Filled, HandOffLink, JustNow, NotDone, View, WidgetPage};
use axum::body::Body;
use axum::extract::{RawQuery, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, extract::FromRequest as _};
use domain::FieldError;
use leptos::prelude::*;
use messages::{Audience, message, no_link, refused};
use reader::Reader;
use secrecy::{ExposeSecret as _, SecretString};
use service::{Actor, Asker, Checked, ConnectSession, Error, SessionKind, Standing, Test};
use words::Language;

/// Where everything on a page hangs: the link, and what it opens.
pub(crate) struct Visit {
    pub state: AppState,
    pub token: String,
    pub session: ConnectSession,
    /// What the reader reads.
    pub language: Language,
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
        Some(token) => match Visit::new(state.clone(), token, &reader).await {
            Ok(visit) => visit.stand(JustNow::Nothing, id, request).await,
            Err(error) => refused(&state, error, (&reader).into(), id, request).await,
        },
        None => no_link(&state, reader.language(), request).await,
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
            return message(&state, problem, (&reader).into(), id, Request::default()).await;
        }
    };
    let request = Request::default();
    let Some(token) = form.take("token").filter(|token| !token.is_empty()) else {
        return no_link(&state, reader.language(), request).await;
    };
    let visit = match Visit::new(state.clone(), token, &reader).await {
        Ok(visit) => visit,
        Err(error) => return refused(&state, error, (&reader).into(), id, request).await,
    };
    let audience = Audience::from(&visit);
    let action = form.take("action").unwrap_or_default();
    if !visit.allows(&action) {
        return refused(&state, Error::HandedOn, audience, id, request).await;
    }
    let again = action == "again";
    let done = match action.as_str() {
        "save" | "again" if pieces => return pieces::save(visit, form, again),
        "check" if pieces => return pieces::check(visit),
        "hand-off" if pieces => return pieces::hand_off(visit, form),
        "setup" if pieces => setup::pieces(&visit, &form).await,
        "setup" => setup::page(&visit, &form).await,
        download if download.starts_with(setup::DOWNLOAD) => {
            setup::download(&visit, &form, download).await
        }
        "save" | "again" => visit.save(form, again, request).await,
        "hand-off" => visit.hand_off(form, request).await,
        "check" => visit.check(request).await,
        "change" => visit.change(request).await,
        "disconnect" => visit.confirm(request).await,
        "disconnect-now" => visit.disconnect(request).await,
        _ => return visit.stand(JustNow::Nothing, id, request).await,
    };
    match done {
        Ok(response) => response,
        Err(error) => refused(&state, error, audience, id, Request::default()).await,
    }
}

impl Visit {
    async fn new(state: AppState, token: String, reader: &Reader) -> Result<Self, Error> {
        let session = state
            .service
            .open_session(&SecretString::from(token.as_str()))
            .await?;
        let by = match session.kind {
            SessionKind::Tenant => Actor::Tenant,
            SessionKind::HandOff => Actor::HandOff,
        };
        let service = state.service.by(by);
        Ok(Self {
            language: reader.language_of(session.locale.as_deref()),
            state: AppState { service, ..state },
            token,
            session,
        })
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
    async fn link_to_hand_on(&self, form: &Form) -> Result<HandOffLink, Error> {
        let raw = model::raw_draft(form);
        let opened = self.state.service.hand_off(&self.session, &raw).await?;
        Ok(HandOffLink {
            url: self.state.site.link(opened.token.expose_secret()),
            expires_at: opened.expires_at,
        })
    }

    async fn look(&self) -> Look {
        looks::of(&self.state, &self.session.scope.environment).await
    }

    pub(crate) async fn standing(&self) -> Result<Standing, Error> {
        self.state
            .service
            .standing(&self.session.scope, &self.session.flow)
            .await
    }

    /// Shows where things stand: the connection if there is one, or else the form as it was last tried.
    async fn stand(self, just_now: JustNow, id: RequestId, request: Request) -> Response {
        match self.standing().await {
            Ok(standing) => {
                let view = model::view(&self, &standing, just_now);
                self.page(&standing, view, StatusCode::OK, request).await
            }
            Err(error) => {
                let audience = Audience::from(&self);
                refused(&self.state, error, audience, id, request).await
            }
        }
    }

    async fn save(self, form: Form, again: bool, request: Request) -> Result<Response, Error> {
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
            Err(error @ Error::TooManyChecks) => {
                let (not_done, status) = self.not_done(error);
                let filled = Filled {
                    not_done: Some(not_done),
                    report: None,
                    ..model::unjudged(&form, &standing)
                };
                (View::Form(Box::new(filled)), status)
            }
            Err(other) => return Err(other),
        };
        Ok(self.page(&standing, view, status, request).await)
    }

    async fn hand_off(self, form: Form, request: Request) -> Result<Response, Error> {
        let (link, status) = match self.link_to_hand_on(&form).await {
            Ok(link) => (Ok(link), StatusCode::OK),
            Err(error @ Error::TooManyLinks) => {
                let (not_done, status) = self.not_done(error);
                (Err(not_done), status)
            }
            Err(other) => return Err(other),
        };
        let standing = self.standing().await?;
        let filled = Filled {
            link: Some(link),
            ..model::unjudged(&form, &standing)
        };
        let view = View::Form(Box::new(filled));
        Ok(self.page(&standing, view, status, request).await)
    }

    /// What the form says where everything that was typed stays.
    fn not_done(&self, error: Error) -> (NotDone, StatusCode) {
        let problem = Problem::from(error);
        let words = messages::not_done(self.language, problem.code);
        (words, problem.status())
    }

    /// The form again, and what to do in AWS with what is filled in.
    async fn filled_in(&self, form: &Form, standing: &Standing, status: StatusCode) -> Response {
        let done = self.session.kind == SessionKind::HandOff && standing.connection.is_some();
        let view = if done {
            model::view(self, standing, JustNow::Nothing)
        } else {
            let mut filled = model::unjudged(form, standing);
            filled.tabs.open = true;
            View::Form(Box::new(filled))
        };
        self.page(standing, view, status, Request::default()).await
    }

    async fn check(self, request: Request) -> Result<Response, Error> {
        let connection = self
            .state
            .service
            .check_again(&self.session.scope, &self.session.flow, |_| {})
            .await?;
        let view = model::connected(&self, &connection, JustNow::Checked, Vec::new());
        let standing = self.standing().await?;
        Ok(self.page(&standing, view, StatusCode::OK, request).await)
    }

    async fn change(self, request: Request) -> Result<Response, Error> {
        let standing = self.standing().await?;
        let view = View::Form(Box::new(model::to_change(&standing)));
        Ok(self.page(&standing, view, StatusCode::OK, request).await)
    }

    async fn confirm(self, request: Request) -> Result<Response, Error> {
        let standing = self.standing().await?;
        let view = match model::view(&self, &standing, JustNow::Nothing) {
            View::Connected(connection) => View::ConfirmDisconnect(connection),
            other => other,
        };
        Ok(self.page(&standing, view, StatusCode::OK, request).await)
    }

    async fn disconnect(self, request: Request) -> Result<Response, Error> {
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
        Ok(self
            .page(&standing, View::Disconnected, StatusCode::OK, request)
            .await)
    }

    async fn page(
        &self,
        standing: &Standing,
        view: View,
        status: StatusCode,
        request: Request,
    ) -> Response {
        let look = self.look().await;
        let widget = model::widget(self, standing, &look);
        let document = Document {
            language: self.language,
            title: self.language.connect_title(),
            status,
            frame_ancestors: self.session.origin.clone(),
            look,
            style: "",
            script: Script::Widget,
        };
        let options = self.state.site.leptos.clone();
        render(
            options,
            document,
            request,
            move || view! { <WidgetPage widget=widget.clone() view=view.clone() /> },
        )
        .await
    }
}

/// Field errors by the field's name, as the page's islands take them.
pub(crate) fn by_field(language: Language, errors: &[FieldError]) -> Vec<(String, String)> {
    errors
        .iter()
        .map(|e| (e.field.clone(), language.say(&e.detail)))
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
