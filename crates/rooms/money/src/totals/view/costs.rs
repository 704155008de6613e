//! What posts cost and save, what is done twice, and which risk shares should be looked at again.

use super::{Totals, Unanswered};
use crate::totals::id::DeflatorSeries;
use crate::totals::record::{PostRecord, ShareRecord};
use crate::{
    BasisPoints, CostSaving, Deflators, Duplicate, InventoryRow, ItemKey, PostClass, PostSaving, PostView,
    WorkCategory, duplicates, post_saving, suggestions,
};
use std::collections::BTreeSet;
use terms::{Date, FinancialYear, OdsCode, Pence, TooLarge};

/// What one post saves: every saving names its post. Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostLine<'a> {
    /// The post.
    pub post: &'a PostRecord,
    /// What it costs in the base year.
    pub base: Pence,
    /// What it costs in the year.
    pub year: Pence,
    /// The one less the other.
    pub saved: Pence,
}

impl<'a> Totals<'a> {
    /// What the running posts of some bodies cost in two years, and what is saved.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    ///
    /// Source: section 8.3.
    pub fn post_saving(
        &self,
        bodies: &BTreeSet<OdsCode>,
        base_year: FinancialYear,
        year: FinancialYear,
        view: PostView,
    ) -> Result<PostSaving, TooLarge> {
        post_saving(self.posts_of(bodies).map(|held| &held.post), base_year, year, view)
    }

    /// The same post by post: those whose cost changes, in order of identity. Their savings add up to the whole.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    pub fn post_lines(
        &self,
        bodies: &BTreeSet<OdsCode>,
        base_year: FinancialYear,
        year: FinancialYear,
        view: PostView,
    ) -> Result<Vec<PostLine<'a>>, TooLarge> {
        let mut lines = Vec::new();
        for post in self.posts_of(bodies).filter(|held| held.post.class == PostClass::Running) {
            let (base, then) = (post.post.cost(base_year, view)?, post.post.cost(year, view)?);
            if base != then {
                lines.push(PostLine { post, base, year: then, saved: base.minus(then)? });
            }
        }
        Ok(lines)
    }

    /// The same in cash and in real terms, held against a target.
    ///
    /// # Errors
    /// [`Unanswered`] when the series has no index for a year, nothing was spent before, or a figure does not fit.
    ///
    /// Source: section 8.2, rule R40.
    pub fn real_saving(
        &self,
        saved: &PostSaving,
        base_year: FinancialYear,
        year: FinancialYear,
        series: &DeflatorSeries,
        target: BasisPoints,
    ) -> Result<CostSaving, Unanswered> {
        let index =
            |year| self.deflator(series, year).ok_or_else(|| Unanswered::NoDeflator { series: series.clone(), year });
        let deflators = Deflators { base: index(base_year)?, after: index(year)? };
        Ok(CostSaving::of(saved.base, saved.year, deflators, target)?)
    }

    /// Work that several of some bodies do alike, the largest saving first.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept.
    ///
    /// Source: section 11.
    pub fn duplicates(&self, bodies: &BTreeSet<OdsCode>) -> Result<Vec<Duplicate>, TooLarge> {
        duplicates(self.inventory(bodies))
    }

    /// Items of some bodies whose names are so much alike that somebody should look.
    pub fn suggestions(&self, bodies: &BTreeSet<OdsCode>) -> Vec<(WorkCategory, &'a ItemKey, &'a ItemKey)> {
        suggestions(self.inventory(bodies))
    }

    /// Risk shares of which a condition was due before a day and not met in time, each with the number of the condition. Nothing is
    /// reversed by itself. Source: rule R37.
    pub fn share_reviews(&self, today: Date) -> Vec<(&'a ShareRecord, usize)> {
        let due = |held: &'a ShareRecord| {
            let conditions = (1..).zip(&held.conditions);
            conditions.filter(|(_, condition)| condition.proposes_review(today)).map(move |(number, _)| (held, number))
        };
        self.shares().flat_map(due).collect()
    }

    fn posts_of(&self, bodies: &BTreeSet<OdsCode>) -> impl Iterator<Item = &'a PostRecord> {
        self.posts().filter(|held| bodies.contains(&held.post.body))
    }

    fn inventory(&self, bodies: &BTreeSet<OdsCode>) -> impl Iterator<Item = &'a InventoryRow> {
        self.items().map(|held| &held.row).filter(|row| bodies.contains(&row.body))
    }
}
