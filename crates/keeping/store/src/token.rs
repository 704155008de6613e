//! Tokens: what a person makes so that a program may act for them, for so long, in so many rooms.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::account::{AccountId, PersonId};
use crate::database::sql;
use crate::error::StoreError;
use crate::secret::{Secret, SecretHash, hex, random};
use crate::store::{Store, moment};

/// How many tokens of one account may be live at once.
pub const TOKENS_LIVE_MAX: usize = 20;
/// How many days a token may last, both its first and its last counted: a year.
pub const TOKEN_DAYS_MAX: i32 = 366;
/// How long a token stays in its owner's list after it has ended.
pub const TOKEN_LISTED_FOR: SignedDuration = SignedDuration::from_hours(400 * 24);
/// The most characters of a token's name.
const NAME_CHARS_MAX: usize = 80;
/// The most rooms one token may act in.
const ROOMS_MAX: usize = 32;
/// The longest name of a room. Units: characters.
const ROOM_CHARS_MAX: usize = 40;
/// The word of a scope that may read.
const READ: &str = "read";
/// Before the room in a word of a scope that may act there.
const ACT: &str = "act:";

/// The id of a token, which shows nothing of its secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(String);

impl TokenId {
    fn random() -> Result<Self, StoreError> {
        Ok(Self(format!("token-{}", hex(&random::<8>()?))))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TokenId {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let digits = text.strip_prefix("token-").unwrap_or_default();
        let is_id = digits.len() == 16 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let unreadable = || StoreError::Unreadable { what: "token id", found: text.chars().take(50).collect() };
        if is_id { Ok(Self(text.to_owned())) } else { Err(unreadable()) }
    }
}

impl Display for TokenId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What its maker calls a token, such as the program it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenName(String);

impl TokenName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TokenName {
    type Err = StoreError;

    /// Trims, and asks for one line of 1 to 80 characters.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let name = text.trim();
        let is_name = (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        let not_a_name = || StoreError::NotATokenName(text.chars().take(NAME_CHARS_MAX).collect());
        if is_name { Ok(Self(name.to_owned())) } else { Err(not_a_name()) }
    }
}

impl Display for TokenName {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a token may do. It never may do more than its person may.
///
/// Written as words with a space between: `read`, and `act:ROOM` for each room it may act in. This crate knows no room: that a
/// name is one of a room is for whoever makes a token to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    reads: bool,
    rooms: BTreeSet<String>,
}

impl Scope {
    /// Whether it may read what its person may.
    pub fn may_read(&self) -> bool {
        self.reads
    }

    /// Whether it may do the acts of a room that its person may.
    pub fn may_act_in(&self, room: &str) -> bool {
        self.rooms.contains(room)
    }

    /// The rooms it may act in.
    pub fn rooms(&self) -> impl Iterator<Item = &str> {
        self.rooms.iter().map(String::as_str)
    }
}

impl FromStr for Scope {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let wrong = || StoreError::NotAScope(text.chars().take(100).collect());
        let mut scope = Self { reads: false, rooms: BTreeSet::new() };
        for word in text.split_ascii_whitespace() {
            let room = word.strip_prefix(ACT).unwrap_or_default();
            if word == READ {
                scope.reads = true;
            } else if is_room(room) && scope.rooms.len() < ROOMS_MAX {
                scope.rooms.insert(room.to_owned());
            } else {
                return Err(wrong());
            }
        }
        if scope.reads || !scope.rooms.is_empty() { Ok(scope) } else { Err(wrong()) }
    }
}

fn is_room(text: &str) -> bool {
    (1..=ROOM_CHARS_MAX).contains(&text.len()) && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'-' | b'_'))
}

impl Display for Scope {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let read = self.reads.then(|| READ.to_owned());
        let words: Vec<String> = read.into_iter().chain(self.rooms.iter().map(|room| format!("{ACT}{room}"))).collect();
        f.pad(&words.join(" "))
    }
}

/// A token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenDraft {
    /// The account whose person it is to act for.
    pub account: AccountId,
    /// What its maker calls it.
    pub name: TokenName,
    /// What it may do.
    pub scope: Scope,
    /// The first day it is good, in Europe/London.
    pub first_day: Date,
    /// The last day it is good.
    pub last_day: Date,
}

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// The account that made it.
    pub account: AccountId,
    /// Whom it acts for.
    pub person: PersonId,
    /// What its maker calls it.
    pub name: TokenName,
    /// What it may do.
    pub scope: Scope,
    /// The first day it is good, in Europe/London.
    pub first_day: Date,
    /// The last day it is good.
    pub last_day: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// How often it was used, as far as that is written down.
    pub uses: u64,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// How a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// Its first day is to come.
    ToCome,
    /// It is good.
    Good,
    /// Its last day is over.
    Expired,
    /// Its owner took it back.
    Revoked,
}

impl Token {
    /// How it stands at a moment.
    pub fn state(&self, now: Timestamp) -> TokenState {
        let today = day_of(now);
        if self.revoked_at.is_some() {
            TokenState::Revoked
        } else if self.last_day < today {
            TokenState::Expired
        } else if today < self.first_day {
            TokenState::ToCome
        } else {
            TokenState::Good
        }
    }
}

/// A token just made, and its secret, which is shown this once: only a hash of it is kept.
#[derive(Clone, Debug)]
pub struct MadeToken {
    /// The token.
    pub token: Token,
    /// What its program sends.
    pub secret: Secret,
}

/// Uses of tokens that are not yet written down, so that a program that only reads costs no write for each of its requests.
#[derive(Debug, Default)]
pub struct TokenUses(Mutex<BTreeMap<TokenId, (u64, Timestamp)>>);

impl TokenUses {
    /// Counts a use.
    pub fn count(&self, token: &TokenId, now: Timestamp) {
        self.add(token.clone(), 1, now);
    }

    fn add(&self, token: TokenId, uses: u64, last: Timestamp) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = counted.entry(token).or_insert((0, last));
        *held = (held.0.saturating_add(uses), held.1.max(last));
    }

    fn take(&self) -> BTreeMap<TokenId, (u64, Timestamp)> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store {
    /// Makes a token for the person of an account.
    ///
    /// # Errors
    /// [`StoreError::TokenDays`] for days that are out of order, over, or more than a year; [`StoreError::TooManyTokens`] when the
    /// account has as many live ones as it may; [`StoreError::NoSuchAccount`] when nobody may sign in by the account.
    pub async fn make_token(&self, draft: &TokenDraft, now: Timestamp) -> Result<MadeToken, StoreError> {
        let (first, last) = (draft.first_day, draft.last_day);
        let is_short = first.checked_add(jiff::Span::new().days(TOKEN_DAYS_MAX)).is_ok_and(|end| last < end);
        if first < day_of(now) || last < first || !is_short {
            return Err(StoreError::TokenDays { first, last });
        }
        let (id, secret) = (TokenId::random()?, Secret::of_token()?);
        let work = async |connection: &mut AnyConnection| {
            // The account's row is held until the end, so that of two that are made at once each counts the other.
            let held = sqlx::query(sql::HOLD_ACCOUNT).bind(draft.account.as_str()).execute(&mut *connection).await?;
            if held.rows_affected() == 0 {
                return Err(StoreError::NoSuchAccount(draft.account.clone()));
            }
            let query = sqlx::query(sql::COUNT_LIVE_TOKENS).bind(draft.account.as_str()).bind(day_of(now).to_string());
            let live: i64 = query.fetch_one(&mut *connection).await?.try_get("live")?;
            if usize::try_from(live).unwrap_or(usize::MAX) >= TOKENS_LIVE_MAX {
                return Err(StoreError::TooManyTokens { limit: TOKENS_LIVE_MAX });
            }
            let insert = sqlx::query(sql::INSERT_TOKEN)
                .bind(id.as_str())
                .bind(secret.hash().0)
                .bind(draft.account.as_str())
                .bind(draft.name.as_str())
                .bind(draft.scope.to_string())
                .bind(first.to_string())
                .bind(last.to_string())
                .bind(now.as_second());
            insert.execute(&mut *connection).await?;
            let query = sqlx::query(sql::FIND_TOKEN).bind(secret.hash().0);
            read_token(&query.fetch_one(connection).await?)
        };
        let token = self.in_transaction(work).await?;
        Ok(MadeToken { token, secret })
    }

    /// The token of a secret, if it is good now and its account is open; nothing says which of these it is not.
    ///
    /// A secret is looked up by its hash, of which nobody can choose the beginning, and the whole of it is compared in a time that
    /// does not depend on where it differs.
    pub async fn good_token(&self, secret: &Secret, now: Timestamp) -> Result<Option<Token>, StoreError> {
        let hash = secret.hash();
        let query = sqlx::query(sql::FIND_TOKEN).bind(hash.as_str());
        let Some(row) = query.fetch_optional(&self.database().read).await? else { return Ok(None) };
        let kept = SecretHash(row.try_get("secret_hash")?);
        let token = read_token(&row)?;
        Ok(Some(token).filter(|token| kept.is_same(&hash) && token.state(now) == TokenState::Good))
    }

    /// The tokens of an account, the newest first: those that are live, and those that ended lately.
    pub async fn tokens_of(&self, account: &AccountId, limit: u32) -> Result<Vec<Token>, StoreError> {
        let query = sqlx::query(sql::LIST_TOKENS).bind(account.as_str()).bind(i64::from(limit));
        query.fetch_all(&self.database().read).await?.iter().map(read_token).collect()
    }

    /// Takes back a token of an account. Whether there was one of that id that was not taken back before.
    pub async fn revoke_token(&self, account: &AccountId, id: &TokenId, now: Timestamp) -> Result<bool, StoreError> {
        let revoke = sqlx::query(sql::REVOKE_TOKEN).bind(id.as_str()).bind(account.as_str()).bind(now.as_second());
        Ok(revoke.execute(&self.database().write).await?.rows_affected() > 0)
    }

    /// Writes down the uses counted since the last time. What could not be written stays counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write_token_uses(&self, uses: &TokenUses) -> Result<(), StoreError> {
        let counted = uses.take();
        if counted.is_empty() {
            return Ok(());
        }
        let work = async |connection: &mut AnyConnection| {
            for (token, (uses, last)) in &counted {
                let count = sqlx::query(sql::COUNT_TOKEN_USES)
                    .bind(token.as_str())
                    .bind(i64::try_from(*uses).unwrap_or(i64::MAX))
                    .bind(last.as_second());
                count.execute(&mut *connection).await?;
            }
            Ok::<_, StoreError>(())
        };
        let written = self.in_transaction(work).await;
        if written.is_err() {
            for (token, (n, last)) in counted {
                uses.add(token, n, last);
            }
        }
        written
    }
}

/// Deletes the tokens that ended longer ago than they are listed. How many.
pub(crate) async fn sweep(connection: &mut AnyConnection, now: Timestamp) -> Result<u64, StoreError> {
    let old = now.saturating_sub(TOKEN_LISTED_FOR).unwrap_or(Timestamp::MIN);
    let query = sqlx::query(sql::SWEEP_TOKENS).bind(old.as_second()).bind(day_of(old).to_string());
    Ok(query.execute(connection).await?.rows_affected())
}

fn read_token(row: &AnyRow) -> Result<Token, StoreError> {
    let at = |column: &str| -> Result<Option<Timestamp>, StoreError> {
        row.try_get::<Option<i64>, _>(column)?.map(moment).transpose()
    };
    Ok(Token {
        id: row.try_get::<String, _>("id")?.parse()?,
        account: AccountId::stored(row.try_get("account")?),
        person: row.try_get::<String, _>("person")?.parse()?,
        name: row.try_get::<String, _>("name")?.parse()?,
        scope: row.try_get::<String, _>("scope")?.parse()?,
        first_day: read_day(row.try_get("first_day")?)?,
        last_day: read_day(row.try_get("last_day")?)?,
        made_at: moment(row.try_get("made_at")?)?,
        revoked_at: at("revoked_at")?,
        uses: u64::try_from(row.try_get::<i64, _>("uses")?).unwrap_or_default(),
        used_at: at("used_at")?,
    })
}

fn read_day(text: String) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Unreadable { what: "day", found: text })
}

/// The day a moment falls on where this service is used.
fn day_of(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_read_as_it_is_written() {
        let scope: Scope = " act:who_pays read\tact:mandate act:mandate ".parse().unwrap();
        assert_eq!(scope.to_string(), "read act:mandate act:who_pays");
        assert_eq!(scope.to_string().parse::<Scope>().unwrap(), scope);
        assert!(scope.may_read() && scope.may_act_in("mandate") && !scope.may_act_in("register"));
        let one: Scope = "act:executive".parse().unwrap();
        assert!(!one.may_read() && one.rooms().eq(["executive"]));
        let many: String = ('a'..='z').flat_map(|one| [format!("act:{one} "), format!("act:{one}{one} ")]).collect();
        for wrong in ["", " ", "write", "act:", "act:Mandate", "read,act:mandate", "act:a/b", &many, &"act:".repeat(30)]
        {
            assert!(matches!(wrong.parse::<Scope>(), Err(StoreError::NotAScope(_))), "{wrong:?}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(" Nightly return ".parse::<TokenName>().unwrap().as_str(), "Nightly return");
        for wrong in ["", "  ", "a\nb", &"é".repeat(81)] {
            assert!(wrong.parse::<TokenName>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_token_id_is_hexadecimal_digits() {
        assert!("token-0123456789abcdef".parse::<TokenId>().is_ok());
        for wrong in ["", "token-", "token-0123456789ABCDEF", "token-0123456789abcde", "account-0123456789abcdef"] {
            assert!(wrong.parse::<TokenId>().is_err(), "{wrong:?}");
        }
    }
}
