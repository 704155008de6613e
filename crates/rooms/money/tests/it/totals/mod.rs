//! Control totals as a room: what is asked, refused, recorded and known.

mod amendments;
mod costs;
mod events;
mod forecasts;
mod laws;
mod months;
mod refusals;
mod world;
