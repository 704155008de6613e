//! The reason keys of the national validation tool, where its questions overlap with those of the method.

use crate::outcome::Method;
use std::collections::HashMap;

/// One reason of the national tool.
#[derive(Clone, Copy, Debug)]
pub struct NationalReason<'a> {
    /// Its key, such as `14Y_D_1`.
    pub key: &'a str,
    /// The commissioner it names; blank where none was found.
    pub commissioner: &'a str,
    /// Its sentence.
    pub reason: &'a str,
}

/// The reasons of the national tool, found by commissioner and sentence.
#[derive(Clone, Debug, Default)]
pub struct NationalReasons {
    keys: HashMap<(String, String), String>,
}

impl NationalReasons {
    /// The reasons of these rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = NationalReason<'a>>) -> Self {
        let rows = rows.into_iter();
        Self {
            keys: rows
                .map(|row| ((row.commissioner.trim().to_uppercase(), plain(row.reason)), row.key.to_owned()))
                .collect(),
        }
    }

    /// The national key for an answer: its path, the answer to the last question, the method and the commissioner.
    ///
    /// The tool asks only from C-0 on and never of emergency care, so most paths have a key only when they end at one of
    /// its questions. It knows no substituted address: an answer from the provider's site carries the key of the host.
    pub fn key(&self, path: &str, last_answer: bool, method: Method, commissioner: &str) -> Option<&str> {
        let reason = plain(sentence(path, last_answer, method)?);
        self.keys.get(&(commissioner.to_uppercase(), reason)).map(String::as_str)
    }

    /// The national tool's own sentence for an answer, where one of its questions ended it. No table is needed for it.
    pub fn label(path: &str, last_answer: bool, method: Method) -> Option<&'static str> {
        sentence(path, last_answer, method)
    }

    /// How many reasons there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// The letters and digits of a sentence, lower case: the tool writes its brackets and blanks in several ways.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn sentence(path: &str, yes: bool, method: Method) -> Option<&'static str> {
    if path.starts_with("CDS>A&E-1") {
        return None;
    }
    let host = matches!(method, Method::Host | Method::Site | Method::Provider);
    let by = |practice, residence, at_host, unable| match method {
        Method::Gp | Method::PracticeSite => Some(practice),
        Method::Res => Some(residence),
        Method::None => Some(unable),
        _ if host => Some(at_host),
        _ => None,
    };
    match (path.rsplit('>').next().unwrap_or_default(), yes) {
        ("C-0b", false) => by(
            "C-0b - Commissioner assigned by GP Practice Responsibility (subICB)",
            "C-0b - Commissioner assigned by Residence Responsibility (subICB)",
            "C-0b - Commissioner assigned by Provider Host subICB location",
            "C-0b - Unable to determine Commissioning Hub for Specialised services in Scope for Delegation but not suitable",
        ),
        ("C-2", true) if method == Method::None => {
            Some("C-2 - Unable to determine Commissioning Hub for Specialised services NOT in Scope for Delegation")
        }
        ("C-2", true) => Some("C-2 - Commissioner assigned by Provider Host subICB location"),
        ("C-5", false) if method == Method::None => Some("C-5 -Unable to determine GREEN services Commissioner"),
        ("C-5", false) => Some("C-5 - Responsible sub-ICB Location"),
        ("C-6", true) => by(
            "C-6 - Commissioner assigned by GP Practice Responsibility (subICB)(delegated)",
            "C-6 - Commissioner assigned by Residence Responsibility (subICB)(delegated)",
            "C-6 - Commissioner assigned by Provider host subICB location(delegated)",
            "Unable to assign Commissioner",
        ),
        ("C-6", false) => by(
            "C-6 - Commissioner assigned by GP Practice Responsibility (subICB)(NOT delegated)",
            "C-6 - Commissioner assigned by Residence Responsibility (subICB)(NOT delegated)",
            "C-6 - Commissioner assigned by Provider host subICB location (NOT delegated)",
            "Unable to assign Commissioner",
        ),
        ("D", true) => by(
            "D - Commissioner assigned by GP Practice Responsibility (subICB)",
            "D - Commissioner assigned by Residence Responsibility (subICB)",
            "D - Commissioner assigned by Provider Host subICB location",
            "D - Unable to determine sub-ICB Dental Commissioner",
        ),
        ("E", true) => Some("E - Commissioner assigned by GP Practice"),
        ("F", true) => by(
            "F - Commissioner assigned by GP Practice Responsibility (subICB)",
            "F - Commissioner assigned by Residence Responsibility (subICB)",
            "F - Commissioner assigned by Provider Host subICB location",
            "F - Unable to determine Public Health Commissioner",
        ),
        ("J", true) => Some("J - Commissioner identified as Armed Forces therefore National Code of 13Q assigned"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_commissioner_and_reason_however_it_is_spaced() {
        let reasons = NationalReasons::of([
            NationalReason {
                key: "01A_C_6_3",
                commissioner: "01A",
                reason: "C-6 - Commissioner assigned by Provider  host subICB location (delegated)",
            },
            NationalReason {
                key: "13Q_J_1",
                commissioner: "13Q",
                reason: "J - Commissioner identified as Armed Forces therefore National Code of 13Q assigned",
            },
        ]);
        assert_eq!(reasons.key("CDS>A>C-5>C-6", true, Method::Host, "01A"), Some("01A_C_6_3"));
        assert_eq!(reasons.key("CDS>A>C-5>C-6", true, Method::Gp, "01A"), None);
        assert_eq!(reasons.key("CDS>A>J", true, Method::Fixed, "13Q"), Some("13Q_J_1"));
        assert_eq!(reasons.key("CDS>A&E-1>J", true, Method::Fixed, "13Q"), None);
    }
}
