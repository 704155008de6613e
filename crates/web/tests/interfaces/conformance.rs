//! What independent programs make of the interfaces: a FHIR client's models, an OpenAPI validator and an API fuzzer.
//!
//! They are Python packages at fixed versions, installed on demand into an environment under `target/`. Without Python or the
//! network the tests say so on standard error and pass, unless `FOOTPRINT_CONFORMANCE=required`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::world::{SUBJECTS, ask, get, service, service_with_token};

/// The models of FHIR R4; the script checks that they are of 4.0.1.
const FHIR_MODELS: &[&str] = &["fhir.resources==6.2.2", "pydantic==1.10.27"];
const OPENAPI_TOOLS: &[&str] = &["schemathesis==4.32.5", "openapi-spec-validator==0.9.0"];

/// An environment with these packages, made at the first use; or why there is none.
fn environment(name: &str, packages: &[&str]) -> Result<PathBuf, String> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python").join(name);
    let wanted = packages.join("\n");
    let complete = root.join("complete");
    if std::fs::read_to_string(&complete).is_ok_and(|held| held == wanted) {
        return Ok(root);
    }
    let _ = std::fs::remove_dir_all(&root);
    let run = |program: &Path, args: &[&str]| {
        let output =
            Command::new(program).args(args).output().map_err(|error| format!("{}: {error}", program.display()))?;
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()) }
    };
    run(Path::new("python3"), &["-m", "venv", &root.to_string_lossy()])?;
    let mut args = vec!["install", "--quiet", "--disable-pip-version-check"];
    args.extend(packages);
    run(&root.join("bin/pip"), &args)?;
    std::fs::write(&complete, wanted).map_err(|error| error.to_string())?;
    Ok(root)
}

/// The environment, or nothing with a loud word.
fn environment_or_skip(name: &str, packages: &[&str]) -> Option<PathBuf> {
    environment(name, packages)
        .inspect_err(|why| {
            assert!(
                std::env::var("FOOTPRINT_CONFORMANCE").as_deref() != Ok("required"),
                "no Python environment: {why}"
            );
            // Not by a macro, whose words a passing test keeps to itself.
            let _ = writeln!(std::io::stderr(), "SKIPPED {name}: NOT CHECKED, no Python environment: {why}");
        })
        .ok()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Every resource the world has, alone and in bundles, on several days and in several states of knowledge.
async fn fhir_documents(service: &Router) -> Vec<Value> {
    let mut documents = vec![get(service, "/fhir/metadata").await];
    for clocks in ["", "&_validAt=2017-06-01", "&_validAt=2019-04-01", "&_knownAt=1", "&_knownAt=0"] {
        for kind in ["Organization", "OrganizationAffiliation", "Location"] {
            let bundle = get(service, &format!("/fhir/{kind}?_count=200{clocks}")).await;
            for entry in bundle["entry"].as_array().cloned().unwrap_or_default() {
                let id = entry["resource"]["id"].as_str().unwrap().to_owned();
                documents.push(entry["resource"].clone());
                if clocks.is_empty() {
                    documents.push(get(service, &format!("/fhir/{kind}/{id}/_history")).await);
                }
            }
            documents.push(bundle);
        }
    }
    for refused in ["/fhir/Organization/99Z", "/fhir/Organization?color=blue&active=maybe", "/fhir/Patient"] {
        documents.push(serde_json::from_str(&ask(service, refused, &[]).await.2).unwrap());
    }
    documents
}

#[tokio::test]
async fn resources_are_read_by_an_independent_client() {
    let Some(python) = environment_or_skip("fhir", FHIR_MODELS) else { return };
    let documents = fhir_documents(&service().await).await;
    assert!(documents.len() > 50, "{}", documents.len());
    let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
    let file = python.join("resources.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interfaces/validate_fhir.py");
    let output = Command::new(python.join("bin/python")).arg(script).arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains(&format!("{} read, 0 wrong", documents.len())), "{}", said(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_valid_and_the_server_does_what_it_says() {
    let Some(python) = environment_or_skip("openapi", OPENAPI_TOOLS) else { return };
    let service = service().await;
    let document = python.join("openapi.json");
    std::fs::write(&document, get(&service, "/api/v1/openapi.json").await.to_string()).unwrap();
    let validator = python.join("bin/openapi-spec-validator");
    let output = Command::new(validator).args(["--schema", "3.1.0"]).arg(&document).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));

    let described: usize = get(&service, "/api/v1/openapi.json").await["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|path| {
            path.as_object().unwrap().keys().filter(|method| ["get", "post"].contains(&method.as_str())).count()
        })
        .sum();
    // Whoever has no token is turned away at every act.
    let statuses = fuzz(&python, service, described, &document, Vec::new()).await;
    assert!(statuses.keys().all(|(is_act, status)| !is_act || *status != 201), "{statuses:?}");
    // Somebody whose posts give them much does acts upon what is on record, so that it is the rules that answer.
    let (service, secret) = service_with_token().await;
    let bearer = format!("Authorization: Bearer {}", secret.expose());
    let mut described_to_them = get(&service, "/api/v1/openapi.json").await;
    name_subjects(&mut described_to_them);
    std::fs::write(&document, described_to_them.to_string()).unwrap();
    let statuses = fuzz(&python, service, described, &document, vec!["--header".to_owned(), bearer]).await;
    let of_acts = |status: u16| statuses.get(&(true, status)).copied().unwrap_or_default();
    assert!(of_acts(201) > 20 && of_acts(422) > 500, "few acts came to the rules: {statuses:?}");
    assert_eq!(of_acts(429) + of_acts(500), 0, "{statuses:?}");
}

/// Has the subject of every act be one that is on record, or nothing at all: made-up names are never met.
fn name_subjects(document: &mut Value) {
    let paths = document["paths"].as_object_mut().unwrap();
    for (_, item) in paths.iter_mut().filter(|(path, _)| path.starts_with("/api/v1/acts/")) {
        let schema = &mut item["post"]["requestBody"]["content"]["application/json"]["schema"];
        let required: Vec<String> = schema["required"].as_array().unwrap().iter().map(text).collect();
        for name in required {
            let (_, there) = SUBJECTS.iter().find(|(held, _)| *held == name).unwrap_or_else(|| {
                panic!("say in SUBJECTS (crates/web/tests/interfaces/world.rs) what is on record of {name}")
            });
            // A number of an entry may come as one.
            let numbers = there.iter().filter_map(|text| text.parse::<u64>().ok()).map(Value::from);
            let all: Vec<Value> = there.iter().map(|text| Value::from(*text)).chain(numbers).collect();
            schema["properties"][&name]["enum"] = Value::from(all);
            schema["properties"][&name].as_object_mut().unwrap().remove("examples");
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// How often each status was answered, by whether an act was asked for.
type Statuses = BTreeMap<(bool, u16), usize>;

/// Counts what is answered.
async fn counted(State(statuses): State<Arc<Mutex<Statuses>>>, request: Request, next: Next) -> Response {
    let is_act = request.uri().path().starts_with("/api/v1/acts/");
    let response = next.run(request).await;
    *statuses.lock().unwrap().entry((is_act, response.status().as_u16())).or_default() += 1;
    response
}

/// What the checks take for right besides what they do by themselves: that the rules refuse an act says nothing against what was
/// sent.
const CONFIGURATION: &str = r#"
# What does not fit into an address is told so before it is read.
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "414", "5xx"]
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "414", "415", "422", "428", "429", "5xx"]

[[operations]]
include-path-regex = "^/api/v1/acts/"
checks.positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "422"]

# Of plans and money a question can be of the right form and still say nothing: the second part of a financial year that does not
# follow the first, a list with a body twice. No pattern says so; the answer names the parameter.
[[operations]]
include-path-regex = "^/api/v1/(?:agreements|contracts|merger-duties|plan|money|control-total|system|deficit-support|sustainability-funds|forecast-thresholds|intervention-proposals|risk-shares|costed-posts|posts-template|inventory-items|duplicated-work|restated-budgets|deflators|organisations/[^/]+/(?:accounts|allocations|transfers|financial-year|forecast|costed-posts|inventory|merger-impact|risk-shares|risks|running-costs))"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "414"]
"#;

/// Sends what the document allows and what it does not, and holds every answer to it.
async fn fuzz(python: &Path, service: Router, described: usize, document: &Path, more: Vec<String>) -> Statuses {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let statuses: Arc<Mutex<Statuses>> = Arc::default();
    let service = service.layer(from_fn_with_state(Arc::clone(&statuses), counted));
    let server = tokio::spawn(kit::serve::serve(service, listener, std::future::pending()));
    let (python, document) = (python.to_owned(), document.to_owned());
    let configuration = python.join("footprint.toml");
    std::fs::write(&configuration, CONFIGURATION).unwrap();
    let fuzz = move || {
        Command::new(python.join("bin/schemathesis"))
            .current_dir(&python)
            .arg("--config-file")
            .arg(configuration)
            .arg("run")
            .arg(document)
            .args(["--url", &format!("http://{address}")])
            .args(["--checks", "all", "--max-examples", "25", "--seed", "20261122", "--no-color", "--workers", "1"])
            .args(more)
            .output()
            .unwrap()
    };
    let output = tokio::task::spawn_blocking(fuzz).await.unwrap();
    server.abort();
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains(&format!("Selected: {described}/{described}")), "{}", said(&output));
    let statuses = statuses.lock().unwrap();
    statuses.clone()
}
