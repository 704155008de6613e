//! A small world of offices: one person in each kind of post and seat for one year, and one of each act there is.

use app::Act;
use executive::{
    Act as Meet, ActionKind, Answer, Divisibility, Forum, ItemId, ItemKind, MeetingId, Method, Minute, NewAccess,
    NewProposal, NoticeSubject, ProposalId, Quorum, Recusal, Route, Stance, Subject, TermsOfReference, TextHash, Voice,
    Vote,
};
use mandate::{
    Act as Mandate, Capacity, CarryOver, Committee, DatedBody, DatedLine, Delegation, Holder, HolderId, Holding,
    Instrument, InstrumentKind, Interest, InterestCategory, Level, Limits, Line, Matter, PersonId, Population, Post,
    PostKind, SchemeRow, Seat, SeatRole, Shape, Transfer, Universe,
};
use terms::{Date, OdsCode, Period, Sequence};

/// A role, and who holds it for one year.
pub(crate) struct Office {
    pub(crate) words: String,
    pub(crate) person: PersonId,
}

const START: Date = Date::constant(2018, 4, 1);
const FROM: Date = Date::constant(2019, 4, 1);
const TO: Date = Date::constant(2020, 4, 1);

pub(crate) fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().unwrap()
}

fn always() -> Period {
    Period::from_days(Some(START), None)
}

fn year() -> Period {
    Period::from_days(Some(FROM), Some(TO))
}

/// The kinds of post that differ in what they let one do; every portfolio of a director lets one do the same.
fn kinds() -> Vec<PostKind> {
    PostKind::SINGLE.iter().copied().chain([PostKind::Director(mandate::Portfolio::Finance)]).collect()
}

pub(crate) fn offices() -> Vec<Office> {
    let by_post = kinds().into_iter().map(|kind| Office {
        words: format!("{} of 14Y", kind.words()),
        person: id(&format!("person-{}", kind.slug())),
    });
    let by_seat = SeatRole::ALL.iter().map(|role| Office {
        words: format!("{} of a committee of 14Y and 10Q, for 14Y", role.words()),
        person: id(&format!("person-seat-{}", role.slug())),
    });
    by_post.chain(by_seat).collect()
}

/// What the keeper enters so that there is something to ask about: for 14Y and, alike, for 10Q.
pub(crate) fn by_the_keeper() -> Vec<Act> {
    let rooms = rooms_before().into_iter().map(Act::Mandate).chain(meetings().into_iter().map(Act::Executive));
    rooms.chain(crate::payers::before().into_iter().map(Act::WhoPays)).collect()
}

fn rooms_before() -> Vec<Mandate> {
    let mut acts = vec![
        Mandate::MakeInstrument { instrument: instrument("statute", InstrumentKind::Statute, None, None) },
        Mandate::EnterLine { line: line("acute") },
        Mandate::EnterLine { line: line("ambulance") },
    ];
    for (body, name) in [("14Y", "own"), ("10Q", "other")] {
        let code: OdsCode = id(body);
        let constitution = format!("constitution-{name}");
        let under = |text: &str| Some(text.to_owned());
        acts.extend([
            Mandate::EnterPerson { person: id(&format!("person-{name}")), name: "A Member".into(), contact: None },
            Mandate::CreatePost { post: post(&format!("post-{name}"), PostKind::Head, &[body]) },
            Mandate::CreatePost { post: post(&format!("post-empty-{name}"), PostKind::Head, &[body]) },
            Mandate::Appoint { holding: held(&format!("post-{name}"), &format!("person-{name}"), always()) },
            Mandate::MakeInstrument {
                instrument: instrument(&constitution, InstrumentKind::Constitution, Some(code), under("statute")),
            },
            Mandate::AdoptScheme {
                scheme: instrument(
                    &format!("scheme-{name}"),
                    InstrumentKind::Scheme,
                    Some(code),
                    Some(constitution.clone()),
                ),
                rows: vec![reserved()],
            },
            Mandate::GrantPower { delegation: delegation(&format!("power-{name}"), name) },
            Mandate::FormCommittee { committee: committee(&format!("committee-{name}"), body) },
            Mandate::GiveMandate { mandate: mandate(&format!("mandate-{name}"), body, "acute"), reason: None },
            Mandate::DeclareInterest {
                interest: interest(&format!("interest-{name}"), name),
                wording: "Shares".into(),
            },
        ]);
    }
    let direction = instrument("direction", InstrumentKind::Direction, Some(id("14Y")), Some("statute".into()));
    acts.push(Mandate::MakeInstrument { instrument: direction });
    for (from, to, name) in [("14Y", "10Q", "own"), ("10Q", "14Y", "other")] {
        acts.push(Mandate::TransferFunction { transfer: transfer(&format!("transfer-{name}"), from, to) });
    }
    for kind in kinds() {
        let (seat, person) = (format!("office-{}", kind.slug()), format!("person-{}", kind.slug()));
        acts.push(Mandate::EnterPerson { person: id(&person), name: kind.words(), contact: None });
        acts.push(Mandate::CreatePost { post: post(&seat, kind, &["14Y"]) });
        acts.push(Mandate::Appoint { holding: held(&seat, &person, year()) });
    }
    for role in SeatRole::ALL {
        let (office, person) = (format!("office-seat-{}", role.slug()), format!("person-seat-{}", role.slug()));
        acts.push(Mandate::EnterPerson { person: id(&person), name: role.words().into(), contact: None });
        acts.push(Mandate::CreatePost { post: post(&office, PostKind::Head, &["14Y"]) });
        acts.push(Mandate::Appoint { holding: held(&office, &person, year()) });
        let represents = if *role == SeatRole::Representative { [id("14Y")].into() } else { [].into() };
        let seat = Seat { post: id(&office), role: *role, represents, period: always() };
        acts.push(Mandate::TakeSeat { committee: id("committee-own"), seat });
    }
    acts
}

/// One of each act, about an object of 14Y or its committee, and about one of 10Q or its committee.
pub(crate) fn holding() -> Vec<(String, Act, Act)> {
    let own = acts_about("14Y", "own");
    let other = acts_about("10Q", "other");
    own.into_iter().zip(other).map(|((name, own), (_, other))| (name, own, other)).collect()
}

fn acts_about(body: &str, name: &str) -> Vec<(String, Act)> {
    let code: OdsCode = id(body);
    let named = |kind: &str| format!("{kind}-{name}");
    let on = Date::constant(2021, 4, 1);
    let mandate_acts = vec![
        ("enter a person", Mandate::EnterPerson { person: id("person-new"), name: "New".into(), contact: None }),
        ("forget a person", Mandate::ForgetPerson { person: id(&named("person")) }),
        ("create a post", Mandate::CreatePost { post: post("post-new", PostKind::Head, &[body]) }),
        ("share a post", Mandate::SharePost { post: id(&named("post")), body: dated("15A") }),
        ("end a post", Mandate::EndPost { post: id(&named("post-empty")), on }),
        ("appoint", Mandate::Appoint { holding: held(&named("post-empty"), &named("person"), always()) }),
        ("end an appointment", Mandate::EndAppointment { post: id(&named("post")), person: id(&named("person")), on }),
        (
            "declare another's interest",
            Mandate::DeclareInterest { interest: interest("interest-new", name), wording: "Shares".into() },
        ),
        ("end another's interest", Mandate::EndInterest { interest: id(&named("interest")), on }),
        (
            "make an instrument",
            Mandate::MakeInstrument {
                instrument: instrument("new", InstrumentKind::Resolution, Some(code), Some(named("scheme"))),
            },
        ),
        ("end an instrument", Mandate::EndInstrument { instrument: id(&named("scheme")), on }),
        (
            "adopt a scheme",
            Mandate::AdoptScheme {
                scheme: instrument("new", InstrumentKind::Scheme, Some(code), Some(named("constitution"))),
                rows: vec![reserved()],
            },
        ),
        ("give a power", Mandate::GrantPower { delegation: delegation("power-new", name) }),
        ("revoke a power", Mandate::RevokePower { power: id(&named("power")), on, reason: "Ended".into() }),
        ("form a committee", Mandate::FormCommittee { committee: committee("committee-new", body) }),
        ("join a committee", Mandate::JoinCommittee { committee: id(&named("committee")), member: dated(body) }),
        ("leave a committee", Mandate::LeaveCommittee { committee: id(&named("committee")), body: code, on }),
        (
            "seat a post",
            Mandate::TakeSeat {
                committee: id(&named("committee")),
                seat: Seat {
                    post: id(&named("post")),
                    role: SeatRole::Member,
                    represents: [].into(),
                    period: always(),
                },
            },
        ),
        ("end a seat", Mandate::LeaveSeat { committee: id(&named("committee")), post: id(&named("post")), on }),
        (
            "grow a remit",
            Mandate::GrowRemit {
                committee: id(&named("committee")),
                line: DatedLine { line: id("ambulance"), period: always(), instrument: id(&named("scheme")) },
            },
        ),
        ("shrink a remit", Mandate::ShrinkRemit { committee: id(&named("committee")), line: id("acute"), on }),
        ("end a committee", Mandate::EndCommittee { committee: id(&named("committee")), on }),
        ("enter a service line", Mandate::EnterLine { line: line("community") }),
        ("end a service line", Mandate::EndLine { line: id("acute"), on }),
        (
            "name a universe",
            Mandate::NameUniverse {
                universe: Universe { id: id("all"), name: "All".into(), lines: vec![id("acute")] },
            },
        ),
        ("give a mandate", Mandate::GiveMandate { mandate: mandate("new", body, "ambulance"), reason: None }),
        ("end a mandate", Mandate::EndMandate { mandate: id(&named("mandate")), on }),
        (
            "transfer a function",
            Mandate::TransferFunction { transfer: transfer("new", body, if name == "own" { "10Q" } else { "14Y" }) },
        ),
        ("end a transfer", Mandate::EndTransfer { transfer: id(&named("transfer")), on }),
        ("carry over", Mandate::CarryOver { carry: CarryOver::whole(vec![code], id("15A"), on, id("statute")) }),
        ("withdraw a wrong fact", Mandate::Withdraw { entry: entry_of_post(name), ordinal: 0, reason: "Wrong".into() }),
    ];
    let register_acts = [(
        "put the register right",
        register::Act::RetractImport { source_hash: register::FileHash([0; 32]), reason: "Wrong".into() },
    )];
    let mandate_acts = mandate_acts.into_iter().map(|(words, act)| (words.to_owned(), Act::Mandate(act)));
    let register_acts = register_acts.into_iter().map(|(words, act)| (words.to_owned(), Act::Register(act)));
    let meeting_acts = meeting_acts_about(name, code).into_iter();
    let meeting_acts = meeting_acts.map(|(words, act)| (words.to_owned(), Act::Executive(act)));
    let payers_acts = crate::payers::acts_about(name, code).into_iter();
    let payers_acts = payers_acts.map(|(words, act)| (words.to_owned(), Act::WhoPays(act)));
    register_acts.chain(mandate_acts).chain(meeting_acts).chain(payers_acts).collect()
}

/// A meeting of each committee with an item, a proposal, an action and a question to ask about.
fn meetings() -> Vec<Meet> {
    let mut acts = Vec::new();
    for name in ["own", "other"] {
        let forum = Forum::Committee(id(&format!("committee-{name}")));
        let named = |kind: &str| format!("{kind}-{name}");
        acts.extend([
            Meet::SetTerms(terms(&forum)),
            Meet::Call {
                meeting: id(&named("meeting")),
                forum: forum.clone(),
                on: Date::constant(2100, 1, 1),
                hours: None,
                title: "A meeting".into(),
                place: "A place".into(),
            },
            Meet::AddItem {
                meeting: id(&named("meeting")),
                item: id(&named("item")),
                kind: ItemKind::Decision,
                title: "An item".into(),
                access: NewAccess::Public,
            },
            Meet::Propose(proposal(&named("proposal"), name)),
            Meet::RaiseAction {
                action: id(&named("action")),
                kind: ActionKind::Action,
                item: id(&named("item")),
                wording: "Something to do".into(),
                owner: id(&named("person")),
                due: Date::constant(2100, 1, 1),
            },
            Meet::AskQuestion {
                question: id(&named("question")),
                proposal: id(&named("proposal")),
                asker: "A member of the public".into(),
                text: "Why?".into(),
            },
        ]);
    }
    acts
}

fn terms(forum: &Forum) -> TermsOfReference {
    TermsOfReference {
        forum: forum.clone(),
        from: START,
        source: "Terms of reference".into(),
        seats: vec![executive::Seat {
            name: "A head".into(),
            kind: PostKind::Head,
            bodies: [id("14Y"), id("10Q")].into(),
            voice: Voice::Represents,
            class: "executive".into(),
            required: false,
        }],
        quorum: Quorum { persons: 1, bodies: 1, classes: Vec::new() },
        method: Method::Consensus { rounds: 2, days: 14 },
        deputies: true,
        referral_days: 28,
    }
}

fn proposal(name: &str, whose: &str) -> NewProposal {
    NewProposal {
        proposal: id(name),
        forum: Forum::Committee(id(&format!("committee-{whose}"))),
        route: Route::Item { item: id(&format!("item-{whose}")) },
        title: "A proposal".into(),
        text: "That something be done.".into(),
        matters: vec![Matter::Service(id("acute"))],
        bodies: [id("14Y"), id("10Q")].into(),
        amounts: [].into(),
        divisibility: Divisibility::Divisible,
        conditions: Vec::new(),
        earlier: None,
    }
}

fn meeting_acts_about(name: &str, body: OdsCode) -> Vec<(&'static str, Meet)> {
    let named = |kind: &str| format!("{kind}-{name}");
    let forum = Forum::Committee(id(&named("committee")));
    let (meeting, item) = (id::<MeetingId>(&named("meeting")), id::<ItemId>(&named("item")));
    let (proposed, person) = (id::<ProposalId>(&named("proposal")), id::<PersonId>(&named("person")));
    let day = Date::constant(2100, 1, 1);
    let text = TextHash::of(b"That something be done.");
    vec![
        ("set terms of reference", Meet::SetTerms(terms(&forum))),
        (
            "plan a decision",
            Meet::Plan {
                plan: id("plan-new"),
                forum: forum.clone(),
                expected: day,
                matter: Matter::Service(id("acute")),
                title: "A decision".into(),
                access: NewAccess::Public,
            },
        ),
        (
            "call a meeting",
            Meet::Call {
                meeting: id("new"),
                forum: forum.clone(),
                on: day,
                hours: None,
                title: "A meeting".into(),
                place: "A place".into(),
            },
        ),
        ("call a meeting off", Meet::Cancel { meeting: meeting.clone(), reason: "Snow".into() }),
        (
            "add an item",
            Meet::AddItem {
                meeting: meeting.clone(),
                item: id("new"),
                kind: ItemKind::Decision,
                title: "An item".into(),
                access: NewAccess::Public,
            },
        ),
        (
            "file a paper",
            Meet::FilePaper {
                item: item.clone(),
                paper: id("new"),
                title: "A paper".into(),
                hash: text,
                media_type: "text/markdown".into(),
                access: NewAccess::Public,
            },
        ),
        ("publish the agenda", Meet::PublishAgenda { meeting: meeting.clone() }),
        ("record apologies", Meet::Apologise { meeting: meeting.clone(), person: person.clone() }),
        ("record an arrival", Meet::Arrive { meeting: meeting.clone(), person: person.clone() }),
        ("record a departure", Meet::Leave { meeting: meeting.clone(), person: person.clone() }),
        (
            "declare an interest in an item",
            Meet::Declare {
                subject: Subject::Item(item.clone()),
                person: person.clone(),
                category: InterestCategory::Financial,
                interest: None,
                nature: "Shares".into(),
                recusal: Recusal::Leaves,
            },
        ),
        ("open a meeting", Meet::OpenMeeting { meeting: meeting.clone() }),
        ("close a meeting", Meet::CloseMeeting { meeting: meeting.clone() }),
        ("take an item", Meet::OpenItem { item: item.clone() }),
        ("leave an item", Meet::CloseItem { item: item.clone() }),
        ("speak", Meet::Speak { item: item.clone(), remark: "Something".into() }),
        ("vote", Meet::CastVote { item: item.clone(), proposal: proposed.clone(), text, vote: Vote::For }),
        ("write minutes", Meet::WriteMinutes { meeting: meeting.clone(), text: "Minutes".into() }),
        ("approve minutes", Meet::ApproveMinutes { meeting: meeting.clone(), text, at: meeting.clone() }),
        (
            "give notice",
            Meet::GiveNotice {
                notice: id("new"),
                forum,
                subject: NoticeSubject::Meeting(meeting.clone()),
                text: "Notice".into(),
            },
        ),
        ("table a proposal", Meet::Propose(proposal("proposal-new", name))),
        (
            "fix whether it can be divided",
            Meet::Divide { proposal: proposed.clone(), divisibility: Divisibility::Divisible },
        ),
        ("open positions", Meet::OpenPositions { proposal: proposed.clone(), closes: day }),
        (
            "take a position",
            Meet::TakePosition { proposal: proposed.clone(), body, text, stance: Stance::Agree, reason: String::new() },
        ),
        ("amend a proposal", Meet::Amend { proposal: proposed.clone(), text: "Otherwise".into(), amounts: [].into() }),
        ("name a mediator", Meet::NameMediator { proposal: proposed.clone(), body, mediator: person.clone() }),
        ("carry a proposal elsewhere", Meet::PutTo { proposal: proposed.clone(), route: Route::WrittenResolution }),
        ("settle a proposal", Meet::Settle { proposal: proposed.clone() }),
        (
            "answer a referral",
            Meet::AnswerReferral {
                proposal: proposed.clone(),
                body,
                text,
                answer: Answer::Agrees,
                conditions: Vec::new(),
                minute: Minute::Cited { reference: "12/19".into(), present: 5, quorum: 4 },
            },
        ),
        (
            "record a condition met",
            Meet::MeetCondition { proposal: proposed.clone(), condition: id("condition"), evidence: "Letter".into() },
        ),
        ("report an urgent decision", Meet::ReportUrgent { proposal: proposed.clone(), item: item.clone() }),
        ("let time pass", Meet::LetTimePass { proposal: proposed.clone() }),
        ("schedule a planned decision", Meet::Schedule { plan: id("plan-new"), item: item.clone() }),
        (
            "raise an action",
            Meet::RaiseAction {
                action: id("new"),
                kind: ActionKind::Action,
                item,
                wording: "Something to do".into(),
                owner: person,
                due: day,
            },
        ),
        ("close an action", Meet::CloseAction { action: id(&named("action")), evidence: "Done".into() }),
        (
            "put a question",
            Meet::AskQuestion {
                question: id("new"),
                proposal: proposed.clone(),
                asker: "A member of the public".into(),
                text: "Why?".into(),
            },
        ),
        (
            "answer a question",
            Meet::AnswerQuestion {
                question: id(&named("question")),
                proposal: proposed.clone(),
                text: "Because.".into(),
                commitments: Vec::new(),
            },
        ),
        (
            "record a commitment kept",
            Meet::KeepCommitment {
                question: id(&named("question")),
                proposal: proposed,
                commitment: 0,
                evidence: "Done".into(),
            },
        ),
    ]
}

/// The entry that created `post-own` or `post-other`: entries of the register's chapters come first.
fn entry_of_post(name: &str) -> Sequence {
    let first = app::demo::N_CHAPTERS as u64;
    let wanted: mandate::PostId = id(&format!("post-{name}"));
    let place =
        rooms_before().iter().position(|act| matches!(act, Mandate::CreatePost { post } if post.id == wanted)).unwrap();
    Sequence(first + place as u64 + 1)
}

fn instrument(name: &str, kind: InstrumentKind, body: Option<OdsCode>, rests_on: Option<String>) -> Instrument {
    Instrument {
        id: id(name),
        kind,
        title: name.to_owned(),
        body,
        rests_on: rests_on.map(|under| id(&under)),
        period: always(),
        reference: None,
    }
}

fn reserved() -> SchemeRow {
    SchemeRow {
        area: "Regulation and control".into(),
        title: "Annual report".into(),
        matter: "function:annual-report".parse().unwrap(),
        clause: None,
        reserved_to: Some(HolderId::GoverningBody),
        delegated: Vec::new(),
        conditions: Vec::new(),
        populations: Vec::new(),
    }
}

fn line(code: &str) -> Line {
    Line { code: id(code), name: code.to_owned(), parent: None, period: always() }
}

fn dated(body: &str) -> DatedBody {
    DatedBody { body: id(body), period: always() }
}

fn post(name: &str, kind: PostKind, bodies: &[&str]) -> Post {
    let bodies = bodies.iter().map(|body| dated(body)).collect();
    Post { id: id(name), title: name.to_owned(), kind, bodies, period: always() }
}

fn held(post: &str, person: &str, period: Period) -> Holding {
    Holding { post: id(post), person: id(person), capacity: Capacity::Substantive, period }
}

fn interest(name: &str, whose: &str) -> Interest {
    Interest {
        id: id(name),
        person: id(&format!("person-{whose}")),
        category: InterestCategory::Financial,
        matters: Vec::new(),
        period: always(),
    }
}

fn delegation(name: &str, whose: &str) -> Delegation {
    Delegation {
        id: id(name),
        body: id(if whose == "own" { "14Y" } else { "10Q" }),
        matters: vec![Matter::Service(id("acute"))],
        holder: Holder::Post(id(&format!("post-{whose}"))),
        limits: Limits::NONE,
        conditions: Vec::new(),
        populations: Vec::new(),
        instrument: id(&format!("scheme-{whose}")),
        clause: None,
        period: always(),
    }
}

fn committee(name: &str, first: &str) -> Committee {
    let second = if first == "14Y" { "10Q" } else { "14Y" };
    Committee {
        id: id(name),
        name: name.to_owned(),
        shape: Shape::IndividualDelegation,
        members: vec![dated(first), dated(second)],
        remit: vec![DatedLine { line: id("acute"), period: always(), instrument: id("statute") }],
        seats: Vec::new(),
        period: always(),
        instrument: id("statute"),
    }
}

fn mandate(name: &str, body: &str, line: &str) -> mandate::Mandate {
    mandate::Mandate {
        id: id(name),
        line: id(line),
        populations: vec![Population::registered(id(body))],
        level: Level::Place,
        commissioners: vec![id(body)],
        instrument: id("statute"),
        period: always(),
    }
}

fn transfer(name: &str, from: &str, to: &str) -> Transfer {
    Transfer {
        id: id(name),
        line: id("acute"),
        populations: vec![Population::registered(id(from))],
        from: id(from),
        to: id(to),
        instrument: id("direction"),
        period: Period::from_days(Some(Date::constant(2022, 4, 1)), Some(Date::constant(2022, 6, 1))),
    }
}
