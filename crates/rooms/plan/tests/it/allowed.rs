//! What a kind of act is allowed at is exactly where an act of that kind can be accepted: whatever is asked, whoever asks.

use crate::world::{House, SEVEN, bodies, line, open, p};
use mandate::{Actor, Context};
use plan::check::{CheckReference, Tolerances};
use plan::{
    Act, ActKind, AgreementTerms, CheckKind, Choice, Clauses, ContractStage, Line, LineReference, MergerDuty, Signing,
    Thing, Value, decide,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use terms::Pence;

const CALLS: &str = "ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0";
const TOTAL: &str = "FINANCE|COMMISSIONER|CONTROL TOTAL|10Q|||OXON|2017/18|0";
const POSITION: &str = "FINANCE|COMMISSIONER|PLANNED POSITION|10Q|||OXON|2017/18|0";

/// Numbers to choose by: the same numbers make the same choices.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // A linear congruential generator: Knuth, The Art of Computer Programming, volume 2, section 3.3.4.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    fn plan(&mut self) -> plan::PlanId {
        p(self.pick(&["bob-2017", "bob-2017", "bob-2017", "bob-2018", "bob-2019"]))
    }

    fn body(&mut self) -> terms::OdsCode {
        p(self.pick(&["10Y", "10Q", "11D", "10N", "14Y", "RTH"]))
    }

    fn words(&mut self) -> String {
        self.pick(&["Because", "Support comes", "", "x"]).to_owned()
    }

    fn line(&mut self) -> Line {
        let name = self.pick(&["O1", "O3", "O7", "O8", "X1"]);
        let key = self.pick(&[CALLS, TOTAL, POSITION, "ACTIVITY|SYSTEM|VISITS|ALL|||BOB|2017/18|0"]);
        line(name, key, self.pick(&["-900", "-50", "410000", "5"]))
    }

    fn source(&mut self) -> plan::SourceName {
        p(self.pick(&["P-OXON", "P-BUCKS", "P-BERKSW", "P-NEW"]))
    }

    fn decision(&mut self) -> executive::ProposalId {
        p(self.pick(&["calls", "accept", "adopt", "adopt", "never"]))
    }

    fn check(&mut self) -> CheckReference {
        let subject = self.pick(&[TOTAL, TOTAL, POSITION]).to_owned();
        CheckReference { kind: CheckKind::ControlTotal, subject }
    }

    /// Some act of a kind.
    fn act(&mut self, house: &House, kind: ActKind) -> Act {
        let version = house.plan().sign_off.version();
        match kind {
            ActKind::Open => open(self.plan().as_str()),
            ActKind::BringLines => Act::BringLines {
                plan: self.plan(),
                source: self.source(),
                bodies: bodies(self.pick(&["10Q", "10Q", "10Y 10H", "10Q 10Y", "14Y", ""])),
                lines: vec![self.line()],
            },
            ActKind::EnterLine => Act::EnterLine { plan: self.plan(), source: self.source(), line: self.line() },
            ActKind::RemoveLine => {
                let line = p(self.pick(&["O1", "O3", "O7", "B1", "X1"]));
                Act::RemoveLine { plan: self.plan(), source: self.source(), line }
            }
            ActKind::Resolve => {
                let value = Value::Figure { unit: plan::Unit::Count, amount: self.roll(3) as i64 };
                let choice = self.pick(&[Choice::Plan(p("P-OXON")), Choice::Plan(p("P-BUCKS")), Choice::Value(value)]);
                let key = p(self.pick(&[CALLS, CALLS, TOTAL]));
                Act::Resolve { plan: self.plan(), key, choice, decision: self.decision() }
            }
            ActKind::Waive => {
                let (check, decision, reason) = (self.check(), self.decision(), self.words());
                Act::Waive { plan: self.plan(), check, decision, reason }
            }
            ActKind::Submit => Act::Submit { plan: self.plan() },
            ActKind::Sign => {
                let by = match self.roll(4) {
                    0 => Signing::Decision(self.decision()),
                    _ => Signing::Representative,
                };
                Act::Sign { plan: self.plan(), body: self.body(), version, by }
            }
            ActKind::Object => Act::Object { plan: self.plan(), body: self.body(), reason: self.words() },
            ActKind::SignByExecutive => Act::SignByExecutive { plan: self.plan(), version, proposal: self.decision() },
            ActKind::SetTolerances => {
                let contract_bp = self.pick(&[50, 10_000, 10_001]);
                Act::SetTolerances(Tolerances { source: self.words(), contract_bp, ..Tolerances::at_first() })
            }
            ActKind::RecordAgreement => Act::RecordAgreement { terms: self.terms(), title: self.words() },
            ActKind::VaryAgreement => Act::VaryAgreement {
                agreement: p(self.pick(&["acute", "sharing", "never"])),
                values: BTreeMap::from([(p("2017/18"), Pence(self.roll(2) as i64))]),
                last: p(self.pick(&["2017-03-31", "2019-03-31"])),
                reason: self.words(),
            },
            ActKind::ReachStage => Act::ReachStage {
                agreement: p(self.pick(&["acute", "sharing", "never"])),
                stage: self.pick(ContractStage::ALL),
                day: self.pick(&[house.today, p("2016-12-01"), p("2019-01-01")]),
            },
            ActKind::MeetMergerDuty => Act::MeetMergerDuty {
                agreement: p(self.pick(&["acute", "sharing", "never"])),
                predecessor: self.body(),
                successor: self.body(),
                evidence: self.words(),
            },
        }
    }

    fn terms(&mut self) -> AgreementTerms {
        AgreementTerms {
            id: p(self.pick(&["acute", "sharing"])),
            parties: bodies(self.pick(&["10Q RTH", "10Q 10Y", "10Q", "14Y 10Q"])),
            coordinator: p(self.pick(&["10Q", "10Q", "14Y", "10Y"])),
            values: BTreeMap::new(),
            first: p("2017-04-01"),
            last: p(self.pick(&["2019-03-31", "2019-03-31", "2016-03-31"])),
            merger: self.pick(MergerDuty::ALL),
            clauses: Clauses::DataSharing,
        }
    }
}

/// Somebody asks something, and the law is held to it; what is accepted is taken in. Its kind, if it was.
fn ask(house: &mut House, dice: &mut Dice) -> Option<ActKind> {
    let kind = dice.pick(ActKind::ALL);
    let act = dice.act(house, kind);
    assert_eq!(act.kind(), kind);
    let actor = Actor::Person(p(dice.pick(&["person-a1", "person-a2", "person-a2", "person-a3", "person-k1"])));
    let context = Context { actor, today: house.today };
    let allowed = kind.allows(&house.world(), &context, &act.subject());
    let Ok(outcome) = decide(&house.world(), &context, &act) else { return None };
    assert_eq!(allowed, Ok(()), "{act:?} is accepted, and its kind is not allowed");
    assert!(outcome.events.iter().all(|event| !event.about().is_empty()));
    assert!(act.duty(&house.world(), house.today).is_some(), "{act:?} is accepted, and nobody could ask it");
    house.take(outcome);
    Some(kind)
}

/// A plan with a check that fails, and decisions about it: of its calls, of its failure, and of the version there is.
fn decided() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let mut house = House::submitted();
        for (name, key, value) in [("O7", POSITION, "-51"), ("O8", TOTAL, "-50")] {
            let line = line(name, key, value);
            house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line });
        }
        house.decides("accept", "function:planning.bob-2017", "Accept", "");
        let text = format!("Version {}", house.plan().version().unwrap().hash);
        house.decides("adopt", "function:planning.bob-2017", &text, "");
        house
    })
}

#[test]
fn every_kind_is_accepted_somewhere_and_wherever_it_is_it_was_allowed() {
    let mut accepted = BTreeSet::new();
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let mut house = match seed % 3 {
            0 => House::with_three_plans(),
            1 => decided().clone(),
            _ => {
                let mut house = decided().clone();
                let (check, reason) = (failing(), "Support comes".to_owned());
                house.clerk(Act::Waive { plan: p("bob-2017"), check, decision: p("accept"), reason });
                house.signs(SEVEN);
                house
            }
        };
        for _ in 0..60 {
            accepted.extend(ask(&mut house, &mut dice));
        }
    }
    let missing: Vec<_> = ActKind::ALL.iter().filter(|kind| !accepted.contains(kind)).collect();
    assert!(missing.is_empty(), "no act was accepted of {missing:?}: the law says nothing of these");
}

fn failing() -> CheckReference {
    CheckReference { kind: CheckKind::ControlTotal, subject: TOTAL.to_owned() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_refused_to_a_kind_is_refused_to_every_act_of_it(seed in any::<u64>()) {
        let (mut house, mut dice) = (decided().clone(), Dice(seed));
        house.merges("10Y 10H", "14Y", "2018-04-01");
        for _ in 0..40 {
            ask(&mut house, &mut dice);
        }
    }
}

#[test]
fn a_duty_is_said_by_what_is_acted_on_alone() {
    let house = House::submitted();
    let (world, on) = (house.world(), house.today);
    let told = |kind: ActKind, of: Thing| kind.duty(&world, &of, on).map(|duty| format!("{duty:?}"));
    let (plan, body) = (|| p("bob-2017"), p("10Q"));
    assert!(told(ActKind::Sign, Thing::Member(plan(), body)).unwrap().starts_with("Speak"));
    assert!(told(ActKind::Sign, Thing::GoverningBody(plan(), body)).unwrap().starts_with("DecideFor"));
    assert!(told(ActKind::BringLines, Thing::Member(plan(), body)).unwrap().starts_with("KeepMandates"));
    let reference: LineReference = p("P-OXON:O1");
    assert!(told(ActKind::RemoveLine, Thing::SourceLine(plan(), reference)).unwrap().contains("10Q"));
    assert_eq!(told(ActKind::Sign, Thing::Plan(plan())), None, "no such act is done to it");
    assert_eq!(told(ActKind::Submit, Thing::Plan(p("bob-2030"))), None, "it is not on record");
}
