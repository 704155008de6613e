//! Words of a rule, which know people by identity only, with their names. For readers who may see the names.

use crate::id::PersonId;
use crate::person::Person;
use crate::view::Mandates;

impl Mandates<'_> {
    /// Words with the name in place of each identity, or what stands for one that was erased: `Jane Example holds no post …`.
    pub fn by_name(&self, words: &str) -> String {
        self.rewritten(words, |person, _| person.screen().to_owned())
    }

    /// Words with the name before each identity: `Jane Example (person-7f3a9c21) holds no post …`. The identity stays, so that
    /// a command or a program can be given it.
    pub fn with_names(&self, words: &str) -> String {
        self.rewritten(words, |person, id| format!("{} ({id})", person.screen()))
    }

    /// Every identity on record, as a whole word, rewritten; all else as it stands.
    fn rewritten(&self, words: &str, write: impl Fn(&Person<'_>, &str) -> String) -> String {
        let of_identity = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        let mut written = String::with_capacity(words.len());
        let mut rest = words;
        while !rest.is_empty() {
            let (word, after) = rest.split_at(rest.find(|letter| !of_identity(letter)).unwrap_or(rest.len()));
            let person = word.parse::<PersonId>().ok().and_then(|id| self.person(&id));
            written.push_str(&person.map_or_else(|| word.to_owned(), |person| write(&person, word)));
            let (between, next) = after.split_at(after.find(of_identity).unwrap_or(after.len()));
            written.push_str(between);
            rest = next;
        }
        written
    }
}
