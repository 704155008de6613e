//! What an act is done to, what an event is about, and that a kind of act is allowed exactly where one can be accepted.

use crate::house::{House, Written, account, allot, id, p, reserve, resolve, spend};
use money::{AccountKind, Act, ActKind, Fund, Keeper, Strictness, Thing};
use proptest::prelude::*;

/// Numbers to choose by: the same numbers make the same choices.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // A linear congruential generator: Knuth, The Art of Computer Programming, volume 2, section 3.3.4.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }

    fn day(&mut self) -> &'static str {
        self.pick(&["2019-04-01", "2019-04-26", "2019-06-30", "2019-09-30", "2020-03-31", "2020-04-01"])
    }

    /// Some act: more often than not one that could be accepted.
    fn act(&mut self) -> Act {
        let accounts = ["NAT/19", "10Q/19", "14Y/19", "RTH/19", "QU9/19", "10Q/19/R", "NONE"];
        match self.roll(12) {
            0 => {
                let name = self.pick(&["Elective recovery", " "]).to_owned();
                Act::AddFund(Fund { code: p(self.pick(&["ELECTIVE", "CORE"])), name, from: p("2019/20") })
            }
            1 => {
                let kind = self.pick(&[AccountKind::Allocation, AccountKind::Reserve, AccountKind::Source]);
                let (id, body) = (self.pick(&accounts), self.pick(&["10Q", "QU9", "X24", "99Z"]));
                let (first, last) = (p(self.day()), p(self.day()));
                Act::OpenAccount(money::Account { opened_on: first, closed_on: Some(last), ..account(id, body, kind) })
            }
            2 => Act::CloseAccount { account: p(self.pick(&accounts)), last: p(self.day()) },
            3 => Act::SetMilestone { pending: self.id(), words: self.pick(&["Extended hours", ""]).to_owned() },
            4 => Act::RecordEvidence { pending: self.id(), words: "Rota".to_owned() },
            _ => {
                let (id, pending) = (self.id().to_string(), self.id().to_string());
                let (day, amount) = (self.day(), self.pick(&["1", "40", "100"]));
                let debit = self.pick(&accounts);
                let written = match self.roll(6) {
                    0 | 1 => allot(&id, amount, day),
                    2 => reserve(&id, amount, day, self.pick(&["", "2019-05-31"])),
                    3 => resolve(&id, self.pick(&["post", "void"]), &pending, day),
                    4 => Written { debit, credit: self.pick(&accounts), code: "MERGE", ..allot(&id, amount, day) },
                    _ => spend(&id, amount, day),
                };
                let keeper = self.pick(&[
                    Keeper::Anybody,
                    Keeper::Body(p("10Q")),
                    Keeper::Body(p("14Y")),
                    Keeper::Body(p("QU9")),
                ]);
                Act::RecordTransfers {
                    keeper,
                    submissions: vec![written.submission()],
                    strictness: self.pick(&[Strictness::GoodOnes, Strictness::AllOrNone]),
                }
            }
        }
    }

    fn id(&mut self) -> money::TransferId {
        p(&id(self.roll(6) as u32 + 1))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is accepted was allowed, and every event is about something.
    #[test]
    fn what_is_accepted_was_allowed(seed in any::<u64>()) {
        let (mut dice, mut house) = (Dice(seed), House::new());
        for step in 0..60 {
            if step == 30 {
                house.today = p("2019-10-02");
                if dice.roll(2) == 0 {
                    house.succeeds("10Q", "QU9", "2019-10-01");
                }
            }
            let act = dice.act();
            if house.accepts(&act) {
                let (kind, subject) = (act.kind(), act.subject());
                prop_assert!(house.allows(kind, &subject), "{act:?} is accepted, and {kind:?} is not allowed at {subject:?}");
                house.does(&act);
            } else {
                let _refused = house.ask(&act);
            }
        }
        for (_, outcome) in &house.log {
            prop_assert!(outcome.events.iter().all(|event| !event.about().is_empty()));
        }
    }
}

#[test]
fn what_cannot_be_accepted_is_not_allowed() {
    let mut house = House::new();
    let body = |code: &str| Thing::Body(p(code));
    // Money can always come from a source, to its own body and to no other.
    assert!(
        house.allows(ActKind::RecordTransfers, &body("10Q")) && house.allows(ActKind::RecordTransfers, &Thing::Ledger)
    );
    assert!(!house.allows(ActKind::RecordTransfers, &body("QU9")), "it has no account");
    assert!(!house.allows(ActKind::OpenAccount, &body("99Z")), "the register does not know it");
    assert!(
        house.allows(ActKind::OpenAccount, &body("QU9"))
            && house.allows(ActKind::OpenAccount, &Thing::Source(p("X24")))
    );
    assert!(!house.allows(ActKind::OpenAccount, &Thing::Funds));
    assert!(house.allows(ActKind::CloseAccount, &Thing::Account(p("10Q/19"))));
    assert!(!house.allows(ActKind::CloseAccount, &Thing::Account(p("NONE"))));
    assert!(
        house.allows(ActKind::AddFund, &Thing::Funds) && house.allows(ActKind::ImportAllocations, &Thing::Allocations)
    );
    let (first, second) = (id(1), id(2));
    house.sends(&[allot(&first, "100", "2019-04-26"), reserve(&second, "100", "2019-04-26", "")]);
    let of = |text: &str| Thing::Transfer(p(text));
    assert!(!house.allows(ActKind::SetMilestone, &of(&first)) && house.allows(ActKind::SetMilestone, &of(&second)));
    assert!(!house.allows(ActKind::RecordEvidence, &of(&second)), "no milestone is set");
    house.does(&Act::SetMilestone { pending: p(&second), words: "Extended hours".to_owned() });
    assert!(house.allows(ActKind::RecordEvidence, &of(&second)));
}

#[test]
fn an_event_is_about_what_it_changes() {
    let mut house = House::new();
    let (first, second, third) = (id(1), id(2), id(3));
    house.sends(&[allot(&first, "100", "2019-04-26"), reserve(&second, "60", "2019-04-26", "")]);
    house.sends(&[resolve(&third, "post", &second, "2019-04-27")]);
    let about: Vec<String> = house
        .log
        .iter()
        .flat_map(|(_, outcome)| &outcome.events)
        .map(|event| event.about().iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(about[1], "10Q/19 10Q");
    assert_eq!(about[4], format!("{first} {second} 10Q/19 NAT/19 RTH/19"));
    assert_eq!(about[5], format!("{third} {second}"));
}
