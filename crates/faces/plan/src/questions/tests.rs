//! Questions as declared.

use super::*;
use ask::Place;

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
