//! Set how much plans may miss a check by, and under which measures the figures are found.

use app::Lens;
use ask::{ActForm, Field, Reader, Scene};
use plan::check::{Measures, Tolerances};
use plan::{Act, ActKind, Thing};
use terms::Pence;

use super::GROUP;
use super::choices::{one, room};

/// Where the tolerances are shown.
const SHOWN: &str = "/tolerances";

/// The edition set last; before any was, the product's own.
fn held(lens: &Lens) -> Tolerances {
    room(lens).editions().last().map_or_else(Tolerances::at_first, |(tolerances, _)| tolerances.clone())
}

/// Hundredths of a per cent, as people write a percentage.
fn percent(points: u32) -> String {
    let text = format!("{}.{:02}", points / 100, points % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const fn share(name: &'static str, label: &'static str) -> Field {
    Field::line(name, label).hint("In per cent, such as 0.5.")
}

/// Set the tolerances.
pub(super) static SET_TOLERANCES: ActForm = ActForm {
    name: ActKind::SetTolerances.slug(),
    path: "/tolerances/set",
    group: GROUP,
    title: "Set the tolerances",
    about: "They hold for every plan whose year begins on their first day or later, until another edition. Plans are checked again, and a check that then fails takes the executive’s signature away.",
    done: "The tolerances are set",
    subject: &[],
    fields: &[
        Field::day("from", "For years that begin from which day?"),
        Field::line("source", "Who says so?").hint("Such as: planning guidance 2017 to 2019, annex F."),
        Field::money("contract-flat", "C1: commissioner and provider may differ by so much, whatever the size")
            .first(|lens, _| held(lens).contract_flat.typed()),
        share("contract-share", "C1: or by such a share of the larger figure")
            .first(|lens, _| percent(held(lens).contract_bp)),
        share("price-share", "C2: activity at its price may differ from the money by such a share of it")
            .first(|lens, _| percent(held(lens).price_bp)),
        share("growth", "C3: growth may differ from that of the years before by so much")
            .first(|lens, _| percent(held(lens).growth_bp)),
        share("loss", "C4: so much is lost of capacity, as a share of demand")
            .first(|lens, _| percent(held(lens).loss_bp)),
        share("occupancy", "C8: beds may be so full before there is a warning")
            .first(|lens, _| percent(held(lens).occupancy_bp)),
        Field::line("spend", "C2: the measure of money spent").first(|lens, _| held(lens).measures.spend),
        Field::line("price-of", "C2: what stands before the measure whose price it is")
            .first(|lens, _| held(lens).measures.price_of),
        Field::line("capacity-for", "C4: what stands before the measure whose capacity it is")
            .first(|lens, _| held(lens).measures.capacity_for),
        Field::line("demand-for", "C4: what stands before the measure whose demand it is")
            .first(|lens, _| held(lens).measures.demand_for),
        Field::line("backlog-of", "C4: what stands before the measure whose backlog is cleared")
            .first(|lens, _| held(lens).measures.backlog_of),
        Field::line("position", "C7: the measure of the planned surplus or deficit")
            .first(|lens, _| held(lens).measures.position),
        Field::line("control-total", "C7: the measure of the control total")
            .first(|lens, _| held(lens).measures.control_total),
        Field::line("bed-days-occupied", "C8: the measure of bed days occupied")
            .first(|lens, _| held(lens).measures.bed_days_occupied),
        Field::line("bed-days-available", "C8: the measure of bed days available")
            .first(|lens, _| held(lens).measures.bed_days_available),
        Field::line("mental-health", "C9: the measure of spending on mental health")
            .first(|lens, _| held(lens).measures.mental_health),
        Field::line("allocation", "C9: the measure of the allocation").first(|lens, _| held(lens).measures.allocation),
        Field::line("running-cost", "The measure of running costs").first(|lens, _| held(lens).measures.running_cost),
        Field::line("running-cost-allowance", "The measure of their allowance")
            .first(|lens, _| held(lens).measures.running_cost_allowance),
    ],
    by_hand: false,
    scene: |_, _| Some(Scene { back: SHOWN.to_owned(), ..Scene::default() }),
    offered: |lens, _| lens.offers(ActKind::SetTolerances, &Thing::Tolerances),
    read: |_, _, form| {
        let from = form.day("from", "Enter the first day");
        let source = form.line("source", "Enter who says so");
        let contract_flat = flat(form);
        let [contract, price, growth, loss, occupancy] =
            ["contract-share", "price-share", "growth", "loss", "occupancy"].map(|name| points(form, name));
        let measures = measures(form);
        one(Act::SetTolerances(Tolerances {
            from: from?,
            source,
            contract_flat: contract_flat?,
            contract_bp: contract?,
            price_bp: price?,
            growth_bp: growth?,
            loss_bp: loss?,
            occupancy_bp: occupancy?,
            measures,
        }))
    },
    to: |_, _| SHOWN.to_owned(),
    keeps: None,
};

fn flat(form: &mut Reader<'_>) -> Option<Pence> {
    if form.text("contract-flat").is_none() {
        form.wrong("contract-flat", "Enter an amount, such as 50,000");
    }
    form.money("contract-flat")
}

/// A percentage with at most two decimals, in hundredths of a per cent.
fn points(form: &mut Reader<'_>, name: &str) -> Option<u32> {
    let text = form.text(name).unwrap_or_default().trim_end_matches('%').trim().to_owned();
    let (whole, part) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_one = !whole.is_empty() && whole.len() <= 3 && part.len() <= 2 && digits(whole) && digits(part);
    let read = || format!("{whole}{part:0<2}").parse::<u32>().ok().filter(|points| *points <= 10_000);
    let found = if is_one { read() } else { None };
    if found.is_none() {
        form.wrong(name, "Enter a percentage from 0 to 100 with at most two decimals, such as 0.5");
    }
    found
}

fn measures(form: &mut Reader<'_>) -> Measures {
    let mut word = |name: &str| {
        let typed = form.line(name, "Enter a measure as plans have it");
        typed.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
    };
    Measures {
        spend: word("spend"),
        price_of: word("price-of"),
        capacity_for: word("capacity-for"),
        demand_for: word("demand-for"),
        backlog_of: word("backlog-of"),
        position: word("position"),
        control_total: word("control-total"),
        bed_days_occupied: word("bed-days-occupied"),
        bed_days_available: word("bed-days-available"),
        mental_health: word("mental-health"),
        allocation: word("allocation"),
        running_cost: word("running-cost"),
        running_cost_allowance: word("running-cost-allowance"),
    }
}
