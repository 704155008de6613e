//! Agreements: recorded, varied, brought to a stage, and what a merger asks of them.

use app::{Lens, Viewer};
use ask::{ActForm, Choice, Field, Of, Reader, Scene, Takes, sentence};
use mandate::Duty;
use plan::{Act, ActKind, AgreementId, AgreementKind, AgreementTerms, Clauses, ContractStage, MergerDuty, Thing};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, FigureUnit, FinancialYear, OdsCode, Pence};

use super::choices::{agreement, body_choice, every, made, may, of_agreement, one, room, to_agreement};
use super::{AGREEMENT, GROUP};
use crate::answers::agreement_href;

/// The bodies whose agreements whoever looks keeps.
fn coordinators(lens: &Lens) -> Vec<OdsCode> {
    let bodies: BTreeSet<OdsCode> = match lens.viewer() {
        Viewer::Keeper => lens.house().mandate().now().bodies(),
        Viewer::Person(_) | Viewer::Public => {
            let kept = |duty: &Duty| if let Duty::KeepMandates(body) = duty { Some(*body) } else { None };
            lens.reader().duties().0.iter().filter_map(kept).collect()
        }
    };
    bodies.into_iter().filter(|body| lens.offers(ActKind::RecordAgreement, &Thing::Body(*body))).collect()
}

fn coordinator_choices(lens: &Lens, _: &Of<'_>) -> Vec<Choice> {
    coordinators(lens).into_iter().map(|body| body_choice(lens, body)).collect()
}

const VALUES: &str = "One year on each line: the year, an equals sign and pounds, such as 2017/18 = 450,000,000.";

/// Record an agreement.
pub(super) static RECORD_AGREEMENT: ActForm = ActForm {
    name: ActKind::RecordAgreement.slug(),
    path: "/agreements/new",
    group: GROUP,
    title: "Record an agreement",
    about: "A contract, an arrangement under section 75 or an agreement to share data: its parties, what it is worth by year, when it ends, and what it asks when a party merges.",
    done: "The agreement is recorded",
    subject: &[],
    fields: &[
        Field::line("identity", "Identity").hint("Small letters, digits and dashes, such as oxon-acute-2017."),
        Field::line("title", "Title"),
        Field::one("kind", "What kind is it?", every!(AgreementKind)),
        Field::one("coordinator", "Which commissioner coordinates it?", coordinator_choices),
        Field::new("parties", "Who is party to it?", Takes::Codes)
            .hint("Every party’s code, separated by commas: the coordinating commissioner’s and the provider’s or host’s, too."),
        Field::day("first", "First day"),
        Field::day("last", "Last day"),
        Field::one("merger", "What does it ask when a party merges?", every!(MergerDuty)),
        Field::lines("values", "What is it worth, by year?").hint(VALUES),
        Field::body("provider", "Of a contract: who provides?").hint("Its name or code."),
        Field::lines("activity", "Of a contract: how much is to be done, by year?")
            .hint("One year on each line, such as 2017/18 = 120000."),
        Field::day("deadline", "Of a contract: the last day to sign it").hint("Leave it empty if there is none."),
        Field::body("host", "Of a section 75 agreement: who holds the pooled fund?").hint("Its name or code."),
    ],
    by_hand: false,
    scene: |_, _| Some(Scene { back: "/agreements".to_owned(), ..Scene::default() }),
    offered: |lens, _| !coordinators(lens).is_empty(),
    read: |lens, _, form| {
        let id: Option<AgreementId> = form.word("identity", "Enter an identity of small letters, digits and dashes");
        if id.as_ref().is_some_and(|id| room(lens).agreement(id).is_some()) {
            form.wrong("identity", "There is already an agreement of this identity: give another");
        }
        let title = form.line("title", "Enter the title");
        let clauses = clauses(form);
        let coordinator = form.word("coordinator", "Choose the coordinating commissioner");
        let parties: BTreeSet<OdsCode> = form.codes("parties", "Enter the codes of the parties").into_iter().collect();
        let first = form.day("first", "Enter the first day");
        let last = form.day("last", "Enter the last day");
        let merger = form.word("merger", "Choose what it asks when a party merges");
        let values = values(form);
        let terms = AgreementTerms {
            id: id?,
            parties,
            coordinator: coordinator?,
            values,
            first: first?,
            last: last?,
            merger: merger?,
            clauses: clauses?,
        };
        one(Act::RecordAgreement { terms, title })
    },
    to: |_, acts| match made(acts) {
        Some(Act::RecordAgreement { terms, .. }) => agreement_href(&terms.id),
        _ => "/agreements".to_owned(),
    },
    keeps: None,
};

/// What only an agreement of its kind has.
fn clauses(form: &mut Reader<'_>) -> Option<Clauses> {
    let kind: Option<AgreementKind> = form.word("kind", "Choose what kind of agreement it is");
    match kind? {
        AgreementKind::Contract => {
            let provider = form.word("provider", "Enter the name or code of the provider");
            let activity = by_year(form, "activity", |text| {
                text.replace(',', "").parse::<i64>().map_err(|_| format!("“{text}” is not a whole number"))
            });
            let deadline = form.maybe_day("deadline");
            Some(Clauses::Contract { provider: provider?, activity, deadline })
        }
        AgreementKind::Section75 => {
            let host = form.word("host", "Enter the name or code of the host");
            Some(Clauses::Section75 { host: host? })
        }
        AgreementKind::DataSharing => Some(Clauses::DataSharing),
    }
}

fn values(form: &mut Reader<'_>) -> BTreeMap<FinancialYear, Pence> {
    by_year(form, "values", |text| {
        Pence::from_figure(text, FigureUnit::Pounds).map_err(|error| sentence(&error.to_string()))
    })
}

/// One year on each line, an equals sign, and a figure.
fn by_year<T>(
    form: &mut Reader<'_>,
    name: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> BTreeMap<FinancialYear, T> {
    let text = form.text(name).unwrap_or_default().to_owned();
    let mut found = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts = line.split_once('=').and_then(|(year, figure)| Some((year.trim().parse().ok()?, figure.trim())));
        let Some((year, figure)) = parts else {
            form.wrong(name, format!("“{line}” is not a year, an equals sign and a figure, such as 2017/18 = 120000"));
            continue;
        };
        match read(figure) {
            Ok(figure) => {
                if found.insert(year, figure).is_some() {
                    form.wrong(name, format!("{year} is written twice"));
                }
            }
            Err(error) => form.wrong(name, format!("{year}: {error}")),
        }
    }
    found
}

/// What it is worth, as the form takes it.
fn typed(values: &BTreeMap<FinancialYear, Pence>) -> String {
    values.iter().map(|(year, value)| format!("{year} = {}", value.typed())).collect::<Vec<_>>().join("\n")
}

fn thing(lens: &Lens, of: &Of<'_>) -> Option<Thing> {
    agreement(lens, of).map(|held| Thing::Agreement(held.terms.id.clone()))
}

/// Vary an agreement.
pub(super) static VARY_AGREEMENT: ActForm = ActForm {
    name: ActKind::VaryAgreement.slug(),
    path: "/agreements/{agreement}/vary",
    group: GROUP,
    title: "Vary the agreement",
    about: "What it is worth and how long it lasts, from now on. An earlier last day ends it early.",
    done: "The agreement is varied",
    subject: &[AGREEMENT],
    fields: &[
        Field::lines("values", "What is it worth, by year?")
            .hint(VALUES)
            .first(|lens, of| agreement(lens, of).map(|held| typed(&held.terms.values)).unwrap_or_default()),
        Field::day("last", "Last day")
            .first(|lens, of| agreement(lens, of).map(|held| held.terms.last.to_string()).unwrap_or_default()),
        Field::lines("reason", "Why?"),
    ],
    by_hand: false,
    scene: of_agreement,
    offered: |lens, of| may(lens, ActKind::VaryAgreement, thing(lens, of)),
    read: |_, of, form| {
        let values = values(form);
        let last: Option<Date> = form.day("last", "Enter the last day");
        let reason = form.line("reason", "Enter why it is varied");
        one(Act::VaryAgreement { agreement: of.id("agreement")?, values, last: last?, reason })
    },
    to: |of, _| to_agreement(of),
    keeps: None,
};

/// Record that an agreement reached a stage.
pub(super) static REACH_STAGE: ActForm = ActForm {
    name: ActKind::ReachStage.slug(),
    path: "/agreements/{agreement}/stage",
    group: GROUP,
    title: "Record how far it has come",
    about: "Agreed, signed, or before a mediator, an arbiter or an expert who determines it.",
    done: "The stage is recorded",
    subject: &[AGREEMENT],
    fields: &[
        Field::one("stage", "How far has it come?", every!(ContractStage)),
        Field::day("day", "On which day?").first(|lens, _| lens.today().to_string()),
    ],
    by_hand: false,
    scene: of_agreement,
    offered: |lens, of| may(lens, ActKind::ReachStage, thing(lens, of)),
    read: |_, of, form| {
        let stage = form.word("stage", "Choose how far it has come");
        let day = form.day("day", "Enter the day");
        one(Act::ReachStage { agreement: of.id("agreement")?, stage: stage?, day: day? })
    },
    to: |of, _| to_agreement(of),
    keeps: None,
};

/// The parties of which something is still asked.
fn asked(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(held) = agreement(lens, of) else { return Vec::new() };
    let parties = held.terms.parties.iter().filter(|party| !held.mergers.contains_key(party));
    parties.map(|party| body_choice(lens, *party)).collect()
}

/// Record that what a merger asks was done.
pub(super) static MEET_MERGER_DUTY: ActForm = ActForm {
    name: ActKind::MeetMergerDuty.slug(),
    path: "/agreements/{agreement}/merger",
    group: GROUP,
    title: "Record what was done for a merger",
    about: "That what the agreement asks when a party merges was done: a new agreement, a notice, a variation.",
    done: "It is recorded as done",
    subject: &[AGREEMENT],
    fields: &[
        Field::one("predecessor", "Which party merged?", asked),
        Field::body("successor", "Which body took its place?").hint("Its name or code, such as 14Y."),
        Field::lines("evidence", "What shows it?").hint("Such as: deed of novation, 28 March 2018."),
    ],
    by_hand: false,
    scene: of_agreement,
    offered: |lens, of| may(lens, ActKind::MeetMergerDuty, thing(lens, of)),
    read: |_, of, form| {
        let predecessor = form.word("predecessor", "Choose the party that merged");
        let successor = form.word("successor", "Enter the name or code of the body that took its place");
        let evidence = form.line("evidence", "Enter what shows that it was done");
        one(Act::MeetMergerDuty {
            agreement: of.id("agreement")?,
            predecessor: predecessor?,
            successor: successor?,
            evidence,
        })
    },
    to: |of, _| to_agreement(of),
    keeps: None,
};
