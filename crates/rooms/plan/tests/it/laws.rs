//! What holds for every merger of plans, sign-off and tree, held beside second, naive implementations.

use crate::world::{bodies, line, p};
use plan::check::Figures;
use plan::drill::{Drill, DrillLine};
use plan::{Choice, Key, Line, Resolution, SignOff, Sources, Stage, Stance, Value, merge};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::OdsCode;

/// A plan by its number, with its lines: measure, whether it is written in upper case, value.
type Drawn = (u8, Vec<(u8, bool, i64)>);

/// Few plans, measures and values, so that they often meet; in any case and spacing.
fn any_plans() -> impl Strategy<Value = Vec<Drawn>> {
    let line = (0..6_u8, any::<bool>(), 0..3_i64);
    prop::collection::vec((0..4_u8, prop::collection::vec(line, 0..5)), 0..5)
}

fn key_text(measure: u8, is_loud: bool) -> String {
    let text = format!("Finance|System|a  measure {measure}|all|||bob|2017/18|0");
    if is_loud { text.to_uppercase() } else { text }
}

fn plans(drawn: &[Drawn]) -> BTreeMap<String, Vec<Line>> {
    let mut plans: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for (plan, lines) in drawn {
        let held = plans.entry(format!("P-{plan}")).or_default();
        for (measure, is_loud, value) in lines {
            held.push(line(&format!("L{}", held.len()), &key_text(*measure, *is_loud), &value.to_string()));
        }
    }
    plans
}

fn sources(plans: &BTreeMap<String, Vec<Line>>, backwards: bool) -> Sources {
    let order = |lines: &Vec<Line>| {
        let mut lines = lines.clone();
        if backwards {
            lines.reverse();
        }
        Arc::new(lines)
    };
    plans.iter().map(|(plan, lines)| (p(plan), order(lines))).collect()
}

/// What the specification says, told without any of the engine: key, status, value and lineage, and the plans refused.
fn naive(
    plans: &BTreeMap<String, Vec<Line>>,
    chosen: &BTreeMap<String, String>,
) -> (Vec<[String; 4]>, BTreeSet<String>) {
    let of = |line: &Line| line.key.to_string();
    let twice = |lines: &[Line]| lines.iter().any(|one| lines.iter().filter(|other| of(other) == of(one)).count() > 1);
    let refused: BTreeSet<String> =
        plans.iter().filter(|(_, lines)| twice(lines)).map(|(plan, _)| plan.clone()).collect();
    let mut keys: Vec<String> = Vec::new();
    for (plan, lines) in plans.iter().filter(|(plan, _)| !refused.contains(*plan)) {
        keys.extend(lines.iter().map(of));
        assert!(!plan.is_empty());
    }
    keys.sort();
    keys.dedup();
    let mut rows = Vec::new();
    for key in keys {
        let mut have: Vec<(String, String, String)> = Vec::new();
        for (plan, lines) in plans.iter().filter(|(plan, _)| !refused.contains(*plan)) {
            have.extend(
                lines
                    .iter()
                    .filter(|line| of(line) == key)
                    .map(|line| (format!("{plan}:{}", line.name), plan.clone(), line.value.written().unwrap())),
            );
        }
        have.sort();
        let all_same = have.iter().all(|(_, _, value)| *value == have[0].2);
        let taken = chosen.get(&key).and_then(|plan| have.iter().find(|(_, held, _)| held == plan));
        let (status, value) = match (have.len(), all_same, taken) {
            (1, _, _) => ("single", have[0].2.clone()),
            (_, true, _) => ("agreed", have[0].2.clone()),
            (_, false, Some((_, _, value))) => ("resolved", value.clone()),
            (_, false, None) => ("conflict", String::new()),
        };
        let lineage: Vec<String> = have.into_iter().map(|(name, _, _)| name).collect();
        rows.push([key, status.to_owned(), value, lineage.join("+")]);
    }
    (rows, refused)
}

fn told<D>(merged: &plan::MergedPlan<D>) -> Vec<[String; 4]> {
    let status = |origin: &plan::Origin<D>| match origin {
        plan::Origin::Single(_) => "single",
        plan::Origin::Agreed(_) => "agreed",
        plan::Origin::Conflict => "conflict",
        plan::Origin::Resolved { .. } => "resolved",
    };
    let row = |line: &plan::MergedLine<D>| {
        let value = line.origin.value().and_then(Value::written).unwrap_or_default();
        [line.key.to_string(), status(&line.origin).to_owned(), value, line.lineage_text()]
    };
    merged.lines.iter().map(row).collect()
}

#[derive(Clone, Debug)]
enum Step {
    Submit,
    Sign(u8, u32),
    Object(u8),
    Change(BTreeSet<u8>),
    Conflict(BTreeSet<u8>),
    Clear(BTreeSet<u8>),
    Fail(u32),
    Waive(u32),
    Executive(u32),
}

const CODES: [&str; 3] = ["10Q", "14Y", "15A"];

fn code(number: u8) -> OdsCode {
    p(CODES[usize::from(number)])
}

fn codes(numbers: &BTreeSet<u8>) -> BTreeSet<OdsCode> {
    numbers.iter().map(|number| code(*number)).collect()
}

fn any_step() -> impl Strategy<Value = Step> {
    let some = || prop::collection::btree_set(0..3_u8, 0..3);
    prop_oneof![
        1 => Just(Step::Submit),
        6 => (0..3_u8, 1..3_u32).prop_map(|(body, version)| Step::Sign(body, version)),
        2 => (0..3_u8).prop_map(Step::Object),
        1 => some().prop_map(Step::Change),
        1 => some().prop_map(Step::Conflict),
        1 => some().prop_map(Step::Clear),
        1 => (0..3_u32).prop_map(Step::Fail),
        1 => (0..3_u32).prop_map(Step::Waive),
        4 => (1..3_u32).prop_map(Step::Executive),
    ]
}

fn take(sign_off: &mut SignOff, step: &Step) -> bool {
    match step {
        Step::Submit => sign_off.submit().is_ok(),
        Step::Sign(body, version) => sign_off.sign(code(*body), *version).is_ok(),
        Step::Object(body) => sign_off.object(code(*body)).is_ok(),
        Step::Change(bodies) => sign_off.change(&codes(bodies)).is_ok(),
        Step::Conflict(bodies) => {
            sign_off.open_conflict(&codes(bodies));
            true
        }
        Step::Clear(bodies) => {
            sign_off.clear_conflict(&codes(bodies));
            true
        }
        Step::Fail(n_found) => {
            sign_off.find_failures(*n_found);
            true
        }
        Step::Waive(n_waived) => sign_off.waive(*n_waived).is_ok(),
        Step::Executive(version) => sign_off.sign_by_executive(*version).is_ok(),
    }
}

/// The sign-off told by looking back over the steps that were taken, without keeping anything.
fn stage_by_history(steps: &[Step]) -> (Stage, BTreeSet<OdsCode>) {
    let submitted = steps.iter().any(|step| matches!(step, Step::Submit));
    let last = |body: u8| {
        steps.iter().rev().find_map(|step| match step {
            Step::Sign(held, _) if *held == body => Some(Stance::Signed),
            Step::Object(held) if *held == body => Some(Stance::Objecting),
            Step::Change(held) | Step::Conflict(held) if held.contains(&body) => {
                // What was signed is signed no more; an objection stands.
                let before = steps.iter().rev().skip_while(|other| !std::ptr::eq(*other, step)).skip(1);
                let objects = before.into_iter().find_map(|other| match other {
                    Step::Sign(held, _) if *held == body => Some(false),
                    Step::Object(held) if *held == body => Some(true),
                    _ => None,
                });
                Some(if objects == Some(true) { Stance::Objecting } else { Stance::Silent })
            }
            _ => None,
        })
    };
    let stances: Vec<Stance> = (0..3).map(|body| last(body).unwrap_or(Stance::Silent)).collect();
    let undone = |step: &Step| match step {
        Step::Sign(..) | Step::Change(_) | Step::Conflict(_) => true,
        Step::Fail(n_found) => *n_found > 0,
        _ => false,
    };
    let executive = steps.iter().rev().find(|step| undone(step) || matches!(step, Step::Executive(_)));
    let is_signed = matches!(executive, Some(Step::Executive(_)));
    let in_conflict = (0..3_u8).any(|body| {
        let about = |step: &&Step| matches!(step, Step::Conflict(held) | Step::Clear(held) if held.contains(&body));
        matches!(steps.iter().rev().find(about), Some(Step::Conflict(_)))
    });
    let count = |step: &Step| match step {
        Step::Fail(n) => i64::from(*n),
        Step::Waive(n) => -i64::from(*n),
        _ => 0,
    };
    let fails = steps.iter().map(count).sum::<i64>() > 0;
    let all_signed = stances.iter().all(|stance| *stance == Stance::Signed);
    let none_silent = stances.iter().all(|stance| *stance != Stance::Silent);
    let one_signed = stances.contains(&Stance::Signed);
    let stage = match (submitted, is_signed) {
        (false, _) => Stage::Draft,
        (true, true) if all_signed => Stage::Signed,
        (true, true) => Stage::Partial,
        (true, false) if none_silent && one_signed && !in_conflict && !fails => Stage::Ready,
        (true, false) => Stage::Submitted,
    };
    let signed = (0..3_u8).filter(|body| is_signed && stances[usize::from(*body)] == Stance::Signed).map(code);
    (stage, signed.collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_line_is_in_one_lineage_and_the_order_changes_nothing(drawn in any_plans(), choose in 0..5_u8, of in 0..6_u8) {
        let plans = plans(&drawn);
        let chosen = BTreeMap::from([(p::<Key>(&key_text(of, true)).to_string(), format!("P-{choose}"))]);
        let resolution = |plan: &String| Resolution { choice: Choice::Plan(p(plan)), decision: "D".to_owned() };
        let resolutions: BTreeMap<Key, Resolution<String>> =
            chosen.iter().map(|(key, plan)| (p(key), resolution(plan))).collect();
        let merged = merge(&sources(&plans, false), &resolutions);
        let (rows, refused) = naive(&plans, &chosen);
        prop_assert_eq!(told(&merged), rows);
        prop_assert_eq!(merged.refused.keys().map(ToString::to_string).collect::<BTreeSet<_>>(), refused.clone());
        prop_assert_eq!(&merge(&sources(&plans, true), &resolutions), &merged);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for reference in merged.lines.iter().flat_map(|line| &line.lineage) {
            *seen.entry(reference.to_string()).or_default() += 1;
        }
        let accepted = plans.iter().filter(|(plan, _)| !refused.contains(*plan));
        let all: BTreeSet<String> =
            accepted.flat_map(|(plan, lines)| lines.iter().map(move |line| format!("{plan}:{}", line.name))).collect();
        prop_assert!(seen.values().all(|times| *times == 1));
        prop_assert_eq!(seen.into_keys().collect::<BTreeSet<_>>(), all);
    }

    #[test]
    fn a_sign_off_is_what_looking_back_over_its_steps_says(steps in prop::collection::vec(any_step(), 0..40)) {
        let mut sign_off = SignOff::new(bodies("10Q 14Y 15A"));
        let mut taken: Vec<Step> = Vec::new();
        for step in steps {
            let before = sign_off.clone();
            if take(&mut sign_off, &step) {
                taken.push(step.clone());
            } else {
                prop_assert_eq!(&sign_off, &before, "a refusal changes nothing");
            }
            prop_assert_eq!((sign_off.stage(), sign_off.bound()), stage_by_history(&taken));
            if matches!(step, Step::Object(_)) && before.stage() == Stage::Signed {
                prop_assert_eq!(&sign_off, &before, "an objection never turns what is signed into anything");
            }
            if let Step::Change(changed) | Step::Conflict(changed) = &step {
                let lost = codes(changed);
                prop_assert!(sign_off.those(Stance::Signed).is_disjoint(&lost), "no signature survives a change");
                let kept: BTreeSet<OdsCode> = before.those(Stance::Signed).difference(&lost).copied().collect();
                prop_assert_eq!(sign_off.those(Stance::Signed), kept);
            }
        }
    }

    #[test]
    fn every_node_of_a_tree_is_the_sum_of_its_children_and_of_its_lines(
        drawn in prop::collection::vec((0..2_usize, 0..2_usize, 0..3_usize, 0..3_usize, 0..13_u8, -1_000_000..1_000_000_i64), 0..60)
    ) {
        const NAMES: [&str; 3] = ["A", "B", ""];
        let months: Vec<String> = (0..13).map(|month: u8| month.to_string()).collect();
        let lines = || drawn.iter().map(|(place, body, provider, measure, month, amount)| DrillLine {
            levels: ["BOB", NAMES[*place], NAMES[*body], NAMES[*provider], NAMES[*measure], &months[usize::from(*month)]],
            amount: *amount,
        });
        let drill = Drill::of(lines()).unwrap();
        for (path, node) in drill.nodes() {
            let below = |line: &DrillLine<'_>| {
                path.iter().zip(line.levels).all(|(name, level)| name == if level.is_empty() { "-" } else { level })
            };
            let under: Vec<i64> = lines().filter(below).map(|line| line.amount).collect();
            prop_assert_eq!((node.total, node.n_lines), (under.iter().sum::<i64>(), under.len() as u64));
            if path.len() < 6 {
                // C5 on every node: its parts add up to it.
                let parts: Vec<i64> = drill.children(path).map(|(_, child)| child.total).collect();
                let check = Figures::Parts { parts, whole: node.total };
                prop_assert_eq!(check.outcome().verdict.slug(), "PASS");
            }
        }
        prop_assert_eq!(drill.nodes().count() > 0, !drawn.is_empty());
    }

    /// Growth is compared exactly: a second way to say it, over one denominator in 128 bits.
    #[test]
    fn growth_is_compared_without_rounding(years in prop::array::uniform4(1..2_000_i64), planned in 0..2_000_i64, within_bp in 0..400_u32) {
        let figures = Figures::Growth { years: years.to_vec(), planned, within_bp };
        let [a, b, c, d] = years.map(i128::from);
        // planned/d − (b/a + c/b + d/c)/3, over 3·a·b·c·d.
        let difference = 3 * a * b * c * i128::from(planned) - (b * b * c * d + c * c * a * d + d * d * a * b);
        let holds = 10_000 * difference.abs() <= i128::from(within_bp) * 3 * a * b * c * d;
        prop_assert_eq!(figures.outcome().verdict.slug(), if holds { "PASS" } else { "WARN" });
    }
}
