//! One transfer with its chain.

use app::Lens;
use ask::{Answer, ByHand, Fault, Param, Question, Wanted};
use money::{Transfer, TransferId};

use super::GROUP;
use crate::answers::{Ledgers, chain, reservation, sources, whereabouts};

/// The form of a transfer's identity.
static ID_FORM: ask::Form = ask::Form {
    pattern: "^[0-9a-f]{32}$",
    words: "a transfer’s identity of 32 digits and letters a to f",
    is: |text| text.parse::<TransferId>().is_ok(),
};

/// All that a transfer rests on, and where its money came from.
pub(super) static TRANSFER: Question = Question {
    id: "transfer",
    path: "/money/transfers/{transfer}",
    group: GROUP,
    title: "One transfer",
    about: "A transfer with its whole chain: the plan line that carries it, the mandate, the decision and its authority; which allotments its money came from, first in first out; and what became of a reservation.",
    params: &[Param::new("transfer", "", Wanted::Formed(&ID_FORM))
        .in_path()
        .about("The transfer.", "20170000000000000000000000000001")],
    example: "/money/transfers/20170000000000000000000000000001",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let (ledgers, text) = (Ledgers::of(lens), asked.text("transfer").unwrap_or_default());
        let held = found(lens, text).ok_or_else(|| {
            Fault::Unknown(format!("There is no transfer “{text}” on record as known then that you may read."))
        })?;
        let mut answer = Answer::from(chain(&ledgers, &held)).of(format!("Transfer {}", held.id.short()));
        answer = answer.and("sources", sources(&ledgers, &held));
        if let Some(table) = reservation(&ledgers, &held) {
            answer = answer.and("reservation", table);
        }
        if let Some(table) = whereabouts(&ledgers, &held) {
            answer = answer.and("whereabouts", table);
        }
        Ok(answer)
    },
};

/// A transfer, if whoever looks may open it.
pub(crate) fn found(lens: &Lens, text: &str) -> Option<Transfer> {
    let held = lens.money().transfer(text.parse().ok()?)?;
    lens.reader().opens_transfer(held.id).then_some(held)
}
