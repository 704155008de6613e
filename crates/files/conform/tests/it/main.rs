//! One binary of tests: the worked examples of each room, where the folder that has them is there.

#[cfg(test)]
mod examples;
#[cfg(test)]
mod intervention;
#[cfg(test)]
mod money;
#[cfg(test)]
mod money_totals;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod worked;
