//! Record one transfer, by a form.

use ask::{ActForm, Choice, Field, Reader};
use money::{Act, AmountCell, Cell, Keeper, Link, Strictness, Submission, TransferCode, TransferId, TransferKind};
use std::str::FromStr;
use terms::Date;

use super::GROUP;
use super::subject::{BODY, ledger_href, may_record, of_keeper};
use crate::answers::transfer_href;

fn slugs<T: Copy>(all: &[T], slug: fn(T) -> &'static str, words: fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|held| (slug(*held).to_owned(), words(*held).to_owned())).collect()
}

/// Record a transfer of a body.
pub(super) static RECORD_TRANSFER: ActForm = ActForm {
    name: "record-transfer",
    path: "/organisations/{body}/transfers/record",
    group: GROUP,
    title: "Record a transfer",
    about: "Money moved, reserved, posted or released, with the decision, mandate and plan line on which it rests. Each is looked up as it stood on the day of the transfer. Nothing is edited or deleted afterwards: an error is reversed by a correction.",
    done: "The transfer is recorded",
    subject: &[BODY],
    fields: &[
        Field::one("kind", "What is it?", |_, _| slugs(TransferKind::ALL, TransferKind::slug, TransferKind::words)),
        Field::one("code", "For what?", |_, _| slugs(TransferCode::ALL, TransferCode::slug, TransferCode::words)),
        Field::line("debit", "From which account?")
            .hint("Such as NHSE/CORE/2019. Leave it empty for a posting or release."),
        Field::line("credit", "To which account?")
            .hint("Such as 14Y/CORE/2019. Leave it empty for a posting or release."),
        Field::money("amount", "How much?").hint("Leave it empty to post or release all that is reserved."),
        Field::day("valid_on", "On which day does it move?"),
        Field::line("pending", "Which reservation does it resolve?")
            .hint("The identity of the reservation, for a posting or release only."),
        Field::day("expires_on", "Last day of the reservation").hint("For a reservation that lapses by itself."),
        Field::line("decision", "On which decision or notice?")
            .hint("A body’s decision as PROPOSAL/BODY, or the identity of a notice or other instrument."),
        Field::line("mandate", "Under which mandate?")
            .hint("The mandate’s identity. An allotment and a correction need none."),
        Field::line("plan_line", "Which plan line carries it?")
            .hint("The line’s identity. An allotment and a correction need none."),
        Field::line("transfer", "Identity")
            .hint("32 digits and letters a to f. Sent again, the same transfer is recorded once.")
            .first(|_, _| new_id().unwrap_or_default()),
    ],
    by_hand: false,
    scene: of_keeper,
    offered: may_record,
    read: |_, of, form| {
        let keeper = Keeper::Body(of.id("body")?);
        let submission = submission(form)?;
        let (submissions, strictness) = (vec![submission], Strictness::AllOrNone);
        Some(vec![Act::RecordTransfers { keeper, submissions, strictness }.into()])
    },
    to: |of, acts| match acts {
        [app::Act::Money(Act::RecordTransfers { submissions, .. })] => {
            submissions.first().and_then(|held| held.id.value()).map_or_else(String::new, |id| transfer_href(*id))
        }
        _ => of.id("body").map_or_else(String::new, ledger_href),
    },
    keeps: None,
};

/// An identity nobody can foresee; nothing where the system gives no randomness.
fn new_id() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// What was typed, as a sender would write it: what is wrong with it otherwise is for the ledger to judge, in its order.
fn submission(form: &mut Reader<'_>) -> Option<Submission> {
    let id: Option<TransferId> = match form.text("transfer") {
        Some(_) => form.maybe("transfer", "Write 32 digits and letters a to f, neither all 0 nor all f"),
        None => new_id().and_then(|id| id.parse().ok()),
    };
    let kind: Option<TransferKind> = form.word("kind", "Choose what it is");
    // A posting or release takes over the code of its reservation.
    let repeats = matches!(kind, Some(TransferKind::Post | TransferKind::Void));
    let valid_on = form.day("valid_on", "Enter the day on which the money moves");
    let expires_on = form.maybe_day("expires_on");
    let amount = match form.text("amount") {
        None => AmountCell::Blank,
        Some(text) => crate::transfers_file::amount(text).unwrap_or_else(|reason| {
            form.wrong("amount", ask::sentence(&reason));
            AmountCell::Blank
        }),
    };
    let code = if repeats { Cell::Blank } else { named(form, "code", "Choose for what it is") };
    let (debit, credit) = (
        named(form, "debit", "Write the account’s identity, such as NHSE/CORE/2019"),
        named(form, "credit", "Write the account’s identity, such as 14Y/CORE/2019"),
    );
    let pending = named(form, "pending", "Write the reservation’s identity of 32 digits and letters");
    let decision = named(form, "decision", "Write the decision’s identity, such as PROPOSAL/BODY");
    let mandate = named(form, "mandate", "Write the mandate’s identity");
    let plan_line = named(form, "plan_line", "Write the plan line’s identity");
    Some(Submission {
        id: Cell::Value(id?),
        kind: Cell::Value(kind?),
        debit,
        credit,
        amount,
        pending,
        expires_on: expires_on.map_or(Cell::Blank, Cell::Value),
        link: Link::Last,
        code,
        valid_on: Cell::<Date>::Value(valid_on?),
        decision,
        mandate,
        plan_line,
    })
}

/// What a field names; a fault of the field where it names nothing that could be.
fn named<T: FromStr>(form: &mut Reader<'_>, name: &str, unreadable: &str) -> Cell<T> {
    form.maybe(name, unreadable).map_or(Cell::Blank, Cell::Value)
}
