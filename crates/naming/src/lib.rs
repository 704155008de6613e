//! How bodies, dates and doubts are put in words, the same on every page, in every file and at the command line.

pub mod clock;
mod words;

pub use words::{
    MEMBERSHIPS, SUCCESSIONS, board_words, certainty, code_cell, count, counted, fact, from, href, kind, last_day,
    name, open, period_columns, series_of, thousands, with_code,
};
