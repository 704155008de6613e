//! What packs look like, and what they never let through.

#[cfg(test)]
mod pages;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tools;
