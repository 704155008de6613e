//! What independent programs make of the interfaces: a FHIR client's models, an OpenAPI validator and an API fuzzer.
//!
//! They are Python packages at fixed versions, installed on demand into an environment under `target/`. Without Python or the
//! network the tests say so on standard error and pass, unless `FOOTPRINT_CONFORMANCE=required`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use axum::Router;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::world::{ask, get, service, service_with_token};

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
    // Whoever has no token is turned away at every act, and so is one whose posts give them none.
    fuzz(&python, service, described, Vec::new()).await;
    let (service, secret) = service_with_token().await;
    let bearer = format!("Authorization: Bearer {}", secret.expose());
    fuzz(&python, service, described, vec!["--header".to_owned(), bearer]).await;
}

/// Sends what the document allows and what it does not, and holds every answer to it.
async fn fuzz(python: &Path, service: Router, described: usize, more: Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(kit::serve::serve(service, listener, std::future::pending()));
    let python = python.to_owned();
    let fuzz = move || {
        Command::new(python.join("bin/schemathesis"))
            .current_dir(&python)
            .arg("run")
            .arg(format!("http://{address}/api/v1/openapi.json"))
            // Without a token an act is 401 (tests of tokens hold that); after a few hundred at once it is 429, which the check
            // of required headers takes for an acceptance.
            .args(["--exclude-checks", "missing_required_header"])
            .args(["--checks", "all", "--max-examples", "25", "--seed", "20261122", "--no-color", "--workers", "1"])
            .args(more)
            .output()
            .unwrap()
    };
    let output = tokio::task::spawn_blocking(fuzz).await.unwrap();
    server.abort();
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains(&format!("Selected: {described}/{described}")), "{}", said(&output));
}
