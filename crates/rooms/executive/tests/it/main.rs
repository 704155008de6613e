//! One binary of tests: cases, laws, the story, the shape of events.

#[cfg(test)]
mod allowed;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod events;
#[cfg(test)]
mod governing_body;
#[cfg(test)]
mod hours;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod sitting;
#[cfg(test)]
mod story;
#[cfg(test)]
mod thresholds;
#[cfg(test)]
mod urgent;
#[cfg(test)]
mod votes;
#[cfg(test)]
mod world;
