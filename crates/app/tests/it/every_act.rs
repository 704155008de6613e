//! A record in which every kind of act of every room of version 0.1.0 was done once at least: the demonstration, and what it has none of.
//! What later rooms record comes after it, in files of their own.

use app::{Act, Erase, Footprint, Who};
use executive::{
    Act as Meet, ActionKind, Answer, Divisibility, Forum, Hours, ItemKind, Method, Minute, NewAccess, NewCommitment,
    NewCondition, NewProposal, NoticeSubject, Quorum, Route, Seat as Place, Stance, TermsOfReference, TextHash,
    Threshold, Voice, Vote,
};
use jiff::civil::Time;
use mandate::{
    Act as Mandate, Actor, CarryOver, Committee, DatedBody, DatedLine, Delegation, Division, Holder, Holding,
    Instrument, InstrumentKind, Interest, InterestCategory, Level, Limits, Line, Population, Post, PostKind, Seat,
    SeatRole, Shape, Taken, Transfer, Universe,
};
use register::{Act as Register, Entry, Fact, FileHash, Released, Series};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::str::FromStr;
use terms::{Date, OdsCode, Pence, Period};
use who_pays::{Act as Payers, Given, NewClaim, NewFile, NewSubject, Party, Ruling, Sum};

/// The day of the demonstration, on which what follows is done too.
const TODAY: Date = Date::constant(2026, 4, 2);
/// A day after the clocks that then run have run out.
const LATER: Date = Date::constant(2026, 5, 1);
const KEEPER: &str = "A Keeper";
const BOARDS: &str = "committee:boards-executive";

fn id<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn since() -> Period {
    Period::from_days(Some(TODAY), None)
}

/// Everybody at once: who does what, as the keeper enters it.
struct Scribe<'a>(&'a Footprint);

impl Scribe<'_> {
    async fn keeps(&self, act: impl Into<Act>) {
        self.on(TODAY, Actor::Keeper, act.into()).await;
    }

    async fn asks(&self, person: &str, act: impl Into<Act>) {
        self.on(TODAY, Actor::Person(id(person)), act.into()).await;
    }

    async fn later(&self, act: impl Into<Act>) {
        self.on(LATER, Actor::Keeper, act.into()).await;
    }

    async fn on(&self, on: Date, actor: Actor, act: Act) {
        let words = format!("{act:?}");
        let who = Who::Entered { keeper: KEEPER.to_owned(), actor, on };
        if let Err(error) = self.0.act(&who, act).await {
            panic!("{words}: {error}");
        }
    }
}

/// Records it all.
pub(crate) async fn every_act(footprint: &Footprint) {
    app::demo::load_of_first_version(footprint).await.unwrap();
    let scribe = Scribe(footprint);
    register(&scribe).await;
    people(&scribe).await;
    powers(&scribe).await;
    committees(&scribe).await;
    services(&scribe).await;
    bodies(&scribe).await;
    meeting(&scribe).await;
    in_writing(&scribe).await;
    referred(&scribe).await;
    governing_body(&scribe).await;
    overrides(&scribe).await;
    challenges(&scribe).await;
    texts(&scribe).await;
}

async fn register(scribe: &Scribe<'_>) {
    let named = |name: &str| Fact::Named { code: id("S0E4D"), name: name.into(), period: since() };
    let (released, source) = (Released(id("2026-04")), "A paper (made up)".to_owned());
    let reason = "Made up for the record".to_owned();
    let source_hash = FileHash::of(b"a file of one line");
    scribe
        .keeps(Register::TakeImport {
            series: Series::Entered,
            released,
            source_name: "one-line.csv".to_owned(),
            source_hash,
            rows: 1,
            facts: vec![named("Thames Valley, by mistake")],
        })
        .await;
    scribe.keeps(Register::RetractImport { source_hash, reason: reason.clone() }).await;
    let (wrong, right) = (None, Some(named("Thames Valley (made up)")));
    scribe.keeps(Register::Correct { wrong, right, source: source.clone(), reason: reason.clone(), released }).await;
    let entries = vec![Entry { fact: named("Thames Valley (made up too)"), source: source.clone(), released }];
    scribe.keeps(Register::Enter { entries, reason: reason.clone() }).await;
    let (wrong, right) = (Some((Series::Entered, named("Thames Valley (made up too)"))), None);
    scribe.keeps(Register::Correct { wrong, right, source, reason, released }).await;
}

async fn people(scribe: &Scribe<'_>) {
    let enter = |person: &str, name: &str| Mandate::EnterPerson {
        person: id(person),
        name: name.to_owned(),
        contact: Some("kept@example.org".to_owned()),
    };
    for (person, name) in [("person-kept", "K. Kept (made up)"), ("person-gone", "G. Gone (made up)")] {
        scribe.keeps(enter(person, name)).await;
    }
    let bodies = vec![DatedBody { body: id("S0E4D"), period: since() }];
    let (title, kind) = ("A post of the record (made up)".to_owned(), PostKind::ChiefFinanceOfficer);
    scribe.keeps(Mandate::CreatePost { post: Post { id: id("kept"), title, kind, bodies, period: since() } }).await;
    let body = DatedBody { body: id("S9B9J"), period: since() };
    scribe.keeps(Mandate::SharePost { post: id("kept"), body }).await;
    let capacity = mandate::Capacity::Substantive;
    let holding = Holding { post: id("kept"), person: id("person-kept"), capacity, period: since() };
    scribe.keeps(Mandate::Appoint { holding }).await;
    scribe.keeps(Mandate::EndAppointment { post: id("kept"), person: id("person-kept"), on: id("2027-01-01") }).await;
    let interest = Interest {
        id: id("kept-shares"),
        person: id("person-gone"),
        category: InterestCategory::Financial,
        matters: Vec::new(),
        period: since(),
    };
    scribe.keeps(Mandate::DeclareInterest { interest, wording: "Shares (made up)".to_owned() }).await;
    scribe.keeps(Mandate::EndInterest { interest: id("kept-shares"), on: id("2027-01-01") }).await;
    scribe.keeps(Mandate::ForgetPerson { person: id("person-gone") }).await;
}

async fn powers(scribe: &Scribe<'_>) {
    for (instrument, kind, rests_on) in [
        ("kept-resolution", InstrumentKind::Resolution, "thames-constitution"),
        ("kept-direction", InstrumentKind::Direction, "nhs-act-2006"),
    ] {
        let instrument = Instrument {
            id: id(instrument),
            kind,
            title: "An instrument of the record (made up)".to_owned(),
            body: Some(id("S0E4D")),
            rests_on: Some(id(rests_on)),
            period: since(),
            reference: None,
        };
        scribe.keeps(Mandate::MakeInstrument { instrument }).await;
    }
    let delegation = Delegation {
        id: id("kept-power"),
        body: id("S0E4D"),
        matters: vec![id("service:services")],
        holder: Holder::Post(id("kept")),
        limits: Limits { per_decision: Some(Pence(100_000)), ..Limits::NONE },
        conditions: Vec::new(),
        populations: Vec::new(),
        instrument: id("thames-scheme"),
        clause: None,
        period: since(),
    };
    scribe.keeps(Mandate::GrantPower { delegation }).await;
    let (power, reason) = (id("kept-power"), "Made up".to_owned());
    scribe.keeps(Mandate::RevokePower { power, on: id("2027-01-01"), reason }).await;
    scribe.keeps(Mandate::EndInstrument { instrument: id("kept-resolution"), on: id("2027-01-01") }).await;
}

async fn committees(scribe: &Scribe<'_>) {
    let members = ["S0E4D", "S9B9J"].map(|body| DatedBody { body: id(body), period: since() }).to_vec();
    let committee = Committee {
        id: id("kept-committee"),
        name: "A committee of the record (made up)".to_owned(),
        shape: Shape::IndividualDelegation,
        members,
        remit: Vec::new(),
        seats: Vec::new(),
        period: since(),
        instrument: id("boards-terms"),
    };
    scribe.keeps(Mandate::FormCommittee { committee }).await;
    let member = DatedBody { body: id("Z9B2Z"), period: since() };
    scribe.keeps(Mandate::JoinCommittee { committee: id("kept-committee"), member }).await;
    let seat = Seat { post: id("kept"), role: SeatRole::Member, represents: [].into(), period: since() };
    scribe.keeps(Mandate::TakeSeat { committee: id("kept-committee"), seat }).await;
    let line = DatedLine { line: id("nhs-111"), period: since(), instrument: id("boards-terms") };
    scribe.keeps(Mandate::GrowRemit { committee: id("kept-committee"), line }).await;
    let (committee, on) = (|| id("kept-committee"), id("2026-12-01"));
    scribe.keeps(Mandate::ShrinkRemit { committee: committee(), line: id("nhs-111"), on }).await;
    scribe.keeps(Mandate::LeaveSeat { committee: committee(), post: id("kept"), on }).await;
    scribe.keeps(Mandate::LeaveCommittee { committee: committee(), body: id("Z9B2Z"), on }).await;
    scribe.keeps(Mandate::EndCommittee { committee: committee(), on: id("2027-01-01") }).await;
    scribe.keeps(Mandate::EndPost { post: id("kept"), on: id("2027-02-01") }).await;
}

async fn services(scribe: &Scribe<'_>) {
    let line = Line {
        code: id("kept-line"),
        name: "A service of the record (made up)".to_owned(),
        parent: None,
        period: since(),
    };
    scribe.keeps(Mandate::EnterLine { line }).await;
    let (name, lines) = ("A universe of the record (made up)".to_owned(), vec![id("kept-line")]);
    scribe.keeps(Mandate::NameUniverse { universe: Universe { id: id("kept-universe"), name, lines } }).await;
    let mandate = mandate::Mandate {
        id: id("kept-mandate"),
        line: id("kept-line"),
        populations: vec![Population::registered(id("S0E4D"))],
        level: Level::System,
        commissioners: vec![id("S0E4D")],
        instrument: id("nhs-act-2006"),
        period: since(),
    };
    scribe.keeps(Mandate::GiveMandate { mandate, reason: Some("Made up".to_owned()) }).await;
    let transfer = Transfer {
        id: id("kept-transfer"),
        line: id("kept-line"),
        populations: vec![Population::registered(id("S0E4D"))],
        from: id("S0E4D"),
        to: id("S9B9J"),
        instrument: id("kept-direction"),
        period: Period::from_days(Some(TODAY), Some(id("2027-04-01"))),
    };
    scribe.keeps(Mandate::TransferFunction { transfer }).await;
    scribe.keeps(Mandate::EndTransfer { transfer: id("kept-transfer"), on: id("2026-12-01") }).await;
    scribe.keeps(Mandate::EndMandate { mandate: id("kept-mandate"), on: id("2027-01-01") }).await;
    scribe.keeps(Mandate::EndLine { line: id("kept-line"), on: id("2027-02-01") }).await;
}

async fn bodies(scribe: &Scribe<'_>) {
    let on = id("2026-04-01");
    let (instrument, to) = (id("nhs-act-2006"), ["S0E4D", "S9B9J", "QRL"].map(|to| (id(to), Taken::default())).into());
    let division = Division { predecessor: id("QNQ"), on, instrument, to, lapses: Taken::default() };
    scribe.keeps(Mandate::Divide { division }).await;
    let carry = CarryOver::whole(vec![id("QXU")], id("S9B9J"), on, id("nhs-act-2006"));
    scribe.keeps(Mandate::CarryOver { carry }).await;
    let entry = scribe.0.known().state.sequence();
    scribe.keeps(Mandate::Withdraw { entry, ordinal: 0, reason: "Entered in error (made up)".to_owned() }).await;
}

async fn meeting(scribe: &Scribe<'_>) {
    const CHIEF: &str = "person-thames-chief";
    let item = || id("boards-2026-04-1");
    scribe.asks(CHIEF, Meet::Speak { item: item(), remark: "We agree (made up).".to_owned() }).await;
    let plan = Meet::Plan {
        plan: id("kept-plan"),
        forum: id(BOARDS),
        expected: LATER,
        matter: id("service:nhs-111"),
        title: "What comes next (made up)".to_owned(),
        access: NewAccess::Public,
    };
    scribe.keeps(plan).await;
    scribe.keeps(Meet::Schedule { plan: id("kept-plan"), item: item() }).await;
    let paper = Meet::FilePaper {
        item: item(),
        paper: id("kept-paper"),
        title: "A paper (made up)".to_owned(),
        hash: TextHash::of(b"# A paper"),
        media_type: "text/markdown; charset=utf-8".to_owned(),
        access: NewAccess::Confidential { reason: "Made up".to_owned() },
    };
    scribe.keeps(paper).await;
    scribe.keeps(Meet::Apologise { meeting: id("boards-2026-04"), person: id("person-boards-clerk") }).await;
    scribe.keeps(Meet::CloseItem { item: item() }).await;
    scribe.keeps(Meet::OpenItem { item: item() }).await;
    scribe.keeps(called("kept-may", id(BOARDS), LATER)).await;
    let hours = Hours::new(Time::constant(9, 0, 0, 0), Time::constant(10, 0, 0, 0)).unwrap();
    scribe.keeps(Meet::SetHours { meeting: id("kept-may"), hours }).await;
    let (subject, text) = (NoticeSubject::Meeting(id("kept-may")), "We meet in May (made up).".to_owned());
    scribe.keeps(Meet::GiveNotice { notice: id("kept-notice"), forum: id(BOARDS), subject, text }).await;
    scribe.keeps(Meet::Cancel { meeting: id("kept-may"), reason: "Made up".to_owned() }).await;
    let (action, kind, owner) = (id("kept-action"), ActionKind::ALL[0], id(CHIEF));
    let wording = "See to it (made up)".to_owned();
    scribe.keeps(Meet::RaiseAction { action, kind, item: item(), wording, owner, due: LATER }).await;
    scribe.keeps(Meet::CloseAction { action: id("kept-action"), evidence: "It is done (made up)".to_owned() }).await;
}

fn called(meeting: &str, forum: Forum, on: Date) -> Meet {
    let (title, place) = ("A meeting of the record (made up)".to_owned(), "By video (made up)".to_owned());
    Meet::Call { meeting: id(meeting), forum, on, hours: None, title, place }
}

fn proposal(proposal: &str, forum: Forum, route: Route, bodies: &[&str]) -> NewProposal {
    NewProposal {
        proposal: id(proposal),
        forum,
        route,
        title: "A proposal of the record (made up)".to_owned(),
        text: "That it be kept (made up).".to_owned(),
        matters: vec![id("service:nhs-111")],
        bodies: bodies.iter().map(|body| id(body)).collect(),
        amounts: BTreeMap::new(),
        divisibility: Divisibility::Divisible,
        conditions: Vec::new(),
        earlier: None,
    }
}

fn wording() -> TextHash {
    TextHash::of_wording("That it be kept (made up).", &BTreeMap::new())
}

async fn in_writing(scribe: &Scribe<'_>) {
    let house = scribe.0.known();
    let terms = house.state.executive().now().terms_on(&id(BOARDS), TODAY).unwrap().terms.clone();
    let quorum = Quorum { persons: 2, bodies: 2, classes: Vec::new() };
    scribe.keeps(Meet::SetTerms(TermsOfReference { quorum, from: TODAY, ..terms })).await;
    let condition = NewCondition {
        condition: id("kept-condition"),
        wording: "That the money is there (made up)".to_owned(),
        owner: id("person-thames-chief"),
        expires: id("2026-06-01"),
    };
    let new = proposal("kept-in-writing", id(BOARDS), Route::WrittenResolution, &["S0E4D", "S9B9J", "Z9B2Z"]);
    scribe.keeps(Meet::Propose(NewProposal { conditions: vec![condition], ..new })).await;
    let the = || id("kept-in-writing");
    let divisibility = Divisibility::Indivisible { reason: "Made up".to_owned() };
    scribe.keeps(Meet::Divide { proposal: the(), divisibility }).await;
    scribe.keeps(Meet::Divide { proposal: the(), divisibility: Divisibility::Divisible }).await;
    scribe.keeps(Meet::OpenPositions { proposal: the(), closes: TODAY }).await;
    let chiefs = [("thames", "S0E4D", Stance::Agree), ("surrey", "S9B9J", Stance::Agree)];
    for (short, body, stance) in chiefs.into_iter().chain([("london", "Z9B2Z", Stance::Object)]) {
        let (body, text, reason) = (id::<OdsCode>(body), wording(), "Made up".to_owned());
        let act = Meet::TakePosition { proposal: the(), body, text, stance, reason };
        scribe.asks(&format!("person-{short}-chief"), act).await;
    }
    scribe.keeps(Meet::Settle { proposal: the() }).await;
    let (body, mediator) = (id("Z9B2Z"), id("person-kept"));
    scribe.keeps(Meet::NameMediator { proposal: the(), body, mediator }).await;
    scribe.keeps(Meet::ReportUrgent { proposal: the(), item: id("boards-2026-04-1") }).await;
    let (question, asker, text) =
        (id("kept-question"), "A committee (made up)".to_owned(), "Why? (made up)".to_owned());
    scribe.keeps(Meet::AskQuestion { question, proposal: the(), asker, text }).await;
    let commitments = vec![NewCommitment { wording: "To look again (made up)".to_owned(), due: LATER }];
    let (question, text) = (id("kept-question"), "Because (made up)".to_owned());
    scribe.keeps(Meet::AnswerQuestion { question, proposal: the(), text, commitments }).await;
    let (question, evidence) = (id("kept-question"), "We looked (made up)".to_owned());
    scribe.keeps(Meet::KeepCommitment { question, proposal: the(), commitment: 0, evidence }).await;
    scribe.later(Meet::LetTimePass { proposal: the() }).await;
    let (condition, evidence) = (id("kept-condition"), "It is there (made up)".to_owned());
    scribe.later(Meet::MeetCondition { proposal: the(), condition, evidence }).await;
}

/// What governing bodies answer: without a quorum, no, then yes on a condition that lapses; and together or not at all.
async fn referred(scribe: &Scribe<'_>) {
    let answer = |proposal: &str, body: &str, answer, conditions, present| Meet::AnswerReferral {
        proposal: id(proposal),
        body: id(body),
        text: wording(),
        answer,
        conditions,
        minute: Minute::Cited { reference: "Minute 7 (made up)".to_owned(), present, quorum: 2 },
    };
    let condition = NewCondition {
        condition: id("kept-own"),
        wording: "That it is reviewed (made up)".to_owned(),
        owner: id("person-london-chief"),
        expires: id("2026-05-20"),
    };
    let london = |of, conditions, present| answer("kept-in-writing", "Z9B2Z", of, conditions, present);
    scribe.later(london(Answer::Agrees, Vec::new(), 1)).await;
    scribe.later(london(Answer::Refuses, Vec::new(), 3)).await;
    scribe.later(london(Answer::Agrees, vec![condition], 3)).await;
    let much_later = |act: Meet| scribe.on(id("2026-06-01"), Actor::Keeper, act.into());
    much_later(Meet::LetTimePass { proposal: id("kept-in-writing") }).await;
    let new = proposal("kept-together", id(BOARDS), Route::WrittenResolution, &["S0E4D", "S9B9J"]);
    let divisibility = Divisibility::Indivisible { reason: "Made up".to_owned() };
    scribe.keeps(Meet::Propose(NewProposal { divisibility, ..new })).await;
    scribe.keeps(Meet::OpenPositions { proposal: id("kept-together"), closes: TODAY }).await;
    scribe.later(Meet::LetTimePass { proposal: id("kept-together") }).await;
    for body in ["S0E4D", "S9B9J"] {
        scribe.later(answer("kept-together", body, Answer::Agrees, Vec::new(), 2)).await;
    }
}

async fn governing_body(scribe: &Scribe<'_>) {
    let forum = || Forum::GoverningBody(id("S0E4D"));
    let seat = |kind: PostKind, voice| Place {
        name: kind.words(),
        kind,
        bodies: [id("S0E4D")].into(),
        voice,
        class: "member".to_owned(),
        required: true,
    };
    let threshold = Threshold {
        share: executive::Share::ALL[0],
        of: executive::Denominator::ALL[0],
        grouping: executive::Grouping::Whole,
    };
    let terms = TermsOfReference {
        forum: forum(),
        from: TODAY,
        source: "Standing orders (made up)".to_owned(),
        seats: vec![seat(PostKind::ChiefExecutive, Voice::Votes), seat(PostKind::Chair, Voice::Votes)],
        quorum: Quorum { persons: 2, bodies: 1, classes: Vec::new() },
        method: Method::Votes { threshold },
        deputies: false,
        referral_days: 28,
    };
    scribe.keeps(Meet::SetTerms(terms)).await;
    scribe.keeps(called("kept-board", forum(), TODAY)).await;
    let (title, access) = ("An item of the record (made up)".to_owned(), NewAccess::Public);
    let (meeting, item) = (|| id("kept-board"), || id("kept-board-1"));
    scribe.keeps(Meet::AddItem { meeting: meeting(), item: item(), kind: ItemKind::Decision, title, access }).await;
    for person in ["person-thames-chief", "person-thames-chair"] {
        scribe.keeps(Meet::Arrive { meeting: meeting(), person: id(person) }).await;
    }
    scribe.keeps(Meet::OpenMeeting { meeting: meeting() }).await;
    scribe.keeps(Meet::OpenItem { item: item() }).await;
    let new = proposal("kept-at-board", forum(), Route::Item { item: item() }, &["S0E4D"]);
    scribe.keeps(Meet::Propose(new)).await;
    scribe.keeps(Meet::OpenPositions { proposal: id("kept-at-board"), closes: TODAY }).await;
    for person in ["person-thames-chief", "person-thames-chair"] {
        let (proposal, text) = (id("kept-at-board"), wording());
        scribe.asks(person, Meet::CastVote { item: item(), proposal, text, vote: Vote::ALL[0] }).await;
    }
    scribe.keeps(Meet::Settle { proposal: id("kept-at-board") }).await;
    scribe.keeps(Meet::Leave { meeting: meeting(), person: id("person-thames-chair") }).await;
    scribe.keeps(Meet::CloseMeeting { meeting: meeting() }).await;
}

async fn overrides(scribe: &Scribe<'_>) {
    const OFFICER: &str = "person-thames-finance";
    let (the, reason) = (|| id("override-made-up"), || "Made up".to_owned());
    scribe.asks(OFFICER, Payers::ExtendOverride { id: the(), last: id("2026-05-31"), reason: reason() }).await;
    scribe.asks(OFFICER, Payers::EndOverride { id: the(), last: id("2026-05-10"), reason: reason() }).await;
    scribe.asks(OFFICER, Payers::EraseKey { id: the() }).await;
}

async fn challenges(scribe: &Scribe<'_>) {
    const CLAIMANT: &str = "person-thames-finance";
    const RESPONDENT: &str = "person-surrey-finance";
    let reason = || "Made up".to_owned();
    let of = |records, pence| Sum { records, pence: Pence(pence) };
    let file = NewFile {
        evidence: id("kept-letter"),
        title: "A letter (made up)".to_owned(),
        hash: FileHash::of(b"a letter"),
        media_type: "text/plain".to_owned(),
        n_bytes: 8,
    };
    scribe.asks(CLAIMANT, Payers::File { case: id("challenge-open"), party: Party::Claimant, file }).await;
    for case in ["kept-ruled", "kept-agreed", "kept-withdrawn"] {
        let claim = NewClaim {
            case: id(case),
            claimant: id("S0E4D"),
            respondent: id("S9B9J"),
            words: "A claim of the record (made up)".to_owned(),
            first: id("2026-04-01"),
            last: TODAY,
            sum: of(3, 30_000),
            subject: NewSubject::Batch { run: id("kept"), hash: FileHash::of(b"kept") },
        };
        scribe.asks(CLAIMANT, Payers::Open(claim)).await;
    }
    let given = Given::Directly;
    let answer =
        Payers::Answer { case: id("kept-ruled"), offer: of(1, 10_000), reason: reason(), given: given.clone() };
    scribe.asks(RESPONDENT, answer).await;
    scribe.asks(CLAIMANT, Payers::Press { case: id("kept-ruled"), ask: of(2, 20_000), reason: reason() }).await;
    let (case, party) = (|| id("kept-ruled"), Party::Claimant);
    scribe.asks(CLAIMANT, Payers::Escalate { case: case(), party, reason: reason() }).await;
    let (ruling, sum) = (Ruling::Upheld, of(2, 20_000));
    scribe.asks(CLAIMANT, Payers::Rule { case: case(), party, ruling, sum, reason: reason() }).await;
    scribe.asks(RESPONDENT, Payers::Agree { case: id("kept-agreed"), given }).await;
    scribe.asks(CLAIMANT, Payers::Withdraw { case: id("kept-withdrawn"), reason: reason() }).await;
}

/// Texts erased by their entry, and as an earlier version erased them.
/// What the demonstration's ledger has none of.
async fn texts(scribe: &Scribe<'_>) {
    let keeper = Who::keeper(KEEPER);
    let entries = scribe.0.journal().read(0, 10_000).await.unwrap();
    let written = |kind: &str| entries.iter().rev().find(|entry| entry.act["act"] == kind).unwrap();
    scribe.0.act(&keeper, Erase::of(written("speak"))).await.unwrap();
    scribe.0.act(&keeper, Erase::noted(written("give-notice").payloads.clone())).await.unwrap();
}
