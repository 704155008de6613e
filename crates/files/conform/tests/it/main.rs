//! One binary of tests: the worked examples of each room, where the folder that has them is there.

#[cfg(test)]
mod plan;
#[cfg(test)]
mod worked;
