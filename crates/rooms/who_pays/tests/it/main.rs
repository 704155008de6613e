//! One binary of tests: overrides, cases, laws, the shape of events.

#[cfg(test)]
mod allowed;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod events;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod world;
