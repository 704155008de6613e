//! The pages over a small world, in process and in a browser.

#[cfg(test)]
mod browser;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod restating;
#[cfg(test)]
mod world;
