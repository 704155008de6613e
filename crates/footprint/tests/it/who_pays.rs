//! Overrides and challenges at the command line.

use crate::world::{World, golden};

const BEGINNING: &[&str] = &[
    "person 'Jane Example' --id person-1",
    "post qu9-finance 'Chief finance officer' --kind chief-finance-officer --body QU9 --from 2022-07-01",
    "appoint person-1 qu9-finance --from 2022-07-01",
];

const ADD: &str = "act add-override --key-from key.txt --kind section-117 --commissioner QKS --owner QU9/post/qu9-finance \
                   --first 2024-04-01 --last 2125-03-31 --reason 'Detained from there in 2023'";

const OPEN: &str = "act challenge-open --claimant QU9 --respondent QKS --words 'Ten stays of people of theirs' \
                    --first 2024-04-01 --last 2024-04-30 --records 10 --amount 12500 --run april-2024 --file list.csv";

/// While the board of the Thames Valley was still that of Buckinghamshire, Oxfordshire and Berkshire West.
const BEFORE_APRIL_2026: &str = "2025-11-15T09:30:00Z";

fn begun() -> World {
    let world = World::recorded_at(BEFORE_APRIL_2026);
    for line in BEGINNING {
        world.shown(line);
    }
    world.write("key.txt", "Key-Of-A-Patient-77\n");
    world.write("list.csv", "row\n1\n2\n");
    world.write("letter.pdf", "a letter");
    world
}

/// Does an act that makes something, and reads its identity at the end of its page's address.
fn made(world: &World, line: &str) -> String {
    world.shown(line).trim_end().rsplit('/').next().unwrap().to_owned()
}

#[test]
fn an_override_is_added_extended_ended_listed_and_forgotten() {
    let world = begun();
    let added = world.shown(ADD);
    assert!(added.starts_with("The override is added: entry ") && added.contains(", /who-pays/overrides/"), "{added}");
    let id = added.trim_end().rsplit('/').next().unwrap().to_owned();
    let masked = |text: String| text.replace(&id, "override-[random]");
    golden!(masked(world.shown("overrides --valid-at 2024-06-01")));
    world.shown(&format!("act extend-override --override {id} --last 2125-09-30 --reason 'Still in aftercare'"));
    world.shown(&format!("act end-override --override {id} --last 2125-07-31 --reason 'Discharged'"));
    assert!(world.shown("overrides --state in-force --valid-at 2025-07-31").contains("31 July 2125"));
    assert!(world.shown("overrides --state ended --valid-at 2125-08-01").contains(&id));
    let one = world.shown(&format!("override {id}"));
    assert!(one.contains("Extended to 30 September 2125") && one.contains("Discharged"), "{one}");
    // What was written last may still be in the write-ahead log.
    let mut database = std::fs::read(world.path("footprint.sqlite")).unwrap();
    database.extend(std::fs::read(world.path("footprint.sqlite-wal")).unwrap_or_default());
    let holds = |text: &[u8]| database.windows(text.len()).any(|window| window == text);
    assert!(holds(id.as_bytes()), "the override is not in the database");
    assert!(!holds(b"Key-Of-A-Patient"), "the key itself is in the database");
    assert_eq!(world.sh(&format!("act erase-key --override {id}")).code, 2, "it asks whether one is sure");
    world.shown(&format!("act erase-key --override {id} --sure yes"));
    golden!(masked(world.shown("overrides --format csv --valid-at 2024-06-01")));
    let refused = world.sh(&format!("act extend-override --override {id} --last 2126-01-01 --reason 'Again'"));
    assert_eq!(refused.code, 5, "{refused:?}");
    assert!(refused.err.contains(&format!("he key of override `{id}` was erased")), "{refused:?}");
}

#[test]
fn what_was_a_command_before_is_told_by_its_new_name() {
    let world = begun();
    for (old, now) in [
        ("override add --key-from key.txt --kind section-117", "`footprint act add-override`"),
        ("override list --state expired", "`footprint overrides`"),
        ("challenge list", "`footprint challenges`"),
        ("challenge show april", "`footprint challenge CHALLENGE`"),
        ("challenge pack april --to case.pdf", "`footprint challenge-pack CHALLENGE --to FILE`"),
    ] {
        let ran = world.sh(old);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{old}: {ran:?}");
        assert!(ran.err.contains(&format!("is now {now}")), "{old}: {ran:?}");
    }
}

#[test]
fn after_a_merger_the_record_names_who_owned_it_and_who_has_taken_their_place() {
    let world = World::recorded_at("2017-06-15T09:30:00Z");
    world.write("key.txt", "Key-Of-A-Patient-77\n");
    world.shown("post old-finance 'Chief finance officer' --kind chief-finance-officer --body 10H --from 2016-01-01");
    let id = made(
        &world,
        "act add-override --key-from key.txt --kind section-117 --commissioner 10Q --owner 10H/post/old-finance \
         --first 2017-04-01 --last 2125-03-31 --reason 'Detained from there'",
    );
    let owner = |world: &World, day: &str| {
        let list = world.shown(&format!("overrides --format csv --valid-at {day}"));
        list.lines().find(|line| line.starts_with(&id)).unwrap().to_owned()
    };
    let before = owner(&world, "2018-03-31");
    let world = world.at("2018-05-15T09:30:00Z");
    world.shown("instrument nhs-act-2006 'National Health Service Act 2006' --kind statute --from 2013-04-01");
    world.shown(
        "instrument order 'Order establishing 14Y' --kind resolution --body 14Y --rests-on nhs-act-2006 --from 2018-04-01",
    );
    world.shown("carry-over 10H 10Y --to 14Y --on 2018-04-01 --by order");
    let after = owner(&world, "2018-04-01");
    assert!(before.contains("(10H)") && !before.contains("14Y"), "{before}");
    assert!(after.contains("(10H), whose place ") && after.contains("(14Y) has taken"), "{after}");
    world.shown(&format!("act end-override --override {id} --last 2018-12-31 --reason 'Discharged'"));
}

#[test]
fn a_challenge_is_opened_answered_pressed_and_closed_and_comes_as_one_pack() {
    let world = begun();
    let id = made(&world, OPEN);
    let masked = |text: &str| with_masks(&text.replace(&id, "challenge-[random]"));
    let on = |act: &str, more: &str| format!("act challenge-{act} --challenge {id} {more}");
    world.shown(&on("file", "--file letter.pdf --title 'Our letter'"));
    let early = world.sh(&on("escalate", "--reason 'We wait'"));
    assert_eq!(early.code, 5, "{early:?}");
    assert!(early.err.contains("he respondent has not answered yet and still has time"), "{early:?}");
    let offer = "--records 2 --amount 2500 --reason 'Two were ours' --file letter.pdf --title 'Letter letter.pdf'";
    world.shown(&on("answer-by-letter", offer));
    world.shown(&on("press", "--records 8 --amount 9000 --reason 'See the list'"));
    golden!(masked(&world.shown("challenges --format csv")));
    world.shown(&on("agree", ""));
    golden!(masked(&world.shown(&format!("challenge {id}"))));
    let late = world.sh(&on("withdraw", "--reason 'Too late'"));
    assert_eq!(late.code, 5, "{late:?}");
    assert!(late.err.contains("he case is closed"), "{late:?}");
    world.shown(&format!("challenge-pack {id} --to case.html"));
    golden!(masked(&world.read("case.html")));
    world.shown(&format!("challenge-pack {id} --to case.pdf"));
    let pdf = std::fs::read(world.path("case.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(world.sh(&format!("challenge-pack {id} --to case.zip")).code, 2);
    assert_eq!(world.sh("challenge-pack nothing --to case.pdf").code, 6);
    assert_eq!(world.sh("challenge nothing").code, 6);
    assert_eq!(world.sh("act challenge-agree --challenge nothing").code, 6);
}

#[test]
fn a_record_is_known_by_row_and_walk_and_a_postcode_is_blanked() {
    let world = begun();
    world.write("walk.txt", "CDS>A: the home is OX3 9DU\nThe practice is of the other board\n");
    let one = OPEN.replace("--file list.csv", "--row 12 --walk @walk.txt").replace("--records 10", "--records 1");
    let id = made(&world, &one);
    let shown = world.shown(&format!("challenge {id}"));
    assert!(shown.contains("Row 12 of run april-2024") && shown.contains("(postcode left out)"), "{shown}");
    let database = std::fs::read(world.path("footprint.sqlite")).unwrap();
    assert!(!database.windows(7).any(|window| window == b"OX3 9DU"));
    let named = OPEN.replace("Ten stays of people of theirs", "Home at OX3 9DU");
    let refused = world.sh(&named);
    assert_eq!(refused.code, 5, "{refused:?}");
    assert!(refused.err.contains("he claim seems to hold a postcode") && !refused.err.contains("9DU"), "{refused:?}");
}

#[test]
fn the_days_of_each_side_are_set_with_their_source() {
    let world = begun();
    world.shown("act set-clocks --from 2020-01-01 --answer 10 --reply 5 --soon 45 --source 'Protocol of the boards'");
    let id = made(&world, OPEN);
    world.shown(&format!("challenge-pack {id} --to case.html"));
    let pack = world.read("case.html");
    assert!(pack.contains("10 days to answer and 5 to reply") && pack.contains("Protocol of the boards"), "{pack}");
    // A number that is not said stays as it was.
    world.shown("act set-clocks --from 2020-02-01 --answer 12 --reply 5 --source 'Protocol, revised'");
    let days = world.shown("editions");
    assert_eq!(days.lines().filter(|line| line.contains("Protocol") && line.contains("45")).count(), 2, "{days}");
    let none = world.sh("act set-clocks --from 2020-01-01 --answer 0 --reply 5 --source 'x'");
    assert_eq!(none.code, 5, "{none:?}");
}

/// How many records of the result an override decided.
fn decided(world: &World) -> usize {
    world.read("out.csv").lines().filter(|line| line.contains("LOCAL_OVERRIDE")).count()
}

#[test]
fn an_override_of_the_journal_decides_a_run_until_its_last_day_and_not_once_its_key_is_erased() {
    let world = crate::assigning::world().at(BEFORE_APRIL_2026);
    let demo = World::recorded_at(BEFORE_APRIL_2026);
    world.write("footprint.sqlite", std::fs::read(demo.path("footprint.sqlite")).unwrap());
    for line in BEGINNING {
        world.shown(line);
    }
    world.write("key.txt", "k1");
    // The tables of the small world know the body that pays; the register has to know it too.
    world.shown("enter life 03A --from 2013-04-01 --source test --reason test");
    let child = made(
        &world,
        "act add-override --key-from key.txt --kind looked-after-child --commissioner 03A --owner QU9/post/qu9-finance \
         --first 2025-06-01 --last 2025-06-30 --reason 'Placed from there'",
    );
    let run = "assign in.csv --reference tables --to out.csv --overrides-from-journal";
    let ran = world.sh(run);
    assert!(ran.err.contains("1 used, 0 that can decide nothing any more"), "{ran:?}");
    assert_eq!(decided(&world), 1);
    // Records are of 15 June 2025: a last day before that leaves them to the method.
    world.shown(&format!("act end-override --override {child} --last 2025-06-14 --reason 'Home again'"));
    world.sh(run);
    assert_eq!(decided(&world), 0);
    let before = world.sh(&format!("{run} --known-at 10"));
    assert!(before.err.contains("1 used") && decided(&world) == 1, "{before:?}");
    world.shown(&format!("act erase-key --override {child} --sure yes"));
    let after = world.sh(&format!("{run} --known-at 10"));
    assert!(after.err.contains("0 used, 1 that can decide"), "{after:?}");
    assert_eq!(decided(&world), 0);
    // A body that the register knows and these tables do not: the override is named, so that it can be looked at.
    let abroad = made(
        &world,
        "act add-override --key-from key.txt --kind looked-after-child --commissioner 14Y --owner QU9/post/qu9-finance \
         --first 2025-06-01 --last 2025-06-30 --reason 'Placed from there'",
    );
    let unknown = world.sh(run);
    assert!(
        unknown.code != 0 && unknown.err.contains(&format!("override `{abroad}` on record, an override to 14Y")),
        "{unknown:?}"
    );
}

/// Identities at random and hashes of entries, made one.
fn with_masks(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("file-") {
        let (before, after) = rest.split_at(at);
        masked.push_str(before);
        masked.push_str("file-[id]");
        rest = after.get(13..).unwrap_or_default();
    }
    masked.push_str(rest);
    hashes(&masked)
}

fn hashes(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut run = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_hexdigit() && !letter.is_ascii_uppercase() {
            run.push(letter);
            continue;
        }
        masked.push_str(if run.len() == 64 { "[hash]" } else { &run });
        run.clear();
        masked.push(letter);
    }
    masked
}
