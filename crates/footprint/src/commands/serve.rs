//! `serve`: answer in the browser and to programs, until told to stop.

use super::account;
use crate::cli::{Global, ServeArgs};
use crate::clock;
use crate::database;
use crate::exit::{Ended, Failure};
use app::Footprint;
use jiff::SignedDuration;
use kit::security::Csrf;
use kit::serve::Limits;
use kit::sign_in::{Forwarded, RecordPeople, Settings, SettingsError, SignIn, providers_from};
use kit::site::{Config, Operator, Today};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;
use who_pays_face::assignment::{Assignment, ReferenceSource};

const SWEPT_EVERY: Duration = Duration::from_mins(10);
/// Long enough to look into a pattern of refused attempts; then they are forgotten.
const REFUSALS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Serves the journal.
pub(crate) async fn serve(global: &Global, args: &ServeArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal_or_new(global).await?).await?;
    let listener = listen(args.listen).await?;
    let store = account::open(global).await?;
    tokio::spawn(sweep(store.clone(), footprint.clone()));
    let (assignment, _files) = assignment(global, args, &store)?;
    let operator =
        Operator { name: args.operator.clone(), contact: args.contact.clone(), privacy: args.privacy.clone() };
    let base = args.base.clone().unwrap_or_default();
    let config = Config { base, operator, ..Config::default() }.with(assignment);
    let sign_in = sign_in(args, &footprint, store)?;
    let csrf = match &args.form_key {
        Some(path) => Csrf::from_file(path).map_err(|error| Failure::failed(error.to_string()))?,
        None => Csrf::random()?,
    };
    let served = Served { csrf, limits: limits(args), metrics: metrics(args).await? };
    note!("Serving {} at http://{} (Ctrl-C stops)", database::shown(&global.database), listener.local_addr()?);
    if args.behind_proxy && !config.base.starts_with("https://") {
        note!("Cookies are sent without HTTPS too: name the address that people use with --base https://…");
    }
    answer(footprint, config, sign_in, listener, served).await
}

/// How the server is run.
pub(crate) struct Served {
    /// The key of the forms.
    pub(crate) csrf: Csrf,
    /// What clients may take of it.
    pub(crate) limits: Limits,
    /// Where to tell what is asked.
    pub(crate) metrics: Option<TcpListener>,
}

/// An eighth of all for one address, since offices share one, and no proxy's is held to it.
fn limits(args: &ServeArgs) -> Limits {
    let connections = usize::from(args.connections);
    let limits = Limits { connections, connections_of_address: connections / 8, ..Limits::default() };
    if args.behind_proxy { limits.behind_proxy() } else { limits }
}

async fn metrics(args: &ServeArgs) -> Result<Option<TcpListener>, Failure> {
    let Some(address) = args.metrics else { return Ok(None) };
    let bound = TcpListener::bind(address).await;
    let failed = |error| Failure::failed(format!("cannot tell the metrics at {address}: {error}"));
    let listener = bound.map_err(|error| failed(error).advise("Take another port with --metrics ADDRESS:PORT."))?;
    note!("Metrics at http://{}/metrics", listener.local_addr()?);
    Ok(Some(listener))
}

/// Who may sign in, and how; nobody, unless passwords or a provider are set up.
fn sign_in(args: &ServeArgs, footprint: &Footprint, store: Store) -> Result<SignIn, Failure> {
    let wrong = |error: SettingsError| {
        Failure::usage(error.to_string()).advise("docs/signing-in.md lists the variables of a sign-in provider.")
    };
    let providers = providers_from(|name| std::env::var(name).ok()).map_err(wrong)?;
    if providers.is_empty() && !args.passwords {
        return Ok(SignIn::none());
    }
    let settings = Settings {
        base: args.base.clone().unwrap_or_default(),
        has_passwords: args.passwords,
        providers,
        forwarded: if args.behind_proxy { Forwarded::LastHop } else { Forwarded::Ignored },
        ..Settings::default()
    };
    let people = RecordPeople::new(footprint.clone(), Today::Clock);
    Ok(SignIn::new(store, settings).map_err(wrong)?.with_people(Arc::new(people)))
}

/// What assigning activity needs: the tables, and a folder for files while they are worked on. Where the database is no file,
/// the folder is a temporary one, which goes with what is returned beside.
fn assignment(
    global: &Global,
    args: &ServeArgs,
    store: &Store,
) -> Result<(Assignment, Option<tempfile::TempDir>), Failure> {
    let source = args.reference.clone().map_or(ReferenceSource::Kept, ReferenceSource::Folder);
    let path = global.database.strip_prefix("sqlite:").unwrap_or(&global.database);
    let is_file = !global.database.contains("://") && !path.starts_with(':');
    let (folder, held) = match &args.files {
        Some(folder) => (folder.clone(), None),
        None if is_file => (PathBuf::from(format!("{}.files", path.split('?').next().unwrap_or(path))), None),
        None => {
            let held = tempfile::Builder::new().prefix("footprint-files-").tempdir()?;
            (held.path().to_owned(), Some(held))
        }
    };
    Ok((Assignment::new(store.clone(), source, folder)?, held))
}

/// Clears away what has run out, for as long as the server lives.
async fn sweep(store: Store, footprint: Footprint) {
    let mut ticks = tokio::time::interval(SWEPT_EVERY);
    loop {
        ticks.tick().await;
        // Before anything is swept: what the record names must not run out.
        if let Err(error) = web::papers::settle_offers(&store, &footprint, clock::now()).await {
            tracing::warn!(%error, "files left between could not be settled; it is tried again");
            continue;
        }
        if let Err(error) = store.sweep(clock::now(), REFUSALS_KEPT).await {
            tracing::warn!(%error, "what had run out could not be cleared away; it is tried again");
        }
    }
}

/// The listener, or why there is none.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure::failed(format!("cannot answer at {address}: {error}"))
            .advise("Take another port with --listen ADDRESS:PORT; port 0 takes any that is free.")
    })
}

/// Answers until told to stop, then finishes the requests begun.
pub(crate) async fn answer(
    footprint: Footprint,
    config: Config,
    sign_in: SignIn,
    listener: TcpListener,
    served: Served,
) -> Result<Ended, Failure> {
    let Served { csrf, limits, metrics } = served;
    let csrf = csrf.at(&config.base);
    if let Some(listener) = metrics {
        let router = kit::observe::metrics_router(config.metrics.clone());
        tokio::spawn(kit::serve::serve(router, listener, std::future::pending()));
    }
    let router = web::pages::router_with(footprint.clone(), config, csrf, sign_in);
    kit::serve::serve_within(limits, router, listener, told_to_stop()).await;
    footprint.keep_if_costly().await;
    footprint.journal().close().await;
    tracing::info!("stopped");
    Ok(Ended::Done)
}

/// Ends when the process is asked to end.
async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
    tracing::info!("told to stop: finishing what was begun");
}
