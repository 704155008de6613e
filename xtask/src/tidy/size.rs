//! How long files and functions are, and how many lines each crate has.

use std::collections::BTreeSet;

use super::code::Function;
use super::{Breach, Package, Source};

/// A file is one idea.
const FILE_LINES_MAX: usize = 600;

/// A function fits a screen.
const FUNCTION_LINES: usize = 70;

/// How many functions are longer than a screen all the same, and how long the longest of them is: what was there before it was counted.
/// Either goes down with them and never up, so new code keeps to a screen.
const LONGER: Longer = Longer { functions: 43, lines: 223 };

/// Functions longer than a screen.
#[derive(Clone, Copy)]
struct Longer {
    /// How many there may be.
    functions: usize,
    /// How many lines each may have.
    lines: usize,
}

/// How many of the longest functions are told.
const LONGEST_TOLD: usize = 3;

/// Files and functions that are longer than they may be.
pub(super) fn check(packages: &[Package]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in packages.iter().flat_map(|package| &package.files) {
        let (path, lines) = (&file.path, file.code.lines.len());
        if lines > FILE_LINES_MAX {
            breaches.push(format!("{path} has {lines} lines, at most {FILE_LINES_MAX}: split it by idea"));
        }
    }
    breaches.extend(too_long(packages, LONGER));
    breaches
}

/// Functions of more than a screen, where there are more of them than may be, or one is longer than any may be.
fn too_long(packages: &[Package], most: Longer) -> Vec<Breach> {
    let long = functions(packages).into_iter().filter(|held| held.1.lines > FUNCTION_LINES);
    let told = |(path, function): &(String, Function)| {
        let Function { name, line, lines } = function;
        format!(
            "{path}:{line}: `{name}` has {lines} lines, more than the {FUNCTION_LINES} of a screen: give a part of it a name"
        )
    };
    let long: Vec<(String, Function)> = long.collect();
    if long.len() <= most.functions {
        return long.iter().filter(|held| held.1.lines > most.lines).map(told).collect();
    }
    let count = format!("{} functions have more than {FUNCTION_LINES} lines, at most {}", long.len(), most.functions);
    long.iter().map(told).chain([count]).collect()
}

/// Every function with the path of its file, the longest first.
fn functions(packages: &[Package]) -> Vec<(String, Function)> {
    let of_file = |file: &Source| {
        let path = file.path.clone();
        file.code.functions().into_iter().map(move |function| (path.clone(), function))
    };
    let mut found: Vec<_> = packages.iter().flat_map(|package| &package.files).flat_map(of_file).collect();
    found.sort_by(|one, two| two.1.lines.cmp(&one.1.lines).then_with(|| one.0.cmp(&two.0)));
    found
}

/// Prints the lines of each crate, and the longest functions.
pub(super) fn print(packages: &[Package]) {
    println!("{:<22}{:>9}{:>9}{:>11}", "lines of", "source", "tests", "templates");
    let mut all = [0; 3];
    for package in packages {
        let lines = lines(package);
        println!("{:<22}{:>9}{:>9}{:>11}", package.place, lines[0], lines[1], lines[2]);
        for (sum, lines) in all.iter_mut().zip(lines) {
            *sum += lines;
        }
    }
    println!("{:<22}{:>9}{:>9}{:>11}\n", "all", all[0], all[1], all[2]);
    let functions = functions(packages);
    let long = functions.iter().filter(|held| held.1.lines > FUNCTION_LINES).count();
    println!("{} functions, {long} of more than {FUNCTION_LINES} lines; the longest:", functions.len());
    for (path, function) in functions.iter().take(LONGEST_TOLD) {
        println!("{:>6}  {path}:{} {}", function.lines, function.line, function.name);
    }
    println!();
}

/// The lines of a crate's source, tests and templates.
fn lines(package: &Package) -> [usize; 3] {
    let modules: BTreeSet<String> = package.files.iter().flat_map(test_files).collect();
    let (mut source, mut tests) = (0, 0);
    for file in &package.files {
        let all = file.code.lines.len();
        let is_test = |folder: &str| file.within.starts_with(folder);
        let in_module = modules.iter().any(|module| file.within.starts_with(module));
        let of_tests = if in_module || ["tests/", "benches/", "examples/"].into_iter().any(is_test) {
            all
        } else {
            file.code.test_lines().len()
        };
        tests += of_tests;
        source += all - of_tests;
    }
    [source, tests, package.template_lines]
}

/// What the paths of modules begin with that a file declares for tests alone.
fn test_files(file: &Source) -> Vec<String> {
    let folder = file.within.strip_suffix(".rs").unwrap_or(&file.within);
    let folder = ["/mod", "/lib", "/main"].iter().find_map(|end| folder.strip_suffix(end)).unwrap_or(folder);
    file.code
        .test_modules()
        .iter()
        .flat_map(|name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/")])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::code::Code;
    use super::*;

    fn package(files: &[(&str, &str)]) -> Package {
        let source = |(within, text): &(&str, &str)| Source {
            path: format!("crates/x/{within}"),
            within: (*within).to_owned(),
            code: Code::read(text),
        };
        Package {
            place: "x".to_owned(),
            name: "x".to_owned(),
            manifest: String::new(),
            files: files.iter().map(source).collect(),
            template_lines: 5,
        }
    }

    #[test]
    fn lines_of_tests_are_counted_apart() {
        let x = package(&[
            ("src/lib.rs", "mod a;\n#[cfg(test)]\nmod world;\n"),
            ("src/a.rs", "fn f() {}\n\n#[cfg(test)]\nmod tests {\n}\n"),
            ("src/world.rs", "1\n2\n"),
            ("src/worlds.rs", "1\n"),
            ("tests/it/main.rs", "1\n2\n3\n"),
        ]);
        assert_eq!(lines(&x), [1 + 2 + 1, 2 + 3 + 2 + 3, 5]);
    }

    #[test]
    fn a_file_that_is_too_long_is_told() {
        let told = check(&[package(&[("src/b.rs", &"//\n".repeat(601))])]);
        assert_eq!(told, ["crates/x/src/b.rs has 601 lines, at most 600: split it by idea"]);
    }

    #[test]
    fn of_functions_longer_than_a_screen_there_are_so_many_and_no_more() {
        let function = |name: &str, lines: usize| format!("fn {name}() {{\n{}}}\n", "x;\n".repeat(lines - 2));
        let text = [function("f", 70), function("g", 71), function("h", 90)].concat();
        let packages = [package(&[("src/a.rs", &text)])];
        let told = |functions: usize, lines: usize| too_long(&packages, Longer { functions, lines });
        assert!(told(2, 90).is_empty());
        let long = "has 90 lines, more than the 70 of a screen: give a part of it a name";
        assert_eq!(told(2, 89), [format!("crates/x/src/a.rs:142: `h` {long}")]);
        let more = told(1, 90);
        assert_eq!(more.len(), 3, "{more:?}");
        assert!(more[0].contains("`h`") && more[1].contains("`g`"), "{more:?}");
        assert_eq!(more[2], "2 functions have more than 70 lines, at most 1");
    }
}
