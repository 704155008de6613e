//! Things worked out once for a state of knowledge and kept while it is asked about.

use std::sync::{Arc, Mutex, PoisonError};
use terms::Sequence;

/// How many states of knowledge are kept: now, and a reader's look back or two.
const KEPT_MAX: usize = 4;

/// A value for each of the last few states of knowledge asked about.
pub(crate) struct Kept<T> {
    values: Mutex<Vec<(Sequence, Arc<T>)>>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { values: Mutex::new(Vec::new()) }
    }
}

impl<T> Kept<T> {
    /// The value for a state of knowledge, worked out if it is not at hand. Two who ask at once may both work it out;
    /// they get equal values.
    pub(crate) fn get(&self, known: Sequence, work_out: impl FnOnce() -> T) -> Arc<T> {
        let held = |values: &Vec<(Sequence, Arc<T>)>| {
            values.iter().find(|(held, _)| *held == known).map(|(_, value)| Arc::clone(value))
        };
        if let Some(value) = held(&self.values.lock().unwrap_or_else(PoisonError::into_inner)) {
            return value;
        }
        let value = Arc::new(work_out());
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = held(&values) {
            return value;
        }
        if values.len() >= KEPT_MAX {
            values.remove(0);
        }
        values.push((known, Arc::clone(&value)));
        value
    }
}
