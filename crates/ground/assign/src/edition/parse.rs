//! Reading the file of an edition.

use super::{Category, Derivation, Edition, End, Node, Scope, Sets, Support, Target};
use crate::day::{Day, Span};
use crate::error::AssignError;
use crate::outcome::Terminal;
use crate::predicate::Predicate;
use crate::record::{Field, Traits, padded};
use crate::reference::DelegationStatus;

/// A node as written, before its edges are resolved.
struct Draft {
    line: usize,
    key: String,
    question: String,
    predicate: Option<Predicate>,
    yes: String,
    no: String,
}

/// What a line holds, and where it stands, for the message when it cannot be read.
#[derive(Clone, Copy)]
struct Line<'t> {
    number: usize,
    rest: &'t str,
}

impl Line<'_> {
    fn wrong(self, problem: &'static str) -> AssignError {
        AssignError::EditionLine { line: self.number, problem, found: self.rest.to_owned() }
    }
}

impl Edition {
    /// Reads and checks the file of an edition; `editions/2025-26.edition` explains the form at its head.
    ///
    /// # Errors
    /// [`AssignError::EditionLine`] for a line that cannot be read, [`AssignError::EditionGraph`] when an edge leads
    /// nowhere, the questions run in a circle, or a question or an end is never reached.
    pub fn parse(text: &str) -> Result<Self, AssignError> {
        let mut edition = Self {
            id: String::new(),
            title: String::new(),
            span: Span::ALWAYS,
            guidance: String::new(),
            chart: String::new(),
            support: Support::Partial,
            notes: Vec::new(),
            sets: Sets::default(),
            scope: Vec::new(),
            nodes: Vec::new(),
            ends: Vec::new(),
        };
        let mut drafts: Vec<Draft> = Vec::new();
        let mut entries: Vec<(Line<'_>, &str)> = Vec::new();
        for (number, raw) in text.lines().enumerate() {
            let trimmed = raw.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let (word, rest) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
            let line = Line { number: number + 1, rest: rest.trim() };
            let owned = || line.rest.to_owned();
            match word {
                "edition" => edition.id = owned(),
                "title" => edition.title = owned(),
                "guidance" => edition.guidance = owned(),
                "chart" => edition.chart = owned(),
                "note" => edition.notes.push(owned()),
                "valid" => edition.span = span(line)?,
                "support" => {
                    edition.support = match line.rest {
                        "full" => Support::Full,
                        "partial" => Support::Partial,
                        _ => return Err(line.wrong("support is `full` or `partial`")),
                    };
                }
                "set" => edition.sets.read(line)?,
                "scope" => {
                    let (scope, entry) = scope(line)?;
                    edition.scope.push(scope);
                    entries.push((line, entry));
                }
                "node" => drafts.push(Draft {
                    line: line.number,
                    key: owned(),
                    question: String::new(),
                    predicate: None,
                    yes: String::new(),
                    no: String::new(),
                }),
                "ask" | "test" | "yes" | "no" => {
                    let draft = drafts.last_mut().ok_or_else(|| line.wrong("this line belongs under a node"))?;
                    match word {
                        "ask" => draft.question = owned(),
                        "yes" => draft.yes = owned(),
                        "no" => draft.no = owned(),
                        _ => {
                            let known = Predicate::named(line.rest);
                            draft.predicate = Some(known.ok_or_else(|| line.wrong("no such predicate"))?);
                        }
                    }
                }
                "end" => edition.ends.push(end(line)?),
                _ => return Err(line.wrong("a line begins with a word that is not known")),
            }
        }
        let keys: Vec<&str> = drafts.iter().map(|draft| draft.key.as_str()).collect();
        for (scope, (line, entry)) in edition.scope.iter_mut().zip(&entries) {
            let found = keys.iter().position(|key| key == entry);
            scope.entry = found.ok_or_else(|| line.wrong("the first question is not a node"))? as u8;
        }
        let ends = &edition.ends;
        for draft in &drafts {
            let wrong = |found: &str, problem| Line { number: draft.line, rest: found }.wrong(problem);
            let target =
                |written: &str| target(written, &keys, ends).ok_or_else(|| wrong(written, "the edge leads nowhere"));
            edition.nodes.push(Node {
                key: draft.key.clone(),
                question: draft.question.clone(),
                predicate: draft.predicate.ok_or_else(|| wrong(&draft.key, "the node names no predicate"))?,
                yes: target(&draft.yes)?,
                no: target(&draft.no)?,
            });
        }
        edition.check()?;
        Ok(edition)
    }
}

fn span(line: Line<'_>) -> Result<Span, AssignError> {
    let days = line.rest.split_once(' ').and_then(|(from, to)| Some((Day::parse(from)?, Day::parse(to.trim())?)));
    match days {
        Some((first, last)) if first <= last => Ok(Span::through(first, last)),
        _ => Err(line.wrong("wanted the first and the last day, ISO")),
    }
}

fn scope(line: Line<'_>) -> Result<(Scope, &str), AssignError> {
    let mut words = line.rest.split_whitespace();
    let (cds, date, entry, admitted) = (words.next(), words.next(), words.next(), words.next());
    let cds = Traits::cds_type(cds.unwrap_or_default()).cds_number();
    let date = date.and_then(Field::named).filter(|field| {
        matches!(field, Field::ArrivalDate | Field::AppointmentDate | Field::SpellStartDate | Field::DischargeDate)
    });
    match (cds, date, entry, admitted) {
        (1.., Some(date), Some(entry), None | Some("admitted")) => {
            Ok((Scope { cds, date, entry: 0, admitted: admitted.is_some() }, entry))
        }
        _ => Err(line.wrong("wanted a type, a date field, the first question and, maybe, `admitted`")),
    }
}

fn end(line: Line<'_>) -> Result<End, AssignError> {
    let words: Vec<&str> = line.rest.split_whitespace().collect();
    let [name, derivation, codes @ ..] = words.as_slice() else {
        return Err(line.wrong("wanted a name and a derivation"));
    };
    let derivation = match (*derivation, codes) {
        ("fixed", [code]) => Derivation::Fixed((*code).to_owned()),
        ("host", []) => Derivation::Host,
        ("responsible", []) => Derivation::Responsible,
        ("provider_hub", []) => Derivation::ProviderHub,
        ("population_hub", []) => Derivation::PopulationHub,
        ("no_code", []) => Derivation::NoCode,
        ("justice_hub", []) => Derivation::JusticeHub,
        ("public_health_region", []) => Derivation::PublicHealthRegion,
        ("local_authority", []) => Derivation::LocalAuthority,
        ("devolved_general", [wales]) => Derivation::DevolvedGeneral { wales: (*wales).to_owned() },
        ("devolved_specialised", [wales, scotland]) => {
            Derivation::DevolvedSpecialised { wales: (*wales).to_owned(), scotland: (*scotland).to_owned() }
        }
        _ => return Err(line.wrong("no such derivation, or not with these codes")),
    };
    let by_nation = matches!(derivation, Derivation::DevolvedGeneral { .. } | Derivation::DevolvedSpecialised { .. });
    let terminal = Terminal::named(name);
    if terminal.is_none() && !by_nation {
        return Err(line.wrong("no such terminal"));
    }
    Ok(End { name: (*name).to_owned(), derivation, terminal: terminal.filter(|_| !by_nation) })
}

fn target(written: &str, keys: &[&str], ends: &[End]) -> Option<Target> {
    let Some(rest) = written.strip_prefix("end ") else {
        return keys.iter().position(|key| *key == written).map(|node| Target::Node(node as u8));
    };
    let mut words = rest.split_whitespace();
    let name = words.next()?;
    let category = match words.next() {
        None => 0,
        Some(digits) => digits.parse().ok().filter(|category| (1..100).contains(category))?,
    };
    let end = ends.iter().position(|end| end.name == name)?;
    Some(Target::End { end: end as u8, category: Category(category) })
}

impl Sets {
    fn read(&mut self, line: Line<'_>) -> Result<(), AssignError> {
        let mut words = line.rest.split_whitespace();
        let name = words.next().unwrap_or_default();
        let letters = |words: std::str::SplitWhitespace<'_>| {
            words
                .map(|word| Traits::ovcc(word).ovcc_number())
                .try_fold(0_u8, |bits, n| (n > 0).then_some(bits | 1 << n))
        };
        let numbers = |words: std::str::SplitWhitespace<'_>| {
            words.map(|word| Some(padded(word, 2) as u8).filter(|n| *n > 0)).collect::<Option<Vec<u8>>>()
        };
        let statuses = |words: std::str::SplitWhitespace<'_>| {
            words.map(DelegationStatus::of_cell).collect::<Option<Vec<DelegationStatus>>>()
        };
        let unread = || line.wrong("a value of this set cannot be read");
        match name {
            "chargeable_ovcc" => self.chargeable = letters(words).ok_or_else(unread)?,
            "visitor_ovcc" => self.visitor = letters(words).ok_or_else(unread)?,
            "resident_ovcc" => self.resident = letters(words).ok_or_else(unread)?,
            "private_category" => self.private = numbers(words).ok_or_else(unread)?,
            "penal_source" => self.penal = numbers(words).ok_or_else(unread)?,
            "doubtful_source" => self.doubtful = numbers(words).ok_or_else(unread)?,
            "retained_status" => self.retained = statuses(words).ok_or_else(unread)?,
            "scope_status" => self.in_scope = statuses(words).ok_or_else(unread)?,
            "known_status" => self.known = statuses(words).ok_or_else(unread)?,
            _ => return Err(line.wrong("no such set")),
        }
        Ok(())
    }
}
