//! What is not in the journal: accounts, invitations, sessions, tokens, uploaded papers, refused attempts, runs over files of activity.
//!
//! *Question:* who is at the door, may they come in, and what may be forgotten?
//! *Answer:* tables of their own beside the journal's, in the same database, SQLite or PostgreSQL, by one text of each statement.
//! *Invariant:* nothing here is part of the record, and everything here can be deleted; no secret is kept in a form that
//! can be used: passwords as argon2id, every other token as its SHA-256.

mod account;
mod blob;
mod database;
mod error;
mod invitation;
mod offer;
mod password;
mod pending;
mod prepared;
mod refusal;
mod request_key;
mod run;
mod secret;
mod session;
mod store;
mod token;
mod vintage;

pub use account::{Account, AccountId, AccountState, Name, PersonId};
pub use blob::{BLOB_BYTES_MAX, Blob, BlobHash, Keep};
pub use error::StoreError;
pub use invitation::Invitation;
pub use offer::Offer;
pub use password::{Checked, PASSWORD_CHARS_MIN, Passwords, Weakness, weakness};
pub use pending::{Pending, PendingDraft};
pub use refusal::{Refusal, RefusalDraft};
pub use request_key::{
    IdempotencyKey, KEY_ANSWER_BYTES_MAX, KEY_CHARS_MAX, KeptReply, KeyClaim, KeyLimits, KeyedRequest, RequestHash,
};
pub use run::{KeptAnswer, KeptRun, LinkId, Owner, PART_BYTES_MAX, RunDraft, RunFile, RunState, SILENT_MAX};
pub use secret::{Secret, SecretHash, TOKEN_PREFIX};
pub use session::{Lifetimes, Opened, Session, SessionOf};
pub use store::{Store, Swept};
pub use token::{
    MadeToken, Scope, TOKEN_DAYS_MAX, TOKEN_LISTED_FOR, TOKENS_LIVE_MAX, Token, TokenDraft, TokenId, TokenName,
    TokenState, TokenUses,
};
pub use vintage::{VINTAGE_BYTES_MAX, Vintage, VintageDraft};
