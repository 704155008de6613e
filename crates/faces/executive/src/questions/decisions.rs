//! The register of decisions.

use ask::{ByHand, Form, Param, Question, Wanted};
use mandate::Matter;

use super::{FORUM, FROM, GROUP, TO, forum};
use crate::answers::{Basis, DecisionFilter, decisions};

static MATTER: Form = Form {
    pattern: "^(?:service|function):[a-z0-9][a-z0-9.-]{0,63}$",
    words: "service:CODE or function:CODE",
    is: |text| text.parse::<Matter>().is_ok_and(|matter| matter.to_string() == text),
};

/// Every decision, one for each body bound.
pub(super) static DECISIONS: Question = Question {
    id: "decisions",
    path: "/decisions",
    group: GROUP,
    title: "The register of decisions",
    about: "One for each body bound, the latest first, with the entry that proves it and the hash of the wording. A body that is not \
            listed is not bound. Units: pence.",
    params: &[
        Param::new("body", "Which body?", Wanted::Code)
            .about("Only those that bind this body, or one for which it now acts.", "10H"),
        FORUM,
        Param::new("matter", "About what?", Wanted::Formed(&MATTER))
            .about("Only those about this service or function, or what is under it.", "service:ambulance"),
        FROM,
        TO,
        Param::new("q", "With which words?", Wanted::Text)
            .about("Only those whose title has these words.", "ambulance"),
    ],
    example: "/decisions?body=10H",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let filter = DecisionFilter {
            body: asked.text("body").map(|_| asked.body(lens, "body")).transpose()?,
            forum: forum(asked)?,
            matter: asked.word("matter")?,
            from: asked.day("from")?,
            to: asked.day("to")?,
            words: asked.text("q").map(str::to_owned),
        };
        Ok(decisions(&Basis::of(lens), &filter).into())
    },
};
