//! How often: a bucket of tokens for each account and each address, in memory.
//!
//! Several servers each have their own buckets. Nothing here shuts an account: who guesses waits, and longer the more they guess;
//! whoever has signed in before in the same browser is counted by that browser, and waits for nobody else's guesses.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// The most buckets held; the fullest are forgotten first, since a forgotten bucket is a full one.
const BUCKETS_MAX: usize = 50_000;

/// How much may be done at once, and how soon one more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rate {
    /// How many at once.
    pub(crate) burst: u32,
    /// How long until one more.
    pub(crate) every: SignedDuration,
}

/// Passwords tried from one address for one sign-in name, whether or not it has an account.
pub(crate) const TRIES_OF_A_NAME: Rate = Rate { burst: 5, every: SignedDuration::from_secs(60) };
/// Passwords tried in a browser in which that name signed in before.
pub(crate) const TRIES_OF_A_BROWSER: Rate = Rate { burst: 10, every: SignedDuration::from_secs(30) };
/// Passwords tried for one sign-in name from wherever, before each has to wait: nobody is refused for what others tried.
pub(crate) const TRIES_FROM_ANYWHERE: Rate = Rate { burst: 20, every: SignedDuration::from_millis(500) };
/// The longest such wait.
pub(crate) const WAIT_MAX: SignedDuration = SignedDuration::from_secs(8);
/// Passwords and invitations tried, and providers left for, from one address: a whole organisation may share it.
pub(crate) const TRIES_OF_AN_ADDRESS: Rate = Rate { burst: 60, every: SignedDuration::from_secs(2) };
/// What one person records.
pub(crate) const ACTS_OF_A_PERSON: Rate = Rate { burst: 120, every: SignedDuration::from_millis(500) };
/// What visitors at one address send.
pub(crate) const FORMS_OF_AN_ADDRESS: Rate = Rate { burst: 240, every: SignedDuration::from_millis(250) };
/// Refusals of one address that are kept: beyond it they only cost space.
pub(crate) const KEPT_REFUSALS: Rate = Rate { burst: 100, every: SignedDuration::from_secs(5) };

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    /// A name, and the address they came from.
    TriesOfName(String, String),
    /// A name, and a browser it is known in.
    TriesOfBrowser(String, String),
    /// A name, from wherever.
    TriesFromAnywhere(String),
    /// A name, whose person is signed in and says their password again.
    ChecksOfName(String),
    TriesOfAddress(String),
    ActsOfPerson(String),
    FormsOfAddress(String),
    RefusalsOfAddress(String),
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Units: thousandths of one.
    level: i64,
    at: Timestamp,
}

/// The buckets.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<HashMap<Counted, Bucket>>);

/// Too much, too soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooSoon {
    /// When one more may be done. Units: whole seconds, at least 1.
    pub(crate) wait_seconds: i64,
}

impl Limits {
    /// Takes one from a bucket.
    pub(crate) fn take(&self, counted: Counted, rate: Rate, now: Timestamp) -> Result<(), TooSoon> {
        self.with_bucket(counted, rate, now, |level, every_ms| {
            if *level < 1000 {
                let wait_ms = (1000 - *level).saturating_mul(every_ms) / 1000;
                return Err(TooSoon { wait_seconds: (wait_ms / 1000).saturating_add(1) });
            }
            *level -= 1000;
            Ok(())
        })
    }

    /// Takes one from a bucket that refuses nobody: how long to wait first, at most `most`.
    pub(crate) fn wait(&self, counted: Counted, rate: Rate, most: SignedDuration, now: Timestamp) -> SignedDuration {
        self.with_bucket(counted, rate, now, |level, every_ms| {
            let least = most.as_millis().saturating_mul(1000).checked_div(i128::from(every_ms)).unwrap_or_default();
            *level = level.saturating_sub(1000).max(-(least as i64));
            SignedDuration::from_millis((-*level).max(0).saturating_mul(every_ms) / 1000)
        })
    }

    /// What is done with a bucket's level, filled as far as time has filled it. Units: thousandths of one, and milliseconds.
    fn with_bucket<T>(&self, counted: Counted, rate: Rate, now: Timestamp, act: impl FnOnce(&mut i64, i64) -> T) -> T {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS_MAX && !buckets.contains_key(&counted) {
            make_room(&mut buckets);
        }
        let full = i64::from(rate.burst) * 1000;
        let every_ms = rate.every.as_millis().max(1) as i64;
        let bucket = buckets.entry(counted).or_insert(Bucket { level: full, at: now });
        // A clock that goes back fills nothing.
        let passed_ms = now.duration_since(bucket.at).as_millis().clamp(0, 1 << 40) as i64;
        bucket.level = bucket.level.saturating_add(passed_ms.saturating_mul(1000) / every_ms).min(full);
        bucket.at = bucket.at.max(now);
        act(&mut bucket.level, every_ms)
    }

    /// Fills a bucket again, as after a right password.
    pub(crate) fn forgive(&self, counted: &Counted) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(counted);
    }
}

/// Forgets the fuller half.
fn make_room(buckets: &mut HashMap<Counted, Bucket>) {
    let mut levels: Vec<i64> = buckets.values().map(|bucket| bucket.level).collect();
    let middle = levels.len() / 2;
    let (_, median, _) = levels.select_nth_unstable(middle);
    let median = *median;
    buckets.retain(|_, bucket| bucket.level < median);
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 3, every: SignedDuration::from_secs(10) };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).unwrap()
    }

    fn ann() -> Counted {
        Counted::ChecksOfName("ann@x.nhs.uk".to_owned())
    }

    #[test]
    fn a_burst_then_one_at_a_time() {
        let limits = Limits::default();
        for _ in 0..3 {
            assert_eq!(limits.take(ann(), RATE, at(0)), Ok(()));
        }
        assert_eq!(limits.take(ann(), RATE, at(0)), Err(TooSoon { wait_seconds: 11 }));
        assert_eq!(limits.take(ann(), RATE, at(9)), Err(TooSoon { wait_seconds: 2 }));
        assert_eq!(limits.take(ann(), RATE, at(10)), Ok(()));
        assert!(limits.take(ann(), RATE, at(10)).is_err());
        // Another is not held up, and waiting long fills no more than a burst.
        assert_eq!(limits.take(Counted::TriesOfAddress("ann@x.nhs.uk".to_owned()), RATE, at(10)), Ok(()));
        for _ in 0..3 {
            assert_eq!(limits.take(ann(), RATE, at(100_000)), Ok(()));
        }
        assert!(limits.take(ann(), RATE, at(100_000)).is_err());
        limits.forgive(&ann());
        assert_eq!(limits.take(ann(), RATE, at(100_000)), Ok(()));
    }

    #[test]
    fn where_nobody_is_refused_each_waits_longer_up_to_the_most() {
        let (limits, most) = (Limits::default(), SignedDuration::from_secs(25));
        let wait = |seconds| limits.wait(ann(), RATE, most, at(seconds)).as_secs();
        assert_eq!([wait(0), wait(0), wait(0), wait(0), wait(0), wait(0), wait(0)], [0, 0, 0, 10, 20, 25, 25]);
        assert_eq!([wait(10), wait(100)], [25, 0]);
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing_away() {
        let limits = Limits::default();
        for _ in 0..3 {
            assert_eq!(limits.take(ann(), RATE, at(0)), Ok(()));
        }
        assert!(limits.take(ann(), RATE, at(-1000)).is_err());
        assert!(limits.take(ann(), RATE, at(1)).is_err());
    }

    #[test]
    fn a_flood_of_names_does_not_grow_without_end() {
        let limits = Limits::default();
        for _ in 0..3 {
            limits.take(ann(), RATE, at(0)).unwrap();
        }
        for number in 0..(BUCKETS_MAX + 10) {
            limits.take(Counted::ChecksOfName(number.to_string()), RATE, at(0)).unwrap();
        }
        assert!(limits.0.lock().unwrap().len() <= BUCKETS_MAX);
        assert!(limits.take(ann(), RATE, at(0)).is_err(), "an empty bucket is not forgotten for a fuller one");
    }
}
