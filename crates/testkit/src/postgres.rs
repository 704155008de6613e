//! A private PostgreSQL for the length of a test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

/// A running server of its own, with its files in a temporary folder. It stops when dropped.
pub struct Postgres {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts one. Nothing when none is installed and the variable `FOOTPRINT_SKIP_POSTGRES` is set, which is said aloud.
    ///
    /// # Errors
    /// What to install, when none is installed; or why it did not start.
    pub fn start() -> anyhow::Result<Option<Postgres>> {
        let Some(programs) = installed() else {
            ensure!(
                std::env::var_os("FOOTPRINT_SKIP_POSTGRES").is_some(),
                "PostgreSQL 15 or later is not installed: install it (Debian and Ubuntu: apt-get install postgresql), or set \
                 FOOTPRINT_SKIP_POSTGRES=1 to leave its tests out"
            );
            eprintln!(
                "SKIPPED: PostgreSQL is not installed and FOOTPRINT_SKIP_POSTGRES is set; nothing was tested on it"
            );
            return Ok(None);
        };
        let folder = tempfile::tempdir()?;
        if is_root() {
            // The server refuses to run as root, so its files belong to the account its package made.
            run(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Postgres { folder, programs, port };
        let files = server.files();
        run(server
            .program("initdb")
            .args(["-A", "trust", "-U", "footprint", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&files))?;
        let options = format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off");
        let log = server.folder.path().join("log");
        let mut start = server.program("pg_ctl");
        run(start.args(["-w", "-t", "60", "-o", &options, "-l"]).arg(&log).arg("-D").arg(&files).arg("start"))?;
        Ok(Some(server))
    }

    /// Makes an empty database and returns its address.
    ///
    /// # Errors
    /// When the server does not make it.
    pub fn database(&self, name: &str) -> anyhow::Result<String> {
        let port = self.port.to_string();
        run(self.program("createdb").args(["-h", "127.0.0.1", "-p", &port, "-U", "footprint", name]))?;
        Ok(format!("postgres://footprint@127.0.0.1:{port}/{name}"))
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn files(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of its programs, run as an account that may.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder.path());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let files = self.files();
        if let Err(error) = run(self.program("pg_ctl").args(["-m", "immediate", "-D"]).arg(files).arg("stop")) {
            eprintln!("the private PostgreSQL did not stop: {error:#}");
        }
    }
}

/// Where the newest installed server keeps its programs.
fn installed() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let packaged = versions.filter_map(|found| {
        let version: u32 = found.file_name().to_str()?.parse().ok()?;
        let programs = found.path().join("bin");
        (version >= 15 && programs.join("initdb").exists()).then_some((version, programs))
    });
    let elsewhere = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
    };
    packaged.max().map(|(_, programs)| programs).or_else(elsewhere)
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    Path::new("/proc/self").metadata().is_ok_and(|own| own.uid() == 0)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = format!("{command:?}");
    // The server keeps what it is given open, so its output must not be a pipe that someone waits on.
    let status = command.stdout(std::process::Stdio::null()).status().with_context(|| shown.clone())?;
    ensure!(status.success(), "{shown}: {status}");
    Ok(())
}
