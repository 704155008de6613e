//! Commands that were written by hand before, and what does the same now: who knows them is told.

/// The two words of a command, and the command that took its place.
const RENAMED: &[(&str, &str, &str)] = &[
    ("override", "add", "act add-override"),
    ("override", "extend", "act extend-override"),
    ("override", "end", "act end-override"),
    ("override", "erase", "act erase-key"),
    ("override", "list", "overrides"),
    ("challenge", "open", "act challenge-open"),
    ("challenge", "file", "act challenge-file"),
    (
        "challenge",
        "answer",
        "act challenge-answer, challenge-agree or, by letter, challenge-answer-by-letter and challenge-agree-by-letter",
    ),
    ("challenge", "press", "act challenge-press"),
    ("challenge", "escalate", "act challenge-escalate"),
    ("challenge", "close", "act challenge-accept-offer, challenge-withdraw or challenge-rule"),
    ("challenge", "days", "act set-clocks"),
    ("challenge", "list", "challenges"),
    ("challenge", "show", "challenge CHALLENGE"),
    ("challenge", "pack", "challenge-pack CHALLENGE --to FILE"),
];

/// What the command of these words is called now, as a sentence; nothing where it is called as ever.
pub(super) fn now_called(words: &[String]) -> Option<String> {
    // Before the command only options may stand, the value of one perhaps in a word of its own.
    let place = words.iter().position(|word| RENAMED.iter().any(|(first, ..)| word == first))?;
    let is_command = place.checked_sub(1).and_then(|before| words.get(before)).is_none_or(|before| before != "act");
    let (first, second) = (words.get(place)?, words.get(place + 1)?);
    let (.., now) = RENAMED.iter().filter(|_| is_command).find(|(one, two, _)| first == one && second == two)?;
    Some(format!("`footprint {first} {second}` is now `footprint {now}`. Add --help to see what it takes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    fn told(line: &str) -> Option<String> {
        now_called(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn an_old_command_is_told_by_its_new_name() {
        assert!(told("override add --key-from key.txt").unwrap().contains("`footprint act add-override`"));
        assert!(told("--database x.sqlite challenge list").unwrap().contains("`footprint challenges`"));
        assert_eq!(told("override override-7f3a"), None);
        assert_eq!(told("challenge challenge-7f3a --format csv"), None);
        assert_eq!(told("overrides"), None);
        assert_eq!(told("act end-override --override end"), None);
    }

    #[test]
    fn every_new_name_is_a_command() {
        for (.., now) in RENAMED {
            for name in now.split([' ', ',']).filter(|word| word.contains('-') && word.starts_with(char::is_lowercase))
            {
                let (all, acts) = (command(), command().find_subcommand("act").unwrap().clone());
                assert!(acts.find_subcommand(name).is_some() || all.find_subcommand(name).is_some(), "{name}");
            }
        }
    }
}
