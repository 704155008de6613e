//! Services, and who commissions each.

use ask::{Answer, ByHand, Fault, Param, Question, Wanted};
use mandate::{LineCode, Matter};

use super::GROUP;
use crate::answers::{self as answers, Basis};

/// The tree of services.
pub(super) static SERVICES: Question = Question {
    id: "services",
    path: "/services",
    group: GROUP,
    title: "Services",
    about: "The tree of services, and who commissions each at which level.",
    params: &[],
    example: "/services?valid_at=2018-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| {
        let basis = Basis::of(lens);
        Ok(Answer::default().and("services", answers::services(&basis)).and("mandates", answers::mandates(&basis)))
    },
};

/// One service.
pub(super) static SERVICE: Question = Question {
    id: "service",
    path: "/services/{line}",
    group: GROUP,
    title: "Who commissions a service",
    about: "Which commissioner answers for it, for whom, at which level, and why no lower.",
    params: &[Param::new("line", "Which service?", Wanted::Text).in_path().about("The line’s code.", "ambulance")],
    example: "/services/ambulance",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let text = asked.text("line").unwrap_or_default();
        let line: Option<LineCode> = text.parse().ok().filter(|line| !basis.mandates.line_versions(line).is_empty());
        let line = line.ok_or_else(|| {
            Fault::Unknown(format!("There is no service line “{text}” on record. “Services” lists those there are."))
        })?;
        let called = answers::matter_words(&basis, &Matter::Service(line.clone()));
        Ok(Answer::from(answers::commissioned(&basis, &line)).of(called))
    },
};

/// Every mandate.
pub(super) static MANDATES: Question = Question {
    id: "mandates",
    path: "/mandates",
    group: GROUP,
    title: "Mandates",
    about: "Which commissioner answers for which service, for whom, at which level, and why no lower.",
    params: &[],
    example: "/mandates",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::mandates(&Basis::of(lens)).into()),
};
