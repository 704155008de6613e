//! What is paid by quarter.

use ask::{Answer, ByHand, Fault, Param, Question, Wanted};
use money::totals::{SupportId, SustainabilityFundId};
use terms::FinancialMonth;

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::systems::{MONTH, unanswered};
use crate::answers::{self as answers, Basis};

/// The sustainability funds.
pub(super) static SUSTAINABILITY_FUNDS: Question = Question {
    id: "sustainability-funds",
    path: "/sustainability-funds",
    group: GROUP,
    title: "Sustainability funds",
    about: "The funds offered to bodies whose figures you may read, and what of them is paid by what is reported.",
    params: &[],
    example: "/sustainability-funds",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::funds(&Basis::of(lens)).into()),
};

/// One sustainability fund.
pub(super) static SUSTAINABILITY_FUND: Question = Question {
    id: "sustainability-fund",
    path: "/sustainability-funds/{fund}",
    group: GROUP,
    title: "A sustainability fund",
    about: "What of it hangs on what, by quarter, and what is paid.",
    params: &[Param::new("fund", "", Wanted::Text).in_path().about("The fund.", "csf-2018-09c"), MONTH],
    example: "/sustainability-funds/csf-2018-09c",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let (basis, text) = (Basis::of(lens), asked.text("fund").unwrap_or_default());
        let held = text.parse().ok().and_then(|id: SustainabilityFundId| basis.room.fund(&id));
        let held = held.filter(|held| basis.reader.opens_sustainability_fund(&held.id)).ok_or_else(|| {
            Fault::Unknown(format!("There is no sustainability fund “{text}” on record as known then that you may read."))
        })?;
        let last = || basis.room.last_month(held.body, held.year).unwrap_or(FinancialMonth::FIRST);
        let month = answers::month_asked(asked)?.unwrap_or_else(last);
        let (cells, paid) = answers::fund(&basis, held, month).map_err(|why| unanswered(&why))?;
        let caption = format!("{}, {}", basis.called(held.body), held.year);
        let words = format!("{} is offered, divided as the regime of its first month says.", held.amount.pounds());
        Ok(Answer::from(cells).of(caption).saying(words).and("paid", paid))
    },
};

/// The deficit support.
pub(super) static DEFICIT_SUPPORTS: Question = Question {
    id: "deficit-supports",
    path: "/deficit-support",
    group: GROUP,
    title: "Deficit support",
    about: "The support offered to the systems you may see, year by year.",
    params: &[],
    example: "/deficit-support",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::supports(&Basis::of(lens)).into()),
};

/// One year's deficit support of a system.
pub(super) static DEFICIT_SUPPORT: Question = Question {
    id: "deficit-support",
    path: "/deficit-support/{support}",
    group: GROUP,
    title: "A system’s deficit support",
    about: "What is proposed, decided and received of each quarter, and the system’s position with it.",
    params: &[Param::new("support", "", Wanted::Text).in_path().about("The support.", "dsf-2025-qks"), MONTH],
    example: "/deficit-support/dsf-2025-qks",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let (basis, text) = (Basis::of(lens), asked.text("support").unwrap_or_default());
        let held = text.parse().ok().and_then(|id: SupportId| basis.room.support(&id));
        let held = held.filter(|held| basis.reader.opens_support(&held.id)).ok_or_else(|| {
            Fault::Unknown(format!("There is no deficit support “{text}” on record as known then that you may read."))
        })?;
        let members = basis.room.memberships_in(held.system);
        let last = || members.filter_map(|member| basis.room.last_month(member.body, held.year)).max();
        let month = answers::month_asked(asked)?.or_else(last).unwrap_or(FinancialMonth::FIRST);
        let (quarters, outcome) = answers::support(&basis, held, month);
        let answer = Answer::from(quarters).of(format!("{}, {}", basis.called(held.system), held.year));
        let answer = answer.saying(format!("{} is offered. {}", held.amount.pounds(), held.source));
        Ok(match outcome {
            Ok(outcome) => answer.and("position", outcome),
            Err(why) => answer.saying(format!("What it comes to cannot be worked out yet: {why}.")),
        })
    },
};
