//! A folder with the example in it, and the binary run there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// When every command of a test is given, on whatever day the tests run: in summer, when England is not on universal time.
pub(crate) const NOW: &str = "2026-06-15T09:30:00Z";

/// Where a test works.
pub(crate) struct World {
    folder: tempfile::TempDir,
    /// When each command of it is given.
    now: &'static str,
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), now: NOW }
    }

    /// The same, and every command is given at this moment.
    pub(crate) fn at(self, now: &'static str) -> Self {
        Self { now, ..self }
    }

    /// A folder with the register of the example in `footprint.sqlite`, five entries of it.
    pub(crate) fn demo() -> Self {
        static MADE: OnceLock<Vec<u8>> = OnceLock::new();
        let bytes = MADE.get_or_init(|| Self::recorded_at(NOW).bytes());
        let world = Self::empty();
        world.write("footprint.sqlite", bytes);
        world
    }

    /// The same as it would have been recorded at a moment, at which every command of it is given too.
    pub(crate) fn recorded_at(now: &'static str) -> Self {
        let world = Self::empty().at(now);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let address = world.path("footprint.sqlite").display().to_string();
            let journal = journal::Journal::open(&address).await.unwrap();
            let clock = journal::Clock::standing_at(now.parse().unwrap());
            let footprint = app::Footprint::over(journal.timed_by(clock)).await.unwrap();
            app::demo::load_register(&footprint).await.unwrap();
            footprint.journal().close().await;
        });
        world
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.path("footprint.sqlite")).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The command, in this folder and with nothing of the tester's own about it.
    pub(crate) fn command<I: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Command {
        command_in(self.folder.path(), self.now, arguments)
    }

    /// Runs a command to its end.
    pub(crate) fn run<I: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Ran {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    /// Runs a command line as it is typed; there is no quoting but `'…'`.
    pub(crate) fn sh(&self, line: &str) -> Ran {
        let mut arguments = Vec::new();
        for (place, part) in line.split('\'').enumerate() {
            if place % 2 == 1 {
                arguments.push(part.to_owned());
            } else {
                arguments.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        self.run(arguments)
    }

    /// What a command that must succeed prints.
    pub(crate) fn shown(&self, line: &str) -> String {
        let ran = self.sh(line);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
        ran.out
    }
}

fn command_in<I: AsRef<OsStr>>(folder: &Path, now: &str, arguments: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_footprint"));
    let arguments: Vec<I> = arguments.into_iter().collect();
    let says = |word: &str| arguments.iter().any(|argument| argument.as_ref() == word);
    // A server takes the time from the machine alone.
    if !says("serve") && (!says("demo") || says("--keep")) {
        command.env("FOOTPRINT_CLOCK", now);
    }
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env("USER", "tester");
    for variable in ["FOOTPRINT_DATABASE", "FOOTPRINT_ACTOR", "FOOTPRINT_KEY", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

/// Compares with the golden text, after masking how long it took.
macro_rules! golden {
    ($text:expr) => {
        insta::with_settings!({ filters => vec![
            (r"\d+\.\d s\.", "[n] s."),
            (r"[ \t]+\n", "\n"),
        ] }, { insta::assert_snapshot!($text) })
    };
}
pub(crate) use golden;
