//! A service, and a mandate or transfer: who commissions what, for whom.

use axum::extract::Path;
use axum::response::Response;
use mandate::{LineCode, MandateId, Matter};

use super::frame::{Part, offered, page_titled};
use crate::answers::{self as answers, Basis};
use kit::components::{Crumb, SummaryList, SummaryRow};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;

pub(super) async fn service(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("No service on record has this code. See the list of services.");
    let code: LineCode = code.parse().map_err(|_| unknown())?;
    let basis = Basis::of(&ask);
    let versions = basis.mandates.line_versions(&code);
    let last = versions.last().ok_or_else(unknown)?;
    let line = basis.mandates.line(&code, basis.on());
    let mut page = page_titled(line.map_or_else(|| last.name.clone(), |line| line.name.clone()));
    page.caption = code.to_string();
    page.above.push(Crumb::new("Services", "/services"));
    page.lead = versions
        .iter()
        .map(|version| {
            let parent = version
                .parent
                .as_ref()
                .map(|parent| format!(", under {}", answers::matter_words(&basis, &Matter::Service(parent.clone()))));
            format!("{}{}: {}.", version.name, parent.unwrap_or_default(), version.period.screen())
        })
        .collect();
    page.parts = vec![Part::only(answers::commissioned(&basis, &code))];
    page.acts = offered(&ask, "line", code.as_str());
    page.answer(&ask)
}

pub(super) async fn mandate(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("No mandate on record has this address. See the list of services.");
    let id: MandateId = id.parse().map_err(|_| unknown())?;
    let basis = Basis::of(&ask);
    let instrument = |id: &mandate::InstrumentId| {
        basis.mandates.instrument(id).map_or_else(|| id.to_string(), |held| format!("{} ({id})", held.title))
    };
    let line = |line: &LineCode| answers::matter_words(&basis, &Matter::Service(line.clone()));
    let (title, rows, key): (&str, Vec<(&str, String)>, &str) = if let Some(held) = basis.mandates.mandate(&id) {
        let rows = vec![
            ("Service", line(&held.line)),
            ("Level", answers::level_words(held.level).to_owned()),
            ("Commissioned by", basis.bodies(held.commissioners.iter().copied())),
            ("For", answers::populations_words(&basis, &held.populations)),
            ("Why no lower", basis.mandates.mandate_reason(&id).unwrap_or_default().to_owned()),
            ("On the authority of", instrument(&held.instrument)),
            ("When", held.period.screen()),
        ];
        ("Mandate", rows, "mandate")
    } else {
        let held = basis.mandates.transfer(&id).ok_or_else(unknown)?;
        let rows = vec![
            ("Service", line(&held.line)),
            ("From", basis.body(held.from)),
            ("To", basis.body(held.to)),
            ("For", answers::populations_words(&basis, &held.populations)),
            ("By the direction", instrument(&held.instrument)),
            ("When", held.period.screen()),
            ("Afterwards", "The function reverts by itself.".to_owned()),
        ];
        ("Transfer of a function", rows, "transfer")
    };
    let mut page = page_titled(title);
    page.caption = id.to_string();
    page.above.push(Crumb::new("Services", "/services"));
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    page.before = Markup::of(&SummaryList::new(rows.map(|(key, value)| SummaryRow::new(key, value))));
    page.acts = offered(&ask, key, id.as_str());
    page.answer(&ask)
}
