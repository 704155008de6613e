//! The store, on both engines.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod both;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod request_keys;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod vintages;
