//! Identities that say nothing, for what must not carry a name.

use std::str::FromStr;

use crate::page::hex;

/// An identity such as `person-7f3a9c21`; nothing when the system gives no random bytes or the words are no identity.
pub fn opaque<T: FromStr>(kind: &str) -> Option<T> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).ok()?;
    format!("{kind}-{}", hex(&bytes)).parse().ok()
}
