//! What anybody may ask of who decides.

mod bodies;
mod changes;
mod committees;
mod coverage;
mod expiring;
mod local;
mod people;
mod services;
mod vacancies;
mod who_decides;

use ask::Question;

pub(crate) use who_decides::{WHO_DECIDES, matters, read};

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[
    &WHO_DECIDES,
    &people::MAY_DECIDE,
    &people::PEOPLE,
    &people::POSTS_HELD,
    &people::INTERESTS,
    &bodies::POSTS,
    &bodies::POST_HOLDERS,
    &vacancies::VACANCIES,
    &bodies::SCHEME,
    &bodies::SCHEMES,
    &bodies::POWERS,
    &committees::COMMITTEES,
    &committees::COMMITTEE_MEMBERS,
    &committees::SEATS,
    &committees::REMIT,
    &services::SERVICES,
    &services::SERVICE,
    &services::MANDATES,
    &local::STAYS_LOCAL,
    &local::PLACE_AND_SYSTEM,
    &coverage::COVERAGE,
    &coverage::UNIVERSES,
    &expiring::EXPIRING,
    &changes::POWERS_CHANGED,
];

/// The heading of them all.
const GROUP: &str = "Who decides";

#[cfg(test)]
mod tests {
    use super::*;
    use ask::Place;

    #[test]
    fn a_question_s_name_is_the_end_of_its_address_as_far_as_another_has_not_got_it() {
        let elsewhere = ["committee-members", "posts-held", "service"];
        for question in QUESTIONS {
            let end = question.path.rsplit('/').next().unwrap();
            assert!(end == question.id || elsewhere.contains(&question.id), "{} at {}", question.id, question.path);
        }
    }

    #[test]
    fn an_example_asks_what_the_question_takes() {
        for question in QUESTIONS {
            let (path, query) = question.example.split_once('?').unwrap_or((question.example, ""));
            let parts = || question.path.split('/').zip(path.split('/'));
            assert_eq!(question.path.split('/').count(), path.split('/').count(), "{}", question.id);
            assert!(parts().all(|(held, part)| held.starts_with('{') || held == part), "{}", question.id);
            let mut values: Vec<(String, String)> =
                parts().map(|(held, part)| (held.trim_matches(['{', '}']).to_owned(), part.to_owned())).collect();
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            values.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
            for param in question.params {
                let value = values.iter().find(|(name, _)| name == param.name).map(|(_, value)| value);
                assert!(value.is_some() || param.place == Place::Query, "{}: {}", question.id, param.name);
                assert!(value.is_none_or(|value| param.wanted.takes(value)), "{}: {}", question.id, param.name);
                assert!(param.example.is_empty() || param.wanted.takes(param.example), "{}", param.name);
            }
        }
    }
}
