//! Fetches the NHS design system, as published, and embeds it with our own few assets.
//!
//! `npm ci` runs in the build folder, and only when the lock file has changed. Nothing is compiled or minified: the
//! package's own minified style sheet and script are taken. Two things are taken out of the style sheet, so that a page
//! fetches nothing from anywhere else: the Frutiger font faces (a licensed font, served from assets.nhs.uk) and the source
//! map. Each asset is named by the hash of its content.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

const OLDEST_NODE: u32 = 20;

fn main() {
    for watched in ["build.rs", "npm", "assets"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    if let Err(reason) = build() {
        // Cargo prints this as one line and fails the build.
        println!("cargo::error={reason}");
    }
}

fn build() -> Result<(), String> {
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|error| format!("OUT_DIR: {error}"))?);
    let ours = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|error| format!("CARGO_MANIFEST_DIR: {error}"))?);
    let package = fetch(&ours.join("npm"), &out.join("npm"))?;
    let dist = package.join("dist/nhsuk");
    let mut assets = Assets::new(out.join("assets"))?;
    for icon in ["nhsuk-icon-arrow-down", "nhsuk-icon-arrow-up-down", "nhsuk-icon-arrow-up", "nhsuk-icon-cross"] {
        let text = read(&dist.join("assets/images").join(format!("{icon}.svg")))?;
        assets.add(&format!("images/{icon}.svg"), "image/svg+xml", &text)?;
    }
    assets.add("favicon.svg", "image/svg+xml", &read(&ours.join("assets/favicon.svg"))?)?;
    let style = without_fonts(&without_source_map(&read(&dist.join("nhsuk-frontend.min.css"))?));
    assets.add("nhsuk-frontend.css", "text/css; charset=utf-8", &style)?;
    assets.add("footprint.css", "text/css; charset=utf-8", &read(&ours.join("assets/footprint.css"))?)?;
    let script = without_source_map(&read(&dist.join("nhsuk-frontend.min.js"))?);
    assets.add("nhsuk-frontend.js", "text/javascript; charset=utf-8", &script)?;
    assets.add("footprint.js", "text/javascript; charset=utf-8", &read(&ours.join("assets/footprint.js"))?)?;
    assets.add("session.js", "text/javascript; charset=utf-8", &read(&ours.join("assets/session.js"))?)?;
    assets.finish(&out.join("assets.rs"))?;
    // The component tests compare our markup with the examples the package ships.
    println!("cargo::rustc-env=NHSUK_COMPONENTS={}", dist.join("components").display());
    Ok(())
}

/// The folder of the package, fetched if the lock file differs from the one fetched last.
fn fetch(from: &Path, to: &Path) -> Result<PathBuf, String> {
    let package = to.join("node_modules/nhsuk-frontend");
    let lock = read(&from.join("package-lock.json"))?;
    let fetched = to.join("fetched-package-lock.json");
    if package.join("dist").is_dir() && fs::read_to_string(&fetched).is_ok_and(|last| last == lock) {
        return Ok(package);
    }
    require_node()?;
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    write(&to.join("package.json"), &read(&from.join("package.json"))?)?;
    write(&to.join("package-lock.json"), &lock)?;
    let run = npm()
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(to)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| missing("npm", &error))?;
    if !run.status.success() {
        let said = String::from_utf8_lossy(&run.stderr);
        let said: Vec<&str> = said.lines().filter(|line| line.contains("error")).take(3).collect();
        return Err(format!(
            "Footprint's pages need the NHS design system, and `npm ci` could not fetch it: {}",
            said.join("; ")
        ));
    }
    write(&fetched, &lock)?;
    Ok(package)
}

fn require_node() -> Result<(), String> {
    let run = Command::new("node").arg("--version").output().map_err(|error| missing("node", &error))?;
    let version = String::from_utf8_lossy(&run.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!(
            "Footprint's pages need the NHS design system: install Node.js {OLDEST_NODE} or newer (found {version}), then build again"
        )),
    }
}

fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

fn missing(program: &str, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        format!(
            "Footprint's pages need the NHS design system: install Node.js {OLDEST_NODE} or newer ({program} was not found), then build again"
        )
    } else {
        format!("Footprint's pages need the NHS design system, and {program} could not be run: {error}")
    }
}

/// The embedded files, in the order they were added, so that a later one may refer to an earlier one.
struct Assets {
    folder: PathBuf,
    /// The name a file is written under in our sources, and the path it is served from.
    renamed: Vec<(String, String)>,
    table: String,
}

impl Assets {
    fn new(folder: PathBuf) -> Result<Self, String> {
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self { folder, renamed: Vec::new(), table: String::new() })
    }

    fn add(&mut self, name: &str, media_type: &str, text: &str) -> Result<(), String> {
        let mut text = text.to_owned();
        for (from, to) in &self.renamed {
            text = text.replace(from.as_str(), to);
        }
        let hash = Sha256::digest(text.as_bytes()).iter().take(8).fold(String::new(), |mut hash, byte| {
            let _ = write!(hash, "{byte:02x}");
            hash
        });
        let (stem, extension) = name.rsplit_once('.').ok_or_else(|| format!("{name} has no extension"))?;
        let flat = format!("{}-{hash}.{extension}", stem.replace('/', "-"));
        write(&self.folder.join(&flat), &text)?;
        self.renamed.push((format!("/assets/{name}"), format!("/assets/{flat}")));
        let _ = writeln!(
            self.table,
            "Asset {{ name: {name:?}, path: \"/assets/{flat}\", etag: \"\\\"{hash}\\\"\", media_type: {media_type:?}, \
             bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/assets/{flat}\")) }},"
        );
        Ok(())
    }

    fn finish(self, to: &Path) -> Result<(), String> {
        write(to, &format!("&[\n{}]\n", self.table))
    }
}

/// The style sheet without its font faces, and with Arial where it names Frutiger.
fn without_fonts(style: &str) -> String {
    let mut kept = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, face)) = rest.split_once("@font-face{") {
        kept.push_str(before);
        rest = face.split_once('}').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.replace("Frutiger W01,arial", "arial")
}

fn without_source_map(text: &str) -> String {
    text.lines()
        .map(|line| {
            let line = line.split("//# sourceMappingURL=").next().unwrap_or_default();
            line.split("/*# sourceMappingURL=").next().unwrap_or_default()
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
