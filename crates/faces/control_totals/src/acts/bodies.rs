//! What a body records of its own year.

use app::Lens;
use ask::{ActForm, Choice, Field, Of, Reader, Takes};
use money::totals::{Act, ActKind, Allowance, ContractReport, MonthReport, Plan, Thing};
use money::{Contract, ExactNumber, HeadBasis, MemberSide, Turnover};
use terms::{FinancialMonth, Heads, OdsCode, Pence};

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::choices::{
    BODY, DEFICIT_HINT, MONTH, YEAR, amount, back, body, may_to_body, maybe_signed, month, of_body, one, signed, year,
};

fn months(_: &Lens, _: &Of<'_>) -> Vec<Choice> {
    FinancialMonth::all().map(|month| (month.number().to_string(), ask::sentence(&month.to_string()))).collect()
}

/// Record a body's plan for a year.
pub(super) static SET_PLAN: ActForm = ActForm {
    name: "set-plan",
    path: "/organisations/{body}/financial-year/plan",
    group: GROUP,
    title: "Set the plan for a year",
    about: "The position planned for each month, before risk shares, and the year’s resource, of which thresholds are shares. A plan that is set already is corrected.",
    done: "The plan is set",
    subject: &[BODY],
    fields: &[
        YEAR,
        Field::money("resource", "Resource for the year"),
        Field::new("", "", Takes::Each(months, &[Field::money("plan", "Planned position, {}").hint(DEFICIT_HINT)])),
    ],
    by_hand: false,
    scene: of_body,
    offered: |lens, of| may_to_body(lens, of, ActKind::SetPlan),
    read: |lens, of, form| {
        let year = year(form);
        let resource = amount(form, "resource", "Enter the resource for the year");
        let mut months = [Pence::NOUGHT; 12];
        let mut is_whole = true;
        for (planned, month) in months.iter_mut().zip(FinancialMonth::all()) {
            let name = format!("plan-{}", month.number());
            let read = signed(form, &name, &format!("Enter what is planned for {month}: 0 where it is nought"));
            is_whole &= read.is_some();
            *planned = read.unwrap_or_default();
        }
        if !is_whole {
            return None;
        }
        one(Act::SetPlan { body: body(lens, of)?, year: year?, plan: Plan { months, resource: resource? } })
    },
    to: back,
    keeps: None,
};

/// Report a month.
pub(super) static REPORT_MONTH: ActForm = ActForm {
    name: "report-month",
    path: "/organisations/{body}/financial-year/report",
    group: GROUP,
    title: "Report a month",
    about: "The position of the month alone and what the year is expected to come to, before risk shares. Months are reported in order, each when it is over; one that was reported is corrected.",
    done: "The month is reported",
    subject: &[BODY],
    fields: &[
        YEAR,
        MONTH,
        Field::money("position", "Position of the month").hint(DEFICIT_HINT),
        Field::money("one_off", "What of it will not come again").hint("Leave it empty where there is nothing."),
        Field::money("forecast", "Forecast for the year").hint(DEFICIT_HINT),
        Field::money("income", "Income of the year to date").hint("With expenditure, or leave both empty."),
        Field::money("expenditure", "Expenditure of the year to date"),
        Field::money("running_cost", "Running costs of the year to date").hint("Leave it empty if they are not reported."),
    ],
    by_hand: false,
    scene: of_body,
    offered: |lens, of| may_to_body(lens, of, ActKind::ReportMonth),
    read: |lens, of, form| {
        let (year, month) = (year(form), month(form));
        let position = signed(form, "position", "Enter the position of the month: 0 where it is nought");
        let one_off = maybe_signed(form, "one_off").unwrap_or_default();
        let forecast = signed(form, "forecast", "Enter what the year is expected to come to");
        let turnover = turnover(form);
        let running_cost = maybe_signed(form, "running_cost");
        let report = MonthReport { position: position?, one_off, forecast: forecast?, turnover, running_cost };
        one(Act::ReportMonth { body: body(lens, of)?, year: year?, month: month?, report })
    },
    to: back,
    keeps: None,
};

/// Income and expenditure, both or neither.
fn turnover(form: &mut Reader<'_>) -> Option<Turnover> {
    let is_there = ["income", "expenditure"].map(|name| form.text(name).is_some());
    if let [true, false] | [false, true] = is_there {
        let missing = if is_there == [true, false] { "expenditure" } else { "income" };
        form.wrong(missing, "Income and expenditure come together: enter both or neither");
    }
    let (income, expenditure) = (maybe_signed(form, "income"), maybe_signed(form, "expenditure"));
    Some(Turnover { income: income?, expenditure: expenditure? })
}

fn sides(_: &Lens, _: &Of<'_>) -> Vec<Choice> {
    vec![
        (MemberSide::Commissioner.slug().to_owned(), "It pays: it is the commissioner".to_owned()),
        (MemberSide::Provider.slug().to_owned(), "It is paid: it is the provider".to_owned()),
    ]
}

/// The contracts that a body could report, from either side, with another that is named.
fn contract(body: OdsCode, side: MemberSide, other: OdsCode) -> Contract {
    match side {
        MemberSide::Commissioner => Contract { commissioner: body, provider: other },
        MemberSide::Provider => Contract { commissioner: other, provider: body },
    }
}

/// Report a side's figure of a contract.
pub(super) static REPORT_CONTRACT: ActForm = ActForm {
    name: "report-contract",
    path: "/organisations/{body}/financial-year/contract",
    group: GROUP,
    title: "Report a contract",
    about: "What the body has for a contract with another of its system, for the year to date. The other side reports its own figure; the mismatch is shown and never settled here.",
    done: "The figure is reported",
    subject: &[BODY],
    fields: &[
        Field::one("side", "On which side does the body stand?", sides),
        Field::body("other", "With which body?").hint("Its name or code, such as RVV."),
        YEAR,
        MONTH.hint("The last month in the figure, 1 for April to 12 for March."),
        Field::money("amount", "Year to date"),
    ],
    by_hand: false,
    scene: of_body,
    offered: |lens, of| {
        // With whom is asked by the form: whether the body may report at all is tried with one that it is in a system with.
        let Some(body) = body(lens, of) else { return false };
        let room = lens.house().control_totals().now();
        let systems: Vec<OdsCode> = room.memberships(body).map(|held| held.system).collect();
        let other = systems.into_iter().flat_map(|system| room.memberships_in(system)).find(|held| held.body != body);
        let offers = |side, other| {
            lens.offers(ActKind::ReportContract, &Thing::ContractSide(contract(body, side, other), side))
        };
        other.is_some_and(|other| MemberSide::ALL.iter().any(|side| offers(*side, other.body)))
    },
    read: |lens, of, form| {
        let side: Option<MemberSide> = form.word("side", "Choose the side on which the body stands");
        let other: Option<OdsCode> = form.word("other", "Enter the name or code of the other body");
        let (year, month) = (year(form), month(form));
        let amount = signed(form, "amount", "Enter the figure for the year to date");
        let (body, side) = (body(lens, of)?, side?);
        let report = ContractReport { contract: contract(body, side, other?), side, year: year?, month: month? };
        one(Act::ReportContract { report, amount: amount? })
    },
    to: back,
    keeps: None,
};

/// Record what a body may spend on running itself.
pub(super) static SET_ALLOWANCE: ActForm = ActForm {
    name: "set-allowance",
    path: "/organisations/{body}/financial-year/allowance",
    group: GROUP,
    title: "Set the allowance for running costs",
    about: "So much a head for so many people, with the list they are counted from. An allowance that is set already is corrected.",
    done: "The allowance is set",
    subject: &[BODY],
    fields: &[
        YEAR,
        Field::line("pounds_a_head", "Pounds a head").hint("Such as 18.76."),
        Field::new("heads", "How many heads", Takes::Number),
        Field::one("basis", "Which people are counted?", |_, _| {
            HeadBasis::ALL.iter().map(|basis| (basis.slug().to_owned(), basis.words().to_owned())).collect()
        }),
        Field::line("vintage", "Which list are they counted from?").hint("Such as registered lists of January 2021."),
    ],
    by_hand: false,
    scene: of_body,
    offered: |lens, of| may_to_body(lens, of, ActKind::SetAllowance),
    read: |lens, of, form| {
        let year = year(form);
        let pounds_a_head: Option<ExactNumber> = form.word("pounds_a_head", "Enter pounds a head, such as 18.76");
        let heads = form.text("heads").and_then(|text| text.replace([',', ' '], "").parse().ok()).map(Heads);
        if heads.is_none() {
            form.wrong("heads", "Enter how many heads, such as 676171");
        }
        let basis: Option<HeadBasis> = form.word("basis", "Choose which people are counted");
        let vintage = form.line("vintage", "Enter the list the heads are counted from");
        let allowance = Allowance { pounds_a_head: pounds_a_head?, heads: heads?, basis: basis?, vintage };
        one(Act::SetAllowance { body: body(lens, of)?, year: year?, allowance })
    },
    to: back,
    keeps: None,
};
