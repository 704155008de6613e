//! Meetings, proposals, decisions, actions and questions, for programs: the tables of the pages, without what is confidential.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::answers::{
    DecisionFilter, Desk, MeetingFilter, actions, decisions, forward_plan, meetings, proposal, questions,
};
use ask::Table;
use axum::Router;
use kit::api::schema;
use kit::api::{Answer, Asked, CODE, Operation, Param, Place, Wanted};
use kit::face::Face;
use kit::refused::Problem;
use kit::shell::Part;

/// What the room brings to the service.
pub static FACE: Face = Face {
    room: "executive",
    part: Some(Part { name: "Meetings", href: "/meetings" }),
    questions: &[],
    acts: crate::acts::ACTS,
    views: &[],
    tags: &[(TAG, "Meetings, proposals, decisions and what follows from them.")],
    operations: OPERATIONS,
    is_by_now: true,
    programs: Router::new,
    paths: Vec::new,
    schemas: Vec::new,
    views_of_body: &[],
    routes: crate::pages::routes,
};

static OPERATIONS: &[Operation] = &[MEETINGS, PROPOSAL, DECISIONS, ACTIONS, QUESTIONS, FORWARD_PLAN];

pub(crate) const TAG: &str = "Meetings and decisions";

/// The desk of a reader who is nobody in particular: a program reads what the public reads.
fn desk(asked: &Asked) -> Desk<'_> {
    Desk {
        register: asked.register(),
        mandates: asked.mandates(),
        executive: asked.house().executive().known(asked.at().known),
        today: asked.at().valid,
        reader: asked.reader(),
    }
}

fn table_schema() -> Value {
    schema::object(&[("table", schema::named("Table"))])
}

#[expect(clippy::needless_pass_by_value, reason = "a table is worked out where it is answered")]
#[expect(clippy::unnecessary_wraps, reason = "an answer of an operation is a result")]
fn told(table: Table) -> Result<Value, Problem> {
    Ok(json!({ "table": table.plain_json() }))
}

const FROM: Param = Param {
    name: "from",
    label: "",
    place: Place::Query,
    wanted: Wanted::Day,
    about: "Only those on this day or later.",
    example: "2016-10-01",
    first: None,
};
const TO: Param = Param {
    name: "to",
    label: "",
    place: Place::Query,
    wanted: Wanted::Day,
    about: "Only those on this day or earlier.",
    example: "2016-12-31",
    first: None,
};

pub(crate) const MEETINGS: Operation = Operation {
    id: "getMeetings",
    path: "/meetings",
    tag: TAG,
    summary: "Meetings, to come and past",
    about: "By day. How many items are on the agenda is told once it is published.",
    params: &[FROM, TO],
    schema: table_schema,
    answer: Answer::Worked(|asked| {
        told(meetings(&desk(asked), &MeetingFilter { forum: None, from: asked.day("from"), to: asked.day("to") }))
    }),
    example: "/meetings?from=2016-10-01",
};

pub(crate) const DECISIONS: Operation = Operation {
    id: "getDecisions",
    path: "/decisions",
    tag: TAG,
    summary: "The register of decisions",
    about: "One for each body bound, the latest first, with the entry that proves it and the hash of the wording. A body that is not listed is not bound. Units: pence.",
    params: &[
        Param { place: Place::Query, about: "Only those that bind this body, or one for which it now acts.", ..BODY },
        FROM,
        TO,
    ],
    schema: table_schema,
    answer: Answer::Worked(|asked| {
        let filter = DecisionFilter {
            body: asked.codes("body").pop(),
            from: asked.day("from"),
            to: asked.day("to"),
            ..DecisionFilter::default()
        };
        told(decisions(&desk(asked), &filter))
    }),
    example: "/decisions?body=10H",
};

const BODY: Param = Param { name: "body", ..CODE };

pub(crate) const PROPOSAL: Operation = Operation {
    id: "getProposal",
    path: "/proposals/{id}",
    tag: TAG,
    summary: "Who is bound by a proposal, by what, and what is still needed",
    about: "One row for each body it concerns. Units: pence.",
    params: &[Param {
        name: "id",
        label: "",
        place: Place::Path,
        wanted: Wanted::Text,
        about: "The proposal's reference.",
        example: "ambulance",
        first: None,
    }],
    schema: table_schema,
    answer: Answer::Worked(|asked| {
        let desk = desk(asked);
        let id = asked.text("id").unwrap_or_default();
        let found = id.parse().ok().and_then(|id| desk.proposal(&id)).ok_or_else(|| Problem {
            status: StatusCode::NOT_FOUND,
            title: "No such proposal".to_owned(),
            detail: "There is no such proposal on record as known then, or it is confidential.".to_owned(),
            errors: Vec::new(),
        })?;
        told(proposal::table(&desk, found))
    }),
    example: "/proposals/ambulance",
};

pub(crate) const ACTIONS: Operation = Operation {
    id: "getActions",
    path: "/actions",
    tag: TAG,
    summary: "Actions and resolutions, those open first",
    about: "Each with who sees to it, by when, and what shows that it is done.",
    params: &[],
    schema: table_schema,
    answer: Answer::Worked(|asked| told(actions(&desk(asked)))),
    example: "/actions",
};

pub(crate) const QUESTIONS: Operation = Operation {
    id: "getQuestions",
    path: "/questions",
    tag: TAG,
    summary: "Questions of scrutiny and their answers",
    about: "A row for each proposal for which a question stands: it is asked again of every later proposal on the same matter.",
    params: &[],
    schema: table_schema,
    answer: Answer::Worked(|asked| told(questions(&desk(asked)))),
    example: "/questions",
};

pub(crate) const FORWARD_PLAN: Operation = Operation {
    id: "getForwardPlan",
    path: "/forward-plan",
    tag: TAG,
    summary: "Decisions to come",
    about: "By the day each is expected, with the meeting it is scheduled to.",
    params: &[],
    schema: table_schema,
    answer: Answer::Worked(|asked| told(forward_plan(&desk(asked)))),
    example: "/forward-plan",
};
