//! The reorganisation of 1 April 2026, entered from the published lists on top of the real files.

use crate::taking::{data, reading, register, take};
use register::{Act, Entry, FindingKind, Placing, State, Tie, Unit, Weights};
use std::collections::BTreeMap;
use std::path::Path;
use terms::{Date, Held, OdsCode};

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn rows(folder: &Path, path: &str) -> Vec<BTreeMap<String, String>> {
    let file = import::SourceFile { name: path.into(), bytes: std::fs::read(folder.join(path)).unwrap() };
    let text = String::from_utf8(file.bytes).unwrap();
    // The names of boards hold commas, and none is asked for: all that is read stands before or is quoted away.
    let mut lines = text.lines();
    let heads: Vec<&str> = lines.next().unwrap().split(',').collect();
    let unquoted = |line: &str| -> String {
        line.split('"')
            .enumerate()
            .map(|(n, part)| if n % 2 == 1 { part.replace(',', " ") } else { part.into() })
            .collect()
    };
    lines
        .map(|line| heads.iter().map(ToString::to_string).zip(unquoted(line).split(',').map(str::to_owned)).collect())
        .collect()
}

/// The boards that began that day.
const NEW: [&str; 6] = ["D7T5G", "S0E4D", "S1Y5D", "S9B9J", "T6Y0W", "Z9B2Z"];

/// The published lists as the file of facts that a keeper would enter.
fn facts(folder: &Path) -> String {
    let mut lines = vec!["fact,code,of,kind,from,to,heads,basis,source".to_owned()];
    let source = "published lists of April 2026";
    let successions = rows(folder, "reconfiguration/icb_successions_2026-04.csv");
    for row in &successions {
        let (old, new, heads) = (&row["predecessor"], &row["successor"], &row["resident_heads"]);
        lines.push(format!("succession,{old},{new},,2026-04-01,,{heads},residents of mid-2017,{source}"));
    }
    let mut old: Vec<&String> = successions.iter().map(|row| &row["predecessor"]).collect();
    old.dedup();
    for old in old {
        lines.push(format!("life,{old},,legal,2022-07-01,2026-03-31,,,{source}"));
    }
    for row in rows(folder, "reconfiguration/icb_2026-04.csv") {
        let (board, ons) = (&row["ods_code"], &row["ons_code"]);
        lines.push(format!("kind,{board},,care-board,2026-04-01,,,,{source}"));
        lines.push(format!("ons-code,{board},{ons},,,,,,{source}"));
        if NEW.contains(&board.as_str()) {
            lines.push(format!("life,{board},,legal,2026-04-01,,,,{source}"));
        }
    }
    for row in rows(folder, "reconfiguration/icb_2026_sub_area_moves.csv") {
        let (location, board) = (&row["sub_area"], &row["icb_from_2026_04_01"]);
        if !location.starts_with("D4U1Y") {
            lines.push(format!("member,{location},{board},system,2026-04-01,,,,{source}"));
        }
    }
    lines.join("\n")
}

fn world(folder: &Path) -> State {
    let files = [
        "ods/eccg/eccg.csv",
        "ods/etr/etr_2024-12.csv",
        "ods/icb_names_codes_2024-12.csv",
        "ods/epraccur/epraccur_2026-02.csv",
        "population/gp-reg-pat-prac-all_2021-01.csv",
    ];
    let mut state = register(&files.map(|path| reading(folder, path)));
    let file = import::SourceFile { name: "april.csv".into(), bytes: facts(folder).into_bytes() };
    let entries: Vec<Entry> = import::read_entries(&file, "2026-04-01".parse().unwrap()).unwrap();
    // 16 successions with their weights, 12 old boards, 36 boards with a kind and a code, 6 new lives, 23 moves.
    assert_eq!(entries.len(), 16 * 2 + 12 + 36 * 2 + 6 + 23);
    take(&mut state, &Act::Enter { entries, reason: "April 2026".into() });
    state
}

#[test]
fn the_boards_of_april_2026_take_over_from_those_before() {
    let Some(folder) = data() else { return };
    let state = world(&folder);
    let view = state.now();
    let (eve, first) = (day("2026-03-31"), day("2026-04-01"));
    for row in rows(&folder, "reconfiguration/icb_2026_sub_area_moves.csv") {
        let location = &row["sub_area"];
        if location.starts_with("D4U1Y") {
            continue;
        }
        let system = |day| view.parent(code(location), Tie::System, day);
        assert_eq!(system(first), Held::Surely(Some(code(&row["icb_from_2026_04_01"]))), "{location}");
        assert_eq!(system(eve), Held::Surely(Some(code(&row["icb_before"]))), "{location}");
    }
    // Trusts of boards that passed whole went with them; those of boards that were split are for the keeper to place.
    let mut published: BTreeMap<OdsCode, Vec<(OdsCode, u64)>> = BTreeMap::new();
    for row in rows(&folder, "reconfiguration/icb_successions_2026-04.csv") {
        let heads = row["resident_heads"].parse().unwrap();
        published.entry(code(&row["predecessor"])).or_default().push((code(&row["successor"]), heads));
    }
    let findings = view.findings();
    let stranded = |body: OdsCode| {
        findings.iter().any(|f| {
            f.kind == FindingKind::Stranded && *f.subject == *body.as_str() && f.detail.starts_with("its system")
        })
    };
    let mut carried = 0;
    for (old, successors) in &published {
        for member in view.members(*old, eve).into_iter().filter(|member| member.tie == Tie::System) {
            let system = view.parent(member.code, Tie::System, first).nominal();
            match successors.as_slice() {
                [(new, _)] => assert_eq!(system, Some(*new), "{} of {old}", member.code),
                _ => assert_eq!(system.is_none(), stranded(member.code), "{} of {old}", member.code),
            }
            carried += usize::from(successors.len() == 1);
        }
        // What a board had is shared as entered, to the last person.
        let heirs = view.heirs(*old, eve, first, Weights::ListSize).unwrap();
        if successors.len() > 1 {
            assert_eq!(&heirs.shares, successors, "{old}");
            assert!(matches!(heirs.placing, Placing::Apportioned { unit: Unit::Stated, .. }));
        } else {
            assert_eq!(
                (&heirs.placing, heirs.shares.as_slice()),
                (&Placing::Followed, &[(successors[0].0, 1)][..]),
                "{old}"
            );
        }
    }
    assert!(carried > 30, "{carried}");
    let diff = view.diff(&[code("QM7")], eve, first);
    let links: Vec<String> = diff.links.iter().map(|link| format!("{}→{}", link.from, link.to)).collect();
    assert_eq!(links, ["QM7→D7T5G", "QM7→S1Y5D"]);
    assert_eq!(diff.moved.values().flatten().count(), 3);
}
