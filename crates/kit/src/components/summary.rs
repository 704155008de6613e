//! Summary lists: what is known of one thing, as names and values.

use super::{Action, Card, Description, component, part};
use crate::markup::{Classes, Content, Markup};

component! {
    /// Names and values, one under the other.
    "components/summary-list.html" SummaryList {
        /// The names and values.
        rows: Vec<SummaryRow>,
        /// Whether rows have a line under them: they do unless said otherwise.
        border: Option<bool>,
        /// Whether the last row does.
        last_row_border: Option<bool>,
        /// A card around the list.
        card: Option<Card>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

part! {
    /// One row of a [`SummaryList`].
    SummaryRow {
        /// The name.
        key: SummaryValue,
        /// The value.
        value: SummaryValue,
        /// What may be done to it.
        actions: Vec<Action>,
        /// Whether there is a line under it: there is unless said otherwise.
        border: Option<bool>,
        /// Extra class names.
        classes: Classes,
    }
}

part! {
    /// A name or a value.
    SummaryValue {
        /// What it says.
        content: Content,
        /// Its part of the width, e.g. `one-third`.
        width: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

impl SummaryRow {
    /// A name and a value with nothing to do.
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        let cell = |content| SummaryValue { content, ..SummaryValue::default() };
        Self { key: cell(key.into()), value: cell(value.into()), ..Self::default() }
    }
}

impl SummaryValue {
    fn class(&self) -> Classes {
        let width = self.width.as_ref().map_or(String::new(), |width| format!("nhsuk-u-width-{width}"));
        Classes::default().and(&width).with(&self.classes)
    }
}

impl SummaryList {
    /// A list of rows.
    pub fn new(rows: impl IntoIterator<Item = SummaryRow>) -> Self {
        Self { rows: rows.into_iter().collect(), ..Self::default() }
    }

    fn class(&self) -> Classes {
        Classes::default()
            .and_if(self.border == Some(false), "nhsuk-summary-list--no-border")
            .and_if(
                self.border != Some(false) && self.last_row_border == Some(false),
                "nhsuk-summary-list--no-last-row-border",
            )
            .with(&self.classes)
    }

    fn row_class(&self, row: &SummaryRow, is_last: bool) -> Classes {
        let any_actions = self.rows.iter().any(|row| !row.actions.is_empty());
        let covered = self.last_row_border == Some(false) && is_last;
        Classes::default()
            .and_if(any_actions && row.actions.is_empty(), "nhsuk-summary-list__row--no-actions")
            .and_if(row.border == Some(false) && !covered, "nhsuk-summary-list__row--no-border")
            .with(&row.classes)
    }

    fn action(&self, action: &Action) -> Markup {
        action.markup(self.card.as_ref().map(|card| &card.heading.content))
    }

    fn list(&self) -> Markup {
        Markup::of(&Rows { list: self })
    }

    fn carded(&self) -> Option<Card> {
        self.card.clone().map(|card| Card {
            description: Description { content: self.list().into(), ..Description::default() },
            ..card
        })
    }
}

/// The list itself, without its card.
#[derive(askama::Template)]
#[template(path = "components/summary-rows.html")]
struct Rows<'a> {
    list: &'a SummaryList,
}
