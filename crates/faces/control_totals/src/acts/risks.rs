//! What may still happen to a year, listed anew.

use app::Lens;
use ask::{ActForm, Field, Of, Reader};
use money::totals::{Act, ActKind, NewRisk};
use money::{Percent, RiskItem};
use terms::{FinancialYear, Pence};

use super::costs::{BODY, COSTS, body, may_for_body, of_body, one, room, to_body, year};

/// List what may still happen to a body's year.
pub(super) static LIST_RISKS: ActForm = ActForm {
    name: "list-risks",
    path: "/organisations/{body}/risks/list",
    group: COSTS,
    title: "List risks and mitigations",
    about: "All of the year’s, in place of what was listed before. What the year may come to follows by itself.",
    done: "The risks are listed",
    subject: &[BODY],
    fields: &[
        Field::line("year", "Of which financial year?")
            .hint("Such as 2019/20.")
            .first(|lens, _| FinancialYear::of(lens.today()).to_string()),
        Field::lines("risks", "What may happen?")
            .hint("One line for each: what it does to the year in pounds, how likely it is, and its name: -1.2m 50% Savings come late. A risk is below nought, a mitigation above. An empty list takes all away.")
            .first(listed),
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "risks", &["Write nothing that names a person."]),
    offered: |lens, of| may_for_body(lens, of, ActKind::ListRisks),
    read: |lens, of, form| {
        let year = year(form, "year");
        let risks = risks(form);
        one(Act::ListRisks { body: body(lens, of)?, year: year?, risks })
    },
    to: |of, acts| match super::costs::made(acts) {
        Some(Act::ListRisks { year, .. }) => format!("{}?year={year}", to_body(of, "risks")),
        _ => to_body(of, "risks"),
    },
    keeps: None,
};

/// What is listed of this year, as it is typed.
fn listed(lens: &Lens, of: &Of<'_>) -> String {
    let Some(body) = body(lens, of).filter(|body| lens.reader().sees_money_of(*body)) else { return String::new() };
    let held = room(lens).risks(body, FinancialYear::of(lens.today())).iter();
    let line = |risk: &money::totals::RiskRecord| {
        format!("{} {}% {}", risk.item.amount.decimal(), u8::from(risk.item.likelihood), risk.name)
    };
    held.map(line).collect::<Vec<_>>().join("\n")
}

/// Risks as they are typed: a line for each with an amount, a likelihood and a name.
fn risks(form: &mut Reader<'_>) -> Vec<NewRisk> {
    let mut all = Vec::new();
    for line in form.text("risks").unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty()) {
        match risk(line) {
            Some(risk) => all.push(risk),
            None => form.wrong(
                "risks",
                format!("“{line}” is no amount, likelihood and name: write -1.2m 50% Savings come late"),
            ),
        }
    }
    all
}

fn risk(line: &str) -> Option<NewRisk> {
    let (before, after) = line.split_once('%')?;
    let (amount, likelihood) = before.trim_end().rsplit_once(char::is_whitespace)?;
    let amount: Pence = amount.parse().ok()?;
    let likelihood = Percent::new(likelihood.parse().ok()?).ok()?;
    let name = after.trim();
    (!name.is_empty()).then(|| NewRisk { name: name.to_owned(), item: RiskItem { amount, likelihood } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_risk_is_read_from_a_line() {
        let read = |line: &str| {
            let risk = risk(line)?;
            Some((risk.item.amount.0, u8::from(risk.item.likelihood), risk.name))
        };
        assert_eq!(read("-1.2m 50% Savings come late"), Some((-120_000_000, 50, "Savings come late".to_owned())));
        assert_eq!(read("£250,000 5 % Land is sold"), Some((25_000_000, 5, "Land is sold".to_owned())));
        assert_eq!(read("- £20 100% 5% more"), Some((-2_000, 100, "5% more".to_owned())));
        for wrong in ["", "-5 50%", "-5 101% x", "50% x", "much 50% x", "-5 fifty x"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
