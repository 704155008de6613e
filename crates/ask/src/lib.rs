//! Answers as tables: one value that is shown as a page, CSV, XLSX and JSON.
//!
//! Pure: it names no room, no server and no clock.

pub mod clocks;
pub mod table;

pub use clocks::{Clocks, day};
pub use table::{About, Cell, Colour, Column, Kind, Table, thousands};
