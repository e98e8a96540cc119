//! The whole server, built from settings. `main` and the tests build it the same way.

use crate::admin::{AdminSessions, Attempts};
use crate::amazon::Amazon;
use crate::connections::{self, Limits};
use crate::first_start::{self, FirstStartError, MadeKeys};
use crate::routes::router;
use crate::settings::Settings;
use crate::shutdown::{self, GRACE};
use crate::state::{AppState, Site};
use crate::widget::FirstForms;
use aws::Aws;
use axum::Router;
use domain::EnvironmentId;
use leptos::config::{Env, LeptosOptions};
use sandbox::{Sandbox, SandboxError};
use service::{Clock, Service, Store};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(
        "{addr} cannot be listened on: {source}. Is another server running there? LEPTOS_SITE_ADDR takes another address."
    )]
    Bind {
        addr: SocketAddr,
        source: std::io::Error,
    },
    #[error("the sandbox could not start: {0}")]
    Sandbox(#[from] SandboxError),
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error(transparent)]
    FirstStart(#[from] FirstStartError),
}

/// Bound and ready to serve.
pub struct Application {
    listener: TcpListener,
    router: Router,
    limits: Limits,
    pub service: Service,
    pub site: Arc<Site>,
    pub sandbox: Option<Sandbox>,
    pub made_keys: MadeKeys,
}

impl Application {
    /// Opens the database, starts the sandbox if one is asked for, and binds the address (port 0 takes a
    /// free one).
    ///
    /// # Errors
    /// When any of these cannot be done; the words say which and why.
    pub async fn build(settings: &Settings) -> Result<Self, StartError> {
        Self::build_with_clock(settings, Clock::system()).await
    }

    /// # Errors
    /// As [`Self::build`].
    pub async fn build_with_clock(settings: &Settings, clock: Clock) -> Result<Self, StartError> {
        let listener = listen(settings.site_addr).await?;
        let (service, amazon) = open(settings, clock).await?;
        Self::assemble(settings, listener, service, amazon.sandbox).await
    }

    /// On an AWS that is there already, whatever the settings say of one.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub async fn build_on(settings: &Settings, aws: Aws, clock: Clock) -> Result<Self, StartError> {
        let listener = listen(settings.site_addr).await?;
        let store = open_store(settings).await?;
        let service = Service::new(store, aws, clock, settings.principal.clone());
        Self::assemble(settings, listener, service, None).await
    }

    async fn assemble(
        settings: &Settings,
        listener: TcpListener,
        service: Service,
        sandbox: Option<Sandbox>,
    ) -> Result<Self, StartError> {
        app::shell::start();
        let addr = listener.local_addr().map_err(|source| StartError::Bind {
            addr: settings.site_addr,
            source,
        })?;
        let made_keys = first_start::prepare(&service, &settings.secrets).await?;
        let site = Arc::new(Site {
            public_url: settings
                .public_url
                .clone()
                .unwrap_or_else(|| format!("http://{addr}")),
            environment: first_start::environment()?,
            sandbox_console: sandbox.as_ref().map(Sandbox::console_url),
            iam_wait: settings.iam_wait,
            trusted_proxies: settings.trusted_proxies.clone(),
            leptos: leptos_options(settings, addr),
        });
        let state = AppState {
            service: service.clone(),
            site: Arc::clone(&site),
            admin_sessions: AdminSessions::default(),
            attempts: Attempts::default(),
            first_forms: FirstForms::default(),
        };
        Ok(Self {
            listener,
            router: router(state),
            limits: Limits::of_this_process(settings.trusted_proxies.clone()),
            service,
            site,
            sandbox,
            made_keys,
        })
    }

    /// # Errors
    /// When the operating system does not say.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    pub fn environment(&self) -> &EnvironmentId {
        &self.site.environment
    }

    /// The routes, for tests that ask without a socket.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Serves until a signal asks it to stop.
    pub async fn run(self) {
        self.run_until(shutdown::asked()).await;
    }

    /// Serves until `stop` is ready, and then until the requests under way have ended, for 35 seconds at most.
    pub async fn run_until(self, stop: impl Future<Output = ()> + Send + 'static) {
        let learning = tokio::spawn(self.service.clone().learn_principal());
        connections::serve(self.listener, self.router, self.limits, stop, GRACE).await;
        learning.abort();
        self.service.store().close().await;
    }
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(addr)
        .await
        .map_err(|source| StartError::Bind { addr, source })
}

/// The use cases, without a listener: what the other commands need too.
///
/// # Errors
/// When the database or the sandbox cannot be opened.
pub async fn open(settings: &Settings, clock: Clock) -> Result<(Service, Amazon), StartError> {
    let store = open_store(settings).await?;
    let amazon = Amazon::start(settings).await?;
    let service = Service::new(store, amazon.aws.clone(), clock, settings.principal.clone());
    Ok((service, amazon))
}

/// The database, brought up to date, with the keys that open its secrets.
///
/// # Errors
/// When the master key or the database cannot be had.
pub async fn open_store(settings: &Settings) -> Result<Store, StartError> {
    let keys = first_start::key_ring(settings)?;
    Ok(Store::open(&settings.database_url, keys).await?)
}

/// The address that opens the widget. `base` has no slash at its end.
pub fn connect_link(base: &str, token: &str) -> String {
    format!("{base}/connect?token={token}")
}

fn leptos_options(settings: &Settings, addr: SocketAddr) -> LeptosOptions {
    // cargo-leptos says so when it watches; then the page may reload itself.
    let env = if std::env::var_os("LEPTOS_WATCH").is_some() {
        Env::DEV
    } else {
        Env::PROD
    };
    LeptosOptions::builder()
        .output_name("s3-connect")
        .site_root(settings.site_root.clone())
        .site_pkg_dir("pkg")
        .site_addr(addr)
        .env(env)
        .build()
}

impl Site {
    /// The address that opens the widget.
    pub fn link(&self, token: &str) -> String {
        connect_link(&self.public_url, token)
    }
}
