//! The forms of what follows a meeting, and of the forward plan before it.

use executive::{Act, ActionKind, NewCommitment, NoticeSubject, Stage, TextHash};

use super::sheet::{Sheet, Taken};
use super::{Deed, Doing, fresh, people};
use crate::answers::draft;
use ask::day;
use kit::refused::FieldError;

/// How many promises one form takes.
const PROMISES: usize = 3;

pub(super) fn draw(deed: Deed, doing: &Doing<'_, '_>, sheet: &mut Sheet<'_>) -> Option<()> {
    let (desk, subject) = (doing.desk, doing.subject);
    match deed {
        Deed::WriteMinutes => {
            let meeting = subject.meeting?;
            let first =
                meeting.minutes.last().map_or_else(|| draft::minutes(desk, meeting), |last| last.text.to_string());
            sheet.words("Drafted from the record where nobody has written minutes yet. Approved minutes are public: minute apart what was taken in private.");
            sheet.area("text", "The minutes, as Markdown", "", 25, &first);
        }
        Deed::ApproveMinutes => {
            let meeting = subject.meeting?;
            sheet.hidden("hash", &meeting.minutes.last()?.hash.to_string());
            let later = desk.executive.meetings().filter(|later| {
                later.forum == meeting.forum
                    && later.id != meeting.id
                    && later.held_on >= meeting.held_on
                    && later.stage == Stage::Open
            });
            let later: Vec<(String, String)> =
                later.map(|later| (later.id.to_string(), format!("{}, {}", later.title, day(later.held_on)))).collect();
            sheet.words("Minutes are approved at a later meeting while it goes on.");
            sheet.pick(
                "at",
                "At which meeting are they approved?",
                "",
                &later,
                later.first().map_or("", |(id, _)| id.as_str()),
            );
        }
        Deed::GiveNotice => {
            sheet.area("text", "What the notice says", "Members see it with the meeting or proposal.", 5, "");
        }
        Deed::RaiseAction => {
            let meeting = subject.meeting?;
            let kinds: Vec<(String, String)> =
                ActionKind::ALL.iter().map(|kind| (kind.slug().to_owned(), kind.words().to_owned())).collect();
            sheet.pick("kind", "What is it?", "", &kinds, "action");
            sheet.area("wording", "What is to be done", "", 3, "");
            sheet.pick("owner", "Who sees to it?", "", &people(desk, &meeting.forum, desk.today), "");
            sheet.day("due", "By when?", "", None);
        }
        Deed::CloseAction => {
            sheet.area("evidence", "What shows that it is done", "For example, the letter and its date", 3, "");
        }
        Deed::AskQuestion => {
            sheet.line(
                "asker",
                "Who asks",
                "A committee or an office rather than a person’s name, where that will do",
                "",
            );
            sheet.area("text", "The question", "It is asked again of every later proposal on the same matter.", 4, "");
        }
        Deed::AnswerQuestion => {
            sheet.area("text", "The answer", "Markdown can be used.", 8, "");
            sheet.words("If something is promised with the answer, say what and by when.");
            for number in 1..=PROMISES {
                sheet.line(
                    &format!("promise-{number}"),
                    &format!("Promise {number}"),
                    "Leave empty if there is none",
                    "",
                );
                sheet.day(&format!("due-{number}"), &format!("By when is promise {number} kept?"), "", None);
            }
        }
        Deed::KeepCommitment => {
            let answer = subject.question?.answers.get(&subject.proposal?.id)?;
            let open = answer.commitments.iter().enumerate().filter(|(_, promise)| promise.kept.is_none());
            let open: Vec<(String, String)> =
                open.map(|(place, promise)| (place.to_string(), promise.wording.to_string())).collect();
            sheet.pick(
                "commitment",
                "Which promise was kept?",
                "",
                &open,
                open.first().map_or("", |(place, _)| place.as_str()),
            );
            sheet.area("evidence", "What shows it", "", 3, "");
        }
        Deed::Plan => {
            let lines: Vec<(String, String)> = desk
                .mandates
                .lines(desk.today)
                .map(|line| (format!("service:{}", line.code), line.name.clone()))
                .collect();
            sheet.line("title", "What is to be decided", "", "");
            sheet.pick("matter", "What is it about?", "", &lines, "");
            sheet.day("expected", "When is it expected?", "", None);
            sheet.access();
        }
        Deed::Schedule => {
            let forum = subject.forum()?;
            let plans = desk.executive.plans().filter(|plan| plan.forum == forum && plan.item.is_none());
            let plans: Vec<(String, String)> = plans
                .map(|plan| (plan.id.to_string(), format!("{} (expected {})", plan.title, day(plan.expected))))
                .collect();
            sheet.pick(
                "plan",
                "Which decision of the forward plan?",
                "",
                &plans,
                plans.first().map_or("", |(id, _)| id.as_str()),
            );
        }
        _ => return None,
    }
    Some(())
}

pub(super) fn read(deed: Deed, doing: &Doing<'_, '_>, mut taken: Taken<'_>) -> Result<Vec<Act>, Vec<FieldError>> {
    let subject = doing.subject;
    let meeting = subject.meeting.map(|meeting| meeting.id.clone());
    let item = subject.item.map(|item| item.id.clone());
    let proposal = subject.proposal.map(|proposal| proposal.id.clone());
    let question = subject.question.map(|question| question.id.clone());
    match deed {
        Deed::WriteMinutes => {
            let text = taken.text("text", "Enter the minutes");
            if let Err(error) = paper::check("the minutes", &text) {
                taken.fault("text", kit::site::sentence(&error.to_string()));
            }
            taken.done(|| Some(vec![Act::WriteMinutes { meeting: meeting?, text }]))
        }
        Deed::ApproveMinutes => {
            let text: Option<TextHash> = taken.value("hash", "Load the page again");
            let at = taken.value("at", "Choose the meeting that approves them");
            taken.done(|| Some(vec![Act::ApproveMinutes { meeting: meeting?, text: text?, at: at? }]))
        }
        Deed::GiveNotice => {
            let text = taken.text("text", "Enter what the notice says");
            let about = proposal.map(NoticeSubject::Proposal).or_else(|| meeting.map(NoticeSubject::Meeting));
            let forum = subject.forum();
            taken
                .done(|| Some(vec![Act::GiveNotice { notice: fresh("notice")?, forum: forum?, subject: about?, text }]))
        }
        Deed::RaiseAction => {
            let kind = taken.value("kind", "Choose what it is");
            let wording = taken.text("wording", "Enter what is to be done");
            let owner = taken.value("owner", "Choose who sees to it");
            let due = taken.day("due", "Enter by when");
            taken.done(|| {
                let (kind, owner, due) = (kind?, owner?, due?);
                Some(vec![Act::RaiseAction { action: fresh("action")?, kind, item: item?, wording, owner, due }])
            })
        }
        Deed::CloseAction => {
            let evidence = taken.text("evidence", "Enter what shows that it is done");
            let action = subject.action.map(|action| action.id.clone());
            taken.done(|| Some(vec![Act::CloseAction { action: action?, evidence }]))
        }
        Deed::AskQuestion => {
            let asker = taken.text("asker", "Enter who asks");
            let text = taken.text("text", "Enter the question");
            taken.done(|| {
                Some(vec![Act::AskQuestion { question: fresh("question")?, proposal: proposal?, asker, text }])
            })
        }
        Deed::AnswerQuestion => {
            let text = taken.text("text", "Enter the answer");
            let mut commitments = Vec::new();
            for number in 1..=PROMISES {
                let Some(wording) = taken.values.get(&format!("promise-{number}")).map(str::to_owned) else { continue };
                if let Some(due) = taken.day(&format!("due-{number}"), "Enter by when it is kept") {
                    commitments.push(NewCommitment { wording, due });
                }
            }
            taken.done(|| {
                Some(vec![Act::AnswerQuestion { question: question?, proposal: proposal?, text, commitments }])
            })
        }
        Deed::KeepCommitment => {
            let commitment = taken.value("commitment", "Choose the promise");
            let evidence = taken.text("evidence", "Enter what shows it");
            taken.done(|| {
                let (question, proposal, commitment) = (question?, proposal?, commitment?);
                Some(vec![Act::KeepCommitment { question, proposal, commitment, evidence }])
            })
        }
        Deed::Plan => {
            let title = taken.text("title", "Enter what is to be decided");
            let matter = taken.value("matter", "Choose what it is about");
            let expected = taken.day("expected", "Enter when it is expected");
            let access = taken.access();
            let forum = subject.forum();
            taken.done(|| {
                let (matter, expected) = (matter?, expected?);
                Some(vec![Act::Plan { plan: fresh("plan")?, forum: forum?, expected, matter, title, access }])
            })
        }
        Deed::Schedule => {
            let plan = taken.value("plan", "Choose the decision");
            taken.done(|| Some(vec![Act::Schedule { plan: plan?, item: item? }]))
        }
        _ => Ok(Vec::new()),
    }
}
