//! The forms of a proposal: tabling it, taking positions, negotiating, answering.

use executive::{
    Act, Answer, ConditionOutcome, Divisibility, Forum, Minute, NewCondition, NewProposal, Part, Proposal, Route,
    Stage, Stance, Standing,
};
use mandate::Matter;
use std::collections::{BTreeMap, BTreeSet};
use terms::OdsCode;

use super::sheet::{Sheet, Taken, in_pounds};
use super::{Deed, Doing, fresh, people};
use crate::answers::proposal::{lacking, limits_words, money, power_of};
use crate::answers::{Desk, clock};
use ask::day;
use kit::refused::FieldError;

/// How many conditions one form takes.
const CONDITIONS: usize = 3;

/// The parts for which the reader may speak now: those of bodies they represent, or of the predecessors of those.
pub(super) fn mine<'a>(desk: &Desk<'a>, proposal: &'a Proposal) -> Vec<&'a Part> {
    let Some(me) = desk.reader.person() else { return Vec::new() };
    let theirs = match &proposal.forum {
        Forum::Committee(id) => desk.mandates.represents(me, id, desk.today),
        Forum::GoverningBody(body) => BTreeSet::from([*body]),
    };
    let speaks = |part: &&Part| {
        theirs.contains(&part.body) || theirs.contains(&desk.mandates.acting_body(part.body, desk.today))
    };
    let open = |part: &&Part| matches!(part.standing, Standing::Awaiting | Standing::Negotiating(_));
    proposal.parts.values().filter(open).filter(speaks).collect()
}

/// The parts whose governing body the reader belongs to and which it may still answer.
pub(super) fn answerable<'a>(desk: &Desk<'a>, proposal: &'a Proposal) -> Vec<&'a Part> {
    let open = |part: &&Part| matches!(part.standing, Standing::Referred(_) | Standing::Outside { .. });
    let decides =
        |part: &&Part| desk.has_any(&[mandate::Duty::DecideFor(desk.mandates.acting_body(part.body, desk.today))]);
    proposal.parts.values().filter(open).filter(decides).collect()
}

fn members(desk: &Desk<'_>, forum: &Forum) -> BTreeSet<OdsCode> {
    match forum {
        Forum::Committee(id) => {
            desk.mandates.committee(id).map(|committee| committee.members_on(desk.today)).unwrap_or_default()
        }
        Forum::GoverningBody(body) => BTreeSet::from([*body]),
    }
}

fn pairs<T>(items: impl IntoIterator<Item = T>, name: impl Fn(&T) -> (String, String)) -> Vec<(String, String)> {
    items.into_iter().map(|item| name(&item)).collect()
}

fn fixed(options: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs(options, |(value, words)| ((*value).to_owned(), (*words).to_owned()))
}

/// Items to come at which a proposal may be put.
fn items_to_come(desk: &Desk<'_>, forum: &Forum) -> Vec<(String, String)> {
    let meetings = desk.executive.meetings().filter(|meeting| meeting.forum == *forum);
    let meetings = meetings.filter(|meeting| matches!(meeting.stage, Stage::Planned | Stage::Open));
    meetings
        .flat_map(|meeting| {
            let items = meeting.items.iter().filter_map(|id| desk.executive.item(id));
            items.map(move |item| {
                (item.id.to_string(), format!("{}, {}: {}", day(meeting.held_on), meeting.title, item.title))
            })
        })
        .collect()
}

fn draw_conditions(sheet: &mut Sheet<'_>, doing: &Doing<'_, '_>, forum: &Forum) {
    sheet.heading("Conditions");
    sheet.words("If the approval depends on something, say on what, who sees to it and by when. Unmet on its last day, the approval lapses. Leave the fields empty if there is none.");
    let people = people(doing.desk, forum, doing.desk.today);
    for number in 1..=CONDITIONS {
        sheet.line(&format!("condition-{number}"), &format!("Condition {number}"), "", "");
        sheet.pick(&format!("owner-{number}"), &format!("Who sees to condition {number}?"), "", &people, "");
        sheet.day(&format!("expires-{number}"), &format!("Last day for condition {number}"), "", None);
    }
}

fn read_conditions(taken: &mut Taken<'_>) -> Vec<NewCondition> {
    let mut found = Vec::new();
    for number in 1..=CONDITIONS {
        let name = format!("condition-{number}");
        let Some(wording) = taken.values.get(&name).map(str::to_owned) else { continue };
        let owner = taken.value(&format!("owner-{number}"), "Choose who sees to the condition");
        let expires = taken.day(&format!("expires-{number}"), "Enter the last day of the condition");
        if let (Some(condition), Some(owner), Some(expires)) = (fresh("condition"), owner, expires) {
            found.push(NewCondition { condition, wording, owner, expires });
        }
    }
    found
}

fn draw_amounts(
    sheet: &mut Sheet<'_>,
    desk: &Desk<'_>,
    bodies: impl IntoIterator<Item = OdsCode>,
    held: &BTreeMap<OdsCode, terms::Pence>,
) {
    for body in bodies {
        let first = held.get(&body).map(|amount| in_pounds(*amount)).unwrap_or_default();
        sheet.money(
            &format!("amount-{body}"),
            &format!("Amount for {}", desk.body(body, desk.today)),
            "Leave empty if no money is committed",
            &first,
        );
    }
}

pub(super) fn draw(deed: Deed, doing: &Doing<'_, '_>, sheet: &mut Sheet<'_>) -> Option<()> {
    let (desk, subject) = (doing.desk, doing.subject);
    if deed == Deed::Propose {
        return draw_proposal(doing, sheet);
    }
    let proposal = subject.proposal?;
    match deed {
        Deed::Divide => {
            let options = fixed(&[("divisible", "Each body is bound by itself"), ("indivisible", "All the bodies named, or none")]);
            let now = if proposal.indivisible.is_some() { "indivisible" } else { "divisible" };
            sheet.words("This is fixed before positions open and cannot be changed after.");
            sheet.pick("divide", "Can it be divided?", "", &options, now);
            sheet.area("reason", "Why it cannot be divided", "Leave empty if it can.", 3, "");
        }
        Deed::OpenPositions => sheet.day("closes", "The last day for positions", "", None),
        Deed::TakePosition => return draw_positions(desk, proposal, sheet),
        Deed::Amend => {
            let wording = proposal.wording()?;
            sheet.words("The new wording is put to every body that is not yet decided. A position given on the old wording no longer counts for them.");
            sheet.area("text", "The amended text", "", 12, wording.text.as_str());
            let open = proposal.parts.values().filter(|part| matches!(part.standing, Standing::Awaiting | Standing::Negotiating(_)));
            draw_amounts(sheet, desk, open.map(|part| part.body), &wording.amounts);
        }
        Deed::NameMediator => {
            let held = proposal.parts.values().filter(|part| matches!(part.standing, Standing::Negotiating(_)));
            let held = pairs(held, |part| (part.body.to_string(), desk.body(part.body, desk.today)));
            sheet.pick("body", "For which body’s negotiation?", "", &held, held.first().map_or("", |(code, _)| code.as_str()));
            sheet.pick("person", "Who mediates?", "", &people(desk, &proposal.forum, desk.today), "");
        }
        Deed::PutTo => {
            let mut options = items_to_come(desk, &proposal.forum);
            options.extend(fixed(&[("written", "In writing, between meetings")]));
            sheet.pick("to", "Where is it decided?", "", &options, "");
        }
        Deed::Settle => sheet.words("The positions now given take effect: a body whose representative agrees, within their power, is bound from today; the others are referred, negotiated with or left outside as the rules say. This cannot be undone."),
        Deed::LetTimePass => sheet.words("What the clocks of this proposal have run out on is recorded: referrals, rounds and conditions past their last day."),
        Deed::AnswerReferral => {
            let held = answerable(desk, proposal);
            let held = pairs(held, |part| (part.body.to_string(), desk.body(part.body, desk.today)));
            sheet.pick("body", "Whose answer is it?", "", &held, held.first().map_or("", |(code, _)| code.as_str()));
            let options = fixed(&[("agrees", "It agrees: the body is bound from today"), ("refuses", "It refuses")]);
            sheet.pick("answer", "What does it answer?", "", &options, "");
            let mut shown = open_items_of(desk, proposal);
            if !shown.is_empty() {
                shown.push(("cited".to_owned(), "By a minute kept elsewhere".to_owned()));
                let first = shown.first().map(|(id, _)| id.clone()).unwrap_or_default();
                sheet.pick("shown", "What shows the answer?", "At a meeting held here the vote and the quorum are counted as they are.", &shown, &first);
                sheet.words("The next three only for a minute kept elsewhere.");
            }
            sheet.line("reference", "The reference of its minute", "For example, GB/2016/10, item 7", "");
            sheet.line("present", "How many members were present and could decide", "", "");
            sheet.line("quorum", "How many its rules require", "", "");
            draw_conditions(sheet, doing, &proposal.forum);
        }
        Deed::MeetCondition => {
            let open = proposal.conditions.iter().filter(|held| held.outcome == ConditionOutcome::Open);
            let open = pairs(open, |held| (held.id.to_string(), format!("{} (by {})", held.wording, day(held.expires))));
            sheet.pick("condition", "Which condition is met?", "", &open, open.first().map_or("", |(id, _)| id.as_str()));
            sheet.area("evidence", "What shows it", "", 3, "");
        }
        Deed::ReportUrgent => sheet.pick("item", "At which item is it reported?", "", &items_to_come(desk, &proposal.forum), ""),
        _ => return None,
    }
    Some(())
}

fn draw_proposal(doing: &Doing<'_, '_>, sheet: &mut Sheet<'_>) -> Option<()> {
    let desk = doing.desk;
    let forum = doing.subject.forum()?;
    sheet.line("title", "What the proposal is called", "", "");
    sheet.area(
        "text",
        "The text: one for every body",
        "Exactly this is what positions bind. Markdown can be used.",
        12,
        "",
    );
    if doing.subject.item.is_none() {
        let options = fixed(&[
            ("written", "In writing: each representative answers"),
            ("chair", "By the chair’s action, for the bodies the chair may bind"),
        ]);
        sheet.words("This is decided outside a meeting, as urgent, and is reported to the next. To decide it at a meeting, table it from the page of an item.");
        sheet.pick("route", "How is it decided?", "", &options, "written");
    }
    let remit: Vec<(String, String)> = desk
        .mandates
        .lines(desk.today)
        .map(|line| (Matter::Service(line.code.clone()), line.name.clone()))
        .map(|(matter, name)| (matter.to_string(), name))
        .collect();
    sheet.ticks("matter", "What is it about?", "Power is needed for each that you tick.", &remit, &[]);
    sheet.line(
        "function",
        "A function, by its code",
        "If it is about a function rather than a service. Leave empty otherwise.",
        "",
    );
    let members = members(desk, &forum);
    let bodies = pairs(members.iter().copied(), |body| (body.to_string(), desk.body(*body, desk.today)));
    let all: Vec<String> = bodies.iter().map(|(code, _)| code.clone()).collect();
    sheet.ticks("body", "Which bodies does it concern?", "", &bodies, &all);
    draw_amounts(sheet, desk, members, &BTreeMap::new());
    let options = fixed(&[
        ("divisible", "Yes: each body is bound by itself"),
        ("indivisible", "No: all the bodies named, or none"),
    ]);
    sheet.pick("divide", "Can it be divided?", "Fixed before positions open.", &options, "divisible");
    sheet.area("reason", "Why it cannot be divided", "Leave empty if it can.", 3, "");
    let fallen = desk.executive.proposals().filter(|held| held.forum == forum && held.indivisible.is_some());
    let fallen = pairs(fallen, |held| (held.id.to_string(), held.title.to_string()));
    if !fallen.is_empty() {
        let options: Vec<(String, String)> = [(String::new(), "None".to_owned())].into_iter().chain(fallen).collect();
        sheet.pick("earlier", "Does it propose again one that fell?", "", &options, "");
    }
    draw_conditions(sheet, doing, &forum);
    Some(())
}

/// Each body the reader represents, with its own choice and its own limit beside it.
fn draw_positions(desk: &Desk<'_>, proposal: &Proposal, sheet: &mut Sheet<'_>) -> Option<()> {
    let me = desk.reader.person()?;
    let held = mine(desk, proposal);
    if held.is_empty() {
        return None;
    }
    sheet.words("One position for each body. Only a body whose representative agrees, within that body’s own power, is bound. An objection stops no other body: it opens negotiation for its own.");
    for part in held {
        let (body, wording) = (part.body, proposal.find_wording(part.put)?);
        let amount = wording.amounts.get(&body).copied();
        sheet.heading(&desk.body(body, desk.today));
        let power = match power_of(desk, proposal, me, body, amount, desk.today) {
            Ok(powers) => format!("Your power: {}. This commits {}.", limits_words(&powers), money(amount)),
            Err(shortfall) => format!(
                "This commits {}. You have not the power, so that agreeing refers it to the {}: {}.",
                money(amount),
                desk.board_words(body, desk.today),
                desk.named(&lacking(desk, &shortfall))
            ),
        };
        sheet.words(&power);
        if let Some(open) = proposal.open {
            let until = match &part.standing {
                Standing::Negotiating(held) => held.until,
                _ => open.closes,
            };
            sheet.words(&format!(
                "Wording {} ({}); the last day is {}.",
                wording.version,
                part.put.short(),
                clock::last_day(until, desk.today)
            ));
        }
        let mut options = fixed(&[("", "No position now")]);
        options.extend(Stance::ALL.iter().map(|stance| (stance.slug().to_owned(), stance.words().to_owned())));
        sheet.hidden(&format!("text-{body}"), &part.put.to_string());
        sheet.pick(&format!("stance-{body}"), &format!("Position for {body}"), "", &options, "");
        sheet.area(
            &format!("reason-{body}"),
            &format!("Reason or reservation for {body}"),
            "A reason is required to object.",
            2,
            "",
        );
    }
    Some(())
}

pub(super) fn read(deed: Deed, doing: &Doing<'_, '_>, mut taken: Taken<'_>) -> Result<Vec<Act>, Vec<FieldError>> {
    if deed == Deed::Propose {
        return read_proposal(doing, taken);
    }
    let Some(held) = doing.subject.proposal else { return Ok(Vec::new()) };
    let proposal = held.id.clone();
    match deed {
        Deed::Divide => {
            let divisibility = divisibility(&mut taken);
            taken.done(|| Some(vec![Act::Divide { proposal, divisibility }]))
        }
        Deed::OpenPositions => {
            let closes = taken.day("closes", "Enter the last day for positions");
            taken.done(|| Some(vec![Act::OpenPositions { proposal, closes: closes? }]))
        }
        Deed::TakePosition => read_positions(doing, held, taken),
        Deed::Amend => {
            let text = taken.text("text", "Enter the amended text");
            let mut amounts = held.wording().map(|wording| wording.amounts.clone()).unwrap_or_default();
            let open: Vec<OdsCode> = held
                .parts
                .values()
                .filter(|part| matches!(part.standing, Standing::Awaiting | Standing::Negotiating(_)))
                .map(|part| part.body)
                .collect();
            amounts.retain(|body, _| !open.contains(body));
            amounts.extend(taken.amounts(open));
            taken.done(|| Some(vec![Act::Amend { proposal, text, amounts }]))
        }
        Deed::NameMediator => {
            let body = taken.value("body", "Choose the body");
            let mediator = taken.value("person", "Choose who mediates");
            taken.done(|| Some(vec![Act::NameMediator { proposal, body: body?, mediator: mediator? }]))
        }
        Deed::PutTo => {
            let to = taken.text("to", "Choose where it is decided");
            let route = match to.as_str() {
                "written" => Some(Route::WrittenResolution),
                item => item.parse().ok().map(|item| Route::Item { item }),
            };
            taken.done(|| Some(vec![Act::PutTo { proposal, route: route? }]))
        }
        Deed::Settle => taken.done(|| Some(vec![Act::Settle { proposal }])),
        Deed::LetTimePass => taken.done(|| Some(vec![Act::LetTimePass { proposal }])),
        Deed::AnswerReferral => read_answer(held, taken),
        Deed::MeetCondition => {
            let condition = taken.value("condition", "Choose the condition");
            let evidence = taken.text("evidence", "Enter what shows it");
            taken.done(|| Some(vec![Act::MeetCondition { proposal, condition: condition?, evidence }]))
        }
        Deed::ReportUrgent => {
            let item = taken.value("item", "Choose the item");
            taken.done(|| Some(vec![Act::ReportUrgent { proposal, item: item? }]))
        }
        _ => Ok(Vec::new()),
    }
}

fn divisibility(taken: &mut Taken<'_>) -> Divisibility {
    match taken.values.get("divide") {
        Some("indivisible") => {
            Divisibility::Indivisible { reason: taken.text("reason", "Enter why it cannot be divided") }
        }
        Some(_) => Divisibility::Divisible,
        None => {
            taken.fault("divide", "Choose whether it can be divided");
            Divisibility::Divisible
        }
    }
}

fn read_proposal(doing: &Doing<'_, '_>, mut taken: Taken<'_>) -> Result<Vec<Act>, Vec<FieldError>> {
    let title = taken.text("title", "Enter what the proposal is called");
    let text = taken.text("text", "Enter the text");
    let mut matters: Vec<Matter> = taken.values.all("matter").iter().filter_map(|matter| matter.parse().ok()).collect();
    if let Some(function) = taken.values.get("function") {
        match function.parse() {
            Ok(code) => matters.push(Matter::Function(code)),
            Err(_) => taken.fault("function", "Enter the code of a function, such as contracts.award"),
        }
    }
    if matters.is_empty() {
        taken.fault("matter", "Tick what it is about");
    }
    let bodies: BTreeSet<OdsCode> = taken.values.all("body").iter().filter_map(|code| code.parse().ok()).collect();
    if bodies.is_empty() {
        taken.fault("body", "Tick the bodies it concerns");
    }
    let amounts = taken.amounts(bodies.iter().copied());
    let divisibility = divisibility(&mut taken);
    let conditions = read_conditions(&mut taken);
    let earlier = taken.values.get("earlier").and_then(|id| id.parse().ok());
    let route = match (doing.subject.item, taken.values.get("route")) {
        (Some(item), _) => Route::Item { item: item.id.clone() },
        (None, Some("chair")) => Route::ChairsAction,
        (None, _) => Route::WrittenResolution,
    };
    let forum = doing.subject.forum();
    taken.done(|| {
        let proposal = fresh("proposal")?;
        let forum = forum?;
        Some(vec![Act::Propose(NewProposal {
            proposal,
            forum,
            route,
            title,
            text,
            matters,
            bodies,
            amounts,
            divisibility,
            conditions,
            earlier,
        })])
    })
}

fn read_positions(doing: &Doing<'_, '_>, held: &Proposal, mut taken: Taken<'_>) -> Result<Vec<Act>, Vec<FieldError>> {
    let mut acts = Vec::new();
    for part in held.parts.values() {
        let body = part.body;
        let Some(said) = taken.values.get(&format!("stance-{body}")) else { continue };
        let Ok(stance) = said.parse::<Stance>() else { continue };
        let reason_field = format!("reason-{body}");
        let reason = match stance {
            Stance::Object => taken.text(&reason_field, &format!("Enter the reason for objecting for {body}")),
            Stance::AgreeWithReservation => taken.text(&reason_field, &format!("Enter the reservation for {body}")),
            Stance::Agree | Stance::StandAside => taken.optional(&reason_field),
        };
        // The wording they read, not the one now before the body: an amendment in between must be read first.
        let Some(text) = taken.value(&format!("text-{body}"), "Load the page again") else { continue };
        acts.push(Act::TakePosition { proposal: held.id.clone(), body, text, stance, reason });
    }
    if acts.is_empty() && taken.errors.is_empty() {
        let first = mine(doing.desk, held).first().map(|part| format!("stance-{}", part.body)).unwrap_or_default();
        taken.fault(&first, "Choose a position for at least one body");
    }
    taken.done(|| Some(acts))
}

/// The items being taken at meetings of the governing bodies that may answer and to which the reader belongs.
fn open_items_of(desk: &Desk<'_>, proposal: &Proposal) -> Vec<(String, String)> {
    let acting = answerable(desk, proposal).into_iter();
    let bodies: BTreeSet<OdsCode> =
        acting.flat_map(|part| [part.body, desk.mandates.acting_body(part.body, desk.today)]).collect();
    let meetings = desk.executive.meetings().filter(|meeting| meeting.stage == Stage::Open);
    let theirs = meetings.filter(|meeting| match &meeting.forum {
        Forum::GoverningBody(body) => bodies.contains(body),
        Forum::Committee(_) => false,
    });
    let items = theirs.flat_map(|meeting| {
        let items = meeting.items.iter().filter_map(|id| desk.executive.item(id));
        items.filter(|item| item.stage == Stage::Open).map(move |item| (meeting, item))
    });
    items
        .map(|(meeting, item)| (item.id.to_string(), format!("The vote at {}: {}", meeting.title, item.title)))
        .collect()
}

/// What shows a governing body's answer: an item of its own meeting here, or a minute kept elsewhere.
fn read_minute(taken: &mut Taken<'_>) -> Option<Minute> {
    if taken.values.get("shown").is_some_and(|shown| shown != "cited") {
        return taken.value("shown", "Choose what shows the answer").map(Minute::Item);
    }
    let reference = taken.text("reference", "Enter the reference of its minute");
    let present = taken.value("present", "Enter how many were present and could decide");
    let quorum = taken.value("quorum", "Enter how many its rules require");
    Some(Minute::Cited { reference, present: present?, quorum: quorum? })
}

fn read_answer(held: &Proposal, mut taken: Taken<'_>) -> Result<Vec<Act>, Vec<FieldError>> {
    let body: Option<OdsCode> = taken.value("body", "Choose the body");
    let answer: Option<Answer> = taken.value("answer", "Choose what it answers");
    let minute = read_minute(&mut taken);
    let conditions = read_conditions(&mut taken);
    let put = body.and_then(|body| held.parts.get(&body)).map(|part| part.put);
    let proposal = held.id.clone();
    taken.done(|| {
        let (body, text, answer, minute) = (body?, put?, answer?, minute?);
        Some(vec![Act::AnswerReferral { proposal, body, text, answer, conditions, minute }])
    })
}
