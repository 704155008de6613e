//! One binary of tests: the worked examples of each room, where the folder that has them is there.

#[cfg(test)]
mod examples;
#[cfg(test)]
mod intervention;
#[cfg(test)]
mod money;
#[cfg(test)]
mod published;
