//! Passwords: what is too weak, and what is kept of one.
//!
//! Length and a list of what everybody tries; no rules of composition and no expiry. Source: NCSC, "Password administration for
//! system owners"; NIST SP 800-63B, 3.1.1.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::Row;
use tokio::sync::Semaphore;

use crate::account::{Account, AccountId, Name, read_account};
use crate::database::sql;
use crate::error::StoreError;
use crate::secret::{Secret, SecretHash};
use crate::store::Store;

/// The fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The most bytes: long enough for any sentence, short enough that nobody keeps the machine busy with one.
const PASSWORD_BYTES_MAX: usize = 1024;
/// How long a check waits for its turn.
const WAIT: Duration = Duration::from_secs(10);

/// What everybody tries, in small letters: only those that are long enough are worth listing.
const COMMON: &str = include_str!("common_passwords.txt");

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    #[error("a password has at least 12 characters: three random words are easy to remember")]
    Short,
    /// More than anybody types.
    #[error("a password has at most 1,024 bytes")]
    Long,
    /// Among those tried first.
    #[error("this password is among those that are tried first: choose another")]
    Common,
    /// A few characters over and over, or a run of neighbours.
    #[error("this password repeats itself or follows the alphabet or the keyboard: choose another")]
    Repeated,
    /// It holds what the person signs in by.
    #[error("this password holds your e-mail address or a part of it: choose another")]
    HoldsName,
}

/// Why a password is too weak for the account of that name, if it is.
pub fn weakness(password: &Secret, name: &Name) -> Option<Weakness> {
    let text = password.expose();
    if text.len() > PASSWORD_BYTES_MAX {
        return Some(Weakness::Long);
    }
    if text.chars().count() < PASSWORD_CHARS_MIN {
        return Some(Weakness::Short);
    }
    let small = text.to_lowercase();
    // "P@ssw0rd2026!" is tried right after "password".
    let bare = small.trim_matches(|letter: char| !letter.is_alphabetic());
    let unmask = |text: &str| text.chars().map(unmasked).collect::<String>();
    let tried = [small.clone(), unmask(&small), bare.to_owned(), unmask(bare)];
    if COMMON.lines().any(|common| tried.iter().any(|text| text == common || *text == unmask(common))) {
        return Some(Weakness::Common);
    }
    if is_run(&small) {
        return Some(Weakness::Repeated);
    }
    let (local, _) = name.as_str().split_once('@').unwrap_or((name.as_str(), ""));
    let holds = |part: &str| part.chars().count() >= 4 && small.contains(part);
    let is_named = small.contains(name.as_str())
        || holds(local)
        || local.split(|letter: char| !letter.is_alphanumeric()).any(|part| {
            // A short name inside a long sentence gives little away.
            holds(part) && part.chars().count() * 2 >= small.chars().count()
        });
    is_named.then_some(Weakness::HoldsName)
}

fn unmasked(letter: char) -> char {
    match letter {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Neighbours in the alphabet, among the digits and on the keyboard.
const ROWS: [&str; 5] = ["abcdefghijklmnopqrstuvwxyzabc", "12345678901234", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Whether the text is a short piece over and over, or mostly neighbours (`abcdef…`, `qwerty…`, `987654…`).
fn is_run(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let repeats = |piece: usize| {
        let first: Vec<&char> = letters.iter().take(piece).collect();
        letters.iter().zip(first.iter().cycle()).all(|(letter, of_first)| letter == *of_first)
    };
    if (1..=letters.len() / 3).any(repeats) {
        return true;
    }
    let neighbours = |pair: &[char]| {
        let [one, other] = pair else { return false };
        one == other
            || ROWS.iter().any(|row| {
                row.chars().zip(row.chars().skip(1)).any(|(a, b)| (a, b) == (*one, *other) || (b, a) == (*one, *other))
            })
    };
    let close = letters.windows(2).filter(|pair| neighbours(pair)).count();
    // Eleven of the twelve steps, or the like in a longer one.
    close * 10 >= letters.len().saturating_sub(1) * 8
}

/// What checking a password found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The account's own, and the account may sign in.
    Right(Account),
    /// Not. Nobody is told whether there is such an account.
    Wrong,
}

/// The checking of passwords: slow on purpose, so never more at once than the machine can bear.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Checked in place of a password that is not there, so that an unknown name takes as long as a known one.
    nobody: Arc<str>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

impl Passwords {
    /// With at most `at_once` checks at a time; each takes 19 MB of memory for its time.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new(at_once: usize) -> Result<Self, StoreError> {
        let nobody = password_auth::generate_hash(Secret::random()?.expose());
        Ok(Self { turns: Arc::new(Semaphore::new(at_once.max(1))), nobody: nobody.into() })
    }

    /// Whether a name and a password open an account. Takes as long whether or not there is one.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when its turn does not come.
    pub async fn check(&self, store: &Store, name: &Name, password: &Secret) -> Result<Checked, StoreError> {
        let query = sqlx::query(sql::FIND_ACCOUNT_BY_NAME).bind(name.as_str());
        let row = query.fetch_optional(&store.database().read).await?;
        let found = row
            .map(|row| Ok::<_, StoreError>((read_account(&row)?, row.try_get::<Option<String>, _>("password")?)))
            .transpose()?;
        let (account, hash) = found.map_or((None, None), |(account, hash)| (Some(account), hash));
        let is_right = self.verify(password, hash.as_deref()).await?;
        let Some(account) = account.filter(|account| is_right && account.may_sign_in()) else {
            // Written for an unknown name too, where it changes nothing: the time it takes must not tell.
            sqlx::query(sql::COUNT_FAILURE).bind(name.as_str()).execute(&store.database().write).await?;
            return Ok(Checked::Wrong);
        };
        sqlx::query(sql::CLEAR_FAILURES).bind(account.id.as_str()).execute(&store.database().write).await?;
        Ok(Checked::Right(account))
    }

    /// Uses an invitation with a chosen password. The caller has judged it by [`weakness`].
    ///
    /// # Errors
    /// [`StoreError::InvitationSpent`] or [`StoreError::Busy`].
    pub async fn accept(
        &self,
        store: &Store,
        invitation: &SecretHash,
        password: &Secret,
        now: Timestamp,
    ) -> Result<Account, StoreError> {
        let hash = self.hash(password).await?;
        store.accept_password(invitation, &hash, now).await
    }

    /// Changes an account's password and ends its other sessions. The caller has checked the old one.
    ///
    /// # Errors
    /// [`StoreError::NoSuchAccount`] or [`StoreError::Busy`].
    pub async fn change(
        &self,
        store: &Store,
        account: &AccountId,
        password: &Secret,
        but: &SecretHash,
    ) -> Result<(), StoreError> {
        let hash = self.hash(password).await?;
        let work = async |connection: &mut sqlx::AnyConnection| {
            let set = sqlx::query(sql::SET_PASSWORD).bind(account.as_str()).bind(hash.as_str());
            if set.execute(&mut *connection).await?.rows_affected() == 0 {
                return Err(StoreError::NoSuchAccount(account.clone()));
            }
            let end = sqlx::query(sql::DELETE_OTHER_SESSIONS_OF).bind(account.as_str()).bind(but.as_str());
            end.execute(&mut *connection).await?;
            Ok(())
        };
        store.in_transaction(work).await
    }

    async fn verify(&self, password: &Secret, hash: Option<&str>) -> Result<bool, StoreError> {
        let (password, nobody) = (password.clone(), hash.is_none());
        let hash: Arc<str> = hash.map_or_else(|| Arc::clone(&self.nobody), Arc::from);
        let is_right = self
            .in_turn(move || {
                password.expose().len() <= PASSWORD_BYTES_MAX
                    && password_auth::verify_password(password.expose(), &hash).is_ok()
            })
            .await?;
        Ok(is_right && !nobody)
    }

    async fn hash(&self, password: &Secret) -> Result<String, StoreError> {
        let password = password.clone();
        self.in_turn(move || password_auth::generate_hash(password.expose())).await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        let turn = tokio::time::timeout(WAIT, turn).await.map_err(|_| StoreError::Busy)?;
        let turn = turn.map_err(|error| StoreError::Stopped(error.to_string()))?;
        tokio::task::spawn_blocking(move || {
            // Held by the work itself: whoever asked may have gone away meanwhile.
            let _turn = turn;
            work()
        })
        .await
        .map_err(|error| StoreError::Stopped(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, expected: Option<Weakness>) {
        let name: Name = "jo.fletcher@chiltern.nhs.uk".parse().unwrap();
        assert_eq!(weakness(&Secret::given(password), &name), expected, "{password}");
    }

    #[test]
    fn long_and_uncommon_is_enough() {
        check("a heron stood in the weir", None);
        check("lamp river nine", None);
        check("ééééàüöäßñôê", None);
        check("joy fletched the arrow and went home", None);
        check("elevenchars", Some(Weakness::Short));
        check(&"long enough ".repeat(100), Some(Weakness::Long));
    }

    #[test]
    fn what_everybody_tries_is_refused() {
        for common in
            ["password1234", "Password1234!", "P@ssw0rd12345", "letmeinplease", "Footprint2026!", "welcome12345"]
        {
            check(common, Some(Weakness::Common));
        }
        for run in ["aaaaaaaaaaaa", "abcabcabcabc", "qwertyuiopasd", "123456789012", "abcdefghijklm", "zyxwvutsrqpon"] {
            let name: Name = "x@y.z".parse().unwrap();
            assert!(weakness(&Secret::given(run), &name).is_some(), "{run}");
        }
    }

    #[test]
    fn ones_own_name_is_refused() {
        check("jo.fletcher@chiltern.nhs.uk", Some(Weakness::HoldsName));
        check("xx-jo.fletcher-xx", Some(Weakness::HoldsName));
        check("fletcher-1234", Some(Weakness::HoldsName));
    }

    #[test]
    fn every_listed_password_is_refused_and_long_enough_to_be_tried() {
        let name: Name = "x@y.z".parse().unwrap();
        for common in COMMON.lines() {
            assert_eq!(common, common.to_lowercase(), "{common}");
            let padded = format!("{common}{}", "1".repeat(PASSWORD_CHARS_MIN.saturating_sub(common.chars().count())));
            assert!(weakness(&Secret::given(padded), &name).is_some(), "{common}");
        }
    }
}
