//! What is done to a system: who belongs to it, what it must come to, and what members move between them.

use ask::{ActForm, Field, Takes};
use mandate::Duty;
use money::totals::{Act, ActKind, NewNotice, Objective};
use money::{Amendment, BasisPoints, MemberSide, Membership};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode};

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::choices::{
    DEFICIT_HINT, MONTH, REASON, SOURCE, SYSTEM, YEAR, amounts, back, identity, may_to_system, maybe_signed, members,
    month, of_system, one, plain, room, signed, system, year,
};

/// Record that a body belongs to a system.
pub(super) static JOIN_SYSTEM: ActForm = ActForm {
    name: "join-system",
    path: "/system-memberships/new",
    group: GROUP,
    title: "Record that a body belongs to a system",
    about: "From its first day the body’s figures, or a share of them, count to the system’s control total.",
    done: "The membership is recorded",
    subject: &[],
    fields: &[
        Field::body("body", "Which body?").hint("Its name or code, such as 09C."),
        Field::body("system", "Which system?").hint("Its name or code, such as QKS."),
        Field::one("side", "On which side of the system’s contracts?", |_, _| {
            MemberSide::ALL.iter().map(|side| (side.slug().to_owned(), side.words().to_owned())).collect()
        }),
        Field::new("share", "How much of its figures counts, in hundredths of a per cent?", Takes::Number)
            .hint("10000 is all of it. Less where a trust belonged to two systems.")
            .first(|_, _| "10000".to_owned()),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: |_, _| plain("/system-memberships"),
    // Which system is asked by the form, so that no one of them can be tried first.
    offered: |lens, _| lens.reader().person().is_some() && lens.reader().has(&Duty::KeepRegister),
    read: |_, _, form| {
        let body: Option<OdsCode> = form.word("body", "Enter the name or code of a body");
        let system: Option<OdsCode> = form.word("system", "Enter the name or code of a system");
        let side: Option<MemberSide> = form.word("side", "Choose the side on which it stands");
        let share: Option<BasisPoints> = form.word("share", "Enter a whole number from 1 to 10000");
        let period = form.period("Enter the first day on which it belongs");
        one(Act::Join(Membership { body: body?, system: system?, side: side?, period, share: share? }))
    },
    to: back,
    keeps: None,
};

/// Record the last day of a membership.
pub(super) static LEAVE_SYSTEM: ActForm = ActForm {
    name: "leave-system",
    path: "/control-totals/{system}/leave",
    group: GROUP,
    title: "Record that a body leaves",
    about: "After that day its figures no longer count to the system. What they came to before stays.",
    done: "The last day is recorded",
    subject: &[SYSTEM],
    fields: &[Field::one("body", "Which body?", members), Field::day("last", "Last day on which it belongs")],
    by_hand: false,
    scene: of_system,
    offered: |lens, of| may_to_system(lens, of, ActKind::Leave),
    read: |lens, of, form| {
        let body: Option<OdsCode> = form.word("body", "Choose a body");
        let last = form.day("last", "Enter the last day on which it belongs");
        one(Act::Leave { body: body?, system: system(lens, of)?, last: last? })
    },
    to: back,
    keeps: None,
};

/// Record a national notice of control totals.
pub(super) static NOTIFY_TOTALS: ActForm = ActForm {
    name: "notify-totals",
    path: "/control-totals/{system}/notify",
    group: GROUP,
    title: "Record a national notice",
    about: "What NHS England sets for members of the system from a month on. The system’s total changes by this alone.",
    done: "The notice is recorded",
    subject: &[SYSTEM],
    fields: &[
        YEAR,
        MONTH.hint("The first month in which it holds, 1 for April to 12 for March."),
        Field::day("issued", "Day of the notice"),
        Field::lines("totals", "Control totals")
            .hint("One member on a line, its code and then its control total for the year: 09C -8.6m"),
        SOURCE,
    ],
    by_hand: false,
    scene: of_system,
    offered: |lens, of| may_to_system(lens, of, ActKind::Notify),
    read: |lens, of, form| {
        let (year, month) = (year(form), month(form));
        let issued_on: Option<Date> = form.day("issued", "Enter the day of the notice");
        let named = amounts(form, "totals", "Enter the control total of at least one member");
        let source = form.line("source", "Enter where the notice is written");
        let mut totals = BTreeMap::new();
        for (body, total) in named {
            if totals.insert(body, total).is_some() {
                form.wrong("totals", format!("{body} is written twice: write it once"));
            }
        }
        let (system, year, month) = (system(lens, of)?, year?, month?);
        let words = format!("{system} {year} {month} notice");
        let id = identity(&words, |id| room(lens).notice(id).is_some());
        one(Act::Notify(NewNotice { id: id?, system, year, month, issued_on: issued_on?, totals, source }))
    },
    to: back,
    keeps: None,
};

/// Move control total between members.
pub(super) static AMEND_TOTALS: ActForm = ActForm {
    name: "amend-totals",
    path: "/control-totals/{system}/amend",
    group: GROUP,
    title: "Move control total between members",
    about: "What one member gains another gives, to the penny, so that the system’s total stays. Every body whose total changes has signed.",
    done: "Control total is moved",
    subject: &[SYSTEM],
    fields: &[
        YEAR,
        MONTH.hint("The month from which it holds, 1 for April to 12 for March."),
        Field::lines("moves", "What each gains")
            .hint("One member on a line, its code and then what it gains; what it gives is negative: 09C -3m, then 09E 3m"),
        Field::new("signatures", "Who signed?", Takes::Codes).hint("Codes separated by commas, such as 09C,09E."),
        REASON,
    ],
    by_hand: false,
    scene: of_system,
    offered: |lens, of| may_to_system(lens, of, ActKind::Amend),
    read: |lens, of, form| {
        let (year, month) = (year(form), month(form));
        let deltas = amounts(form, "moves", "Enter what one member gains and another gives");
        let signed = form.codes("signatures", "Enter the codes of the bodies that signed");
        let reason = form.line("reason", "Enter the reason");
        let signatures: BTreeSet<OdsCode> = signed.into_iter().collect();
        let (system, year, month) = (system(lens, of)?, year?, month?);
        let id = identity(&format!("{system} {year} {month} move"), |id| room(lens).amendment(id).is_some());
        let amendment = Amendment { year, month, deltas, signatures };
        one(Act::Amend { id: id?, system, amendment, reason })
    },
    to: back,
    keeps: None,
};

/// Record what a system must come to.
pub(super) static SET_OBJECTIVE: ActForm = ActForm {
    name: "set-objective",
    path: "/control-totals/{system}/objective",
    group: GROUP,
    title: "Set the system’s objective",
    about: "Nought, or a deficit agreed with NHS England; and the limit of local resource use where one is set. The duties of the system are tested by it.",
    done: "The objective is set",
    subject: &[SYSTEM],
    fields: &[
        YEAR,
        Field::money("objective", "Objective for the year").hint(DEFICIT_HINT),
        Field::money("limit", "Limit of local resource use").hint("Leave it empty where none is set."),
    ],
    by_hand: false,
    scene: of_system,
    offered: |lens, of| may_to_system(lens, of, ActKind::SetObjective),
    read: |lens, of, form| {
        let year = year(form);
        let objective = signed(form, "objective", "Enter the objective: 0 where the system is to break even");
        let resource_limit = maybe_signed(form, "limit");
        let objective = Objective { objective: objective?, resource_limit };
        one(Act::SetObjective { system: system(lens, of)?, year: year?, objective })
    },
    to: back,
    keeps: None,
};
