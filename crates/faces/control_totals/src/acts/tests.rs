//! Each form over a small world: what it asks for, to whom it is offered, and a finance lead's month from file to forecast.

use app::{Footprint, Lens, Viewer, Who};
use ask::{ActForm, Asked, Of, Sent, SentFile, Takes};
use journal::{Clock, Journal};
use kit::acts::read;
use mandate::{Capacity, DatedBody, Holding, Post, PostKind};
use money::totals::ActKind;
use terms::{AsAt, Date, Period};

use super::{ACTS, CONTROL_TOTALS_GROUP};
use crate::questions::QUESTIONS;

const TODAY: Date = Date::constant(2019, 10, 1);

/// The forms of this half of the face.
fn forms() -> impl Iterator<Item = &'static ActForm> {
    ACTS.iter().copied().filter(|form| form.group == CONTROL_TOTALS_GROUP)
}

fn form(name: &str) -> &'static ActForm {
    ACTS.iter().find(|form| form.name == name).unwrap()
}

fn pairs(text: &[(&str, &str)]) -> Vec<(String, String)> {
    text.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn file(name: &str, bytes: &[u8]) -> Sent {
    let file = SentFile { name: name.to_owned(), media_type: String::new(), bytes: bytes.to_vec() };
    Sent { file: Some(file), ..Sent::default() }
}

async fn world() -> Footprint {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let clock = Clock::standing_at("2026-06-15T09:30:00Z".parse().unwrap());
    let footprint = Footprint::over(journal.timed_by(clock)).await.unwrap();
    app::demo::load_register(&footprint).await.unwrap();
    let period = || Period::from_days(Some(Date::constant(2018, 4, 1)), None);
    for (id, kind, body) in [
        ("ashford-finance", PostKind::ChiefFinanceOfficer, "09C"),
        ("bucks-finance", PostKind::ChiefFinanceOfficer, "14Y"),
        ("secretary", PostKind::GoverningBodySecretary, "09E"),
    ] {
        let person: mandate::PersonId = format!("person-{id}").parse().unwrap();
        let bodies = vec![DatedBody { body: body.parse().unwrap(), period: period() }];
        let post = Post { id: id.parse().unwrap(), title: kind.words(), kind, bodies, period: period() };
        let capacity = Capacity::Substantive;
        let holding = Holding { post: id.parse().unwrap(), person: person.clone(), capacity, period: period() };
        for act in [
            mandate::Act::EnterPerson { person, name: format!("Made up {id}"), contact: None },
            mandate::Act::CreatePost { post },
            mandate::Act::Appoint { holding },
        ] {
            footprint.act(&Who::keeper("keeper"), act).await.unwrap();
        }
    }
    footprint
}

fn seen_by(footprint: &Footprint, viewer: Viewer) -> Lens {
    let known = footprint.known();
    let at = AsAt { valid: TODAY, known: known.state.sequence() };
    Lens::new(known, at, TODAY, viewer)
}

fn person(footprint: &Footprint, id: &str) -> Lens {
    seen_by(footprint, Viewer::Person(format!("person-{id}").parse().unwrap()))
}

/// What a form makes of what was sent, recorded as done today by somebody.
async fn done(footprint: &Footprint, by: &str, name: &str, of: &[(&str, &str)], sent: Sent) -> String {
    let (form, lens, of) = (form(name), person(footprint, by), pairs(of));
    assert!((form.scene)(&lens, &Of::new(&of)).is_some(), "{name} has no scene for {by}");
    assert!((form.offered)(&lens, &Of::new(&of)), "{name} is not offered to {by}");
    let acts = read(form, footprint, &lens, &Of::new(&of), &mut sent.clone()).unwrap();
    let to = (form.to)(&Of::new(&of), &acts);
    for act in acts {
        let who = app::demo::acting(format!("person-{by}").parse().unwrap(), TODAY);
        footprint.act(&who, act).await.unwrap();
    }
    to
}

async fn sends(footprint: &Footprint, by: &str, name: &str, of: &[(&str, &str)], sent: &[(&str, &str)]) -> String {
    done(footprint, by, name, of, Sent::of(pairs(sent))).await
}

const SYSTEM: &[(&str, &str)] = &[("system", "QKS")];
const BODY: &[(&str, &str)] = &[("body", "09C")];

/// Two members with control totals, and Ashford's plan, all by their forms.
async fn planned() -> Footprint {
    let footprint = world().await;
    for body in ["09C", "09E"] {
        let sent =
            [("body", body), ("system", "QKS"), ("side", "commissioner"), ("share", "10000"), ("from", "2018-04-01")];
        sends(&footprint, "secretary", "join-system", &[], &sent).await;
    }
    let notice = [
        ("year", "2019/20"),
        ("month", "1"),
        ("issued", "2019-03-20"),
        ("totals", "09C -8.6m\n09E: -£9,200,000\n"),
        ("source", "Letter (made up)"),
    ];
    sends(&footprint, "secretary", "notify-totals", SYSTEM, &notice).await;
    let mut plan = pairs(&[("year", "2019/20"), ("resource", "£160m")]);
    plan.extend((1..=12).map(|month| (format!("plan-{month}"), "-£0.6 million".to_owned())));
    done(&footprint, "ashford-finance", "set-plan", BODY, Sent::of(plan)).await;
    footprint
}

fn rows(footprint: &Footprint, by: &str, question: &str, of: &[(&str, &str)], table: &str) -> Vec<Vec<String>> {
    let question = QUESTIONS.iter().find(|held| held.id == question).unwrap();
    let (lens, values) = (person(footprint, by), pairs(of));
    let answer = (question.answer)(&lens, &Asked::new(&values, question.params)).unwrap();
    let held = answer.tables.iter().find(|held| held.name == table).unwrap();
    held.table.rows.iter().map(|row| row.iter().map(ask::Cell::plain).collect()).collect()
}

#[test]
fn every_form_is_of_an_act_of_the_room_by_its_own_name() {
    for form in forms() {
        // Months of a system come by the act by which a body's come.
        let name = form.name.replace("report-system-months", "report-months");
        assert!(ActKind::ALL.iter().any(|kind| kind.slug() == name), "{}", form.name);
        for part in form.path.split('/').filter_map(|part| part.strip_prefix('{')) {
            let name = part.trim_end_matches('}');
            assert!(form.subject.iter().any(|key| key.name == name), "{}: {name}", form.name);
        }
    }
}

#[tokio::test]
async fn an_empty_form_is_told_every_field_that_must_be_there() {
    let footprint = planned().await;
    let optional = ["to", "limit", "one_off", "income", "expenditure", "running_cost", "until"];
    let lens = seen_by(&footprint, Viewer::Keeper);
    let of = pairs(&[("system", "QKS"), ("body", "09C"), ("year", "2019/20"), ("month", "1")]);
    for form in forms() {
        let errors = read(form, &footprint, &lens, &Of::new(&of), &mut Sent::default()).unwrap_err();
        let wrong: Vec<&str> = errors.iter().map(|error| error.field.trim_end_matches("-day")).collect();
        let asks = form.fields.iter().filter(|field| field.asks() && !matches!(field.takes, Takes::Each(..)));
        for field in asks.filter(|field| !optional.contains(&field.name)) {
            assert!(wrong.contains(&field.name), "{}: {} is not asked: {wrong:?}", form.name, field.name);
        }
    }
}

#[tokio::test]
async fn what_is_set_for_a_system_is_for_the_keeper_of_the_register_and_a_year_is_its_bodys() {
    let footprint = planned().await;
    let offered = |by: &str| {
        let (lens, of) = (person(&footprint, by), pairs(&[("system", "QKS"), ("body", "09C")]));
        let all = forms().filter(|form| (form.offered)(&lens, &Of::new(&of)));
        all.map(|form| form.name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        offered("secretary"),
        "enact-regime set-thresholds publish-deflators join-system leave-system notify-totals amend-totals set-objective \
         report-system-months offer-support offer-fund"
    );
    assert_eq!(offered("ashford-finance"), "set-plan report-month report-months report-contract set-allowance");
    assert_eq!(offered("bucks-finance"), "");
    let nobody = seen_by(&footprint, Viewer::Public);
    let of = pairs(&[("system", "QKS"), ("body", "09C")]);
    assert!(forms().all(|form| !(form.offered)(&nobody, &Of::new(&of))));
}

#[tokio::test]
async fn members_move_control_total_and_the_systems_stays() {
    let footprint = planned().await;
    let moved = [
        ("year", "2019/20"),
        ("month", "3"),
        ("moves", "09C -3m\n09E 3m"),
        ("signatures", "09C,09E"),
        ("reason", "Ashford supports Canterbury (made up)"),
    ];
    sends(&footprint, "secretary", "amend-totals", SYSTEM, &moved).await;
    let of = [("system", "QKS"), ("year", "2019/20"), ("month", "4")];
    let totals = rows(&footprint, "ashford-finance", "system-totals", &of, "");
    let shown: Vec<[&str; 4]> =
        totals.iter().map(|row| [&row[0], &row[4], &row[5], &row[6]].map(String::as_str)).collect();
    assert_eq!(
        shown,
        [
            ["09C", "-8600000.00", "-3000000.00", "-11600000.00"],
            ["09E", "-9200000.00", "3000000.00", "-6200000.00"],
            ["QKS", "-17800000.00", "0.00", "-17800000.00"],
        ]
    );
    assert_eq!(totals[0][14], "in month 3, signed by 09C, 09E");
    // Whoever is not of the system sees what was notified.
    let public = rows(&footprint, "bucks-finance", "system-totals", &of, "");
    assert_eq!((public[0][6].as_str(), public[0][14].as_str()), ("-8600000.00", ""));
    assert!(rows(&footprint, "bucks-finance", "system-totals", &of, "moves").is_empty());
}

/// The file that the service gives out, filled in for some months.
fn filled(footprint: &Footprint, figures: &[(&str, &str)]) -> String {
    let of = [("code", "09C"), ("year", "2019/20")];
    let given = rows(footprint, "ashford-finance", "month-file", &of, "");
    let mut text = "body,year,month,position,one_off,forecast,income,expenditure,running_cost\n".to_owned();
    for (row, (position, forecast)) in given.iter().zip(figures) {
        text.push_str(&format!("{},{},{},\"{position}\",,\"{forecast}\",,,\n", row[0], row[1], row[2]));
    }
    text
}

#[tokio::test]
async fn a_months_file_is_recorded_whole_and_leads_to_the_forecast() {
    let footprint = planned().await;
    let text = filled(&footprint, &[("-900,000", "-8.6e6"), ("(1,000,000)", "-8600000"), ("-1100000", "-8600000")]);
    let before = footprint.known().state.sequence();
    let to = done(&footprint, "ashford-finance", "report-months", BODY, file("m.csv", text.as_bytes())).await;
    assert_eq!(to, "/organisations/09C/forecast?year=2019%2F20&month=3");
    assert_eq!(footprint.known().state.sequence().0, before.0 + 1, "one entry for all of it");
    let of = [("code", "09C"), ("year", "2019/20"), ("month", "3")];
    let ways = rows(&footprint, "ashford-finance", "forecast", &of, "");
    let amount = |way: &str| ways.iter().find(|row| row[0] == way).unwrap()[2].clone();
    assert_eq!(amount("reported"), "-8600000.00");
    assert_eq!(amount("plan"), "-8400000.00");
    assert_eq!(amount("straight"), "-12000000.00");
    let fired = rows(&footprint, "ashford-finance", "forecast", &of, "fired");
    let told: Vec<&str> = fired.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(told, ["TR3", "TR5"]);
    // What was reported can be had as the file again, and the next months are those that are left.
    let left = rows(&footprint, "ashford-finance", "month-file", &[("code", "09C"), ("year", "2019/20")], "");
    assert_eq!(left.iter().map(|row| row[2].as_str()).collect::<Vec<_>>(), ["4", "5", "6"]);
}

#[tokio::test]
async fn a_file_with_one_fault_is_not_taken_and_every_fault_is_told_with_its_place() {
    let footprint = planned().await;
    let before = footprint.known().state.sequence();
    let told = |name: &str, bytes: &[u8]| {
        let lens = person(&footprint, "ashford-finance");
        let of = pairs(BODY);
        let errors = read(form("report-months"), &footprint, &lens, &Of::new(&of), &mut file(name, bytes)).unwrap_err();
        errors.into_iter().map(|error| error.message).collect::<Vec<_>>()
    };
    let cells = "body,year,month,position,forecast\n09C,2019/20,1,lots,1\n09C,2019/20,2,1,\n";
    assert_eq!(
        told("m.csv", cells.as_bytes()),
        [
            "Row 2, column position: “lots” is not a figure of money in the unit of its column. Write it like -1,250,000 or \
             (1,250,000)",
            "Row 3, column forecast: The cell is empty. Write 0 where the figure is nought",
        ]
    );
    let rules = "body,year,month,position,forecast\n09C,2019/20,2,1,1\n09E,2019/20,1,1,1\n09C,2019/20,7,1,1\n";
    let faults = told("m.csv", rules.as_bytes());
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults[0].starts_with("Row 2: 09C has not reported month 1 of 2019/20"), "{faults:?}");
    assert!(faults[1].starts_with("Row 3: 09E is not 09C"), "{faults:?}");
    assert!(faults[2].starts_with("Row 4: Month 7 of 2019/20 ends on 31 October 2019"), "{faults:?}");
    // A workbook is told with its sheet.
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Read me").unwrap().write_string(0, 0, "Fill in the other sheet").unwrap();
    let sheet = book.add_worksheet().set_name("Months").unwrap();
    for (column, heading) in ["Body", "Financial year", "Month", "Position (£000)", "Forecast (£m)"].iter().enumerate()
    {
        sheet.write_string(2, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    sheet.write_string(3, 0, "09C").unwrap().write_string(3, 1, "2019/20").unwrap();
    sheet.write_number(3, 2, 13.0).unwrap().write_number(3, 3, -900.5).unwrap().write_number(3, 4, -8.6).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(
        told("m.xlsx", &bytes),
        ["Sheet Months, row 4, column Month: Write the number of the month, 1 for April to 12 for March"]
    );
    assert_eq!(footprint.known().state.sequence(), before, "nothing is half taken");
}
