//! What a person says to what a forecast proposed.

use app::Lens;
use ask::{ActForm, Field, Key, Of, Scene};
use money::totals::{Act, ActKind, InterventionProposal, ProposalAnswer, Thing};
use terms::FinancialMonth;

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::choices::{REASON, one};
use crate::answers::Basis;

/// Where proposals are listed.
const LIST: &str = "/intervention-proposals";

/// The proposal that a form is about, if whoever looks may see the forecast it is of.
fn proposal(lens: &Lens, of: &Of<'_>) -> Option<InterventionProposal> {
    let month: u8 = of.id("month")?;
    let month = FinancialMonth::new(month).ok()?;
    let held = InterventionProposal { body: of.id("body")?, system: of.id("system")?, year: of.id("year")?, month };
    let is_known = lens.register().knows(held.body) && lens.register().knows(held.system);
    (is_known && lens.reader().sees_system(held.system)).then_some(held)
}

/// Confirm or decline what a forecast proposed.
pub(super) static ANSWER_PROPOSAL: ActForm = ActForm {
    name: "answer-proposal",
    path: "/intervention-proposals/answer",
    group: GROUP,
    title: "Confirm or decline a proposal to intervene",
    about: "A proposal that is confirmed goes to whoever intervenes. Nothing starts by itself.",
    done: "The proposal is answered",
    subject: &[
        Key::new("system", "The system", "QKS"),
        Key::new("body", "Whose forecast it is: a member, or the system itself", "09C"),
        Key::new("year", "The financial year", "2018/19"),
        Key::new("month", "The month reported, 1 for April to 12 for March", "7"),
    ],
    fields: &[
        Field::one("answer", "What do you say?", |_, _| {
            vec![
                (ProposalAnswer::Confirm.slug().to_owned(), "Confirm: somebody is to intervene".to_owned()),
                (ProposalAnswer::Decline.slug().to_owned(), "Decline: nothing follows".to_owned()),
            ]
        }),
        REASON,
    ],
    by_hand: false,
    scene: |lens, of| {
        let held = proposal(lens, of)?;
        let caption = format!("{}, {} of {}", Basis::of(lens).called(held.body), held.month, held.year);
        Some(Scene { caption, back: LIST.to_owned(), ..Scene::default() })
    },
    offered: |lens, of| {
        proposal(lens, of).is_some_and(|held| lens.offers(ActKind::AnswerProposal, &Thing::Proposal(held)))
    },
    read: |lens, of, form| {
        let answer: Option<ProposalAnswer> = form.word("answer", "Choose whether you confirm or decline");
        let reason = form.line("reason", "Enter the reason");
        one(Act::AnswerProposal { proposal: proposal(lens, of)?, answer: answer?, reason })
    },
    to: |_, acts| match acts {
        [app::Act::ControlTotals(Act::AnswerProposal { proposal, .. })] => {
            let year = crate::answers::year_in_address(proposal.year);
            format!("{LIST}?system={}&year={year}", proposal.system)
        }
        _ => LIST.to_owned(),
    },
    keeps: None,
};
