//! The journal's signing key: made, changed, and replaced when it is lost.
//!
//! The private key lives in a file of its own that only its owner can read. Its public history lives in the journal as
//! signed statements, so that whoever trusts one key can follow it to the next.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sqlx::{AnyConnection, Row};

use crate::error::JournalError;
use crate::hash::Hash;
use crate::journal::{Journal, PAGE};
use crate::note::{Note, NoteError, Signer, VerifierKey};
use crate::store::{TransactionError, in_transaction, signed, sql};

const FILE_HEADING: &str = "footprint signing key v1";
const STATEMENT_HEADING: &str = "footprint key statement v1";

/// What a statement says happened to the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    /// The journal's first key. Signed by that key.
    Created,
    /// The old key hands over to the new one. Signed by both.
    Rotated,
    /// The old key was lost. Signed by the new key only, which must therefore be made known by other means.
    Replaced,
}

/// A statement about the journal's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStatement {
    /// What happened.
    pub change: KeyChange,
    /// The key until now; none for the first.
    pub from: Option<VerifierKey>,
    /// The key from now on.
    pub to: VerifierKey,
    /// How many entries there were.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// A statement as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKeyStatement {
    /// Its place among the statements, from 1.
    pub number: u64,
    /// The signed note, byte for byte.
    pub note: String,
}

/// The keys a journal has had, and the sizes of tree each may sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyHistory {
    /// The statements, checked, in order.
    pub statements: Vec<KeyStatement>,
}

/// Makes a key and its file. `name` becomes the origin of the journal's checkpoints, best a URL without its scheme.
///
/// # Errors
/// When the file is already there: a key is never overwritten.
pub fn create(path: &Path, name: &str) -> Result<Signer, JournalError> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|cause| JournalError::Stopped(format!("no randomness: {cause}")))?;
    let signer = Signer::from_seed(name, &seed)?;
    write_key_file(path, &signer)?;
    Ok(signer)
}

/// Reads a key file.
///
/// # Errors
/// When others than its owner can read the file, or when it does not hold a key.
pub fn load(path: &Path) -> Result<Signer, JournalError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).map_err(JournalError::file(path))?.permissions().mode();
        if mode & 0o077 != 0 {
            let found = format!("mode {:o}, required 600: others can read the private key", mode & 0o777);
            return Err(JournalError::file(path)(std::io::Error::new(std::io::ErrorKind::PermissionDenied, found)));
        }
    }
    let text = std::fs::read_to_string(path).map_err(JournalError::file(path))?;
    let mut lines = text.lines();
    let (Some(FILE_HEADING), Some(name), Some(seed), None) = (lines.next(), lines.next(), lines.next(), lines.next())
    else {
        return Err(NoteError::PrivateKey.into());
    };
    let seed = BASE64.decode(seed).map_err(|_| NoteError::PrivateKey)?;
    let seed: [u8; 32] = seed.as_slice().try_into().map_err(|_| NoteError::PrivateKey)?;
    Ok(Signer::from_seed(name, &seed)?)
}

/// Reads the key that signs for this journal, and finishes a rotation that was broken off between its two steps.
pub async fn open(journal: &Journal, path: &Path) -> Result<Signer, JournalError> {
    let history = journal.key_history().await?;
    let next = next_path(path);
    if next.exists() {
        let signer = load(&next)?;
        if history.require_current(&signer.verifier()).is_ok() {
            std::fs::rename(&next, path).map_err(JournalError::file(path))?;
            return Ok(signer);
        }
    }
    let signer = load(path)?;
    history.require_current(&signer.verifier())?;
    Ok(signer)
}

/// States that `signer` is the journal's first key.
///
/// # Errors
/// When the journal has a key already.
pub async fn adopt(journal: &Journal, signer: &Signer) -> Result<(), JournalError> {
    let history = journal.key_history().await?;
    if let Some(current) = history.current() {
        return Err(JournalError::Taken(format!("the journal's key {current}")));
    }
    state(journal, KeyChange::Created, None, signer, &[signer]).await
}

/// Hands over from the key in the file to a new one, which takes its place. The old private key is then gone; its public
/// half stays in the journal's history and goes on vouching for the checkpoints it signed.
pub async fn rotate(journal: &Journal, path: &Path) -> Result<Signer, JournalError> {
    let old = open(journal, path).await?;
    let next = next_path(path);
    if next.exists() {
        // Left by a rotation that never reached the journal, so nobody has relied on it.
        std::fs::remove_file(&next).map_err(JournalError::file(&next))?;
    }
    let new = create(&next, old.name())?;
    state(journal, KeyChange::Rotated, Some(old.verifier()), &new, &[&old, &new]).await?;
    std::fs::rename(&next, path).map_err(JournalError::file(path))?;
    Ok(new)
}

/// Starts afresh with a new key in `path` because the old one is lost. Only the new key can sign the statement, so its
/// verifier key must be published the way the first one was.
pub async fn replace_lost(journal: &Journal, path: &Path) -> Result<Signer, JournalError> {
    let history = journal.key_history().await?;
    let lost = history.current().ok_or_else(|| NoteError::NotSigned("any key: the journal has none yet".into()))?;
    let new = create(path, lost.name())?;
    state(journal, KeyChange::Replaced, Some(lost.clone()), &new, &[&new]).await?;
    Ok(new)
}

async fn state(
    journal: &Journal,
    change: KeyChange,
    from: Option<VerifierKey>,
    to: &Signer,
    signers: &[&Signer],
) -> Result<(), JournalError> {
    let head = journal.head().await?;
    let statement = KeyStatement { change, from, to: to.verifier(), size: head.sequence, root: head.root };
    let note = signers.iter().fold(Note::new(statement.text())?, |note, signer| note.signed_by(signer));
    let number = journal.key_statements().await?.last().map_or(0, |last| last.number) + 1;
    let kept = StoredKeyStatement { number, note: note.to_string() };
    // Two servers that change the key at once meet at the same number, and one is refused.
    in_transaction(journal.database(), async |connection| write_key_statement(connection, &kept).await)
        .await
        .map_err(TransactionError::into_error)
}

impl KeyStatement {
    /// The text that is signed.
    pub fn text(&self) -> String {
        let change = match self.change {
            KeyChange::Created => "created",
            KeyChange::Rotated => "rotated",
            KeyChange::Replaced => "replaced",
        };
        let from = self.from.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
        let root = BASE64.encode(self.root.as_bytes());
        format!("{STATEMENT_HEADING}\n{change}\nfrom {from}\nto {}\nsize {}\nroot {root}\n", self.to, self.size)
    }

    /// Reads a signed statement and checks the signatures its kind requires.
    ///
    /// # Errors
    /// [`NoteError`] when it does not read as a statement or a required signature is missing or fails.
    pub fn read(note: &str) -> Result<KeyStatement, NoteError> {
        let note: Note = note.parse()?;
        let refused = || NoteError::Text { what: "a key statement", found: note.text().to_owned() };
        let mut lines = note.text().lines();
        let mut next = |prefix: &str| lines.next().and_then(|line| line.strip_prefix(prefix)).ok_or_else(refused);
        next(STATEMENT_HEADING)?;
        let change = match next("")? {
            "created" => KeyChange::Created,
            "rotated" => KeyChange::Rotated,
            "replaced" => KeyChange::Replaced,
            _ => return Err(refused()),
        };
        let from = match next("from ")? {
            "none" => None,
            key => Some(key.parse::<VerifierKey>()?),
        };
        let to: VerifierKey = next("to ")?.parse()?;
        let size = next("size ")?.parse().map_err(|_| refused())?;
        let root = BASE64.decode(next("root ")?).ok().and_then(|bytes| Hash::from_bytes(&bytes)).ok_or_else(refused)?;
        let statement = KeyStatement { change, from, to, size, root };
        if statement.text() != note.text() || (change == KeyChange::Created) != statement.from.is_none() {
            return Err(refused());
        }
        note.verify(&statement.to)?;
        if let (KeyChange::Rotated, Some(from)) = (change, &statement.from) {
            note.verify(from)?;
        }
        Ok(statement)
    }
}

impl KeyHistory {
    /// Reads and checks the statements: the first creates, each later one starts from the key before it.
    ///
    /// # Errors
    /// [`NoteError`] naming what does not hold.
    pub fn read(stored: &[StoredKeyStatement]) -> Result<KeyHistory, JournalError> {
        let mut history = KeyHistory::default();
        for kept in stored {
            history.push(KeyStatement::read(&kept.note)?)?;
        }
        Ok(history)
    }

    pub(crate) fn push(&mut self, statement: KeyStatement) -> Result<(), NoteError> {
        let refused = |what| NoteError::Text { what, found: statement.text() };
        match self.statements.last() {
            None if statement.change != KeyChange::Created => return Err(refused("the first key statement")),
            Some(last) if statement.from.as_ref() != Some(&last.to) => {
                return Err(refused("the statement after that of the key before"));
            }
            Some(last) if statement.size < last.size || statement.to.name() != last.to.name() => {
                return Err(refused("a later key statement of the same journal"));
            }
            _ => {}
        }
        self.statements.push(statement);
        Ok(())
    }

    /// The key that signs now.
    pub fn current(&self) -> Option<&VerifierKey> {
        self.statements.last().map(|last| &last.to)
    }

    /// How often a key was lost and replaced by one it could not vouch for.
    pub fn times_lost(&self) -> usize {
        self.statements.iter().filter(|statement| statement.change == KeyChange::Replaced).count()
    }

    pub(crate) fn require_current(&self, key: &VerifierKey) -> Result<(), NoteError> {
        if self.current() == Some(key) {
            Ok(())
        } else {
            Err(NoteError::NotSigned(format!("the current key; found {key}")))
        }
    }

    /// Whether a note about a tree of `size` entries is signed by a key that could sign for that size: at a change of keys
    /// the old one signs up to that size and the new one from it.
    ///
    /// # Errors
    /// [`NoteError::NotSigned`] or [`NoteError::BadSignature`].
    pub fn check(&self, note: &Note, size: u64) -> Result<(), NoteError> {
        let mut outcome = Err(NoteError::NotSigned("a key of this journal that was current at that size".into()));
        let ends = self.statements.iter().skip(1).map(|next| next.size).chain([u64::MAX]);
        for (statement, end) in self.statements.iter().zip(ends) {
            if statement.size <= size && size <= end {
                match note.verify(&statement.to) {
                    Ok(_) => return Ok(()),
                    Err(bad @ NoteError::BadSignature(_)) => outcome = Err(bad),
                    Err(_) => {}
                }
            }
        }
        outcome
    }
}

impl Journal {
    /// The key statements as they are kept, in order.
    pub async fn key_statements(&self) -> Result<Vec<StoredKeyStatement>, JournalError> {
        let mut all: Vec<StoredKeyStatement> = Vec::new();
        loop {
            let rows = sqlx::query(sql::LIST_KEY_STATEMENTS)
                .bind(all.last().map_or(i64::MIN, |last| signed(last.number)))
                .bind(signed(PAGE as u64))
                .fetch_all(&self.database().read)
                .await?;
            for row in &rows {
                let number = u64::try_from(row.try_get::<i64, _>("number")?).unwrap_or(0);
                let note: Vec<u8> = row.try_get("note")?;
                all.push(StoredKeyStatement { number, note: String::from_utf8_lossy(&note).into_owned() });
            }
            if rows.len() < PAGE {
                return Ok(all);
            }
        }
    }
}

pub(crate) async fn write_key_statement(
    connection: &mut AnyConnection,
    statement: &StoredKeyStatement,
) -> Result<(), JournalError> {
    sqlx::query(sql::INSERT_KEY_STATEMENT)
        .bind(signed(statement.number))
        .bind(statement.note.as_bytes())
        .execute(connection)
        .await?;
    Ok(())
}

fn next_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".next");
    name.into()
}

fn write_key_file(path: &Path, signer: &Signer) -> Result<(), JournalError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(JournalError::file(path))?;
    let text = format!("{FILE_HEADING}\n{}\n{}\n", signer.name(), BASE64.encode(signer.seed()));
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(JournalError::file(path))
}
