//! Names as the questions spell them. The room writes identities small; the answers must spell them as they were asked.

use crate::{ConformError, Question};
use std::collections::BTreeMap;
use terms::OdsCode;

/// How NHS England is called in the questions.
const AUTHORITY: &str = "NHSE";

/// NHS England.
pub(super) fn authority(question: &Question<'_>) -> Result<OdsCode, ConformError> {
    AUTHORITY.parse().map_err(|_| question.wrong("actor", AUTHORITY, "a body's code"))
}

/// Identities as the room knows them, with how each was first spelt.
#[derive(Default)]
pub(super) struct Spelling(BTreeMap<String, String>);

impl Spelling {
    /// An identity, spelt small; how it was spelt is kept.
    pub(super) fn read<T: std::str::FromStr>(&mut self, text: &str) -> Option<T> {
        let small = text.to_lowercase();
        let identity = small.parse().ok()?;
        self.0.entry(small).or_insert_with(|| text.to_owned());
        Some(identity)
    }

    /// How an identity was spelt.
    pub(super) fn of(&self, identity: &impl ToString) -> String {
        let small = identity.to_string();
        self.0.get(&small).cloned().unwrap_or(small)
    }
}
