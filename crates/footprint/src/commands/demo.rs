//! `demo`: the built-in world on a temporary database.

use super::serve::{Served, answer, listen};
use crate::cli::DemoArgs;
use crate::clock;
use crate::exit::{Ended, Failure};
use crate::print;
use app::Footprint;
use app::demo::{self, Told};
use journal::Journal;
use kit::security::Csrf;
use kit::serve::Limits;
use kit::sign_in::{RecordPeople, Settings, SignIn};
use kit::site::{Config, Today};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use store::Store;
use who_pays_face::assignment::{Assignment, ReferenceSource};

/// Loads the world and serves it, or writes it to a file.
pub(crate) async fn demo(args: DemoArgs) -> Result<Ended, Failure> {
    if let Some(file) = args.keep {
        return keep(&file).await;
    }
    let folder = tempfile::Builder::new().prefix("footprint-demo-").tempdir()?;
    let file = folder.path().join("demo.sqlite");
    let (footprint, tour) = load(&file).await?;
    let listener = listen(args.listen).await?;
    let address = format!("http://{}", listener.local_addr()?);
    print::say(&format!(
        "The example is at {address}/\n\n\
         Some places to begin:\n  \
         {address}/tour                                           how seven bodies came to decide together, step by step\n  \
         {address}/act-as                                         be a chair, an officer or a clerk of the example\n  \
         {address}/who-decides                                    who decides, up to how much, on what authority\n  \
         {address}/meetings                                       a meeting that is going on, and those before it\n  \
         {address}/who-pays                                       who pays for a hospital record, and why; overrides and challenges\n  \
         {address}/diff?place=QU9&from=2013-04-01&to=2019-10-01   seven commissioners become three\n  \
         {address}/organisations/QU9                              one code: partnership, system, board\n  \
         {address}/organisations/14Y/predecessors                 where a commissioner came from\n  \
         {address}/organisations/10M                              an arrangement short of merger, then a merger\n\n\
         Everything is as at {}. People, practices, meetings and sums are made up; bodies, codes and dates are from\n\
         published files and documents.\n\
         Ctrl-C stops, and the example is gone.",
        ask::day(demo::TODAY)
    ))?;
    if args.open {
        open_browser(&address);
    }
    let today = Today::Fixed(demo::TODAY);
    let people = RecordPeople::new(footprint.clone(), today);
    let settings = Settings { base: address.clone(), has_passwords: false, is_demo: true, ..Settings::default() };
    let store = Store::open(&file.to_string_lossy()).await.map_err(|error| Failure::failed(error.to_string()))?;
    let assignment = Assignment::new(store.clone(), ReferenceSource::Kept, folder.path().join("files"))?;
    let sign_in = SignIn::new(store, settings).map_err(|error| Failure::failed(error.to_string()))?;
    let config = Config { today, base: address, tour: tour.into(), ..Config::default() }.with(assignment);
    let served = Served { csrf: Csrf::random()?, limits: Limits::default(), metrics: None };
    answer(footprint, config, sign_in.with_people(Arc::new(people)), listener, served).await
}

async fn keep(file: &Path) -> Result<Ended, Failure> {
    if file.exists() {
        return Err(Failure::refused(format!("{} is already there and is not overwritten", file.display())));
    }
    let (footprint, _) = load(file).await?;
    footprint.journal().close().await;
    print::say(&format!(
        "The example is in {}. Ask it, for instance:\n  footprint --database {} diff QU9 2013-04-01 2019-10-01",
        file.display(),
        file.display()
    ))?;
    Ok(Ended::Done)
}

async fn load(file: &Path) -> Result<(Footprint, Vec<Told>), Failure> {
    let footprint = Footprint::over(Journal::open(&file.to_string_lossy()).await?.timed_by(clock::clock())).await?;
    let tour = demo::load(&footprint).await?;
    let store = Store::open(&file.to_string_lossy()).await.map_err(|error| Failure::failed(error.to_string()))?;
    who_pays_face::vintages::keep_demo(&store, clock::now()).await?;
    Ok((footprint, tour))
}

/// Asks the desktop to show an address; where there is none, the address printed must do.
fn open_browser(address: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let shown = Command::new(program).args(before).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if shown.is_err() {
        note!("No browser could be opened: go to {address} yourself.");
    }
}
