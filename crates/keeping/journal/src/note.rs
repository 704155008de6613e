//! Signed notes: a text, and under it the signatures of those who stand by it.
//!
//! Source: C2SP signed-note (c2sp.org/signed-note) and tlog-cosignature (c2sp.org/tlog-cosignature), Ed25519 in both.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::hash::Hash;

/// A signature by the log over the text itself.
const ED25519: u8 = 1;
/// A witness's signature over the text and a moment.
const COSIGNATURE: u8 = 4;

/// Why a note, a key or a signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The text does not follow the form of a signed note.
    #[error("it is not a signed note: {0}")]
    Malformed(&'static str),
    /// A name that cannot be a key's.
    #[error("found the key name {0:?}, required one without spaces, control characters or '+'")]
    KeyName(String),
    /// Text that is not a verifier key.
    #[error("found the verifier key {0:?}, required NAME+ID+KEY of an Ed25519 key")]
    VerifierKey(String),
    /// No signature by the key that was asked for.
    #[error("it is not signed by {0}")]
    NotSigned(String),
    /// A signature that does not hold.
    #[error("the signature by {0} does not hold")]
    BadSignature(String),
    /// The text of a checkpoint or statement does not read as one.
    #[error("found {found:?} for {what}")]
    Text {
        /// What was expected.
        what: &'static str,
        /// What was found.
        found: String,
    },
    /// A private key file that does not read as one. What was found is not shown.
    #[error("the file does not hold a private key of this program")]
    PrivateKey,
}

/// A key that checks signatures, in the form `NAME+ID+KEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: u8,
    key: VerifyingKey,
}

/// A key that signs. Its private half is never shown.
#[derive(Clone)]
pub struct Signer {
    name: String,
    key: SigningKey,
}

/// A text with its signature lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SignatureLine {
    name: String,
    id: [u8; 4],
    signature: Vec<u8>,
}

fn checked_name(name: &str) -> Result<String, NoteError> {
    let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    if name.is_empty() || name.contains(bad) { Err(NoteError::KeyName(name.into())) } else { Ok(name.into()) }
}

fn key_id(name: &str, kind: u8, key: &VerifyingKey) -> [u8; 4] {
    let Hash(whole) = Hash::of(&[name.as_bytes(), b"\n", &[kind], key.as_bytes()]);
    whole.first_chunk().copied().unwrap_or_default()
}

impl VerifierKey {
    /// The key of a witness, by its name and 32 public bytes.
    pub fn of_witness(name: &str, public: &[u8; 32]) -> Result<VerifierKey, NoteError> {
        let key = VerifyingKey::from_bytes(public).map_err(|_| NoteError::VerifierKey(name.into()))?;
        Ok(VerifierKey { name: checked_name(name)?, kind: COSIGNATURE, key })
    }

    /// Whose key it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> [u8; 4] {
        key_id(&self.name, self.kind, &self.key)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id());
        let public = BASE64.encode([&[self.kind], self.key.as_bytes().as_slice()].concat());
        write!(f, "{}+{id:08x}+{public}", self.name)
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<VerifierKey, NoteError> {
        let refused = || NoteError::VerifierKey(text.to_owned());
        let mut parts = text.splitn(3, '+');
        let (name, _, public) =
            (parts.next().ok_or_else(refused)?, parts.next().ok_or_else(refused)?, parts.next().ok_or_else(refused)?);
        let public = BASE64.decode(public).map_err(|_| refused())?;
        let (kind, public) = public.split_first().ok_or_else(refused)?;
        let public: &[u8; 32] = public.try_into().map_err(|_| refused())?;
        if *kind != ED25519 && *kind != COSIGNATURE {
            return Err(refused());
        }
        let key = VerifyingKey::from_bytes(public).map_err(|_| refused())?;
        let read = VerifierKey { name: checked_name(name)?, kind: *kind, key };
        if read.to_string() == text { Ok(read) } else { Err(refused()) }
    }
}

impl Signer {
    /// A signer from its name and private seed.
    pub(crate) fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Signer, NoteError> {
        Ok(Signer { name: checked_name(name)?, key: SigningKey::from_bytes(seed) })
    }

    /// The private seed, for writing the key file and for nothing else.
    pub(crate) fn seed(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Whose key it is: the origin of the checkpoints it signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key that checks what this one signs.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), kind: ED25519, key: self.key.verifying_key() }
    }

    /// As [`Signer::verifier`], for the cosignatures this key makes as a witness.
    pub fn witness_verifier(&self) -> VerifierKey {
        VerifierKey { kind: COSIGNATURE, ..self.verifier() }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier())
    }
}

impl Note {
    /// A text, ending in a newline, that nobody has signed yet.
    pub fn new(text: String) -> Result<Note, NoteError> {
        if !text.ends_with('\n') {
            return Err(NoteError::Malformed("the text does not end in a newline"));
        }
        if text.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteError::Malformed("the text has a control character"));
        }
        Ok(Note { text, signatures: Vec::new() })
    }

    /// The text that is signed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds a signature.
    #[must_use]
    pub fn signed_by(mut self, signer: &Signer) -> Note {
        let signature = signer.key.sign(self.text.as_bytes()).to_bytes().to_vec();
        self.signatures.push(SignatureLine { name: signer.name.clone(), id: signer.verifier().id(), signature });
        self
    }

    /// Adds the cosignature of a witness, made at a moment in seconds since 1970.
    #[must_use]
    pub fn cosigned_by(mut self, witness: &Signer, seconds: u64) -> Note {
        let signature = witness.key.sign(cosigned_text(&self.text, seconds).as_bytes()).to_bytes();
        let signature = [seconds.to_be_bytes().as_slice(), &signature].concat();
        self.signatures.push(SignatureLine {
            name: witness.name.clone(),
            id: witness.witness_verifier().id(),
            signature,
        });
        self
    }

    /// Whether the note is signed by a key. For a witness's key the answer holds the moment it signed at.
    ///
    /// # Errors
    /// [`NoteError::NotSigned`] when there is no line by that key, [`NoteError::BadSignature`] when there is and it fails.
    pub fn verify(&self, key: &VerifierKey) -> Result<Option<u64>, NoteError> {
        let line = self
            .signatures
            .iter()
            .find(|line| line.name == key.name && line.id == key.id())
            .ok_or_else(|| NoteError::NotSigned(key.to_string()))?;
        let bad = || NoteError::BadSignature(key.to_string());
        let (moment, signature, message) = if key.kind == COSIGNATURE {
            let (moment, signature) = line.signature.split_first_chunk::<8>().ok_or_else(bad)?;
            let moment = u64::from_be_bytes(*moment);
            (Some(moment), signature, cosigned_text(&self.text, moment))
        } else {
            (None, line.signature.as_slice(), self.text.clone())
        };
        let signature = Signature::from_slice(signature).map_err(|_| bad())?;
        key.key.verify_strict(message.as_bytes(), &signature).map_err(|_| bad())?;
        Ok(moment)
    }
}

fn cosigned_text(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| {
            writeln!(f, "— {} {}", line.name, BASE64.encode([line.id.as_slice(), &line.signature].concat()))
        })
    }
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(whole: &str) -> Result<Note, NoteError> {
        let split = whole.rfind("\n\n").ok_or(NoteError::Malformed("no blank line before the signatures"))?;
        let (text, lines) = whole.split_at(split + 1);
        let mut note = Note::new(text.to_owned())?;
        let lines = lines.strip_prefix('\n').unwrap_or(lines);
        if !lines.ends_with('\n') {
            return Err(NoteError::Malformed("no newline after the last signature"));
        }
        for line in lines.lines() {
            let (name, encoded) = line
                .strip_prefix("— ")
                .and_then(|line| line.split_once(' '))
                .ok_or(NoteError::Malformed("a line under the text is not a signature"))?;
            let decoded = BASE64.decode(encoded).map_err(|_| NoteError::Malformed("a signature is not base64"))?;
            let (id, signature) =
                decoded.split_first_chunk::<4>().ok_or(NoteError::Malformed("a signature is too short"))?;
            note.signatures.push(SignatureLine { name: checked_name(name)?, id: *id, signature: signature.to_vec() });
        }
        if note.signatures.is_empty() { Err(NoteError::Malformed("there is no signature")) } else { Ok(note) }
    }
}
