//! The guided tour of a demonstration: the story it was loaded with, day by day, each step leading to what was then known.

use app::demo::CameOfIt;
use axum::response::Response;
use executive::story::{Expect, Step, StoryAct, story};
use executive::{Act, ProposalId};
use mandate::Actor;

use super::frame::{PageRequest, Section};
use ask::day;
use kit::markup::Markup;
use kit::refused::Problem;

fn proposal_of(step: &Step) -> Option<ProposalId> {
    if let Expect::Stands { proposal, .. } = &step.expect {
        return Some(proposal.clone());
    }
    let StoryAct::Executive(act) = &step.act else { return None };
    match &**act {
        Act::Propose(new) => Some(new.proposal.clone()),
        Act::TakePosition { proposal, .. }
        | Act::OpenPositions { proposal, .. }
        | Act::Amend { proposal, .. }
        | Act::Settle { proposal }
        | Act::AnswerReferral { proposal, .. }
        | Act::LetTimePass { proposal } => Some(proposal.clone()),
        _ => None,
    }
}

/// Where a step is seen, as known when it was recorded.
fn seen(step: &Step, entry: u64) -> (String, &'static str) {
    let clocks = format!("known_at={entry}&valid_at={}", step.on);
    if let Some(proposal) = proposal_of(step) {
        return (format!("/proposals/{proposal}?{clocks}"), "the proposal as it then stood");
    }
    if let StoryAct::Executive(act) = &step.act {
        match &**act {
            Act::Call { meeting, .. }
            | Act::OpenMeeting { meeting }
            | Act::CloseMeeting { meeting }
            | Act::Arrive { meeting, .. }
            | Act::Leave { meeting, .. }
            | Act::PublishAgenda { meeting }
            | Act::AddItem { meeting, .. } => {
                return (format!("/meetings/{meeting}?{clocks}"), "the meeting as then known");
            }
            _ => {}
        }
    }
    (format!("/entries/{entry}"), "the entry")
}

pub(super) async fn tour(at: PageRequest) -> Result<Response, Problem> {
    let basis = at.basis();
    let steps = story();
    let told = &at.site.config.tour;
    if told.is_empty() {
        return Err(Problem::not_found("There is no tour here: only a demonstration has one."));
    }
    let mut page = at.room("A guided tour", []);
    page.shell.clocks = None;
    page.lead.push(format!(
        "How seven bodies came to decide together without any of them losing its own power, in {}. Bodies, codes and dates are real; every person, figure and word spoken is made up.",
        naming::counted(steps.len() as u64, "step", "steps")
    ));
    let mut days: Vec<(terms::Date, String)> = Vec::new();
    let mut last: Option<(&str, String)> = None;
    for (step, told) in steps.iter().zip(told.iter()) {
        let who = match &step.actor {
            Actor::Keeper => "The keeper".to_owned(),
            Actor::Person(person) => basis.person(person),
        };
        // Steps that say the same of the same person one after another are told once.
        if last.as_ref().is_some_and(|(said, by)| *said == step.says && *by == who) {
            continue;
        }
        let came = match &told.came_of_it {
            CameOfIt::Recorded { entry, stands, .. } => {
                let (href, words) = seen(step, entry.0);
                let stands = stands
                    .as_ref()
                    .map_or_else(String::new, |(_, summary)| format!(" Then: {}.", Markup::escaped(summary)));
                let link = format!(
                    "<a href=\"{}\">{words}<span class=\"nhsuk-u-visually-hidden\">, entry {entry}</span></a>",
                    Markup::escaped(&href)
                );
                format!("{stands} See {link}.")
            }
            CameOfIt::Refused { why } => format!(" <strong>Refused</strong>: {}.", Markup::escaped(&basis.named(why))),
        };
        let line = format!("<li>{}: {}{came}</li>", Markup::escaped(&who), Markup::escaped(step.says));
        match days.last_mut().filter(|(on, _)| *on == step.on) {
            Some((_, lines)) => lines.push_str(&line),
            None => days.push((step.on, line)),
        }
        last = Some((step.says, who));
    }
    for (place, (on, lines)) in days.into_iter().enumerate() {
        let body = Markup::trusted(format!("<ol class=\"nhsuk-u-reading-width\">{lines}</ol>"));
        page.sections.push(Section::numbered(&format!("day-{}", place + 1), day(on), body));
    }
    Ok(at.show(page))
}
