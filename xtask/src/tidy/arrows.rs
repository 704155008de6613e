//! Which crate may name which: arrows run downwards only.

use super::{Breach, Package, names};

/// Where each crate stands under `crates/`, and which of ours it may name. One that is not there yet is no breach; one that is there
/// and not here is.
const ARROWS: &[(&str, &[&str])] = &[
    // Ground: words and engines.
    ("ground/terms", &[]),
    ("ground/assign", &["terms"]),
    // Rooms: each may use the rooms before it.
    ("rooms/register", &["terms"]),
    ("rooms/mandate", &["terms", "register"]),
    ("rooms/executive", &["terms", "register", "mandate"]),
    ("rooms/who_pays", &["terms", "assign", "register", "mandate"]),
    ("rooms/plan", &["terms", "register", "mandate", "executive"]),
    ("rooms/money", &["terms", "register", "mandate"]),
    ("rooms/intervention", &["terms", "register", "mandate"]),
    // What is kept, and files.
    ("keeping/database", &[]),
    ("keeping/journal", &["terms", "database"]),
    ("keeping/store", &["terms", "database"]),
    ("files/reader", &[]),
    ("files/import", &["terms", "register", "assign", "plan", "money", "intervention", "reader"]),
    ("files/activity", &["terms", "register", "assign", "reader"]),
    ("files/paper", &["reader"]),
    // Worked examples, held against the rooms that answer them.
    ("files/conform", &["terms", "register", "mandate", "plan", "money", "intervention", "reader"]),
    // The rooms in one.
    ("app", &["terms", "assign", "register", "mandate", "executive", "who_pays", "plan", "money", "journal"]),
    // What every face is made of.
    ("ask", &["terms", "app"]),
    ("naming", &["terms", "register", "mandate", "executive", "who_pays", "app", "ask"]),
    ("kit", &["terms", "app", "ask", "journal", "store"]),
    // A face of each room.
    ("faces/register", &["terms", "register", "reader", "import", "journal", "app", "ask", "naming", "kit"]),
    ("faces/mandate", &["terms", "register", "mandate", "reader", "store", "app", "ask", "naming", "kit"]),
    (
        "faces/executive",
        &["terms", "register", "mandate", "executive", "paper", "store", "app", "ask", "naming", "kit"],
    ),
    (
        "faces/who_pays",
        &[
            "terms", "assign", "register", "mandate", "who_pays", "activity", "import", "reader", "paper", "journal",
            "store", "app", "ask", "naming", "kit",
        ],
    ),
    ("faces/plan", &["terms", "register", "mandate", "executive", "plan", "import", "app", "ask", "naming", "kit"]),
    ("faces/money", &["terms", "register", "mandate", "money", "import", "reader", "app", "ask", "naming", "kit"]),
    ("faces/control_totals", &["terms", "register", "mandate", "money", "reader", "app", "ask", "naming", "kit"]),
    ("faces/fhir", &["terms", "register", "journal", "app", "ask", "naming", "kit"]),
    // All of it.
    (
        "web",
        &[
            "terms",
            "register",
            "store",
            "app",
            "ask",
            "naming",
            "kit",
            "register_face",
            "mandate_face",
            "executive_face",
            "who_pays_face",
            "plan_face",
            "money_face",
            "control_totals_face",
            "fhir_face",
        ],
    ),
    (
        "footprint",
        &[
            "terms",
            "assign",
            "register",
            "mandate",
            "executive",
            "who_pays",
            "money",
            "journal",
            "store",
            "reader",
            "import",
            "activity",
            "paper",
            "conform",
            "app",
            "ask",
            "naming",
            "kit",
            "register_face",
            "mandate_face",
            "executive_face",
            "who_pays_face",
            "plan_face",
            "money_face",
            "control_totals_face",
            "fhir_face",
            "web",
        ],
    ),
    ("testkit", &["terms", "register", "journal", "import", "app"]),
    ("xtask", &["terms", "assign", "register", "mandate", "plan", "money", "activity", "testkit"]),
];

/// Crates that few may name, because of what they bring with them.
const KEPT_TO: &[(&str, &[&str], &str)] = &[
    ("paper", &["faces/executive", "faces/who_pays", "footprint"], "it brings a typesetter with it"),
    ("activity", &["faces/who_pays", "footprint", "xtask"], "it brings Parquet and Arrow with it"),
];

/// Which crates name one they may not, in what they depend on or in their text.
pub(super) fn check(packages: &[Package]) -> Vec<Breach> {
    let ours: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let faces: Vec<&str> = within(packages, "faces/");
    let rooms: Vec<&str> = within(packages, "rooms/");
    let mut breaches = Vec::new();
    for package in packages {
        let place = package.place.as_str();
        let Some((_, allowed)) = ARROWS.iter().find(|(held, _)| *held == place) else {
            breaches.push(format!(
                "crates/{place}: no arrows are drawn for it: say in xtask/src/tidy/arrows.rs what it may use"
            ));
            continue;
        };
        for (section, used) in dependencies(&package.manifest) {
            let is_test = section == "[dev-dependencies]";
            if !ours.contains(&used) {
                continue;
            }
            if !is_test && !allowed.contains(&used) {
                breaches.push(format!("crates/{place} may not use `{used}`: arrows run downwards only"));
            }
            if is_test && place.starts_with("faces/") && faces.contains(&used) {
                breaches.push(format!("crates/{place} may not use `{used}`, in tests either: a face names no other"));
            }
            if is_test && NAMES_NO_ROOM.contains(&place) && rooms.contains(&used) {
                breaches.push(format!("crates/{place} may not use `{used}`, in tests either: it names no room"));
            }
        }
        // The tests of `web` are those of all faces together.
        for (kept, to, why) in KEPT_TO.iter().filter(|_| place != "web") {
            if dependencies(&package.manifest).any(|(_, used)| used == *kept) && !to.contains(&place) {
                breaches.push(format!(
                    "crates/{place} may not use `{kept}`: {why}, so that {} alone may",
                    to.join(" and ")
                ));
            }
        }
        breaches.extend(rooms_named(package, &rooms));
    }
    breaches
}

/// Rooms whose name says something in English as well.
const ENGLISH_WORDS: &[&str] = &["register", "money"];

/// What is the same for every room, and so may say the name of none, anywhere in its text.
const NAMES_NO_ROOM: &[&str] = &["ask", "kit"];

/// Where a crate that is the same for every room says the name of one. Where the name is an English word as well, only where it stands as a
/// crate's.
fn rooms_named(package: &Package, rooms: &[&str]) -> Vec<Breach> {
    if !NAMES_NO_ROOM.contains(&package.place.as_str()) {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for file in &package.files {
        for (number, line) in (1..).zip(&file.code.lines) {
            let named = rooms.iter().find(|room| {
                let is_its_own = !ENGLISH_WORDS.contains(*room);
                is_its_own && names(line, room)
                    || names(line, &format!("{room}::"))
                    || names(line, &format!("use {room}"))
            });
            if let Some(room) = named {
                breaches
                    .push(format!("{}:{number}: `{room}` in crates/{}, which names no room", file.path, package.place));
            }
        }
    }
    breaches
}

fn within<'p>(packages: &'p [Package], folder: &str) -> Vec<&'p str> {
    packages.iter().filter(|package| package.place.starts_with(folder)).map(|package| package.name.as_str()).collect()
}

/// What a manifest says is used, each with the section it stands in.
fn dependencies(manifest: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut section = "";
    manifest.lines().filter_map(move |line| {
        if line.starts_with('[') {
            section = line.trim();
            return None;
        }
        let used = line.split(['.', ' ', '=']).next().filter(|used| !used.is_empty() && !used.starts_with('#'));
        used.filter(|_| section.ends_with("dependencies]")).map(|used| (section, used))
    })
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::super::code::Code;
    use super::*;

    fn package(place: &str, name: &str, manifest: &str, text: &str) -> Package {
        let (path, within) = (format!("crates/{place}/src/lib.rs"), "src/lib.rs".to_owned());
        Package {
            place: place.to_owned(),
            name: name.to_owned(),
            manifest: manifest.to_owned(),
            files: vec![Source { path, within, code: Code::read(text) }],
            template_lines: 0,
        }
    }

    /// What is said of one crate among a few others.
    fn told(place: &str, name: &str, manifest: &str, text: &str) -> Vec<String> {
        let others = [
            ("ground/terms", "terms"),
            ("rooms/register", "register"),
            ("rooms/mandate", "mandate"),
            ("files/paper", "paper"),
            ("files/activity", "activity"),
            ("faces/fhir", "fhir_face"),
        ];
        let mut packages: Vec<Package> = others
            .iter()
            .filter(|(held, _)| *held != place)
            .map(|(place, name)| package(place, name, "", ""))
            .collect();
        packages.push(package(place, name, manifest, text));
        check(&packages)
    }

    #[test]
    fn an_arrow_that_runs_upwards_is_told() {
        let manifest = "[dependencies]\nterms.workspace = true\nserde.workspace = true\n# mandate.workspace = true\n";
        assert!(told("rooms/register", "register", manifest, "").is_empty());
        let upwards = format!("{manifest}mandate = {{ workspace = true }}\n");
        assert_eq!(
            told("rooms/register", "register", &upwards, ""),
            ["crates/rooms/register may not use `mandate`: arrows run downwards only"]
        );
        let build = "[build-dependencies]\nmandate.workspace = true\n";
        assert_eq!(told("rooms/register", "register", build, "").len(), 1);
        // Tests may use what they like, but for a face, which names no other.
        let tests = "[dev-dependencies]\nmandate.workspace = true\nfhir_face.workspace = true\n";
        assert!(told("rooms/register", "register", tests, "").is_empty());
        assert_eq!(
            told("faces/register", "register_face", tests, ""),
            ["crates/faces/register may not use `fhir_face`, in tests either: a face names no other"]
        );
    }

    #[test]
    fn a_crate_that_brings_much_with_it_is_named_by_few() {
        let manifest = "[dev-dependencies]\npaper.workspace = true\nactivity.workspace = true\n";
        let breaches = told("faces/mandate", "mandate_face", manifest, "");
        assert_eq!(breaches.len(), 2, "{breaches:?}");
        assert!(breaches[0].starts_with("crates/faces/mandate may not use `paper`: it brings a typesetter with it"));
        let app = "[dependencies]\nactivity.workspace = true\n";
        assert_eq!(told("app", "app", app, "").len(), 2);
    }

    #[test]
    fn what_is_the_same_for_every_room_says_the_name_of_none() {
        let told_of = |text: &str| told("kit", "kit", "", text);
        for text in ["use register::View;", "// as mandate does", "\"mandate\"", "register::View"] {
            let breaches = told_of(text);
            assert_eq!(breaches.len(), 1, "{text}: {breaches:?}");
            assert!(breaches[0].starts_with("crates/kit/src/lib.rs:1: `"), "{breaches:?}");
        }
        for text in ["// nothing on the register", "self.register()", "mandates", "use registers;"] {
            assert!(told_of(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_crate_without_arrows_is_told_and_one_that_is_not_there_is_not() {
        assert_eq!(
            told("rooms/plans", "plans", "", ""),
            ["crates/rooms/plans: no arrows are drawn for it: say in xtask/src/tidy/arrows.rs what it may use"]
        );
    }
}
