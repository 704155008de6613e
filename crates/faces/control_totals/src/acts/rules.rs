//! What is set nationally: regimes, thresholds and prices.

use app::Lens;
use ask::{ActForm, Choice, Field, Of, Takes, sentence};
use money::totals::{Act, ActKind, DatedThresholds, DeflatorSeries, Thing};
use money::{BasisPoints, ExactNumber, Standing, Threshold, Thresholds, Trigger, parse_regimes, regime_table_head};
use std::collections::BTreeMap;
use terms::{FinancialMonth, FinancialYear};

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::choices::{SOURCE, back, one, plain};

/// Record a regime.
pub(super) static ENACT_REGIME: ActForm = ActForm {
    name: "enact-regime",
    path: "/control-total-regimes/new",
    group: GROUP,
    title: "Record a regime",
    about: "The rules by which months are judged from its first day to its last. A regime of a code that is recorded here is corrected.",
    done: "The regime is recorded",
    subject: &[],
    fields: &[Field::lines("table", "The regime, as a table")
        .hint("The headings, then one line for each regime, cells apart by |. Days as 2019-04-01; moves, system duty and body duty are yes or no; quarters are four weights; finance, access and system share are in hundredths of a per cent (access such as ae=3000); standing is statute, read, unchecked or agreed.")
        .first(|_, _| format!("{}\n", regime_table_head()))],
    by_hand: false,
    scene: |_, _| plain("/control-total-regimes"),
    offered: |lens, _| lens.offers(ActKind::EnactRegime, &Thing::National),
    read: |_, _, form| {
        let text = form.line("table", "Write the headings and a line for the regime");
        match parse_regimes(&text) {
            Ok(regimes) if regimes.is_empty() => {
                form.wrong("table", "There is no line under the headings: write one for the regime");
                None
            }
            Ok(regimes) => Some(regimes.into_iter().map(|regime| Act::EnactRegime(regime).into()).collect()),
            Err(error) => {
                form.wrong("table", sentence(&error.to_string()));
                None
            }
        }
    },
    to: back,
    keeps: None,
};

fn triggers(_: &Lens, _: &Of<'_>) -> Vec<Choice> {
    let called = |trigger: &Trigger| format!("{}. {}", trigger.slug().to_uppercase(), trigger.words());
    Trigger::ALL.iter().map(|trigger| (trigger.slug().to_owned(), called(trigger))).collect()
}

/// Set thresholds of triggers.
pub(super) static SET_THRESHOLDS: ActForm = ActForm {
    name: "set-thresholds",
    path: "/forecast-thresholds/new",
    group: GROUP,
    title: "Set the thresholds of triggers",
    about: "From its first day the whole set takes the place of the one before. A trigger that you leave empty is not tested.",
    done: "The thresholds are set",
    subject: &[],
    fields: &[
        Field::day("from", "First day"),
        Field::new(
            "",
            "",
            Takes::Each(
                triggers,
                &[
                    Field::new("share", "{}", Takes::Number)
                        .hint("Hundredths of a per cent of the year’s resource: 100 is 1%."),
                    Field::new("until", "Last month in which it is tested, 1 for April to 12 for March", Takes::Number)
                        .hint("Leave it empty for the whole year."),
                ],
            ),
        ),
        Field::one("standing", "How sure is it?", |_, _| {
            Standing::ALL.iter().map(|one| (one.slug().to_owned(), one.words().to_owned())).collect()
        }),
        SOURCE,
    ],
    by_hand: false,
    scene: |_, _| plain("/forecast-thresholds"),
    offered: |lens, _| lens.offers(ActKind::SetThresholds, &Thing::National),
    read: |_, _, form| {
        let from = form.day("from", "Enter the first day on which the thresholds hold");
        let standing: Option<Standing> = form.word("standing", "Choose how sure it is");
        let source = form.line("source", "Enter where it is written");
        let mut thresholds = BTreeMap::new();
        for trigger in Trigger::ALL {
            let (name, last) = (format!("share-{}", trigger.slug()), format!("until-{}", trigger.slug()));
            let share: Option<BasisPoints> = form.maybe(&name, "Enter a whole number from 0 to 10,000");
            let until: Option<u8> = form.maybe(&last, "Enter a month, 1 to 12");
            let until = until.map(FinancialMonth::new).transpose();
            if until.is_err() {
                form.wrong(&last, "Enter a month, 1 for April to 12 for March");
            }
            if let (Some(share), Ok(until), Some(standing)) = (share, until, standing) {
                thresholds.insert(*trigger, Threshold { share, until, standing });
            }
        }
        one(Act::SetThresholds(DatedThresholds { from: from?, thresholds: Thresholds(thresholds), source }))
    },
    to: back,
    keeps: None,
};

/// Record a published index of prices.
pub(super) static PUBLISH_DEFLATORS: ActForm = ActForm {
    name: "publish-deflators",
    path: "/deflators/new",
    group: GROUP,
    title: "Record an index of prices",
    about: "A published index in one vintage. A later vintage is a series of its own, so that what was worked out before stays as it was.",
    done: "The index is recorded",
    subject: &[],
    fields: &[
        Field::line("series", "Series in its vintage").hint("Such as gdp-2025-03: small letters, digits and hyphens."),
        Field::lines("indices", "The index by year").hint("One year on a line: 2019/20 100, then 2020/21 106.2"),
    ],
    by_hand: false,
    scene: |_, _| plain("/deflators"),
    offered: |lens, _| lens.offers(ActKind::PublishDeflators, &Thing::National),
    read: |_, _, form| {
        let series: Option<DeflatorSeries> = form.word("series", "Enter the series in its vintage, such as gdp-2025-03");
        let text = form.line("indices", "Enter the index of at least one year");
        let mut indices: BTreeMap<FinancialYear, ExactNumber> = BTreeMap::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (year, index) = line.split_once([' ', '\t', ',']).unwrap_or((line, ""));
            match (year.parse(), index.trim().parse()) {
                (Ok(year), Ok(index)) => {
                    if indices.insert(year, index).is_some() {
                        form.wrong("indices", format!("{year} is written twice: write it once"));
                    }
                }
                _ => form.wrong("indices", format!("“{line}” is not a year with its index, such as 2019/20 100.5")),
            }
        }
        one(Act::PublishDeflators { series: series?, indices })
    },
    to: back,
    keeps: None,
};
