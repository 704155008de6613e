//! Plans, their lines, checks and signatures, and agreements: what pages, files and interfaces show of them.
//!
//! Every function takes a [`Desk`] (the rooms as known, the day asked about, and who reads) and gives tables. What a reader may
//! not see is never in an answer.

mod agreements;
mod checks;
mod desk;
mod differences;
mod figures;
mod lines;
mod plans;
mod tolerances;
mod words;

pub use agreements::{agreement, agreements, contracts, merger_duties};
pub use checks::{checks, conflicts};
pub use desk::Desk;
pub use differences::differences;
pub use figures::{Place, figures};
pub use lines::{LineFilter, decision, export, ledger, lines, sources_of_line, template};
pub use plans::{board, board_words, plans, sources, versions};
pub use tolerances::{measures, tolerances};
pub(crate) use words::pages;
pub use words::{agreement_href, key_words, line_href, plan_href, value_words};
