//! The register over the real published files, and the whole path from act to answer.
//!
//! The tests on real files run when `FOOTPRINT_DATA` names the folder that holds them; they say so loudly when it does not.

#[cfg(test)]
mod april;
#[cfg(test)]
mod authority;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod disclosure;
#[cfg(test)]
mod every_act;
#[cfg(test)]
mod forgetting;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod lens;
#[cfg(test)]
mod offices;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod payers;
#[cfg(test)]
mod real;
#[cfg(test)]
mod story;
#[cfg(test)]
mod two_servers;
#[cfg(test)]
mod world;
