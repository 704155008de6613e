//! Every question and every act is reachable: by page, by command (a test of the command line), and by the interface.

use crate::routes::routes;
use crate::world;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::Value;
use std::collections::BTreeSet;
use tower::ServiceExt as _;
use web::pages::FACES;

#[tokio::test]
async fn every_question_and_act_has_a_page_and_an_entry_for_programs() {
    let service = world::service().await;
    let listed: BTreeSet<String> = routes(&service).into_iter().map(|(path, _)| path).collect();
    let document = kit::api::document(FACES);
    let described = |path: &str, method: &str| document["paths"][path][method].is_object();
    // A part of a path has a name of its own in each place that it stands in.
    let shape = |path: &str| -> String {
        path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
    };
    let shapes: BTreeSet<String> = listed.iter().map(|path| shape(path)).collect();
    for question in FACES.iter().flat_map(|face| face.questions) {
        assert!(shapes.contains(&shape(question.path)), "no page: {}", question.id);
        let api = format!("/api/v1{}", question.path);
        let by_hand = document["paths"].as_object().unwrap().keys().any(|path| shape(path) == shape(&api));
        assert!(by_hand, "no entry for programs: {}", question.id);
    }
    for form in FACES.iter().flat_map(|face| face.acts) {
        let path = form.path.split('?').next().unwrap();
        assert!(shapes.contains(&shape(path)), "no form: {}", form.name);
        assert!(described(&format!("/api/v1/acts/{}", form.name), "post"), "no entry for programs: {}", form.name);
    }
}

#[test]
fn every_question_and_act_has_one_name() {
    let mut ids: Vec<&str> = FACES.iter().flat_map(|face| face.questions).map(|question| question.id).collect();
    let n = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n, "{ids:?}");
    let mut names: Vec<&str> = FACES.iter().flat_map(|face| face.acts).map(|form| form.name).collect();
    let n = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), n, "{names:?}");
    for face in FACES {
        let tags: Vec<&str> = face.tags.iter().map(|(name, _)| *name).collect();
        let groups = face.questions.iter().map(|question| question.group);
        for group in groups.chain(face.acts.iter().map(|form| form.group)) {
            assert!(tags.contains(&group), "{group} is no heading of {}", face.room);
        }
    }
}

#[tokio::test]
async fn every_question_answers_its_example_on_its_page_in_its_files_and_to_programs() {
    let service = world::service().await;
    let ask = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = service.clone().oneshot(request).await.unwrap();
        let (status, kind) = (answer.status(), answer.headers().get("content-type").cloned());
        let body = to_bytes(answer.into_body(), 20_000_000).await.unwrap();
        let kind = kind.map(|kind| kind.to_str().unwrap().to_owned()).unwrap_or_default();
        (status, kind, String::from_utf8_lossy(&body).into_owned())
    };
    for question in FACES.iter().flat_map(|face| face.questions) {
        let example = question.example;
        // What an example is about need not be in the small world of this test: then the page says so.
        let is_told =
            |status: StatusCode| status.is_success() || status.is_redirection() || status == StatusCode::NOT_FOUND;
        let (status, _, page) = ask(example).await;
        assert!(is_told(status), "{}: {status}: {page}", question.id);
        let (programs, kind, body) = ask(&format!("/api/v1{example}")).await;
        assert!(is_told(programs), "{}: {programs}: {body}", question.id);
        assert!(kind.ends_with("json"), "{}: {kind}", question.id);
        let told: Value = serde_json::from_str(&body).unwrap();
        assert!(told.is_object(), "{}", question.id);
        if status.is_success() {
            let join = if example.contains('?') { '&' } else { '?' };
            let (status, kind, file) = ask(&format!("{example}{join}format=csv")).await;
            // A page that says what is wrong with the question has no file of the answer.
            let is_file = status.is_success() && kind.starts_with("text/csv");
            assert!(is_file || status.is_client_error(), "{}: {status} {kind}: {file}", question.id);
        }
    }
}

/// The part of `docs/api.md` that follows from the declarations.
fn documented() -> String {
    let mut text =
        String::from("| question | page, and address under `/api/v1` | asks | command |\n|---|---|---|---|\n");
    for question in FACES.iter().flat_map(|face| face.questions) {
        let params: Vec<String> = question
            .params
            .iter()
            .filter(|param| param.place != ask::Place::Path)
            .map(|param| format!("`{}`{}", param.name, if param.place == ask::Place::Required { "\\*" } else { "" }))
            .collect();
        text.push_str(&format!(
            "| {} | `{}` | {} | `footprint {}` |\n",
            question.title.replace('|', "/"),
            question.path,
            params.join(", "),
            question.id
        ));
    }
    text.push_str("\n| act | page | entry for programs | upon | command |\n|---|---|---|---|---|\n");
    for form in FACES.iter().flat_map(|face| face.acts) {
        let keys: Vec<String> = form.subject.iter().map(|key| format!("`{}`", key.name)).collect();
        text.push_str(&format!(
            "| {} | `{}` | `POST /acts/{}` | {} | `footprint act {}` |\n",
            form.title.replace('|', "/"),
            form.path,
            form.name,
            keys.join(", "),
            form.name
        ));
    }
    text
}

#[test]
fn the_page_of_the_interface_lists_what_is_declared() {
    const MARKS: [&str; 2] = ["<!-- declared -->\n", "<!-- end -->"];
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(MARKS[0]).expect("docs/api.md has no mark where the list begins");
    let (held, after) = rest.split_once(MARKS[1]).expect("docs/api.md has no mark where the list ends");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let page = [before, MARKS[0], &documented(), MARKS[1], after].concat();
        std::fs::write(&path, page).unwrap();
        return;
    }
    assert!(held == documented(), "docs/api.md differs from the declarations: write it anew with UPDATE_GOLDEN=1");
}
