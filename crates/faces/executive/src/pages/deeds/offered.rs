//! What a page offers its reader to do: only what makes sense there now and is theirs to do today.

use executive::{Action, Forum, Item, ItemKind, Meeting, Proposal, Question, Route, Stage, Standing};
use mandate::Duty;

use super::Deed;
use super::subject::Subject;
use crate::answers::Desk;
use crate::answers::meetings::forums;
use kit::address::Address;

type Offered = Vec<(String, String)>;

fn offer(desk: &Desk<'_>, subject: &Subject<'_>, names: &[(&str, &str)], deeds: &[(Deed, bool)]) -> Offered {
    if desk.reader.person().is_none() {
        return Vec::new();
    }
    deeds
        .iter()
        .filter(|(deed, makes_sense)| *makes_sense && deed.is_allowed(desk, subject))
        .map(|(deed, _)| {
            let mut address = Address::new(format!("/do/{}", deed.slug()));
            for (name, value) in names {
                address = address.with(name, *value);
            }
            (deed.words().to_owned(), address.href())
        })
        .collect()
}

/// What one may begin at each forum.
pub(crate) fn of_forums(desk: &Desk<'_>) -> Offered {
    let committees = desk.mandates.committees().map(|committee| Forum::Committee(committee.id.clone()));
    // A governing body that has never met here begins with terms of reference.
    let governing_bodies = desk.reader.duties().0.iter().filter_map(|duty| match duty {
        Duty::KeepScheme(body) => Some(Forum::GoverningBody(*body)),
        _ => None,
    });
    let mut all: Vec<Forum> = forums(desk).into_iter().chain(committees).chain(governing_bodies).collect();
    all.sort();
    all.dedup();
    let mut found = Vec::new();
    for forum in all {
        let subject = Subject { named_forum: Some(forum.clone()), ..Subject::default() };
        let name = desk.forum(&forum, desk.today);
        let can_meet = desk.executive.terms_on(&forum, desk.today).is_some();
        let deeds = [(Deed::Call, can_meet), (Deed::Plan, can_meet), (Deed::Propose, can_meet), (Deed::SetTerms, true)];
        for (words, href) in offer(desk, &subject, &[("forum", &forum.to_string())], &deeds) {
            found.push((format!("{words}: {name}"), href));
        }
    }
    found
}

/// What one may do to a meeting.
pub(crate) fn of_meeting<'a>(desk: &Desk<'a>, meeting: &'a Meeting) -> Offered {
    let subject = Subject { meeting: Some(meeting), ..Subject::default() };
    let (planned, open, closed) =
        (meeting.stage == Stage::Planned, meeting.stage == Stage::Open, meeting.stage == Stage::Closed);
    let deeds = [
        (Deed::AddItem, planned || open),
        (Deed::PublishAgenda, planned && meeting.agenda.is_none()),
        (Deed::Apologise, planned || open),
        (Deed::Arrive, planned || open),
        (Deed::Leave, open && !meeting.present().is_empty()),
        (Deed::OpenMeeting, planned),
        (Deed::CloseMeeting, open),
        (Deed::WriteMinutes, open || (closed && meeting.approved.is_none())),
        (Deed::ApproveMinutes, closed && meeting.approved.is_none() && !meeting.minutes.is_empty()),
        (Deed::GiveNotice, true),
        (Deed::SetHours, planned),
        (Deed::Cancel, planned),
    ];
    offer(desk, &subject, &[("meeting", meeting.id.as_str())], &deeds)
}

/// What one may do to the minutes of a meeting.
pub(crate) fn of_minutes<'a>(desk: &Desk<'a>, meeting: &'a Meeting) -> Offered {
    let subject = Subject { meeting: Some(meeting), ..Subject::default() };
    let open = meeting.approved.is_none() && meeting.stage != Stage::Planned;
    let deeds = [(Deed::WriteMinutes, open), (Deed::ApproveMinutes, open && !meeting.minutes.is_empty())];
    offer(desk, &subject, &[("meeting", meeting.id.as_str())], &deeds)
}

/// What one may do to an item.
pub(crate) fn of_item<'a>(desk: &Desk<'a>, meeting: &'a Meeting, item: &'a Item) -> Offered {
    let subject = Subject { meeting: Some(meeting), item: Some(item), ..Subject::default() };
    let (live, taken) = (meeting.stage == Stage::Open, item.stage == Stage::Open);
    let votes = !super::meeting::votable(desk, meeting, item).is_empty();
    let to_come = meeting.stage == Stage::Planned || live;
    let deeds = [
        (Deed::OpenItem, live && !taken),
        (Deed::CloseItem, live && taken),
        (Deed::Declare, to_come),
        (Deed::Speak, live && taken),
        (Deed::CastVote, live && taken && votes),
        (Deed::Propose, to_come && item.kind == ItemKind::Decision),
        (Deed::FilePaper, to_come),
        (Deed::RaiseAction, meeting.stage != Stage::Cancelled),
        (
            Deed::Schedule,
            to_come && desk.executive.plans().any(|plan| plan.item.is_none() && plan.forum == meeting.forum),
        ),
    ];
    offer(desk, &subject, &[("item", item.id.as_str())], &deeds)
}

/// What one may do to a proposal.
pub(crate) fn of_proposal<'a>(desk: &Desk<'a>, proposal: &'a Proposal) -> Offered {
    let subject = Subject { proposal: Some(proposal), ..Subject::default() };
    let any = |wanted: fn(&Standing) -> bool| proposal.parts.values().any(|part| wanted(&part.standing));
    let awaiting = any(|held| matches!(held, Standing::Awaiting));
    let negotiating = any(|held| matches!(held, Standing::Negotiating(_)));
    let referred = any(|held| matches!(held, Standing::Referred(_) | Standing::Outside { .. }));
    let is_open = proposal.open.is_some();
    let speaks = !super::proposal::mine(desk, proposal).is_empty();
    let moves = awaiting || negotiating || referred;
    let deeds = [
        (Deed::TakePosition, is_open && (awaiting || negotiating) && speaks),
        (Deed::Divide, !is_open),
        (Deed::OpenPositions, !is_open),
        (Deed::Settle, is_open && (awaiting || negotiating)),
        (Deed::Amend, awaiting || negotiating),
        (Deed::NameMediator, negotiating),
        (Deed::AnswerReferral, referred && !super::proposal::answerable(desk, proposal).is_empty()),
        (Deed::MeetCondition, proposal.conditions.iter().any(|held| held.outcome == executive::ConditionOutcome::Open)),
        (Deed::PutTo, moves),
        (Deed::LetTimePass, moves),
        (Deed::ReportUrgent, proposal.awaits_report()),
        (Deed::Declare, !matches!(proposal.route, Route::Item { .. })),
        (Deed::AskQuestion, true),
        (Deed::GiveNotice, true),
    ];
    offer(desk, &subject, &[("proposal", proposal.id.as_str())], &deeds)
}

/// What one may do to an action.
pub(crate) fn of_action<'a>(desk: &Desk<'a>, action: &'a Action, meeting: &'a Meeting) -> Offered {
    let subject = Subject { action: Some(action), meeting: Some(meeting), ..Subject::default() };
    offer(desk, &subject, &[("action", action.id.as_str())], &[(Deed::CloseAction, action.closed.is_none())])
}

/// What one may do to a question: answer it for each proposal where it waits, and record promises kept.
pub(crate) fn of_question<'a>(desk: &Desk<'a>, question: &'a Question, asked: &[&'a Proposal]) -> Offered {
    let mut found = Vec::new();
    for proposal in asked {
        let subject = Subject { question: Some(question), proposal: Some(proposal), ..Subject::default() };
        let answer = question.answers.get(&proposal.id);
        let promised = answer.is_some_and(|answer| answer.commitments.iter().any(|promise| promise.kept.is_none()));
        let deeds = [(Deed::AnswerQuestion, answer.is_none()), (Deed::KeepCommitment, promised)];
        let names = [("question", question.id.as_str()), ("proposal", proposal.id.as_str())];
        for (words, href) in offer(desk, &subject, &names, &deeds) {
            found.push((format!("{words}: {}", proposal.title), href));
        }
    }
    found
}
