//! What a page offers its reader to do: what makes sense there now and is theirs to do today.

use app::Lens;
use ask::{ActForm, Of};
use executive::{ActKind, ConditionOutcome, Forum, ItemKind, Proposal, Question, Route, Stage, Standing};
use mandate::Duty;

use super::choices::{answerable, mine, votable};
use super::subject::{Subject, at};
use super::{ACTS, ACTS_ON_MINUTES};
use crate::answers::Desk;
use crate::answers::meetings::forums;

type Offered = Vec<(String, String)>;

/// Whether whoever looks may do an act of a kind to what is named, and it makes sense now.
pub(super) fn may(kind: ActKind, lens: &Lens, of: &Of<'_>) -> bool {
    at(lens, of, |desk, subject| desk.has_any(&duties(kind, desk, subject)) && makes_sense(kind, lens, desk, subject))
}

fn convene(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(id) => Duty::Convene(id.clone()),
        Forum::GoverningBody(body) => Duty::KeepScheme(*body),
    }
}

fn chair(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(id) => Duty::Chair(id.clone()),
        Forum::GoverningBody(body) => Duty::DecideFor(*body),
    }
}

fn speak(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(id) => Duty::Speak(id.clone()),
        Forum::GoverningBody(body) => Duty::DecideFor(*body),
    }
}

fn questions(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(id) => Duty::AnswerQuestions(id.clone()),
        Forum::GoverningBody(body) => Duty::KeepMandates(*body),
    }
}

/// The duties by any of which an act is offered; the room itself says which it needs when the act comes in.
fn duties(kind: ActKind, desk: &Desk<'_>, subject: &Subject<'_>) -> Vec<Duty> {
    if kind == ActKind::AnswerReferral {
        let bodies = subject.proposal.into_iter().flat_map(|proposal| proposal.parts.keys());
        return bodies.map(|body| Duty::DecideFor(desk.mandates.acting_body(*body, desk.today))).collect();
    }
    let Some(forum) = subject.forum() else { return Vec::new() };
    vec![match kind {
        ActKind::OpenMeeting
        | ActKind::CloseMeeting
        | ActKind::OpenItem
        | ActKind::CloseItem
        | ActKind::OpenPositions
        | ActKind::Amend
        | ActKind::NameMediator
        | ActKind::Settle
        | ActKind::ApproveMinutes => chair(&forum),
        ActKind::Declare | ActKind::Speak | ActKind::CastVote | ActKind::TakePosition => speak(&forum),
        ActKind::AskQuestion | ActKind::AnswerQuestion | ActKind::KeepCommitment => questions(&forum),
        _ => convene(&forum),
    }]
}

fn makes_sense(kind: ActKind, lens: &Lens, desk: &Desk<'_>, subject: &Subject<'_>) -> bool {
    // Whatever is named besides, an act is done to the innermost thing.
    if let Some(question) = subject.question {
        return subject.proposal.is_some_and(|proposal| on_question(kind, question, proposal));
    }
    if let Some(action) = subject.action {
        return action.closed.is_none();
    }
    if let Some(proposal) = subject.proposal {
        return on_proposal(kind, lens, desk, proposal);
    }
    if subject.item.is_some() {
        return on_item(kind, desk, subject);
    }
    if subject.meeting.is_some() {
        return on_meeting(kind, subject);
    }
    let can_meet = |forum: &Forum| desk.executive.terms_on(forum, desk.today).is_some();
    subject.named_forum.as_ref().is_some_and(|forum| kind == ActKind::SetTerms || can_meet(forum))
}

fn on_meeting(kind: ActKind, subject: &Subject<'_>) -> bool {
    let Some(meeting) = subject.meeting else { return false };
    let (planned, open) = (meeting.stage == Stage::Planned, meeting.stage == Stage::Open);
    let awaits_approval = meeting.approved.is_none() && meeting.stage == Stage::Closed;
    match kind {
        ActKind::AddItem | ActKind::Apologise | ActKind::Arrive => planned || open,
        ActKind::PublishAgenda => planned && meeting.agenda.is_none(),
        ActKind::Leave => open && !meeting.present().is_empty(),
        ActKind::OpenMeeting | ActKind::SetHours | ActKind::Cancel => planned,
        ActKind::CloseMeeting => open,
        ActKind::WriteMinutes => open || awaits_approval,
        ActKind::ApproveMinutes => awaits_approval && !meeting.minutes.is_empty(),
        ActKind::GiveNotice => true,
        _ => false,
    }
}

fn on_item(kind: ActKind, desk: &Desk<'_>, subject: &Subject<'_>) -> bool {
    let (Some(meeting), Some(item)) = (subject.meeting, subject.item) else { return false };
    let (live, taken) = (meeting.stage == Stage::Open, item.stage == Stage::Open);
    let to_come = meeting.stage == Stage::Planned || live;
    match kind {
        ActKind::OpenItem => live && !taken,
        ActKind::CloseItem | ActKind::Speak => live && taken,
        ActKind::Declare | ActKind::FilePaper => to_come,
        ActKind::CastVote => live && taken && !votable(desk, meeting, item).is_empty(),
        ActKind::Propose => to_come && item.kind == ItemKind::Decision,
        ActKind::RaiseAction => meeting.stage != Stage::Cancelled,
        ActKind::Schedule => {
            to_come && desk.executive.plans().any(|plan| plan.item.is_none() && plan.forum == meeting.forum)
        }
        _ => false,
    }
}

fn on_proposal(kind: ActKind, lens: &Lens, desk: &Desk<'_>, proposal: &Proposal) -> bool {
    let any = |wanted: fn(&Standing) -> bool| proposal.parts.values().any(|part| wanted(&part.standing));
    let awaiting = any(|held| matches!(held, Standing::Awaiting));
    let negotiating = any(|held| matches!(held, Standing::Negotiating(_)));
    let referred = any(|held| matches!(held, Standing::Referred(_) | Standing::Outside { .. }));
    let is_open = proposal.open.is_some();
    match kind {
        ActKind::TakePosition => is_open && !mine(lens, desk, proposal).is_empty(),
        ActKind::Divide | ActKind::OpenPositions => !is_open,
        ActKind::Settle => is_open && (awaiting || negotiating),
        ActKind::Amend => awaiting || negotiating,
        ActKind::NameMediator => negotiating,
        ActKind::AnswerReferral => !answerable(desk, proposal).is_empty(),
        ActKind::MeetCondition => proposal.conditions.iter().any(|held| held.outcome == ConditionOutcome::Open),
        ActKind::PutTo | ActKind::LetTimePass => awaiting || negotiating || referred,
        ActKind::ReportUrgent => proposal.awaits_report(),
        ActKind::Declare => !matches!(proposal.route, Route::Item { .. }),
        ActKind::AskQuestion | ActKind::GiveNotice => true,
        _ => false,
    }
}

fn on_question(kind: ActKind, question: &Question, proposal: &Proposal) -> bool {
    let answer = question.answers.get(&proposal.id);
    match kind {
        ActKind::AnswerQuestion => answer.is_none(),
        ActKind::KeepCommitment => {
            answer.is_some_and(|answer| answer.commitments.iter().any(|promise| promise.kept.is_none()))
        }
        _ => false,
    }
}

/// What one may do to a thing, by the name of its kind and its identity.
pub(crate) fn of(lens: &Lens, name: &str, id: &str) -> Offered {
    let forms: Vec<&'static ActForm> = if name == "minutes" { ACTS_ON_MINUTES.to_vec() } else { forms_of(&[name]) };
    let name = if name == "minutes" { "meeting" } else { name };
    kit::acts::offered(lens, &forms, &[(name.to_owned(), id.to_owned())])
}

/// The acts whose subject has all of some parts.
fn forms_of(names: &[&str]) -> Vec<&'static ActForm> {
    let has = |form: &ActForm, name: &str| form.subject.iter().any(|key| key.name == name);
    ACTS.iter().copied().filter(|form| names.iter().all(|name| has(form, name))).collect()
}

/// What one may begin at each forum.
pub(crate) fn of_forums(lens: &Lens) -> Offered {
    let desk = Desk::of(lens);
    let committees = desk.mandates.committees().map(|committee| Forum::Committee(committee.id.clone()));
    // A governing body that has never met here begins with terms of reference.
    let governing_bodies = desk.reader.duties().0.iter().filter_map(|duty| match duty {
        Duty::KeepScheme(body) => Some(Forum::GoverningBody(*body)),
        _ => None,
    });
    let mut all: Vec<Forum> = forums(&desk).into_iter().chain(committees).chain(governing_bodies).collect();
    all.sort();
    all.dedup();
    let forms = forms_of(&["forum"]);
    let mut found = Vec::new();
    for forum in all {
        let name = desk.forum(&forum, desk.today);
        for (words, href) in kit::acts::offered(lens, &forms, &[("forum".to_owned(), forum.to_string())]) {
            found.push((format!("{words}: {name}"), href));
        }
    }
    found
}

/// What one may do to a question: answer it for each proposal where it waits, and record promises kept.
pub(crate) fn of_question(lens: &Lens, question: &Question, asked: &[&Proposal]) -> Offered {
    let forms = forms_of(&["question", "proposal"]);
    let mut found = Vec::new();
    for proposal in asked {
        let subject =
            [("question".to_owned(), question.id.to_string()), ("proposal".to_owned(), proposal.id.to_string())];
        for (words, href) in kit::acts::offered(lens, &forms, &subject) {
            found.push((format!("{words}: {}", proposal.title), href));
        }
    }
    found
}
