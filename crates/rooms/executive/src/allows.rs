//! Whether an act of a kind would be accepted now, and if not why not.

use crate::about::Thing;
use crate::act::{Act, Divisibility, Minute, NewAccess, NewProposal, NoticeSubject, Route, Subject};
use crate::act_kind::ActKind;
use crate::decide::{World, decide, kind_of, unknown};
use crate::hours::Hours;
use crate::ids::{ActionId, ItemId, MeetingId, ProposalId, QuestionId};
use crate::kind::{ActionKind, Answer, ItemKind, Recusal, Stance, Voice, Vote};
use crate::meeting::Meeting;
use crate::proposal::Proposal;
use crate::refusal::Refusal;
use crate::state::Executive;
use crate::terms_of_reference::{Forum, Method, Quorum, Seat, TermsOfReference};
use crate::text::TextHash;
use crate::threshold::{Denominator, Grouping, Share, Threshold};
use jiff::civil::Time;
use mandate::{Actor, Context, InterestCategory, Matter, PersonId, PostKind};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use terms::{Date, FuzzyDate, OdsCode};

/// A word where any would do.
const WORD: &str = "trial";

impl ActKind {
    /// Whether an act of this kind of a thing would be accepted now, from this actor, whatever duty they hold.
    ///
    /// It is tried: of all that one could say with such an act, what can stand in the way is tried one after another, and
    /// nothing is recorded. So what is offered is what would be accepted, and there is no second list of rules.
    ///
    /// # Errors
    /// The [`Refusal`] with which [`decide`] would answer the last of them.
    pub fn allows(self, world: &World<'_>, context: &Context, of: &Thing) -> Result<(), Refusal> {
        let trial = Trial { known: world.executive.now(), world, context };
        let mut refusal = None;
        for act in trial.acts(self, of) {
            match decide(world, context, &act) {
                Ok(outcome) if outcome.events.is_empty() => refusal = Some(nothing(of)),
                Ok(_) => return Ok(()),
                Err(why) => refusal = Some(why),
            }
        }
        Err(refusal.unwrap_or_else(|| unknown(self.needed(), of)))
    }

    /// What there must be for an act of this kind, where there is none of it to be tried.
    const fn needed(self) -> &'static str {
        match self {
            Self::SetTerms | Self::Plan | Self::Call | Self::Propose => "forum",
            Self::SetHours
            | Self::Cancel
            | Self::AddItem
            | Self::PublishAgenda
            | Self::OpenMeeting
            | Self::CloseMeeting
            | Self::WriteMinutes => "meeting",
            Self::Schedule => "forward plan entry of the same forum for",
            Self::FilePaper | Self::OpenItem | Self::CloseItem | Self::Speak => "agenda item",
            Self::Apologise | Self::Arrive | Self::RaiseAction => "person for",
            Self::Leave => "person present at",
            Self::Declare => "item or proposal",
            Self::CastVote => "proposal before the meeting at",
            Self::ApproveMinutes => "version of the minutes of",
            Self::GiveNotice => "meeting or proposal of",
            Self::Divide
            | Self::OpenPositions
            | Self::Amend
            | Self::PutTo
            | Self::Settle
            | Self::LetTimePass
            | Self::AskQuestion => "proposal",
            Self::TakePosition | Self::NameMediator | Self::AnswerReferral => "part of a proposal",
            Self::MeetCondition => "condition of",
            Self::ReportUrgent => "item at which to report",
            Self::CloseAction => "action",
            Self::AnswerQuestion => "question",
            Self::KeepCommitment => "promise in the answer to",
        }
    }
}

/// What is tried, and from where.
struct Trial<'a> {
    known: Executive<'a>,
    world: &'a World<'a>,
    context: &'a Context,
}

impl Trial<'_> {
    /// Acts of a kind upon a thing: one for each choice that can stand in the way, with nothing wrong but what is.
    fn acts(&self, kind: ActKind, of: &Thing) -> Vec<Act> {
        let at_meeting = |act: fn(MeetingId) -> Act| one(of.meeting().map(|meeting| act(meeting.clone())));
        let at_item = |act: fn(ItemId) -> Act| one(of.item().map(|item| act(item.clone())));
        let upon = |act: fn(ProposalId) -> Act| one(of.proposal().map(|proposal| act(proposal.clone())));
        match kind {
            ActKind::SetTerms => self.each_day(of, Date::MIN, |forum, from| Some(self.terms(forum, from))),
            ActKind::Plan => one(of.forum().and_then(|forum| self.plan(forum))),
            ActKind::Call => self.each_day(of, self.context.today, |forum, on| self.call(forum, on)),
            ActKind::Propose => one(self.propose(of)),
            ActKind::GiveNotice => one(self.notice(of)),
            ActKind::SetHours => set_hours(of),
            ActKind::Cancel => at_meeting(|meeting| Act::Cancel { meeting, reason: WORD.to_owned() }),
            ActKind::AddItem => one(of.meeting().and_then(|meeting| self.add_item(meeting))),
            ActKind::PublishAgenda => at_meeting(|meeting| Act::PublishAgenda { meeting }),
            ActKind::Apologise => self.each_person(of, |meeting, person| Act::Apologise { meeting, person }),
            ActKind::Arrive => self.each_person(of, |meeting, person| Act::Arrive { meeting, person }),
            ActKind::Leave => self.each_person(of, |meeting, person| Act::Leave { meeting, person }),
            ActKind::OpenMeeting => at_meeting(|meeting| Act::OpenMeeting { meeting }),
            ActKind::CloseMeeting => at_meeting(|meeting| Act::CloseMeeting { meeting }),
            ActKind::WriteMinutes => self.write_minutes(of),
            ActKind::ApproveMinutes => self.approve_minutes(of),
            ActKind::Schedule => self.schedule(of),
            ActKind::FilePaper => one(of.item().and_then(|item| self.file_paper(item))),
            ActKind::RaiseAction => one(of.item().and_then(|item| self.raise_action(item))),
            ActKind::OpenItem => at_item(|item| Act::OpenItem { item }),
            ActKind::CloseItem => at_item(|item| Act::CloseItem { item }),
            ActKind::Speak => at_item(|item| Act::Speak { item, remark: WORD.to_owned() }),
            ActKind::Declare => one(self.declare(of)),
            ActKind::CastVote => self.cast_vote(of),
            ActKind::Divide => upon(|proposal| Act::Divide { proposal, divisibility: Divisibility::Divisible }),
            ActKind::OpenPositions => one(of.proposal().map(|proposal| self.open_positions(proposal))),
            ActKind::Amend => self.amend(of),
            ActKind::PutTo => self.put_to(of),
            ActKind::Settle => upon(|proposal| Act::Settle { proposal }),
            ActKind::LetTimePass => upon(|proposal| Act::LetTimePass { proposal }),
            ActKind::MeetCondition => self.meet_condition(of),
            ActKind::ReportUrgent => self.report_urgent(of),
            ActKind::AskQuestion => one(of.proposal().and_then(|proposal| self.ask_question(proposal))),
            ActKind::TakePosition => self.take_position(of),
            ActKind::NameMediator => self.name_mediator(of),
            ActKind::AnswerReferral => self.answer_referral(of),
            ActKind::CloseAction => one(of.action().map(close_action)),
            ActKind::AnswerQuestion => one(of.question().map(answer_question)),
            ActKind::KeepCommitment => self.keep_commitment(of),
        }
    }
}

fn one(act: Option<Act>) -> Vec<Act> {
    act.into_iter().collect()
}

/// What a thing is, where an act of a kind is done to nothing else.
impl Thing {
    fn forum(&self) -> Option<&Forum> {
        if let Self::Forum(forum) = self { Some(forum) } else { None }
    }

    fn meeting(&self) -> Option<&MeetingId> {
        if let Self::Meeting(meeting) = self { Some(meeting) } else { None }
    }

    fn item(&self) -> Option<&ItemId> {
        if let Self::Item(item) = self { Some(item) } else { None }
    }

    fn proposal(&self) -> Option<&ProposalId> {
        if let Self::Proposal(proposal) = self { Some(proposal) } else { None }
    }

    fn action(&self) -> Option<&ActionId> {
        if let Self::Action(action) = self { Some(action) } else { None }
    }

    fn question(&self) -> Option<(&QuestionId, &ProposalId)> {
        if let Self::Question(question, proposal) = self { Some((question, proposal)) } else { None }
    }
}

/// Acts with a choice in them, each choice tried.
impl Trial<'_> {
    /// Each day from one on that can make a difference to those who meet.
    fn each_day(&self, of: &Thing, from: Date, act: impl Fn(&Forum, Date) -> Option<Act>) -> Vec<Act> {
        let Some(forum) = of.forum() else { return Vec::new() };
        self.days(forum, from).into_iter().filter_map(|day| act(forum, day)).collect()
    }

    fn each_person(&self, of: &Thing, act: impl Fn(MeetingId, PersonId) -> Act) -> Vec<Act> {
        let Some(meeting) = of.meeting() else { return Vec::new() };
        let people = self.world.mandate.people().map(|person| person.id.clone());
        people.map(|person| act(meeting.clone(), person)).collect()
    }

    /// One part, or each of a proposal: what can be done to any can be done to it.
    fn each_part(&self, of: &Thing, act: impl Fn(ProposalId, OdsCode, TextHash) -> Act) -> Vec<Act> {
        let (id, only) = match of {
            Thing::Proposal(id) => (id, None),
            Thing::Part(id, body) => (id, Some(*body)),
            _ => return Vec::new(),
        };
        let Some(proposal) = self.known.proposal(id) else { return Vec::new() };
        let parts = proposal.parts.values().filter(|part| only.is_none_or(|body| part.body == body));
        parts.map(|part| act(id.clone(), part.body, part.put)).collect()
    }

    fn write_minutes(&self, of: &Thing) -> Vec<Act> {
        let Some(meeting) = of.meeting() else { return Vec::new() };
        let n = self.known.meeting(meeting).map_or(0, |held| held.minutes.len());
        // Two, for one may be what the last version says.
        [n, n + 1].map(|n| Act::WriteMinutes { meeting: meeting.clone(), text: format!("{WORD} {n}") }).into()
    }

    fn approve_minutes(&self, of: &Thing) -> Vec<Act> {
        let Some(meeting) = of.meeting() else { return Vec::new() };
        let Some(text) = self.known.meeting(meeting).and_then(|held| held.minutes.last()).map(|last| last.hash) else {
            return Vec::new();
        };
        let at = self.known.meetings().map(|later| later.id.clone());
        at.map(|at| Act::ApproveMinutes { meeting: meeting.clone(), text, at }).collect()
    }

    fn cast_vote(&self, of: &Thing) -> Vec<Act> {
        let Some(item) = of.item() else { return Vec::new() };
        let put = |held: &Proposal| held.parts.values().map(|part| part.put).collect::<BTreeSet<TextHash>>();
        let each = self.known.proposals().flat_map(|held| put(held).into_iter().map(|text| (held.id.clone(), text)));
        each.map(|(proposal, text)| Act::CastVote { item: item.clone(), proposal, text, vote: Vote::For }).collect()
    }

    fn amend(&self, of: &Thing) -> Vec<Act> {
        let Some(held) = of.proposal().and_then(|id| self.known.proposal(id)) else { return Vec::new() };
        let amounts = held.wording().map(|last| last.amounts.clone()).unwrap_or_default();
        // One more than there are wordings, for each may be one of them.
        let texts = (0..=held.wordings.len()).map(|n| format!("{WORD} {n}"));
        texts.map(|text| Act::Amend { proposal: held.id.clone(), text, amounts: amounts.clone() }).collect()
    }

    fn put_to(&self, of: &Thing) -> Vec<Act> {
        let Some(proposal) = of.proposal() else { return Vec::new() };
        let items = self.known.items().map(|item| Route::Item { item: item.id.clone() });
        let routes = [Route::WrittenResolution, Route::ChairsAction].into_iter().chain(items);
        routes.map(|route| Act::PutTo { proposal: proposal.clone(), route }).collect()
    }

    fn schedule(&self, of: &Thing) -> Vec<Act> {
        let Some(item) = of.item() else { return Vec::new() };
        let plans = self.known.plans().map(|plan| plan.id.clone());
        plans.map(|plan| Act::Schedule { plan, item: item.clone() }).collect()
    }

    fn report_urgent(&self, of: &Thing) -> Vec<Act> {
        let Some(proposal) = of.proposal() else { return Vec::new() };
        let items = self.known.items().map(|item| item.id.clone());
        items.map(|item| Act::ReportUrgent { proposal: proposal.clone(), item }).collect()
    }

    fn take_position(&self, of: &Thing) -> Vec<Act> {
        self.each_part(of, |proposal, body, text| {
            let (stance, reason) = (Stance::Agree, String::new());
            Act::TakePosition { proposal, body, text, stance, reason }
        })
    }

    fn name_mediator(&self, of: &Thing) -> Vec<Act> {
        let Some(person) = self.world.mandate.people().next() else { return Vec::new() };
        self.each_part(of, |proposal, body, _| Act::NameMediator { proposal, body, mediator: person.id.clone() })
    }

    fn answer_referral(&self, of: &Thing) -> Vec<Act> {
        let each = |answer: &Answer| {
            self.each_part(of, |proposal, body, text| {
                let minute = Minute::Cited { reference: WORD.to_owned(), present: 1, quorum: 1 };
                Act::AnswerReferral { proposal, body, text, answer: *answer, conditions: Vec::new(), minute }
            })
        };
        Answer::ALL.iter().flat_map(each).collect()
    }

    fn meet_condition(&self, of: &Thing) -> Vec<Act> {
        let Some(held) = of.proposal().and_then(|id| self.known.proposal(id)) else { return Vec::new() };
        let met = |condition| Act::MeetCondition { proposal: held.id.clone(), condition, evidence: WORD.to_owned() };
        held.conditions.iter().map(|condition| met(condition.id.clone())).collect()
    }

    fn keep_commitment(&self, of: &Thing) -> Vec<Act> {
        let Some((question, proposal)) = of.question() else { return Vec::new() };
        let answer = self.known.question(question).and_then(|held| held.answers.get(proposal));
        let promised = answer.map_or(0, |answer| answer.commitments.len() as u16);
        let kept = |commitment| {
            let (question, proposal, evidence) = (question.clone(), proposal.clone(), WORD.to_owned());
            Act::KeepCommitment { question, proposal, commitment, evidence }
        };
        (0..promised).map(kept).collect()
    }
}

/// One act of a kind, with nothing wrong in it.
impl Trial<'_> {
    /// The first of some days, today, and every day from then on on which something of those who meet begins.
    fn days(&self, forum: &Forum, from: Date) -> BTreeSet<Date> {
        let terms = self.known.terms_versions(forum).map(|held| held.terms.from);
        let begins: Vec<FuzzyDate> = match forum {
            Forum::Committee(id) => {
                let committee = self.world.mandate.committee(id);
                let members = committee.into_iter().flat_map(|held| held.members.iter().map(|dated| dated.period));
                members.chain(committee.map(|held| held.period)).filter_map(|period| period.from()).collect()
            }
            Forum::GoverningBody(body) => self.world.mandate.life(*body).from().into_iter().collect(),
        };
        let begins = begins.into_iter().map(FuzzyDate::earliest);
        let days = terms.chain(begins).chain([from, self.context.today]);
        days.filter(|day| *day >= from).collect()
    }

    fn terms(&self, forum: &Forum, from: Date) -> Act {
        let by_consensus = match forum {
            Forum::GoverningBody(_) => false,
            Forum::Committee(id) => {
                self.world.mandate.committee(id).is_some_and(|held| kind_of(held.shape).decides_body_by_body())
            }
        };
        let threshold = Threshold { share: Share::Simple, of: Denominator::VotesCast, grouping: Grouping::Whole };
        let (voice, method) = if by_consensus {
            (Voice::Represents, Method::Consensus { rounds: 1, days: 1 })
        } else {
            (Voice::Votes, Method::Votes { threshold })
        };
        let (bodies, name, class) = (self.members(forum), WORD.to_owned(), WORD.to_owned());
        Act::SetTerms(TermsOfReference {
            forum: forum.clone(),
            from,
            source: WORD.to_owned(),
            seats: vec![Seat { name, kind: PostKind::Chair, bodies, voice, class, required: false }],
            quorum: Quorum { persons: 1, bodies: 0, classes: Vec::new() },
            method,
            deputies: false,
            referral_days: 1,
        })
    }

    fn members(&self, forum: &Forum) -> BTreeSet<OdsCode> {
        match forum {
            Forum::Committee(id) => {
                let committee = self.world.mandate.committee(id);
                committee.map(|held| held.members_on(self.context.today)).unwrap_or_default()
            }
            Forum::GoverningBody(body) => BTreeSet::from([*body]),
        }
    }

    fn plan(&self, forum: &Forum) -> Option<Act> {
        let plan = unused(|id| self.known.plan(id).is_some())?;
        let (forum, expected, matter) = (forum.clone(), self.context.today, matter()?);
        Some(Act::Plan { plan, forum, expected, matter, title: WORD.to_owned(), access: NewAccess::Public })
    }

    fn call(&self, forum: &Forum, on: Date) -> Option<Act> {
        let meeting = unused(|id| self.known.meeting(id).is_some())?;
        let (title, place) = (WORD.to_owned(), WORD.to_owned());
        Some(Act::Call { meeting, forum: forum.clone(), on, hours: None, title, place })
    }

    fn add_item(&self, meeting: &MeetingId) -> Option<Act> {
        let item = unused(|id| self.known.item(id).is_some())?;
        let (meeting, kind, title) = (meeting.clone(), ItemKind::Decision, WORD.to_owned());
        Some(Act::AddItem { meeting, item, kind, title, access: NewAccess::Public })
    }

    fn file_paper(&self, item: &ItemId) -> Option<Act> {
        let paper = unused(|id| self.known.paper(id).is_some())?;
        let (title, hash, media_type) = (WORD.to_owned(), TextHash::of(WORD.as_bytes()), WORD.to_owned());
        Some(Act::FilePaper { item: item.clone(), paper, title, hash, media_type, access: NewAccess::Public })
    }

    fn raise_action(&self, item: &ItemId) -> Option<Act> {
        let action = unused(|id| self.known.action(id).is_some())?;
        let owner = self.world.mandate.people().next()?.id.clone();
        let kind = ActionKind::ALL.first().copied()?;
        let (wording, due) = (WORD.to_owned(), self.context.today);
        Some(Act::RaiseAction { action, kind, item: item.clone(), wording, owner, due })
    }

    fn open_positions(&self, proposal: &ProposalId) -> Act {
        Act::OpenPositions { proposal: proposal.clone(), closes: self.context.today }
    }

    fn ask_question(&self, proposal: &ProposalId) -> Option<Act> {
        let question = unused(|id| self.known.question(id).is_some())?;
        Some(Act::AskQuestion { question, proposal: proposal.clone(), asker: WORD.to_owned(), text: WORD.to_owned() })
    }

    /// Of a meeting or a proposal; of anything there is, where only those are named who are told.
    fn notice(&self, of: &Thing) -> Option<Act> {
        let meeting = |held: &Meeting| (held.forum.clone(), NoticeSubject::Meeting(held.id.clone()));
        let proposal = |held: &Proposal| (held.forum.clone(), NoticeSubject::Proposal(held.id.clone()));
        let (forum, subject) = match of {
            Thing::Meeting(id) => self.known.meeting(id).map(meeting),
            Thing::Proposal(id) => self.known.proposal(id).map(proposal),
            Thing::Forum(forum) => {
                let first = self.known.meetings().next().map(meeting);
                let subject = first.or_else(|| self.known.proposals().next().map(proposal));
                subject.map(|(_, subject)| (forum.clone(), subject))
            }
            _ => None,
        }?;
        let notice = unused(|id| self.known.notice(id).is_some())?;
        Some(Act::GiveNotice { notice, forum, subject, text: WORD.to_owned() })
    }

    /// One declares for oneself; the keeper enters what anybody declared.
    fn declare(&self, of: &Thing) -> Option<Act> {
        let subject = match of {
            Thing::Item(item) => Subject::Item(item.clone()),
            Thing::Proposal(proposal) => Subject::Proposal(proposal.clone()),
            _ => return None,
        };
        let person = match &self.context.actor {
            Actor::Person(person) => person.clone(),
            Actor::Keeper => self.world.mandate.people().next()?.id.clone(),
        };
        let (category, recusal) = (*InterestCategory::ALL.first()?, *Recusal::ALL.first()?);
        Some(Act::Declare { subject, person, category, interest: None, nature: WORD.to_owned(), recusal })
    }

    /// At an item, or outside a meeting where no item is named.
    fn propose(&self, of: &Thing) -> Option<Act> {
        let (forum, route) = match of {
            Thing::Forum(forum) => (forum, Route::WrittenResolution),
            Thing::Item(item) => {
                let meeting = self.known.meeting(&self.known.item(item)?.meeting)?;
                (&meeting.forum, Route::Item { item: item.clone() })
            }
            _ => return None,
        };
        Some(Act::Propose(NewProposal {
            proposal: unused(|id| self.known.proposal(id).is_some())?,
            forum: forum.clone(),
            route,
            title: WORD.to_owned(),
            text: WORD.to_owned(),
            matters: vec![matter()?],
            bodies: self.members(forum),
            amounts: BTreeMap::new(),
            divisibility: Divisibility::Divisible,
            conditions: Vec::new(),
            earlier: None,
        }))
    }
}

fn set_hours(of: &Thing) -> Vec<Act> {
    let Some(meeting) = of.meeting() else { return Vec::new() };
    // Two, for one may be what is settled already.
    let ends = [1, 2].map(|hour| Hours::new(Time::MIN, Time::constant(hour, 0, 0, 0)).ok());
    ends.into_iter().flatten().map(|hours| Act::SetHours { meeting: meeting.clone(), hours }).collect()
}

fn close_action(action: &ActionId) -> Act {
    Act::CloseAction { action: action.clone(), evidence: WORD.to_owned() }
}

fn answer_question((question, proposal): (&QuestionId, &ProposalId)) -> Act {
    let (question, proposal, text) = (question.clone(), proposal.clone(), WORD.to_owned());
    Act::AnswerQuestion { question, proposal, text, commitments: Vec::new() }
}

fn matter() -> Option<Matter> {
    format!("function:{WORD}").parse().ok()
}

/// That an act would record nothing: all it asks for is so already.
fn nothing(of: &Thing) -> Refusal {
    match of {
        Thing::Proposal(proposal) | Thing::Part(proposal, _) | Thing::Question(_, proposal) => {
            Refusal::NothingToSettle { proposal: proposal.clone(), why: "no clock has run out".to_owned() }
        }
        _ => Refusal::Taken { what: "what is asked of", id: of.to_string() },
    }
}

/// An identity that nothing has.
fn unused<T: FromStr>(is_taken: impl Fn(&T) -> bool) -> Option<T> {
    (0_u64..).map_while(|n| format!("{WORD}-{n}").parse().ok()).find(|id| !is_taken(id))
}
