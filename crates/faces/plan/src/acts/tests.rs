//! Each form over a small world: what it asks for, to whom it is offered, and what a file that cannot be read is told.

use app::{Act, Viewer};
use ask::{Answer, Asked, Of, Sent, Table};
use plan::ActKind;
use rust_xlsxwriter::Workbook;

use super::ACTS;
use super::world::{BERKS, CLERK, OXON, TODAY, World, form, owned, p, sent, with_file};
use crate::questions::QUESTIONS;

fn ask(lens: &app::Lens, id: &str, values: &[(&str, &str)]) -> Answer {
    let question = QUESTIONS.iter().find(|question| question.id == id).unwrap();
    let values = owned(values);
    (question.answer)(lens, &Asked::new(&values, question.params)).unwrap_or_else(|fault| panic!("{id}: {fault:?}"))
}

fn main_table(answer: Answer) -> Table {
    answer.tables.into_iter().next().unwrap().table
}

#[test]
fn every_act_of_the_room_has_one_form() {
    let names: Vec<&str> = ACTS.iter().map(|form| form.name).collect();
    assert_eq!(names, ActKind::ALL.iter().map(|kind| kind.slug()).collect::<Vec<_>>());
}

#[test]
fn an_address_has_what_the_act_is_done_to() {
    for form in ACTS {
        for part in form.path.split('/').filter_map(|part| part.strip_prefix('{')) {
            let name = part.trim_end_matches('}');
            assert!(form.subject.iter().any(|key| key.name == name), "{}: {name}", form.name);
        }
        for field in form.fields {
            assert!(form.subject.iter().all(|key| key.name != field.name), "{}: {}", form.name, field.name);
        }
    }
}

const AGREEMENT: &[(&str, &str)] = &[
    ("identity", "acute"),
    ("title", "Acute contract (made up)"),
    ("kind", "contract"),
    ("coordinator", "10Q"),
    ("parties", "10Q, 10Y, 10H"),
    ("first", "2017-04-01"),
    ("last", "2019-03-31"),
    ("merger", "novate"),
    ("values", "2017/18 = £450m\n2018/19 = 460,000,000"),
    ("provider", "10H"),
    ("activity", "2017/18 = 120,000"),
    ("deadline", "2016-12-23"),
];

const LINE: &[(&str, &str)] = &[
    ("source", "P-OXON"),
    ("name", "O9"),
    ("kind", "finance"),
    ("side", "commissioner"),
    ("measure", "Spend"),
    ("commissioner", "10Q"),
    ("provider", "RTH"),
    ("place", "Oxon"),
    ("year", "2017/18"),
    ("month", "4"),
    ("unit", "pence"),
    ("value", "1,234.56"),
];

#[tokio::test]
async fn a_form_refuses_without_each_field_that_must_be_there() {
    let world = World::with_three_plans().await;
    let may_be_empty = ["deadline", "activity", "values", "provider", "place", "month", "unit", "commissioner"];
    for (name, whole) in [("record-agreement", AGREEMENT), ("enter-plan-line", LINE)] {
        assert!(world.read("person-a2", name, &[], &sent(whole)).is_ok(), "{name}");
        for (left_out, _) in whole.iter().filter(|(field, _)| !may_be_empty.contains(field)) {
            let rest: Vec<(&str, &str)> = whole.iter().copied().filter(|(field, _)| field != left_out).collect();
            let told = world.told("person-a2", name, &[], &sent(&rest));
            assert!(told.iter().any(|words| words.starts_with(left_out)), "{name} without {left_out}: {told:?}");
        }
    }
    for form in ACTS.iter().filter(|form| form.fields.iter().any(ask::Field::asks)) {
        let of = [("line", "P-OXON:O2"), ("body", "10Q"), ("check", "control-total"), ("of", "x"), ("agreement", "a")];
        assert!(world.read("person-a2", form.name, &of, &Sent::default()).is_err(), "{} asks nothing", form.name);
    }
}

#[tokio::test]
async fn a_form_is_offered_to_whoever_may_and_where_it_would_be_accepted() {
    let world = World::with_three_plans().await;
    assert!(world.offers(CLERK, "open-plan", &[]) && !world.offers("person-a3", "open-plan", &[]));
    assert!(world.offers(CLERK, "submit-plan", &[]) && !world.offers("person-a2", "submit-plan", &[]));
    assert!(world.offers("person-a2", "bring-lines", &[]));
    let own = [("line", "P-OXON:O1")];
    assert!(world.offers("person-a2", "enter-plan-line", &own) && !world.offers("person-a3", "enter-plan-line", &own));
    assert!(
        world.offers("person-a2", "remove-plan-line", &own) && !world.offers("person-a3", "remove-plan-line", &own)
    );
    // Nobody signs a draft.
    let body = [("body", "10Q")];
    assert!(!world.offers("person-a2", "sign-plan", &body));
    world.done(CLERK, "submit-plan", &[], &Sent::default()).await;
    assert!(!world.offers("person-a2", "sign-plan", &body), "plans differ in its lines");
    assert!(!world.offers("person-a3", "sign-plan", &[("body", "10Y")]), "it is not theirs to sign for");
    assert!(world.offers("person-a1", "sign-plan", &[("body", "10Y")]));
    assert!(world.offers("person-a2", "object-to-plan", &body) && !world.offers(CLERK, "object-to-plan", &body));
    assert!(!world.offers(CLERK, "resolve-conflict", &[("line", "P-OXON:O2")]), "nothing is decided yet");
    assert!(world.offers(CLERK, "set-tolerances", &[]) && !world.offers("person-f2", "set-tolerances", &[]));
    for form in ACTS {
        let of = owned(&[("plan", "bob-2017"), ("line", "P-OXON:O2"), ("body", "10Q"), ("agreement", "a")]);
        assert!(!(form.offered)(&world.lens(Viewer::Public), &Of::new(&of)), "{} is offered to everybody", form.name);
    }
}

#[tokio::test]
async fn a_plan_before_it_is_signed_is_as_if_it_were_not_there_for_others() {
    let world = World::with_three_plans().await;
    let seen = |lens: &app::Lens| main_table(ask(lens, "plans", &[])).rows.len();
    assert_eq!((seen(&world.person("person-a2")), seen(&world.lens(Viewer::Public))), (1, 0));
    let public = world.lens(Viewer::Public);
    for question in QUESTIONS.iter().filter(|question| question.path.contains("{plan}")) {
        let of = |plan: &str| owned(&[("plan", plan), ("line", "P-OXON:O1")]);
        let told = |plan: &str| {
            let values = of(plan);
            let answer = (question.answer)(&public, &Asked::new(&values, question.params));
            format!("{:?}", answer.unwrap_err()).replace(plan, "")
        };
        assert_eq!(told("bob-2017"), told("bob-2030"), "{}", question.id);
        let values = of("bob-2017");
        assert!((question.answer)(&world.person("person-a2"), &Asked::new(&values, question.params)).is_ok());
    }
    for form in ACTS.iter().filter(|form| form.path.contains("{plan}")) {
        let of = owned(&[("plan", "bob-2017"), ("line", "P-OXON:O2"), ("body", "10Q")]);
        assert!((form.scene)(&public, &Of::new(&of)).is_none(), "{}", form.name);
    }
}

#[tokio::test]
async fn the_template_that_is_given_out_is_read_back_in_either_shape() {
    let world = World::with_three_plans().await;
    let table = main_table(ask(&world.lens(Viewer::Public), "plan-template", &[]));
    for (name, bytes) in [("template.csv", table.to_csv()), ("template.xlsx", table.to_xlsx(&about()).unwrap())] {
        let what = with_file(&[("bodies", "10Q")], name, &bytes);
        let acts = world.read("person-a2", "bring-lines", &[], &what).unwrap_or_else(|told| panic!("{name}: {told:?}"));
        let [Act::Plan(plan::Act::BringLines { source, lines, .. })] = acts.as_slice() else { panic!("{acts:?}") };
        assert_eq!((source.as_str(), lines.len()), ("P-OXON", 8), "{name}");
        let money = lines.iter().find(|line| line.name.as_str() == "O3").unwrap();
        assert_eq!(money.value.amount(), Some(2_100_000_000), "{name}");
    }
}

fn about() -> ask::About {
    let clocks = ask::Clocks { valid_at: TODAY, known_on: TODAY, entry: 1, speaks_until: None };
    ask::About { clocks, address: "/plans".to_owned() }
}

#[tokio::test]
async fn an_export_is_imported_again_to_the_same_plan() {
    let world = World::with_three_plans().await;
    // Words that a spreadsheet would run, and a quotation mark in them, come back as they were written.
    let words = [
        ("source", "P-OXON"),
        ("name", "O7"),
        ("kind", "narrative"),
        ("side", "system"),
        ("measure", "=Beds"),
        ("commissioner", "ALL"),
        ("year", "2017/18"),
        ("value", "-1 bed, \"at most\""),
    ];
    world.done("person-a2", "enter-plan-line", &[], &sent(&words)).await;
    let known = world.footprint.known();
    let plan = known.state.plan().now().plan(&p("bob-2017")).unwrap();
    let table =
        main_table(ask(&world.person("person-a2"), "plan-export", &[("plan", "bob-2017"), ("source", "P-OXON")]));
    for (name, bytes) in [("out.csv", table.to_csv()), ("out.xlsx", table.to_xlsx(&about()).unwrap())] {
        let acts = world.read("person-a2", "bring-lines", &[], &with_file(&[], name, &bytes));
        let acts = acts.unwrap_or_else(|told| panic!("{name}: {told:?}"));
        let [Act::Plan(plan::Act::BringLines { source, bodies, lines, .. })] = acts.as_slice() else {
            panic!("{acts:?}")
        };
        let held = &plan.sources[source];
        let plain = |line: &plan::Line| plan::Line { cell: None, ..line.clone() };
        let mut read: Vec<plan::Line> = lines.iter().map(plain).collect();
        read.sort_by(|one, other| one.name.cmp(&other.name));
        assert_eq!(read, held.lines.iter().map(plain).collect::<Vec<_>>(), "{name}");
        assert_eq!(*bodies, held.bodies, "{name}");
    }
    // The whole plan holds three, of which one must be named: nothing is taken by halves.
    let whole = main_table(ask(&world.person("person-a2"), "plan-export", &[("plan", "bob-2017")])).to_csv();
    let told = world.told("person-a2", "bring-lines", &[], &with_file(&[], "out.csv", &whole));
    assert_eq!(told, ["source: The file holds 3 plans (P-BERKSW, P-BUCKS, P-OXON): say which to bring"]);
    let one = with_file(&[("source", "P-OXON")], "out.csv", &whole);
    assert!(world.read("person-a2", "bring-lines", &[], &one).is_ok());
}

#[tokio::test]
async fn every_bad_row_of_a_file_is_told_and_nothing_is_taken() {
    let world = World::with_three_plans().await;
    let before = world.hash();
    let bad = OXON
        .replace("410000", "410,000.5")
        .replace("GBP_K,415000", "GBP_K,41500x")
        .replace("2017/18,0,pounds,(50)", "2017/19,0,pounds,(50)");
    let told = world.told("person-a2", "bring-lines", &[], &with_file(&[], "plan.csv", bad.as_bytes()));
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(told[0], "file: 3 rows cannot be read, so nothing was taken. Put them right and send the file again");
    assert!(told[1].starts_with("file: plan.csv, row 3, column value: “41500x” is not a figure of money"), "{told:?}");
    assert!(told[3].starts_with("file: plan.csv, row 6, column year: `2017/19` is not a financial year"), "{told:?}");
    let mut book = Workbook::new();
    for (name, from) in [("Acute", 0), ("Other", 2)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        let rows = BERKS.lines().take(1).chain(BERKS.lines().skip(1 + from));
        for (row, line) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(line.split(',')) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let told = world.told("person-a3", "bring-lines", &[], &with_file(&[], "plan.xlsx", &bytes));
    assert_eq!(told[0], "file: 1 row cannot be read, so nothing was taken. Put them right and send the file again");
    assert_eq!(
        told[1],
        "file: plan.xlsx, sheet Other, row 2, column line: line `W2` of `P-BERKSW` stands on row 4 of sheet Acute already"
    );
    for (name, bytes, words) in [
        ("empty.csv", b"".as_slice(), "has no row"),
        ("broken.xlsx", b"PK\x03\x04 no workbook", "empty.csv"),
        ("other.csv", b"code,name\n10Q,Oxfordshire\n", "has no column `plan`"),
        ("twice.csv", b"plan,plan,line,kind,side,measure,place,year,month,value\n", "two columns `plan`"),
    ] {
        let told = world.told("person-a2", "bring-lines", &[], &with_file(&[], name, bytes));
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert!(told[0].contains(words) || name == "broken.xlsx", "{name}: {told:?}");
    }
    assert_eq!(world.hash(), before);
}

#[tokio::test]
async fn an_agreement_is_recorded_varied_and_done_for_a_merger_by_its_forms() {
    let world = World::with_three_plans().await;
    assert_eq!(world.done("person-a2", "record-agreement", &[], &sent(AGREEMENT)).await, "/agreements/acute");
    let of = [("agreement", "acute")];
    assert!(!world.offers("person-a3", "vary-agreement", &of));
    let vary = [("values", "2017/18 = 451m"), ("last", "2018-03-31"), ("reason", "Shorter")];
    world.done("person-a2", "vary-agreement", &of, &sent(&vary)).await;
    world.done("person-a2", "reach-stage", &of, &sent(&[("stage", "signed"), ("day", "2016-12-14")])).await;
    let met = [("predecessor", "10Y"), ("successor", "10N"), ("evidence", "Deed of novation")];
    world.done("person-a2", "meet-merger-duty", &of, &sent(&met)).await;
    let lens = world.person("person-a2");
    let answer = ask(&lens, "agreement", &of);
    let rows = |name: &str| answer.tables.iter().find(|held| held.name == name).unwrap().table.rows.clone();
    assert_eq!(rows("years")[0][1].plain(), "451000000.00");
    assert_eq!((rows("stages").len(), rows("variations").len(), rows("mergers").len()), (1, 1, 1));
    let tracker = main_table(ask(&lens, "contracts", &[("year", "2017/18")]));
    assert_eq!(tracker.rows[0][9].plain(), "signed in time");
    let duties = main_table(ask(&lens, "merger-duties", &[("bodies", "10Y,10Q")]));
    assert_eq!(duties.rows.len(), 0, "it is not in force on the day");
    // It is nobody's but its parties', on the page of the plan's checks too.
    let checks = |lens: &app::Lens| {
        let rows = main_table(ask(lens, "plan-checks", &[("plan", "bob-2017")])).rows;
        rows.iter().filter(|row| row[2].plain() == "acute").count()
    };
    assert_eq!((checks(&lens), checks(&world.person("person-a3"))), (1, 0));
    assert_eq!(main_table(ask(&world.person("person-a3"), "agreements", &[])).rows.len(), 0);
    let wrong = [("values", "2017/18 = lots\n2017 = 5"), ("last", "2018-03-30"), ("reason", "x")];
    let told = world.told("person-a2", "vary-agreement", &of, &sent(&wrong));
    assert_eq!(told.len(), 2, "{told:?}");
}

#[tokio::test]
async fn tolerances_are_set_by_their_form_and_read_in_per_cent() {
    let world = World::with_three_plans().await;
    let lens = world.person(CLERK);
    let held = form("set-tolerances").fields.iter().filter_map(|field| {
        let first = field.first?;
        Some((field.name.to_owned(), first(&lens, &Of::new(&[]))))
    });
    let mut pairs: Vec<(String, String)> = held.collect();
    pairs.extend(owned(&[("from", "2017-04-01"), ("source", "Planning guidance (made up)")]));
    let acts = world.read(CLERK, "set-tolerances", &[], &Sent::of(pairs.clone())).unwrap();
    let [Act::Plan(plan::Act::SetTolerances(read))] = acts.as_slice() else { panic!("{acts:?}") };
    let first = plan::check::Tolerances::at_first();
    assert_eq!((read.contract_bp, read.occupancy_bp, &read.measures), (50, 9_200, &first.measures));
    pairs.retain(|(name, _)| name != "growth");
    pairs.push(("growth".to_owned(), "1.505".to_owned()));
    let told = world.told(CLERK, "set-tolerances", &[], &Sent::of(pairs));
    assert_eq!(told, ["growth: Enter a percentage from 0 to 100 with at most two decimals, such as 0.5"]);
}
