//! How long files and functions are, and how many lines each crate has.

use std::collections::BTreeSet;

use super::{Breach, Package, Source};

/// A file is one idea.
const FILE_LINES_MAX: usize = 600;

/// A function fits a screen of 70 lines. What was written before that was checked is longer: the limit is the longest there is, and goes
/// down with it.
const FUNCTION_LINES_MAX: usize = 70;

/// How long a function should be at most.
const SCREEN_LINES: usize = 70;

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
        for function in file.code.functions().into_iter().filter(|function| function.lines > FUNCTION_LINES_MAX) {
            breaches.push(format!(
                "{path}:{}: `{}` has {} lines, at most {FUNCTION_LINES_MAX}: give a part of it a name",
                function.line, function.name, function.lines
            ));
        }
    }
    breaches
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
    let of_file = |file: &Source| {
        let path = file.path.clone();
        file.code.functions().into_iter().map(move |function| (function.lines, path.clone(), function))
    };
    let mut functions: Vec<_> = packages.iter().flat_map(|package| &package.files).flat_map(of_file).collect();
    functions.sort_by(|one, two| two.0.cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
    let long = functions.iter().filter(|(lines, ..)| *lines > SCREEN_LINES).count();
    println!("{} functions, {long} of more than {SCREEN_LINES} lines; the longest:", functions.len());
    for (lines, path, function) in functions.iter().take(LONGEST_TOLD) {
        println!("{lines:>6}  {path}:{} {}", function.line, function.name);
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
            code: Code::read((*text).to_owned()),
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
    fn what_is_too_long_is_told_with_its_place() {
        let function = format!("fn f() {{\n{}}}\n", "x;\n".repeat(FUNCTION_LINES_MAX - 1));
        let told = check(&[package(&[("src/a.rs", &function), ("src/b.rs", &"//\n".repeat(601))])]);
        assert_eq!(
            told,
            [
                format!(
                    "crates/x/src/a.rs:1: `f` has {} lines, at most {FUNCTION_LINES_MAX}: give a part of it a name",
                    FUNCTION_LINES_MAX + 1
                ),
                "crates/x/src/b.rs has 601 lines, at most 600: split it by idea".to_owned(),
            ]
        );
    }
}
