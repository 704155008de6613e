//! Each question answers its example, in the world of the demonstration.

use app::{Footprint, Lens, Viewer, demo};
use ask::{Asked, Fault, Question};
use journal::Journal;
use terms::AsAt;

use super::QUESTIONS;

async fn lens(viewer: Viewer) -> Lens {
    let footprint = Footprint::over(Journal::open("sqlite::memory:").await.unwrap()).await.unwrap();
    demo::load(&footprint).await.unwrap();
    let known = footprint.known();
    let at = AsAt { valid: demo::TODAY, known: known.state.sequence() };
    Lens::new(known, at, demo::TODAY, viewer)
}

/// What an example asks: its query, and the part of the path that the declaration has in braces.
fn values(question: &Question) -> Vec<(String, String)> {
    let (path, query) = question.example.split_once('?').unwrap_or((question.example, ""));
    let braced = question.path.split('/').zip(path.split('/')).filter(|(name, _)| name.starts_with('{'));
    let braced = braced.map(|(name, value)| (name.trim_matches(['{', '}']).to_owned(), value.to_owned()));
    let asked = query.split('&').filter_map(|pair| pair.split_once('='));
    braced.chain(asked.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
}

#[tokio::test]
async fn every_question_answers_its_example_with_something() {
    let keeper = lens(Viewer::Keeper).await;
    for question in QUESTIONS {
        let values = values(question);
        for (name, value) in &values {
            let param = question.params.iter().find(|param| param.name == name);
            assert!(param.is_some_and(|param| param.wanted.takes(value)), "{}: {name}={value}", question.id);
        }
        let answer = (question.answer)(&keeper, &Asked::new(&values, question.params)).unwrap();
        let n_rows: usize = answer.tables.iter().map(|named| named.table.rows.len()).sum();
        // The demonstration plans nothing ahead and gives no notice.
        assert!(n_rows > 0 || ["notices", "forward-plan"].contains(&question.id), "{}", question.id);
    }
}

#[tokio::test]
async fn a_decision_is_found_by_its_body_its_day_and_its_words() {
    let public = lens(Viewer::Public).await;
    let decisions = QUESTIONS.iter().find(|question| question.id == "decisions").unwrap();
    let n = |pairs: &[(&str, &str)]| {
        let values: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        (decisions.answer)(&public, &Asked::new(&values, decisions.params))
            .map(|answer| answer.tables[0].table.rows.len())
    };
    let all = n(&[]).unwrap();
    for narrower in [("body", "10Q"), ("to", "2016-10-31"), ("q", "ambulance"), ("matter", "service:ambulance")] {
        let found = n(&[narrower]).unwrap();
        assert!(found > 0 && found < all, "{narrower:?}: {found} of {all}");
    }
    assert_eq!(n(&[("forum", "committee:none")]), Ok(0));
    assert!(matches!(n(&[("body", "00Z")]), Err(Fault::Unknown(_))));
}

#[tokio::test]
async fn a_visitor_does_not_learn_of_notices() {
    let public = lens(Viewer::Public).await;
    let notices = QUESTIONS.iter().find(|question| question.id == "notices").unwrap();
    assert!(matches!((notices.answer)(&public, &Asked::new(&[], &[])), Err(Fault::Unknown(_))));
}
