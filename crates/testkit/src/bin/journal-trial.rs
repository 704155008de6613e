//! Two trials of the journal that need a process of their own.
//!
//! `journal-trial append FILE` makes marks until it is killed and prints each acknowledged entry's sequence and leaf hash.
//! `journal-trial durable SECONDS WRITERS` measures durable acts in the current folder and prints one line of JSON.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use journal::{Journal, Outcome, Writer};
use testkit::tally::{Mark, RestsOn, Tally};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["append", file] => append(Path::new(file)).await,
        ["durable", seconds, writers] => durable(seconds.parse()?, writers.parse()?).await,
        _ => bail!("usage: journal-trial append FILE | journal-trial durable SECONDS WRITERS"),
    }
}

async fn append(file: &Path) -> anyhow::Result<()> {
    let writer = Writer::start(Journal::open_file(file).await?, Tally::default()).await?;
    let next = writer.known().state.0.last().map_or(0, |last| last + 1);
    let callers: Vec<_> = (0..8)
        .map(|caller| {
            let writer = writer.clone();
            tokio::spawn(async move {
                for n in 0.. {
                    let rests_on = if n % 4 == 0 { RestsOn::FileAndPayload(3000) } else { RestsOn::Nothing };
                    let mark = next + n * 8 + caller;
                    let outcome = writer.submit(Mark { mark, rests_on }).await.ok().context("an act failed")?;
                    if let Outcome::Recorded(entry) = outcome {
                        let mut out = std::io::stdout().lock();
                        writeln!(out, "{} {}", entry.sequence, entry.leaf_hash)?;
                        out.flush()?;
                    }
                }
                anyhow::Ok(())
            })
        })
        .collect();
    for caller in callers {
        caller.await??;
    }
    Ok(())
}

async fn durable(seconds: u64, writers: u64) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(".")?;
    let found = testkit::durable::measure(folder.path(), writers, Duration::from_secs(seconds)).await?;
    let shown = serde_json::json!({
        "writers": found.writers,
        "acts": found.acts,
        "seconds": found.seconds,
        "acts_per_second": found.acts_per_second(),
        "flushes": found.flushes,
        "acts_per_flush": found.acts_per_flush(),
        "machine_flushes_per_second": found.machine_flushes_per_second,
    });
    writeln!(std::io::stdout(), "{shown}")?;
    Ok(())
}
