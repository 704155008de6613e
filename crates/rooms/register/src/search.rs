//! Finding a body by code, GSS code, name or postcode.

use crate::fact::Fact;
use crate::kind::BodyKind;
use crate::view::View;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Words of names, codes and postcodes, ready to be asked. Built once for a state of knowledge.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    /// Every word with the bodies it belongs to, sorted.
    words: Vec<(Box<str>, OdsCode)>,
}

const PREFIX_MIN: usize = 2;

impl SearchIndex {
    /// Reads every name, code and postcode that counts.
    pub fn build(view: &View<'_>) -> Self {
        let mut words = BTreeSet::new();
        for body in view.state.bodies.iter() {
            let mut named = false;
            for (claim, _) in view.said(body.code) {
                named = true;
                match &*claim.fact {
                    Fact::Named { name, .. } => words.extend(split(name).into_iter().map(|word| (word, body.code))),
                    Fact::Identified { gss, .. } => {
                        words.insert((gss.as_str().to_lowercase().into(), body.code));
                    }
                    Fact::Addressed { address, .. } if !address.postcode.is_empty() => {
                        words.insert((squeeze(&address.postcode), body.code));
                    }
                    _ => {}
                }
            }
            if named || !body.children.is_empty() || !body.old.is_empty() {
                words.insert((body.code.as_str().to_lowercase().into(), body.code));
            }
        }
        Self { words: words.into_iter().collect() }
    }

    /// The bodies that match every word of a question, at most `most`: a whole code first, then commissioners and
    /// systems, then the rest; open bodies before closed ones, and by code.
    pub fn find(&self, view: &View<'_>, question: &str, day: Date, most: usize) -> Vec<OdsCode> {
        let squeezed = squeeze(question);
        let mut found: Option<BTreeSet<OdsCode>> = None;
        for word in split(question) {
            let matching = self.starting_with(&word);
            found = Some(match found {
                None => matching,
                Some(held) => held.intersection(&matching).copied().collect(),
            });
        }
        let mut found = found.unwrap_or_default();
        // A postcode written with its space is one word to the index.
        if squeezed.len() > PREFIX_MIN {
            found.extend(self.starting_with(&squeezed));
        }
        let exact: Option<OdsCode> = question.parse().ok();
        let mut ranked: BTreeMap<(bool, u8, bool, OdsCode), OdsCode> = BTreeMap::new();
        for code in found {
            let rank = match view.kind_on(code, day) {
                Some(BodyKind::CommissioningGroup | BodyKind::SubIcbLocation) => 0,
                Some(kind) if kind.is_system() => 0,
                Some(BodyKind::Practice | BodyKind::Network | BodyKind::Trust) => 1,
                Some(_) => 2,
                None => 3,
            };
            ranked.insert((exact != Some(code), rank, !view.was_surely_open(code, day), code), code);
        }
        ranked.into_values().take(most).collect()
    }

    fn starting_with(&self, word: &str) -> BTreeSet<OdsCode> {
        if word.len() < PREFIX_MIN {
            return BTreeSet::new();
        }
        let first = self.words.partition_point(|(held, _)| held.as_ref() < word);
        self.words.iter().skip(first).take_while(|(held, _)| held.starts_with(word)).map(|(_, code)| *code).collect()
    }
}

/// Text as it is compared when somebody looks for it: in lower case and without accents, so that `Ysbyty Mêl` is found by `mel`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Case may leave a mark behind (the dot of a Turkish I), so marks go last.
    text.chars().flat_map(char::to_lowercase).nfd().filter(|letter| !is_combining_mark(*letter)).nfc().collect()
}

/// The words of a name, folded; "and", "of" and "the" find too much to be worth asking for.
fn split(text: &str) -> Vec<Box<str>> {
    fold(text)
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !matches!(*word, "" | "and" | "of" | "the"))
        .map(Box::from)
        .collect()
}

fn squeeze(text: &str) -> Box<str> {
    fold(text).chars().filter(|character| character.is_alphanumeric()).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_folded_whichever_way_its_accents_are_written() {
        for (text, expected) in [
            ("NHS Chiltern CCG", "nhs chiltern ccg"),
            ("Ysbyty MÊL", "ysbyty mel"),
            ("Me\u{302}l", "mel"),
            ("Zoë Ångström", "zoe angstrom"),
            ("İ", "i"),
            ("Łódź ß", "łodz ß"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
