//! The names by which others know our codes.

use register::{BodyKind, Tie};
use serde_json::{Value, json};

use super::value::Token;

/// ODS codes. Source: NHS England, ODS FHIR R4 interface.
pub(super) const ODS_CODE: &str = "https://fhir.nhs.uk/Id/ods-organization-code";
/// Codes of Footprint's own, for what has no ODS code.
pub(super) const LOCAL_CODE: &str = "urn:footprint:fhir:local-code";
/// ODS roles. Source: NHS England terminology server, code system `ODSOrganisationRole`.
const ODS_ROLE: &str = "https://digital.nhs.uk/services/organisation-data-service/CodeSystem/ODSOrganisationRole";
/// GSS codes. Source: the Office for National Statistics' linked data, whose areas are this followed by the code.
pub(super) const GSS_CODE: &str = "http://statistics.data.gov.uk/id/statistical-geography";
/// FHIR's own roles of one organisation towards another.
const ORGANIZATION_ROLE: &str = "http://hl7.org/fhir/organization-role";
/// The register's words for what a body is.
pub(super) const KIND: &str = "urn:footprint:fhir:body-kind";
/// The register's words for what one body is to another.
pub(super) const TIE: &str = "urn:footprint:fhir:tie";

/// On `meta`: the two clocks an answer was worked out by.
pub(super) const AS_OF: &str = "urn:footprint:fhir:extension:as-of";
/// On a date that is known only to lie between two days, which are no whole month or year.
pub(super) const BETWEEN: &str = "urn:footprint:fhir:extension:date-between";
/// On an Organization: its life in law.
pub(super) const LEGAL: &str = "urn:footprint:fhir:extension:legal-period";
/// On an Organization: its life in practice.
pub(super) const OPERATIONAL: &str = "urn:footprint:fhir:extension:operational-period";
/// On a name that was observed only after the day asked about.
pub(super) const LATER_NAME: &str = "urn:footprint:fhir:extension:name-observed-later";
/// FHIR's own: why a value is not given.
pub(super) const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// The ODS roles of a kind of body: the primary one first, then the one that says more. Source: the ORD list of roles.
///
/// As in the directory itself, hubs, reporting entities and sub-ICB locations have the primary role of a clinical commissioning
/// group, and a practice that of a prescribing cost centre. An older health authority has one of several.
const fn roles(kind: BodyKind) -> &'static [&'static str] {
    match kind {
        BodyKind::Practice => &["RO177", "RO76"],
        BodyKind::CostCentre => &["RO177"],
        BodyKind::Network => &["RO272"],
        BodyKind::CommissioningGroup => &["RO98"],
        BodyKind::SubIcbLocation => &["RO98", "RO319"],
        BodyKind::CommissioningHub => &["RO98", "RO218"],
        BodyKind::ReportingEntity => &["RO98", "RO327"],
        BodyKind::TransformationPartnership => &["RO261", "RO262"],
        BodyKind::CareSystem => &["RO261"],
        BodyKind::CareBoard => &["RO261", "RO318"],
        BodyKind::Trust => &["RO197"],
        BodyKind::Site => &["RO198"],
        BodyKind::LocalAuthority => &["RO141"],
        BodyKind::Region => &["RO209"],
        BodyKind::LocalOffice => &["RO210"],
        BodyKind::HealthBoard => &["RO144"],
        BodyKind::PrimaryCareTrust => &["RO179"],
        BodyKind::Place | BodyKind::HealthAuthority | BodyKind::Other => &[],
    }
}

/// What a body is, as a `CodeableConcept`: its ODS roles, and the register's own word.
pub(super) fn kind_concept(kind: BodyKind) -> Value {
    let own = json!({ "system": KIND, "code": kind.slug(), "display": kind.words() });
    let roles = roles(kind).iter().map(|code| json!({ "system": ODS_ROLE, "code": code }));
    let codings: Vec<Value> = roles.chain([own]).collect();
    json!({ "coding": codings, "text": kind.words() })
}

/// Whether a kind of body is of the type a token asks for.
pub(super) fn kind_meets(kind: BodyKind, token: &Token) -> bool {
    roles(kind).iter().any(|role| token.meets(ODS_ROLE, role)) || token.meets(KIND, kind.slug())
}

/// Whether what one body is to another is the role a token asks for.
pub(super) fn tie_meets(tie: Tie, token: &Token) -> bool {
    token.meets(ORGANIZATION_ROLE, "member") || token.meets(TIE, tie.slug())
}

/// What one body is to another, as a `CodeableConcept`.
pub(super) fn tie_concept(tie: Tie) -> Value {
    json!({
        "coding": [
            { "system": ORGANIZATION_ROLE, "code": "member", "display": "Member" },
            { "system": TIE, "code": tie.slug(), "display": tie.words() },
        ],
        "text": tie.words(),
    })
}
