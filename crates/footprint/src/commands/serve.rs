//! `serve`: answer in the browser and to programs, until told to stop.

use crate::cli::{Global, ServeArgs};
use crate::database;
use crate::exit::{Ended, Failure};
use app::Footprint;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use web::security::Csrf;
use web::sign_in::SignIn;
use web::site::Config;

/// Serves the journal.
pub(crate) async fn serve(global: &Global, args: &ServeArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal_or_new(global).await?).await?;
    let listener = listen(args.listen).await?;
    let config = Config { base: args.base.clone().unwrap_or_default(), ..Config::default() };
    eprintln!("Serving {} at http://{} (Ctrl-C stops)", database::shown(&global.database), listener.local_addr()?);
    answer(footprint, config, SignIn::none(), listener).await
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
) -> Result<Ended, Failure> {
    let https = config.base.starts_with("https://");
    let csrf = Csrf::random()?;
    let csrf = if https { csrf.over_https() } else { csrf };
    let router = web::pages::router_with(footprint.clone(), config, csrf, sign_in);
    web::serve::serve(router, listener, told_to_stop()).await?;
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
