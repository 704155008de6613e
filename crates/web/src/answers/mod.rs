//! Answers as tables: one function for each question, used by pages, REST and the command line alike.
//!
//! Each is pure: it takes the register as known ([`register::View`]), the day asked about and the subject, and gives a
//! [`Table`](crate::table::Table). An answer that is not certain says so in words.
