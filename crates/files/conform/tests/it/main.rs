//! One binary of tests: the worked examples of each room, answered and compared.

#[cfg(test)]
mod examples;
#[cfg(test)]
mod money;
