//! What may be asked of a system.

use app::Lens;
use ask::{Answer, Asked, ByHand, Choice, Fault, Param, Question, Wanted, sentence};
use money::totals::Unanswered;
use std::collections::BTreeSet;
use terms::FinancialYear;

use super::CONTROL_TOTALS_GROUP as GROUP;
use crate::answers::{self as answers, Basis, SystemMonth, pounds_line, regime_sentence};

/// The system, in the path.
pub(super) const SYSTEM: Param =
    Param::body("system", "Which system?").in_path().about("The system’s code, such as QKS.", "QKS");
/// The year.
pub(super) const YEAR: Param = Param::new("year", "Which financial year?", Wanted::Chosen(years))
    .about("Such as 2018/19. The last of which anything is on record if it is not given.", "2018/19");
/// The month.
pub(super) const MONTH: Param = Param::count("month", "To which month?", 1, 12)
    .about("1 for April to 12 for March. The last that was reported if it is not given.", "7");

/// The years of which anything is on record.
fn years(lens: &Lens) -> Vec<Choice> {
    let room = Basis::of(lens).room;
    let mut all: BTreeSet<FinancialYear> = room.notices().map(|held| held.year).collect();
    all.extend(room.plans().map(|(_, year, _)| year));
    all.into_iter().rev().map(|year| (year.to_string(), year.to_string())).collect()
}

/// What could not be worked out, as the answer to a question.
pub(super) fn unanswered(why: &Unanswered) -> Fault {
    Fault::Unknown(format!("{}.", sentence(&why.to_string())))
}

/// The system and the month that were asked for.
///
/// # Errors
/// When nothing is recorded of the system.
pub(crate) fn asked_month(basis: &Basis<'_>, lens: &Lens, asked: &Asked<'_>) -> Result<SystemMonth, Fault> {
    SystemMonth::of(basis, asked, asked.body(lens, "system")?)
}

/// Which systems have control totals.
pub(super) static CONTROL_TOTALS: Question = Question {
    id: "control-totals",
    path: "/control-totals",
    group: GROUP,
    title: "Systems and their control totals",
    about: "The systems on record, the years that have control totals, and what each system must come to in the last of them.",
    params: &[],
    example: "/control-totals",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| {
        let basis = Basis::of(lens);
        let answer = Answer::from(answers::systems(&basis));
        Ok(match answers::own_bodies(&basis) {
            Some(own) => answer.and("own", own),
            None => answer,
        })
    },
};

/// The control totals of a system.
pub(crate) static SYSTEM_TOTALS: Question = Question {
    id: "system-totals",
    path: "/control-totals/{system}",
    group: GROUP,
    title: "Control totals of a system",
    about: "One total over commissioners and providers: what each member must come to, what members moved between them and who signed, its plan, its position to date and its forecast.",
    params: &[SYSTEM, YEAR, MONTH],
    example: "/control-totals/QKS?year=2018%2F19&month=7",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let at = asked_month(&basis, lens, asked)?;
        let total = answers::system_totals(&basis, at).map_err(|why| unanswered(&why))?;
        let is_open = basis.reader.sees_system(at.system);
        let totals = if is_open {
            basis.room.control_totals(at.system, at.year, at.month)
        } else {
            basis.room.notified_totals(at.system, at.year, at.month)
        };
        let sum = totals.and_then(|totals| totals.system()).map_err(|why| unanswered(&why.into()))?;
        let objective = basis.room.objective(at.system, at.year);
        let mut answer = Answer::from(total).of(format!("{}, {}", basis.called(at.system), at.words())).saying(format!(
            "The system must come to {} in {}, the sum of its members’ control totals.",
            pounds_line(sum),
            at.year
        ));
        if objective.objective != terms::Pence::NOUGHT {
            answer = answer.saying(format!("Its objective is {}.", pounds_line(objective.objective)));
        }
        Ok(answer
            .saying(regime_sentence(&basis, at.year, at.month))
            .and("moves", answers::movements(&basis, at))
            .and("notices", answers::notices(&basis, Some(at.system), Some(at.year))))
    },
};

/// Where a system is heading.
pub(crate) static SYSTEM_FORECAST: Question = Question {
    id: "system-forecast",
    path: "/control-totals/{system}/forecast",
    group: GROUP,
    title: "Forecast of a system",
    about: "Each member’s forecast as reported beside four ways in which the year may go on from what was reported, the range, the risks, and what fires.",
    params: &[SYSTEM, YEAR, MONTH],
    example: "/control-totals/QKS/forecast?year=2018%2F19&month=7",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let at = asked_month(&basis, lens, asked)?;
        let caption = format!("{}, {}", basis.called(at.system), at.words());
        let held = basis.reader.sees_system(at.system).then(|| basis.room.system_forecast(at.system, at.year, at.month));
        let Some(Ok(held)) = held else {
            return Err(Fault::Unknown(format!(
                "Nothing that you may read is reported of {} by {}.",
                basis.called(at.system),
                at.words()
            )));
        };
        let mut answer = Answer::from(answers::system_forecast(&basis, at, &held)).of(caption);
        if let Some(whole) = &held.whole {
            answer = answer.saying(format!(
                "As reported the system comes to {}, against a control total that is {}. With the rest of the year as planned it \
                 comes to {}.",
                pounds_line(whole.reported.position),
                pounds_line(whole.reported.control_total),
                pounds_line(whole.run_rates.plan)
            ));
        }
        let all: Vec<_> = held.bodies.iter().chain(&held.whole).collect();
        answer = answer.and("fired", answers::alarms(&basis, at, &all));
        if let Ok(Some(range)) = basis.room.risk_range(at.system, at.system, at.year, at.month) {
            answer = answer.and("risks", answers::risk_rows(&basis, &range));
        }
        Ok(answer)
    },
};

/// What members of a system pay each other.
pub(crate) static CONTRACTS_INSIDE: Question = Question {
    id: "contracts-inside",
    path: "/control-totals/{system}/contracts",
    group: GROUP,
    title: "Contracts inside a system",
    about: "What each side says of every contract between members, the mismatch, and the system’s income and expenditure without them.",
    params: &[SYSTEM, YEAR, MONTH],
    example: "/control-totals/QKS/contracts?year=2018%2F19&month=7",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let at = asked_month(&basis, lens, asked)?;
        let (inside, whole) = answers::contracts(&basis, at);
        let answer = Answer::from(inside).of(format!("{}, {}", basis.called(at.system), at.words()));
        Ok(match whole {
            Ok(whole) => answer.and("without", whole),
            Err(why) => answer.saying(format!("The system’s figures cannot be worked out: {why}.")),
        })
    },
};

/// The financial duties of a system.
pub(crate) static DUTY_TESTS: Question = Question {
    id: "duty-tests",
    path: "/control-totals/{system}/duties",
    group: GROUP,
    title: "Financial duties of a system",
    about: "Whether the commissioners, the trusts and the system keep within what the law and the month’s regime set, each by how much.",
    params: &[SYSTEM, YEAR, MONTH],
    example: "/control-totals/QKS/duties?year=2018%2F19&month=7",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let at = asked_month(&basis, lens, asked)?;
        let table = answers::duties(&basis, at).map_err(|why| unanswered(&why))?;
        Ok(Answer::from(table).of(format!("{}, {}", basis.called(at.system), at.words())))
    },
};
