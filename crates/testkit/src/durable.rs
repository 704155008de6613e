//! How many durable acts a second, beside how often this machine can flush at all.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use journal::{Journal, Writer};

use crate::disk::Disk;
use crate::tally::{Mark, RestsOn, Tally};

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Durable {
    /// How many callers acted at once.
    pub writers: u64,
    /// How many acts were acknowledged.
    pub acts: u64,
    /// How long that took.
    pub seconds: f64,
    /// How many flushes SQLite asked for meanwhile, those of folding the log into the file included.
    pub flushes: u64,
    /// How many flushes a second this machine makes of a small write in the same folder, with nothing else to do.
    pub machine_flushes_per_second: f64,
}

impl Durable {
    /// Acts a second.
    pub fn acts_per_second(&self) -> f64 {
        self.acts as f64 / self.seconds
    }

    /// Acts to each flush.
    pub fn acts_per_flush(&self) -> f64 {
        self.acts as f64 / self.flushes as f64
    }
}

/// Lets many callers act on one SQLite journal in `folder` for a while, each waiting for its answer before it acts again.
///
/// # Errors
/// When the journal fails.
pub async fn measure(folder: &Path, writers: u64, lasting: Duration) -> anyhow::Result<Durable> {
    let machine_flushes_per_second = flush_rate(&folder.join("flushes"))?;
    let disk = Disk::attach_flushing(&format!("counting-{}", std::process::id()))?;
    let journal = Journal::open(&disk.address(&folder.join("durable.sqlite"))).await?;
    let writer = Writer::start(journal.clone(), Tally::default()).await?;
    let (begun, flushed) = (Instant::now(), disk.flushes());
    let callers: Vec<_> = (0..writers)
        .map(|caller| {
            let writer = writer.clone();
            tokio::spawn(async move {
                let mut acts = 0;
                while begun.elapsed() < lasting {
                    let mark = acts * writers + caller;
                    writer.submit(Mark { mark, rests_on: RestsOn::Nothing }).await.ok().context("an act failed")?;
                    acts += 1;
                }
                anyhow::Ok(acts)
            })
        })
        .collect();
    let mut acts = 0;
    for caller in callers {
        acts += caller.await??;
    }
    let (seconds, flushes) = (begun.elapsed().as_secs_f64(), disk.flushes() - flushed);
    journal.close().await;
    Ok(Durable { writers, acts, seconds, flushes, machine_flushes_per_second })
}

/// How often a small write to the end of a file can be flushed in a second.
fn flush_rate(path: &Path) -> anyhow::Result<f64> {
    let mut file = std::fs::File::create_new(path)?;
    let (begun, mut flushes) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(2) {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        flushes += 1;
    }
    Ok(f64::from(flushes) / begun.elapsed().as_secs_f64())
}
