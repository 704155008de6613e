//! What is followed until it is done: the forward plan, actions, and the questions of scrutiny.

use executive::{Action, Item, Meeting, Plan, Proposal, Question};
use terms::Date;

use super::Basis;
use ask::day;
use ask::{Cell, Column, Kind, Table};

fn source(basis: &Basis<'_>) -> String {
    format!("the record of meetings, to entry {}", basis.executive.sequence())
}

/// Decisions to come, the soonest first; those scheduled lead to their item.
pub fn forward_plan(basis: &Basis<'_>) -> Table {
    let mut plans: Vec<&Plan> = basis.executive.plans().filter(|plan| basis.may_read_plan(plan)).collect();
    plans.sort_by(|one, two| (one.expected, &one.id).cmp(&(two.expected, &two.id)));
    let rows = plans.into_iter().map(|plan| {
        let scheduled = plan.item.as_ref().and_then(|item| basis.open_item(item));
        vec![
            plan.expected.into(),
            plan.title.as_str().into(),
            basis.matter(&plan.matter, plan.expected).into(),
            basis.forum(&plan.forum, plan.expected).into(),
            plan.reading.access.words().into(),
            scheduled.map_or(Cell::Empty, |(meeting, item)| {
                Cell::link(
                    format!("{}, {}", meeting.title, day(meeting.held_on)),
                    format!("/meetings/{}/items/{}", meeting.id, item.id),
                )
            }),
            plan.id.to_string().into(),
        ]
    });
    Table {
        caption: "Forward plan".to_owned(),
        columns: vec![
            Column::new("expected", "Expected", Kind::Date),
            Column::new("title", "What is to be decided", Kind::Text),
            Column::new("matter", "About", Kind::Text),
            Column::new("forum", "Who decides", Kind::Text),
            Column::new("access", "Public or confidential", Kind::Text),
            Column::new("scheduled", "Scheduled to", Kind::Link),
            Column::new("id", "Reference", Kind::Code).for_files(),
        ],
        rows: rows.collect(),
        source: source(basis),
        notes: Vec::new(),
    }
}

/// The actions a reader may see, those open first, by the day they are due.
pub fn actions_seen<'a>(basis: &Basis<'a>) -> Vec<(&'a Action, &'a Meeting, &'a Item)> {
    let mut found: Vec<(&Action, &Meeting, &Item)> = basis
        .executive
        .actions()
        .filter_map(|action| basis.open_item(&action.item).map(|(meeting, item)| (action, meeting, item)))
        .collect();
    found.sort_by(|(one, _, _), (two, _, _)| {
        (one.closed.is_some(), one.due, &one.id).cmp(&(two.closed.is_some(), two.due, &two.id))
    });
    found
}

/// How an action stands on a day.
pub fn state_of_action(action: &Action, today: Date) -> &'static str {
    if action.closed.is_some() {
        "Done"
    } else if action.is_overdue(today) {
        "Overdue"
    } else {
        "Open"
    }
}

/// Actions and resolutions, those open first.
pub fn actions(basis: &Basis<'_>) -> Table {
    let rows = actions_seen(basis).into_iter().map(|(action, meeting, item)| {
        vec![
            Cell::link(action.wording.as_str(), format!("/actions/{}", action.id)),
            action.kind.words().into(),
            basis.person(&action.owner).into(),
            action.raised.into(),
            action.due.into(),
            state_of_action(action, basis.today).into(),
            action.closed.as_ref().map(|(on, _)| *on).into(),
            action.closed.as_ref().map(|(_, evidence)| evidence.to_string()).into(),
            Cell::link(
                format!("{}: {}", meeting.title, item.title),
                format!("/meetings/{}/items/{}", meeting.id, item.id),
            ),
            action.id.to_string().into(),
        ]
    });
    Table {
        caption: "Actions and resolutions".to_owned(),
        columns: vec![
            Column::new("wording", "What is to be done", Kind::Link),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("owner", "Who sees to it", Kind::Text),
            Column::new("raised", "Given", Kind::Date),
            Column::new("due", "Due", Kind::Date),
            Column::new("state", "State", Kind::Text),
            Column::new("closed", "Closed", Kind::Date),
            Column::new("evidence", "What shows it", Kind::Text),
            Column::new("item", "From", Kind::Link),
            Column::new("id", "Reference", Kind::Code).for_files(),
        ],
        rows: rows.collect(),
        source: source(basis),
        notes: Vec::new(),
    }
}

/// The proposals for which a question stands: its own, and the later ones to which it is carried, that the reader may see.
pub fn asked_of<'a>(basis: &Basis<'a>, question: &Question) -> Vec<&'a Proposal> {
    if basis.proposal(&question.proposal).is_none() {
        return Vec::new();
    }
    let stands = |proposal: &Proposal| {
        basis.executive.questions_for(&proposal.id).iter().any(|put| put.question.id == question.id)
    };
    let mut found: Vec<&Proposal> =
        basis.executive.proposals().filter(|proposal| basis.may_see(proposal) && stands(proposal)).collect();
    found.sort_by_key(|proposal| proposal.stamp);
    found
}

/// Questions of scrutiny, a row for each proposal for which one stands.
pub fn questions(basis: &Basis<'_>) -> Table {
    let mut asked: Vec<&Question> = basis.executive.questions().collect();
    asked.sort_by(|one, two| (one.stamp, &one.id).cmp(&(two.stamp, &two.id)));
    let rows = asked.into_iter().flat_map(|question| {
        asked_of(basis, question).into_iter().map(move |proposal| {
            let answer = question.answers.get(&proposal.id);
            let promises: Vec<String> = answer
                .map(|answer| answer.commitments.as_slice())
                .unwrap_or_default()
                .iter()
                .map(|promise| {
                    let kept = promise.kept.as_ref().map_or_else(
                        || {
                            let late = if basis.today > promise.due { "overdue since" } else { "due" };
                            format!("{late} {}", day(promise.due))
                        },
                        |(on, evidence)| format!("kept on {}: {evidence}", day(*on)),
                    );
                    format!("{} ({kept})", promise.wording)
                })
                .collect();
            vec![
                Cell::link(question.text.as_str(), format!("/questions/{}", question.id)),
                question.asker.as_str().into(),
                question.on.into(),
                Cell::link(proposal.title.as_str(), format!("/proposals/{}", proposal.id)),
                if proposal.id == question.proposal { "first asked" } else { "asked again" }.into(),
                if answer.is_some() { "Answered" } else { "Waits for an answer" }.into(),
                answer.map(|answer| answer.on).into(),
                answer.map(|answer| answer.text.to_string()).into(),
                promises.join("; ").into(),
                question.id.to_string().into(),
            ]
        })
    });
    Table {
        caption: "Questions of scrutiny".to_owned(),
        columns: vec![
            Column::new("question", "Question", Kind::Link),
            Column::new("asker", "Asked by", Kind::Text),
            Column::new("asked_on", "Asked on", Kind::Date),
            Column::new("proposal", "About", Kind::Link),
            Column::new("standing", "First asked or again", Kind::Text),
            Column::new("state", "State", Kind::Text),
            Column::new("answered_on", "Answered on", Kind::Date),
            Column::new("answer", "Answer", Kind::Text),
            Column::new("commitments", "Promised with it", Kind::Text),
            Column::new("id", "Reference", Kind::Code).for_files(),
        ],
        rows: rows.collect(),
        source: source(basis),
        notes: vec![
            "A question asked of one proposal is asked again of every later one on the same matter, until it is answered there too.".to_owned(),
        ],
    }
}
