//! What a body is given in a year: each allocation as a waterfall, drawn and as a table, every figure with its cell.

use axum::extract::Path;
use axum::response::Response;
use kit::markup::Markup;
use kit::refused::Problem;
use kit::room::link;
use kit::show::Ask;
use kit::sign_in::Who;
use kit::tables_page::Part;

use super::waterfall::draw;
use super::{asked, of_body, problem, values_of};
use crate::answers::{Ledgers, allocations_href, figures, published, recurrent, steps, steps_table, years_of};
use crate::questions::{ALLOCATIONS, fund, year_of};

/// The names in addresses of as many waterfalls as one page draws.
const WATERFALLS: [&str; 8] = [
    "waterfall-1",
    "waterfall-2",
    "waterfall-3",
    "waterfall-4",
    "waterfall-5",
    "waterfall-6",
    "waterfall-7",
    "waterfall-8",
];

pub(super) async fn allocations(ask: Ask, _who: Who, Path(code): Path<String>) -> Result<Response, Problem> {
    let body = ask.body(&code)?;
    let values = values_of(&ask, &ALLOCATIONS, &[("code", body.as_str())])?;
    let asked = asked(&values, &ALLOCATIONS);
    let ledgers = Ledgers::of(&ask);
    let (year, fund) = (year_of(&ledgers, body, &asked).map_err(problem)?, fund(&asked).map_err(problem)?);
    let mut page = of_body(&ask, body, &format!("Allocations of {year}"), "allocations");
    let years = years_of(&ledgers, body);
    if years.is_empty() {
        page.lead = vec![
            "No published table on record gives this organisation anything. Whoever keeps this register can import one with \
             “footprint import”."
                .to_owned(),
        ];
        return page.answer(&ask);
    }
    page.lead = vec![
        "What each published table gives, and how it comes about. Every figure leads to its file, sheet, row and column, and \
         keeps the text that stands in the cell."
            .to_owned(),
    ];
    let links = years.iter().filter(|other| **other != year).map(|other| {
        format!("<li>{}</li>", link(&other.to_string(), &ask.keep(&allocations_href(body, *other))).as_str())
    });
    let links: Vec<String> = links.collect();
    if !links.is_empty() {
        page.before = Markup::trusted(format!("<p>Other years:</p><ul>{}</ul>", links.join("")));
    }
    page.parts = vec![Part::new("allocations", "What is given", recurrent(&ledgers, body, year, fund.as_ref()))];
    let drawn = published(&ledgers, body, year, fund.as_ref());
    let drawn = drawn.into_iter().filter_map(|(held, row)| Some((held, row, steps(row)?)));
    for (name, (held, row, steps)) in WATERFALLS.into_iter().zip(drawn) {
        let heading = format!("{}, by {}", row.fund, held.vintage);
        let title = format!("How the {} allocation of {year} comes about", row.fund);
        let chart = draw(name, &title, &steps);
        let table = steps_table(&ledgers, title, &steps);
        page.parts.push(Part::new(name, heading, table).after(chart.boxed()));
    }
    page.parts.push(Part::new(
        "figures",
        "Every figure, and where it stands",
        figures(&ledgers, body, year, fund.as_ref()),
    ));
    page.answer(&ask)
}
