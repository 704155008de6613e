//! What is paid by quarter: offered, decided, and the standards on which it hangs.

use app::Lens;
use ask::{ActForm, Choice, Field, Key, Of, Scene};
use money::totals::{
    Act, ActKind, NewSupport, NewSustainabilityFund, SupportId, SupportRecord, SustainabilityFund, SustainabilityFundId,
    Thing,
};
use money::{AccessElement, Met, SupportDecision};
use terms::{OdsCode, Quarter};

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::choices::{
    REASON, SOURCE, SYSTEM, YEAR, amount, back, identity, may_to_system, members, of_system, one, quarters, room,
    system, year,
};
use crate::answers::Basis;

const SUPPORT: Key = Key::new("support", "The deficit support", "dsf-2025-qks");
const FUND: Key = Key::new("fund", "The sustainability fund", "csf-2018-09c");

/// Offer deficit support to a system.
pub(super) static OFFER_SUPPORT: ActForm = ActForm {
    name: "offer-support",
    path: "/control-totals/{system}/support",
    group: GROUP,
    title: "Record deficit support",
    about: "A year’s support in four equal parts. The first is unconditional; a later one is proposed to be withheld when the system is further below plan than the tolerance.",
    done: "The support is recorded",
    subject: &[SYSTEM],
    fields: &[
        YEAR,
        Field::money("amount", "Support for the year"),
        Field::money("tolerance", "How far below plan may the system be?").hint("0 where it may not be below at all."),
        SOURCE,
    ],
    by_hand: false,
    scene: of_system,
    offered: |lens, of| may_to_system(lens, of, ActKind::OfferSupport),
    read: |lens, of, form| {
        let year = year(form);
        let support = amount(form, "amount", "Enter the support for the year");
        let tolerance = amount(form, "tolerance", "Enter how far below plan the system may be: 0 where it may not");
        let source = form.line("source", "Enter where the support is written");
        let (system, year) = (system(lens, of)?, year?);
        let id = identity(&format!("dsf {year} {system}"), |id| room(lens).support(id).is_some());
        let new = NewSupport { id: id?, system, year, amount: support?, tolerance: tolerance?, source };
        one(Act::OfferSupport(new))
    },
    to: |of, acts| match acts {
        [app::Act::ControlTotals(Act::OfferSupport(new))] => format!("/deficit-support/{}", new.id),
        _ => back(of, acts),
    },
    keeps: None,
};

/// The support that a form is about, if whoever looks may see it.
fn support<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a SupportRecord> {
    let held = room(lens).support(&of.id::<SupportId>("support")?)?;
    lens.reader().opens_support(&held.id).then_some(held)
}

/// Decide a quarter's support.
pub(super) static DECIDE_SUPPORT: ActForm = ActForm {
    name: "decide-support",
    path: "/deficit-support/{support}/decide",
    group: GROUP,
    title: "Decide a quarter’s support",
    about: "What is paid stays paid. A quarter that is withheld can be paid later.",
    done: "The quarter is decided",
    subject: &[SUPPORT],
    fields: &[
        Field::one("quarter", "Which quarter?", quarters),
        Field::one("decision", "What is decided?", |_, _| {
            SupportDecision::ALL.iter().map(|one| (one.slug().to_owned(), one.words().to_owned())).collect()
        }),
        REASON,
    ],
    by_hand: false,
    scene: |lens, of| {
        let held = support(lens, of)?;
        let caption = format!("{}, {}", Basis::of(lens).called(held.system), held.year);
        Some(Scene { caption, back: format!("/deficit-support/{}", held.id), ..Scene::default() })
    },
    offered: |lens, of| {
        support(lens, of).is_some_and(|held| lens.offers(ActKind::DecideSupport, &Thing::Support(held.id.clone())))
    },
    read: |lens, of, form| {
        let quarter: Option<Quarter> = form.word("quarter", "Choose a quarter");
        let decision: Option<SupportDecision> = form.word("decision", "Choose what is decided");
        let reason = form.line("reason", "Enter the reason");
        let id = support(lens, of)?.id.clone();
        one(Act::DecideSupport { id, quarter: quarter?, decision: decision?, reason })
    },
    to: back,
    keeps: None,
};

/// Offer a sustainability fund to a body.
pub(super) static OFFER_FUND: ActForm = ActForm {
    name: "offer-fund",
    path: "/control-totals/{system}/fund",
    group: GROUP,
    title: "Record a sustainability fund",
    about: "A year’s fund of a member, divided over finance, access and quarters as the regime of the year’s first month says.",
    done: "The fund is recorded",
    subject: &[SYSTEM],
    fields: &[YEAR, Field::one("body", "For which member?", members), Field::money("amount", "Fund for the year")],
    by_hand: false,
    scene: of_system,
    offered: |lens, of| may_to_system(lens, of, ActKind::OfferFund),
    read: |lens, of, form| {
        let year = year(form);
        let body: Option<OdsCode> = form.word("body", "Choose a member");
        let offered = amount(form, "amount", "Enter the fund for the year");
        let (system, year, body) = (system(lens, of)?, year?, body?);
        let id = identity(&format!("fund {year} {body}"), |id| room(lens).fund(id).is_some());
        one(Act::OfferFund(NewSustainabilityFund { id: id?, body, system, year, amount: offered? }))
    },
    to: |of, acts| match acts {
        [app::Act::ControlTotals(Act::OfferFund(new))] => format!("/sustainability-funds/{}", new.id),
        _ => back(of, acts),
    },
    keeps: None,
};

/// The fund that a form is about, if whoever looks may see it.
fn fund<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a SustainabilityFund> {
    let held = room(lens).fund(&of.id::<SustainabilityFundId>("fund")?)?;
    lens.reader().opens_sustainability_fund(&held.id).then_some(held)
}

fn elements(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let held = fund(lens, of).into_iter().flat_map(|held| &held.scheme.access);
    held.map(|(element, part)| (element.to_string(), format!("{element}, {part} of the fund"))).collect()
}

/// Record whether a standard of access was met.
pub(super) static RECORD_ACCESS: ActForm = ActForm {
    name: "record-access",
    path: "/sustainability-funds/{fund}/access",
    group: GROUP,
    title: "Record whether a standard of access was met",
    about: "A part of the fund hangs on it in that quarter alone. What was recorded is corrected.",
    done: "It is recorded",
    subject: &[FUND],
    fields: &[
        Field::one("element", "Which standard?", elements),
        Field::one("quarter", "In which quarter?", quarters),
        Field::one("met", "Was it met?", |_, _| {
            vec![("yes".to_owned(), "Yes".to_owned()), ("no".to_owned(), "No".to_owned())]
        }),
    ],
    by_hand: false,
    scene: |lens, of| {
        let held = fund(lens, of)?;
        let caption = format!("{}, {}", Basis::of(lens).called(held.body), held.year);
        Some(Scene { caption, back: format!("/sustainability-funds/{}", held.id), ..Scene::default() })
    },
    offered: |lens, of| {
        fund(lens, of).is_some_and(|held| lens.offers(ActKind::RecordAccess, &Thing::Fund(held.id.clone())))
    },
    read: |lens, of, form| {
        let element: Option<AccessElement> = form.word("element", "Choose a standard");
        let quarter: Option<Quarter> = form.word("quarter", "Choose a quarter");
        let met = match form.text("met") {
            Some("yes") => Some(Met::Yes),
            Some("no") => Some(Met::No),
            _ => None,
        };
        if met.is_none() {
            form.wrong("met", "Choose whether it was met");
        }
        let id = fund(lens, of)?.id.clone();
        one(Act::RecordAccess { id, element: element?, quarter: quarter?, met: met? })
    },
    to: back,
    keeps: None,
};
