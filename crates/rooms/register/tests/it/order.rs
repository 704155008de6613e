//! Order of import shows nowhere, and nobody belongs outside a life: laws over random small sets of files of every series
//! with facts of every kind.

use proptest::prelude::*;
use register::{
    Act, Address, ArrangementKind, BodyKind, BodyRef, Cause, Fact, FileHash, FindingKind, Life, Released, Series,
    State, Status, Tie, View, Weights, apply, decide,
};
use terms::{Certainty, Date, FuzzyDate, GssCode, Heads, Held, OdsCode, Period, Sequence};

const BODIES: [&str; 10] = ["P1", "P2", "N1", "C1", "C2", "C3", "S1", "S2", "S3", "T1"];
const AREAS: [&str; 6] = ["E54000001", "E54000002", "E54000003", "E38000001", "E38000002", "E01000001"];
const N_DAYS: i16 = 84;

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn gss(text: &str) -> GssCode {
    text.parse().unwrap()
}

/// The first of a month between 2015 and 2021.
fn day(n: i16) -> Date {
    Date::constant(2015 + n / 12, i8::try_from(n % 12).unwrap() + 1, 1)
}

fn body() -> impl Strategy<Value = OdsCode> {
    proptest::sample::select(&BODIES[..]).prop_map(code)
}

fn area() -> impl Strategy<Value = GssCode> {
    proptest::sample::select(&AREAS[..]).prop_map(gss)
}

/// A day, a month, a year or some days apart.
fn date() -> impl Strategy<Value = FuzzyDate> {
    prop_oneof![
        6 => (0..N_DAYS).prop_map(|n| day(n).into()),
        1 => (0..N_DAYS).prop_map(|n| format!("{:04}-{:02}", day(n).year(), day(n).month()).parse().unwrap()),
        1 => (2015..2022i16).prop_map(|year| year.to_string().parse().unwrap()),
        1 => (0..N_DAYS - 9, 1..9i16).prop_map(|(n, wide)| FuzzyDate::between(day(n), day(n + wide)).unwrap()),
    ]
}

fn period() -> impl Strategy<Value = Period> {
    let edge = || proptest::option::of(date());
    prop_oneof![
        1 => Just(Period::ALWAYS),
        4 => (edge(), edge()).prop_map(|(from, to)| Period::new(from, to).or(Period::new(to, from)).unwrap_or(Period::ALWAYS)),
    ]
}

fn word<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn text() -> impl Strategy<Value = Box<str>> {
    word(&["Vale", "Downs"]).prop_map(Into::into)
}

fn parent() -> impl Strategy<Value = BodyRef> {
    prop_oneof![3 => body().prop_map(BodyRef::Ods), 2 => area().prop_map(BodyRef::Gss)]
}

fn succeeded() -> impl Strategy<Value = Fact> {
    (body(), body(), date(), proptest::option::of(word(Cause::ALL)), text())
        .prop_map(|(from, to, on, cause, instrument)| Fact::Succeeded { from, to, on, cause, instrument })
}

fn tied() -> impl Strategy<Value = Fact> {
    let ties = [Tie::Commissioner, Tie::System, Tie::Network, Tie::Region];
    (body(), proptest::sample::select(ties.to_vec()), parent(), period())
        .prop_map(|(child, tie, parent, period)| Fact::Tied { child, tie, parent, period })
}

fn lived() -> impl Strategy<Value = Fact> {
    (body(), word(Life::ALL), period()).prop_map(|(code, life, period)| Fact::Lived { code, life, period })
}

fn acted() -> impl Strategy<Value = Fact> {
    let kinds = [
        BodyKind::Practice,
        BodyKind::Network,
        BodyKind::CommissioningGroup,
        BodyKind::TransformationPartnership,
        BodyKind::CareBoard,
        BodyKind::Trust,
    ];
    (body(), proptest::sample::select(kinds.to_vec()), period()).prop_map(|(code, kind, period)| Fact::Acted {
        code,
        kind,
        period,
    })
}

fn other() -> impl Strategy<Value = Fact> {
    prop_oneof![
        (body(), text(), period()).prop_map(|(code, name, period)| Fact::Named { code, name, period }),
        (body(), text()).prop_map(|(code, line)| {
            Fact::Addressed { code, address: Address { lines: vec![line], postcode: "HP20 1AA".into() } }
        }),
        (body(), word(Status::ALL)).prop_map(|(code, status)| Fact::Stood { code, status }),
        (body(), 0..N_DAYS, 0..9u64).prop_map(|(code, n, heads)| Fact::Listed {
            code,
            on: day(n),
            heads: Heads(heads)
        }),
        (area(), body(), area()).prop_map(|(area, commissioner, authority)| Fact::Lay {
            area,
            commissioner,
            authority
        }),
        (area(), 0..9u64).prop_map(|(area, heads)| Fact::Populated { area, heads: Heads(heads) }),
        (body(), area()).prop_map(|(commissioner, authority)| Fact::Covered { commissioner, authority }),
        (area(), text()).prop_map(|(area, name)| Fact::Titled { area, name }),
        (body(), body(), text()).prop_map(|(system, partner, name)| Fact::Partnered { system, partner, name }),
        (text(), text()).prop_map(|(label, geometry)| Fact::Bounded { label, geometry }),
        (body(), word(ArrangementKind::ALL), text(), body(), body(), period()).prop_map(
            |(code, kind, name, one, another, period)| {
                Fact::Arranged { code, kind, name, members: vec![one, another], period }
            }
        ),
        (word(FindingKind::ALL), text(), 0..9u32).prop_map(|(kind, detail, line)| Fact::Noted {
            kind,
            subject: detail.clone(),
            detail,
            line
        }),
        (body(), body(), date(), 1..9u64, text()).prop_map(|(from, to, on, heads, basis)| Fact::Passed {
            from,
            to,
            on,
            heads: Heads(heads),
            basis
        }),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        4 => tied(),
        3 => lived(),
        3 => succeeded(),
        2 => acted(),
        2 => (body(), area()).prop_map(|(code, gss)| Fact::Identified { code, gss }),
        4 => other(),
    ]
}

/// A release of any series but the keeper's own, whose order counts.
pub(crate) fn import() -> impl Strategy<Value = Act> {
    let series: Vec<Series> = Series::all().filter(|series| *series != Series::Entered).collect();
    (proptest::sample::select(series), date(), proptest::collection::vec(fact(), 1..7), any::<u64>()).prop_map(
        |(series, released, facts, salt)| Act::TakeImport {
            series,
            released: Released(released),
            source_name: format!("{series} {salt}"),
            source_hash: FileHash::of(&salt.to_le_bytes()),
            rows: facts.len() as u64,
            facts,
        },
    )
}

pub(crate) fn correction() -> impl Strategy<Value = Act> {
    fact().prop_map(|fact| Act::Correct {
        wrong: None,
        right: Some(fact),
        source: "letter".into(),
        reason: "test".into(),
        released: Released(day(N_DAYS - 1).into()),
    })
}

pub(crate) fn take(state: &mut State, act: &Act) {
    // A fact that cannot be so is refused, as at the command line.
    let Ok(outcome) = decide(state, act) else { return };
    let sequence = Sequence(state.sequence().0 + 1);
    apply(state, sequence, &outcome.events, |_| outcome.fact_file.clone()).unwrap();
}

pub(crate) fn register(acts: &[Act]) -> State {
    let mut state = State::new();
    acts.iter().for_each(|act| take(&mut state, act));
    state
}

fn asked() -> impl Iterator<Item = Date> {
    (-2..N_DAYS + 2).step_by(5).map(|n| day(n.rem_euclid(N_DAYS + 2)).tomorrow().unwrap())
}

/// Everything that can be asked of a view, line by line, without the numbers of entries.
pub(crate) fn answers(view: &View<'_>) -> Vec<String> {
    let mut all = vec![format!("{:?}", view.codes())];
    for body in BODIES.map(code) {
        let mut say = |what: &str, text: String| all.push(format!("{body} {what} {text}"));
        say("lives", format!("{:?}", view.lives(body)));
        say("memberships", format!("{:?}", view.memberships(body)));
        say("successions", format!("{:?} {:?}", view.successors(body, None), view.predecessors(body, None)));
        say("kinds", format!("{:?}", view.kinds(body)));
        say("names", format!("{:?}", view.names(body)));
        say("gss", format!("{:?}", view.gss_codes(body)));
        say("arrangements", format!("{:?} {:?}", view.arrangements(body), view.partners(body)));
        for said in view.attestations(body) {
            let releases: Vec<&str> = said.imports.iter().map(|import| &*import.source_name).collect();
            say("said", format!("{} {} {releases:?}", said.series, said.fact));
        }
        for day in asked() {
            say("members", format!("{day} {:?}", view.members(body, day)));
            say("name", format!("{day} {:?} {:?}", view.name_on(body, day), view.kind_on(body, day)));
            let address = view.address_on(body, day).map(|(address, import)| (address, import.released));
            let status = view.status_on(body, day).map(|(status, import)| (status, import.released));
            say("address", format!("{day} {address:?} {status:?}"));
            say("list", format!("{day} {:?} {:?}", view.list_size(body, day), view.coverage(body, day)));
        }
        let (early, late) = (day(20), day(70));
        for by in [Weights::ListSize, Weights::SmallArea] {
            say("heirs", format!("{:?} {:?}", view.heirs(body, early, late, by), view.heirs(body, late, early, by)));
        }
        say("diff", format!("{:?}", view.diff(&[body], early, late)));
    }
    all.extend(AREAS.map(gss).map(|area| format!("{area} {:?} {:?}", view.by_gss(area), view.area_name(area))));
    all.extend(view.findings().into_iter().map(|finding| format!("{finding:?}")));
    all
}

/// The first answer that differs, with both forms: enough to see what is wrong.
pub(crate) fn first_difference(one: &[String], other: &[String]) -> Option<(String, String)> {
    let pair = one.iter().zip(other).find(|(one, other)| one != other);
    let pair = pair.map(|(one, other)| (one.clone(), other.clone()));
    pair.or_else(|| (one.len() != other.len()).then(|| (format!("{} answers", one.len()), format!("{}", other.len()))))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_import_of_any_formats_changes_an_answer(
        (acts, shuffled) in proptest::collection::vec(import(), 2..8).prop_flat_map(|acts| (Just(acts.clone()), Just(acts).prop_shuffle()))
    ) {
        let (one, other) = (register(&acts), register(&shuffled));
        prop_assert_eq!(first_difference(&answers(&one.now()), &answers(&other.now())), None);
    }

    #[test]
    fn nobody_belongs_on_a_day_on_which_either_of_the_two_did_not_live(
        acts in proptest::collection::vec(prop_oneof![5 => import(), 1 => correction()], 1..8)
    ) {
        let state = register(&acts);
        let view = state.now();
        for body in BODIES.map(code) {
            for tie in Tie::ALL {
                for day in asked() {
                    let held = match view.parent(body, *tie, day) {
                        Held::Surely(parent) => vec![parent],
                        Held::Either(one, other) => vec![one, other],
                    };
                    for parent in held.into_iter().flatten() {
                        prop_assert!(view.was_open(body, day) != Certainty::No, "{body} had closed or not opened, and is in {parent} on {day}");
                        let listed = view.members(parent, day).iter().any(|member| (member.code, member.tie) == (body, *tie));
                        prop_assert!(listed, "{body} is in {parent} on {day}, and {parent} does not list it");
                        prop_assert!(view.was_open(parent, day) != Certainty::No, "{parent} had closed or not opened, and has {body} on {day}");
                    }
                }
            }
        }
    }
}
