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

    /// The commands that a document names, in its sentences or as lines of a shell: their words up to the first that is an option or
    /// stands for something.
    fn named(text: &str) -> Vec<Vec<String>> {
        let in_sentences = text.split("`footprint ").skip(1).filter_map(|rest| rest.split('`').next());
        let mut is_shell = false;
        let lines = text.lines().filter_map(|line| {
            let line = line.trim();
            if line.starts_with("```") {
                is_shell = !is_shell;
            }
            line.strip_prefix("$ ").unwrap_or(line).strip_prefix("footprint ").filter(|_| is_shell)
        });
        let is_word = |word: &&str| word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
        let words = |line: &str| {
            let words = line.split_whitespace().take_while(|word| is_word(word) && !word.starts_with('-'));
            words.map(str::to_owned).collect()
        };
        // The first line of a file of keys or proofs ends with its version, and is no command.
        let all = in_sentences.chain(lines).filter(|line| !line.trim_end().ends_with(" v1"));
        all.map(words).collect()
    }

    #[test]
    fn every_command_that_the_documents_name_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let is_text = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "md");
        let in_folder =
            |folder: std::path::PathBuf| std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let (command, mut n) = (command(), 0);
        for path in in_folder(root.clone()).chain(in_folder(root.join("docs"))).filter(is_text) {
            for words in named(&std::fs::read_to_string(&path).unwrap()) {
                let mut here = &command;
                for word in words.iter().take_while(|word| *word != "help") {
                    match here.find_subcommand(word) {
                        Some(within) => here = within,
                        None if here.has_subcommands() => {
                            panic!("{}: there is no command `footprint {}`", path.display(), words.join(" "))
                        }
                        None => break,
                    }
                    n += 1;
                }
            }
        }
        assert!(n > 200, "{n} words of commands found");
    }

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
