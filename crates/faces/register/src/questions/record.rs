//! What is asked of the record: what came in, what was noticed, what changed.

use app::AskedKnown;
use ask::{ByHand, Fault, Param, Question, Wanted};
use register::FindingKind;
use terms::{Date, Sequence};

use super::RECORD;
use crate::answers;

/// What changed between two days or two states of knowledge.
pub(super) static CHANGES: Question = Question {
    id: "changes",
    path: "/changes",
    group: RECORD,
    title: "What changed between two days, or between two states of knowledge",
    about: "Between two days the world changed; between two entries only what is known of the day asked about.",
    params: &[
        Param::new("from", "From which day or entry?", Wanted::EntryOrDay).required().about("", "2018-03-31"),
        Param::new("to", "To which day or entry?", Wanted::EntryOrDay).required().about("", "2018-04-01"),
    ],
    example: "/changes?from=2018-03-31&to=2018-04-01",
    by_hand: ByHand { page: true, programs: true, command: true },
    answer: |lens, asked| {
        let (from, to) = (asked.text("from").unwrap_or_default(), asked.text("to").unwrap_or_default());
        if let (Ok(from), Ok(to)) = (from.parse::<Date>(), to.parse::<Date>()) {
            return Ok(answers::changes_between_days(&lens.register(), from, to).into());
        }
        let entry = |name: &str, text: &str| -> Result<Sequence, Fault> {
            let read = text.parse::<AskedKnown>().and_then(|entry| lens.house().resolve(Some(&entry)));
            read.map_err(|error| Fault::param(name, format!("{error}: give two days or two entries")))
        };
        let register = lens.house().register();
        let (before, after) = (register.view(entry("from", from)?), register.view(entry("to", to)?));
        Ok(answers::changes_in_knowledge(&before, &after, lens.on()).into())
    },
};

fn finding_kinds() -> Vec<&'static str> {
    FindingKind::ALL.iter().map(|kind| kind.slug()).collect()
}

/// Contradictions and gaps.
pub(super) static FINDINGS: Question = Question {
    id: "findings",
    path: "/findings",
    group: RECORD,
    title: "Contradictions and gaps in the files, with both sources",
    about: "How many of each kind and what it means; or those of one kind, each with what the sources say.",
    params: &[Param::new("kind", "Only of which kind?", Wanted::Word(finding_kinds)).about("", "early-join")],
    example: "/findings?kind=early-join",
    by_hand: ByHand::PAGE_AND_PROGRAMS,
    answer: |lens, asked| {
        let found = lens.findings();
        Ok(match asked.word("kind")? {
            Some(kind) => answers::findings::of_kind(&lens.register(), &found, kind, lens.on()).into(),
            None => answers::findings::findings(&found).into(),
        })
    },
};

/// The files taken in.
pub(super) static IMPORTS: Question = Question {
    id: "imports",
    path: "/imports",
    group: RECORD,
    title: "Which files were taken in",
    about: "Every published file taken into this register, when, by which entry, and its hash as published.",
    params: &[],
    example: "/imports",
    by_hand: ByHand::PAGE_AND_PROGRAMS,
    answer: |lens, _| Ok(answers::imports(&lens.register(), |entry| lens.house().recorded_at(entry)).into()),
};
