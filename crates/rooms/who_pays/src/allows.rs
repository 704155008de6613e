//! Whether an act of a kind would be accepted now, and if not why not.

use crate::about::Thing;
use crate::act::{Act, Given, NewClaim, NewFile, NewOverride, NewSubject};
use crate::act_kind::ActKind;
use crate::case::Case;
use crate::clock::Clocks;
use crate::decide::{World, decide, unknown};
use crate::event::{Owner, OwnerHolder};
use crate::id::{CaseId, OverrideId};
use crate::kind::{OverrideKind, Party, Ruling};
use crate::local::Key;
use crate::refusal::Refusal;
use crate::state::WhoPays;
use crate::sum::Sum;
use assign::KeyHash;
use mandate::Context;
use register::FileHash;
use std::collections::BTreeSet;
use std::str::FromStr;
use terms::{Date, OdsCode, Pence};

/// A word where any would do.
const WORD: &str = "trial";

impl ActKind {
    /// Whether an act of this kind of a thing would be accepted now, from this actor, whatever duty they hold.
    ///
    /// It is tried: of all that one could say with such an act, what can stand in the way is tried one after another, and
    /// nothing is recorded. So what is offered is what would be accepted, and there is no second list of rules: in a case the
    /// one list is [`Case::allows`].
    ///
    /// # Errors
    /// The [`Refusal`] with which [`decide`] would answer the last of them.
    pub fn allows(self, world: &World<'_>, context: &Context, of: &Thing) -> Result<(), Refusal> {
        let trial = Trial { room: world.who_pays.now(), world, today: context.today };
        let mut refusal = None;
        for act in trial.acts(self, of) {
            match decide(world, context, &act) {
                Ok(outcome) if outcome.events.is_empty() => {}
                Ok(_) => return Ok(()),
                Err(why) => refusal = Some(why),
            }
        }
        Err(refusal.unwrap_or_else(|| unknown(self.needed(), of)))
    }

    /// What there must be for an act of this kind, where there is none of it to be tried.
    const fn needed(self) -> &'static str {
        match self {
            Self::AddOverride => "post of the body",
            Self::Open => "other body than",
            Self::SetClocks => "clock of",
            Self::ExtendOverride | Self::EndOverride | Self::EraseKey => "override",
            Self::File
            | Self::Agree
            | Self::Answer
            | Self::AcceptOffer
            | Self::Press
            | Self::Withdraw
            | Self::Escalate
            | Self::Rule => "case",
        }
    }
}

/// What is tried, and from where.
struct Trial<'a> {
    room: WhoPays<'a>,
    world: &'a World<'a>,
    today: Date,
}

impl Trial<'_> {
    /// Acts of a kind upon a thing: one for each choice that can stand in the way, with nothing wrong but what is.
    fn acts(&self, kind: ActKind, of: &Thing) -> Vec<Act> {
        match kind {
            ActKind::AddOverride => self.add(of),
            ActKind::ExtendOverride => one(self.extend(of)),
            ActKind::EndOverride => one(self.end(of)),
            ActKind::EraseKey => one(of.local().map(|id| Act::EraseKey { id: id.clone() })),
            ActKind::SetClocks => self.set_clocks(of),
            ActKind::Open => one(self.open(of)),
            ActKind::File => self.in_case(of, |case, held, party| Some(Act::File { case, party, file: file(held)? })),
            ActKind::Agree => {
                self.in_case(of, |case, held, party| Some(Act::Agree { case, given: given(held, party)? }))
            }
            ActKind::Answer => self.in_case(of, |case, held, party| {
                Some(Act::Answer { case, offer: held.offered, reason: WORD.to_owned(), given: given(held, party)? })
            }),
            ActKind::AcceptOffer => self.as_claimant(of, |case, _| Act::AcceptOffer { case }),
            ActKind::Press => {
                self.as_claimant(of, |case, held| Act::Press { case, ask: held.asked, reason: WORD.to_owned() })
            }
            ActKind::Withdraw => self.as_claimant(of, |case, _| Act::Withdraw { case, reason: WORD.to_owned() }),
            ActKind::Escalate => {
                self.in_case(of, |case, _, party| Some(Act::Escalate { case, party, reason: WORD.to_owned() }))
            }
            ActKind::Rule => self.in_case(of, |case, _, party| {
                let (ruling, sum) = (Ruling::NotUpheld, Sum::NOTHING);
                Some(Act::Rule { case, party, ruling, sum, reason: WORD.to_owned() })
            }),
        }
    }

    fn in_case(&self, of: &Thing, act: impl Fn(CaseId, &Case, Party) -> Option<Act>) -> Vec<Act> {
        let Thing::Side(id, party) = of else { return Vec::new() };
        one(self.room.case(id).and_then(|held| act(id.clone(), held, *party)))
    }

    /// What only the claimant does: on the other side there is nothing to try.
    fn as_claimant(&self, of: &Thing, act: impl Fn(CaseId, &Case) -> Act) -> Vec<Act> {
        self.in_case(of, |case, held, party| (party == Party::Claimant).then(|| act(case, held)))
    }

    /// By each post of the body, for one day, under a key that nobody has.
    fn add(&self, of: &Thing) -> Vec<Act> {
        let Thing::Body(body) = of else { return Vec::new() };
        let keys: BTreeSet<KeyHash> = self
            .room
            .locals()
            .filter_map(|held| match held.key {
                Key::Held(key) => Some(key),
                Key::Erased => None,
            })
            .collect();
        let key = (0..=u8::MAX).map(|byte| KeyHash([byte; 32])).find(|key| !keys.contains(key));
        let (id, day) = (unused::<OverrideId>(|id| self.room.local(id).is_some()), self.today);
        let Some((id, key)) = id.zip(key) else { return Vec::new() };
        let posts = self.world.mandate.posts_of_body(*body, day).map(|post| OwnerHolder::Post(post.id.clone()));
        let add = |holder| {
            Act::AddOverride(NewOverride {
                id: id.clone(),
                kind: OverrideKind::Section117,
                commissioner: *body,
                owner: Owner { body: *body, holder },
                key,
                first: day,
                last: day,
                reason: WORD.to_owned(),
            })
        };
        posts.map(add).collect()
    }

    /// By one day: what stands in the way of that stands in the way of more.
    fn extend(&self, of: &Thing) -> Option<Act> {
        let held = self.room.local(of.local()?)?;
        Some(Act::ExtendOverride { id: held.id.clone(), last: held.last().tomorrow().ok()?, reason: WORD.to_owned() })
    }

    fn end(&self, of: &Thing) -> Option<Act> {
        let held = self.room.local(of.local()?)?;
        Some(Act::EndOverride { id: held.id.clone(), last: held.last().yesterday().ok()?, reason: WORD.to_owned() })
    }

    fn set_clocks(&self, of: &Thing) -> Vec<Act> {
        if *of != Thing::Clocks {
            return Vec::new();
        }
        // Two, for one may be what is set already.
        let clocks = |days| Clocks {
            from: self.today,
            answer_days: days,
            reply_days: days,
            soon_days: days,
            source: WORD.to_owned(),
        };
        [1, 2].map(|days| Act::SetClocks(clocks(days))).into()
    }

    /// Against another body of the register: one that holds something here, or else the first there is.
    fn open(&self, of: &Thing) -> Option<Act> {
        let Thing::Body(claimant) = of else { return None };
        let is_other = |body: &OdsCode| body != claimant && self.world.register.knows(*body);
        let near = self.world.mandate.bodies().into_iter().find(is_other);
        let respondent = near.or_else(|| self.world.register.codes().into_iter().find(is_other))?;
        Some(Act::Open(NewClaim {
            case: unused(|id| self.room.case(id).is_some())?,
            claimant: *claimant,
            respondent,
            words: WORD.to_owned(),
            first: self.today,
            last: self.today,
            sum: Sum { records: 1, pence: Pence(0) },
            subject: NewSubject::Batch { run: WORD.parse().ok()?, hash: FileHash::of(WORD.as_bytes()) },
        }))
    }
}

impl Thing {
    fn local(&self) -> Option<&OverrideId> {
        if let Self::Override(id) = self { Some(id) } else { None }
    }
}

fn one(act: Option<Act>) -> Vec<Act> {
    act.into_iter().collect()
}

fn file(held: &Case) -> Option<NewFile> {
    Some(NewFile {
        evidence: unused(|id| held.evidence.iter().any(|filed| filed.id == *id))?,
        title: WORD.to_owned(),
        hash: FileHash::of(WORD.as_bytes()),
        media_type: WORD.to_owned(),
        n_bytes: 1,
    })
}

/// The respondent records its own answer; the claimant one that came by letter.
fn given(held: &Case, party: Party) -> Option<Given> {
    match party {
        Party::Respondent => Some(Given::Directly),
        Party::Claimant => file(held).map(Given::ByLetter),
    }
}

/// An identity that nothing has.
fn unused<T: FromStr>(is_taken: impl Fn(&T) -> bool) -> Option<T> {
    (0_u64..).map_while(|n| format!("{WORD}-{n}").parse().ok()).find(|id| !is_taken(id))
}
