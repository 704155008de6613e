//! The libraries' readers, kept from ending the process over a file that is damaged.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a library reads, or why it cannot.
///
/// Readers of workbooks and of Parquet assert what a whole file never breaks; a damaged file breaks it. What the reader has
/// touched is used no more after an error, so it does not matter in what state it is left.
///
/// # Errors
/// The library's own, in words, or what it asserted.
pub fn guarded<T, E: Display>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(panic) => {
            let said =
                panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            Err(format!("it contradicts itself: {}", said.unwrap_or("the reader does not say where")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_asserts_is_an_error() {
        let beyond = guarded(|| -> Result<(), String> { panic!("a buffer goes on beyond its message") });
        assert_eq!(beyond.unwrap_err(), "it contradicts itself: a buffer goes on beyond its message");
        assert_eq!(guarded(|| Err::<(), _>("no magic")).unwrap_err(), "no magic");
        assert_eq!(guarded(|| Ok::<_, String>(1)).unwrap(), 1);
    }
}
