//! Risk shares: both sides, how each stands, its conditions, and what it does month by month.

use ask::{Cell, Colour, Column, Fault, Kind, Table};
use money::totals::{RiskShareId, ShareRecord};
use money::{RevocationExtent, ShareSide, ShareState};
use terms::{FinancialMonth, OdsCode, Pence};

use super::costs::{Costs, exact, exact_column, yes};

/// Where the page of a risk share is.
pub fn share_href(share: &RiskShareId) -> String {
    format!("/risk-shares/{share}")
}

/// How a risk share stands, and with which colour: a signature is missing, it is in force, or money was asked back.
fn state_cell(held: &ShareRecord) -> Cell {
    let Ok(effect) = held.share.effect() else { return "It does not add up".into() };
    let colour = match effect.state {
        ShareState::NotInForce => Colour::Orange,
        ShareState::InForce => Colour::Green,
        ShareState::Revoked => Colour::Grey,
        ShareState::PartRevoked => Colour::Blue,
    };
    Cell::Tagged { text: effect.state.words().to_owned(), colour }
}

/// How a risk share stands, in words.
pub fn state_words(held: &ShareRecord) -> String {
    match held.share.effect() {
        Ok(effect) => effect.state.words().to_owned(),
        Err(why) => why.to_string(),
    }
}

/// On which side a body is, or the body whose place it took.
fn side_of(costs: &Costs<'_>, held: &ShareRecord, body: OdsCode) -> Option<ShareSide> {
    let is_it = |side: OdsCode| side == body || costs.mandates.acting_body(side, costs.on) == body;
    match (is_it(held.share.giver), is_it(held.share.receiver)) {
        (true, _) => Some(ShareSide::Giver),
        (_, true) => Some(ShareSide::Receiver),
        (false, false) => None,
    }
}

/// What is asked back of a share, if anything is.
fn asked_back(held: &ShareRecord) -> Option<Pence> {
    held.share.revocation.map(|revocation| match revocation.extent {
        RevocationExtent::Whole => held.share.amount,
        RevocationExtent::Part(part) => part,
    })
}

/// The risk shares of a body, on either side, of the bodies whose place it took too.
///
/// # Errors
/// That whoever asks may read none.
pub fn risk_shares(costs: &Costs<'_>, body: OdsCode) -> Result<Table, Fault> {
    let mut rows = Vec::new();
    for held in costs.room.shares().filter(|held| costs.reader.opens_risk_share(&held.id)) {
        let Some(side) = side_of(costs, held, body) else { continue };
        let (other, gives) = match side {
            ShareSide::Giver => (held.share.receiver, "It gives"),
            ShareSide::Receiver => (held.share.giver, "It receives"),
        };
        let due = held.conditions.iter().filter(|condition| condition.proposes_review(costs.on)).count();
        rows.push(vec![
            Cell::link(held.id.as_str(), share_href(&held.id)),
            gives.into(),
            costs.body_cell(other, "risk-shares"),
            held.share.amount.into(),
            held.share.year.to_string().into(),
            held.share.effective_on.into(),
            held.share.giver_signed_on.into(),
            held.share.receiver_signed_on.into(),
            held.share.in_force_on().into(),
            state_cell(held),
            held.share.revocation.map(|revocation| revocation.on).into(),
            asked_back(held).into(),
            naming::count(due as u64),
        ]);
    }
    if rows.is_empty() {
        costs.open(body, "risk shares")?;
    }
    Ok(Table {
        caption: format!("Risk shares of {}", costs.body(body)),
        columns: vec![
            Column::new("share", "Risk share", Kind::Link),
            Column::new("side", "Side", Kind::Text),
            Column::new("other", "The other side", Kind::Link),
            Column::new("amount", "Amount", Kind::Money),
            Column::new("year", "Year", Kind::Text),
            Column::new("effective_on", "Meant from", Kind::Date),
            Column::new("giver_signed_on", "Giver signed", Kind::Date),
            Column::new("receiver_signed_on", "Receiver signed", Kind::Date),
            Column::new("in_force_on", "In force from", Kind::Date),
            Column::new("state", "How it stands", Kind::Text),
            Column::new("revoked_on", "Asked back from", Kind::Date),
            Column::new("revoked", "Asked back", Kind::Money),
            Column::new("reviews", "Conditions overdue", Kind::Number),
        ],
        rows,
        source: costs.source(),
        notes: vec![
            "A share has no effect before both sides have signed. A condition that is not met in time proposes a review and reverses \
             nothing by itself."
                .to_owned(),
        ],
    })
}

/// One risk share, if whoever asks may read it.
///
/// # Errors
/// That there is none.
pub fn share<'a>(costs: &Costs<'a>, id: &str) -> Result<&'a ShareRecord, Fault> {
    let found = id.parse().ok().and_then(|id: RiskShareId| costs.room.share(&id));
    found.filter(|held| costs.reader.opens_risk_share(&held.id)).ok_or_else(|| {
        Fault::Unknown(format!("There is no risk share “{id}” on record as known then that you may read."))
    })
}

/// Whether whoever asks may read what the two sides wrote to each other: those who answer for either may.
fn reads_words(costs: &Costs<'_>, held: &ShareRecord) -> bool {
    [held.share.giver, held.share.receiver].into_iter().any(|body| costs.reader.sees_money_of(body))
}

/// A text of a share, or that it is for the two sides alone.
fn words<'t>(costs: &Costs<'_>, held: &ShareRecord, text: &'t terms::Text) -> &'t str {
    if reads_words(costs, held) { text.as_str() } else { "For the two bodies alone" }
}

/// The answer in sentences.
pub fn share_sentences(costs: &Costs<'_>, held: &ShareRecord) -> Vec<String> {
    let share = &held.share;
    let mut said = vec![
        format!(
            "{} gives {} {} in {}.",
            costs.body(share.giver),
            costs.body(share.receiver),
            share.amount.pounds(),
            share.year
        ),
        format!("{}.", state_words(held)),
    ];
    if let Some(because) = &held.revoked_because {
        said.push(format!("Why it was asked back: {}", words(costs, held, because)));
    }
    let due = held.conditions.iter().filter(|condition| condition.proposes_review(costs.on)).count();
    if due > 0 {
        said.push(format!(
            "{} not met in time: look at the share again. Nothing is reversed by itself.",
            naming::counted(due as u64, "condition was", "conditions were")
        ));
    }
    said
}

/// All that is on record of a share but its months and conditions.
pub fn about_share(costs: &Costs<'_>, held: &ShareRecord) -> Table {
    let share = &held.share;
    let rows: Vec<Vec<Cell>> = vec![
        vec!["Who gives".into(), costs.body(share.giver).into()],
        vec!["Who receives".into(), costs.body(share.receiver).into()],
        vec!["Amount".into(), exact(share.amount)],
        vec!["Year".into(), share.year.to_string().into()],
        vec!["Meant from".into(), share.effective_on.into()],
        vec!["The giver signed on".into(), share.giver_signed_on.into()],
        vec!["The receiver signed on".into(), share.receiver_signed_on.into()],
        vec!["In force from".into(), share.in_force_on().into()],
        vec!["How it stands".into(), state_cell(held)],
        vec!["Asked back from".into(), share.revocation.map(|revocation| revocation.on).into()],
        vec!["Asked back".into(), asked_back(held).map(exact).into()],
        vec!["Put on paper by".into(), costs.stamp(&held.stamp).into()],
    ];
    Table {
        caption: format!("Risk share {}", held.id),
        columns: vec![Column::new("what", "What", Kind::Text), Column::new("value", "On record", Kind::Text)],
        rows: rows.into_iter().filter(|row| row.last() != Some(&Cell::Empty)).collect(),
        source: costs.source(),
        notes: Vec::new(),
    }
}

/// What a share does to both sides, month by month: the two add to nought.
///
/// # Errors
/// Why it has no effect to speak of.
pub fn share_months(costs: &Costs<'_>, held: &ShareRecord) -> Result<Table, Fault> {
    let effect = held.share.effect().map_err(|why| Fault::Unknown(ask::sentence(&format!("{why}."))))?;
    let sides = FinancialMonth::all().zip(effect.given().into_iter().zip(effect.received));
    let mut rows = Vec::new();
    for (month, (given, received)) in sides {
        let sum = given.plus(received).map_err(super::saving::too_large)?;
        let last = month.last_day(held.share.year);
        rows.push(vec![
            Cell::Number(i64::from(month.number())),
            last.into(),
            exact(given),
            exact(received),
            exact(sum),
        ]);
    }
    Ok(Table {
        caption: format!("What it does to the year to date, {}", held.share.year),
        columns: vec![
            Column::new("month", "Month", Kind::Number),
            Column::new("to", "To", Kind::Date),
            exact_column("giver", costs.body(held.share.giver)),
            exact_column("receiver", costs.body(held.share.receiver)),
            exact_column("sum", "Together"),
        ],
        rows,
        source: costs.source(),
        notes: vec!["It comes whole in its month and is not spread over the year.".to_owned()],
    })
}

/// What the two sides agreed must come about.
pub fn conditions(costs: &Costs<'_>, held: &ShareRecord) -> Table {
    let row = |(number, condition): (i64, &money::ShareCondition<terms::Text>)| {
        vec![
            Cell::Number(number),
            words(costs, held, &condition.words).into(),
            condition.due.into(),
            condition.met_on.into(),
            yes(condition.proposes_review(costs.on)).into(),
        ]
    };
    Table {
        caption: "Conditions".to_owned(),
        columns: vec![
            Column::new("number", "Number", Kind::Number),
            Column::new("words", "What must come about", Kind::Text),
            Column::new("due", "Due", Kind::Date),
            Column::new("met_on", "Met on", Kind::Date),
            Column::new("review", "A review is proposed", Kind::Text),
        ],
        rows: (1..).zip(&held.conditions).map(row).collect(),
        source: costs.source(),
        notes: Vec::new(),
    }
}
