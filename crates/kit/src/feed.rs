//! Atom feeds. Source: RFC 4287.

use askama::Template;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::isolate::isolated;

/// A feed.
#[derive(Template)]
#[template(path = "feed.xml")]
pub struct Feed {
    /// Its name for ever.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The page it belongs to.
    pub home: String,
    /// Its own address.
    pub own: String,
    /// When it last changed.
    pub updated: String,
    /// What it tells, the latest first.
    pub entries: Vec<FeedEntry>,
}

/// One thing that happened.
pub struct FeedEntry {
    /// Its name for ever.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it is told in full.
    pub href: String,
    /// When it happened.
    pub updated: String,
    /// What happened, a line each.
    pub lines: Vec<String>,
}

/// A name for ever, from what it names. Source: RFC 9562, section 5.8 (a UUID of version 8 has bits of our choosing).
pub fn stable_id(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(digest.get(..16).unwrap_or(&[0; 16]));
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = (*version & 0x0f) | 0x80;
    *variant = (*variant & 0x3f) | 0x80;
    let hex = crate::page::hex(&bytes);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// A moment as a feed has it.
pub fn rfc3339(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Text without the characters XML has no way to write. Source: XML 1.0, section 2.2.
/// Text without what XML cannot hold.
pub fn plain(text: &str) -> String {
    isolated(text).chars().filter(|letter| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')).collect()
}
