//! A reference as one run of bytes that loads at once: for a directory of millions of postcodes, a tenth of a second
//! instead of reading every cell again.
//!
//! A mark, the version of the layout, the length and a checksum stand before the tables. Whatever is wrong with the bytes
//! is found when they are read: a reference is never had from damaged ones.

use super::kept::{Damage, Kept, Source};
use super::{Directory, Reference, Successions, Table};
use crate::code::{CodeBook, CodeId, CodeSet};
use crate::error::AssignError;
use crate::key::{CodeKey, Key, code_key, key_text};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// What every prepared reference begins with.
const MARK: [u8; 8] = *b"FPREFCE\n";
/// The layout written and read: to be raised whenever a table gains or loses a field.
const LAYOUT: u32 = 1;
/// Mark, layout, length and checksum.
const HEAD: usize = 8 + 4 + 8 + 8;

impl Reference {
    /// The reference as bytes for [`Reference::decode`]: the same reference always gives the same bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut body = Vec::new();
        self.book.put(&mut body);
        self.practices.put(&mut body);
        self.directory.put(&mut body);
        self.providers.put(&mut body);
        self.provider_hubs.put(&mut body);
        self.region_hubs.put(&mut body);
        self.commissioners.put(&mut body);
        self.successions.0.put(&mut body);
        self.services.put(&mut body);
        self.delegation.put(&mut body);
        self.appendix_c.put(&mut body);
        self.border.icbs.put(&mut body);
        self.border.authorities.put(&mut body);
        self.border.boards.put(&mut body);
        sorted(&self.dental).put(&mut body);
        self.infertility.diagnoses.put(&mut body);
        self.infertility.procedures.put(&mut body);
        self.justice.put(&mut body);
        sorted(&self.pseudo).put(&mut body);
        self.serves.put(&mut body);
        sorted(&self.vintages).put(&mut body);
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend_from_slice(&MARK);
        LAYOUT.put(&mut bytes);
        (body.len() as u64).put(&mut bytes);
        checksum(&body).put(&mut bytes);
        bytes.append(&mut body);
        bytes
    }

    /// Whether bytes begin as those of [`Reference::encode`] do.
    pub fn is_encoded(bytes: &[u8]) -> bool {
        bytes.starts_with(&MARK)
    }

    /// The reference of bytes that [`Reference::encode`] gave.
    ///
    /// # Errors
    /// [`AssignError::NotPrepared`] when they begin otherwise, [`AssignError::PreparedOtherwise`] when another version of the
    /// program wrote them, [`AssignError::PreparedDamaged`] when they were cut off or altered.
    pub fn decode(bytes: &[u8]) -> Result<Self, AssignError> {
        let rest = bytes.strip_prefix(&MARK).ok_or(AssignError::NotPrepared)?;
        let damaged = |problem| AssignError::PreparedDamaged { problem };
        let mut head = Source::of(rest);
        let found = u32::take(&mut head).map_err(damaged)?;
        if found != LAYOUT {
            return Err(AssignError::PreparedOtherwise { found, known: LAYOUT });
        }
        let length = u64::take(&mut head).map_err(damaged)?;
        let sum = u64::take(&mut head).map_err(damaged)?;
        let body = bytes.get(HEAD..).unwrap_or_default();
        if body.len() as u64 != length {
            return Err(damaged("its length is not the one it states"));
        }
        if checksum(body) != sum {
            return Err(damaged("its bytes do not add up to the sum it states"));
        }
        Self::of_body(&mut Source::of(body)).map_err(damaged)
    }

    fn of_body(source: &mut Source<'_>) -> Result<Self, Damage> {
        let mut book = CodeBook::take(source)?;
        source.n_codes = book.len();
        // A program with a further edition may have further fixed codes; they come last, so that no number changes.
        for (_, fixed) in crate::edition::built_in_codes() {
            book.enter(fixed).map_err(|_| "its codes leave no room for those the editions fix")?;
        }
        let reference = Self {
            book,
            practices: shared(source)?,
            directory: Directory::take(source)?,
            providers: shared(source)?,
            provider_hubs: shared(source)?,
            region_hubs: shared(source)?,
            commissioners: Kept::take(source)?,
            successions: Successions(Kept::take(source)?),
            services: shared(source)?,
            delegation: Kept::take(source)?,
            appendix_c: shared(source)?,
            border: super::Border {
                icbs: Kept::take(source)?,
                authorities: Kept::take(source)?,
                boards: Kept::take(source)?,
            },
            dental: Arc::new(unsorted(source)?),
            infertility: Arc::new(super::Infertility {
                diagnoses: Kept::take(source)?,
                procedures: Kept::take(source)?,
            }),
            justice: shared(source)?,
            pseudo: Arc::new(unsorted(source)?),
            serves: Kept::take(source)?,
            vintages: Arc::new(unsorted::<Table, _>(source)?),
        };
        source.end()?;
        Ok(reference)
    }
}

fn shared<T: Kept>(source: &mut Source<'_>) -> Result<Arc<T>, Damage> {
    T::take(source).map(Arc::new)
}

/// The pairs of a map in the order of their keys.
fn sorted<K: Copy + Ord, V: Clone>(map: &HashMap<K, V>) -> Vec<(K, V)> {
    let mut pairs: Vec<(K, V)> = map.iter().map(|(key, value)| (*key, value.clone())).collect();
    pairs.sort_by_key(|(key, _)| *key);
    pairs
}

fn unsorted<K: Kept + Eq + Hash, V: Kept>(source: &mut Source<'_>) -> Result<HashMap<K, V>, Damage> {
    Ok(Vec::<(K, V)>::take(source)?.into_iter().collect())
}

impl Kept for CodeBook {
    fn put(&self, out: &mut Vec<u8>) {
        ((self.len() - 1) as u32).put(out);
        (1..self.len()).for_each(|number| self.key(CodeId(number as u16)).put(out));
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        let mut book = Self::new();
        for key in Vec::<CodeKey>::take(source)? {
            let expected = book.len();
            if code_key(&key_text(key)) != Key::Of(key) {
                return Err("it holds a code that no table could");
            }
            // A key twice would shift the numbers of those after it.
            if book.enter(key).map(|code| usize::from(code.0)) != Ok(expected) {
                return Err("its codes are not each there once");
            }
        }
        Ok(book)
    }
}

impl Kept for CodeSet {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        Kept::take(source).map(Self)
    }
}

/// A sum that any altered bit changes: each step can be undone, so two different words never lead to the same state.
///
/// Four sums run side by side, so that no step waits for the one before it.
fn checksum(bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(ODD).rotate_left(29);
    let (blocks, rest) = bytes.as_chunks::<32>();
    let mut sums = [1_u64, 2, 3, 4];
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (sum, word) in sums.iter_mut().zip(words) {
            *sum = step(*sum, u64::from_le_bytes(*word));
        }
    }
    let rest = rest.iter().fold(bytes.len() as u64, |sum, byte| step(sum, u64::from(*byte)));
    sums.into_iter().fold(rest, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiled::Compiled;
    use crate::edition::Edition;
    use crate::reference::ReferenceBuilder;
    use crate::whatif::Draft;
    use crate::{Assigner, Day, Field, Record};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    /// The small world of the proofs, one section for each table, with a place that a draft has moved.
    static WORLD: LazyLock<Reference> = LazyLock::new(|| {
        let mut builder = ReferenceBuilder::new();
        for section in include_str!("../../tests/it/small.world").split("\n[").skip(1) {
            let (name, rows) = section.split_once("]\n").unwrap();
            let table = Table::ALL.into_iter().find(|table| table.name() == name).unwrap();
            builder.vintage(table, super::super::Vintage { name: name.to_owned(), hash: "ab".to_owned() });
            let mut reader = csv::Reader::from_reader(rows.as_bytes());
            let headers = reader.headers().unwrap().clone();
            for row in reader.records().map(Result::unwrap) {
                let place = |column: &str| headers.iter().position(|header| header == column);
                builder.add(table, &|column| place(column).and_then(|place| row.get(place)).unwrap_or("")).unwrap();
            }
        }
        let world = builder.build().unwrap();
        let mut draft = Draft::from(Day::parse("2025-10-01").unwrap());
        let place =
            world.directory.key((0..u32::MAX).find(|place| world.directory.placings(*place).count() > 0).unwrap());
        draft.places.push((crate::key::place_text(place), "02A".to_owned()));
        world.with_draft(&draft).unwrap()
    });

    static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| WORLD.encode());

    /// Every answer a reference can lead to must be had without a fault, whatever it holds.
    fn used(reference: &Reference) {
        assert!(reference.payers().all(|code| code.len() <= 16));
        let Ok(assigner) = Assigner::new(reference, Edition::built_in().unwrap()) else { return };
        let Ok(compiled) = Compiled::new(reference, Edition::built_in().unwrap()) else { return };
        let places =
            (0..reference.directory.len() as u32).map(|id| crate::key::place_text(reference.directory.key(id)));
        let practices: Vec<String> = reference.practices.keys().map(key_text).chain([String::new()]).collect();
        for (place, practice) in places.chain([String::new()]).zip(practices.into_iter().cycle()) {
            let record = Record::default()
                .with(Field::CdsType, "020")
                .with(Field::AppointmentDate, "2025-06-15")
                .with(Field::Ovcc, "A")
                .with(Field::Postcode, &place)
                .with(Field::GpPractice, &practice)
                .with(Field::Provider, "R01");
            assert_eq!(assigner.assign(&record).terminal, compiled.assign(&compiled.code(&record)).terminal);
        }
    }

    #[test]
    fn a_reference_comes_back_as_it_was() {
        let back = Reference::decode(&BYTES).unwrap();
        assert!(Reference::is_encoded(&BYTES));
        assert_eq!(back.encode(), *BYTES);
        // What is not written, the order of maps and the indexes apart, is seen in the whole text of the rest.
        assert_eq!(format!("{:?}", back.practices), format!("{:?}", WORLD.practices));
        assert_eq!(format!("{:?}", back.commissioners), format!("{:?}", WORLD.commissioners));
        assert_eq!(format!("{:?}", back.directory.areas()), format!("{:?}", WORLD.directory.areas()));
        for place in 0..WORLD.directory.len() as u32 {
            let key = WORLD.directory.key(place);
            assert_eq!(back.directory.id(key), Some(place));
            assert!(back.directory.placings(place).eq(WORLD.directory.placings(place)));
        }
        assert_eq!(back.vintage(Table::Practices), WORLD.vintage(Table::Practices));
        used(&back);
    }

    #[test]
    fn other_bytes_and_other_layouts_are_told_apart() {
        assert_eq!(Reference::decode(b"").unwrap_err(), AssignError::NotPrepared);
        assert_eq!(Reference::decode(b"practice_code,name").unwrap_err(), AssignError::NotPrepared);
        let mut newer = BYTES.clone();
        newer[8] = 9;
        assert_eq!(Reference::decode(&newer).unwrap_err(), AssignError::PreparedOtherwise { found: 9, known: LAYOUT });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_file_that_was_cut_off_is_refused(at in 0..BYTES.len()) {
            prop_assert!(Reference::decode(&BYTES[..at]).is_err());
        }

        #[test]
        fn a_file_with_any_bit_altered_is_refused(at in 0..BYTES.len(), bit in 0_u32..8) {
            let mut bytes = BYTES.clone();
            bytes[at] ^= 1_u8 << bit;
            prop_assert!(Reference::decode(&bytes).is_err());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Somebody who alters a file and its sum with it gets an error or a reference that can be used, never a fault.
        #[test]
        fn a_file_altered_on_purpose_does_no_harm(changes in proptest::collection::vec((HEAD..BYTES.len(), any::<u8>()), 1..4)) {
            let mut bytes = BYTES.clone();
            for (at, byte) in changes {
                bytes[at] = byte;
            }
            let sum = checksum(&bytes[HEAD..]);
            bytes[20..28].copy_from_slice(&sum.to_le_bytes());
            if let Ok(reference) = Reference::decode(&bytes) {
                used(&reference);
            }
        }
    }
}
