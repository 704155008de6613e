//! Measuring the program itself: the release build of `footprint`, as a user runs it.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{RUNS, median};

/// The folders of real files that make up the whole import.
const FOLDERS: &[&str] = &["ods", "geo", "population", "boundaries"];

/// The pages whose speed is promised, with what each shows.
const PAGES: &[(&str, &str)] = &[
    ("start", "/"),
    ("organisation", "/organisations/14Y?valid_at=2019-10-01"),
    ("members", "/organisations/15A/members?valid_at=2018-04-01"),
    ("diff", "/diff?place=QU9&from=2013-04-01&to=2019-10-01"),
    ("search", "/search?q=thames"),
];

/// Requests a second, and how long each round lasts.
const RATE: u32 = 200;
const ROUND: Duration = Duration::from_secs(10);
const CONNECTIONS: u32 = 8;

/// Imports all real files into an empty SQLite journal, five times, and prints rows a second and peak memory; then how long a
/// command takes that asks for one organisation of them, from the state that was kept and without it.
pub(crate) fn import() -> Result<()> {
    let (program, data) = (release_program()?, data()?);
    let mut times = Vec::new();
    let (mut rows, mut peak_kib) = (0, 0);
    let (mut kept, mut replayed) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let folder = tempfile::tempdir()?;
        let database = folder.path().join("f.sqlite");
        let (time, run_rows, run_peak) = import_once(&program, &data, &database)?;
        times.push(time);
        let state = folder.path().join("f.sqlite.state");
        kept.push(ask_once(&program, &database)?);
        std::fs::remove_file(&state).context("no state was kept")?;
        replayed.push(ask_once(&program, &database)?);
        rows = run_rows;
        peak_kib = peak_kib.max(run_peak);
    }
    let time = median(times).as_secs_f64();
    println!("import: {rows} rows of real files into an empty SQLite journal, median of {RUNS}");
    println!("  {time:.2} s, {:.0} rows/s, peak memory {} MiB", rows as f64 / time, peak_kib / 1024);
    println!("`footprint org 14Y` on them, median of {RUNS}");
    println!("  from the state that was kept: {:.3} s ({kept:.3?})", median(kept.clone()).as_secs_f64());
    println!("  without it, and keeping it: {:.2} s ({replayed:.2?})", median(replayed.clone()).as_secs_f64());
    Ok(())
}

/// How long the program takes to answer for one organisation.
fn ask_once(program: &Path, database: &Path) -> Result<Duration> {
    let mut command = Command::new(program);
    command.arg("--database").arg(database).args(["org", "14Y"]).stdout(Stdio::null());
    let begun = Instant::now();
    let status = command.status()?;
    let took = begun.elapsed();
    if !status.success() {
        bail!("footprint org 14Y ended with {status}");
    }
    Ok(took)
}

/// Asks each named page at a steady rate, in rounds, and prints the response times as a client on this machine sees them.
pub(crate) fn pages() -> Result<()> {
    let (program, data) = (release_program()?, data()?);
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("f.sqlite");
    import_once(&program, &data, &database)?;
    let server = Server::start(&program, &database)?;
    println!(
        "pages: {RATE} requests/s for {} s, median of {RUNS} rounds; client and server on one machine",
        ROUND.as_secs()
    );
    for (name, path) in PAGES {
        // The first request works out what later ones only look up.
        get(&mut server.connect()?, path)?;
        let mut p50 = Vec::new();
        let mut p99 = Vec::new();
        let mut most = Duration::ZERO;
        for _ in 0..RUNS {
            let mut times = round(&server, path)?;
            times.sort_unstable();
            let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
            p50.extend(at(50).copied());
            p99.extend(at(99).copied());
            most = most.max(times.last().copied().unwrap_or_default());
        }
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!(
            "  {name:<13} p50 {:6.2} ms   p99 {:6.2} ms   slowest {:6.2} ms   {path}",
            ms(median(p50)),
            ms(median(p99)),
            ms(most)
        );
    }
    Ok(())
}

/// One round: every connection sends on its own beat, and a late answer counts from when it should have been asked.
fn round(server: &Server, path: &str) -> Result<Vec<Duration>> {
    let every = Duration::from_secs(u64::from(CONNECTIONS)) / RATE;
    let begun = Instant::now();
    let workers: Vec<_> = (0..CONNECTIONS)
        .map(|worker| {
            let mut connection = server.connect()?;
            let path = path.to_owned();
            Ok(std::thread::spawn(move || -> Result<Vec<Duration>> {
                let mut times = Vec::new();
                let mut due = begun + Duration::from_secs(1) * worker / RATE;
                while due < begun + ROUND {
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    get(&mut connection, &path)?;
                    times.push(due.elapsed());
                    due += every;
                }
                Ok(times)
            }))
        })
        .collect::<Result<_>>()?;
    let mut all = Vec::new();
    for worker in workers {
        match worker.join() {
            Ok(times) => all.extend(times?),
            Err(_) => bail!("a load generator failed"),
        }
    }
    Ok(all)
}

/// A request on an open connection; fails on any answer but 200.
fn get(connection: &mut BufReader<TcpStream>, path: &str) -> Result<()> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    connection.get_mut().write_all(request.as_bytes())?;
    let mut status = String::new();
    connection.read_line(&mut status)?;
    if !status.starts_with("HTTP/1.1 200") {
        bail!("{path} answered {}", status.trim());
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        connection.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().context("a content length that is no number")?;
        }
    }
    std::io::copy(&mut connection.by_ref().take(length), &mut std::io::sink())?;
    Ok(())
}

struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(program: &Path, database: &Path) -> Result<Self> {
        // A port of the system's choosing, free a moment ago.
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let process = Command::new(program)
            .args(["serve", "--listen", &address, "--database"])
            .arg(database)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self { process, address };
        for _ in 0..300 {
            if server.connect().is_ok() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the server did not answer within 30 s")
    }

    fn connect(&self) -> Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        Ok(BufReader::new(stream))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs one import; how long it took, how many rows the program counted, and its peak memory in KiB.
fn import_once(program: &Path, data: &Path, database: &Path) -> Result<(Duration, u64, u64)> {
    let begun = Instant::now();
    let mut command = Command::new(program);
    command.arg("--database").arg(database).args(["--format", "table", "import"]);
    command.args(FOLDERS.iter().map(|folder| data.join(folder)));
    command.args(["--released", "eccg.csv=2024-12"]);
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let status_file = PathBuf::from(format!("/proc/{}/status", process.id()));
    let mut outputs = (process.stdout.take(), process.stderr.take());
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(stdout) = outputs.0.as_mut() {
            stdout.read_to_string(&mut text)?;
        }
        if let Some(stderr) = outputs.1.as_mut() {
            stderr.read_to_string(&mut text)?;
        }
        std::io::Result::Ok(text)
    });
    let mut peak = 0;
    let time = loop {
        if process.try_wait()?.is_some() {
            break begun.elapsed();
        }
        peak = peak.max(high_water_mark(&status_file));
        std::thread::sleep(Duration::from_millis(5));
    };
    let text = reader.join().map_err(|_| anyhow::anyhow!("the output could not be read"))??;
    let rows = text
        .lines()
        .find_map(|line| line.split_once(" rows in ")?.0.trim().replace(',', "").parse().ok())
        .with_context(|| format!("the import did not say how many rows it took:\n{text}"))?;
    Ok((time, rows, peak))
}

/// The most memory a process has held, in KiB, as Linux counts it.
pub(super) fn high_water_mark(status: &Path) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// Builds the release program, if it is not built.
pub(super) fn release_program() -> Result<PathBuf> {
    let root = crate::root()?;
    crate::run(Command::new("cargo").args(["build", "--release", "--package", "footprint"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("release/footprint"))
}

fn data() -> Result<PathBuf> {
    let data = std::env::var_os("FOOTPRINT_DATA").map(PathBuf::from);
    data.context("FOOTPRINT_DATA must name the folder of real files")
}
