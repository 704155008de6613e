//! The record kept: journals of earlier versions, damage, places where nothing may be written, a clock that is wrong.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::world::{Ran, World, golden};

/// The journal of the example as it was written before erasures were entries, with a text erased, a key handed over and three checkpoints.
const OLD: &[u8] = include_bytes!("../old/first.sqlite.zst");

fn old() -> World {
    let world = World::empty();
    world.write("footprint.sqlite", zstd::stream::decode_all(OLD).unwrap());
    world
}

#[test]
fn a_journal_of_an_earlier_version_verifies_and_answers_as_it_did() {
    let world = old();
    let shown = world.shown("verify");
    assert_eq!(
        shown,
        "The journal is as it was recorded: 371 entries, 5 fact files, 95 texts (1 erased).\n\
         A signed checkpoint covers the first 371. Give the key you know with --key to check who signed.\n\
         Texts that an earlier version erased without an entry: 1. Enter that with `footprint erase --noted`.\n\
         Root: a3e7227854a2b2b603978f1b99ccf3c58718c149d39e6766043dc93328311201\n"
    );
    golden!(world.shown("successions --valid-at 2026-11-28 --format csv"));
    let entry = world.shown("entry 370");
    assert!(entry.contains("Reason: (erased)") && world.shown("entry 371").contains("kept reason"), "{entry}");

    // The clock of the machine that runs this may be before that journal's last entry.
    let entered = world.shown("erase --noted --accept-clock");
    assert!(
        entered.starts_with("texts that were erased before and are now on record as erased: 1 (entry 372)"),
        "{entered}"
    );
    let shown = world.shown("verify");
    assert!(
        shown.contains("372 entries") && shown.contains("Entries from 372 on") && !shown.contains("--noted"),
        "{shown}"
    );
    assert_eq!(world.sh("erase --noted --accept-clock").code, 6);
    world.shown("backup copy.sqlite");
    world.shown("restore copy.sqlite --database back.sqlite");
    assert_eq!(world.shown("verify --database back.sqlite"), shown, "a backup carries the erasure");
}

fn expect_altered(world: &World, found: &str) {
    let ran = world.sh("verify");
    assert_eq!((ran.code, ran.err.as_str()), (4, ""), "{ran:?}");
    assert!(ran.out.starts_with(&format!("ALTERED: {found}")), "{ran:?}");
}

#[test]
fn any_damage_to_the_file_ends_with_the_same_exit_code() {
    let world = old();
    let whole = std::fs::read(world.path("footprint.sqlite")).unwrap();
    for length in [0, 50, 5000, whole.len() / 2] {
        world.write("footprint.sqlite", &whole[..length]);
        expect_altered(&world, "");
    }
    world.write(
        "footprint.sqlite",
        "this is no database at all, only a text that is long enough to be taken for one".repeat(20),
    );
    expect_altered(&world, "the database is damaged");
    let mut page = whole.clone();
    page[4096 * 3..4096 * 4].fill(0xa5);
    world.write("footprint.sqlite", page);
    expect_altered(&world, "");
    assert_eq!(world.sh("verify --database nothing.sqlite").code, 1, "what is not there is not altered");
}

#[test]
fn a_checkpoint_kept_elsewhere_is_held_against_the_journal() {
    let world = old();
    let ran = world.sh("verify --checkpoint nothing.note");
    assert_eq!(ran.code, 2, "{ran:?}");
    world.write("noise.note", "noise\n");
    assert_eq!(world.sh("verify --checkpoint noise.note").code, 2);
    assert_eq!(world.sh("key replace-lost").code, 0);
    let kept = world.shown("checkpoint");
    world.write("kept.note", kept);
    let shown = world.shown("verify --checkpoint kept.note");
    assert!(shown.contains("It goes on from the checkpoint kept.note."), "{shown}");
    let statements = world.sh("key show").err;
    let keys: Vec<&str> = statements.lines().map(|line| line.split(' ').nth(3).unwrap()).collect();
    assert_eq!(keys.len(), 3, "{statements}");
    let alone = world.run(["verify", "--key", keys[0]]);
    assert!(alone.code == 4 && alone.out.contains("key statement 3 puts"), "{alone:?}");
    assert_eq!(world.run(["verify", "--key", keys[0], "--key", keys[2]]).code, 0);
}

/// Runs a command without the right that root has to write where nobody may.
fn as_anybody(world: &World, line: &str) -> Ran {
    let plain = world.command(line.split(' '));
    let mut command = Command::new("setpriv");
    command.args(["--inh-caps=-dac_override,-dac_read_search", "--bounding-set=-dac_override,-dac_read_search"]);
    command.arg(plain.get_program()).args(plain.get_args()).current_dir(plain.get_current_dir().unwrap());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let is_root = std::os::unix::fs::MetadataExt::uid(&Path::new("/proc/self").metadata().unwrap()) == 0;
    let output = if is_root { command.output() } else { world.command(line.split(' ')).output() }.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

#[cfg(target_os = "linux")]
#[test]
fn where_nothing_may_be_written_questions_are_answered_and_acts_fail_at_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let may = |path: &Path, mode: u32| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let world = old();
    let expected = world.shown("verify");
    let question = "diff QU9 2013-04-01 2019-10-01 --valid-at 2026-11-28";
    let answer = world.shown(question);
    std::fs::create_dir(world.path("kept")).unwrap();
    world.write("kept/footprint.sqlite", zstd::stream::decode_all(OLD).unwrap());
    for (file, folder) in [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)] {
        may(&world.path("kept/footprint.sqlite"), file);
        may(&world.path("kept"), folder);
        let began = Instant::now();
        let verified = as_anybody(&world, "verify --database kept/footprint.sqlite");
        assert_eq!((verified.code, verified.out.as_str()), (0, expected.as_str()), "{file:o} {folder:o} {verified:?}");
        let answered = as_anybody(&world, &format!("{question} --database kept/footprint.sqlite"));
        assert_eq!((answered.code, answered.out.as_str()), (0, answer.as_str()), "{file:o} {folder:o} {answered:?}");
        let act =
            "enter life X9 --from 2020 --source order --reason because --accept-clock --database kept/footprint.sqlite";
        let acted = as_anybody(&world, act);
        assert_eq!(acted.code, 1, "{file:o} {folder:o} {acted:?}");
        assert!(acted.err.contains("The database may only be read here"), "{acted:?}");
        assert!(began.elapsed() < Duration::from_secs(30), "it hung");
        may(&world.path("kept"), 0o755);
        may(&world.path("kept/footprint.sqlite"), 0o644);
    }
    assert_eq!(world.shown("verify --database kept/footprint.sqlite"), expected);
}

#[test]
fn a_database_that_cannot_be_reached_fails_in_seconds_with_its_cause() {
    let world = World::empty();
    let began = Instant::now();
    let refused = world.sh("verify --database postgres://footprint@127.0.0.1:1/footprint");
    assert!(refused.code == 1 && refused.err.contains("Connection refused"), "{refused:?}");
    // A server that takes the connection and says nothing.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let waited = world.sh(&format!("org 14Y --database postgres://footprint@127.0.0.1:{port}/footprint"));
    assert!(waited.code == 1 && waited.err.contains("gave no answer within 5 seconds"), "{waited:?}");
    assert!(began.elapsed() < Duration::from_secs(30), "it hung");
}

/// A journal whose one entry says nothing and was recorded at a moment.
fn recorded_at(moment: &str) -> World {
    let world = World::empty();
    let address = world.path("footprint.sqlite").display().to_string();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let journal = journal::Journal::open(&address).await.unwrap();
        let draft =
            journal::Draft { actor: "tester".into(), events: serde_json::json!([]), ..journal::Draft::default() };
        journal.append_at(0, draft, moment.parse().unwrap()).await.unwrap();
        journal.close().await;
    });
    world
}

#[test]
fn an_act_under_a_clock_that_cannot_be_right_is_refused_and_says_what_to_do() {
    let (fact, person) = ("enter life X9 --from 2020 --source order --reason because", "person 'Jane Example'");
    for (act, last, said) in [
        (fact, "2999-01-01T00:00:00Z", "which is before the last entry"),
        (fact, "2001-01-01T00:00:00Z", "more than a year before"),
        (person, "2001-01-01T00:00:00Z", "more than a year before"),
    ] {
        let world = recorded_at(last);
        let refused = world.sh(act);
        assert_eq!(refused.code, 5, "{refused:?}");
        assert!(refused.err.contains(said) && refused.err.contains("--accept-clock"), "{refused:?}");
        assert!(world.shown("verify").contains(": 1 entries"), "nothing was recorded");
        assert_eq!(world.sh(&format!("{act} --accept-clock")).code, 0);
        assert!(world.shown("verify").contains(": 2 entries"));
    }
}
