//! What the tests need on the machine: installed when that is possible without asking, named when it is not.

use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// A program the tests need.
struct Need {
    what: &'static str,
    package: &'static str,
    found: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need { what: "Chromium (browser tests)", package: "chromium", found: || on_path("chromium") },
    Need { what: "PostgreSQL 15 or newer (journal tests)", package: "postgresql", found: has_postgres },
    Need {
        what: "Python 3 with venv (the independent verifier and clients)",
        package: "python3-venv",
        found: has_python,
    },
    Need { what: "faketime (tests under false clocks)", package: "faketime", found: || on_path("faketime") },
    Need { what: "poppler (tests of PDF files)", package: "poppler-utils", found: || on_path("pdfinfo") },
    Need { what: "qpdf (tests of PDF files)", package: "qpdf", found: || on_path("qpdf") },
    Need { what: "Node.js and npm (the design system, browser tests)", package: "npm", found: || on_path("npm") },
];

/// Installs what is missing with apt when this is Debian and we are root; otherwise says what to install.
pub(crate) fn for_tests() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.found)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    if !(on_path("apt-get") && is_root()) {
        let list: Vec<&str> = missing.iter().map(|need| need.what).collect();
        bail!("the tests need: {}. On Debian: sudo apt-get install {}", list.join("; "), packages.join(" "));
    }
    println!("installing {}", packages.join(" "));
    crate::run(Command::new("apt-get").arg("update"))?;
    crate::run(
        Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&packages),
    )
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn has_postgres() -> bool {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    on_path("initdb") || installed.map(|version| version.path().join("bin/initdb")).any(|initdb| initdb.is_file())
}

fn has_python() -> bool {
    let probe = Command::new("python3").args(["-c", "import venv, ensurepip"]).output();
    probe.is_ok_and(|output| output.status.success())
}

fn is_root() -> bool {
    // The owner of our own process entry is who we are; no call into C is needed to know it.
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        std::fs::metadata(Path::new("/proc/self")).is_ok_and(|entry| entry.uid() == 0)
    }
    #[cfg(not(unix))]
    {
        false
    }
}
