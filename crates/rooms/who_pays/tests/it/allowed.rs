//! What a kind of act is allowed at is exactly where an act of that kind can be accepted: whatever is asked, whoever asks.

use crate::world::{House, claim, key, letter, new_override, p, sum};
use mandate::{Actor, Context};
use proptest::prelude::*;
use std::collections::BTreeSet;
use who_pays::{
    Act, ActKind, CaseId, Clocks, Given, NewClaim, NewOverride, OverrideId, Owner, OwnerHolder, Party, Ruling, Sum,
    decide,
};

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

    fn sum(&mut self) -> Sum {
        sum(self.roll(3) as u64 * 5, self.roll(3) as i64 * 50_000)
    }

    fn case(&mut self) -> CaseId {
        self.pick(&["case-1", "case-2", "case-3"].map(p))
    }

    fn local(&mut self) -> OverrideId {
        self.pick(&["o-1", "o-2", "o-3"].map(p))
    }

    fn party(&mut self) -> Party {
        self.pick(&[Party::Claimant, Party::Respondent])
    }

    fn words(&mut self) -> String {
        self.pick(&["Because", "See the letter", "Still so", "", "He lives at OX3 9DU"]).to_owned()
    }

    fn given(&mut self) -> Given {
        if self.roll(2) == 0 { Given::Directly } else { Given::ByLetter(letter(self.pick(&["letter-1", "trial-0"]))) }
    }

    fn day(&mut self, house: &House) -> terms::Date {
        let days = self.pick(&[-40_i64, -1, 0, 1, 30]);
        house.today.saturating_add(jiff::Span::new().days(days))
    }

    /// Some act of a kind.
    fn act(&mut self, house: &House, kind: ActKind) -> Act {
        match kind {
            ActKind::AddOverride => {
                let (first, last) = (self.day(house), self.day(house));
                let holder = if self.roll(2) == 0 {
                    OwnerHolder::Post(p("qu9-finance"))
                } else {
                    OwnerHolder::Person(p("person-1"))
                };
                let owner = Owner { body: self.pick(&["QU9", "QU9", "QNQ", "QZZ"].map(p)), holder };
                let new = new_override(self.local().as_str(), 1, "2024-06-01", "2024-06-02");
                let key = key(self.roll(3) as u8);
                Act::AddOverride(NewOverride { first, last, owner, key, reason: self.words(), ..new })
            }
            ActKind::ExtendOverride => {
                Act::ExtendOverride { id: self.local(), last: self.day(house), reason: self.words() }
            }
            ActKind::EndOverride => Act::EndOverride { id: self.local(), last: self.day(house), reason: self.words() },
            ActKind::EraseKey => Act::EraseKey { id: self.local() },
            ActKind::SetClocks => Act::SetClocks(Clocks {
                from: self.day(house),
                answer_days: self.roll(3) as u16,
                reply_days: self.roll(3) as u16,
                soon_days: self.roll(3) as u16,
                source: self.words(),
            }),
            ActKind::Open => {
                let bodies = ["QU9", "QNQ", "QZZ"].map(p);
                let new = claim(self.case().as_str());
                let (claimant, respondent) = (self.pick(&bodies), self.pick(&bodies));
                Act::Open(NewClaim { claimant, respondent, sum: self.sum(), words: self.words(), ..new })
            }
            ActKind::File => {
                let file = letter(self.pick(&["file-1", "file-2", "trial-0"]));
                Act::File { case: self.case(), party: self.party(), file }
            }
            ActKind::Agree => Act::Agree { case: self.case(), given: self.given() },
            ActKind::Answer => {
                Act::Answer { case: self.case(), offer: self.sum(), reason: self.words(), given: self.given() }
            }
            ActKind::AcceptOffer => Act::AcceptOffer { case: self.case() },
            ActKind::Press => Act::Press { case: self.case(), ask: self.sum(), reason: self.words() },
            ActKind::Withdraw => Act::Withdraw { case: self.case(), reason: self.words() },
            ActKind::Escalate => Act::Escalate { case: self.case(), party: self.party(), reason: self.words() },
            ActKind::Rule => Act::Rule {
                case: self.case(),
                party: self.party(),
                ruling: self.pick(Ruling::ALL),
                sum: self.sum(),
                reason: self.words(),
            },
        }
    }
}

/// Somebody asks something, and the law is held to it; what is accepted is taken in. Its kind, if it was.
fn ask(house: &mut House, dice: &mut Dice) -> Option<ActKind> {
    let kind = dice.pick(ActKind::ALL);
    let act = dice.act(house, kind);
    assert_eq!(act.kind(), kind);
    let context = Context { actor: Actor::Person(p("person-1")), today: house.today };
    let allowed = kind.allows(&house.world(), &context, &act.subject());
    match decide(&house.world(), &context, &act) {
        Ok(outcome) if !outcome.events.is_empty() => {
            assert_eq!(allowed, Ok(()), "{act:?} is accepted, and its kind is not allowed");
            house.does(&act);
            Some(kind)
        }
        _ => None,
    }
}

#[test]
fn every_kind_is_accepted_somewhere_and_wherever_it_is_it_was_allowed() {
    let mut accepted = BTreeSet::new();
    for seed in 0..1_000 {
        // Every second time a case is there already: what follows an answer is seldom come to by chance.
        let house = if seed % 2 == 0 { House::new() } else { House::claimed() };
        let (mut house, mut dice) = (house, Dice(seed));
        for _ in 0..200 {
            accepted.extend(ask(&mut house, &mut dice));
            house.today = house.today.saturating_add(jiff::Span::new().days(dice.roll(4) as i64));
        }
    }
    let missing: Vec<_> = ActKind::ALL.iter().filter(|kind| !accepted.contains(kind)).collect();
    assert!(missing.is_empty(), "no act was accepted of {missing:?}: the law says nothing of these");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_refused_to_a_kind_is_refused_to_every_act_of_it(seed in any::<u64>(), days in 0..20_i64) {
        let (mut house, mut dice) = (House::claimed(), Dice(seed));
        for _ in 0..60 {
            ask(&mut house, &mut dice);
            house.today = house.today.saturating_add(jiff::Span::new().days(days));
        }
    }
}
