//! The pages over a small world, in process and in a browser.

#[cfg(test)]
mod at_provider;
#[cfg(test)]
mod audited;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod challenges;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod declared;
#[cfg(test)]
mod disclosed;
#[cfg(test)]
mod door;
#[cfg(test)]
mod executive;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod kept_reference;
#[cfg(test)]
mod mandates;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod provider;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod restating;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod server;
#[cfg(test)]
mod signing_in;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod visitors;
#[cfg(test)]
mod who_pays;
#[cfg(test)]
mod world;
