//! Answers about control totals, forecasts, running costs and mergers, as tables.

pub mod costs;
pub mod inventory;
pub mod mergers;
pub mod post_file;
pub mod posts;
pub mod restated;
pub mod risks;
pub mod saving;
pub mod shares;
