//! What a page offers its reader to do: what the room would accept of them now.

use app::Lens;
use ask::{ActForm, Of};
use executive::{ActKind, Forum, Proposal, Question};
use mandate::Duty;

use super::subject::at;
use super::{ACTS, ACTS_ON_MINUTES};
use crate::answers::Basis;
use crate::answers::meetings::forums;
use kit::show::Ask;

type Offered = Vec<(String, String)>;

/// Whether whoever looks may do an act of a kind to what is named: the room says whether it would be accepted.
pub(super) fn may(kind: ActKind, lens: &Lens, of: &Of<'_>) -> bool {
    at(lens, of, |_, subject| subject.things(kind).iter().any(|thing| lens.offers(kind, thing)))
}

/// What one may do to a thing, or how a visitor comes in to do it, by the name of its kind and its identity.
pub(crate) fn of(ask: &Ask, name: &str, id: &str) -> Offered {
    let forms: Vec<&'static ActForm> = if name == "minutes" { ACTS_ON_MINUTES.to_vec() } else { forms_of(&[name]) };
    let name = if name == "minutes" { "meeting" } else { name };
    kit::acts::acts_on(ask, &forms, &[(name.to_owned(), id.to_owned())])
}

/// The acts whose subject has all of some parts.
fn forms_of(names: &[&str]) -> Vec<&'static ActForm> {
    let has = |form: &ActForm, name: &str| form.subject.iter().any(|key| key.name == name);
    ACTS.iter().copied().filter(|form| names.iter().all(|name| has(form, name))).collect()
}

/// What one may begin at each forum.
pub(crate) fn of_forums(ask: &Ask) -> Offered {
    let forms = forms_of(&["forum"]);
    if let Some(way_in) = kit::acts::way_in(ask, &forms) {
        return vec![way_in];
    }
    let lens = &kit::acts::now(&ask.site, &ask.visit().who);
    let basis = Basis::of(lens);
    let committees = basis.mandates.committees().map(|committee| Forum::Committee(committee.id.clone()));
    // A governing body that has never met here begins with terms of reference.
    let governing_bodies = basis.reader.duties().0.iter().filter_map(|duty| match duty {
        Duty::KeepScheme(body) => Some(Forum::GoverningBody(*body)),
        _ => None,
    });
    let mut all: Vec<Forum> = forums(&basis).into_iter().chain(committees).chain(governing_bodies).collect();
    all.sort();
    all.dedup();
    let mut found = Vec::new();
    for forum in all {
        let name = basis.forum(&forum, basis.today);
        for (words, href) in kit::acts::offered(lens, &forms, &[("forum".to_owned(), forum.to_string())]) {
            found.push((format!("{words}: {name}"), href));
        }
    }
    found
}

/// What one may do to a question: answer it for each proposal where it waits, and record promises kept.
pub(crate) fn of_question(ask: &Ask, question: &Question, asked: &[&Proposal]) -> Offered {
    let forms = forms_of(&["question", "proposal"]);
    if let Some(way_in) = kit::acts::way_in(ask, &forms) {
        return vec![way_in];
    }
    let lens = kit::acts::now(&ask.site, &ask.visit().who);
    let mut found = Vec::new();
    for proposal in asked {
        let subject =
            [("question".to_owned(), question.id.to_string()), ("proposal".to_owned(), proposal.id.to_string())];
        for (words, href) in kit::acts::offered(&lens, &forms, &subject) {
            found.push((format!("{words}: {}", proposal.title), href));
        }
    }
    found
}
