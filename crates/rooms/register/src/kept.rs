//! The register in the form in which it is kept between runs of the program: written whole, read as it is asked for.
//!
//! Working out a register of all published files takes seconds; a question needs a few hundred bodies and facts of it. So the
//! kept form begins with what every question needs (the imports, the codes of all bodies, where the rest is), and the rest
//! stands in chunks that are read when the first of a chunk is asked for.
//!
//! The form is that of the types themselves, without a description of it: only a program with the same rules may read it
//! ([`RULES`]), and only after making sure that every byte is as it was written. No text that can be erased is in it: the
//! register keeps none.

use crate::fact_index::{FactIndex, Run, SeriesIndex};
use crate::memberships::Memberships;
use crate::source::Series;
use crate::state::{Body, BodyNo, Claim, ClaimNo, Import, ImportNo, Lay, State, Vintage};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use terms::shared::{Index, Late, Read, Rows, Slice};
use terms::{FuzzyDate, GssCode, OdsCode, Sequence};

/// The rules by which this program works out a register, and the form in which it keeps one: a hash of the sources of both.
///
/// It is worked out when the program is built, so that nobody need remember to change it; a comment changes it too, which costs
/// one replay.
pub const RULES: &str = env!("REGISTER_RULES");

/// What every question needs, and where the rest is.
#[derive(Serialize, Deserialize)]
struct Head {
    sequence: Sequence,
    changes: Vec<Sequence>,
    imports: Vec<Import>,
    codes: Vec<OdsCode>,
    n_claims: u32,
    by_series: Vec<(Series, Vec<Run>)>,
    by_gss: Vec<(GssCode, Vec<ClaimNo>)>,
    waiting: Vec<(GssCode, BTreeSet<(crate::kind::Tie, BodyNo)>)>,
    /// How long each chunk of each table is: bodies, memberships, claims.
    tables: [Vec<u32>; 3],
    /// The same of each vintage: lists, small areas, populations.
    vintages: [Vec<(ImportNo, FuzzyDate, u32)>; 3],
}

impl State {
    /// The register in the form in which it is kept. Equal registers that came about in the same way have equal forms.
    pub fn keep(&self) -> Vec<u8> {
        let mut chunks = Vec::new();
        let tables = [
            write_chunks(&mut chunks, &self.bodies, |bodies| write(&List(bodies.iter().map(|body| &**body)))),
            write_chunks(&mut chunks, &self.memberships, |all| write(&List(all.iter()))),
            write_chunks(&mut chunks, &self.claims, |claims| write(&List(claims.iter()))),
        ];
        let vintages = [
            write_vintages(&mut chunks, &self.lists),
            write_vintages(&mut chunks, &self.small_areas),
            write_vintages(&mut chunks, &self.populations),
        ];
        let head = Head {
            sequence: self.sequence,
            changes: self.changes.clone(),
            imports: self.imports.clone(),
            codes: self.codes_in_order(),
            n_claims: self.claims.len() as u32,
            by_series: self.by_series.runs(),
            by_gss: sorted(&self.by_gss),
            waiting: sorted(&self.waiting),
            tables,
            vintages,
        };
        let head = write(&head);
        let mut form = (head.len() as u64).to_le_bytes().to_vec();
        form.extend(head);
        form.extend(chunks);
        form
    }

    /// The code of each body, by its number; no body need be read for it.
    fn codes_in_order(&self) -> Vec<OdsCode> {
        let mut codes: Vec<(BodyNo, OdsCode)> = self.by_code.iter().map(|(code, number)| (*number, *code)).collect();
        codes.sort_unstable();
        codes.into_iter().map(|(_, code)| code).collect()
    }

    /// The register that a kept form is of; `None` when it is not a form that [`State::keep`] wrote.
    ///
    /// Whether every byte of it is as written, by a program with the same [`RULES`], is for the caller to have made sure: most
    /// of it is read only when it is asked for.
    pub fn resume(form: &Slice) -> Option<Self> {
        let (length, rest) = form.split(8)?;
        let length = u64::from_le_bytes(length.bytes().try_into().ok()?);
        let (head, mut rest) = rest.split(usize::try_from(length).ok()?)?;
        let head: Head = read(head.bytes())?;
        let [bodies, memberships, claims] = head.tables;
        let [lists, small_areas, populations] = head.vintages;
        let n_bodies = head.codes.len();
        let mut by_code = Index::default();
        for (number, code) in (0..).zip(&head.codes) {
            by_code.insert(*code, BodyNo(number));
        }
        let state = Self {
            sequence: head.sequence,
            changes: head.changes,
            imports: head.imports,
            bodies: Rows::kept(n_bodies, split(&mut rest, bodies)?, read_bodies)?,
            memberships: Rows::kept(n_bodies, split(&mut rest, memberships)?, read::<Vec<Memberships>>)?,
            by_code,
            claims: Rows::kept(head.n_claims as usize, split(&mut rest, claims)?, read::<Vec<Claim>>)?,
            by_fact: FactIndex::default(),
            by_series: SeriesIndex::from_runs(head.by_series),
            by_gss: index(head.by_gss),
            waiting: index(head.waiting),
            lists: read_vintages(&mut rest, lists)?,
            small_areas: read_vintages::<Lay>(&mut rest, small_areas)?,
            populations: read_vintages(&mut rest, populations)?,
        };
        rest.bytes().is_empty().then_some(state)
    }

    /// Whether all of a kept form reads back as it was written.
    pub fn reads_back(form: &Slice) -> bool {
        fn each<T: Clone>(rows: &Rows<T>, write: impl Fn(&Vec<T>) -> Vec<u8>) -> bool {
            rows.chunks().all(|chunk| chunk.reads_back(&write))
        }
        fn vintages<T: Serialize>(all: &[Vintage<Vec<T>>]) -> bool {
            all.iter().all(|vintage| vintage.rows.reads_back(write))
        }
        Self::resume(form).is_some_and(|state| {
            each(&state.bodies, |bodies| write(&List(bodies.iter().map(|body| &**body))))
                && each(&state.memberships, |all| write(&List(all.iter())))
                && each(&state.claims, |claims| write(&List(claims.iter())))
                && vintages(&state.lists)
                && vintages(&state.small_areas)
                && vintages(&state.populations)
        })
    }
}

/// A list that is written as a `Vec` of the same would be.
struct List<I>(I);

impl<T: Serialize, I: ExactSizeIterator<Item = T> + Clone> Serialize for List<I> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

/// What copies share, written as what it is.
pub(crate) mod shared {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::sync::Arc;

    pub(crate) fn serialize<T: Serialize, S: Serializer>(value: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(value, serializer)
    }

    pub(crate) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<T>, D::Error> {
        T::deserialize(deserializer).map(Arc::new)
    }
}

fn write<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    // Only a sequence of unknown length or a full buffer can fail, and there is neither.
    postcard::to_extend(value, Vec::new()).unwrap_or_default()
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}

fn read_bodies(bytes: &[u8]) -> Option<Vec<Arc<Body>>> {
    Some(read::<Vec<Body>>(bytes)?.into_iter().map(Arc::new).collect())
}

/// Writes every chunk that is not in its kept form already, and says how long each is.
fn write_chunks<T: Clone>(out: &mut Vec<u8>, rows: &Rows<T>, write: impl Fn(&[T]) -> Vec<u8>) -> Vec<u32> {
    let form = |chunk: &Late<Vec<T>>| {
        let before = out.len();
        match chunk.form() {
            Some(form) => out.extend(form),
            None => out.extend(write(chunk)),
        }
        (out.len() - before) as u32
    };
    rows.chunks().map(form).collect()
}

fn write_vintages<T: Serialize>(out: &mut Vec<u8>, all: &[Vintage<Vec<T>>]) -> Vec<(ImportNo, FuzzyDate, u32)> {
    let form = |vintage: &Vintage<Vec<T>>| {
        let before = out.len();
        match vintage.rows.form() {
            Some(form) => out.extend(form),
            None => out.extend(write(vintage.rows.value())),
        }
        (vintage.import, FuzzyDate::day(vintage.on), (out.len() - before) as u32)
    };
    all.iter().map(form).collect()
}

fn read_vintages<T: DeserializeOwned>(
    rest: &mut Slice,
    all: Vec<(ImportNo, FuzzyDate, u32)>,
) -> Option<Vec<Vintage<Vec<T>>>> {
    let forms = split(rest, all.iter().map(|(_, _, length)| *length))?;
    let vintage = |((import, on, _), form): ((ImportNo, FuzzyDate, u32), Slice)| {
        let read: Read<Vec<T>> = read;
        Vintage { import, on: on.latest(), rows: Arc::new(Late::kept(form, read)) }
    };
    Some(all.into_iter().zip(forms).map(vintage).collect())
}

/// Takes so many bytes off the front for each length.
fn split(rest: &mut Slice, lengths: impl IntoIterator<Item = u32>) -> Option<Vec<Slice>> {
    let mut forms = Vec::new();
    for length in lengths {
        let (form, after) = rest.split(length as usize)?;
        forms.push(form);
        *rest = after;
    }
    Some(forms)
}

fn sorted<V: Clone>(index: &Index<GssCode, V>) -> Vec<(GssCode, V)> {
    let mut all: Vec<(GssCode, V)> = index.iter().map(|(gss, value)| (*gss, value.clone())).collect();
    all.sort_unstable_by_key(|(gss, _)| *gss);
    all
}

fn index<V: Clone>(all: Vec<(GssCode, V)>) -> Index<GssCode, V> {
    let mut index = Index::default();
    for (gss, value) in all {
        index.insert(gss, value);
    }
    index
}
