//! Who decides? Answers about people, posts, powers, committees and mandates.
//!
//! Each takes a [`Basis`]: the register and the mandates as known, and the day asked about.

mod changes;
mod committees;
mod coverage;
mod decides;
mod expiring;
mod people;
mod places;
mod posts;
mod scheme;
mod scheme_file;
mod services;
mod vacancies;
mod words;

pub use changes::{Since, changes};
pub use committees::{committee_href, committees, members, power_statement, remit, seats};
pub use coverage::{check, coverage, universes, verdict};
pub use decides::{
    Decider, NoSuchLine, Question, Who, all_deciders, answerable, chain_table, deciders, decides, link_title,
    on_record, sentence,
};
pub use expiring::{EXPIRING_DAYS, expiring};
pub use naming::board_words;
pub use people::{interests, may_decide, people, posts_held};
pub use places::{levels, mandates, place_and_system, with_mandates};
pub use posts::{holders, post_bodies, post_holders, post_href, posts};
pub use scheme::{power_href, powers, scheme, version, versions};
pub use scheme_file::{SCHEME_BYTES_MAX, SchemeFault, faults_table, read_scheme};
pub use services::{commissioned, commissioners_of, services, stays_local};
pub use vacancies::vacancies;
pub use words::{
    Basis, duty_words, holder_words, holder_words_of, level_words, matter_words, person_href, person_words,
    plain_shortfall, pounds_of,
};
pub(crate) use words::{conditions_words, matters_words, populations_words};
