//! Commands made from the declarations of questions and acts.

mod acts;
mod questions;

pub(crate) use acts::{act, acts_command};
pub(crate) use questions::{ask, question_commands, question_named};
