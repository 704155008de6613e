//! One binary of tests: the worked examples of each room.

#[cfg(test)]
mod money_totals;
