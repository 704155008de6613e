//! The tests: built once, each program of them run and timed, every failure told; under a false clock when one is asked for.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::clocks::FalseClock;

/// In the names of tests that open a browser: their own phase, as they are slow.
const BROWSER: &str = "accessible";

/// Which tests.
pub(crate) struct Suite {
    /// Of these packages; of all when there are none.
    pub(crate) packages: Vec<String>,
    /// Those whose name holds this; all when there is none.
    pub(crate) name: Option<String>,
    /// Those whose name holds one of these are left out.
    pub(crate) without: Vec<String>,
    /// Further arguments of each test program.
    pub(crate) arguments: Vec<String>,
}

/// A test program.
struct Program {
    package: String,
    target: String,
    file: PathBuf,
    folder: PathBuf,
}

impl Program {
    fn has_browser(&self) -> bool {
        self.package == "web" && self.target == "it"
    }
}

/// What was done, how long it took and whether it went well.
struct Phase {
    name: String,
    took: Duration,
    is_good: bool,
}

/// The tests that are to be run, built.
pub(crate) struct Built {
    programs: Vec<Program>,
    phases: Vec<Phase>,
}

impl Suite {
    /// Sets up what the tests need and builds every test program of the workspace. Always all of them: with fewer, crates would be built with fewer features,
    /// and so a second time.
    pub(crate) fn build() -> Result<Built> {
        println!("\n-- set-up");
        let begun = Instant::now();
        crate::setup::for_tests()?;
        let set_up = Phase { name: "set-up".to_owned(), took: begun.elapsed(), is_good: true };
        println!("\n-- build");
        let begun = Instant::now();
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--workspace", "--features", "xtask/bench", "--no-run"]);
        cargo.arg("--message-format=json-render-diagnostics").current_dir(crate::root()?).stdout(Stdio::piped());
        let mut child = cargo.spawn().with_context(|| format!("could not start {cargo:?}"))?;
        let messages = child.stdout.take().context("cargo has no output")?;
        let mut programs = Vec::new();
        for line in BufReader::new(messages).lines() {
            programs.extend(program(&line?));
        }
        if !child.wait()?.success() {
            bail!("the tests could not be built");
        }
        programs.sort_by(|a, b| (&a.package, &a.target).cmp(&(&b.package, &b.target)));
        let build = Phase { name: "build".to_owned(), took: begun.elapsed(), is_good: true };
        println!("-- build: {:.0} s", build.took.as_secs_f64());
        Ok(Built { programs, phases: vec![set_up, build] })
    }

    /// Runs them to the last, whatever fails on the way.
    fn run(&self, built: &mut Built, clock: Option<&FalseClock>) -> Result<()> {
        let Built { programs, phases } = built;
        for program in programs.iter().filter(|program| self.has(&program.package)) {
            let name = format!("{} {}", program.package, program.target);
            let whole = self.name.is_none() && program.has_browser();
            if whole {
                phases.push(self.one(program, &name, &["--skip", BROWSER], clock)?);
            } else {
                phases.push(self.one(program, &name, &[], clock)?);
            }
            // A browser stands still while its clock is moved under it, and no page asks it for the time.
            if whole && clock.is_none() && !self.leaves_out(BROWSER) {
                phases.push(self.one(program, &format!("{name} (browser)"), &[BROWSER], clock)?);
            }
        }
        Ok(())
    }

    fn has(&self, package: &str) -> bool {
        self.packages.is_empty() || self.packages.iter().any(|held| held == package)
    }

    fn leaves_out(&self, word: &str) -> bool {
        self.without.iter().any(|held| held == word)
    }

    fn one(&self, program: &Program, name: &str, more: &[&str], clock: Option<&FalseClock>) -> Result<Phase> {
        println!("\n-- {name}: {}", program.file.display());
        let mut test = clock.map_or_else(|| Command::new(&program.file), |clock| clock.command(&program.file));
        test.args(more)
            .args(&self.name)
            .args(self.without.iter().flat_map(|word| ["--skip", word]))
            .args(&self.arguments);
        test.current_dir(&program.folder).env("CARGO_MANIFEST_DIR", &program.folder);
        let begun = Instant::now();
        let status = test.status().with_context(|| format!("could not start {test:?}"))?;
        let took = begun.elapsed();
        println!("-- {name}: {:.0} s", took.as_secs_f64());
        Ok(Phase { name: name.to_owned(), took, is_good: status.success() })
    }

    /// The examples in the documentation, which cargo alone can run.
    fn examples() -> Result<Phase> {
        println!("\n-- examples in the documentation");
        let begun = Instant::now();
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--workspace", "--features", "xtask/bench", "--doc", "--no-fail-fast", "--quiet"]);
        let status =
            cargo.current_dir(crate::root()?).status().with_context(|| format!("could not start {cargo:?}"))?;
        Ok(Phase { name: "examples".to_owned(), took: begun.elapsed(), is_good: status.success() })
    }

    /// Everything asked for, by the machine's clock, with what each phase took.
    ///
    /// # Errors
    /// When anything failed; everything was run all the same.
    pub(crate) fn all(&self) -> Result<()> {
        let mut built = Self::build()?;
        self.run(&mut built, None)?;
        if self.packages.is_empty() && self.name.is_none() {
            built.phases.push(Self::examples()?);
        }
        told(&built.phases)
    }

    /// Everything asked for, by one false clock after another.
    ///
    /// # Errors
    /// When anything failed under any of them; everything was run all the same.
    pub(crate) fn under_each(&self, clocks: &[&FalseClock]) -> Result<()> {
        let mut built = Self::build()?;
        for clock in clocks {
            clock.probe()?;
            println!("\n== THE CLOCK SAYS {clock}");
            let before = built.phases.len();
            self.run(&mut built, Some(clock))?;
            for phase in built.phases.iter_mut().skip(before) {
                phase.name = format!("{} on {}", phase.name, clock.day());
            }
        }
        told(&built.phases)
    }
}

fn told(phases: &[Phase]) -> Result<()> {
    println!("\n-- what each phase took");
    for Phase { name, took, is_good } in phases {
        println!("{:>6.0} s  {name}{}", took.as_secs_f64(), if *is_good { "" } else { "  FAILED" });
    }
    let bad: Vec<&str> = phases.iter().filter(|phase| !phase.is_good).map(|phase| phase.name.as_str()).collect();
    println!("{} phases passed, {} failed", phases.len() - bad.len(), bad.len());
    if !bad.is_empty() {
        bail!("tests failed: {}", bad.join("; "));
    }
    Ok(())
}

/// The test program that a message of cargo's tells of.
fn program(line: &str) -> Option<Program> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message.get("reason")? != "compiler-artifact" || message.pointer("/profile/test")? != true {
        return None;
    }
    let folder = Path::new(message.get("manifest_path")?.as_str()?).parent()?.to_owned();
    // `path+file:///…/faces/mandate#mandate_face@0.1.0`; without a name where it is the folder's.
    let (_, id) = message.get("package_id")?.as_str()?.rsplit_once('#')?;
    let name = match id.split_once('@') {
        Some((name, _)) => name,
        None => folder.file_name()?.to_str()?,
    };
    Some(Program {
        package: name.to_owned(),
        target: message.pointer("/target/name")?.as_str()?.to_owned(),
        file: message.get("executable")?.as_str()?.into(),
        folder,
    })
}
