//! Where results go: what cannot be written is said before any work is done, and half a file is never seen.

use crate::assigning::world;
use crate::world::{World, golden};

/// What else stands in the folder than what was there.
fn left(world: &World) -> Vec<String> {
    let names = std::fs::read_dir(world.path(".")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name != "tables" && !name.ends_with("in.csv")).collect();
    names.sort();
    names
}

#[test]
fn what_cannot_be_written_is_said_before_the_work() {
    let world = world();
    let mut said = String::new();
    for line in [
        "assign in.csv --reference tables --to nowhere/out.csv",
        "assign in.csv --reference tables --to in.csv/out.csv",
        "assign in.csv --reference tables --to tables",
        "assign in.csv --reference tables --to out.csv --variance nowhere/v.csv",
        "assign in.csv --reference tables --to out.csv --variance v.pdf",
        "assign in.csv --reference tables --to out.csv --variance out.csv",
        "assign tables --reference tables --to out.csv",
        "reference prepare --reference tables --to nowhere/tables.reference",
        "import in.csv --bad-rows nowhere/bad.csv",
    ] {
        let ran = world.sh(line);
        assert!(ran.code != 0 && ran.out.is_empty(), "{line}: {ran:?}");
        said.push_str(&format!("$ footprint {line}\n[{}] {}\n", ran.code, ran.err));
    }
    golden!(said);
    assert!(left(&world).is_empty(), "{:?}", left(&world));
}

#[test]
fn a_file_with_a_header_alone_gives_one() {
    let world = world();
    let header = world.read("in.csv").lines().next().unwrap().to_owned();
    world.write("in.csv", format!("{header}\n"));
    let ran = world.sh("assign in.csv --reference tables --to out.csv");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.starts_with("0 records from in.csv"), "{}", ran.err);
    let added = "commissioner,terminal,method,path,reason,flags,edition";
    assert_eq!(world.read("out.csv"), format!("{header},{added}\n"));
}

#[test]
fn a_result_that_is_there_is_replaced_whole() {
    let world = world();
    world.write("out.csv", "what was there before, and is longer than nothing");
    let ran = world.sh("assign in.csv --reference tables --to out.csv");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(world.read("out.csv").starts_with("record_id,"));
    // A run that fails leaves what was there.
    let before = world.read("out.csv");
    world.write("in.csv", format!("{}7,020\n", world.read("in.csv")));
    assert_eq!(world.sh("assign in.csv --reference tables --to out.csv").code, 1);
    assert_eq!(world.read("out.csv"), before);
    assert_eq!(left(&world), ["out.csv"]);
}

#[cfg(unix)]
mod disks {
    use super::*;
    use std::os::unix::fs::FileTypeExt as _;

    #[test]
    fn a_disk_that_is_full_leaves_no_half_file() {
        let world = world();
        let rows = world.read("in.csv");
        let (header, rows) = rows.split_once('\n').unwrap();
        world.write("in.csv", format!("{header}\n{}", rows.repeat(2_000)));
        for to in ["out.csv", "out.parquet", "out.arrow"] {
            // The system lets no file grow past 4 KiB, as a disk that is full would not.
            let line = format!(
                "trap '' XFSZ; ulimit -f 4; exec {} assign in.csv --reference tables --to {to}",
                env!("CARGO_BIN_EXE_footprint")
            );
            let ran =
                std::process::Command::new("bash").args(["-c", &line]).current_dir(world.path(".")).output().unwrap();
            let err = String::from_utf8(ran.stderr).unwrap();
            assert_eq!(ran.status.code(), Some(1), "{to}: {err}");
            assert!(
                err.contains(&format!("{to} cannot be written: ")) && err.to_lowercase().contains("file too large"),
                "{err}"
            );
            assert!(left(&world).is_empty(), "{:?}", left(&world));
        }
    }

    #[test]
    fn a_device_is_written_to_and_never_replaced() {
        let world = world();
        let ran = world.sh("assign in.csv --reference tables --to /dev/null");
        assert_eq!(ran.code, 0, "{ran:?}");
        let ran = world.sh("assign in.csv --reference tables --to /dev/full");
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("/dev/full cannot be written: No space left on device"), "{}", ran.err);
        for device in ["/dev/null", "/dev/full"] {
            assert!(std::fs::metadata(device).unwrap().file_type().is_char_device(), "{device} was replaced");
        }
    }
}
