//! Who decides a matter for whose people.

use app::Lens;
use ask::{Answer, Asked, ByHand, Choice, Fault, Form, Param, Question, Wanted};
use mandate::{Matter, PopulationKind};

use super::GROUP;
use crate::answers::{self as answers, Basis};

/// A matter as people write it: a service by its code alone, too.
fn matter(text: &str) -> Option<Matter> {
    let text = text.trim();
    if text.contains(':') { text.parse().ok() } else { format!("service:{text}").parse().ok() }
}

/// What a decision is about.
static MATTER: Form = Form {
    pattern: "^(?:(?:service|function):)?[a-z0-9][a-z0-9.-]{0,63}$",
    words: "a service such as ambulance, or a function such as function:contracts",
    is: |text| matter(text).is_some_and(|matter| matter.to_string().ends_with(text)),
};

/// Who decides.
pub(crate) static WHO_DECIDES: Question = Question {
    id: "who-decides",
    path: "/who-decides",
    group: GROUP,
    title: "Who decides a service for whose people, up to how much, on what authority",
    about: "Everybody who might decide it on the day, those who may first, each with the limit and the clause, or why not; and the answer in one sentence.",
    params: &[
        Param::new("matter", "What is to be decided?", Wanted::Formed(&MATTER))
            .required()
            .about("A service line’s code, or function:CODE.", "service:ambulance"),
        Param::body("body", "For whose people?").about("The commissioner’s name or code.", "14Y"),
        Param::new(
            "population",
            "Which of them?",
            Wanted::Word(|| PopulationKind::ALL.iter().map(|kind| kind.slug()).collect()),
        )
        .first("registered")
        .about("", "registered"),
        Param::new("amount", "How much money is decided?", Wanted::Pounds)
            .about("Leave it empty if none is. Units: pounds.", "2000000"),
    ],
    example: "/who-decides?matter=service:ambulance&body=14Y&valid_at=2018-04-01",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let question = read(lens, asked)?;
        answers::on_record(&basis, &question)
            .map_err(|none| Fault::Unknown(format!("{}. {}", kit::site::sentence(&none.to_string()), none.advice())))?;
        let found = answers::all_deciders(&basis, &question);
        let mut table = answers::decides(&basis, &question);
        // It is said before the table.
        table.notes.clear();
        let answer = Answer::from(table).saying(answers::sentence(&basis, &question, &found));
        let first = found.iter().find_map(|held| held.answer.as_ref().ok());
        Ok(match first {
            Some(authority) => answer.and("authority", answers::chain_table(&basis, authority.chain())),
            None => answer,
        })
    },
};

/// What was asked, as it was sent.
///
/// # Errors
/// What does not read, and a body that is not on the register.
pub(crate) fn read(lens: &Lens, asked: &Asked<'_>) -> Result<answers::Question, Fault> {
    let matter = asked.text("matter").and_then(matter);
    Ok(answers::Question {
        matter: matter.ok_or_else(|| Fault::param("matter", format!("It is not {}", MATTER.words)))?,
        body: asked.body(lens, "body")?,
        population: asked.word("population")?.unwrap_or(PopulationKind::Registered),
        amount: asked.money("amount")?,
    })
}

/// Every line of the day, and every function that a power or a scheme on record names.
pub(crate) fn matters(lens: &Lens) -> Vec<Choice> {
    let basis = Basis::of(lens);
    let lines = basis.mandates.lines(basis.on());
    let mut all: Vec<Choice> = lines.map(|line| (format!("service:{}", line.code), line.name.clone())).collect();
    all.sort_by(|one, two| (&one.1, &one.0).cmp(&(&two.1, &two.0)));
    let mut functions: Vec<Matter> = basis.mandates.powers().flat_map(|power| power.matters.clone()).collect();
    let schemes = basis.mandates.instruments().map(|held| basis.mandates.rows(&held.id));
    functions.extend(schemes.flatten().map(|row| row.matter.clone()));
    functions.retain(|matter| matches!(matter, Matter::Function(_)));
    functions.sort();
    functions.dedup();
    all.extend(functions.into_iter().map(|matter| (matter.to_string(), answers::matter_words(&basis, &matter))));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matter_is_a_service_unless_it_says_that_it_is_a_function() {
        for (text, is) in [
            ("ambulance", true),
            ("service:ambulance", true),
            ("function:contracts.award", true),
            ("other:ambulance", false),
            ("ambulance ", false),
            ("Ambulance", false),
            ("service:", false),
            ("", false),
        ] {
            assert_eq!((MATTER.is)(text), is, "{text}");
        }
        assert_eq!(matter("ambulance"), "service:ambulance".parse().ok());
    }
}
