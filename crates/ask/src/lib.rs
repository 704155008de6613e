//! A question and an act, each declared once; and answers as tables: one value that is shown as a page, CSV, XLSX and JSON.
//!
//! Pure: it names no room, no server and no clock.

pub mod act;
pub mod clocks;
mod fault;
mod field;
pub mod param;
mod question;
mod resolve;
mod sent;
pub mod table;

pub use act::{ActForm, Key, Of, Scene, me};
pub use clocks::{Clocks, day};
pub use fault::{Fault, FieldError};
pub use field::{Choice, Field, Takes};
pub use param::{CLOCKS, CODE, CODES_MAX, CURSOR, CURSOR_MAX, Form, LIMIT, LIMITS, Param, Place, TEXT_MAX, Wanted};
pub use question::{Answer, Asked, ByHand, Named, Question};
pub use resolve::{name_bodies, name_bodies_in};
pub use sent::{Reader, Sent, SentFile, sentence};
pub use table::{About, Cell, Colour, Column, Kind, Table, thousands};
