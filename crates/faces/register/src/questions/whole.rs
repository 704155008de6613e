//! What is asked of the whole register, or of a place.

use ask::{Answer, ByHand, Fault, Param, Question, Wanted};

use super::{ORGANISATIONS, PLACES};
use crate::answers::{self, Which, search};

/// Organisations by code, name or postcode.
pub(super) static SEARCH: Question = Question {
    id: "search",
    path: "/search",
    group: ORGANISATIONS,
    title: "Find organisations by code, GSS code, words of the name, or postcode",
    about: "Every organisation that the words fit: all of them must occur. Several codes are looked up one by one.",
    params: &[Param::new("q", "What to look for?", Wanted::Text).required().about("", "aylesbury vale")],
    example: "/search?q=aylesbury+vale",
    by_hand: ByHand { page: true, programs: false, command: true },
    answer: |lens, asked| {
        let (view, words) = (lens.register(), asked.text("q").unwrap_or_default());
        Ok(if words.contains(',') {
            search::list(&view, words, lens.on()).into()
        } else {
            search::found(&view, &lens.search_index(), words, lens.on()).into()
        })
    },
};

/// What changed in a place.
pub(super) static DIFF: Question = Question {
    id: "diff",
    path: "/diff",
    group: PLACES,
    title: "What changed in a place between two dates, and why",
    about: "The commissioners of the place on both days, each change between with its cause, and how the practices moved.",
    params: &[
        Param::new("place", "Which place?", Wanted::Text).required().about("A system, or several codes.", "QU9"),
        Param::new("from", "From which day?", Wanted::Day).required().about("", "2013-04-01"),
        Param::new("to", "To which day?", Wanted::Day).required().about("", "2019-10-01"),
    ],
    example: "/diff?place=QU9&from=2013-04-01&to=2019-10-01",
    by_hand: ByHand { page: true, programs: true, command: true },
    answer: |lens, asked| {
        let view = lens.register();
        let (first, second) = (asked.one("from")?, asked.one("to")?);
        let text = asked.text("place").unwrap_or_default();
        let place = answers::place(&view, &lens.search_index(), text, second)
            .map_err(|word| Fault::param("place", format!("Nothing on the register has the code or name {word}")))?;
        let diff = answers::diff(&view, &place, first, second);
        Ok(Answer::from(diff.changes)
            .saying(format!("{}.", diff.in_words))
            .and("before", diff.before)
            .and("after", diff.after)
            .and("practices", diff.practices))
    },
};

/// Every succession.
pub(super) static SUCCESSIONS: Question = Question {
    id: "successions",
    path: "/successions",
    group: super::SUCCESSIONS,
    title: "Every succession: the whole old-to-new table",
    about: "Each with the day the new body took over and how; of commissioners and systems, or of every kind of body.",
    params: &[Param::new("kinds", "Of which kinds of body?", Wanted::Word(|| vec!["all"])).about("", "all")],
    example: "/successions",
    by_hand: ByHand { page: true, programs: true, command: true },
    answer: |lens, asked| {
        let which = if asked.text("kinds").is_some() { Which::All } else { Which::Footprint };
        Ok(answers::successions(&lens.register(), &which).into())
    },
};
