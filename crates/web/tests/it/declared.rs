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

/// The part of `docs/glossary.md` that follows from the declarations: each name with what it means.
fn named() -> String {
    let line = |name: &str, title: &str, about: &str| {
        format!("| `{name}` | {} | {} |\n", title.replace('|', "/"), about.replace('|', "/"))
    };
    let mut text = String::from("| question | what it asks | what it answers |\n|---|---|---|\n");
    for question in FACES.iter().flat_map(|face| face.questions) {
        text.push_str(&line(question.id, question.title, question.about));
    }
    text.push_str("\n| act | what it does | what follows |\n|---|---|---|\n");
    for form in FACES.iter().flat_map(|face| face.acts) {
        text.push_str(&line(form.name, form.title, form.about));
    }
    text
}

fn document(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)
}

/// Holds the part of a document between its marks to what is declared, or writes it anew.
fn holds(name: &str, declared: &str) {
    const MARKS: [&str; 2] = ["<!-- declared -->\n", "<!-- end -->"];
    let path = document(name);
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(MARKS[0]).unwrap_or_else(|| panic!("{name}: no mark where the list begins"));
    let (held, after) = rest.split_once(MARKS[1]).unwrap_or_else(|| panic!("{name}: no mark where the list ends"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, [before, MARKS[0], declared, MARKS[1], after].concat()).unwrap();
        return;
    }
    assert!(held == declared, "docs/{name} differs from the declarations: write it anew with UPDATE_GOLDEN=1");
}

#[test]
fn the_page_of_the_interface_and_the_glossary_list_what_is_declared() {
    holds("api.md", &documented());
    holds("glossary.md", &named());
}

#[test]
fn a_word_of_the_glossary_means_one_thing() {
    let page = std::fs::read_to_string(document("glossary.md")).unwrap();
    let (words, _) = page.split_once("<!-- declared -->").unwrap();
    let rows = words.lines().filter(|line| line.starts_with("| ")).skip(1);
    let mut words: Vec<&str> = rows.filter_map(|row| row.split('|').nth(1)).map(str::trim).collect();
    words.sort_unstable();
    let twice: Vec<&str> = words.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    assert!(words.len() > 100 && twice.is_empty(), "said twice, so meaning two things: {twice:?}");
}

/// The addresses under `/api/v1` that a text names: with that before them, or as `GET /…` and `POST /…` alone.
fn addresses(text: &str) -> Vec<String> {
    let whole = text.split("/api/v1").skip(1).map(str::to_owned);
    let alone = ["`GET /", "`POST /"].into_iter().flat_map(|mark| text.split(mark).skip(1));
    let alone =
        alone.map(|rest| format!("/{rest}")).filter(|rest| !rest.starts_with("/api/") && !rest.starts_with("/fhir/"));
    let path = |rest: String| {
        let is_of_path = |letter: char| letter.is_ascii_alphanumeric() || "/{}-_.".contains(letter);
        rest.split(|letter| !is_of_path(letter)).next().unwrap_or_default().trim_end_matches('.').to_owned()
    };
    let all = whole.chain(alone).map(path).filter(|path| path.len() > 1 && path.starts_with('/'));
    // `NAME` stands for any; the document itself is not in itself.
    all.filter(|path| !path.ends_with("/NAME") && !path.ends_with('/') && path != "/openapi.json").collect()
}

#[test]
fn every_address_for_programs_that_the_documents_name_is_there() {
    let described = kit::api::document(FACES);
    let paths = described["paths"].as_object().unwrap();
    let is_there = |path: &str| {
        paths.keys().any(|held| {
            let held = held.strip_prefix("/api/v1").unwrap_or(held);
            let is_as_long = held.split('/').count() == path.split('/').count();
            let mut parts = held.split('/').zip(path.split('/'));
            is_as_long && parts.all(|(held, part)| held == part || held.starts_with('{'))
        })
    };
    let mut n = 0;
    for file in std::fs::read_dir(document("")).unwrap() {
        let path = file.unwrap().path();
        for address in addresses(&std::fs::read_to_string(&path).unwrap()) {
            assert!(is_there(&address), "{}: programs find nothing at {address}", path.display());
            n += 1;
        }
    }
    assert!(n > 100, "{n} addresses found");
}

/// Every file below a folder, by its path from the root of the repository; what is built or fetched is none of them.
fn files_in(root: &std::path::Path, folder: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            if !name.starts_with('.')
                && !["target", "node_modules", "snapshots", "golden", "data"].contains(&name.as_str())
            {
                files_in(root, &path, found);
            }
        } else {
            found.push(path);
        }
    }
}

#[test]
fn the_recorded_example_of_a_question_touches_what_it_says_and_no_more() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let (_, rest) = page.split_once("<!-- question -->").expect("CONTRIBUTING.md has no mark where the list begins");
    let (listed, _) = rest.split_once("<!-- end -->").expect("CONTRIBUTING.md has no mark where the list ends");
    let listed: BTreeSet<&str> = listed.split("| `").skip(1).filter_map(|row| row.split('`').next()).collect();
    let mut files = Vec::new();
    files_in(&root, "", &mut files);
    let names_it = |text: &str| {
        ["VACANCIES", "mod vacancies", "vacancies::vacancies", "/vacancies", "Vacant posts"]
            .iter()
            .any(|word| text.contains(word))
    };
    let found: BTreeSet<&str> = files
        .iter()
        .filter(|path| std::fs::read_to_string(root.join(path)).is_ok_and(|text| names_it(&text)))
        .map(String::as_str)
        // What the tests write, and where this is told.
        .filter(|path| !["docs/api.md", "docs/glossary.md", "CONTRIBUTING.md"].contains(path))
        .filter(|path| *path != "crates/web/tests/it/declared.rs")
        .collect();
    assert!(listed.iter().all(|path| root.join(path).is_file()), "no such file among {listed:?}");
    let by_words = listed.iter().copied().filter(|path| *path != "CHANGELOG.md").collect::<BTreeSet<&str>>();
    assert_eq!(found, by_words, "say in CONTRIBUTING.md what the question touches");
}
