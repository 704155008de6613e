//! A page of the components and charts as they look, at a local address: `cargo run -p web --example components`.

use ask::Clocks;
use ask::{About, Cell, Column, Kind, Table};
use askama::Template;
use axum::Router;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::civil::Date;
use kit::address::Address;
use kit::charts::{
    Body, Figure, Flow, Mark, Period, Point, Series, SeriesLine, SeriesStyle, Timeline, TimelineRow, Transfer,
};
use kit::components::{
    Button, Choice, Crumb, DateInput, ErrorLine, ErrorSummary, Fieldset, FileUpload, Input, InsetText,
    NotificationBanner, Radios, SummaryList, SummaryRow, Tag, TagColour, WarningCallout,
};
use kit::markup::Markup;
use kit::page::Page;
use kit::refused::Ways;
use kit::security::{Csrf, CsrfToken};
use kit::shell::{Part, Shell};
use kit::table::{FileFormat, OnPage as _, TableView, download};

const PARTS: &[Part] = &[
    Part { name: "Organisations", href: "/org" },
    Part { name: "What changed", href: "/diff" },
    Part { name: "Restate figures", href: "/restate" },
    Part { name: "Findings", href: "/findings" },
];
const FOOTER: &[Part] =
    &[Part { name: "Accessibility statement", href: "/accessibility" }, Part { name: "API", href: "/api/v1" }];

#[derive(Template)]
#[template(path = "examples/components.html")]
struct Sample {
    shell: Shell,
    token: CsrfToken,
    closed: Tag,
    summary: SummaryList,
    flow: Figure,
    timeline: Markup,
    series: Markup,
    bars: Markup,
    members: TableView,
    banner: NotificationBanner,
    errors: ErrorSummary,
    inset: InsetText,
    warning: WarningCallout,
    search: Input,
    date: DateInput,
    mode: Radios,
    file: FileUpload,
    send: Button,
}

fn clocks() -> Clocks {
    Clocks {
        valid_at: Date::constant(2018, 4, 1),
        known_on: Date::constant(2026, 11, 22),
        entry: 41,
        speaks_until: None,
    }
}

fn successions() -> Table {
    Table {
        caption: "What became of the commissioners of Buckinghamshire".to_owned(),
        columns: vec![
            Column::new("from", "From", Kind::Code),
            Column::new("to", "To", Kind::Code),
            Column::new("on", "On", Kind::Date),
            Column::new("practices", "Practices", Kind::Number),
        ],
        rows: [("10Y", "14Y", 20), ("10H", "14Y", 47)]
            .map(|(from, to, n)| {
                vec![
                    Cell::link(from, format!("/org/{from}")),
                    Cell::link(to, format!("/org/{to}")),
                    Date::constant(2018, 4, 1).into(),
                    Cell::Number(n),
                ]
            })
            .to_vec(),
        source: "succ and epcmem, NHS England".to_owned(),
        notes: vec!["Weights are practices passed on, counted on the day.".to_owned()],
    }
}

fn members() -> Table {
    let rows = (1..=250_i64).map(|number| {
        vec![
            Cell::link(format!("X{number:05}"), format!("/org/X{number:05}")),
            Cell::Text(format!("Illustrative surgery {number}")),
            Date::constant(2013, 4, 1).into(),
            Cell::Number(number * 137 % 20_011),
        ]
    });
    Table {
        caption: "Members on 1 April 2018 (illustrative)".to_owned(),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("from", "Member from", Kind::Date),
            Column::new("patients", "Registered patients", Kind::Number),
        ],
        rows: rows.collect(),
        source: "made up for this page".to_owned(),
        notes: Vec::new(),
    }
}

fn flow() -> Flow {
    let body = |code: &str, name: &str, from| Body {
        code: code.to_owned(),
        name: name.to_owned(),
        from,
        is_subject: code == "14Y",
    };
    let transfer = |from: &str, to: &str, weight: &str| Transfer {
        from: from.to_owned(),
        to: to.to_owned(),
        weight: weight.to_owned(),
    };
    let start = Date::constant(2013, 4, 1);
    Flow {
        id: "flow".to_owned(),
        title: "What became of the commissioners of Buckinghamshire".to_owned(),
        description: "10Y and 10H merged into 14Y on 1 April 2018.".to_owned(),
        bodies: vec![
            body("10Y", "NHS Aylesbury Vale CCG", start),
            body("10H", "NHS Chiltern CCG", start),
            body("14Y", "NHS Buckinghamshire CCG", Date::constant(2018, 4, 1)),
        ],
        transfers: vec![transfer("10Y", "14Y", "20 practices"), transfer("10H", "14Y", "47 practices")],
    }
}

fn timeline() -> Timeline {
    let (start, merged, act) = (Date::constant(2013, 4, 1), Date::constant(2018, 4, 1), Date::constant(2022, 7, 1));
    let row = |label: &str, periods: Vec<(&str, Date, Option<Date>)>| TimelineRow {
        label: label.to_owned(),
        periods: periods
            .into_iter()
            .map(|(label, from, until)| Period { label: label.to_owned(), from, until })
            .collect(),
    };
    Timeline {
        id: "timeline".to_owned(),
        title: "Commissioners of Buckinghamshire".to_owned(),
        description: "Two commissioners became one on 1 April 2018, and a sub-ICB location on 1 July 2022.".to_owned(),
        rows: vec![
            row("10Y NHS Aylesbury Vale", vec![("CCG", start, Some(merged))]),
            row("10H NHS Chiltern", vec![("CCG", start, Some(merged))]),
            row("14Y NHS Buckinghamshire", vec![("CCG", merged, Some(act)), ("Sub-ICB location", act, None)]),
        ],
        from: start,
        to: Date::constant(2026, 11, 22),
        as_at: Some(merged),
    }
}

fn series(id: &str, style: SeriesStyle) -> Series {
    let line = |name: &str, first: f64, step: f64| SeriesLine {
        name: name.to_owned(),
        points: (0..13_i16)
            .map(|n| Point { on: Date::constant(2013 + n, 4, 1), value: first + f64::from(n) * step })
            .collect(),
    };
    Series {
        id: id.to_owned(),
        title: format!("Registered patients as {id} (illustrative)"),
        description: "Three lines that rise and fall slowly.".to_owned(),
        unit: "Registered patients (illustrative)".to_owned(),
        lines: vec![
            line("Oxfordshire", 700_000.0, 4_000.0),
            line("Buckinghamshire", 520_000.0, 2_500.0),
            line("Berkshire West", 500_000.0, 3_900.0),
        ],
        marks: vec![
            Mark { on: Date::constant(2018, 4, 1), label: "10Y and 10H merged into 14Y".to_owned() },
            Mark { on: Date::constant(2022, 7, 1), label: "commissioning groups became sub-ICB locations".to_owned() },
        ],
        style,
    }
}

async fn sample(address: Address, token: CsrfToken, headers: HeaderMap) -> Response {
    let about = About { clocks: clocks(), address: address.href() };
    if let Some(format) = FileFormat::asked(&address) {
        return download(&headers, format, &members(), &about);
    }
    let shell = Shell::new("NHS Buckinghamshire CCG (14Y)", address.clone())
        .with_parts(PARTS, FOOTER)
        .under([Crumb::new("Home", "/"), Crumb::new("Organisations", "/org")])
        .at(clocks());
    let choice = |value: &str, words: &str| Choice::new(value, words);
    Page(Sample {
        shell,
        token,
        closed: Tag::new("Closed 30 June 2022", TagColour::Grey),
        summary: SummaryList::new([
            SummaryRow::new("Code", "14Y"),
            SummaryRow::new("Kind", "Clinical commissioning group"),
            SummaryRow::new("Existed", "1 April 2018 to 30 June 2022"),
        ]),
        flow: flow().draw().with_table(&successions(), &address),
        timeline: timeline().draw().boxed(),
        series: series("lines", SeriesStyle::Lines).draw().boxed(),
        bars: series("bars", SeriesStyle::Bars).draw().boxed(),
        members: members().show(&address),
        banner: NotificationBanner::success("Entry 41 was recorded."),
        errors: ErrorSummary::new([ErrorLine { content: "Enter a day".into(), href: Some("#to-day".to_owned()) }]),
        inset: InsetText {
            content: "This organisation is closed. Its members passed to one successor.".into(),
            ..InsetText::default()
        },
        warning: WarningCallout {
            heading: kit::components::Heading {
                content: "Two sources disagree".into(),
                ..kit::components::Heading::default()
            },
            content: "epcmem has 67 members on this day and the snapshot 68.".into(),
            ..WarningCallout::default()
        },
        search: Input {
            name: "q".to_owned(),
            label: "Code, name or postcode".into(),
            hint: Some("For example, 14Y or HP20".into()),
            width: Some(20),
            ..Input::default()
        },
        date: DateInput {
            hint: Some("For example, 1 4 2018".into()),
            error_message: Some("Enter a day".into()),
            ..DateInput::new("to", "Restate to the structure of", "", "4", "2019")
        },
        mode: Radios {
            name: "mode".to_owned(),
            fieldset: Some(Fieldset { legend: "How to place each row".into(), ..Fieldset::default() }),
            items: vec![choice("as-was", "As it was on its own date"), choice("as-is", "As it is on the date above")],
            value: Some("as-was".to_owned()),
            ..Radios::default()
        },
        file: FileUpload { name: "file".to_owned(), label: "A CSV or Parquet file".into(), ..FileUpload::default() },
        send: Button::submit("Restate"),
    })
    .into_response()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let routes = Router::new().route("/org/14Y", get(sample));
    let router = kit::serve::framed(routes, Csrf::random()?, Ways { parts: PARTS, footer: FOOTER });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8413").await?;
    println!("http://{}/org/14Y", listener.local_addr()?);
    kit::serve::serve(router, listener, async {
        let _ = tokio::signal::ctrl_c().await;
    })
    .await;
    Ok(())
}
