//! The resources: what a body, its memberships and its address are to FHIR.

use register::{Address, Membership, Name, Tie, View};
use serde_json::{Map, Value, json};
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period};

use super::codes;

/// The types of resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A body.
    Organization,
    /// A membership of one body in another, with its period.
    OrganizationAffiliation,
    /// The address of a body or site.
    Location,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Organization, Self::OrganizationAffiliation, Self::Location];

    /// The type's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Organization => "Organization",
            Self::OrganizationAffiliation => "OrganizationAffiliation",
            Self::Location => "Location",
        }
    }

    /// The body that a resource's id is about: the entries about it are those that can have changed the resource.
    pub(super) fn subject(self, id: &str) -> Option<OdsCode> {
        let code = match self {
            Self::Organization | Self::Location => id,
            Self::OrganizationAffiliation => id.split_once('.')?.0,
        };
        code.parse().ok()
    }

    /// The resource without its `meta`, if there is one.
    pub(super) fn render(self, view: &View<'_>, id: &str, day: Date) -> Option<Value> {
        let code = self.subject(id)?;
        match self {
            Self::Organization if view.knows(code) && code.as_str() == id => Some(organization(view, code, day)),
            Self::Location if code.as_str() == id => location(view, code, day),
            Self::OrganizationAffiliation => {
                let membership = view.memberships(code).into_iter().find(|held| affiliation_id(code, held) == id)?;
                Some(affiliation(code, &membership, day))
            }
            _ => None,
        }
    }
}

fn organization(view: &View<'_>, code: OdsCode, day: Date) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("resourceType", json!("Organization"));
    put("id", json!(code.as_str()));
    let lives = view.lives(code);
    let extensions: Vec<Value> = [(codes::LEGAL, lives.legal), (codes::OPERATIONAL, lives.operational)]
        .into_iter()
        .filter_map(|(url, life)| Some(json!({ "url": url, "valuePeriod": period(life?)? })))
        .collect();
    if !extensions.is_empty() {
        put("extension", json!(extensions));
    }
    put("identifier", json!(identifiers(view, code)));
    match view.was_open(code, day) {
        Certainty::Yes => put("active", json!(true)),
        Certainty::No => put("active", json!(false)),
        Certainty::Uncertain => {
            put("_active", json!({ "extension": [{ "url": codes::ABSENT, "valueCode": "unknown" }] }))
        }
    };
    if let Some(kind) = view.kind_on(code, day) {
        put("type", json!([codes::kind_concept(kind)]));
    }
    let name = view.name_on(code, day);
    let mut aliases: Vec<Box<str>> = Vec::new();
    for alias in view.names(code) {
        let is_shown = name.as_ref().is_some_and(|name| name.text == alias.text);
        if !is_shown && !aliases.contains(&alias.text) && !alias.text.trim().is_empty() {
            aliases.push(alias.text);
        }
    }
    if let Some(Name { text, later, .. }) = name.filter(|name| !name.text.trim().is_empty()) {
        put("name", json!(text));
        if later {
            put("_name", json!({ "extension": [{ "url": codes::LATER_NAME, "valueBoolean": true }] }));
        }
    }
    if !aliases.is_empty() {
        put("alias", json!(aliases));
    }
    if let Some(address) = view.address_on(code, day).and_then(|(found, _)| address(found)) {
        put("address", json!([address]));
    }
    if let Some(parent) = part_of(view, code, day) {
        put("partOf", reference(parent));
    }
    Value::Object(fields)
}

/// The body another is part of on a day: a site's provider, else the commissioner, else the system, else the region.
pub(super) fn part_of(view: &View<'_>, code: OdsCode, day: Date) -> Option<OdsCode> {
    [Tie::Provider, Tie::Commissioner, Tie::System, Tie::Region]
        .into_iter()
        .find_map(|tie| view.parent(code, tie, day).nominal())
}

fn identifiers(view: &View<'_>, code: OdsCode) -> Vec<Value> {
    let own = json!({ "use": "official", "system": code_system(code), "value": code.as_str() });
    let gss = view.gss_codes(code);
    let gss = gss.iter().map(|gss| json!({ "use": "secondary", "system": codes::GSS_CODE, "value": gss.as_str() }));
    [own].into_iter().chain(gss).collect()
}

/// The system of a body's code: one of Footprint's own is no ODS code and does not pose as one.
pub(super) fn code_system(code: OdsCode) -> &'static str {
    if code.is_local() { codes::LOCAL_CODE } else { codes::ODS_CODE }
}

fn location(view: &View<'_>, code: OdsCode, day: Date) -> Option<Value> {
    let address = view.address_on(code, day).and_then(|(found, _)| address(found))?;
    let mut value = json!({
        "resourceType": "Location",
        "id": code.as_str(),
        "identifier": [identifiers(view, code).into_iter().next()],
        "mode": "instance",
        "address": address,
        "managingOrganization": reference(code),
    });
    if let Some(fields) = value.as_object_mut() {
        let status = match view.was_open(code, day) {
            Certainty::Yes => Some("active"),
            Certainty::No => Some("inactive"),
            Certainty::Uncertain => None,
        };
        if let Some(status) = status {
            fields.insert("status".to_owned(), json!(status));
        }
        if let Some(name) = view.name_on(code, day).filter(|name| !name.text.trim().is_empty()) {
            fields.insert("name".to_owned(), json!(name.text));
        }
    }
    Some(value)
}

/// The id of a membership: member, tie, parent and first day, which together name one stretch.
pub(super) fn affiliation_id(member: OdsCode, held: &Membership) -> String {
    let from = held.period.from().map_or_else(|| "always".to_owned(), |from| from.to_string());
    format!("{member}.{}.{}.{from}", held.tie, held.parent)
}

/// A membership as a resource.
pub(super) fn affiliation(member: OdsCode, held: &Membership, day: Date) -> Value {
    let mut value = json!({
        "resourceType": "OrganizationAffiliation",
        "id": affiliation_id(member, held),
        "organization": reference(held.parent),
        "participatingOrganization": reference(member),
        "code": [codes::tie_concept(held.tie)],
    });
    if let Some(fields) = value.as_object_mut() {
        match held.period.contains(day) {
            Certainty::Uncertain => {
                let absent = json!({ "extension": [{ "url": codes::ABSENT, "valueCode": "unknown" }] });
                fields.insert("_active".to_owned(), absent);
            }
            certainty => {
                fields.insert("active".to_owned(), json!(certainty == Certainty::Yes));
            }
        }
        if let Some(period) = period(held.period) {
            fields.insert("period".to_owned(), period);
        }
    }
    value
}

fn reference(code: OdsCode) -> Value {
    let mut value = json!({ "reference": format!("Organization/{code}"), "type": "Organization" });
    if let (false, Some(fields)) = (code.is_local(), value.as_object_mut()) {
        fields.insert("identifier".to_owned(), json!({ "system": codes::ODS_CODE, "value": code.as_str() }));
    }
    value
}

fn address(found: &Address) -> Option<Value> {
    let lines: Vec<&str> = found.lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let postcode = found.postcode.trim();
    let mut fields = Map::new();
    if !lines.is_empty() {
        fields.insert("line".to_owned(), json!(lines));
    }
    if !postcode.is_empty() {
        fields.insert("postalCode".to_owned(), json!(postcode));
    }
    // The files do not say which line is the town, so none is called the city.
    (!fields.is_empty()).then(|| {
        fields.insert("use".to_owned(), json!("work"));
        Value::Object(fields)
    })
}

/// A period: FHIR's end, like a reader's, is the last day. A period open at both ends says nothing and is left out.
fn period(period: Period) -> Option<Value> {
    let mut fields = Map::new();
    for (name, edge) in [("start", period.from()), ("end", period.to().map(FuzzyDate::previous_day))] {
        let Some(edge) = edge else { continue };
        let written = edge.to_string();
        if written.contains("..") {
            let between = json!({ "extension": [{
                "url": codes::BETWEEN,
                "extension": [
                    { "url": "earliest", "valueDate": edge.earliest().to_string() },
                    { "url": "latest", "valueDate": edge.latest().to_string() },
                ],
            }] });
            fields.insert(format!("_{name}"), between);
        } else {
            fields.insert(name.to_owned(), json!(written));
        }
    }
    (!fields.is_empty()).then_some(Value::Object(fields))
}
