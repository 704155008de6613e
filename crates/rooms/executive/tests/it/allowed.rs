//! What a kind of act is allowed at is exactly where an act of that kind can be accepted: whatever is asked, whoever asks.

use crate::governing_body::board;
use crate::urgent;
use crate::votes::tables;
use crate::world::{House, ON, p};
use executive::story::{Ending, story_with};
use executive::{
    Act, ActKind, ActionKind, Answer, Divisibility, Forum, Hours, ItemKind, Minute, NewAccess, NewCommitment,
    NewCondition, NewProposal, NoticeSubject, Recusal, Route, Stance, Subject, TermsOfReference, TextHash, Thing, Vote,
    decide,
};
use jiff::civil::Time;
use mandate::{Actor, Context, InterestCategory, Matter, PersonId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use terms::{Date, OdsCode};

/// Numbers to choose by: the same numbers make the same choices.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // A linear congruential generator: Knuth, The Art of Computer Programming, volume 2, section 3.3.4.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    /// Now and then something that nothing on record has.
    fn known<T: Clone>(&mut self, known: &[T], other: T) -> T {
        if known.is_empty() || self.roll(8) == 0 { other } else { self.pick(known) }
    }
}

/// Every state through which the story goes, in both its endings; and two to which it does not come.
fn states() -> &'static [House] {
    static STATES: OnceLock<Vec<House>> = OnceLock::new();
    STATES.get_or_init(|| {
        let mut states = Vec::new();
        for ending in [Ending::Agreement, Ending::OneNeverAgrees] {
            let mut house = House::empty();
            for step in story_with(ending) {
                house.walk(&step);
                states.push(house.clone());
            }
        }
        states.extend([voting(), reporting()]);
        states
    })
}

/// A governing body about to vote.
fn voting() -> House {
    let mut house = House::footprint();
    house.today = p(ON);
    board(&mut house, "a2 c2 l1");
    tables(&mut house, "governing-body:10Q", "board", "10Q");
    house
}

/// A chair's action about to be reported.
fn reporting() -> House {
    let mut house = urgent::house();
    urgent::urgent(&mut house, Route::ChairsAction, "10Q");
    house.say("deal", "10Q=agree");
    house.settle("deal");
    house
}

/// What can be named in an act, as things stand.
struct Pool<'a> {
    house: &'a House,
    dice: &'a mut Dice,
}

impl Pool<'_> {
    fn forum(&mut self) -> Forum {
        self.dice.pick(
            &[
                "committee:executive",
                "committee:executive",
                "governing-body:10Q",
                "governing-body:10Y",
                "committee:none",
            ]
            .map(p),
        )
    }

    fn meeting(&mut self) -> executive::MeetingId {
        let all: Vec<_> = self.house.executive.now().meetings().map(|held| held.id.clone()).collect();
        self.dice.known(&all, p("m-1"))
    }

    fn item(&mut self) -> executive::ItemId {
        let all: Vec<_> = self.house.executive.now().items().map(|held| held.id.clone()).collect();
        self.dice.known(&all, p("i-1"))
    }

    fn proposal(&mut self) -> executive::ProposalId {
        let all: Vec<_> = self.house.executive.now().proposals().map(|held| held.id.clone()).collect();
        self.dice.known(&all, p("p-1"))
    }

    fn question(&mut self) -> executive::QuestionId {
        let all: Vec<_> = self.house.executive.now().questions().map(|held| held.id.clone()).collect();
        self.dice.known(&all, p("q-1"))
    }

    fn action(&mut self) -> executive::ActionId {
        let all: Vec<_> = self.house.executive.now().actions().map(|held| held.id.clone()).collect();
        self.dice.known(&all, p("a-1"))
    }

    fn plan(&mut self) -> executive::PlanId {
        let all: Vec<_> = self.house.executive.now().plans().map(|held| held.id.clone()).collect();
        self.dice.known(&all, p("plan-1"))
    }

    fn person(&mut self) -> PersonId {
        let all: Vec<_> = self.house.mandate.now().people().map(|held| held.id.clone()).collect();
        self.dice.known(&all, p("person-nobody"))
    }

    fn body(&mut self) -> OdsCode {
        self.dice.pick(&["10Y", "10H", "10Q", "10N", "14Y"].map(p))
    }

    fn day(&mut self) -> Date {
        let days = self.dice.pick(&[-1_i64, 0, 0, 0, 1, 30]);
        self.house.today.saturating_add(jiff::Span::new().days(days))
    }

    fn words(&mut self) -> String {
        self.dice.pick(&["Words", "Others", "Words and more", "", "trial 0"]).to_owned()
    }

    fn matter(&mut self) -> Matter {
        self.dice.pick(&["service:ambulance", "service:acute", "function:contracts"].map(p))
    }

    fn access(&mut self) -> NewAccess {
        if self.dice.roll(2) == 0 { NewAccess::Public } else { NewAccess::Confidential { reason: self.words() } }
    }

    /// The wording before a body of a proposal, or another.
    fn wording(&mut self, proposal: &executive::ProposalId) -> TextHash {
        let held = self.house.executive.now().proposal(proposal);
        let put: Vec<TextHash> = held.into_iter().flat_map(|held| held.wordings.iter().map(|text| text.hash)).collect();
        self.dice.known(&put, TextHash::of(b"another"))
    }

    fn route(&mut self) -> Route {
        match self.dice.roll(4) {
            0 => Route::WrittenResolution,
            1 => Route::ChairsAction,
            _ => Route::Item { item: self.item() },
        }
    }

    fn divisibility(&mut self) -> Divisibility {
        if self.dice.roll(2) == 0 {
            Divisibility::Divisible
        } else {
            Divisibility::Indivisible { reason: self.words() }
        }
    }

    fn terms(&mut self) -> TermsOfReference {
        let (forum, from) = (self.forum(), self.day());
        let versions = self.house.executive.now();
        let held = versions
            .terms_on(&p("committee:executive"), p("2018-05-01"))
            .or_else(|| versions.terms_on(&p("committee:executive"), self.house.today));
        let Some(held) = held else { return votes(forum, from, &self.body()) };
        if matches!(forum, Forum::GoverningBody(_)) || self.dice.roll(6) == 0 {
            let body = self.body();
            return votes(forum, from, &body);
        }
        TermsOfReference { forum, from, ..held.terms.clone() }
    }

    fn conditions(&mut self) -> Vec<NewCondition> {
        if self.dice.roll(2) == 0 {
            return Vec::new();
        }
        let condition = self.dice.pick(&["c-1", "c-2"].map(p));
        vec![NewCondition { condition, wording: self.words(), owner: self.person(), expires: self.day() }]
    }

    fn proposes(&mut self) -> NewProposal {
        let bodies: BTreeSet<OdsCode> = (0..self.dice.roll(4)).map(|_| self.body()).collect();
        NewProposal {
            proposal: self.proposal(),
            forum: self.forum(),
            route: self.route(),
            title: self.words(),
            text: self.words(),
            matters: vec![self.matter()],
            bodies,
            amounts: BTreeMap::new(),
            divisibility: self.divisibility(),
            conditions: self.conditions(),
            earlier: None,
        }
    }

    /// Some act of a kind.
    fn act(&mut self, kind: ActKind) -> Act {
        match kind {
            ActKind::SetTerms => Act::SetTerms(self.terms()),
            ActKind::Plan => self.plan_ahead(),
            ActKind::Call => self.call(),
            ActKind::SetHours => self.set_hours(),
            ActKind::Cancel => Act::Cancel { meeting: self.meeting(), reason: self.words() },
            ActKind::AddItem => self.add_item(),
            ActKind::Schedule => Act::Schedule { plan: self.plan(), item: self.item() },
            ActKind::FilePaper => self.file_paper(),
            ActKind::PublishAgenda => Act::PublishAgenda { meeting: self.meeting() },
            ActKind::Apologise => Act::Apologise { meeting: self.meeting(), person: self.person() },
            ActKind::Arrive => Act::Arrive { meeting: self.meeting(), person: self.person() },
            ActKind::Leave => Act::Leave { meeting: self.meeting(), person: self.person() },
            ActKind::Declare => self.declare(),
            ActKind::OpenMeeting => Act::OpenMeeting { meeting: self.meeting() },
            ActKind::CloseMeeting => Act::CloseMeeting { meeting: self.meeting() },
            ActKind::OpenItem => Act::OpenItem { item: self.item() },
            ActKind::CloseItem => Act::CloseItem { item: self.item() },
            ActKind::Speak => Act::Speak { item: self.item(), remark: self.words() },
            ActKind::CastVote => self.cast_vote(),
            ActKind::WriteMinutes => Act::WriteMinutes { meeting: self.meeting(), text: self.words() },
            ActKind::ApproveMinutes => self.approve_minutes(),
            ActKind::GiveNotice => self.give_notice(),
            ActKind::Propose => Act::Propose(self.proposes()),
            ActKind::Divide => Act::Divide { proposal: self.proposal(), divisibility: self.divisibility() },
            ActKind::OpenPositions => Act::OpenPositions { proposal: self.proposal(), closes: self.day() },
            ActKind::TakePosition => self.take_position(),
            ActKind::Amend => Act::Amend { proposal: self.proposal(), text: self.words(), amounts: BTreeMap::new() },
            ActKind::NameMediator => self.name_mediator(),
            ActKind::PutTo => Act::PutTo { proposal: self.proposal(), route: self.route() },
            ActKind::Settle => Act::Settle { proposal: self.proposal() },
            ActKind::AnswerReferral => self.answer_referral(),
            ActKind::MeetCondition => self.meet_condition(),
            ActKind::ReportUrgent => Act::ReportUrgent { proposal: self.proposal(), item: self.item() },
            ActKind::LetTimePass => Act::LetTimePass { proposal: self.proposal() },
            ActKind::RaiseAction => self.raise_action(),
            ActKind::CloseAction => Act::CloseAction { action: self.action(), evidence: self.words() },
            ActKind::AskQuestion => self.ask_question(),
            ActKind::AnswerQuestion => self.answer_question(),
            ActKind::KeepCommitment => self.keep_commitment(),
        }
    }
}

/// An act of a kind in which there is more to choose.
impl Pool<'_> {
    fn plan_ahead(&mut self) -> Act {
        Act::Plan {
            plan: self.plan(),
            forum: self.forum(),
            expected: self.day(),
            matter: self.matter(),
            title: self.words(),
            access: self.access(),
        }
    }

    fn call(&mut self) -> Act {
        Act::Call {
            meeting: self.meeting(),
            forum: self.forum(),
            on: self.day(),
            hours: None,
            title: self.words(),
            place: self.words(),
        }
    }

    fn set_hours(&mut self) -> Act {
        let ends = Time::constant(1 + self.dice.roll(3) as i8, 0, 0, 0);
        Act::SetHours { meeting: self.meeting(), hours: Hours::new(Time::MIN, ends).unwrap() }
    }

    fn add_item(&mut self) -> Act {
        Act::AddItem {
            meeting: self.meeting(),
            item: self.item(),
            kind: self.dice.pick(ItemKind::ALL),
            title: self.words(),
            access: self.access(),
        }
    }

    fn file_paper(&mut self) -> Act {
        Act::FilePaper {
            item: self.item(),
            paper: self.dice.pick(&["paper-1", "paper-2"].map(p)),
            title: self.words(),
            hash: TextHash::of(self.words().as_bytes()),
            media_type: "text/plain".to_owned(),
            access: self.access(),
        }
    }

    fn declare(&mut self) -> Act {
        Act::Declare {
            subject: if self.dice.roll(3) == 0 {
                Subject::Proposal(self.proposal())
            } else {
                Subject::Item(self.item())
            },
            person: self.person(),
            category: self.dice.pick(InterestCategory::ALL),
            interest: None,
            nature: self.words(),
            recusal: self.dice.pick(Recusal::ALL),
        }
    }

    fn cast_vote(&mut self) -> Act {
        let proposal = self.proposal();
        let (item, text, vote) = (self.item(), self.wording(&proposal), self.dice.pick(Vote::ALL));
        Act::CastVote { item, proposal, text, vote }
    }

    fn approve_minutes(&mut self) -> Act {
        let meeting = self.meeting();
        let held = self.house.executive.now().meeting(&meeting);
        let last = held.and_then(|held| held.minutes.last()).map(|last| last.hash);
        Act::ApproveMinutes { meeting, text: last.unwrap_or(TextHash::of(b"none")), at: self.meeting() }
    }

    fn give_notice(&mut self) -> Act {
        Act::GiveNotice {
            notice: self.dice.pick(&["n-1", "n-2"].map(p)),
            forum: self.forum(),
            subject: if self.dice.roll(2) == 0 {
                NoticeSubject::Meeting(self.meeting())
            } else {
                NoticeSubject::Proposal(self.proposal())
            },
            text: self.words(),
        }
    }

    fn take_position(&mut self) -> Act {
        let proposal = self.proposal();
        let (body, text) = (self.body(), self.wording(&proposal));
        Act::TakePosition { proposal, body, text, stance: self.dice.pick(Stance::ALL), reason: self.words() }
    }

    fn name_mediator(&mut self) -> Act {
        Act::NameMediator { proposal: self.proposal(), body: self.body(), mediator: self.person() }
    }

    fn answer_referral(&mut self) -> Act {
        let proposal = self.proposal();
        let text = self.wording(&proposal);
        let minute = if self.dice.roll(3) == 0 {
            Minute::Item(self.item())
        } else {
            Minute::Cited { reference: self.words(), present: self.dice.roll(3) as u32, quorum: 2 }
        };
        let (body, answer, conditions) = (self.body(), self.dice.pick(Answer::ALL), self.conditions());
        Act::AnswerReferral { proposal, body, text, answer, conditions, minute }
    }

    fn meet_condition(&mut self) -> Act {
        let proposal = self.proposal();
        let held = self.house.executive.now().proposal(&proposal);
        let all: Vec<_> =
            held.into_iter().flat_map(|held| held.conditions.iter().map(|held| held.id.clone())).collect();
        Act::MeetCondition { proposal, condition: self.dice.known(&all, p("c-1")), evidence: self.words() }
    }

    fn raise_action(&mut self) -> Act {
        Act::RaiseAction {
            action: self.action(),
            kind: self.dice.pick(ActionKind::ALL),
            item: self.item(),
            wording: self.words(),
            owner: self.person(),
            due: self.day(),
        }
    }

    fn ask_question(&mut self) -> Act {
        Act::AskQuestion {
            question: self.question(),
            proposal: self.proposal(),
            asker: self.words(),
            text: self.words(),
        }
    }

    fn answer_question(&mut self) -> Act {
        let commitments = (0..self.dice.roll(3)).map(|_| NewCommitment { wording: self.words(), due: self.day() });
        let commitments = commitments.collect();
        let (question, proposal, text) = (self.question(), self.proposal(), self.words());
        Act::AnswerQuestion { question, proposal, text, commitments }
    }

    fn keep_commitment(&mut self) -> Act {
        Act::KeepCommitment {
            question: self.question(),
            proposal: self.proposal(),
            commitment: self.dice.roll(3) as u16,
            evidence: self.words(),
        }
    }
}

/// A forum of one seat that votes.
fn votes(forum: Forum, from: Date, body: &OdsCode) -> TermsOfReference {
    let body = if let Forum::GoverningBody(body) = &forum { *body } else { *body };
    let seat = executive::Seat {
        name: "Officer".to_owned(),
        kind: mandate::PostKind::AccountableOfficer,
        bodies: [body].into(),
        voice: executive::Voice::Votes,
        class: "officer".to_owned(),
        required: false,
    };
    let threshold = executive::Threshold {
        share: executive::Share::Simple,
        of: executive::Denominator::VotesCast,
        grouping: executive::Grouping::Whole,
    };
    TermsOfReference {
        forum,
        from,
        source: "Standing orders".to_owned(),
        seats: vec![seat],
        quorum: executive::Quorum { persons: 1, bodies: 0, classes: Vec::new() },
        method: executive::Method::Votes { threshold },
        deputies: true,
        referral_days: 30,
    }
}

/// Where an act of this kind would be offered.
fn place(act: &Act) -> Thing {
    match act {
        // At an item it is offered there.
        Act::Propose(NewProposal { route: Route::Item { item }, .. }) => Thing::Item(item.clone()),
        _ => act.subject(),
    }
}

/// Somebody asks something in a state, and the law is held to it; what is accepted is taken in. Its kind, if it was.
fn ask(house: &mut House, dice: &mut Dice) -> Option<ActKind> {
    let kind = dice.pick(ActKind::ALL);
    let mut pool = Pool { house, dice };
    let actor = if pool.dice.roll(4) == 0 { Actor::Keeper } else { Actor::Person(pool.person()) };
    let act = pool.act(kind);
    assert_eq!(act.kind(), kind);
    let context = Context { actor, today: house.today };
    let world = house.world();
    let allowed = kind.allows(&world, &context, &place(&act));
    match decide(&world, &context, &act) {
        Ok(outcome) if !outcome.events.is_empty() => {
            assert_eq!(allowed, Ok(()), "{act:?} by {context:?} is accepted, and its kind is not allowed");
            house.take(outcome);
            Some(kind)
        }
        _ => None,
    }
}

#[test]
fn every_kind_is_accepted_somewhere_and_wherever_it_is_it_was_allowed() {
    let mut accepted = BTreeSet::new();
    // Where few can do the one thing, it takes many goes until they do.
    let rare = states().iter().rev().take(2).cycle().take(400);
    for (seed, state) in states().iter().chain(rare).enumerate() {
        let (mut house, mut dice) = (state.clone(), Dice(seed as u64));
        for _ in 0..300 {
            accepted.extend(ask(&mut house, &mut dice));
            if dice.roll(60) == 0 {
                house.today = house.today.saturating_add(jiff::Span::new().days(10));
            }
        }
    }
    let missing: Vec<_> = ActKind::ALL.iter().filter(|kind| !accepted.contains(kind)).collect();
    assert!(missing.is_empty(), "no act was accepted of {missing:?}: the law says nothing of these");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_refused_to_a_kind_is_refused_to_every_act_of_it(
        place in any::<prop::sample::Index>(),
        seed in any::<u64>(),
        days in 0..90_i64,
    ) {
        let mut house = place.get(states()).clone();
        house.today = house.today.saturating_add(jiff::Span::new().days(days));
        let mut dice = Dice(seed);
        for _ in 0..60 {
            ask(&mut house, &mut dice);
        }
    }
}
