//! Lists as questions write them: `key=value;key=value`.

use std::fmt::Display;

/// The keys and values of a list, in its order; nothing of a blank. `None` where something is no `key=value`, or a value cannot be
/// read.
pub(super) fn read_list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<(String, T)>> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (key, value) = part.split_once('=')?;
            Some((key.trim().to_owned(), read(value.trim())?))
        })
        .collect()
}

/// A list of keys and values, in the order given.
pub(super) fn write_list(pairs: impl IntoIterator<Item = (impl Display, impl Display)>) -> String {
    pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(";")
}
