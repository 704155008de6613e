//! `demo`: the built-in world on a temporary database.

use super::serve::{answer, listen};
use crate::cli::DemoArgs;
use crate::exit::{Ended, Failure};
use crate::print;
use app::{Footprint, demo};
use std::path::Path;
use std::process::{Command, Stdio};
use web::sign_in::SignIn;
use web::site::{Config, Today};

/// Loads the world and serves it, or writes it to a file.
pub(crate) async fn demo(args: DemoArgs) -> Result<Ended, Failure> {
    if let Some(file) = args.keep {
        return keep(&file).await;
    }
    let folder = tempfile::Builder::new().prefix("footprint-demo-").tempdir()?;
    let footprint = load(&folder.path().join("demo.sqlite")).await?;
    let listener = listen(args.listen).await?;
    let address = format!("http://{}", listener.local_addr()?);
    print::say(&format!(
        "The example is at {address}/\n\n\
         Some places to begin:\n  \
         {address}/diff?place=QU9&from=2013-04-01&to=2019-10-01   seven commissioners become three\n  \
         {address}/organisations/QU9                              one code: partnership, system, board\n  \
         {address}/organisations/14Y/predecessors                 where a commissioner came from\n  \
         {address}/organisations/10M                              an arrangement short of merger, then a merger\n\n\
         Everything is as at {}. Practices are made up and say so; all else is from published files and documents.\n\
         Ctrl-C stops, and the example is gone.",
        web::clocks::day(demo::TODAY)
    ))?;
    if args.open {
        open_browser(&address);
    }
    let config = Config { today: Today::Fixed(demo::TODAY), base: address };
    answer(footprint, config, SignIn::demo_without_accounts(), listener).await
}

async fn keep(file: &Path) -> Result<Ended, Failure> {
    if file.exists() {
        return Err(Failure::refused(format!("{} is already there and is not overwritten", file.display())));
    }
    let footprint = load(file).await?;
    footprint.journal().close().await;
    print::say(&format!(
        "The example is in {}. Ask it, for instance:\n  footprint --database {} diff QU9 2013-04-01 2019-10-01",
        file.display(),
        file.display()
    ))?;
    Ok(Ended::Done)
}

async fn load(file: &Path) -> Result<Footprint, Failure> {
    let footprint = Footprint::open(&file.to_string_lossy()).await?;
    demo::load(&footprint).await?;
    Ok(footprint)
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
        eprintln!("No browser could be opened: go to {address} yourself.");
    }
}
