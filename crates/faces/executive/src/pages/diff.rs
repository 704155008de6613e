//! Two wordings side by side, with the words that differ marked: in words for a reader who does not see the marks.

use similar::{ChangeTag, TextDiff};

use kit::markup::Markup;

/// The most words of each wording that are compared word by word; longer ones are compared line by line.
const WORDS_MAX: usize = 20_000;

/// Two wordings, each with what it has and the other has not marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SideBySide {
    /// The earlier, its words that are gone marked as deleted.
    pub(crate) before: Markup,
    /// The later, its new words marked as inserted.
    pub(crate) after: Markup,
    /// Whether nothing differs.
    pub(crate) is_same: bool,
}

/// Compares two wordings word by word.
pub(crate) fn side_by_side(before: &str, after: &str) -> SideBySide {
    let words = |text: &str| text.split_whitespace().count();
    let diff = if words(before).max(words(after)) > WORDS_MAX {
        TextDiff::from_lines(before, after)
    } else {
        TextDiff::from_words(before, after)
    };
    let (mut old, mut new) = (Side::new("del"), Side::new("ins"));
    for change in diff.iter_all_changes() {
        let text = change.value();
        match change.tag() {
            ChangeTag::Equal => {
                old.same(text);
                new.same(text);
            }
            ChangeTag::Delete => old.differs(text),
            ChangeTag::Insert => new.differs(text),
        }
    }
    SideBySide { is_same: before == after, before: old.finish(), after: new.finish() }
}

struct Side {
    element: &'static str,
    out: String,
    is_open: bool,
}

impl Side {
    fn new(element: &'static str) -> Self {
        Self { element, out: String::from("<p>"), is_open: false }
    }

    fn same(&mut self, text: &str) {
        // White space between two changed words belongs to the change, so that marks do not flicker.
        if self.is_open && !text.trim().is_empty() {
            self.close();
        }
        self.write(text);
    }

    fn differs(&mut self, text: &str) {
        if !self.is_open && !text.trim().is_empty() {
            self.out.push_str(&format!("<{}>", self.element));
            self.is_open = true;
        }
        self.write(text);
    }

    fn close(&mut self) {
        if self.is_open {
            // A space after the last changed word is not part of the change.
            let spaces = self.out.split_off(self.out.trim_end_matches(' ').len());
            self.out.push_str(&format!("</{}>{spaces}", self.element));
            self.is_open = false;
        }
    }

    /// Blank lines part paragraphs, and line ends stay.
    fn write(&mut self, text: &str) {
        let n_ends = text.matches('\n').count();
        if text.trim().is_empty() && n_ends >= 2 {
            self.close();
            self.out.push_str("</p><p>");
            return;
        }
        let shown = Markup::escaped(text).to_string().replace('\n', "<br>");
        self.out.push_str(&shown);
    }

    fn finish(mut self) -> Markup {
        self.close();
        self.out.push_str("</p>");
        Markup::trusted(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_marked_on_its_own_side() {
        let compared = side_by_side("Pay £2 million for one year.", "Pay £1 million for two years.");
        assert_eq!(compared.before.as_str(), "<p>Pay <del>£2</del> million for <del>one year.</del></p>");
        assert_eq!(compared.after.as_str(), "<p>Pay <ins>£1</ins> million for <ins>two years.</ins></p>");
        assert!(!compared.is_same);
        assert!(side_by_side("one", "one").is_same);
    }

    #[test]
    fn a_wording_cannot_write_markup() {
        let compared = side_by_side("a <b>", "a <script>alert(1)</script>\n\nb");
        assert!(!compared.after.as_str().contains("<script>"), "{}", compared.after);
        assert!(
            compared.after.as_str().ends_with("<p><ins>b</ins></p>") || compared.after.as_str().contains("</p><p>")
        );
        for side in [compared.before.as_str(), compared.after.as_str()] {
            for element in ["p", "ins", "del"] {
                let (opened, closed) = (format!("<{element}>"), format!("</{element}>"));
                assert_eq!(side.matches(&opened).count(), side.matches(&closed).count(), "{side}");
            }
        }
    }
}
