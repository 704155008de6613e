//! One binary of tests: acts, chains of transfers, the two clocks, laws, the shape of events.

#[cfg(test)]
mod acts;
#[cfg(test)]
mod batches;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod events;
#[cfg(test)]
mod house;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod model;
