//! What the real year taught: closed practices that came back, boards of any letters, and the reorganisation of April 2026.

use register::{
    Act, Entry, Fact, FileHash, FindingKind, Placing, Refusal, Released, State, Tie, Unit, Unplaced, Weights, apply,
    decide,
};
use terms::{Date, Held, OdsCode, Sequence};

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The line of a fact file with `|` for tabs, without the tabs of an open period at its end.
fn fact(line: &str) -> Fact {
    let fields = match line.split('|').next() {
        Some("tied") => 5,
        Some("acted" | "lived" | "named") => 4,
        _ => 0,
    };
    let missing = usize::saturating_sub(fields, line.matches('|').count());
    Fact::read_line(&format!("{line}{}", "|".repeat(missing)).replace('|', "\t")).unwrap()
}

/// A release: `epraccur 2020-01` and its facts as the lines of a fact file, with `|` for tabs.
fn release((head, lines): &(&str, &[&str])) -> Act {
    let (series, released) = head.split_once(' ').unwrap();
    let facts: Vec<Fact> = lines.iter().map(|line| fact(line)).collect();
    Act::TakeImport {
        series: series.parse().unwrap(),
        released: Released(released.parse().unwrap()),
        source_name: (*head).to_owned(),
        source_hash: FileHash::of(format!("{head}{lines:?}").as_bytes()),
        rows: facts.len() as u64,
        facts,
    }
}

fn take(state: &mut State, act: &Act) {
    let outcome = decide(state, act).unwrap();
    let sequence = Sequence(state.sequence().0 + 1);
    apply(state, sequence, &outcome.events, |_| outcome.fact_file.clone()).unwrap();
}

fn state(releases: &[(&str, &[&str])]) -> State {
    let mut state = State::new();
    releases.iter().for_each(|text| take(&mut state, &release(text)));
    state
}

fn entered(lines: &[&str]) -> Act {
    let entry = |line: &&str| Entry {
        fact: fact(line),
        source: "an order".into(),
        released: Released("2026-03".parse().unwrap()),
    };
    Act::Enter { entries: lines.iter().map(entry).collect(), reason: "for the test".into() }
}

fn held(state: &State, body: &str) -> String {
    let held = state.now().memberships(code(body));
    held.iter().map(|held| format!("{} {}", held.parent, held.period.screen())).collect::<Vec<_>>().join("; ")
}

fn findings(state: &State, kind: FindingKind) -> Vec<String> {
    let found = state.now().findings().into_iter().filter(|finding| finding.kind == kind);
    found.map(|finding| format!("{}: {}", finding.subject, finding.detail)).collect()
}

#[test]
fn a_closed_practice_does_not_come_back_after_the_dated_memberships() {
    let closed = [
        "lived|A84021|operational|1974-04-01|2018-12-01",
        "acted|A84021|practice",
        "tied|A84021|commissioner|00L|2013-04-01|2018-12-01",
    ];
    let epcmem: (&str, &[&str]) = ("epcmem 2019-10", &["tied|A84021|commissioner|00L|2013-04-01|2018-12-01"]);
    for releases in [&[epcmem, ("epraccur 2020-01", &closed)][..], &[("epraccur 2020-01", &closed)], &[epcmem]] {
        let state = state(releases);
        assert_eq!(held(&state, "A84021"), "00L 1 April 2013 to 30 November 2018");
        assert_eq!(state.now().parent(code("A84021"), Tie::Commissioner, day("2020-01-01")), Held::Surely(None));
    }
    // Nor where only the directory knows that it closed, or only the keeper says that it belonged.
    let open: (&str, &[&str]) = ("epcmem 2019-10", &["tied|A84021|commissioner|00L|2013-04-01|"]);
    let mut state = state(&[open, ("epraccur 2020-01", &closed)]);
    take(&mut state, &entered(&["tied|A84021|commissioner|01A|2019-01-01|"]));
    assert_eq!(held(&state, "A84021"), "00L 1 April 2013 to 30 November 2018");
}

#[test]
fn a_row_that_says_it_had_left_makes_no_member_later() {
    let state = state(&[
        ("epcmem 2019-10", &["tied|K1|commissioner|00L|2013-04-01|2018-12-01"]),
        ("epraccur 2020-01-01", &["acted|K1|practice", "tied|K1|commissioner|00L|2013-04-01|2018-12-01"]),
    ]);
    assert_eq!(held(&state, "K1"), "00L 1 April 2013 to 30 November 2018");
}

#[test]
fn successions_imported_last_reach_members_known_by_gss_code() {
    let releases: [(&str, &[&str]); 4] = [
        ("ons-systems 2017-04", &["tied|00L|system|gss:E54000046"]),
        ("ons-systems 2018-04", &["tied|00L|system|gss:E54000049"]),
        (
            "system-workbook 2019-04",
            &["identified|QVP|E54000046", "identified|QHM|E54000049", "acted|QVP|transformation-partnership"],
        ),
        ("succ 2022-09", &["succeeded|QVP|QHM|2018-04-01||"]),
    ];
    let mut orders = vec![releases.to_vec()];
    for turn in 1..4 {
        let mut order = releases.to_vec();
        order.rotate_left(turn);
        orders.push(order);
    }
    orders.push(releases.iter().rev().copied().collect());
    for order in orders {
        let state = state(&order);
        assert_eq!(held(&state, "00L"), "QVP 1 April 2017 to 31 March 2018; QHM from 1 April 2018");
        let members = state.now().members(code("QVP"), day("2018-01-15"));
        assert_eq!(members.iter().map(|member| member.code).collect::<Vec<_>>(), [code("00L")]);
    }
}

#[test]
fn networks_belong_to_nobody_and_have_nobody_before_they_began() {
    let state = state(&[
        ("eccg 2024-12", &["lived|14Y|legal|2018-04-01|"]),
        (
            "epcn 2020-04",
            &[
                "acted|U1|network",
                "lived|U1|operational|2019-04-01|",
                "tied|U1|commissioner|14Y",
                "tied|K1|network|U1|2019-05-15|",
                "acted|U2|network",
                "tied|U2|commissioner|14Y",
            ],
        ),
    ]);
    assert_eq!(held(&state, "U1"), "14Y from between 1 July 2019 and 1 April 2020");
    assert_eq!(held(&state, "K1"), "U1 from 1 July 2019");
    assert_eq!(state.now().members(code("14Y"), day("2019-06-30")), []);
}

#[test]
fn what_a_list_of_a_year_shows_came_some_day_of_that_year() {
    let state = state(&[
        ("ons-systems 2025-04-01", &["tied|07H|system|QM7"]),
        ("ons-systems 2026", &["tied|07H|system|D7T5G"]),
    ]);
    assert_eq!(
        held(&state, "07H"),
        "QM7 1 April 2025 to between 1 April 2025 and 30 December 2026; D7T5G from between 2 April 2025 and 31 December 2026"
    );
}

/// Two boards of 2025: QHG passed whole to S1Y5D, and QM7 to D7T5G and S1Y5D.
fn boards() -> State {
    let mut state = state(&[
        (
            "eccg 2024-12",
            &[
                "acted|06K|sub-icb-location",
                "acted|07H|sub-icb-location",
                "acted|M1J4Y|sub-icb-location",
                "tied|06K|system|QM7",
                "tied|07H|system|QM7",
                "tied|M1J4Y|system|QHG",
            ],
        ),
        ("etr 2024-12", &["acted|RC9|trust", "tied|RC9|system|QHG", "acted|RWH|trust", "tied|RWH|system|QM7"]),
        (
            "epraccur 2026-02",
            &[
                "acted|K1|practice",
                "tied|K1|commissioner|06K|2013-04-01|",
                "acted|K2|practice",
                "tied|K2|commissioner|07H|2013-04-01|",
                "acted|K3|practice",
                "tied|K3|commissioner|M1J4Y|2021-04-01|",
            ],
        ),
        ("list-sizes 2026-01-01", &["listed|K1|2026-01-01|300", "listed|K2|2026-01-01|100", "listed|K3|2026-01-01|50"]),
    ]);
    take(
        &mut state,
        &entered(&[
            "lived|QM7|legal|2022-07-01|2026-04-01",
            "lived|QHG|legal|2022-07-01|2026-04-01",
            "lived|S1Y5D|legal|2026-04-01|",
            "lived|D7T5G|legal|2026-04-01|",
            "acted|QM7|care-board",
            "acted|QHG|care-board",
            "acted|S1Y5D|care-board",
            "acted|D7T5G|care-board",
            "succeeded|QHG|S1Y5D|2026-04-01||",
            "succeeded|QM7|S1Y5D|2026-04-01||",
            "succeeded|QM7|D7T5G|2026-04-01||",
            "tied|06K|system|S1Y5D|2026-04-01|",
            "tied|07H|system|D7T5G|2026-04-01|",
        ]),
    );
    state
}

#[test]
fn a_pure_merger_carries_trusts_and_locations_and_a_split_strands_only_who_was_not_placed() {
    let state = boards();
    let system = |body: &str| state.now().parent(code(body), Tie::System, day("2026-04-02"));
    assert_eq!(system("M1J4Y"), Held::Surely(Some(code("S1Y5D"))));
    assert_eq!(system("RC9"), Held::Surely(Some(code("S1Y5D"))));
    let members = state.now().members(code("S1Y5D"), day("2026-04-02"));
    let members: Vec<String> = members.iter().map(|member| member.code.to_string()).collect();
    assert_eq!(members, ["06K", "M1J4Y", "RC9"]);
    assert_eq!(system("06K"), Held::Surely(Some(code("S1Y5D"))));
    assert_eq!(system("RWH"), Held::Surely(None));
    assert_eq!(
        findings(&state, FindingKind::Stranded),
        ["RWH: its system QM7 closed on 31 March 2026 and no imported file says where it went"]
    );
}

#[test]
fn a_network_that_a_split_left_is_told_where_its_practices_are() {
    let mut state = boards();
    let networks =
        ["acted|U1|network", "tied|U1|system|QM7", "tied|K1|network|U1|2019-07-01|", "tied|K2|network|U1|2019-07-01|"];
    take(&mut state, &release(&("epcn 2025-12", &networks)));
    let stranded = findings(&state, FindingKind::Stranded);
    let told = stranded.iter().find(|finding| finding.starts_with("U1")).unwrap();
    assert!(told.ends_with("where it went; of its practices 1 in D7T5G, 1 in S1Y5D"), "{told}");
}

#[test]
fn a_board_is_shared_by_the_practices_of_its_locations_or_as_entered() {
    let mut state = boards();
    let (before, after) = (day("2026-03-01"), day("2026-05-01"));
    let shares = |state: &State| state.now().heirs(code("QM7"), before, after, Weights::ListSize).unwrap();
    let measured = shares(&state);
    assert_eq!(measured.shares, [(code("D7T5G"), 100), (code("S1Y5D"), 300)]);
    assert!(matches!(measured.placing, Placing::Apportioned { unit: Unit::Patients, .. }));
    let back = state.now().heirs(code("S1Y5D"), after, before, Weights::ListSize).unwrap();
    assert_eq!(back.shares, [(code("QHG"), 50), (code("QM7"), 300)]);

    // One of two weights is no share; both are, and count first.
    take(&mut state, &entered(&["passed|QM7|S1Y5D|2026-04-01|1161338|residents, mid-2017"]));
    assert_eq!(shares(&state), measured);
    take(&mut state, &entered(&["passed|QM7|D7T5G|2026-04-01|304451|residents, mid-2017"]));
    assert_eq!(shares(&state).shares, [(code("D7T5G"), 304_451), (code("S1Y5D"), 1_161_338)]);
    assert!(matches!(shares(&state).placing, Placing::Apportioned { unit: Unit::Stated, .. }));
}

#[test]
fn what_changed_in_a_boards_place_names_the_boards_and_who_moved() {
    let state = boards();
    let diff = state.now().diff(&[code("QM7")], day("2026-03-31"), day("2026-04-01"));
    let links: Vec<String> = diff.links.iter().map(|link| format!("{}→{}", link.from, link.to)).collect();
    assert_eq!(links, ["QM7→D7T5G", "QM7→S1Y5D"]);
    let moved: Vec<String> = diff.moved.iter().map(|((old, new), who)| format!("{old}→{new} {who:?}")).collect();
    assert_eq!(moved, [format!("QM7→D7T5G {:?}", [code("07H")]), format!("QM7→S1Y5D {:?}", [code("06K")])]);
    assert_eq!((diff.before, diff.unexplained), (vec![code("06K"), code("07H")], vec![]));
}

#[test]
fn a_practice_known_from_memberships_alone_is_carried_and_what_nothing_describes_is_not_placed() {
    let state = state(&[
        ("epcmem 2019-10", &["tied|A81001|commissioner|00K|2013-04-01|"]),
        ("list-sizes 2021-01-01", &["listed|K84004|2021-01-01|7"]),
        ("etr 2015-10", &["named|X99|A NAME"]),
    ]);
    let heirs = |body: &str| state.now().heirs(code(body), day("2018-01-01"), day("2019-01-01"), Weights::ListSize);
    assert_eq!(heirs("A81001").unwrap().shares, [(code("00K"), 1)]);
    assert_eq!(heirs("K84004"), Err(Unplaced::NoCommissioner));
    assert_eq!(heirs("X99"), Err(Unplaced::KindUnknown));
    assert_eq!(heirs("00K").unwrap().placing, Placing::Direct);
}

#[test]
fn a_board_gone_from_the_next_full_list_is_a_finding_unless_something_tells() {
    let lists: [(&str, &[&str]); 3] = [
        ("ons-boards 2025", &["named|QJ2|DERBY", "named|QK1|LEICESTER", "named|QAA|SOMEWHERE"]),
        ("ons-boards 2026", &["named|QK1|LEICESTER", "named|Q8X|NEW"]),
        ("ons-boards 2027", &["named|QK1|LEICESTER", "named|Q8X|NEW"]),
    ];
    let gone = |code: &str| format!("{code}: in the full list of 2025, not in that of 2026");
    let mut state = state(&lists);
    assert_eq!(findings(&state, FindingKind::Vanished), [gone("QAA"), gone("QJ2")]);
    take(&mut state, &entered(&["succeeded|QJ2|Q8X|2026-04-01||", "lived|QAA|legal|2022-07-01|2026-04-01"]));
    assert_eq!(findings(&state, FindingKind::Vanished), Vec::<String>::new());
    // Half the bodies are still a list; fewer are an extract.
    take(&mut state, &release(&("ons-boards 2028", &["named|Q8X|NEW"])));
    assert_eq!(findings(&state, FindingKind::Vanished), ["QK1: in the full list of 2027, not in that of 2028"]);
    let many: Vec<String> = (0..9).map(|n| format!("named|Z{n}|BOARD")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).chain(["named|Q8X|NEW"]).collect();
    take(&mut state, &release(&("ons-boards 2029", &many)));
    take(&mut state, &release(&("ons-boards 2030", &["named|Q8X|NEW"])));
    assert_eq!(findings(&state, FindingKind::Vanished).len(), 1);
}

#[test]
fn what_no_source_could_say_is_refused_alone_or_among_others() {
    let state = State::new();
    let refused = |lines: &[&str]| decide(&state, &entered(lines)).unwrap_err();
    assert_eq!(refused(&["succeeded|A1|A1|2026-04-01||"]), Refusal::SelfSuccession { code: code("A1") });
    assert_eq!(
        refused(&["lived|A1|legal||2026-04-01", "passed|A1|A2|2026-04-01|0|residents"]).to_string(),
        "the number of people that passed from A1 to A2 must be at least 1"
    );
    assert_eq!(refused(&[]), Refusal::EmptyCorrection);
    let alone = Act::Correct {
        wrong: None,
        right: Some(Fact::read_line("succeeded\tA1\tA1\t2026-04-01\t\t").unwrap()),
        source: "an order".into(),
        reason: "for the test".into(),
        released: Released("2026".parse().unwrap()),
    };
    assert_eq!(decide(&state, &alone).unwrap_err().to_string(), "A1 cannot be its own successor");
}
