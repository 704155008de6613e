//! What history raised is raised by the answers, what it left alone is not, and nothing is shown to whoever is not concerned.

use app::{Footprint, Lens, Viewer, Who};
use ask::{Answer, Asked, Cell, Fault, Question};
use journal::{Clock, Journal};
use money::totals::{Act, MonthReport, NewNotice, Plan};
use money::{BasisPoints, MemberSide, Membership};
use terms::{AsAt, Date, FinancialMonth, FinancialYear, OdsCode, Pence, Period};

use super::{BODY_FORECAST, SYSTEM_FORECAST, SYSTEM_TOTALS};

const TODAY: Date = app::demo::TODAY;
/// A million pounds. Units: pence.
const MILLION: i64 = 100_000_000;

async fn world() -> Footprint {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let clock = Clock::standing_at("2026-06-15T09:30:00Z".parse().unwrap());
    Footprint::over(journal.timed_by(clock)).await.unwrap()
}

fn seen_by(footprint: &Footprint, viewer: Viewer) -> Lens {
    let known = footprint.known();
    let at = AsAt { valid: TODAY, known: known.state.sequence() };
    Lens::new(known, at, TODAY, viewer)
}

fn ask(lens: &Lens, question: &Question, pairs: &[(&str, &str)]) -> Result<Answer, Fault> {
    let values: Vec<(String, String)> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    (question.answer)(lens, &Asked::new(&values, question.params))
}

/// The rows of a table of an answer as text, the main one under no name.
fn rows(answer: &Answer, name: &str) -> Vec<Vec<String>> {
    let held = answer.tables.iter().find(|held| held.name == name).unwrap();
    held.table.rows.iter().map(|row| row.iter().map(Cell::plain).collect()).collect()
}

/// Which triggers fired for a body, in order, and what follows.
fn fired(answer: &Answer, body: &str) -> Vec<(String, String)> {
    let all = rows(answer, "fired").into_iter().filter(|row| row[0] == body);
    all.map(|row| (row[2].clone(), row[6].clone())).collect()
}

fn words(fired: &[(String, String)]) -> Vec<&str> {
    fired.iter().map(|(trigger, _)| trigger.as_str()).collect()
}

async fn does(footprint: &Footprint, act: Act) {
    footprint.act(&Who::keeper("keeper"), act).await.unwrap();
}

/// A commissioner in a system for a year, with a control total, a plan of a twelfth of it each month, and what it reported.
async fn year_of(
    footprint: &Footprint,
    body: &str,
    year: &str,
    total: i64,
    resource: i64,
    months: impl IntoIterator<Item = (i64, i64)>,
) {
    let (body, system): (OdsCode, OdsCode) = (body.parse().unwrap(), "QKS".parse().unwrap());
    let year: FinancialYear = year.parse().unwrap();
    let period = Period::from_days(Some(year.first_day()), Some(year.last_day().tomorrow().unwrap()));
    let share = BasisPoints::WHOLE;
    does(footprint, Act::Join(Membership { body, system, side: MemberSide::Commissioner, period, share })).await;
    let notice = NewNotice {
        id: format!("n-{body}-{}", year.first_day()).parse().unwrap(),
        system,
        year,
        month: FinancialMonth::FIRST,
        issued_on: year.first_day(),
        totals: [(body, Pence(total))].into(),
        source: "A case of the tests".to_owned(),
    };
    does(footprint, Act::Notify(notice)).await;
    let plan = Plan { months: [Pence(total / 12); 12], resource: Pence(resource) };
    does(footprint, Act::SetPlan { body, year, plan }).await;
    for ((position, forecast), month) in months.into_iter().zip(FinancialMonth::all()) {
        let report = MonthReport {
            position: Pence(position),
            one_off: Pence(0),
            forecast: Pence(forecast),
            turnover: None,
            running_cost: None,
        };
        does(footprint, Act::ReportMonth { body, year, month, report }).await;
    }
}

#[tokio::test]
async fn kent_and_medway_at_month_7_of_2018_19_raises_what_history_raised() {
    let footprint = world().await;
    app::demo::load(&footprint).await.unwrap();
    let lens = seen_by(&footprint, Viewer::Keeper);
    let asked = [("system", "QKS"), ("year", "2018/19"), ("month", "7")];
    let forecast = ask(&lens, &SYSTEM_FORECAST, &asked).unwrap();
    let whole = rows(&forecast, "").pop().unwrap();
    // Control total, as reported, and the four run rates: those of the worked case FC01.
    let figures: Vec<&str> = whole[2..11].iter().map(String::as_str).collect();
    assert_eq!(
        figures,
        [
            "-77300000.00",
            "-113000000.00",
            "-35700000.00",
            "-168857142.86",
            "-174333333.33",
            "-113900000.00",
            "-140042857.14",
            "-174333333.33",
            "-113900000.00",
        ]
    );
    let raised = fired(&forecast, "QKS");
    assert_eq!(words(&raised), ["TR1", "TR2", "TR5", "TR6"]);
    assert_eq!(raised[0].1, "Propose to intervene");
    let totals = ask(&lens, &SYSTEM_TOTALS, &asked).unwrap();
    let rows_of_totals = rows(&totals, "");
    let system = rows_of_totals.last().unwrap();
    assert_eq!(system[6..11], ["-77300000.00", "-77300000.00", "-61900000.00", "-98500000.00", "-36600000.00"]);
    // What was published of the four groups stands under them; the rest says that it is made up.
    let of = |code: &str| rows_of_totals.iter().find(|row| row[0] == code).unwrap().clone();
    assert_eq!((of("09C")[6].as_str(), of("10E")[6].as_str()), ("-8600000.00", "-4340000.00"));
    assert!(of("L-KMREST")[1].contains("not a real body"));
    let four: i64 = ["09C", "09E", "10A", "10E"].iter().map(|code| of(code)[11].parse::<Pence>().unwrap().0).sum();
    assert_eq!(four, -3_820_000_000);
    assert!(rows(&totals, "notices").iter().all(|row| row[8].contains("HSJ 7024150")));
}

#[tokio::test]
async fn ashford_and_croydon_raise_what_history_raised_and_a_quiet_body_nothing() {
    let footprint = world().await;
    app::demo::load_register(&footprint).await.unwrap();
    // Ashford 2017/18: seven million over after nine months, and a forecast in line with plan.
    year_of(&footprint, "09C", "2017/18", 0, 140 * MILLION, [(-77_777_778, 0); 9]).await;
    // Croydon 2016/17: two million over at month 2; the first quarter proposes.
    let year = [(-135_000_000, -420_000_000), (-135_000_000, -420_000_000), (-135_000_000, -620_000_000)];
    year_of(&footprint, "07V", "2016/17", -420_000_000, 480 * MILLION, year).await;
    // A body that does as it planned.
    year_of(&footprint, "99J", "2017/18", -12 * MILLION, 600 * MILLION, [(-MILLION, -12 * MILLION); 9]).await;
    let lens = seen_by(&footprint, Viewer::Keeper);
    let of = |body: &str, year: &str, month: &str| {
        let answer = ask(&lens, &BODY_FORECAST, &[("code", body), ("year", year), ("month", month)]).unwrap();
        (fired(&answer, body), answer)
    };
    let (ashford, answer) = of("09C", "2017/18", "9");
    assert_eq!(words(&ashford), ["TR2", "TR4", "TR5"]);
    assert!(answer.lead.iter().any(|words| words == "The forecast is £7 million better than the run rate supports."), "{answer:?}");
    let (at_two, _) = of("07V", "2016/17", "2");
    assert_eq!(at_two, [("TR5".to_owned(), "Watch".to_owned())]);
    let (at_three, _) = of("07V", "2016/17", "3");
    assert_eq!(words(&at_three), ["TR3", "TR5", "TR6"]);
    assert_eq!(at_three[0].1, "Propose to intervene");
    for month in ["1", "5", "9"] {
        let (quiet, answer) = of("99J", "2017/18", month);
        assert_eq!(quiet, [], "{answer:?}");
    }
}

#[tokio::test]
async fn positions_are_for_the_bodies_of_the_system_and_notices_for_everybody() {
    let footprint = world().await;
    app::demo::load(&footprint).await.unwrap();
    let asked = [("system", "QKS"), ("year", "2018/19"), ("month", "7")];
    let officer = Viewer::Person("person-kent-finance".parse().unwrap());
    let stranger = Viewer::Person("person-thames-finance".parse().unwrap());
    for (viewer, is_open) in [(officer, true), (stranger, false), (Viewer::Public, false), (Viewer::Keeper, true)] {
        let lens = seen_by(&footprint, viewer.clone());
        assert_eq!(ask(&lens, &SYSTEM_FORECAST, &asked).is_ok(), is_open, "{viewer:?}");
        let body = ask(&lens, &BODY_FORECAST, &[("code", "09C"), ("year", "2018/19"), ("month", "7")]);
        assert_eq!(body.is_ok(), is_open, "{viewer:?}");
        let totals = rows(&ask(&lens, &SYSTEM_TOTALS, &asked).unwrap(), "");
        let system = totals.last().unwrap();
        assert_eq!(system[6], "-77300000.00", "{viewer:?}");
        assert_eq!(!system[9].is_empty(), is_open, "{viewer:?}: {system:?}");
    }
    // A body that is closed is answered as one that reported nothing.
    let lens = seen_by(&footprint, Viewer::Public);
    let told = |code: &str| match ask(&lens, &BODY_FORECAST, &[("code", code), ("year", "2018/19")]) {
        Err(Fault::Unknown(words)) => words.replace(code, "").split_once("reported of").unwrap().0.to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(told("09C"), told("99J"));
}

#[test]
fn an_example_asks_what_the_question_takes() {
    for question in super::QUESTIONS {
        let (path, query) = question.example.split_once('?').unwrap_or((question.example, ""));
        let parts = || question.path.split('/').zip(path.split('/'));
        assert_eq!(question.path.split('/').count(), path.split('/').count(), "{}", question.id);
        assert!(parts().all(|(held, part)| held.starts_with('{') || held == part), "{}", question.id);
        let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name).collect();
        assert!(names.iter().all(|name| question.params.iter().any(|param| param.name == *name)), "{}", question.id);
    }
}
