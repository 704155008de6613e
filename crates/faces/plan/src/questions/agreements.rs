//! Agreements, the contract tracker, and what a merger asks.

use ask::{ByHand, Fault, Form, Param, Question, Wanted};
use plan::AgreementKind;
use std::collections::BTreeSet;
use terms::FinancialYear;

use super::GROUP;
use crate::answers::{self as answers, Desk};

/// A financial year.
static YEAR: Form = Form {
    pattern: "^[0-9]{4}[/-][0-9]{2}$",
    words: "a financial year such as 2017/18",
    is: |text| text.len() == 7 && text.parse::<FinancialYear>().is_ok(),
};

/// The register of agreements.
pub(super) static AGREEMENTS: Question = Question {
    id: "agreements",
    path: "/agreements",
    group: GROUP,
    title: "Agreements",
    about: "Contracts, section 75 agreements and data-sharing agreements: who is party to each, from when until when, how far it has come, and what it asks when a party merges.",
    params: &[
        Param::new("kind", "What kind?", Wanted::Word(|| AgreementKind::ALL.iter().map(|kind| kind.slug()).collect()))
            .about("", "contract"),
        Param::new("party", "Of which body?", Wanted::Code).about("Only those it is party to.", "10Q"),
    ],
    example: "/agreements?kind=contract",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| Ok(answers::agreements(&Desk::of(lens), asked.word("kind")?, asked.word("party")?).into()),
};

/// One agreement.
pub(super) static AGREEMENT: Question = Question {
    id: "agreement",
    path: "/agreements/{agreement}",
    group: GROUP,
    title: "An agreement",
    about: "What an agreement says, what it is worth by year, each stage it reached, why it was varied, and what was done when a party merged.",
    params: &[Param::new("agreement", "Which agreement?", Wanted::Text)
        .in_path()
        .about("The agreement’s identity.", "bob-data-sharing")],
    example: "/agreements/bob-data-sharing",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let desk = Desk::of(lens);
        Ok(answers::agreement(&desk, desk.agreement(asked.text("agreement"))?))
    },
};

/// The contract tracker.
pub(super) static CONTRACTS: Question = Question {
    id: "contracts",
    path: "/contracts",
    group: GROUP,
    title: "Contract tracker",
    about: "The contracts of a year: provider, coordinating commissioner and associates, value and activity agreed, how far each has come, and whether it was signed by its deadline.",
    params: &[Param::new("year", "Which year?", Wanted::Formed(&YEAR))
        .about("A financial year, such as 2017/18. The year of the day asked about if it is left empty.", "2017/18")],
    example: "/contracts?year=2017/18",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let year = asked.word("year")?.unwrap_or_else(|| FinancialYear::of(lens.on()));
        Ok(answers::contracts(&Desk::of(lens), year).into())
    },
};

/// What a merger asks.
pub(super) static MERGER_DUTIES: Question = Question {
    id: "merger-duties",
    path: "/merger-duties",
    group: GROUP,
    title: "What a merger asks",
    about: "What the agreements in force on the day ask if some bodies merge then, and whether each was done: the list for merger day.",
    params: &[Param::new("bodies", "Which bodies merge?", Wanted::Codes)
        .required()
        .about("Their codes, separated by commas.", "10Y,10H")],
    example: "/merger-duties?bodies=10Y,10H&valid_at=2018-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let bodies: BTreeSet<_> = asked.bodies(lens, "bodies")?.into_iter().collect();
        if bodies.is_empty() {
            return Err(Fault::param("bodies", "Name at least one body"));
        }
        Ok(answers::merger_duties(&Desk::of(lens), &bodies).into())
    },
};
