//! What became of bodies, what they came from, and where their totals belong.

use register::{Link, Placing, Unit, Unplaced, Weights};
use serde_json::{Value, json};
use terms::{Date, OdsCode};

use super::{schema, shape};
use kit::api::{Answer, Asked, CODE, CURSOR, LIMIT, Operation, Param, Place, Wanted, page_of};
use kit::refused::Problem;

pub(super) const SUCCESSORS: Operation = Operation {
    id: "getSuccessors",
    path: "/organisations/{code}/successors",
    tag: "Successions",
    summary: "What became of it",
    about: "Every succession on the way forward from an organisation, oldest first. Chains pass through bodies that have closed since.",
    params: &[
        CODE,
        Param {
            name: "to",
            label: "",
            place: Place::Query,
            wanted: Wanted::Day,
            about: "Only successions up to and including this day.",
            example: "2022-07-01",
            first: None,
        },
        LIMIT,
        CURSOR,
    ],
    schema: || page_of("Succession"),
    answer: Answer::Worked(|asked| {
        let (view, code) = (asked.register(), asked.body("code")?);
        let links = view.successors(code, asked.day("to"));
        Ok(shape::page(&links, asked.page(), |link| shape::link(&view, link)))
    }),
    example: "/organisations/10Y/successors",
};

pub(super) const PREDECESSORS: Operation = Operation {
    id: "getPredecessors",
    path: "/organisations/{code}/predecessors",
    tag: "Successions",
    summary: "What it came from",
    about: "Every succession on the way back from an organisation, oldest first.",
    params: &[
        CODE,
        Param {
            name: "to",
            label: "",
            place: Place::Query,
            wanted: Wanted::Day,
            about: "Back to this day: only successions after it.",
            example: "2013-04-01",
            first: None,
        },
        LIMIT,
        CURSOR,
    ],
    schema: || page_of("Succession"),
    answer: Answer::Worked(|asked| {
        let (view, code) = (asked.register(), asked.body("code")?);
        let links = view.predecessors(code, asked.day("to"));
        Ok(shape::page(&links, asked.page(), |link| shape::link(&view, link)))
    }),
    example: "/organisations/14Y/predecessors",
};

pub(super) const SUCCESSIONS: Operation = Operation {
    id: "getSuccessions",
    path: "/successions",
    tag: "Successions",
    summary: "Every succession",
    about: "The whole table of old and new, oldest first.",
    params: &[
        Param {
            name: "from",
            label: "",
            place: Place::Query,
            wanted: Wanted::Day,
            about: "Only successions on or after this day.",
            example: "2018-04-01",
            first: None,
        },
        Param {
            name: "to",
            label: "",
            place: Place::Query,
            wanted: Wanted::Day,
            about: "Only successions up to and including this day.",
            example: "2018-04-01",
            first: None,
        },
        Param {
            name: "cause",
            label: "",
            place: Place::Query,
            wanted: Wanted::Word(causes),
            about: "Only successions of this kind.",
            example: "merge",
            first: None,
        },
        LIMIT,
        CURSOR,
    ],
    schema: || page_of("Succession"),
    answer: Answer::Worked(successions),
    example: "/successions?from=2018-04-01&to=2018-04-01",
};

fn causes() -> Vec<&'static str> {
    register::Cause::ALL.iter().map(|cause| cause.slug()).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "every route is answered by one kind of function")]
fn successions(asked: &Asked) -> Result<Value, Problem> {
    let view = asked.register();
    let (from, to): (Option<Date>, Option<Date>) = (asked.day("from"), asked.day("to"));
    let cause: Option<register::Cause> = asked.word("cause");
    let links = asked.site.footprint.successions(asked.house(), asked.at().known);
    let wanted: Vec<&Link> = links
        .iter()
        .filter(|link| from.is_none_or(|from| link.on.latest() >= from))
        .filter(|link| to.is_none_or(|to| link.on.earliest() <= to))
        .filter(|link| cause.is_none_or(|cause| link.cause == cause))
        .collect();
    Ok(shape::page(&wanted, asked.page(), |link| shape::link(&view, link)))
}

pub(super) const HEIRS: Operation = Operation {
    id: "getHeirs",
    path: "/heirs",
    tag: "Successions",
    summary: "Where a total belongs in another day's structure",
    about: "How a practice's or commissioner's patients, activity or money of one day are shared among the commissioners of another, forwards or backwards. Share a total out by the weights, which are whole numbers, with the largest remainder, so that nothing is lost.",
    params: &[
        Param { place: Place::Required, ..CODE },
        Param {
            name: "from",
            label: "",
            place: Place::Required,
            wanted: Wanted::Day,
            about: "The day of the total.",
            example: "2017-04-01",
            first: None,
        },
        Param {
            name: "to",
            label: "",
            place: Place::Required,
            wanted: Wanted::Day,
            about: "The day whose structure is wanted; may be the earlier.",
            example: "2021-04-01",
            first: None,
        },
        Param {
            name: "by",
            label: "",
            place: Place::Query,
            wanted: Wanted::Word(|| vec!["list-size", "small-area"]),
            about: "What shares are measured by when a body has several heirs: the patients on the lists of the practices that passed each way (the default), or the residents of the small areas that did.",
            example: "list-size",
            first: None,
        },
    ],
    schema: || {
        schema::object(&[
            ("code", schema::code()),
            ("from", schema::day()),
            ("to", schema::day()),
            ("placing", schema::nullable(schema::named("Placing"))),
            ("heirs", schema::array("Heir")),
            ("unplaced", schema::nullable(schema::named("Unplaced"))),
        ])
    },
    answer: Answer::Worked(heirs),
    example: "/heirs?code=10Y&from=2017-04-01&to=2021-04-01",
};

fn heirs(asked: &Asked) -> Result<Value, Problem> {
    let (view, code) = (asked.register(), asked.body("code")?);
    let (Some(from), Some(to)) = (asked.day("from"), asked.day("to")) else { return Err(Problem::broken()) };
    let by: Weights = asked.word("by").unwrap_or(Weights::ListSize);
    let show = |(heir, weight): &(OdsCode, u64)| {
        json!({
            "code": heir.as_str(),
            "name": view.name_on(*heir, to).map(|name| name.text),
            "weight": weight,
        })
    };
    let (placing, heirs, unplaced) = match view.heirs(code, from, to, by) {
        Ok(heirs) => (Some(placing(&heirs.placing)), heirs.shares.iter().map(show).collect(), None),
        Err(why) => (None, Vec::new(), Some(json!({ "why": reason(why), "detail": why.to_string() }))),
    };
    Ok(json!({
        "code": code.as_str(),
        "from": from.to_string(),
        "to": to.to_string(),
        "placing": placing,
        "heirs": heirs,
        "unplaced": unplaced,
    }))
}

fn placing(placing: &Placing) -> Value {
    let (how, by, counted, unit) = match placing {
        Placing::Direct => ("direct", None, None, None),
        Placing::Followed => ("followed", None, None, None),
        Placing::Apportioned { by, counted, unit } => ("apportioned", Some(*by), Some(*counted), Some(*unit)),
    };
    let unit = unit.map(|unit| match unit {
        Unit::Patients => "patients",
        Unit::Practices => "practices",
        Unit::Residents => "residents",
        Unit::SmallAreas => "small-areas",
        Unit::Stated => "stated",
    });
    json!({
        "how": how,
        "by": by.map(|by| by.to_string()),
        "counted_on": counted.map(|day| day.to_string()),
        "unit": unit,
    })
}

fn reason(why: Unplaced) -> &'static str {
    match why {
        Unplaced::Unknown => "unknown",
        Unplaced::NotOpen { .. } => "not-open",
        Unplaced::NoSuccessor => "no-successor",
        Unplaced::NoPredecessor { .. } => "no-predecessor",
        Unplaced::KindUnknown => "kind-unknown",
        Unplaced::NoCommissioner => "no-commissioner",
        Unplaced::NoWeights => "no-weights",
    }
}
