//! Commands made from the declarations of questions and acts.

mod acts;
mod questions;

pub(crate) use acts::{act, acts_command};
pub(crate) use questions::{ask, question_commands, question_named};

/// What an option asks, and what helps to answer, as sentences.
fn help(label: &str, hint: &str) -> String {
    let joint = if label.is_empty() || hint.is_empty() || label.ends_with(['.', '?']) { "" } else { "." };
    format!("{label}{joint} {hint}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::cli::command;
    use web::pages::FACES;

    #[test]
    fn every_question_and_act_is_a_command() {
        let command = command();
        for question in FACES.iter().flat_map(|face| face.questions) {
            assert!(command.find_subcommand(question.id).is_some(), "no command: {}", question.id);
        }
        let acts = command.find_subcommand("act").unwrap();
        for form in FACES.iter().flat_map(|face| face.acts) {
            assert!(acts.find_subcommand(form.name).is_some(), "no command: act {}", form.name);
        }
    }
}
