//! What tells the time, given to whoever needs it.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use jiff::Timestamp;

/// What tells the time. Clones share it.
///
/// The one place where the machine's clock is read: everything else is given a clock, so that a test can give its own, and
/// nothing that is compared with a golden file depends on the day.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's own.
    pub fn system() -> Self {
        Self::of(Timestamp::now)
    }

    /// One that stands at a moment for ever.
    pub fn standing_at(moment: Timestamp) -> Self {
        Self::of(move || moment)
    }

    /// One of the caller's.
    pub fn of(tells: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(tells))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl Debug for Clock {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
