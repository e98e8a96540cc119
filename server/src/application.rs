//! The whole server, built from settings. The command line and the tests build it the same way.

use crate::aws_backend::AwsBackend;
use crate::first_start::{self, FirstStartError, NewKeys};
use crate::http_server;
use crate::http_server::connection_limits::ConnectionLimits;
use crate::routes::router;
use crate::settings::Settings;
use crate::shutdown::{self, GRACE_PERIOD};
use crate::state::admin_sessions::AdminSessions;
use crate::state::form_templates::FormTemplates;
use crate::state::sign_in_attempts::SignInAttempts;
use crate::state::{AppState, Site};
use aws::Aws;
use axum::Router;
use domain::EnvironmentId;
use leptos::config::{Env, LeptosOptions};
use sandbox::{Sandbox, SandboxError};
use service::{Clock, Service, Store};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(
        "cannot listen on {addr}: {source}. Is another server running there? Set LEPTOS_SITE_ADDR to use another address."
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

/// A server that is bound to its address and ready to serve.
pub struct Application {
    listener: TcpListener,
    router: Router,
    connection_limits: ConnectionLimits,
    tasks: TaskTracker,
    pub service: Service,
    pub site: Arc<Site>,
    pub sandbox: Option<Sandbox>,
    /// The keys that this start generated.
    pub new_keys: NewKeys,
}

impl Application {
    /// Opens the database, starts the sandbox if the settings name one, and binds the address. Port 0 takes a free
    /// port.
    ///
    /// # Errors
    /// Returns the [`StartError`] of the step that fails.
    pub async fn build(settings: &Settings) -> Result<Self, StartError> {
        Self::build_with_clock(settings, Clock::system()).await
    }

    /// Builds a server with another clock, for tests.
    ///
    /// # Errors
    /// Returns the same errors as [`Self::build`].
    pub async fn build_with_clock(settings: &Settings, clock: Clock) -> Result<Self, StartError> {
        // The address comes first. If it is taken, another server may be using this database and this sandbox.
        let listener = listen(settings.site_addr).await?;
        let store = open_store(settings).await?;
        let AwsBackend { aws, sandbox } = AwsBackend::start(settings).await?;
        let service = Service::new(store, aws, clock, settings.principal.clone());
        Self::assemble(settings, listener, service, sandbox).await
    }

    /// Builds a server that uses this AWS and ignores the settings about AWS and the sandbox.
    ///
    /// # Errors
    /// Returns the same errors as [`Self::build`].
    pub async fn build_with_aws(
        settings: &Settings,
        aws: Aws,
        clock: Clock,
    ) -> Result<Self, StartError> {
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
        app::shell::init_executor();
        let service = service.with_api_call_limit(settings.api_rate);
        let addr = listener.local_addr().map_err(|source| StartError::Bind {
            addr: settings.site_addr,
            source,
        })?;
        let new_keys = first_start::prepare(&service, &settings.secrets).await?;
        let site = Arc::new(Site {
            public_url: settings
                .public_url
                .clone()
                .unwrap_or_else(|| format!("http://{addr}")),
            environment: first_start::default_environment()?,
            sandbox_console: sandbox.as_ref().map(Sandbox::console_url),
            iam_wait: settings.iam_wait,
            trusted_proxies: settings.trusted_proxies.clone(),
            leptos: leptos_options(settings, addr),
        });
        let tasks = TaskTracker::new();
        let state = AppState {
            service: service.clone(),
            site: Arc::clone(&site),
            admin_sessions: AdminSessions::default(),
            sign_in_attempts: SignInAttempts::default(),
            form_templates: FormTemplates::default(),
            tasks: tasks.clone(),
        };
        Ok(Self {
            listener,
            router: router(state),
            connection_limits: ConnectionLimits::for_this_process(settings.trusted_proxies.clone()),
            tasks,
            service,
            site,
            sandbox,
            new_keys,
        })
    }

    /// Returns the address that the server listens on.
    ///
    /// # Errors
    /// Returns an I/O error if the operating system does not report the address.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Returns the environment that the first start creates.
    pub fn environment(&self) -> &EnvironmentId {
        &self.site.environment
    }

    /// Returns the routes, for tests that send requests without a socket.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Serves until a signal stops the process.
    pub async fn run(self) {
        self.run_until(shutdown::wait_for_stop()).await;
    }

    /// Serves until `stop` is ready. Requests that are under way then have 35 seconds to end.
    pub async fn run_until(self, stop: impl Future<Output = ()> + Send + 'static) {
        // In the background: trust policies need the principal, but nothing else waits for it.
        let principal_task = tokio::spawn(self.service.clone().fetch_principal_with_retries());
        let cleanup_task = tokio::spawn(self.service.clone().clean_up_periodically());
        http_server::serve(
            self.listener,
            self.router,
            self.connection_limits,
            self.tasks,
            stop,
            GRACE_PERIOD,
        )
        .await;
        principal_task.abort();
        cleanup_task.abort();
        self.service.store().close().await;
    }
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(addr)
        .await
        .map_err(|source| StartError::Bind { addr, source })
}

/// Opens the database with the key ring that decrypts its secrets, and runs its migrations.
///
/// # Errors
/// - [`StartError::FirstStart`] if the master key is invalid, or its file cannot be read or created.
/// - [`StartError::Store`] if the database cannot be opened.
pub async fn open_store(settings: &Settings) -> Result<Store, StartError> {
    let keys = first_start::key_ring(settings)?;
    Ok(Store::open(&settings.database_url, keys).await?)
}

fn leptos_options(settings: &Settings, addr: SocketAddr) -> LeptosOptions {
    // `cargo leptos watch` sets this variable. In this mode pages reload themselves after a build.
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
