//! The proofs on real data.

use crate::taking::{FILES, data, reading, register};
use register::{Act, BodyKind, Fact, FindingKind, State, Tie, View, Weights};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;
use terms::{Certainty, Date, Held, OdsCode};

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn acts(folder: &Path) -> &'static Vec<Act> {
    static ACTS: OnceLock<Vec<Act>> = OnceLock::new();
    ACTS.get_or_init(|| FILES.iter().map(|path| reading(folder, path)).collect())
}

fn whole(folder: &Path) -> &'static State {
    static STATE: OnceLock<State> = OnceLock::new();
    STATE.get_or_init(|| register(acts(folder)))
}

fn rows(folder: &Path, path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read(folder.join(path)).unwrap();
    let text: String = text.iter().map(|byte| char::from(*byte)).collect();
    text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect()).collect()
}

#[test]
fn the_successions_of_commissioners_agree_row_for_row() {
    let Some(folder) = data() else { return };
    let view = whole(&folder).now();
    let published = rows(&folder, "derived/ccg_successions_163.csv");
    assert_eq!(published.len() - 1, 163);
    for row in &published[1..] {
        let links = view.successions_of(code(&row[0]));
        let found = links.iter().any(|link| link.to == code(&row[1]) && link.on.to_string() == row[2]);
        assert!(found, "{row:?}: {links:?}");
    }
}

#[test]
fn practices_pass_on_1_april_2018_as_published() {
    let Some(folder) = data() else { return };
    let view = whole(&folder).now();
    let diff = view.diff(&[code("QU9")], day("2018-03-31"), day("2018-04-01"));
    let flows: BTreeMap<String, u64> =
        diff.practices.iter().map(|((old, new), n)| (format!("{old}→{new}"), *n)).collect();
    let expected =
        [("10H→14Y", 47), ("10M→15A", 13), ("10N→15A", 12), ("10W→15A", 22), ("10Y→14Y", 20), ("11D→15A", 30)];
    assert_eq!(flows, expected.map(|(flow, n)| (flow.to_owned(), n)).into());
}

#[test]
fn membership_to_1_october_2019_is_what_epcmem_says() {
    let Some(folder) = data() else { return };
    let view = whole(&folder).now();
    let mut by_practice: BTreeMap<String, Vec<(Date, Option<Date>, OdsCode)>> = BTreeMap::new();
    let date = |text: &str| (!text.is_empty()).then(|| terms::parse_compact_date(text).unwrap());
    for row in rows(&folder, "ods/epcmem/epcmem_2019-10.csv") {
        let held = (date(&row[3]).unwrap(), date(&row[4]), code(&row[1]));
        by_practice.entry(row[0].clone()).or_default().push(held);
    }
    assert_eq!(by_practice.len(), 16_773);
    let last = day("2019-10-01");
    let (mut asked, mut outlived) = (0, 0);
    let lives = |code, day| view.was_open(code, day) == Certainty::Yes;
    for (practice, held) in &by_practice {
        // Every day on which the file changes its mind, the day before, and the last day it speaks of.
        let days: BTreeSet<Date> = held
            .iter()
            .flat_map(|(from, to, _)| [Some(*from), from.yesterday().ok(), *to, to.and_then(|to| to.tomorrow().ok())])
            .flatten()
            .chain([last])
            .filter(|day| *day <= last)
            .collect();
        for day in days {
            let says =
                held.iter().find(|(from, to, _)| *from <= day && to.is_none_or(|to| day <= to)).map(|(.., c)| *c);
            // But no membership outlives either body, whatever says so.
            let both_live = |parent: &OdsCode| lives(code(practice), day) && lives(*parent, day);
            outlived += usize::from(says.is_some_and(|parent| !both_live(&parent)));
            let says = says.filter(both_live);
            assert_eq!(view.parent(code(practice), Tie::Commissioner, day), Held::Surely(says), "{practice} on {day}");
            asked += 1;
        }
    }
    assert!(asked > 100_000, "{asked}");
    eprintln!("{outlived} of {asked} days asked about lie outside a life");
    assert!(outlived * 50 < asked, "{outlived} of {asked}");
}

#[test]
fn on_15_january_2020_no_closed_practice_has_a_commissioner() {
    let Some(folder) = data() else { return };
    // The dated memberships, one later snapshot and the lives of commissioners: 1,955 closed practices once came back.
    let files = ["ods/eccg/eccg.csv", "ods/epcmem/epcmem_2019-10.csv", "ods/epraccur/epraccur_2020-01.csv"];
    let state = register(&files.map(|path| reading(&folder, path)));
    let (view, on) = (state.now(), day("2020-01-15"));
    let (mut members, mut closed) = (0, 0);
    for code in view.codes() {
        if let Held::Surely(Some(_)) = view.parent(code, Tie::Commissioner, on) {
            members += 1;
            closed += usize::from(view.was_open(code, on) != Certainty::Yes);
        }
    }
    assert_eq!((members, closed), (11_868, 0));
    assert_eq!(view.parent(code("A84021"), Tie::Commissioner, on), Held::Surely(None));
}

#[test]
fn three_orders_of_import_give_equal_answers() {
    let Some(folder) = data() else { return };
    let forwards = whole(&folder);
    let mut reversed = acts(&folder).clone();
    reversed.reverse();
    let mut shuffled = acts(&folder).clone();
    // A fixed shuffle: every seventh file in turn.
    let n = shuffled.len();
    shuffled = (0..n).map(|place| acts(&folder)[(place * 7 + 3) % n].clone()).collect();
    assert_eq!(gcd(7, n), 1, "the shuffle must meet every file");
    for other in [register(&reversed), register(&shuffled)] {
        same_answers(&forwards.now(), &other.now());
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn same_answers(one: &View<'_>, other: &View<'_>) {
    let codes = one.codes();
    assert_eq!(codes, other.codes());
    assert!(codes.len() > 40_000, "{}", codes.len());
    let days = ["2005-01-01", "2013-04-01", "2018-03-31", "2020-07-01", "2023-01-01", "2026-10-01"].map(day);
    for code in codes {
        assert_eq!(one.lives(code), other.lives(code), "{code}");
        assert_eq!(one.memberships(code), other.memberships(code), "{code}");
        assert_eq!(one.successions_of(code), other.successions_of(code), "{code}");
        assert_eq!(one.kinds(code), other.kinds(code), "{code}");
        assert_eq!(one.names(code), other.names(code), "{code}");
        assert_eq!(one.gss_codes(code), other.gss_codes(code), "{code}");
        for day in days {
            assert_eq!(one.members(code, day), other.members(code, day), "{code} on {day}");
            assert_eq!(one.name_on(code, day), other.name_on(code, day), "{code} on {day}");
            let address = |view: &View<'_>| {
                view.address_on(code, day).map(|(address, import)| (address.clone(), import.released))
            };
            assert_eq!(address(one), address(other), "{code} on {day}");
        }
    }
    assert_eq!(one.findings(), other.findings());
}

#[test]
fn lists_of_january_2021_by_commissioner_are_as_published_and_conserved() {
    let Some(folder) = data() else { return };
    let view = whole(&folder).now();
    let counted = day("2021-01-01");
    let mut by_commissioner: BTreeMap<OdsCode, (u64, u64)> = BTreeMap::new();
    let mut total = 0;
    for act in acts(&folder) {
        let Act::TakeImport { facts, .. } = act else { continue };
        for fact in facts {
            let Fact::Listed { code, heads, .. } = fact else { continue };
            let parent = view.parent(*code, Tie::Commissioner, counted);
            let Held::Surely(Some(parent)) = parent else { panic!("{code}: {parent:?}") };
            let entry = by_commissioner.entry(parent).or_default();
            *entry = (entry.0 + 1, entry.1 + heads.0);
            total += heads.0;
        }
    }
    assert_eq!(total, 60_606_345);
    let published = [
        ("10Q", 67, 778_948),
        ("14Y", 48, 571_897),
        ("15A", 44, 557_537),
        ("91Q", 200, 1_932_550),
        ("05A", 66, 532_262),
        ("05H", 26, 194_938),
        ("05R", 32, 298_895),
    ];
    for (commissioner, practices, heads) in published {
        assert_eq!(by_commissioner[&code(commissioner)], (practices, heads), "{commissioner}");
    }
}

#[test]
fn the_known_quirks_of_the_files_are_findings() {
    let Some(folder) = data() else { return };
    let findings = whole(&folder).now().findings();
    let count = |kind: FindingKind| findings.iter().filter(|finding| finding.kind == kind).count();
    let mut early: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.kind == FindingKind::EarlyJoin) {
        *early.entry(finding.sayings[0].released.unwrap().to_string()).or_default() += 1;
    }
    let expected =
        [("2018-06", 78), ("2020-01", 144), ("2021-11", 869), ("2023-04", 847), ("2025-04", 822), ("2026-02", 811)];
    assert_eq!(early, expected.map(|(released, n)| (released.to_owned(), n)).into());
    assert_eq!(count(FindingKind::SelfSuccession), 39);
    assert_eq!(count(FindingKind::SuccessionRedated), 35);
    assert_eq!(count(FindingKind::NullGeometry), 1);
    assert!(count(FindingKind::VocabularyDrift) >= 2);
    assert!(count(FindingKind::CodeOnly) > 1000);
    let mut overruled: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.kind == FindingKind::Overruled) {
        if finding.sayings[0].series == register::Series::Epraccur {
            *overruled.entry(finding.sayings[0].released.unwrap().to_string()).or_default() += 1;
        }
    }
    for (released, n) in &overruled {
        assert!((1_100..=1_600).contains(n), "{released}: {n}");
    }
    assert_eq!(overruled.len(), 6);
    let mut kinds: BTreeMap<FindingKind, usize> = BTreeMap::new();
    for finding in &findings {
        *kinds.entry(finding.kind).or_default() += 1;
    }
    eprintln!("findings: {kinds:?}");
}

#[test]
fn berkshire_oxfordshire_and_buckinghamshire_went_from_seven_to_three() {
    let Some(folder) = data() else { return };
    let view = whole(&folder).now();
    let diff = view.diff(&[code("QU9")], day("2013-04-01"), day("2019-10-01"));
    let codes = |codes: &[OdsCode]| codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(codes(&diff.before), "10H 10M 10N 10Q 10W 10Y 11D");
    assert_eq!(codes(&diff.after), "10Q 14Y 15A");
    assert_eq!(diff.links.len(), 6);
    assert!(diff.links.iter().all(|link| link.cause == register::Cause::Merge && link.on.to_string() == "2018-04-01"));
    assert!(diff.unexplained.is_empty());
}

#[test]
fn names_kinds_and_chains_are_true_of_the_day() {
    let Some(folder) = data() else { return };
    let view = whole(&folder).now();
    let name = |body: &str, on: &str| view.name_on(code(body), day(on)).unwrap().text.to_string();
    assert_eq!(name("14Y", "2019-10-01"), "NHS Buckinghamshire CCG");
    assert_eq!(name("14Y", "2023-01-01"), "NHS BUCKINGHAMSHIRE, OXFORDSHIRE AND BERKSHIRE WEST ICB - 14Y");
    assert_eq!(view.kind_on(code("14Y"), day("2022-06-30")), Some(BodyKind::CommissioningGroup));
    assert_eq!(view.kind_on(code("14Y"), day("2022-07-01")), Some(BodyKind::SubIcbLocation));
    // A primary care trust, the commissioning group after it, and the one after that: both middle bodies are closed.
    let chain: Vec<String> =
        view.successors(code("00K"), None).iter().map(|link| format!("{}→{}", link.from, link.to)).collect();
    assert_eq!(chain, ["00K→16C"]);
    let heirs = view.heirs(code("16C"), day("2026-02-01"), day("2019-10-01"), Weights::ListSize).unwrap();
    assert!(heirs.shares.len() > 1, "{heirs:?}");
    let by_area = view.heirs(code("16C"), day("2026-02-01"), day("2019-10-01"), Weights::SmallArea).unwrap();
    assert_eq!(
        heirs.shares.iter().map(|(c, _)| c).collect::<Vec<_>>(),
        by_area.shares.iter().map(|(c, _)| c).collect::<Vec<_>>()
    );
    assert_eq!(view.was_open(code("10Y"), day("2018-04-01")), Certainty::No);
}

#[test]
fn no_closed_commissioner_has_members_after_the_dated_memberships_end() {
    let Some(folder) = data() else { return };
    let view = whole(&folder).now();
    let today = day("2026-03-01");
    let mut closed = 0;
    for row in rows(&folder, "ods/eccg/eccg.csv") {
        let commissioner = code(&row[0]);
        if view.was_open(commissioner, today) == Certainty::No {
            let members = view.members(commissioner, today);
            assert!(members.is_empty(), "{commissioner}: {members:?}");
            closed += 1;
        }
    }
    assert_eq!(closed, 161);
}

#[test]
fn a_share_by_small_areas_is_left_out_sooner_than_wrong() {
    let Some(folder) = data() else { return };
    let view = whole(&folder).now();
    // The lookups begin in 2018, when three of the bodies of 2013 were one: no lookup tells them apart.
    let heirs = view.heirs(code("D4U1Y"), day("2026-02-01"), day("2013-04-01"), Weights::SmallArea);
    assert_eq!(heirs, Err(register::Unplaced::NoWeights));
    let by_lists = view.heirs(code("D4U1Y"), day("2026-02-01"), day("2013-04-01"), Weights::ListSize).unwrap();
    assert!(by_lists.shares.len() >= 5, "{by_lists:?}");
}
