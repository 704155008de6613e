//! The two clocks as a page shows them.

use ask::Clocks;
use askama::Template;

use crate::address::Address;

/// The line at the top of a page that says the two clocks and lets a person change them.
///
/// The form is a plain GET to the same page. What else the address says goes along as hidden fields, except the page number,
/// which means nothing in another answer.
#[derive(Clone, Debug, Template)]
#[template(path = "clocks.html")]
pub struct ClocksBar {
    clocks: Clocks,
    path: String,
    hidden: Vec<(String, String)>,
    known_at: String,
}

impl ClocksBar {
    /// The line for the page at `address`.
    pub fn new(clocks: Clocks, address: &Address) -> Self {
        let hidden = address.without(&["valid_at", "known_at", "page", "format"]).query;
        let known_at = address.value("known_at").unwrap_or_default().to_owned();
        Self { clocks, path: address.path.clone(), hidden, known_at }
    }
}

impl askama::filters::HtmlSafe for ClocksBar {}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn the_form_keeps_the_rest_of_the_address_and_says_the_pair() {
        let clocks = Clocks {
            valid_at: Date::constant(2018, 4, 1),
            known_on: Date::constant(2026, 11, 22),
            entry: 41,
            speaks_until: None,
        };
        assert_eq!(clocks.words(), "Organisations as at 1 April 2018 · as known on 22 November 2026 (entry 41)");
        let address = Address::new("/members/14Y").with("known_at", "41").with("q", "\"><script>").with("page", "2");
        let markup = ClocksBar::new(clocks, &address).render().unwrap();
        assert!(markup.contains("method=\"get\" action=\"/members/14Y\""), "{markup}");
        assert!(markup.contains("name=\"q\" value=\"&#34;&#62;&#60;script&#62;\""), "{markup}");
        assert!(markup.contains("name=\"valid_at\" type=\"date\" value=\"2018-04-01\""), "{markup}");
        assert!(markup.contains("name=\"known_at\" type=\"text\" value=\"41\""), "{markup}");
        assert!(!markup.contains("name=\"page\""));
    }
}
