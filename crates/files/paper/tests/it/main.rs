//! What packs look like, and what they never let through.

#[cfg(test)]
mod audience;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod screen;
#[cfg(test)]
mod tools;
#[cfg(test)]
mod uploads;
