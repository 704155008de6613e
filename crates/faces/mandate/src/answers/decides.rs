//! Who decides this service for these people on this day, up to how much, on what authority?

use std::collections::BTreeSet;

use mandate::{
    Ask, Authority, CommitteeAsk, CommitteeId, HolderId, LineCode, Link, LinkKind, Matter, PersonId, Population,
    PopulationKind, Shortfall,
};
use similar::TextDiff;
use terms::{Certainty, Date, OdsCode, Pence, Period};

use super::words::{
    Basis, limit_cell, matter_words, person_words, plain_shortfall, population_words, post_words, pounds_of,
};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{code_cell, from, last_day, period_columns};

/// What is asked, on the day of the basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// A service or a function.
    pub matter: Matter,
    /// For whose people, or whose function.
    pub body: OdsCode,
    /// Which of them.
    pub population: PopulationKind,
    /// For how much, when money is decided.
    pub amount: Option<Pence>,
}

/// Why a question has no answer: no service line has the code on the day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no service line `{line}` on {}", day(*.on))]
pub struct NoSuchLine {
    /// The code asked for.
    pub line: LineCode,
    /// The day.
    pub on: Date,
    /// The lines of that day whose code or name is most like it, with their names, the likest first.
    pub nearest: Vec<(LineCode, String)>,
}

/// How many lines are offered in place of one that is not there.
const NEAREST: usize = 3;
/// How like a line must be to be offered: the share of letters that stay.
const LIKE: f32 = 0.5;

impl NoSuchLine {
    /// What to ask for instead, in a sentence.
    pub fn advice(&self) -> String {
        let lines: Vec<String> = self.nearest.iter().map(|(code, name)| format!("{code} ({name})")).collect();
        match lines.as_slice() {
            [] => "The page /services lists the service lines on record.".to_owned(),
            [only] => format!("Did you mean {only}?"),
            [before @ .., last] => format!("Did you mean {} or {last}?", before.join(", ")),
        }
    }
}

/// Looks at what is asked before anybody is said to decide it.
///
/// # Errors
/// [`NoSuchLine`] when it is a service and no line has its code on the day.
pub fn on_record(basis: &Basis<'_>, question: &Question) -> Result<(), NoSuchLine> {
    let Matter::Service(wanted) = &question.matter else { return Ok(()) };
    let on = basis.on();
    if basis.mandates.line(wanted, on).is_some() {
        return Ok(());
    }
    let text = wanted.to_string().to_lowercase();
    let like = |other: &str| {
        let other = other.to_lowercase();
        // A part of the name is as good as the whole.
        if other.contains(&text) || text.contains(&other) { 1.0 } else { TextDiff::from_chars(&text, &other).ratio() }
    };
    let mut found: Vec<(f32, &mandate::Line)> = basis
        .mandates
        .lines(on)
        .map(|line| (like(line.code.as_str()).max(like(&line.name)), line))
        .filter(|(like, _)| *like >= LIKE)
        .collect();
    found.sort_by(|(one, line), (two, other)| two.total_cmp(one).then_with(|| line.code.cmp(&other.code)));
    let nearest = found.into_iter().take(NEAREST).map(|(_, line)| (line.code.clone(), line.name.clone()));
    Err(NoSuchLine { line: wanted.clone(), on, nearest: nearest.collect() })
}

/// Who might decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A person, by a post.
    Person(PersonId),
    /// A post that nobody holds on the day.
    Vacant(mandate::PostId),
    /// A committee that holds powers.
    Committee(CommitteeId),
    /// The governing body or board.
    GoverningBody,
    /// The member practices.
    Membership,
}

/// One that might decide, and whether they may.
#[derive(Clone, Debug)]
pub struct Decider {
    /// For which body.
    pub body: OdsCode,
    /// Who.
    pub who: Who,
    /// The authority, or why there is none.
    pub answer: Result<Authority, Shortfall>,
}

impl Decider {
    /// Who, in words: a person with the post they use.
    pub fn words(&self, basis: &Basis<'_>) -> String {
        match &self.who {
            Who::Person(person) => {
                let post = self.answer.as_ref().ok().and_then(Authority::post);
                let post = post.map(|post| format!(", {}", post_words(basis, post))).unwrap_or_default();
                format!("{}{post}", person_words(basis, person))
            }
            Who::Vacant(post) => format!("nobody: the post {} is vacant", post_words(basis, post)),
            Who::Committee(committee) => super::words::holder_words(basis, &HolderId::Committee(committee.clone())),
            Who::GoverningBody => format!("the {} of {}", basis.board_words(self.body), basis.body(self.body)),
            Who::Membership => format!("the member practices of {}", basis.body(self.body)),
        }
    }
}

/// The bodies that answer for what is asked: the commissioners of a service, or the body itself for a function.
pub fn answerable(basis: &Basis<'_>, question: &Question) -> Vec<OdsCode> {
    match &question.matter {
        Matter::Function(_) => vec![basis.mandates.acting_body(question.body, basis.on())],
        Matter::Service(line) => {
            let population = Population { body: question.body, kind: question.population };
            let responsible = basis.mandates.responsible_for(line, population, basis.on());
            responsible.map(|held| held.commissioners.into_iter().collect()).unwrap_or_default()
        }
    }
}

/// Everybody who might decide for a body, those who may first: the nearest to the work, then the governing body, then those
/// who fall short.
pub fn deciders(basis: &Basis<'_>, body: OdsCode, matter: &Matter, amount: Option<Pence>) -> Vec<Decider> {
    let on = basis.on();
    let answered = basis.mandates.decider(body, matter, amount, on);
    let by = |authority: &Authority| match (authority.person(), authority.committee()) {
        (Some(person), _) => Who::Person(person.clone()),
        (None, Some(committee)) => Who::Committee(committee.clone()),
        (None, None) => Who::GoverningBody,
    };
    let mut found: Vec<Decider> = answered
        .can
        .into_iter()
        .map(|authority| Decider { body, who: by(&authority), answer: Ok(authority) })
        .collect();
    let members = answered.reserved.is_some_and(|held| held.to == HolderId::Membership);
    if members {
        found.push(Decider { body, who: Who::Membership, answer: answered.governing_body.clone() });
    }
    found.push(Decider { body, who: Who::GoverningBody, answer: answered.governing_body });
    let (may, mut not): (Vec<Decider>, Vec<Decider>) = found.into_iter().partition(|held| held.answer.is_ok());
    for who in named(basis, body, matter) {
        if may.iter().chain(&not).any(|held| held.who == who) {
            continue;
        }
        let short = match &who {
            Who::Person(person) => {
                basis.mandates.authorise(&Ask { person, body, matter, amount, on, pending: Pence(0) }).err()
            }
            Who::Committee(committee) => {
                let ask = CommitteeAsk { committee, body, matter, amount, on, pending: Pence(0) };
                basis.mandates.authorise_committee(&ask).err()
            }
            Who::Vacant(post) => {
                let holder = post_words(basis, post);
                Some(Shortfall::NoPower { holder, body, matter: matter.clone(), on })
            }
            Who::GoverningBody | Who::Membership => None,
        };
        not.extend(short.map(|short| Decider { body, who, answer: Err(short) }));
    }
    may.into_iter().chain(not).collect()
}

/// Whoever a power over a matter names: the holders of its post on the day, its committee, or nobody in its post.
fn named(basis: &Basis<'_>, body: OdsCode, matter: &Matter) -> Vec<Who> {
    let on = basis.on();
    let mut whose = vec![body];
    whose.extend(basis.mandates.predecessors(basis.mandates.acting_body(body, on), on));
    let powers = whose.iter().flat_map(|body| basis.mandates.powers_of(*body));
    let over =
        |power: &&mandate::Power| power.matters.iter().any(|held| basis.mandates.covers(held, matter, on).is_some());
    powers
        .filter(over)
        .flat_map(|power| match &power.holder {
            HolderId::Post(post) => {
                let holders = basis.mandates.holders_of(post, on);
                let people: Vec<Who> = holders.into_iter().map(|held| Who::Person(held.person.clone())).collect();
                // A post that does not exist on the day is no vacancy.
                let held = basis.mandates.post(post);
                let exists = held.is_some_and(|post| post.period.contains(on) != Certainty::No);
                if people.is_empty() && exists { vec![Who::Vacant(post.clone())] } else { people }
            }
            HolderId::Committee(committee) => vec![Who::Committee(committee.clone())],
            HolderId::GoverningBody | HolderId::Membership => Vec::new(),
        })
        .collect()
}

/// Everybody who might decide what is asked, for each body that answers for it.
pub fn all_deciders(basis: &Basis<'_>, question: &Question) -> Vec<Decider> {
    answerable(basis, question)
        .into_iter()
        .flat_map(|body| deciders(basis, body, &question.matter, question.amount))
        .collect()
}

/// The answer in one sentence.
pub fn sentence(basis: &Basis<'_>, question: &Question, found: &[Decider]) -> String {
    let what = matter_words(basis, &question.matter);
    let money = question.amount.map(|amount| format!(" to the amount of {}", amount.pounds())).unwrap_or_default();
    let whom = match question.matter {
        Matter::Service(_) => {
            let people = population_words(basis, &Population { body: question.body, kind: question.population });
            let mut letters = people.chars();
            let lower: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
            format!(" for {lower}")
        }
        Matter::Function(_) => format!(" for {}", basis.body(question.body)),
    };
    let subject = format!("On {}, a decision about {what}{whom}{money}", day(basis.on()));
    let bodies = answerable(basis, question);
    let ended = ended_words(basis, question.body).map(|words| format!(" {words}")).unwrap_or_default();
    if bodies.is_empty() {
        return format!("{subject} is nobody’s to take: no mandate on record says whose this service is.{ended}");
    }
    let mut said = Vec::new();
    for body in &bodies {
        let mut theirs = found.iter().filter(|held| held.body == *body);
        let first = theirs.clone().find(|held| held.answer.is_ok());
        said.push(match first {
            Some(held) => {
                let limits = held.answer.as_ref().map(Authority::limits).unwrap_or_default();
                format!("by {}, {}", held.words(basis), pounds_of(&limits))
            }
            None if theirs.any(|held| held.who == Who::Membership) => {
                format!("by the member practices of {} alone", basis.body(*body))
            }
            None => format!("by nobody for {}", basis.body(*body)),
        });
    }
    let joint = if bodies.len() > 1 { "jointly " } else { "" };
    format!("{subject} can be taken {joint}{}.{ended}", said.join("; and "))
}

/// What became of a body that is no more on the day: when it ended, and who took its place; nothing while it lives.
pub(super) fn ended_words(basis: &Basis<'_>, body: OdsCode) -> Option<String> {
    let on = basis.on();
    let life = basis.register.lives(body).counting().unwrap_or(Period::ALWAYS);
    let acting = basis.mandates.acting_body(body, on);
    let to = life.to().filter(|to| to.latest() <= on);
    if to.is_none() && acting == body {
        return None;
    }
    let when = to.map(|to| format!(" on {}", to.previous_day().screen())).unwrap_or_default();
    let ended = format!("{} ended{when}", basis.body(body));
    if acting != body {
        return Some(format!("{ended}: {} took its place.", basis.body(acting)));
    }
    let heirs = basis.register.successors(body, Some(on)).into_iter().map(|link| link.to);
    let heirs: BTreeSet<OdsCode> = heirs.filter(|heir| basis.register.was_open(*heir, on) != Certainty::No).collect();
    Some(if heirs.is_empty() {
        format!("{ended}, and the register names no successor.")
    } else {
        format!(
            "{ended}. By the register {} followed it, to which nothing was carried over as a whole.",
            basis.bodies(heirs)
        )
    })
}

/// Everybody who might decide, as a table.
pub fn decides(basis: &Basis<'_>, question: &Question) -> Table {
    let found = all_deciders(basis, question);
    let rows = found.iter().map(|held| {
        let (may, limits, instrument) = match &held.answer {
            Ok(authority) => ("yes", authority.limits(), last_instrument(authority.chain())),
            Err(_) => ("no", mandate::Limits::NONE, None),
        };
        let why = held.answer.as_ref().err().map(|short| match &held.who {
            Who::Vacant(_) => "the post is vacant on the day".to_owned(),
            _ => plain_shortfall(basis, short),
        });
        let who = match &held.who {
            Who::Person(person) => Cell::link(held.words(basis), super::person_href(person)),
            Who::Committee(id) => Cell::link(held.words(basis), super::committee_href(id)),
            _ => held.words(basis).into(),
        };
        let cited = instrument.map(|link| match &link.clause {
            Some(clause) => format!("{} ({}), {clause}", link.title, link.id),
            None => format!("{} ({})", link.title, link.id),
        });
        vec![
            who,
            code_cell(held.body),
            basis.name(held.body).into(),
            may.into(),
            limit_cell(limits.per_decision),
            limit_cell(limits.per_year),
            limit_cell(limits.lifetime),
            cited.into(),
            why.into(),
        ]
    });
    Table {
        caption: format!("Who may decide {} on {}", matter_words(basis, &question.matter), day(basis.on())),
        columns: vec![
            Column::new("who", "Who", Kind::Link),
            Column::new("body", "For", Kind::Code),
            Column::new("body_name", "Name", Kind::Text),
            Column::new("may", "May decide", Kind::Text),
            Column::new("per_decision", "Up to, per decision", Kind::Money),
            Column::new("per_year", "Up to, per financial year", Kind::Money),
            Column::new("lifetime", "Up to, in all", Kind::Money),
            Column::new("authority", "On the authority of", Kind::Text),
            Column::new("why_not", "Why not", Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec![sentence(basis, question, &found)],
    }
}

/// The link that gives the power itself: the delegation, or the constitution for a governing body.
fn last_instrument(chain: &[Link]) -> Option<&Link> {
    let gives = |link: &&Link| link.kind == LinkKind::Delegation;
    chain.iter().rev().find(gives).or_else(|| chain.iter().rev().find(|link| link.kind == LinkKind::Constitution))
}

/// The chain of an authority as a table: from statute to person.
pub fn chain_table(basis: &Basis<'_>, chain: &[Link]) -> Table {
    let rows = (1_i64..).zip(chain).map(|(place, link)| {
        vec![
            Cell::Number(place),
            link.kind.words().into(),
            link_title(basis, link).into(),
            link.clause.clone().into(),
            from(&link.period),
            last_day(&link.period),
            if link.limits.is_unlimited() {
                Cell::Empty
            } else {
                Cell::brief(link.limits.screen(), link.limits.to_the_penny())
            },
            link.id.clone().into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: "The chain of authority".to_owned(),
        columns: vec![
            Column::new("place", "Link", Kind::Number),
            Column::new("kind", "What it is", Kind::Text),
            Column::new("title", "Title", Kind::Text),
            Column::new("clause", "Clause", Kind::Text),
            first,
            last,
            Column::new("limits", "Up to", Kind::Text),
            Column::new("id", "Identity", Kind::Code),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: Vec::new(),
    }
}

/// What a link is called on screen: a person by name, unless it was erased, a matter by its words.
pub fn link_title(basis: &Basis<'_>, link: &Link) -> String {
    match link.kind {
        LinkKind::Person => {
            let name = link.id.parse().map_or_else(|_| link.id.clone(), |person| person_words(basis, &person));
            format!("{name} ({})", link.title.to_lowercase())
        }
        LinkKind::Delegation => {
            let words = link
                .title
                .split(", ")
                .map(|matter| matter.parse().map_or_else(|_| matter.to_owned(), |matter| matter_words(basis, &matter)));
            words.collect::<Vec<_>>().join(", ")
        }
        LinkKind::GoverningBody => link.id.parse().map_or_else(
            |_| link.title.clone(),
            |body| format!("The {} of {}", basis.board_words(body), basis.body(body)),
        ),
        _ => link.title.clone(),
    }
}
