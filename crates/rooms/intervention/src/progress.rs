//! Red, amber, green: how a requirement stands on a day, and who should hear of it. Rules R24 and R25.

use crate::calendar::{Calendar, NoHolidays};
use crate::convention::convention_on;
use serde::{Deserialize, Serialize};
use terms::{Date, words};

words! {
    /// A colour, never shown without its word. In order from the best to the worst.
    Colour, "a colour", {
        /// Accepted by the authority.
        Complete = "complete", "Complete";
        /// Its first day is to come.
        NotBegun = "not-begun", "Not begun";
        /// On course.
        Green = "green", "Green";
        /// In danger.
        Amber = "amber", "Amber";
        /// Overdue.
        Red = "red", "Red";
    }
}

words! {
    /// What is to be done about a requirement: an action with an owner, which by itself changes no status. Rule R25.
    Escalation, "a level of escalation", {
        /// Nothing.
        Nothing = "0", "Nothing";
        /// Remind the owner.
        Remind = "1", "Remind the owner";
        /// Tell the accountable officer and the authority's lead.
        Tell = "2", "Tell the accountable officer and the authority’s lead";
        /// Propose an extension or a stronger step.
        Strengthen = "3", "Propose an extension or a stronger step";
        /// Raise trigger T8.
        Raise = "4", "Raise the trigger for overdue clauses";
    }
}

words! {
    /// Whether the body has begun.
    Work, "whether work has begun", {
        /// Nothing was begun.
        NotStarted = "not-started", "Not started";
        /// Something was.
        InProgress = "in-progress", "In progress";
    }
}

/// What happened to a requirement, each with its day. Facts after the day asked about have not happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The first day.
    pub start: Date,
    /// The last day for it.
    pub due: Date,
    /// Whether work has begun.
    pub work: Work,
    /// The day evidence was last submitted.
    pub submitted_on: Option<Date>,
    /// The day it was last returned.
    pub returned_on: Option<Date>,
    /// The day given for sending it again.
    pub resubmit_by: Option<Date>,
    /// The day it was accepted.
    pub accepted_on: Option<Date>,
}

/// A colour with what is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Light {
    /// The colour.
    pub colour: Colour,
    /// What is to be done.
    pub escalation: Escalation,
}

/// So many working days or fewer before the last day a requirement is in danger. Rule R24, step 6.
const NEAR_WORKING_DAYS: usize = 5;
/// So many working days after its last day a stronger step is proposed. Rule R24, step 5.
const STRENGTHEN_WORKING_DAYS: usize = 10;
/// So many working days after its last day the trigger is raised. Rules R24, step 5, and T8.
const RAISE_WORKING_DAYS: usize = 20;

impl Progress {
    /// How it stands on a day. Rule R24, in its order.
    ///
    /// # Errors
    /// [`NoHolidays`] where working days have to be counted and are not known.
    pub fn light(&self, today: Date, calendar: &Calendar) -> Result<Light, NoHolidays> {
        let happened = |day: Option<Date>| day.filter(|day| *day <= today);
        let light = |colour, escalation| Ok(Light { colour, escalation });
        if happened(self.accepted_on).is_some() {
            return light(Colour::Complete, Escalation::Nothing);
        }
        if today < self.start {
            return light(Colour::NotBegun, Escalation::Nothing);
        }
        let returned = happened(self.returned_on);
        let end = self.end(returned, calendar)?;
        let submitted = happened(self.submitted_on);
        if let Some(sent) = submitted.filter(|sent| returned.is_none_or(|returned| returned < *sent)) {
            let waiting = calendar.between(sent, today)?;
            let is_slow = waiting > usize::from(convention_on(sent).authority_working_days);
            let colour = if sent > end || is_slow { Colour::Amber } else { Colour::Green };
            return light(colour, Escalation::Nothing);
        }
        if today > end {
            return light(Colour::Red, overdue(calendar.between(end, today)?));
        }
        let is_near = is_near(today, end, calendar)?;
        let escalation = if is_near { Escalation::Remind } else { Escalation::Nothing };
        let is_slow = self.work == Work::NotStarted && self.two_thirds_gone(today, end);
        let colour = if is_near || returned.is_some() || is_slow { Colour::Amber } else { Colour::Green };
        light(colour, escalation)
    }

    /// By how many working days it is overdue on a day; none while it is not.
    ///
    /// # Errors
    /// [`NoHolidays`] where working days have to be counted and are not known.
    pub fn overdue_working_days(&self, today: Date, calendar: &Calendar) -> Result<usize, NoHolidays> {
        if self.light(today, calendar)?.colour != Colour::Red {
            return Ok(0);
        }
        let returned = self.returned_on.filter(|day| *day <= today);
        calendar.between(self.end(returned, calendar)?, today)
    }

    /// The last day for it: where it was returned the day given, else so many working days after the return. Step 3.
    fn end(&self, returned: Option<Date>, calendar: &Calendar) -> Result<Date, NoHolidays> {
        match (returned, self.resubmit_by) {
            (None, _) => Ok(self.due),
            (Some(_), Some(by)) => Ok(by),
            (Some(returned), None) => calendar.after(returned, convention_on(returned).resubmission_working_days),
        }
    }

    fn two_thirds_gone(&self, today: Date, end: Date) -> bool {
        let days = |to: Date| (to - self.start).get_days();
        3 * days(today) >= 2 * days(end)
    }
}

/// Whether few working days are left. A last day beyond those known is not near while enough of them lie before it.
fn is_near(today: Date, end: Date, calendar: &Calendar) -> Result<bool, NoHolidays> {
    if calendar.between(today, end.min(calendar.last()))? > NEAR_WORKING_DAYS {
        return Ok(false);
    }
    Ok(calendar.between(today, end)? <= NEAR_WORKING_DAYS)
}

fn overdue(working_days: usize) -> Escalation {
    if working_days >= RAISE_WORKING_DAYS {
        Escalation::Raise
    } else if working_days >= STRENGTHEN_WORKING_DAYS {
        Escalation::Strengthen
    } else {
        Escalation::Tell
    }
}

/// The colour of a case: the worst of its open clauses; with none open it is complete.
pub fn worst(colours: impl IntoIterator<Item = Colour>) -> Colour {
    colours.into_iter().max().unwrap_or(Colour::Complete)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_day_beyond_the_known_holidays_is_not_near_while_enough_days_lie_before_it() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let progress = Progress {
            start: day("2026-01-01"),
            due: day("2031-06-30"),
            work: Work::InProgress,
            submitted_on: None,
            returned_on: None,
            resubmit_by: None,
            accepted_on: None,
        };
        let colour = |today: &str| progress.light(day(today), &Calendar::england()).map(|light| light.colour);
        assert_eq!(colour("2026-11-28"), Ok(Colour::Green));
        // 23, 24, 27, 30 and 31 December 2030 are the last five that are known, and 20 December the sixth.
        assert_eq!(colour("2030-12-19"), Ok(Colour::Green));
        assert!(colour("2030-12-20").is_err() && colour("2031-01-02").is_err(), "nothing is guessed");
    }
}
