//! A line of a plan: what each body's own plan says, the decision that settled it, and its money.

use axum::extract::Path;
use axum::response::Response;
use kit::components::{Crumb, SummaryList, SummaryRow};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;
use kit::site::filled;
use kit::tables_page::Part;
use plan::{Key, LineReference};

use super::{offered, page};
use crate::answers::{self as answers, Desk, plan_href};

pub(super) async fn line(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let desk = Desk::of(&ask);
    let unknown = || {
        Problem::not_found("No line of a plan that you may read has this address. Look among the lines of the plan.")
    };
    let plan = desk.plan(Some(&id)).map_err(|_| unknown())?;
    let (reference, line) = desk.line(plan, filled(&ask.address, "line")).map_err(|_| unknown())?;
    let mut page = page(&ask, &desk, answers::key_words(&line.key), plan, "/lines");
    page.above.push(Crumb::new(plan.id.as_str(), plan_href(&plan.id)));
    let value = line.origin.value().map(|value| answers::value_words(value, desk.is_within(plan)));
    page.lead = vec![match value {
        Some(value) => format!("The one plan says {value}, from {}.", line.lineage_text()),
        None => format!(
            "The plans differ ({}), so that there is no value until a decision settles it.",
            line.lineage_text()
        ),
    }];
    page.before = about(&line.key);
    page.parts = vec![
        Part::new("sources", "What each plan says", answers::sources_of_line(&desk, plan, line)),
        Part::new("decision", "Its decision", answers::decision(&desk, plan, line)),
        Part::new("money", "Its money", answers::ledger(&desk, line)),
    ];
    page.acts = line_acts(&ask, plan.id.as_str(), &reference);
    page.answer(&ask)
}

/// What a line is about, part by part.
fn about(key: &Key) -> Markup {
    let month = if key.month().is_year() { "The whole year".to_owned() } else { key.month().number().to_string() };
    let rows = [
        ("What is planned", key.kind().words().to_owned()),
        ("By whom", key.side().words().to_owned()),
        ("Measure", key.measure().to_owned()),
        ("Commissioner", key.commissioner().to_owned()),
        ("Provider", key.provider().to_owned()),
        ("Point of delivery", key.pod().to_owned()),
        ("Place", key.place().to_owned()),
        ("Year", key.year().to_string()),
        ("Month", month),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    Markup::of(&SummaryList::new(rows.map(|(name, value)| SummaryRow::new(name, value))))
}

fn line_acts(ask: &Ask, plan: &str, reference: &LineReference) -> Vec<(String, String)> {
    let reference = reference.to_string();
    offered(ask, &[("plan", plan), ("line", reference.as_str())])
}
