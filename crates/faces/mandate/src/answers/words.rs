//! How these answers put people, posts, matters and money.

use mandate::{
    Condition, Duty, HolderId, Level, Limits, Mandates, Matter, PersonId, Population, PopulationKind, PostId, Shortfall,
};
use register::View;
use terms::{AsAt, Date, OdsCode, Pence};

use ask::Cell;

/// What an answer is worked out from: the register and the mandates as known at the second clock, and the pair of clocks.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// The register as known.
    pub register: View<'a>,
    /// People, posts, powers and mandates as known.
    pub mandates: Mandates<'a>,
    /// The day asked about, and the entry up to which things are known.
    pub at: AsAt,
}

impl<'a> Basis<'a> {
    /// The basis of a question asked through a lens.
    pub fn of(lens: &'a app::Lens) -> Self {
        Self { register: lens.register(), mandates: lens.mandates(), at: lens.at() }
    }

    /// The day asked about.
    pub fn on(&self) -> Date {
        self.at.valid
    }

    /// A body's name on the day, or the first it is known by afterwards: its own page says which.
    pub(crate) fn name(&self, body: OdsCode) -> String {
        let named = self.register.name_on(body, self.at.valid);
        named.map_or_else(|| "name not on record".to_owned(), |name| name.text.into_string())
    }

    /// A body's name with its code.
    pub(crate) fn body(&self, body: OdsCode) -> String {
        format!("{} ({body})", self.name(body))
    }

    /// Several bodies' names with their codes.
    pub(crate) fn bodies(&self, bodies: impl IntoIterator<Item = OdsCode>) -> String {
        bodies.into_iter().map(|body| self.body(body)).collect::<Vec<_>>().join("; ")
    }

    /// What statute calls those who decide for a body: a board, or a governing body.
    pub(crate) fn board_words(&self, body: OdsCode) -> &'static str {
        naming::board_words(self.register, body, self.at.valid)
    }

    /// Where the table's facts come from.
    pub(crate) fn source(&self) -> String {
        format!("the journal of this service, as known after entry {}", self.at.known)
    }
}

/// Where a person's page is.
pub fn person_href(person: &PersonId) -> String {
    format!("/people/{person}")
}

/// A person's name, or that it was erased.
pub fn person_words(basis: &Basis<'_>, person: &PersonId) -> String {
    basis.mandates.person(person).map_or_else(|| "not on record".to_owned(), |held| held.screen().to_owned())
}

/// A person's name, leading to their page.
pub(crate) fn person_cell(basis: &Basis<'_>, person: &PersonId) -> Cell {
    Cell::link(person_words(basis, person), person_href(person))
}

/// A post's title, leading to its page.
pub(crate) fn post_cell(basis: &Basis<'_>, post: &PostId) -> Cell {
    Cell::link(post_words(basis, post), super::post_href(post))
}

pub(crate) fn post_words(basis: &Basis<'_>, post: &PostId) -> String {
    basis.mandates.post(post).map_or_else(|| post.to_string(), |held| held.title.clone())
}

/// Who holds a power, in words.
pub fn holder_words(basis: &Basis<'_>, holder: &HolderId) -> String {
    match holder {
        HolderId::Membership => "The member practices".to_owned(),
        HolderId::GoverningBody => "The governing body".to_owned(),
        HolderId::Committee(id) => {
            basis.mandates.committee(id).map_or_else(|| id.to_string(), |committee| committee.name.clone())
        }
        HolderId::Post(post) => post_words(basis, post),
    }
}

/// Who holds something of a body's, in words: its board or governing body by the name that statute gives it.
pub fn holder_words_of(basis: &Basis<'_>, holder: &HolderId, body: OdsCode) -> String {
    match holder {
        HolderId::GoverningBody => format!("The {}", basis.board_words(body)),
        _ => holder_words(basis, holder),
    }
}

pub(crate) fn holder_cell(basis: &Basis<'_>, holder: &HolderId, body: OdsCode) -> Cell {
    let words = holder_words_of(basis, holder, body);
    match holder {
        HolderId::Membership | HolderId::GoverningBody => words.into(),
        HolderId::Committee(id) => Cell::link(words, super::committee_href(id)),
        HolderId::Post(post) => Cell::link(words, super::post_href(post)),
    }
}

/// What a matter is, in words: a service line's name on the day, or a function's code read out.
pub fn matter_words(basis: &Basis<'_>, matter: &Matter) -> String {
    match matter {
        Matter::Service(line) => {
            basis.mandates.line(line, basis.on()).map_or_else(|| line.to_string(), |line| line.name.clone())
        }
        Matter::Function(function) => {
            format!("{} (function)", function.as_str().replace(['-', '.'], " "))
        }
    }
}

pub(crate) fn matters_words(basis: &Basis<'_>, matters: &[Matter]) -> String {
    matters.iter().map(|matter| matter_words(basis, matter)).collect::<Vec<_>>().join("; ")
}

/// A population in words.
pub(crate) fn population_words(basis: &Basis<'_>, population: &Population) -> String {
    let kind = match population.kind {
        PopulationKind::Registered => "People registered with",
        PopulationKind::UnregisteredResidents => "Unregistered residents of",
    };
    format!("{kind} {}", basis.body(population.body))
}

pub(crate) fn populations_words(basis: &Basis<'_>, populations: &[Population]) -> String {
    populations.iter().map(|population| population_words(basis, population)).collect::<Vec<_>>().join("; ")
}

pub(crate) fn conditions_words(conditions: &[Condition]) -> String {
    conditions.iter().map(Condition::words).collect::<Vec<_>>().join("; ")
}

/// One limit as a cell; a power without that limit has an empty one.
pub(crate) fn limit_cell(limit: Option<Pence>) -> Cell {
    limit.into()
}

/// A limit as people say it after a verb: "up to £1,000,000 per decision", or "without limit".
pub fn pounds_of(limits: &Limits) -> String {
    if limits.is_unlimited() { "without a limit of money".to_owned() } else { format!("up to {}", limits.screen()) }
}

/// A level with what it means.
pub const fn level_words(level: Level) -> &'static str {
    match level {
        Level::Neighbourhood => "Neighbourhood",
        Level::Place => "Place",
        Level::System => "System",
        Level::Region => "Region",
        Level::Nation => "Nation",
    }
}

/// What a duty lets somebody do, with the body named.
pub fn duty_words(basis: &Basis<'_>, duty: &Duty) -> String {
    let committee = |id: &mandate::CommitteeId| {
        basis.mandates.committee(id).map_or_else(|| id.to_string(), |committee| committee.name.clone())
    };
    match duty {
        Duty::KeepRegister => "Keep the register".to_owned(),
        Duty::KeepPeople(body) => format!("Keep the people and posts of {}", basis.body(*body)),
        Duty::KeepScheme(body) => format!("Keep the scheme and powers of {}", basis.body(*body)),
        Duty::KeepMandates(body) => format!("Keep the mandates and committees of {}", basis.body(*body)),
        Duty::DecideFor(body) => format!("Decide with the {} of {}", basis.board_words(*body), basis.body(*body)),
        Duty::Convene(id) => format!("Convene {}", committee(id)),
        Duty::Chair(id) => format!("Chair {}", committee(id)),
        Duty::Speak(id) => format!("Speak at {}", committee(id)),
        Duty::Represent(id, body) => format!("State the position of {} at {}", basis.body(*body), committee(id)),
        Duty::ReadConfidential(id) => format!("Read the confidential papers of {}", committee(id)),
        Duty::AnswerQuestions(id) => format!("Answer questions put to {}", committee(id)),
        Duty::SettleWhoPays(body) => {
            format!("Settle who pays for {}: overrides and challenges", basis.body(*body))
        }
        Duty::KeepMoney(body) => format!("Keep the money of {}: accounts and transfers", basis.body(*body)),
        Duty::Audit => "Read everything, as auditor".to_owned(),
    }
}

/// Why nobody may, with people by name and bodies, posts and lines by theirs.
pub fn plain_shortfall(basis: &Basis<'_>, short: &Shortfall) -> String {
    match short {
        Shortfall::NoPost { person, body, on } => {
            format!("{} holds no post of {} on {}", person_words(basis, person), basis.body(*body), ask::day(*on))
        }
        Shortfall::PostFellVacant { post, person, on } => format!(
            "{} no longer holds the post {} on {}: the power falls with the post",
            person_words(basis, person),
            post_words(basis, post),
            ask::day(*on)
        ),
        Shortfall::NotTheCommissioner { body, line, responsible, on } => {
            let line = matter_words(basis, &Matter::Service(line.clone()));
            let whose = if responsible.is_empty() {
                "no mandate on record says whose it is".to_owned()
            } else {
                format!("it is commissioned by {}", basis.bodies(responsible.iter().copied()))
            };
            format!("{} is not the commissioner of {line} on {}: {whose}", basis.body(*body), ask::day(*on))
        }
        Shortfall::Reserved { body, matter, to, instrument, clause } => format!(
            "{} is reserved to {} of {} ({instrument}{})",
            matter_words(basis, matter),
            holder_words_of(basis, to, *body).to_lowercase(),
            basis.body(*body),
            clause.as_deref().map(|clause| format!(", {clause}")).unwrap_or_default()
        ),
        Shortfall::BodyClosed { body, .. } => {
            super::decides::ended_words(basis, *body).unwrap_or_else(|| basis.mandates.by_name(&short.to_string()))
        }
        Shortfall::NoConstitution { body, on } => {
            format!("{} has no constitution on record in force on {}", basis.body(*body), ask::day(*on))
        }
        Shortfall::PredecessorWithout { successor, predecessor, why } => format!(
            "{} has no scheme of its own yet, and {} gave no power for it: {}",
            basis.body(*successor),
            basis.body(*predecessor),
            plain_shortfall(basis, why)
        ),
        other => basis.mandates.by_name(&other.to_string()),
    }
}
