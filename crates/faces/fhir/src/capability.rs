//! The `CapabilityStatement` at `/fhir/metadata`, made from the same table that reads the parameters.

use serde_json::{Value, json};

use super::question::COMMON;
use super::resource::Kind;
use kit::site::Site;

/// The day this interface last changed, for the statement's `date`.
const CHANGED: &str = "2026-11-28";

/// What can be asked.
pub(super) fn statement(site: &Site) -> Value {
    let resources: Vec<Value> = Kind::ALL.into_iter().map(resource).collect();
    let mut implementation = json!({ "description": "NHS organisations on any day, as known at any time" });
    // An address without a host is none to FHIR.
    if let (false, Some(fields)) = (site.config.base.is_empty(), implementation.as_object_mut()) {
        fields.insert("url".to_owned(), json!(format!("{}/fhir", site.config.base)));
    }
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": CHANGED,
        "kind": "instance",
        "software": { "name": "Footprint", "version": env!("CARGO_PKG_VERSION") },
        "implementation": implementation,
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [{
            "mode": "server",
            "documentation": "For reading only. Every interaction takes _validAt (the day asked about) and _knownAt (the state of knowledge: an entry's number, a day or a moment). A resource's versions are the entries of the journal that changed it. Unknown parameters are refused unless the request says Prefer: handling=lenient.",
            "resource": resources,
        }],
    })
}

fn resource(kind: Kind) -> Value {
    let about = match kind {
        Kind::Organization => {
            "A body. partOf is a site's provider, else the commissioner, else the system, else the region, on the day. Dates known to a month or a year are written so; those known only to lie between two days are in an extension."
        }
        Kind::OrganizationAffiliation => {
            "A membership: organization has participatingOrganization as its member during period."
        }
        Kind::Location => "The address of a body or site, under the body's code.",
    };
    let params: Vec<Value> = COMMON
        .iter()
        .chain(kind.search_params())
        .map(|param| json!({ "name": param.name, "type": param.kind, "documentation": param.about }))
        .collect();
    json!({
        "type": kind.name(),
        "documentation": about,
        "interaction": [
            { "code": "read" },
            { "code": "vread" },
            { "code": "history-instance" },
            { "code": "search-type" },
        ],
        "versioning": "versioned",
        "readHistory": true,
        "updateCreate": false,
        "conditionalRead": "not-match",
        "searchParam": params,
    })
}
