//! The overrides of the journal, as a run of the assignment method takes them.

use crate::act::Who;
use crate::footprint::{AppError, Footprint, Recorded};
use crate::house::House;
use activity::LocalOverride;
use assign::Day;
use terms::Sequence;
use who_pays::{Key, OverrideId};

/// The overrides as known after an entry, ready for a run: each with its days after every extension and early end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverridesOn {
    /// Those that can decide a record: with an unerased key and at least one day.
    pub rows: Vec<LocalOverride>,
    /// The entry up to which they are known; a run that names it can be repeated while no key is erased.
    pub known: Sequence,
    /// How many on record cannot decide any record, because their key was erased or they ended before they began.
    pub n_left_out: usize,
}

impl House {
    /// The overrides as known after an entry, for a run of the method.
    pub fn overrides_on(&self, known: Sequence) -> OverridesOn {
        let mut on = OverridesOn { rows: Vec::new(), known, n_left_out: 0 };
        for held in self.who_pays().known(known).locals() {
            match held.key {
                Key::Held(key) if held.first <= held.last() => on.rows.push(LocalOverride {
                    name: format!("override `{}` on record", held.id),
                    key,
                    commissioner: held.commissioner.to_string(),
                    kind: held.kind.into(),
                    first: Day::from(held.first),
                    last: Day::from(held.last()),
                    owner: held.owner.to_string(),
                    reason: held.reason.to_string(),
                }),
                _ => on.n_left_out += 1,
            }
        }
        on
    }
}

impl Footprint {
    /// The overrides as known now, for a run of the method: [`House::overrides_on`].
    pub fn overrides_on(&self) -> OverridesOn {
        let known = self.known();
        known.state.overrides_on(known.state.sequence())
    }

    /// Erases an override's key: in one entry records that it is erased, and erases it. The act, its dates and its count stay on
    /// record, and every proof holds.
    ///
    /// # Errors
    /// When it is refused or fails; nothing is then erased.
    pub async fn erase_key(&self, who: &Who, id: OverrideId) -> Result<Recorded, AppError> {
        self.act(who, who_pays::Act::EraseKey { id }).await
    }
}
