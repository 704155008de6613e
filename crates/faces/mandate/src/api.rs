//! Who decides: the tables of the pages, for programs.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use mandate::{Committee, Matter, PopulationKind};
use serde_json::{Value, json};
use terms::OdsCode;

use crate::answers::{self as answers, Basis, Question};
use ask::Table;
use axum::Router;
use kit::api::schema;
use kit::api::{Answer, Asked, CODE, Form, Operation, Param, Place, Wanted, wrong};
use kit::face::Face;
use kit::refused::{FieldError, Problem};
use kit::shell::Part;

/// What the room brings to the service.
pub static FACE: Face = Face {
    room: "mandate",
    part: Some(Part { name: "Who decides", href: "/powers" }),
    questions: crate::questions::QUESTIONS,
    acts: crate::acts::ACTS,
    views: VIEWS,
    tags: &[(TAG, "Who may decide what, for whom, up to how much, on whose authority.")],
    operations: OPERATIONS,
    is_by_now: true,
    programs: Router::new,
    paths: Vec::new,
    schemas: Vec::new,
    views_of_body: &[("Posts", "posts"), ("Scheme", "scheme")],
    routes: crate::pages::routes,
};

/// The views of who decides.
static VIEWS: &[(&str, &str)] = &[
    ("Ask who decides", "/powers"),
    ("People", "/people"),
    ("Committees", "/committees"),
    ("Services", "/services"),
    ("What stays local", "/stays-local"),
    ("Place and system", "/place-and-system"),
    ("Coverage", "/coverage"),
    ("About to lapse", "/powers/expiring"),
    ("What changed", "/powers/changes"),
];

static OPERATIONS: &[Operation] = &[
    WHO_DECIDES,
    PEOPLE,
    MAY_DECIDE,
    INTERESTS,
    POSTS,
    HOLDERS,
    SCHEME,
    POWERS,
    COMMITTEES,
    MEMBERS,
    SEATS,
    REMIT,
    SERVICES,
    MANDATES,
    STAYS_LOCAL,
    PLACE_AND_SYSTEM,
];

pub(crate) const TAG: &str = "Who decides";

fn basis(asked: &Asked) -> Basis<'_> {
    Basis::of(asked)
}

/// What a decision is about.
static MATTER: Form = Form {
    pattern: "^(?:service|function):[a-z0-9][a-z0-9.-]{0,63}$",
    words: "service:CODE or function:CODE",
    is: |text| text.parse::<Matter>().is_ok_and(|matter| matter.to_string() == text),
};

fn table_schema() -> Value {
    schema::object(&[("table", schema::named("Table"))])
}

#[expect(clippy::needless_pass_by_value, reason = "a table is worked out where it is answered")]
#[expect(clippy::unnecessary_wraps, reason = "an answer of an operation is a result")]
fn told(table: Table) -> Result<Value, Problem> {
    Ok(json!({ "table": table.plain_json() }))
}

fn not_there(what: &str, id: &str) -> Problem {
    Problem {
        status: StatusCode::NOT_FOUND,
        title: "Not on record".to_owned(),
        detail: format!(
            "There is no {what} “{id}” on record as known then. The lists are under “Who decides” at /api."
        ),
        errors: Vec::new(),
    }
}

const fn id_param(about: &'static str, example: &'static str) -> Param {
    Param { name: "id", label: "", place: Place::Path, wanted: Wanted::Text, about, example, first: None }
}

const fn operation(
    (id, path, example): (&'static str, &'static str, &'static str),
    (summary, about): (&'static str, &'static str),
    params: &'static [Param],
    answer: fn(&Asked) -> Result<Value, Problem>,
) -> Operation {
    Operation {
        id,
        path,
        tag: TAG,
        summary,
        about,
        params,
        schema: table_schema,
        answer: Answer::Worked(answer),
        example,
    }
}

pub(crate) const WHO_DECIDES: Operation = Operation {
    id: "whoDecides",
    path: "/who-decides",
    tag: TAG,
    summary: "Who decides a matter for whose people",
    about: "Everybody who might decide it on the day, those who may first, each with the limit and the clause, or why not; and the answer in one sentence.",
    params: &[
        Param {
            name: "matter",
            label: "",
            place: Place::Required,
            wanted: Wanted::Formed(&MATTER),
            about: "`service:CODE` or `function:CODE`.",
            example: "service:ambulance",
            first: None,
        },
        Param {
            name: "body",
            label: "",
            place: Place::Required,
            wanted: Wanted::Code,
            about: "The body for whose people it is decided.",
            example: "14Y",
            first: None,
        },
        Param {
            name: "population",
            label: "",
            place: Place::Query,
            wanted: Wanted::Word(|| PopulationKind::ALL.iter().map(|kind| kind.slug()).collect()),
            about: "Which of them; registered people if it is not given.",
            example: "registered",
            first: None,
        },
        Param {
            name: "amount",
            label: "",
            place: Place::Query,
            wanted: Wanted::Pounds,
            about: "How much money is decided. Units: pounds, with two digits of pence or none.",
            example: "2000000",
            first: None,
        },
    ],
    schema: || schema::object(&[("sentence", json!({ "type": "string" })), ("table", schema::named("Table"))]),
    answer: Answer::Worked(who_decides),
    example: "/who-decides?matter=service:ambulance&body=14Y&valid_at=2018-04-01",
};

fn who_decides(asked: &Asked) -> Result<Value, Problem> {
    let fault =
        |field: &str, message: &str| wrong(vec![FieldError { field: field.to_owned(), message: message.to_owned() }]);
    let matter: Matter = asked
        .text("matter")
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| fault("matter", "It is not service:CODE or function:CODE."))?;
    let amount = match asked.text("amount") {
        Some(text) => {
            Some(terms::Pence::not_negative(text).map_err(|_| fault("amount", "It is not an amount in pounds."))?)
        }
        None => None,
    };
    let population = asked.word("population").unwrap_or(PopulationKind::Registered);
    let question = Question { matter, body: asked.body("body")?, population, amount };
    let basis = basis(asked);
    answers::on_record(&basis, &question).map_err(|none| {
        let said = not_there("service line", none.line.as_str());
        Problem { detail: format!("{} {}", said.detail, none.advice()), ..said }
    })?;
    let sentence = answers::sentence(&basis, &question, &answers::all_deciders(&basis, &question));
    Ok(json!({ "sentence": sentence, "table": answers::decides(&basis, &question).plain_json() }))
}

pub(crate) const PEOPLE: Operation = operation(
    ("listOfficeHolders", "/people", "/people?valid_at=2018-04-01"),
    ("Office holders", "Who holds which post on the day. A name that was erased is said to be."),
    &[],
    |asked| told(answers::people(&basis(asked))),
);

pub(crate) const MAY_DECIDE: Operation = operation(
    ("listPowersOfPerson", "/people/{id}/powers", "/people/person-7f3a9c/powers"),
    ("What a person may decide", "Every power of every post they hold on the day, with what was used of its limits."),
    &[id_param("The person.", "person-7f3a9c")],
    |asked| {
        let (basis, id) = person(asked)?;
        told(answers::may_decide(&basis, &id))
    },
);

pub(crate) const INTERESTS: Operation = operation(
    ("listInterestsOfPerson", "/people/{id}/interests", "/people/person-7f3a9c/interests"),
    ("A person’s interests", "The interests declared and held on the day. Wording that was erased is said to be."),
    &[id_param("The person.", "person-7f3a9c")],
    |asked| {
        let (basis, id) = person(asked)?;
        told(answers::interests(&basis, &id))
    },
);

fn person(asked: &Asked) -> Result<(Basis<'_>, mandate::PersonId), Problem> {
    let (basis, text) = (basis(asked), asked.text("id").unwrap_or_default());
    let id = text.parse().ok().filter(|id| basis.mandates.person(id).is_some());
    id.map(|id| (basis, id)).ok_or_else(|| not_there("person", text))
}

pub(crate) const POSTS: Operation = operation(
    ("listPosts", "/organisations/{code}/posts", "/organisations/14Y/posts?valid_at=2018-04-01"),
    ("Posts of a body", "The posts on the day, who holds them, which are vacant and which statute requires."),
    &[CODE],
    |asked| told(answers::posts(&basis(asked), asked.body("code")?)),
);

pub(crate) const HOLDERS: Operation = operation(
    ("listPostHolders", "/organisations/{code}/post-holders", "/organisations/14Y/post-holders"),
    ("Who held a body’s posts", "Everybody who held one of its posts, ever."),
    &[CODE],
    |asked| told(answers::holders(&basis(asked), asked.body("code")?)),
);

pub(crate) const SCHEME: Operation = operation(
    ("listSchemes", "/organisations/{code}/schemes", "/organisations/14Y/schemes"),
    ("Schemes of a body", "Its schemes of reservation and delegation, with the days on which each is in force."),
    &[CODE],
    |asked| told(answers::versions(&basis(asked), asked.body("code")?)),
);

pub(crate) const POWERS: Operation = operation(
    ("listPowers", "/organisations/{code}/powers", "/organisations/14Y/powers"),
    ("Powers a body gave", "By scheme, agreement or direction, with holder, limits, clause and days."),
    &[CODE],
    |asked| told(answers::powers(&basis(asked), asked.body("code")?)),
);

pub(crate) const COMMITTEES: Operation = operation(
    ("listCommittees", "/committees", "/committees?valid_at=2018-04-01"),
    ("Committees", "Every committee, how it decides and whether it can hold power."),
    &[],
    |asked| told(answers::committees(&basis(asked))),
);

const COMMITTEE: Param = id_param("The committee.", "bob-executive");

fn of_committee(asked: &Asked, table: impl Fn(&Basis<'_>, &Committee) -> Table) -> Result<Value, Problem> {
    let (basis, text) = (basis(asked), asked.text("id").unwrap_or_default());
    let held = text.parse().ok().and_then(|id| basis.mandates.committee(&id));
    told(table(&basis, held.ok_or_else(|| not_there("committee", text))?))
}

pub(crate) const MEMBERS: Operation = operation(
    ("listCommitteeMembers", "/committees/{id}/members", "/committees/bob-executive/members"),
    ("Members of a committee", "The member bodies, and when."),
    &[COMMITTEE],
    |asked| of_committee(asked, answers::members),
);

pub(crate) const SEATS: Operation = operation(
    ("listSeats", "/committees/{id}/seats", "/committees/bob-executive/seats"),
    ("Seats of a committee", "The posts that sit, in which role, for which bodies, and who holds them on the day."),
    &[COMMITTEE],
    |asked| of_committee(asked, answers::seats),
);

pub(crate) const REMIT: Operation = operation(
    ("listRemit", "/committees/{id}/remit", "/committees/bob-executive/remit"),
    ("Remit of a committee", "What it may discuss, and by which decision. Remit gives no power."),
    &[COMMITTEE],
    |asked| of_committee(asked, answers::remit),
);

pub(crate) const SERVICES: Operation = operation(
    ("listServices", "/services", "/services?valid_at=2018-04-01"),
    ("Services", "The tree of services, with who commissions each at which level."),
    &[],
    |asked| told(answers::services(&basis(asked))),
);

pub(crate) const MANDATES: Operation = operation(
    ("listMandates", "/mandates", "/mandates"),
    ("Mandates", "Which commissioner answers for which service, for whom, at which level, and why no lower."),
    &[],
    |asked| told(answers::mandates(&basis(asked))),
);

const BODIES: Param = Param {
    name: "bodies",
    label: "",
    place: Place::Query,
    wanted: Wanted::Codes,
    about: "The bodies; every one for whose people a mandate holds on the day if it is not given.",
    example: "10Y,10H",
    first: None,
};

fn bodies(asked: &Asked) -> BTreeSet<OdsCode> {
    let named: BTreeSet<OdsCode> = asked.codes("bodies").into_iter().collect();
    if named.is_empty() { answers::with_mandates(&basis(asked)) } else { named }
}

pub(crate) const STAYS_LOCAL: Operation = operation(
    ("getStaysLocal", "/stays-local", "/stays-local?valid_at=2018-04-01"),
    ("What stays local", "Services by body: at which level each is commissioned for each body’s people."),
    &[BODIES],
    |asked| {
        let bodies: Vec<OdsCode> = bodies(asked).into_iter().collect();
        told(answers::stays_local(&basis(asked), &bodies, None))
    },
);

pub(crate) const PLACE_AND_SYSTEM: Operation = operation(
    ("getPlaceAndSystem", "/place-and-system", "/place-and-system?valid_at=2018-04-01"),
    ("Place and system", "How many services, posts and decisions stand at each level. Units: counts and percent."),
    &[BODIES],
    |asked| told(answers::place_and_system(&basis(asked), &bodies(asked))),
);
