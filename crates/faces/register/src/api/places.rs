//! Places: what changed in one, and which local authorities a commissioner covers.

use serde_json::{Value, json};
use terms::OdsCode;

use super::{schema, shape};
use kit::api::{Answer, Asked, CODE, Operation, Param, Place, Wanted};
use kit::refused::Problem;

pub(super) const COVERAGE: Operation = Operation {
    id: "getCoverage",
    path: "/organisations/{code}/coverage",
    tag: "Organisations",
    summary: "Which local authorities it covers",
    about: "Counted in small areas (LSOA) by the lookup nearest to the day, the largest part first; residents where a small-area population is imported.",
    params: &[CODE],
    schema: || schema::object(&[("authorities", schema::array("Coverage"))]),
    answer: Answer::Worked(coverage),
    example: "/organisations/14Y/coverage?valid_at=2018-04-01",
};

fn coverage(asked: &Asked) -> Result<Value, Problem> {
    let (view, code) = (asked.register(), asked.body("code")?);
    let authorities: Vec<Value> = view
        .coverage(code, asked.at().valid)
        .into_iter()
        .map(|part| {
            json!({
                "gss_code": part.authority.as_str(),
                "name": view.area_name(part.authority),
                "n_areas": part.n_areas,
                "n_areas_of_authority": part.n_areas_of_authority,
                "residents": part.residents.map(|heads| heads.0),
                "residents_of_authority": part.residents_of_authority.map(|heads| heads.0),
                "counted_on": part.counted.to_string(),
            })
        })
        .collect();
    Ok(json!({ "authorities": authorities }))
}

pub(super) const DIFF: Operation = Operation {
    id: "getDiff",
    path: "/diff",
    tag: "Places",
    summary: "What changed in a place between two days",
    about: "The commissioners of a place on each of two days, the successions that lead from the first to the second, how many practices passed from which to which, which commissioners passed from system to system, and what opened or closed without a succession on record.",
    params: &[
        Param {
            name: "place",
            label: "",
            place: Place::Required,
            wanted: Wanted::Codes,
            about: "The place: a system's code, or the codes of commissioners.",
            example: "QU9",
            first: None,
        },
        Param {
            name: "from",
            label: "",
            place: Place::Required,
            wanted: Wanted::Day,
            about: "The first day.",
            example: "2013-04-01",
            first: None,
        },
        Param {
            name: "to",
            label: "",
            place: Place::Required,
            wanted: Wanted::Day,
            about: "The second day.",
            example: "2019-10-01",
            first: None,
        },
    ],
    schema: || {
        schema::object(&[
            ("place", json!({ "type": "array", "items": schema::code() })),
            ("from", schema::day()),
            ("to", schema::day()),
            ("before", schema::array("OrganisationBrief")),
            ("after", schema::array("OrganisationBrief")),
            ("successions", schema::array("Succession")),
            ("practices", schema::array("PracticesMoved")),
            (
                "moved",
                json!({
                    "type": "array",
                    "items": schema::object(&[
                        ("code", schema::code()),
                        ("from", schema::code()),
                        ("to", schema::code()),
                    ]),
                }),
            ),
            ("unexplained", json!({ "type": "array", "items": schema::code() })),
        ])
    },
    answer: Answer::Worked(diff),
    example: "/diff?place=10Y,10H&from=2017-04-01&to=2019-10-01",
};

fn diff(asked: &Asked) -> Result<Value, Problem> {
    let view = asked.register();
    let place = asked.codes("place");
    let (Some(from), Some(to)) = (asked.day("from"), asked.day("to")) else { return Err(Problem::broken()) };
    if let Some(unknown) = place.iter().find(|code| !view.knows(**code)) {
        return Err(kit::api::unknown_code(unknown.as_str(), asked));
    }
    let diff = view.diff(&place, from, to);
    let bodies = |codes: &[OdsCode], day| codes.iter().map(|code| shape::brief(&view, *code, day)).collect::<Vec<_>>();
    let practices: Vec<Value> = diff
        .practices
        .iter()
        .map(|((old, new), n)| json!({ "from": old.as_str(), "to": new.as_str(), "n_practices": n }))
        .collect();
    let moved: Vec<Value> = diff
        .moved
        .iter()
        .flat_map(|((old, new), codes)| codes.iter().map(move |code| (code, old, new)))
        .map(|(code, old, new)| json!({ "code": code.as_str(), "from": old.as_str(), "to": new.as_str() }))
        .collect();
    Ok(json!({
        "place": place.iter().map(OdsCode::as_str).collect::<Vec<_>>(),
        "from": from.to_string(),
        "to": to.to_string(),
        "before": bodies(&diff.before, from),
        "after": bodies(&diff.after, to),
        "successions": diff.links.iter().map(|link| shape::link(&view, link)).collect::<Vec<_>>(),
        "practices": practices,
        "moved": moved,
        "unexplained": diff.unexplained.iter().map(OdsCode::as_str).collect::<Vec<_>>(),
    }))
}
