//! Which duty an act needs of whoever asks it.

use crate::about::Thing;
use crate::act::Act;
use crate::act_kind::ActKind;
use crate::decide::World;
use mandate::Duty;
use terms::Date;

impl Act {
    /// What an actor must hold to ask this: [`ActKind::duty`] at its subject.
    pub fn duty(&self, world: &World<'_>, on: Date) -> Option<Duty> {
        self.kind().duty(world, &self.subject(), on)
    }
}

impl ActKind {
    /// What an actor must hold to ask an act of this kind of a thing; `None` when it is not on record or no such act is done to
    /// it, so that only the keeper gets as far as being told so.
    ///
    /// An override is its owner's; a move in a case is that of the side that records it; after a merger the successor's.
    pub fn duty(self, world: &World<'_>, of: &Thing, on: Date) -> Option<Duty> {
        let room = world.who_pays.now();
        let body = match self {
            // The days are the installation's, as its register is.
            Self::SetClocks => return (*of == Thing::Clocks).then_some(Duty::KeepRegister),
            Self::AddOverride | Self::Open => match of {
                Thing::Body(body) => *body,
                _ => return None,
            },
            Self::ExtendOverride | Self::EndOverride | Self::EraseKey => match of {
                Thing::Override(id) => room.local(id)?.owner.body,
                _ => return None,
            },
            Self::File
            | Self::Agree
            | Self::Answer
            | Self::AcceptOffer
            | Self::Press
            | Self::Withdraw
            | Self::Escalate
            | Self::Rule => match of {
                Thing::Side(case, party) => room.case(case)?.body(*party),
                _ => return None,
            },
        };
        Some(Duty::SettleWhoPays(world.mandate.acting_body(body, on)))
    }
}
