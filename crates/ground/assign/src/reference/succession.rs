//! Which code stands for which on a day.

use super::{CommissionerKind, Reference};
use crate::code::CodeId;
use crate::day::Day;

/// One body taking another's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Succeeds {
    pub(crate) old: CodeId,
    pub(crate) new: CodeId,
    pub(crate) on: Day,
}

/// Every succession; there are a few hundred at most.
#[derive(Clone, Debug, Default)]
pub(crate) struct Successions(pub(crate) Vec<Succeeds>);

/// What a code became when read on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub(crate) code: CodeId,
    pub(crate) how: How,
}

/// How a code was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// It was valid on the day, or nothing was found.
    AsWritten,
    /// It had ended, and has one successor.
    Succeeded,
    /// It had not begun, and has one predecessor.
    Preceded,
}

const NOTHING: Resolved = Resolved { code: CodeId::NONE, how: How::AsWritten };

impl Reference {
    /// Makes a code of reference data valid on the day, as the kind of commissioner that is wanted.
    ///
    /// A code that had ended is read forwards and one that had not begun backwards, and only when exactly one code
    /// results: a split, or a merger read backwards, is never guessed.
    pub(crate) fn resolve(&self, code: CodeId, kind: CommissionerKind, day: Day) -> Resolved {
        if !code.is_some() {
            return NOTHING;
        }
        let Some(id) = self.commissioners.id(self.book.key(code)) else { return NOTHING };
        let (mut of_kind, mut valid, mut all_ended, mut all_ahead) = (false, false, true, true);
        for row in self.commissioners.rows(id).iter().filter(|row| row.value.kind == kind) {
            of_kind = true;
            valid |= row.span.holds(day);
            all_ended &= row.span.until <= day;
            all_ahead &= row.span.from > day;
        }
        match (of_kind, valid, all_ended, all_ahead) {
            (true, true, _, _) => Resolved { code, how: How::AsWritten },
            (true, _, true, _) => self.only(code, kind, day, How::Succeeded),
            (true, _, _, true) => self.only(code, kind, day, How::Preceded),
            _ => NOTHING,
        }
    }

    /// Whether the code is of the kind and valid on the day.
    fn stands(&self, code: CodeId, kind: CommissionerKind, day: Day) -> bool {
        self.commissioners.id(self.book.key(code)).is_some_and(|id| {
            self.commissioners.rows(id).iter().any(|row| row.value.kind == kind && row.span.holds(day))
        })
    }

    fn only(&self, code: CodeId, kind: CommissionerKind, day: Day, how: How) -> Resolved {
        let mut seen = vec![code];
        let mut at = 0;
        while let Some(&from) = seen.get(at) {
            at += 1;
            for edge in &self.successions.0 {
                let next = match how {
                    How::Preceded if edge.new == from && edge.on > day => edge.old,
                    How::Succeeded if edge.old == from && edge.on <= day => edge.new,
                    _ => continue,
                };
                if !seen.contains(&next) {
                    seen.push(next);
                }
            }
        }
        let mut standing = seen.into_iter().skip(1).filter(|code| self.stands(*code, kind, day));
        match (standing.next(), standing.next()) {
            (Some(code), None) => Resolved { code, how },
            _ => NOTHING,
        }
    }

    /// The edges that lead from the written code to the one that stands, for the evidence.
    pub(crate) fn edges_between(&self, written: CodeId, resolved: Resolved, day: Day) -> Vec<Succeeds> {
        let forwards = resolved.how == How::Succeeded;
        let usable = |edge: &&Succeeds| if forwards { edge.on <= day } else { edge.on > day };
        let ends = |edge: &Succeeds| if forwards { (edge.old, edge.new) } else { (edge.new, edge.old) };
        let reaches = |start: CodeId, back: bool| {
            let mut seen = vec![start];
            let mut at = 0;
            while let Some(&from) = seen.get(at) {
                at += 1;
                for edge in self.successions.0.iter().filter(usable) {
                    let (tail, head) = if back { (ends(edge).1, ends(edge).0) } else { ends(edge) };
                    if tail == from && !seen.contains(&head) {
                        seen.push(head);
                    }
                }
            }
            seen
        };
        let (ahead, behind) = (reaches(written, false), reaches(resolved.code, true));
        let between = |edge: &&Succeeds| ahead.contains(&ends(edge).0) && behind.contains(&ends(edge).1);
        self.successions.0.iter().filter(usable).filter(between).copied().collect()
    }

    /// Whether a board is one of the border list on the day, or took the place of listed boards only.
    pub(crate) fn is_border_icb(&self, icb: CodeId, day: Day) -> bool {
        self.is_border_icb_within(icb, day, 0)
    }

    fn is_border_icb_within(&self, icb: CodeId, day: Day, depth: u8) -> bool {
        if !icb.is_some() || depth > 8 {
            return false;
        }
        if self.border.icbs.contains(&icb) {
            return true;
        }
        let mut before = self.successions.0.iter().filter(|edge| edge.new == icb && edge.on <= day).peekable();
        before.peek().is_some() && before.all(|edge| self.is_border_icb_within(edge.old, day, depth + 1))
    }
}
