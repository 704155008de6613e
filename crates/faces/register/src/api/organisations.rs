//! Organisations: finding them, and all that is known of one.

use register::{BodyKind, BodyRef, Fact, Tie, View};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use terms::OdsCode;

use super::{schema, shape};
use kit::api::{Answer, Asked, CODE, CURSOR, LIMIT, Operation, Param, Place, Wanted, page_of};
use kit::refused::Problem;

/// The most bodies a search by words ranks.
const FOUND_MAX: usize = 10_000;

fn kinds() -> Vec<&'static str> {
    BodyKind::ALL.iter().map(|kind| kind.slug()).collect()
}

fn opens() -> Vec<&'static str> {
    vec!["yes", "no", "uncertain"]
}

fn ties() -> Vec<&'static str> {
    Tie::ALL.iter().map(|tie| tie.slug()).collect()
}

pub(super) const SEARCH: Operation = Operation {
    id: "searchOrganisations",
    path: "/organisations",
    tag: "Organisations",
    summary: "Find organisations",
    about: "Every organisation on the register, in order of code, or those that match. A search by words ranks a whole code first, then commissioners and systems, then the rest.",
    params: &[
        Param {
            name: "q",
            label: "",
            place: Place::Query,
            wanted: Wanted::Text,
            about: "Words of a name, an ODS or GSS code or its beginning, or a postcode. Every word must match.",
            example: "buckinghamshire",
            first: None,
        },
        Param {
            name: "kind",
            label: "",
            place: Place::Query,
            wanted: Wanted::Word(kinds),
            about: "Only bodies that were of this kind on the day.",
            example: "commissioning-group",
            first: None,
        },
        Param {
            name: "open",
            label: "",
            place: Place::Query,
            wanted: Wanted::Word(opens),
            about: "Only bodies that were open on the day, that were not, or of which it is uncertain. A body whose dates no source gives is taken to be open.",
            example: "yes",
            first: None,
        },
        LIMIT,
        CURSOR,
    ],
    schema: || page_of("OrganisationBrief"),
    answer: Answer::Worked(search),
    example: "/organisations?q=buckinghamshire&kind=commissioning-group&valid_at=2018-04-01",
};

#[expect(clippy::unnecessary_wraps, reason = "every route is answered by one kind of function")]
fn search(asked: &Asked) -> Result<Value, Problem> {
    let (view, day) = (asked.register(), asked.at().valid);
    let (limit, start) = asked.page();
    let kind: Option<BodyKind> = asked.word("kind");
    let open = asked.text("open");
    let wanted = |code: &OdsCode| {
        open.is_none_or(|open| shape::certainty(view.was_open(*code, day)) == open)
            && kind.is_none_or(|kind| view.kind_on(*code, day) == Some(kind))
    };
    if let Some(words) = asked.text("q") {
        let index = asked.site.footprint.search_index(asked.house(), asked.at().known);
        let mut found = index.find(&view, words, day, FOUND_MAX);
        found.retain(wanted);
        return Ok(shape::page(&found, (limit, start), |code| shape::brief(&view, *code, day)));
    }
    // Without words the cursor is a place in the list of all codes, so that a page costs no more than it shows.
    let codes = asked.site.footprint.codes(asked.house(), asked.at().known);
    let mut shown = Vec::new();
    let mut next = None;
    for (place, code) in codes.iter().enumerate().skip(start).filter(|(_, code)| wanted(code)) {
        if shown.len() == limit {
            next = Some(place.to_string());
            break;
        }
        shown.push(shape::brief(&view, *code, day));
    }
    let total = (kind.is_none() && open.is_none()).then(|| codes.len());
    Ok(json!({ "items": shown, "next": next, "n_total": total }))
}

pub(super) const ORGANISATION: Operation = Operation {
    id: "getOrganisation",
    path: "/organisations/{code}",
    tag: "Organisations",
    summary: "One organisation",
    about: "What an organisation was on the day: name, kind, life, status, address, to whom it belonged, and which releases of which files say so.",
    params: &[CODE],
    schema: || schema::object(&[("organisation", schema::named("Organisation"))]),
    answer: Answer::Worked(organisation),
    example: "/organisations/10Y?valid_at=2018-03-31",
};

fn organisation(asked: &Asked) -> Result<Value, Problem> {
    let (view, day, code) = (asked.register(), asked.at().valid, asked.body("code")?);
    let name = view.name_on(code, day);
    let lives = view.lives(code);
    let kinds: Vec<Value> = view
        .kinds(code)
        .into_iter()
        .map(|(kind, period)| json!({ "kind": kind.slug(), "period": shape::period(period) }))
        .collect();
    let status = view.status_on(code, day).map(
        |(status, import)| json!({ "status": status.slug(), "source": shape::source(import.series, import.released) }),
    );
    let address = view.address_on(code, day).map(|(address, import)| {
        json!({
            "lines": address.lines,
            "postcode": Some(address.postcode.as_ref()).filter(|postcode| !postcode.is_empty()),
            "source": shape::source(import.series, import.released),
        })
    });
    let list = view.list_size(code, day).map(
        |(counted, heads)| json!({ "patients": heads.0, "counted_on": counted.to_string(), "series": "list-sizes" }),
    );
    let sources: BTreeSet<(&str, String)> = view
        .attestations(code)
        .into_iter()
        .flat_map(|said| said.imports.into_iter().map(|import| (import.series.slug(), import.released.to_string())))
        .collect();
    let gss: Vec<String> = view.gss_codes(code).iter().map(ToString::to_string).collect();
    Ok(json!({ "organisation": {
        "code": code.as_str(),
        "is_local": code.is_local(),
        "gss_codes": gss,
        "name": name.map(|name| self::name(&name)),
        "kind": view.kind_on(code, day).map(BodyKind::slug),
        "kinds": kinds,
        "open": shape::certainty(view.was_open(code, day)),
        "lives": { "legal": lives.legal.map(shape::period), "operational": lives.operational.map(shape::period) },
        "status": status,
        "address": address,
        "list_size": list,
        "belongs_to": belongs_to(&view, code, day),
        "n_members": view.members(code, day).len(),
        "sources": sources.into_iter().map(|(series, released)| json!({ "series": series, "released": released })).collect::<Vec<_>>(),
    } }))
}

/// To whom a body belonged on a day; two of one tie, both uncertain, when the day lies inside a change.
pub(super) fn belongs_to(view: &View<'_>, code: OdsCode, day: jiff::civil::Date) -> Vec<Value> {
    Tie::ALL
        .iter()
        .flat_map(|tie| shape::held(view.parent(code, *tie, day)).into_iter().map(move |held| (*tie, held)))
        .map(|(tie, (parent, certainty))| {
            json!({
                "tie": tie.slug(),
                "code": parent.as_str(),
                "name": view.name_on(parent, day).map(|name| name.text),
                "certainty": shape::certainty(certainty),
            })
        })
        .collect()
}

fn name(name: &register::Name) -> Value {
    json!({
        "text": name.text,
        "is_later": name.later,
        "period": shape::period(name.period),
        "source": shape::source(name.series, name.released),
    })
}

pub(super) const MEMBERS: Operation = Operation {
    id: "getMembers",
    path: "/organisations/{code}/members",
    tag: "Organisations",
    summary: "Who belonged to it",
    about: "The bodies that belonged to an organisation on the day, in order of tie and code. For a practice, the patients on its list by the count nearest to the day.",
    params: &[
        CODE,
        Param {
            name: "tie",
            label: "",
            place: Place::Query,
            wanted: Wanted::Word(ties),
            about: "Only members of this kind: what the organisation is to them.",
            example: "commissioner",
            first: None,
        },
        LIMIT,
        CURSOR,
    ],
    schema: || page_of("Member"),
    answer: Answer::Worked(members),
    example: "/organisations/14Y/members?valid_at=2018-04-01",
};

fn members(asked: &Asked) -> Result<Value, Problem> {
    let (view, day, code) = (asked.register(), asked.at().valid, asked.body("code")?);
    let tie: Option<Tie> = asked.word("tie");
    let mut members = view.members(code, day);
    members.retain(|member| tie.is_none_or(|tie| member.tie == tie));
    Ok(shape::page(&members, asked.page(), |member| {
        let list = view.list_size(member.code, day);
        json!({
            "code": member.code.as_str(),
            "name": view.name_on(member.code, day).map(|name| name.text),
            "kind": view.kind_on(member.code, day).map(BodyKind::slug),
            "tie": member.tie.slug(),
            "certainty": shape::certainty(member.certainty),
            "patients": list.map(|(_, heads)| heads.0),
            "patients_counted_on": list.map(|(counted, _)| counted.to_string()),
        })
    }))
}

pub(super) const MEMBERSHIPS: Operation = Operation {
    id: "getMemberships",
    path: "/organisations/{code}/memberships",
    tag: "Organisations",
    summary: "To whom it belonged, ever",
    about: "Every membership of an organisation, in order of tie and time. All days are shown; the day asked about only names the other bodies.",
    params: &[CODE, LIMIT, CURSOR],
    schema: || page_of("Membership"),
    answer: Answer::Worked(memberships),
    example: "/organisations/K84001/memberships",
};

fn memberships(asked: &Asked) -> Result<Value, Problem> {
    let (view, day, code) = (asked.register(), asked.at().valid, asked.body("code")?);
    Ok(shape::page(&view.memberships(code), asked.page(), |membership| {
        json!({
            "tie": membership.tie.slug(),
            "code": membership.parent.as_str(),
            "name": view.name_on(membership.parent, day).map(|name| name.text),
            "period": shape::period(membership.period),
        })
    }))
}

pub(super) const NAMES: Operation = Operation {
    id: "getNames",
    path: "/organisations/{code}/names",
    tag: "Organisations",
    summary: "What it was called",
    about: "Every name of an organisation, oldest first, with the source of each. A name known only from snapshots begins with the release that first showed it.",
    params: &[CODE, LIMIT, CURSOR],
    schema: || page_of("Name"),
    answer: Answer::Worked(|asked| {
        let code = asked.body("code")?;
        Ok(shape::page(&asked.register().names(code), asked.page(), name))
    }),
    example: "/organisations/10Y/names",
};

pub(super) const ARRANGEMENTS: Operation = Operation {
    id: "getArrangements",
    path: "/organisations/{code}/arrangements",
    tag: "Organisations",
    summary: "Arrangements short of merger",
    about: "Federations, shared management teams, committees in common, joint committees and clusters of which the organisation is a member, oldest first; and the partnerships it is listed in.",
    params: &[CODE],
    schema: || {
        schema::object(&[
            ("arrangements", schema::array("Arrangement")),
            ("partnerships", schema::array("Partnership")),
        ])
    },
    answer: Answer::Worked(arrangements),
    example: "/organisations/10Y/arrangements",
};

/// The longest list without pages.
const UNPAGED_MAX: usize = 1000;

fn arrangements(asked: &Asked) -> Result<Value, Problem> {
    let (view, code) = (asked.register(), asked.body("code")?);
    let arrangements: Vec<Value> = view
        .arrangements(code)
        .into_iter()
        .take(UNPAGED_MAX)
        .map(|arrangement| {
            json!({
                "code": arrangement.code.as_str(),
                "kind": arrangement.kind.slug(),
                "name": arrangement.name,
                "members": arrangement.members.iter().map(OdsCode::as_str).collect::<Vec<_>>(),
                "period": shape::period(arrangement.period),
                "source": arrangement.source,
            })
        })
        .collect();
    let partnerships: Vec<Value> = view
        .partners(code)
        .into_iter()
        .take(UNPAGED_MAX)
        .map(|partner| {
            json!({
                "system": partner.system.as_str(),
                "partner": partner.partner.as_str(),
                "partner_name": partner.name,
                "released": partner.released.to_string(),
            })
        })
        .collect();
    Ok(json!({ "arrangements": arrangements, "partnerships": partnerships }))
}

pub(super) const ATTESTATIONS: Operation = Operation {
    id: "getAttestations",
    path: "/organisations/{code}/attestations",
    tag: "Organisations",
    summary: "What every source says",
    about: "Everything any imported file or entered fact says about an organisation, with every release that says it. What counts in the end is decided by the table of precedence; here nothing is left out.",
    params: &[CODE, LIMIT, CURSOR],
    schema: || page_of("Attestation"),
    answer: Answer::Worked(attestations),
    example: "/organisations/10Y/attestations",
};

fn attestations(asked: &Asked) -> Result<Value, Problem> {
    let (view, code) = (asked.register(), asked.body("code")?);
    Ok(shape::page(&view.attestations(code), asked.page(), |said| {
        let (fact, details) = fact(said.fact);
        let releases: Vec<Value> = said
            .imports
            .iter()
            .map(|import| {
                json!({
                    "released": import.released.to_string(),
                    "file": import.source_name,
                    "entry": import.recorded.0,
                })
            })
            .collect();
        json!({
            "fact": fact,
            "details": details,
            "series": said.series.slug(),
            "title": said.series.title(),
            "releases": releases,
        })
    }))
}

/// What a fact says: which kind of fact, and its particulars under names that the other answers use.
fn fact(fact: &Fact) -> (&'static str, Value) {
    let one = |name: &str, value: Value| Value::Object(Map::from_iter([(name.to_owned(), value)]));
    match fact {
        Fact::Lived { life, period, .. } => ("lived", json!({ "life": life.slug(), "period": shape::period(*period) })),
        Fact::Acted { kind, period, .. } => ("acted", json!({ "kind": kind.slug(), "period": shape::period(*period) })),
        Fact::Named { name, period, .. } => ("named", json!({ "name": name, "period": shape::period(*period) })),
        Fact::Addressed { address, .. } => {
            ("addressed", json!({ "lines": address.lines, "postcode": address.postcode }))
        }
        Fact::Stood { status, .. } => ("stood", one("status", json!(status.slug()))),
        Fact::Tied { tie, parent, period, .. } => {
            let parent = match parent {
                BodyRef::Ods(code) => code.to_string(),
                BodyRef::Gss(code) => code.to_string(),
            };
            ("tied", json!({ "tie": tie.slug(), "code": parent, "period": shape::period(*period) }))
        }
        Fact::Succeeded { to, on, cause, instrument, .. } => (
            "succeeded",
            json!({
                "to": to.as_str(),
                "on": on.to_string(),
                "cause": cause.map(register::Cause::slug),
                "instrument": instrument,
            }),
        ),
        Fact::Passed { to, on, heads, basis, .. } => {
            ("passed", json!({ "to": to.as_str(), "on": on.to_string(), "people": heads.0, "basis": basis }))
        }
        Fact::Identified { gss, .. } => ("identified", one("gss_code", json!(gss.as_str()))),
        Fact::Listed { on, heads, .. } => ("listed", json!({ "patients": heads.0, "counted_on": on.to_string() })),
        Fact::Partnered { system, partner, name } => {
            ("partnered", json!({ "system": system.as_str(), "partner": partner.as_str(), "partner_name": name }))
        }
        Fact::Arranged { kind, name, members, period, .. } => (
            "arranged",
            json!({
                "kind": kind.slug(),
                "name": name,
                "members": members.iter().map(OdsCode::as_str).collect::<Vec<_>>(),
                "period": shape::period(*period),
            }),
        ),
        Fact::Covered { authority, .. } => ("covered", one("authority", json!(authority.as_str()))),
        // These are about areas or files and are no claim about one body.
        Fact::Lay { .. } | Fact::Populated { .. } | Fact::Titled { .. } | Fact::Bounded { .. } | Fact::Noted { .. } => {
            ("other", one("line", json!(fact.to_string())))
        }
    }
}
