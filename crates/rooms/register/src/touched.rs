//! Which entries can have changed what is known of a body.

use crate::memberships::Memberships;
use crate::state::{ClaimNo, Versions};
use crate::view::View;
use std::collections::BTreeSet;
use terms::{OdsCode, Sequence};

impl View<'_> {
    /// The entries, in order and up to the one known, that can have changed an answer about a body itself: those that
    /// said something of it, took that back, or changed what follows from it.
    ///
    /// Every entry that did change one is among them; not every one of them did.
    pub fn entries_about(&self, code: OdsCode) -> Vec<Sequence> {
        let Some(number) = self.state.find(code) else { return Vec::new() };
        let Some(body) = self.state.body(number) else { return Vec::new() };
        let mut entries = BTreeSet::new();
        self.of_claims(body.claims.iter().copied(), &mut entries);
        entries.extend(recorded(&body.lives));
        entries.extend(recorded(&body.successors));
        entries.extend(self.state.memberships(number).into_iter().flat_map(Memberships::recorded));
        if body.claims.is_empty() {
            // Known only because others name it: their claims put it on the register.
            let others = body.children.iter().map(|(_, child)| child).chain(&body.old);
            let naming = others.filter_map(|other| self.state.body(*other)).flat_map(|other| &other.claims);
            let naming = naming
                .copied()
                .filter(|number| self.state.claim(*number).is_some_and(|claim| claim.fact.subjects().1 == Some(code)));
            self.of_claims(naming, &mut entries);
        }
        entries.into_iter().filter(|entry| *entry <= self.known).collect()
    }

    fn of_claims(&self, claims: impl Iterator<Item = ClaimNo>, entries: &mut BTreeSet<Sequence>) {
        for claim in claims.filter_map(|number| self.state.claim(number)) {
            entries.extend(claim.denied);
            for import in claim.attested.iter().filter_map(|number| self.state.import(*number)) {
                entries.insert(import.recorded);
                entries.extend(import.retracted);
            }
        }
    }
}

fn recorded<T: PartialEq + Default>(versions: &Versions<T>) -> impl Iterator<Item = Sequence> + '_ {
    versions.all().iter().map(|(sequence, _)| *sequence)
}
