//! Random acts put to random directions: the judgement agrees with one written from the rules alone, and keeps the laws of
//! section 7.

use crate::naive::Table;
use crate::world::p;
use intervention::{
    Acting, Attempt, Binding, Condition, ConditionTime, Consent, ConsentId, Constraint, Directions, Notice, NoticeKind,
    People, Posts, Reach, Scope, Tier, Use, Verdict,
};
use jiff::ToSpan as _;
use mandate::Population;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode, Pence};

const BODIES: [&str; 3] = ["08A", "08L", "08Q"];
const REACHES: [&str; 7] = [
    "service:*",
    "service:acute",
    "service:acute.elective",
    "service:acute-care",
    "function:contracts",
    "function:contracts.award",
    "function:appointments",
];

fn day() -> impl Strategy<Value = Date> {
    (0_i64..12).prop_map(|days| Date::constant(2018, 1, 1).saturating_add(days.days()))
}

fn body() -> impl Strategy<Value = OdsCode> {
    (0..BODIES.len()).prop_map(|index| p(BODIES[index]))
}

fn reach() -> impl Strategy<Value = Reach> {
    (0..REACHES.len()).prop_map(|index| p(REACHES[index]))
}

fn people() -> impl Strategy<Value = People> {
    prop_oneof![
        2 => Just(People::Everybody),
        1 => (0..2_usize).prop_map(|index| People::Of(Population::registered(p(["P1", "P2"][index])))),
    ]
}

fn tier() -> impl Strategy<Value = Tier> {
    (0..Tier::ALL.len()).prop_map(|index| Tier::ALL[index])
}

fn posts() -> impl Strategy<Value = Posts> {
    prop_oneof![Just(Posts::Any), tier().prop_map(Posts::Down)]
}

fn amount() -> impl Strategy<Value = Pence> {
    (0_i64..5).prop_map(|amount| Pence(amount * 10))
}

fn binding() -> impl Strategy<Value = Binding> {
    prop_oneof![
        Just(Binding::Forbid),
        amount().prop_map(|amount| Binding::CapForbid { amount }),
        posts().prop_map(|posts| Binding::Consent { posts }),
        amount().prop_map(|amount| Binding::CapConsent { amount }),
        (posts(), 0_u16..4).prop_map(|(posts, days)| Binding::Consult { posts, days }),
        (0_u16..4).prop_map(|days| Binding::NotifyBefore { days }),
        (0_u16..4).prop_map(|days| Binding::NotifyAfter { days }),
        body().prop_map(|to| Binding::Move { to }),
    ]
}

fn constraints() -> impl Strategy<Value = Vec<Constraint>> {
    let one = (body(), binding(), reach(), people(), day(), prop::option::of(day()));
    prop::collection::vec(one, 0..7).prop_map(|held| {
        let numbered = (1_u16..).zip(held);
        let clause = |(number, (body, binding, reach, people, from, to))| {
            let clause = p(&format!("d{}.{number}", number % 2));
            Constraint { clause, body, binding, reach, people, since: from, from, to }
        };
        numbered.map(clause).collect()
    })
}

type Window = (Date, Option<Date>, Option<Date>);
type DrawnConsent = (BTreeSet<u16>, Reach, Window, (Option<Tier>, Option<Pence>, bool, Option<Condition>));

fn consents() -> impl Strategy<Value = Vec<Consent>> {
    let condition = (any::<bool>(), prop::option::of(day())).prop_map(|(is_before, met_on)| {
        let time = if is_before { ConditionTime::Before } else { ConditionTime::After };
        Condition { time, words: String::new(), owner: None, due: None, met_on }
    });
    let window = (day(), prop::option::of(day()), prop::option::of(day()));
    let rest = (prop::option::of(tier()), prop::option::of(amount()), any::<bool>(), prop::option::of(condition));
    let one = (prop::collection::btree_set(1_u16..7, 1..4), reach(), window, rest);
    prop::collection::vec(one, 0..6).prop_map(|held| {
        let consent = |(
            number,
            (clauses, reach, (from, to, withdrawn_on), (tier, amount_max, is_single, condition)),
        ): (u32, DrawnConsent)| {
            let clauses = clauses.iter().map(|number| p(&format!("d{}.{number}", number % 2))).collect();
            Consent {
                id: p(&format!("k{number}")),
                by: p("X24"),
                scope: Scope { clauses, reach, tier, post: None, plan: None },
                amount_max,
                from,
                to,
                uses: if is_single { Use::Single } else { Use::Standing },
                withdrawn_on,
                conditions: condition.map(|held| (1.try_into().unwrap(), held)).into_iter().collect::<BTreeMap<_, _>>(),
            }
        };
        (1_u32..).zip(held).map(consent).collect()
    })
}

fn notices() -> impl Strategy<Value = Vec<Notice>> {
    let kind = any::<bool>().prop_map(|is_notice| if is_notice { NoticeKind::Notified } else { NoticeKind::Consulted });
    let one = (kind, body(), reach(), day()).prop_map(|(kind, body, reach, on)| Notice { kind, body, reach, on });
    prop::collection::vec(one, 0..6)
}

fn attempts() -> impl Strategy<Value = Attempt> {
    let acting = prop_oneof![2 => Just(Acting::ForItself), 1 => body().prop_map(Acting::For)];
    let amount = prop::option::of((-5_i64..6).prop_map(|amount| Pence(amount * 9)));
    (body(), acting, reach(), people(), prop::option::of(tier()), amount, day()).prop_map(
        |(body, acting, reach, people, tier, amount, on)| Attempt {
            body,
            acting,
            reach,
            people,
            tier,
            post: None,
            plan: None,
            amount,
            on,
        },
    )
}

fn tables() -> impl Strategy<Value = Table> {
    let used = prop::collection::btree_set((1_u32..6).prop_map(|number| p::<ConsentId>(&format!("k{number}"))), 0..3);
    (constraints(), consents(), used, notices()).prop_map(|(constraints, consents, used, notices)| Table {
        constraints,
        consents,
        used,
        notices,
    })
}

fn directions(table: &Table) -> Directions {
    let consents = table.consents.iter().cloned();
    Directions::new(table.constraints.iter().cloned(), consents, table.used.clone(), table.notices.iter().cloned())
}

/// A verdict in the words of the naive judgement.
fn line(verdict: &Verdict) -> String {
    let clauses: Vec<String> = verdict.clauses().map(ToString::to_string).collect();
    let clauses = clauses.join(";");
    match verdict {
        Verdict::NeedsConsent { miss, .. } => format!("needs-consent {clauses} {miss}"),
        Verdict::Allowed(passage) => {
            let consents: Vec<String> = passage.consents.iter().map(ToString::to_string).collect();
            format!("allowed {clauses} {}", consents.join(";"))
        }
        other => format!("{} {clauses}", other.slug()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_judgement_is_that_of_the_rules(table in tables(), attempt in attempts()) {
        prop_assert_eq!(line(&directions(&table).judge(&attempt)), table.judge(&attempt));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn order_means_nothing(table in tables(), attempt in attempts()) {
        let turned = Directions::new(
            table.constraints.iter().rev().cloned(),
            table.consents.iter().rev().cloned(),
            table.used.clone(),
            table.notices.iter().rev().cloned(),
        );
        prop_assert_eq!(directions(&table).judge(&attempt), turned.judge(&attempt));
    }

    #[test]
    fn one_more_clause_frees_nobody_and_one_more_consent_binds_nobody(
        mut table in tables(), attempt in attempts(), more in constraints(), consents in consents(),
    ) {
        let before = directions(&table).judge(&attempt).passes();
        let fresh = more.into_iter().filter(|held| held.binding.receiver().is_none());
        let fresh = fresh.map(|held| Constraint { clause: p("d9.1"), ..held });
        let bound = Directions::new(
            table.constraints.iter().cloned().chain(fresh),
            table.consents.iter().cloned(),
            table.used.clone(),
            table.notices.iter().cloned(),
        );
        prop_assert!(before || !bound.judge(&attempt).passes());
        let named = consents.into_iter().enumerate();
        table.consents.extend(named.map(|(n, held)| Consent { id: p(&format!("z{n}")), ..held }));
        prop_assert!(!before || directions(&table).judge(&attempt).passes());
    }

    #[test]
    fn a_narrower_matter_is_never_the_worse_for_it(table in tables(), attempt in attempts()) {
        let directions = directions(&table);
        let before = directions.judge(&attempt).passes();
        for narrow in REACHES.map(p::<Reach>).into_iter().filter(|narrow| attempt.reach.contains(narrow)) {
            let split = Attempt { reach: narrow, ..attempt.clone() };
            prop_assert!(!before || directions.judge(&split).passes());
        }
    }

    #[test]
    fn before_every_first_day_and_after_every_end_there_is_nothing(table in tables(), attempt in attempts()) {
        let mut table = table;
        table.constraints.retain(|held| !(held.from <= attempt.on && held.to.is_none_or(|to| attempt.on < to)));
        let nothing = Directions::default();
        prop_assert_eq!(directions(&table).judge(&attempt), nothing.judge(&attempt));
    }

    /// The performer is one body, whom a refusal of the giver names, and the only one whose act in the giver's place is let
    /// pass: unless a part of the matter is another's.
    #[test]
    fn every_function_has_exactly_one_performer(
        constraints in constraints(), giver in body(), reach in reach(), people in people(), on in day(),
    ) {
        let moves: Vec<Constraint> = constraints.into_iter().filter(|held| held.binding.receiver().is_some()).collect();
        let directions = Directions::new(moves.clone(), [], BTreeSet::new(), []);
        let performer = directions.performer(giver, &reach, &people, on);
        let acts = |body: &str| {
            let body: OdsCode = p(body);
            let acting = if body == giver { Acting::ForItself } else { Acting::For(giver) };
            let (tier, post, plan, amount) = (None, None, None, None);
            let attempt = Attempt { body, acting, reach: reach.clone(), people, tier, post, plan, amount, on };
            directions.judge(&attempt)
        };
        for body in BODIES {
            let verdict = acts(body);
            if p::<OdsCode>(body) != performer && p::<OdsCode>(body) != giver {
                prop_assert_eq!(verdict, Verdict::NoFunction);
            } else if p::<OdsCode>(body) == giver && performer != giver {
                prop_assert_eq!(verdict.slug(), "moved");
                let Verdict::Moved { to, .. } = verdict else { unreachable!() };
                prop_assert_eq!(to, performer);
            } else if p::<OdsCode>(body) == performer && performer != giver {
                let is_split = moves.iter().any(|held| {
                    held.body == giver
                        && held.is_live(on)
                        && held.binding.receiver() != Some(performer)
                        && reach.contains(&held.reach)
                        && held.people.touches(&people)
                });
                prop_assert_eq!(verdict.slug(), if is_split { "no-function" } else { "allowed" });
            }
        }
    }
}
