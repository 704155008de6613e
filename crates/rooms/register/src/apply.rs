//! Taking recorded events into the state.

use crate::act::{ApplyError, Event};
use crate::fact::{BodyRef, Fact};
use crate::fact_file::{FactFile, FileHash};
use crate::kind::{BodyKind, Tie};
use crate::settle;
use crate::source::{Released, Series};
use crate::state::{BodyNo, Claim, ClaimNo, Import, ImportNo, State, Vintage, fact_hash};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use terms::shared::Late;
use terms::{FuzzyDate, GssCode, Sequence};

/// Takes one entry's events into the state.
///
/// `fact_file` gives the bytes of a fact file by its hash. On an error the state is as it was.
///
/// # Errors
/// [`ApplyError`] when the entry is out of order or its fact file is missing or damaged: never for what a file says.
pub fn apply(
    state: &mut State,
    sequence: Sequence,
    events: &[Event],
    fact_file: impl Fn(FileHash) -> Option<Vec<u8>>,
) -> Result<(), ApplyError> {
    if sequence <= state.sequence {
        return Err(ApplyError::Order { last: state.sequence, found: sequence });
    }
    let changes =
        events.iter().map(|event| prepare(state, sequence, event, &fact_file)).collect::<Result<Vec<_>, _>>()?;
    state.sequence = sequence;
    if !events.is_empty() {
        state.changes.push(sequence);
    }
    let mut touched = Touched::default();
    for change in changes {
        match change {
            Change::Import { mut import, base, file } => {
                import.number = ImportNo(state.imports.len() as u32);
                take(state, import, base, file, &mut touched);
            }
            Change::Enter { mut import, fact } => {
                // Several facts can be entered at once, each as an import of its own.
                let number = ImportNo(state.imports.len() as u32);
                import.number = number;
                state.imports.push(import);
                say(state, number, Series::Entered, fact, &mut touched);
            }
            Change::Retract { source_hash } => retract(state, sequence, source_hash, &mut touched),
            Change::Deny { series, fact } => deny(state, sequence, series, &fact, &mut touched),
        }
    }
    settle::settle(state, touched);
    Ok(())
}

/// What an entry changed, to be worked out again.
#[derive(Default)]
pub(crate) struct Touched {
    pub(crate) bodies: BTreeSet<BodyNo>,
    /// Bodies that a source calls networks, or no longer does: their members' memberships depend on it.
    pub(crate) networks: BTreeSet<BodyNo>,
}

/// An event with everything it needs, checked before anything is changed.
enum Change {
    Import { import: Import, base: Option<ImportNo>, file: FactFile },
    Enter { import: Import, fact: Fact },
    Retract { source_hash: FileHash },
    Deny { series: Series, fact: Fact },
}

fn prepare(
    state: &State,
    entry: Sequence,
    event: &Event,
    fact_file: &impl Fn(FileHash) -> Option<Vec<u8>>,
) -> Result<Change, ApplyError> {
    let number = ImportNo(state.imports.len() as u32);
    let read = |line: &str| Fact::read_line(line).map_err(|source| ApplyError::Fact { entry, source });
    Ok(match event {
        Event::ImportTaken { series, released, source_name, source_hash, fact_file: hash, rows, .. } => {
            let bytes = fact_file(*hash).ok_or(ApplyError::FactFileMissing { entry, fact_file: *hash })?;
            let file = FactFile::decode(&bytes).map_err(|source| ApplyError::FactFile { entry, source })?;
            let base = file.base.map(|base| base_of(state, entry, base)).transpose()?;
            let import = Import {
                number,
                series: *series,
                released: *released,
                source_name: source_name.as_str().into(),
                source_hash: *source_hash,
                fact_file: *hash,
                rows: *rows,
                recorded: entry,
                retracted: None,
            };
            Change::Import { import, base, file }
        }
        Event::FactEntered { fact, source, released, .. } => {
            let hash = FileHash::of(format!("{entry}\t{fact}").as_bytes());
            let import = Import {
                number,
                series: Series::Entered,
                released: *released,
                source_name: source.as_str().into(),
                source_hash: hash,
                fact_file: hash,
                rows: 1,
                recorded: entry,
                retracted: None,
            };
            Change::Enter { import, fact: read(fact)? }
        }
        Event::ImportRetracted { source_hash, .. } => Change::Retract { source_hash: *source_hash },
        Event::FactDenied { series, fact, .. } => Change::Deny { series: *series, fact: read(fact)? },
    })
}

fn base_of(state: &State, entry: Sequence, base: FileHash) -> Result<ImportNo, ApplyError> {
    let held = state.imports.iter().find(|import| import.fact_file == base);
    held.map(|import| import.number).ok_or(ApplyError::BaseMissing { entry, base })
}

fn take(state: &mut State, import: Import, base: Option<ImportNo>, file: FactFile, touched: &mut Touched) {
    let (number, series, released) = (import.number, import.series, import.released);
    state.imports.push(import);
    if let Some(base) = base {
        let removed: HashSet<ClaimNo> = file.removed.iter().filter_map(|fact| state.find_claim(series, fact)).collect();
        for claim in &removed {
            touch(state, *claim, touched);
        }
        let repeated: Vec<ClaimNo> = state
            .series_claims(series)
            .filter(|claim| !removed.contains(claim))
            .filter(|claim| state.claim(*claim).is_some_and(|held| held.is_said_by(base)))
            .collect();
        for claim in repeated {
            attest(state, claim, number);
            touch(state, claim, touched);
        }
    }
    for fact in file.added {
        say(state, number, series, fact, touched);
    }
    keep_vintage(state, number, series, released);
}

fn attest(state: &mut State, claim: ClaimNo, import: ImportNo) {
    if let Some(claim) = state.claims.get_mut(claim.0 as usize)
        && claim.attested.last() != Some(&import)
    {
        claim.attested.push(import);
    }
}

/// Records that an import says a fact.
fn say(state: &mut State, import: ImportNo, series: Series, fact: Fact, touched: &mut Touched) {
    let claim = match state.find_claim(series, &fact) {
        Some(claim) => claim,
        None => hold(state, series, fact),
    };
    attest(state, claim, import);
    touch(state, claim, touched);
}

/// Puts a new claim on the register and into every index that leads to it.
fn hold(state: &mut State, series: Series, fact: Fact) -> ClaimNo {
    let number = ClaimNo(state.claims.len() as u32);
    state.by_fact.add(&state.claims, fact_hash(series, &fact), number);
    state.by_series.add(series, number);
    let fact = Arc::new(fact);
    state.claims.push(Claim { fact: Arc::clone(&fact), series, attested: Vec::with_capacity(1), denied: None });
    let subjects: Vec<BodyNo> = match &*fact {
        Fact::Arranged { members, .. } => members.iter().map(|code| state.find_or_add(*code)).collect(),
        Fact::Lay { commissioner, .. } => {
            state.find_or_add(*commissioner);
            Vec::new()
        }
        Fact::Tied { child, tie, parent, .. } => {
            let body = state.find_or_add(*child);
            match parent {
                BodyRef::Ods(parent) => {
                    let parent = state.find_or_add(*parent);
                    adopt(state, parent, *tie, body);
                }
                BodyRef::Gss(parent) => {
                    if let Some(waiting) = state.waiting.entry_or_default(*parent) {
                        waiting.insert((*tie, body));
                    }
                    for named in bodies_of(state, *parent) {
                        adopt(state, named, *tie, body);
                    }
                }
            }
            vec![body]
        }
        Fact::Succeeded { from, to, .. } => {
            let (old, new) = (state.find_or_add(*from), state.find_or_add(*to));
            if let Some(new) = state.body_mut(new) {
                new.old.insert(old);
            }
            vec![old]
        }
        Fact::Passed { from, to, .. } => {
            state.find_or_add(*to);
            vec![state.find_or_add(*from)]
        }
        Fact::Partnered { system, partner, .. } => vec![state.find_or_add(*system), state.find_or_add(*partner)],
        Fact::Identified { code, gss } => {
            if let Some(claims) = state.by_gss.entry_or_default(*gss) {
                claims.push(number);
            }
            let named = state.find_or_add(*code);
            // Whoever belongs to the body by that code is a child of it, so that what becomes of it reaches them.
            let waiting: Vec<(Tie, BodyNo)> = state.waiting.get(gss).into_iter().flatten().copied().collect();
            for (tie, child) in waiting {
                adopt(state, named, tie, child);
            }
            vec![named]
        }
        Fact::Titled { area, .. } => {
            if let Some(claims) = state.by_gss.entry_or_default(*area) {
                claims.push(number);
            }
            Vec::new()
        }
        other => other.subjects().0.map(|code| state.find_or_add(code)).into_iter().collect(),
    };
    for body in subjects {
        if let Some(body) = state.body_mut(body) {
            body.claims.push(number);
        }
    }
    number
}

fn adopt(state: &mut State, parent: BodyNo, tie: Tie, child: BodyNo) {
    if let Some(parent) = state.body_mut(parent) {
        parent.children.insert((tie, child));
    }
}

/// The bodies that any source ever gave a GSS code.
fn bodies_of(state: &State, gss: GssCode) -> Vec<BodyNo> {
    let claims = state.by_gss.get(&gss).into_iter().flatten().filter_map(|number| state.claim(*number));
    let codes = claims.filter_map(|claim| match &*claim.fact {
        Fact::Identified { code, .. } => Some(*code),
        _ => None,
    });
    codes.filter_map(|code| state.find(code)).collect()
}

/// Marks the bodies a claim is about.
fn touch(state: &State, claim: ClaimNo, touched: &mut Touched) {
    let Some(claim) = state.claim(claim) else { return };
    match &*claim.fact {
        Fact::Lived { code, .. } | Fact::Tied { child: code, .. } | Fact::Succeeded { from: code, .. } => {
            touched.bodies.extend(state.find(*code));
        }
        Fact::Identified { gss, .. } => {
            touched.bodies.extend(state.waiting.get(gss).into_iter().flatten().map(|(_, child)| *child));
        }
        Fact::Acted { code, kind: BodyKind::Network, .. } => touched.networks.extend(state.find(*code)),
        // Nothing is worked out ahead of the question for the other kinds of fact.
        _ => {}
    }
}

fn retract(state: &mut State, sequence: Sequence, source_hash: FileHash, touched: &mut Touched) {
    let retracted: Vec<(ImportNo, Series)> = state
        .imports
        .iter_mut()
        .filter(|import| import.source_hash == source_hash && import.retracted.is_none())
        .map(|import| {
            import.retracted = Some(sequence);
            (import.number, import.series)
        })
        .collect();
    for (number, series) in retracted {
        let claims: Vec<ClaimNo> = state
            .series_claims(series)
            .filter(|claim| state.claim(*claim).is_some_and(|held| held.is_said_by(number)))
            .collect();
        for claim in claims {
            touch(state, claim, touched);
        }
    }
}

fn deny(state: &mut State, sequence: Sequence, series: Series, fact: &Fact, touched: &mut Touched) {
    let Some(number) = state.find_claim(series, fact) else { return };
    if let Some(claim) = state.claims.get_mut(number.0 as usize) {
        claim.denied = claim.denied.or(Some(sequence));
    }
    touch(state, number, touched);
}

/// Lists, small areas and populations are used as whole tables, so each import's is kept as one.
fn keep_vintage(state: &mut State, import: ImportNo, series: Series, released: Released) {
    let facts = |state: &State| -> Vec<Arc<Fact>> {
        state
            .series_claims(series)
            .filter_map(|number| state.claim(number))
            .filter(|claim| claim.is_said_by(import))
            .map(|claim| Arc::clone(&claim.fact))
            .collect()
    };
    let on = FuzzyDate::earliest(released.0);
    match series {
        Series::ListSizes => {
            let mut rows = Vec::new();
            let mut counted = on;
            for fact in facts(state) {
                if let Fact::Listed { code, on, heads } = &*fact
                    && let Some(body) = state.find(*code)
                {
                    counted = *on;
                    rows.push((body, heads.0));
                }
            }
            rows.sort_unstable();
            state.lists.push(Vintage { import, on: counted, rows: Arc::new(Late::new(rows)) });
        }
        Series::OnsSmallAreas => {
            let mut rows = Vec::new();
            for fact in facts(state) {
                if let Fact::Lay { area, commissioner, authority } = &*fact
                    && let Some(body) = state.find(*commissioner)
                {
                    rows.push((*area, body, *authority));
                }
            }
            rows.sort_unstable();
            state.small_areas.push(Vintage { import, on, rows: Arc::new(Late::new(rows)) });
        }
        Series::SmallAreaPopulation => {
            let mut rows = Vec::new();
            for fact in facts(state) {
                if let Fact::Populated { area, heads } = &*fact {
                    rows.push((*area, heads.0));
                }
            }
            rows.sort_unstable();
            state.populations.push(Vintage { import, on, rows: Arc::new(Late::new(rows)) });
        }
        _ => {}
    }
}
