//! The signed notes, and whom of their signers the caller trusts.

use std::collections::BTreeSet;
use std::fmt;

use futures_util::TryStreamExt as _;

use super::{Altered, Check, Trust, rows};
use crate::checkpoint::{Checkpoint, StoredCheckpoint};
use crate::error::JournalError;
use crate::hash::Hash;
use crate::keys::{KeyChange, KeyHistory, KeyStatement};
use crate::note::{Note, NoteError, VerifierKey};
use crate::store::{Scan, sql};

/// What some signed note says the root is at a size.
pub(super) struct Stated {
    pub(super) size: u64,
    pub(super) root: Hash,
    pub(super) source: Source,
    /// Whether it was signed by a key that the caller's keys lead to, or the caller gave none.
    pub(super) is_trusted: bool,
}

#[derive(Clone)]
pub(super) enum Source {
    Checkpoint(u64),
    Kept(String),
    KeyStatement(u64),
}

impl Source {
    pub(super) fn about(&self, found: String) -> Altered {
        match self {
            Source::Checkpoint(number) => Altered::Checkpoint { number: *number, found },
            Source::Kept(name) => Altered::Kept { name: name.clone(), found },
            Source::KeyStatement(number) => Altered::KeyStatement { number: *number, found },
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Checkpoint(number) => write!(f, "checkpoint {number}"),
            Source::Kept(name) => write!(f, "the checkpoint {name}"),
            Source::KeyStatement(number) => write!(f, "key statement {number}"),
        }
    }
}

/// A note's row.
struct Row {
    number: Option<u64>,
    size: Option<u64>,
    note: Vec<u8>,
    wrong: Option<String>,
}

impl Check<'_> {
    /// Checks the signed notes in themselves; what they state about the tree is returned in order of size.
    pub(super) async fn statements(&mut self, trust: &Trust) -> Result<Vec<Stated>, JournalError> {
        let mut stated = Vec::new();
        let mut keys = KeyHistory::default();
        let kinds = [("number", "integer"), ("note", "blob")];
        for (row, number) in self.notes(sql::SCAN_KEY_STATEMENTS, &kinds, Source::KeyStatement).await?.iter().zip(1..) {
            let mut altered = |found| self.report.altered.push(Altered::KeyStatement { number, found });
            match String::from_utf8(row.note.clone())
                .map_err(|_| "it is not text".to_owned())
                .and_then(|note| KeyStatement::read(&note).map_err(|error| error.to_string()))
            {
                Ok(statement) => {
                    stated.push(Stated {
                        size: statement.size,
                        root: statement.root,
                        source: Source::KeyStatement(number),
                        is_trusted: false,
                    });
                    if let Err(error) = keys.push(statement) {
                        altered(error.to_string());
                    }
                }
                Err(found) => altered(found),
            }
        }
        let trusted = self.trusted(trust, &keys);
        for stated in &mut stated {
            let Source::KeyStatement(number) = stated.source else { continue };
            stated.is_trusted = trusted.contains(&number);
        }
        let is_trusted = |note: &Note| {
            let by = |number: &u64| keys.statements.get(usize::try_from(*number).unwrap_or(0).wrapping_sub(1));
            trust.keys.is_empty() || trusted.iter().filter_map(by).any(|statement| note.verify(&statement.to).is_ok())
        };
        let kinds = [("number", "integer"), ("size", "integer"), ("note", "blob")];
        for (row, number) in self.notes(sql::SCAN_CHECKPOINTS, &kinds, Source::Checkpoint).await?.into_iter().zip(1..) {
            self.report.checkpoints += 1;
            match read_checkpoint(row, &keys, &trust.witnesses) {
                Ok((Checkpoint { size, root, .. }, note)) => {
                    let is_trusted = is_trusted(&note);
                    stated.push(Stated { size, root, source: Source::Checkpoint(number), is_trusted });
                }
                Err(found) => self.report.altered.push(Altered::Checkpoint { number, found }),
            }
        }
        for (name, note) in &trust.kept {
            let Checkpoint { origin, size, root } = Checkpoint::read(note.text())?;
            let source = Source::Kept(name.clone());
            let known = keys.statements.iter().map(|statement| &statement.to).chain(&trust.keys);
            if !known.clone().any(|key| note.verify(key).is_ok()) {
                self.report.altered.push(source.about("no key of this journal has signed it".into()));
            }
            if known.clone().next().is_some() && !known.into_iter().any(|key| key.name() == origin) {
                self.report.altered.push(source.about(format!("it is about another journal, {origin}")));
                continue;
            }
            let is_trusted = is_trusted(note);
            stated.push(Stated { size, root, source, is_trusted });
        }
        self.report.keys = keys;
        stated.sort_by_key(|stated| stated.size);
        Ok(stated)
    }

    /// The rows of a table of numbered notes, in the order they were made.
    async fn notes(
        &mut self,
        scan: Scan,
        kinds: &[(&str, &str)],
        source: fn(u64) -> Source,
    ) -> Result<Vec<Row>, JournalError> {
        let mut all = Vec::new();
        let mut scanned = rows::scan(self.journal, scan);
        while let Some(row) = scanned.try_next().await? {
            let has_size = kinds.iter().any(|(column, _)| *column == "size");
            all.push(Row {
                number: rows::number(&row, "number")?,
                size: if has_size { rows::number(&row, "size")? } else { None },
                note: rows::bytes(&row, "note")?,
                wrong: rows::wrong_kind(&row, kinds)?,
            });
        }
        // By their numbers, so that the order of the rows in the table, which means nothing, is not held against them.
        if all.iter().all(|row| row.number.is_some()) {
            all.sort_by_key(|row| row.number);
        }
        for (row, number) in all.iter().zip(1..) {
            let found = match (&row.wrong, row.number) {
                (Some(wrong), _) => wrong.clone(),
                (None, Some(found)) if found == number => continue,
                (None, found) => {
                    let found = found.map_or_else(|| "no number".to_owned(), |found| format!("number {found}"));
                    format!("{found} stands in its place")
                }
            };
            self.report.altered.push(source(number).about(found));
        }
        Ok(all)
    }

    /// The numbers of the key statements by which the caller's keys vouch for the journal: those about these keys, and each that
    /// such a key handed over to. Where that ends before the last statement, it is in the report.
    fn trusted(&mut self, trust: &Trust, keys: &KeyHistory) -> BTreeSet<u64> {
        let mut trusted = BTreeSet::new();
        if trust.keys.is_empty() {
            return keys.statements.iter().zip(1..).map(|(_, number)| number).collect();
        }
        for key in &trust.keys {
            if !keys.statements.iter().any(|statement| statement.to == *key) {
                let found = format!("no statement leads to the trusted key {key}");
                self.report.altered.push(Altered::KeyStatement { number: 1, found });
            }
        }
        let mut before = false;
        let mut ended = None;
        for (statement, number) in keys.statements.iter().zip(1..) {
            let handed_over = before && statement.change == KeyChange::Rotated;
            let is_trusted = handed_over || trust.keys.contains(&statement.to);
            if is_trusted {
                trusted.insert(number);
                ended = None;
            } else if before {
                ended = Some((number, statement));
            }
            before = is_trusted;
        }
        if let Some((number, KeyStatement { to, size, .. })) = ended {
            let found = format!(
                "the keys you trust do not vouch for the journal after {size} entries: key statement {number} puts {to} in the \
                 place of a lost key, on nobody's word but its own; if that key was made known to you by other means, give it \
                 as well"
            );
            self.report.altered.push(Altered::Untrusted { found });
        }
        trusted
    }

    /// Where the caller gave keys, they must have signed for something.
    pub(super) fn vouched(&mut self, trust: &Trust) {
        if !trust.keys.is_empty()
            && self.report.vouched == 0
            && self.report.entries > 0
            && self.report.altered.is_empty()
        {
            let found = format!(
                "no checkpoint by the keys you trust, and none that they lead to, is about any of the {} entries",
                self.report.entries
            );
            self.report.altered.push(Altered::Untrusted { found });
        }
    }
}

fn read_checkpoint(row: Row, keys: &KeyHistory, witnesses: &[VerifierKey]) -> Result<(Checkpoint, Note), String> {
    let said = |error: NoteError| error.to_string();
    let text = String::from_utf8(row.note).map_err(|_| "it is not text".to_owned())?;
    let kept = StoredCheckpoint { number: row.number.unwrap_or(0), size: row.size.unwrap_or(u64::MAX), note: text };
    let note: Note = kept.note.parse().map_err(said)?;
    let checkpoint = Checkpoint::read(note.text()).map_err(said)?;
    if checkpoint.size != kept.size {
        return Err(format!("it is kept as one of {} entries and says {}", kept.size, checkpoint.size));
    }
    if keys.current().is_some_and(|key| key.name() != checkpoint.origin) {
        return Err(format!("it is about another journal, {}", checkpoint.origin));
    }
    keys.check(&note, checkpoint.size).map_err(said)?;
    for witness in witnesses {
        if let Err(error @ NoteError::BadSignature(_)) = note.verify(witness) {
            return Err(error.to_string());
        }
    }
    Ok((checkpoint, note))
}
