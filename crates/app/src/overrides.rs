//! The overrides of the journal, as a run of the assignment method takes them.

use crate::act::Who;
use crate::footprint::{AppError, Footprint, Recorded};
use crate::house::House;
use assign::{AssignError, Day, KeyHash, Overrides, Reference};
use terms::Sequence;
use thiserror::Error;
use who_pays::{Key, OverrideId};

/// One override as a run takes it: the hash of its key, and its days after every extension and early end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverrideRow {
    /// Its identity.
    pub id: OverrideId,
    /// The hash of the pseudonymous local key.
    pub key: KeyHash,
    /// Who pays.
    pub commissioner: String,
    /// Why.
    pub kind: assign::OverrideKind,
    /// The first day of activity it applies to.
    pub first: Day,
    /// The last day of activity it applies to.
    pub last: Day,
    /// The body, and the post or person of it, that owns it.
    pub owner: String,
    /// The reason in words.
    pub reason: String,
}

/// The overrides as known after an entry, ready for a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverridesOn {
    /// Those that can decide a record: with an unerased key and at least one day.
    pub rows: Vec<OverrideRow>,
    /// The entry up to which they are known; a run that names it can be repeated while no key is erased.
    pub known: Sequence,
    /// How many on record cannot decide any record, because their key was erased or they ended before they began.
    pub n_left_out: usize,
}

impl OverridesOn {
    /// As the method takes them, over these reference tables. Each decides the records of its own days, whatever the day
    /// of the run; the day after its last it decides none.
    ///
    /// # Errors
    /// [`OverridesError`] names the override that does not fit the tables: a record whose payer was set by hand must not
    /// fall back unnoticed on the method.
    pub fn over(&self, reference: &Reference) -> Result<Overrides, OverridesError> {
        let rows = self.rows.iter().map(|row| assign::Override {
            key: row.key,
            commissioner: &row.commissioner,
            kind: row.kind,
            first: row.first,
            last: row.last,
            owner: &row.owner,
            reason: &row.reason,
        });
        Overrides::of(reference, rows).map_err(|error| match error {
            AssignError::Override { row, problem } => {
                let id = row.checked_sub(1).and_then(|place| self.rows.get(place)).map(|row| row.id.to_string());
                OverridesError::DoesNotFit { id: id.unwrap_or_default(), problem: problem.to_string() }
            }
            other => OverridesError::Assign(other),
        })
    }
}

/// Why the overrides of the journal cannot be used with reference tables.
#[derive(Debug, Error)]
pub enum OverridesError {
    /// One of them does not fit.
    #[error("override `{id}` cannot be used: {problem}. End it, or complete the reference tables")]
    DoesNotFit {
        /// Which.
        id: String,
        /// What is wrong.
        problem: String,
    },
    /// They cannot be used together.
    #[error(transparent)]
    Assign(AssignError),
}

impl House {
    /// The overrides as known after an entry, for a run of the method.
    pub fn overrides_on(&self, known: Sequence) -> OverridesOn {
        let mut on = OverridesOn { rows: Vec::new(), known, n_left_out: 0 };
        for held in self.who_pays().known(known).locals() {
            match held.key {
                Key::Held(key) if held.first <= held.last() => on.rows.push(OverrideRow {
                    id: held.id.clone(),
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

    /// Erases an override's key: records that it is erased, then erases it from the journal's store. The act, its dates
    /// and its count stay on record, and every proof holds.
    ///
    /// Asked again it erases what an interrupted first time left.
    ///
    /// # Errors
    /// When it is refused, or when the key could not be erased; it is then safe to ask again.
    pub async fn erase_key(&self, who: &Who, id: OverrideId) -> Result<Recorded, AppError> {
        let recorded = self.act(who, who_pays::Act::EraseKey { id: id.clone() }).await?;
        let place = self.known().state.who_pays().key_payload(&id);
        if let Some((sequence, key)) = place
            && let Some(entry) = self.entry(sequence).await?
            && let Some(hash) = entry.payloads.get(usize::from(key.0))
        {
            self.journal().erase_payload(hash).await?;
        }
        Ok(recorded)
    }
}
