//! The whole path from act to answer.

#[cfg(test)]
mod authority;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod control_totals;
#[cfg(test)]
mod disclosure;
#[cfg(test)]
mod every_act;
#[cfg(test)]
mod forgetting;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod lens;
#[cfg(test)]
mod offers;
#[cfg(test)]
mod offices;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod payers;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod story;
#[cfg(test)]
mod taken_up;
#[cfg(test)]
mod two_servers;
