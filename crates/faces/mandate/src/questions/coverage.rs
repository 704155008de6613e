//! The proof that every service of a list has exactly one responsible commissioner.

use app::Lens;
use ask::{Answer, ByHand, Choice, Fault, Param, Question, Wanted};
use mandate::UniverseId;
use terms::{Date, FuzzyDate};

use super::GROUP;
use crate::answers::{self as answers, Basis};

fn universes(lens: &Lens) -> Vec<Choice> {
    lens.mandates().universes().map(|held| (held.id.to_string(), held.name.clone())).collect()
}

/// The first day of the first mandate: before it nothing was on record to prove anything by.
fn since(basis: &Basis<'_>) -> Date {
    let firsts = basis.mandates.mandates().filter_map(|held| held.period.from()).map(FuzzyDate::latest);
    firsts.min().unwrap_or_else(|| basis.on()).min(basis.on())
}

/// The proof of coverage.
pub(super) static COVERAGE: Question = Question {
    id: "coverage",
    path: "/coverage",
    group: GROUP,
    title: "Coverage",
    about: "Over a named list of services, every service, for everybody, on every day, should have exactly one responsible commissioner. Each gap and each overlap is shown with its days.",
    params: &[
        Param::new("universe", "Which universe of services?", Wanted::Chosen(universes))
            .required()
            .about("", "core-2016"),
        Param::new("from", "First day", Wanted::Day)
            .about("That of the first mandate on record if you leave it empty.", "2013-04-01"),
        Param::new("to", "Last day", Wanted::Day).about("The day asked about if you leave it empty.", "2018-03-31"),
    ],
    example: "/coverage?universe=core-2016&from=2013-04-01&to=2018-03-31",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let (first, last) = (asked.day("from")?, asked.day("to")?);
        let last = last.unwrap_or_else(|| first.map_or(basis.on(), |first| first.max(basis.on())));
        let first = first.unwrap_or_else(|| since(&basis).min(last));
        // Between two days, whichever was written first.
        let (from, last) = (first.min(last), first.max(last));
        let text = asked.text("universe").unwrap_or_default();
        let universe: Option<UniverseId> = text.parse().ok();
        let found = universe.and_then(|id| Some((answers::check(&basis, &id, from, last)?, id)));
        let (found, universe) = found.ok_or_else(|| {
            Fault::Unknown(format!(
                "There is no universe of services “{text}” on record. “Universes” lists those there are."
            ))
        })?;
        Ok(Answer::from(answers::coverage(&basis, &universe, &found)).saying(answers::verdict(&found)))
    },
};

/// The lists over which coverage is proved.
pub(super) static UNIVERSES: Question = Question {
    id: "universes",
    path: "/coverage/universes",
    group: GROUP,
    title: "Universes of services",
    about: "The named lists of services over which coverage is proved.",
    params: &[],
    example: "/coverage/universes",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::universes(&Basis::of(lens)).into()),
};
