//! A response of the Organisation Data Service's ORD interface: one organisation with its roles, relationships and
//! successions, each with legal or operational dates or both.

use super::eccg::SUB_ICB_LOCATIONS_BEGAN;
use crate::directory::out_of_order;
use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::{Taking, note_row};
use crate::table::{Fault, inclusive};
use register::{Address, BodyKind, BodyRef, Fact, FindingKind, Life, Released, Status, Tie};
use serde::Deserialize;
use terms::{Date, FuzzyDate, OdsCode, Period};

/// What a role makes of a body; roles that only qualify another are [`None`]. Source: the ORD list of roles.
const ROLES: [(&str, Option<BodyKind>); 28] = [
    ("RO76", Some(BodyKind::Practice)),
    ("RO177", Some(BodyKind::CostCentre)),
    ("RO272", Some(BodyKind::Network)),
    ("RO98", Some(BodyKind::CommissioningGroup)),
    ("RO319", Some(BodyKind::SubIcbLocation)),
    ("RO218", Some(BodyKind::CommissioningHub)),
    ("RO327", Some(BodyKind::ReportingEntity)),
    ("RO326", None),
    // A strategic partnership is one of the next two; alone it says only that it is a system.
    ("RO261", Some(BodyKind::TransformationPartnership)),
    ("RO262", Some(BodyKind::TransformationPartnership)),
    ("RO318", Some(BodyKind::CareBoard)),
    ("RO197", Some(BodyKind::Trust)),
    ("RO57", None),
    ("RO24", None),
    ("RO107", Some(BodyKind::Trust)),
    ("RO198", Some(BodyKind::Site)),
    ("RO108", Some(BodyKind::Site)),
    ("RO99", Some(BodyKind::Site)),
    ("RO180", Some(BodyKind::Site)),
    ("RO141", Some(BodyKind::LocalAuthority)),
    ("RO209", Some(BodyKind::Region)),
    ("RO210", Some(BodyKind::LocalOffice)),
    ("RO142", Some(BodyKind::HealthBoard)),
    ("RO144", Some(BodyKind::HealthBoard)),
    ("RO171", Some(BodyKind::PrimaryCareTrust)),
    ("RO179", Some(BodyKind::PrimaryCareTrust)),
    ("RO132", Some(BodyKind::HealthAuthority)),
    ("RO135", Some(BodyKind::HealthAuthority)),
];

/// Primary roles that a more particular role of the same body overrides: hubs and reporting entities have the primary role of
/// a clinical commissioning group and were none, and a practice has that of a cost centre.
const OVERRIDDEN: [(&str, &[&str]); 3] =
    [("RO98", &["RO218", "RO327"]), ("RO177", &["RO76"]), ("RO261", &["RO262", "RO318"])];

/// What the target of a relationship is to the body, by the kind of relationship and the target's primary role.
const TIES: [(&str, &str, Tie); 6] = [
    ("RE5", "RO209", Tie::Region),
    ("RE5", "RO261", Tie::System),
    ("RE4", "RO98", Tie::Commissioner),
    ("RE6", "RO197", Tie::Provider),
    ("RE6", "RO107", Tie::Provider),
    ("RE8", "RO272", Tie::Network),
];

#[derive(Deserialize)]
struct Response {
    #[serde(rename = "Organisation")]
    organisation: Organisation,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Organisation {
    name: String,
    #[serde(default)]
    date: Vec<Dated>,
    org_id: OrgId,
    status: String,
    last_change_date: Option<String>,
    geo_loc: Option<GeoLoc>,
    #[serde(default)]
    roles: Roles,
    #[serde(default)]
    rels: Rels,
    #[serde(default)]
    succs: Succs,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Dated {
    #[serde(rename = "Type")]
    life: String,
    start: Option<String>,
    end: Option<String>,
}

#[derive(Deserialize)]
struct OrgId {
    extension: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GeoLoc {
    location: Location,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct Location {
    addr_ln1: String,
    addr_ln2: String,
    addr_ln3: String,
    town: String,
    county: String,
    post_code: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Roles {
    role: Vec<Role>,
}

#[derive(Deserialize)]
struct Role {
    id: String,
    #[serde(rename = "Date", default)]
    date: Vec<Dated>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Rels {
    rel: Vec<Rel>,
}

#[derive(Deserialize)]
struct Rel {
    id: String,
    #[serde(rename = "Date", default)]
    date: Vec<Dated>,
    #[serde(rename = "Target")]
    target: Target,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Succs {
    succ: Vec<Succ>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Succ {
    #[serde(default)]
    date: Vec<Dated>,
    #[serde(rename = "Type")]
    direction: String,
    target: Target,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Target {
    org_id: OrgId,
    primary_role_id: Option<RoleId>,
}

#[derive(Deserialize)]
struct RoleId {
    id: String,
}

pub(crate) fn take(file: &SourceFile, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let response: Response = serde_json::from_str(&reader::decode(&file.bytes).text).map_err(|error| {
        ImportError::Damaged { file: file.name.clone(), what: "an ORD response", reason: error.to_string() }
    })?;
    let organisation = response.organisation;
    // The record itself says when it was last changed; it held from that day at the latest.
    taking.released =
        organisation.last_change_date.as_deref().and_then(|date| date.parse::<FuzzyDate>().ok()).map(Released);
    taking.row(1, |facts| {
        let code = code(&organisation.org_id, "OrgId")?;
        describe(code, &organisation, facts)?;
        roles(code, &organisation.roles.role, facts)?;
        relationships(code, &organisation.rels.rel, facts)?;
        successions(code, &organisation.succs.succ, facts)
    });
    Ok(())
}

fn describe(code: OdsCode, organisation: &Organisation, facts: &mut Vec<Fact>) -> Result<(), Fault> {
    for dated in &organisation.date {
        // Legal and operational dates differ, and both are kept.
        let life = if dated.life == "Legal" { Life::Legal } else { Life::Operational };
        let period = period(dated, code, "Date", facts)?;
        facts.push(Fact::Lived { code, life, period });
    }
    facts.push(Fact::Named { code, name: organisation.name.trim().into(), period: Period::ALWAYS });
    if let Some(GeoLoc { location }) = &organisation.geo_loc {
        let lines = [&location.addr_ln1, &location.addr_ln2, &location.addr_ln3, &location.town, &location.county];
        let lines = lines.into_iter().filter(|line| !line.is_empty()).map(|line| line.as_str().into()).collect();
        facts.push(Fact::Addressed { code, address: Address { lines, postcode: location.post_code.as_str().into() } });
    }
    let status = match organisation.status.as_str() {
        "Active" => Status::Active,
        "Inactive" => Status::Closed,
        other => return Err(Fault::of("Status", other, format!("`{other}` is not a status: Active or Inactive"))),
    };
    facts.push(Fact::Stood { code, status });
    Ok(())
}

fn roles(code: OdsCode, roles: &[Role], facts: &mut Vec<Fact>) -> Result<(), Fault> {
    let held = |id: &str| roles.iter().any(|role| role.id == id);
    for role in roles {
        let overridden = OVERRIDDEN.iter().any(|(id, by)| role.id == *id && by.iter().any(|by| held(by)));
        if overridden {
            continue;
        }
        match ROLES.iter().find(|(id, _)| role.id == *id) {
            Some((_, Some(kind))) => {
                let mut period = best_period(&role.date, code, "Roles", facts)?;
                if *kind == BodyKind::CommissioningGroup {
                    // The code went on with the same primary role; the groups did not.
                    let until = Period::from_days(None, Some(SUB_ICB_LOCATIONS_BEGAN));
                    let Some(before) = period.intersection(&until) else { continue };
                    period = before;
                }
                facts.push(Fact::Acted { code, kind: *kind, period });
            }
            Some((_, None)) => {}
            None => {
                let detail = format!("role {} is not one the register keeps", role.id);
                note_row(facts, FindingKind::LeftOut, code.as_str(), detail, 1);
            }
        }
    }
    if !facts.iter().any(|fact| matches!(fact, Fact::Acted { .. })) {
        facts.push(Fact::Acted { code, kind: BodyKind::Other, period: Period::ALWAYS });
    }
    Ok(())
}

fn relationships(child: OdsCode, relationships: &[Rel], facts: &mut Vec<Fact>) -> Result<(), Fault> {
    for rel in relationships {
        let target = code(&rel.target.org_id, "Rels.Target")?;
        let role = rel.target.primary_role_id.as_ref().map_or("", |role| role.id.as_str());
        let period = best_period(&rel.date, child, "Rels", facts)?;
        if let Some((.., tie)) = TIES.iter().find(|(id, of, _)| rel.id == *id && role == *of) {
            facts.push(Fact::Tied { child, tie: *tie, parent: BodyRef::Ods(target), period });
        } else {
            // Local offices and old health authorities were above trusts, and were neither regions nor systems.
            let detail =
                format!("{} to {target} ({role}), {}, is not a tie the register keeps", rel.id, period.screen());
            note_row(facts, FindingKind::LeftOut, child.as_str(), detail, 1);
        }
    }
    Ok(())
}

fn successions(body: OdsCode, successions: &[Succ], facts: &mut Vec<Fact>) -> Result<(), Fault> {
    for succession in successions {
        let other = code(&succession.target.org_id, "Succs.Target")?;
        let on = succession.date.iter().find_map(|dated| dated.start.as_deref());
        let on = day(on, "Succs.Date")?.ok_or_else(|| Fault::of("Succs.Date", "", "a succession without a date"))?;
        let (from, to) = match succession.direction.as_str() {
            "Predecessor" => (other, body),
            "Successor" => (body, other),
            unknown => {
                let reason = format!("`{unknown}` is neither Predecessor nor Successor");
                return Err(Fault::of("Succs.Type", unknown, reason));
            }
        };
        facts.push(Fact::Succeeded { from, to, on: on.into(), cause: None, instrument: "".into() });
    }
    Ok(())
}

/// The legal dates where there are any, else the operational ones.
fn best_period(dates: &[Dated], code: OdsCode, part: &str, facts: &mut Vec<Fact>) -> Result<Period, Fault> {
    let legal = dates.iter().find(|dated| dated.life == "Legal");
    legal.or_else(|| dates.first()).map_or(Ok(Period::ALWAYS), |dated| period(dated, code, part, facts))
}

fn period(dated: &Dated, code: OdsCode, part: &str, facts: &mut Vec<Fact>) -> Result<Period, Fault> {
    let (start, end) = (day(dated.start.as_deref(), part)?, day(dated.end.as_deref(), part)?);
    Ok(inclusive(start, end).unwrap_or_else(|error| {
        note_row(facts, FindingKind::Contradiction, code.as_str(), out_of_order(&error), 1);
        Period::from_days(start, None)
    }))
}

fn day(text: Option<&str>, part: &str) -> Result<Option<Date>, Fault> {
    let Some(text) = text else { return Ok(None) };
    match text.parse::<FuzzyDate>() {
        Ok(date) if date.is_exact() => Ok(Some(date.earliest())),
        _ => Err(Fault::of(part, text, format!("`{text}` is not a date, such as 2018-04-01"))),
    }
}

fn code(id: &OrgId, part: &str) -> Result<OdsCode, Fault> {
    id.extension.parse().map_err(|error: terms::CodeError| Fault::of(part, &id.extension, error.to_string()))
}
