//! Cards.

use super::notices::icon;
use super::{Heading, component, names, part};
use crate::markup::{Attributes, Classes, Content, Markup};

part! {
    /// Words or markup inside a component.
    Description {
        /// What it says.
        content: Content,
        /// Extra class names.
        classes: Classes,
    }
}

impl<T: Into<Content>> From<T> for Description {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

names! {
    /// The look of a card.
    CardVariant {
        /// With a coloured heading.
        Feature = "feature",
        /// Leading, with a chevron.
        Primary = "primary",
        /// Less prominent.
        Secondary = "secondary",
        /// A warning.
        Warning = "warning",
        /// Advice that is not urgent.
        NonUrgent = "non-urgent",
        /// Urgent advice.
        Urgent = "urgent",
        /// Immediate action.
        Emergency = "emergency",
    }
}

component! {
    /// A box about one thing.
    "components/card.html" Card {
        /// Its heading.
        heading: Heading,
        /// What it says.
        description: Description,
        /// Where its heading leads.
        href: Option<String>,
        /// Whether the whole of it leads there.
        clickable: bool,
        /// Its look.
        variant: Option<CardVariant>,
        /// Links beside its heading.
        actions: Vec<Action>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl Card {
    fn is_care(&self) -> bool {
        let care = matches!(self.variant, Some(CardVariant::NonUrgent | CardVariant::Urgent | CardVariant::Emergency));
        care && !self.heading.content.is_empty()
    }

    fn class(&self) -> Classes {
        let variant = match self.variant {
            Some(variant @ (CardVariant::NonUrgent | CardVariant::Urgent | CardVariant::Emergency))
                if self.is_care() =>
            {
                format!("nhsuk-card--care nhsuk-card--care--{}", variant.name())
            }
            None | Some(CardVariant::NonUrgent | CardVariant::Urgent | CardVariant::Emergency) => String::new(),
            Some(variant) => format!("nhsuk-card--{}", variant.name()),
        };
        Classes::default().and_if(self.clickable, "nhsuk-card--clickable").and(&variant).with(&self.classes)
    }

    fn headed_apart(&self) -> bool {
        self.is_care() || !self.actions.is_empty()
    }

    fn chevron(&self) -> Markup {
        if self.variant == Some(CardVariant::Primary) { icon("chevron-right-circle") } else { Markup::default() }
    }

    fn heading(&self) -> Markup {
        let given = &self.heading;
        if given.content.is_empty() {
            return Markup::default();
        }
        let urgency = match self.variant {
            Some(CardVariant::Emergency) if self.is_care() => Some("Immediate action required"),
            Some(CardVariant::Urgent) if self.is_care() => Some("Urgent advice"),
            Some(CardVariant::NonUrgent) if self.is_care() => Some("Non-urgent advice"),
            _ => None,
        };
        let hidden = given.visually_hidden_text.as_deref().or(urgency);
        let words = given.content.to_string();
        let inner = match (&self.href, hidden) {
            (Some(href), _) if self.variant != Some(CardVariant::Feature) => {
                format!("<a class=\"nhsuk-card__link\" href=\"{}\">{words}</a>", Markup::escaped(href))
            }
            (_, Some(hidden)) => format!(
                "<span role=\"text\"><span class=\"nhsuk-u-visually-hidden\">{}: </span>{words}</span>",
                Markup::escaped(hidden)
            ),
            _ => words,
        };
        // A heading given as markup is the whole of the heading.
        if !given.content.is_text() {
            return Markup::trusted(given.content.to_string());
        }
        let heading = Markup::of(&Heading {
            content: Markup::trusted(inner).into(),
            level: given.level.or(Some(2)),
            class_name: Some("nhsuk-card__heading"),
            class_prefix: Some("nhsuk-heading-"),
            visually_hidden_text: None,
            ..given.clone()
        });
        if self.is_care() {
            let arrow = Markup::trusted("<span class=\"nhsuk-card--care__arrow\" aria-hidden=\"true\"></span>");
            return Markup::joined([heading, arrow]);
        }
        heading
    }

    fn action(&self, action: &Action) -> Markup {
        action.markup(Some(&self.heading.content))
    }
}

part! {
    /// A link or button that does something to the thing beside it.
    Action {
        /// What it says, e.g. `Change`.
        content: Content,
        /// Where it leads; without one it is a button.
        href: Option<String>,
        /// The kind of button, which makes it one.
        #[cfg_attr(test, serde(rename = "type"))]
        button_type: Option<String>,
        /// What it acts on, for a screen reader.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

impl Action {
    /// A link to change the thing named in `what`.
    pub fn link(content: impl Into<Content>, href: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            href: Some(href.into()),
            visually_hidden_text: Some(what.into()),
            ..Self::default()
        }
    }

    /// The markup, naming the card it stands in for a screen reader.
    pub(super) fn markup(&self, card: Option<&Content>) -> Markup {
        let link = self.href.as_ref().filter(|_| self.button_type.is_none());
        let element = if link.is_some() { "a" } else { "button" };
        let attributes = match link {
            Some(href) => Attributes::default().and("href", href),
            None => Attributes::default().and("type", self.button_type.as_deref().unwrap_or("submit")),
        };
        let what =
            self.visually_hidden_text.as_deref().map_or(String::new(), |what| format!(" {}", Markup::escaped(what)));
        let of = card.filter(|card| !card.is_empty()).map_or(String::new(), |card| format!(" ({card})"));
        let hidden = format!("{what}{of}");
        let hidden =
            if hidden.is_empty() { hidden } else { format!("<span class=\"nhsuk-u-visually-hidden\">{hidden}</span>") };
        Markup::trusted(format!(
            "<{element} class=\"nhsuk-link{}\"{attributes}>{}{hidden}</{element}>",
            self.classes, self.content
        ))
    }
}
