//! One binary of tests: the laws of the rules, and control totals as a room.

#[cfg(test)]
mod cost_laws;
#[cfg(test)]
mod figure_laws;
#[cfg(test)]
mod risk_laws;
#[cfg(test)]
mod totals;
