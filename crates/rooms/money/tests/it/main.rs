//! One binary of tests: acts, chains of transfers, the two clocks, laws, the shape of events; of the ledger and of totals.

#[cfg(test)]
mod acts;
#[cfg(test)]
mod batches;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod cost_laws;
#[cfg(test)]
mod events;
#[cfg(test)]
mod figure_laws;
#[cfg(test)]
mod house;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod model;
#[cfg(test)]
mod risk_laws;
#[cfg(test)]
mod totals;
