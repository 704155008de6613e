//! Buttons, tags, and the boxes that tell a person something.

use super::{Card, CardVariant, Description, Heading, Size, component, names, part};
use crate::markup::{Attributes, Classes, Content, Markup};

names! {
    /// The look of a button.
    ButtonVariant {
        /// In the brand's colour.
        Brand = "brand",
        /// For signing in.
        Login = "login",
        /// For a dark ground.
        Reverse = "reverse",
        /// Less important than another on the page.
        Secondary = "secondary",
        /// Less important, on a coloured ground.
        SecondarySolid = "secondary-solid",
        /// Its act cannot be undone.
        Warning = "warning",
    }
}

names! {
    /// On which side of the words an icon stands.
    IconPlacement {
        /// Before them.
        Start = "start",
        /// After them.
        End = "end",
    }
}

part! {
    /// A small drawing beside words.
    Icon {
        /// `arrow-left`, `arrow-right`, `chevron-right-circle`, `search` or `user`.
        name: String,
        /// Before the words unless said otherwise.
        placement: Option<IconPlacement>,
    }
}

/// The markup of an icon; an unknown name gives an empty drawing.
pub(crate) fn icon(name: &str) -> Markup {
    let path = match name {
        "arrow-left" => {
            "M10.7 6.3c.4.4.4 1 0 1.4L7.4 11H19a1 1 0 0 1 0 2H7.4l3.3 3.3c.4.4.4 1 0 1.4a1 1 0 0 1-1.4 0l-5-5A1 1 0 0 1 4 12c0-.3.1-.5.3-.7l5-5a1 1 0 0 1 1.4 0Z"
        }
        "arrow-right" => {
            "m14.7 6.3 5 5c.2.2.3.4.3.7 0 .3-.1.5-.3.7l-5 5a1 1 0 0 1-1.4-1.4l3.3-3.3H5a1 1 0 0 1 0-2h11.6l-3.3-3.3a1 1 0 1 1 1.4-1.4Z"
        }
        "chevron-right-circle" => {
            "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20Zm-.3 5.8a1 1 0 1 0-1.5 1.4l2.9 2.8-2.9 2.8a1 1 0 0 0 1.5 1.4l3.5-3.5c.4-.4.4-1 0-1.4Z"
        }
        "search" => {
            "m20.7 18.9-4.1-4.1a7 7 0 1 0-1.4 1.4l4 4.1a1 1 0 0 0 1.5 0c.4-.4.4-1 0-1.4ZM6 10.6a5 5 0 1 1 10 0 5 5 0 0 1-10 0Z"
        }
        "user" => {
            "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22Zm0 2a9 9 0 0 0-5 16.5V18a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v1.5A9 9 0 0 0 12 3Zm0 3a3.5 3.5 0 1 1-3.5 3.5A3.4 3.4 0 0 1 12 6Z"
        }
        _ => "",
    };
    Markup::trusted(format!(
        "<svg class=\"nhsuk-icon nhsuk-icon--{name}\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" width=\"16\" \
         height=\"16\" focusable=\"false\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>",
        name = Markup::escaped(name)
    ))
}

component! {
    /// A button, or with `href` a link that looks like one.
    "components/button.html" Button {
        /// What it says.
        content: Content,
        /// Its look.
        variant: Option<ButtonVariant>,
        /// Where it leads.
        href: Option<String>,
        /// The name its value is sent under.
        name: Option<String>,
        /// What is sent when it is pressed.
        value: Option<String>,
        /// An icon.
        icon: Option<Icon>,
        /// Whether it is small.
        small: bool,
        /// Whether it is out of use.
        disabled: bool,
        /// Whether a second press within a second is ignored (with script).
        prevent_double_click: Option<bool>,
        /// Words for a screen reader in place of the visible ones.
        aria_label: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl Button {
    /// A button that sends its form.
    pub fn submit(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    fn class(&self) -> Classes {
        let variant = self.variant.map_or(String::new(), |variant| format!("nhsuk-button--{}", variant.name()));
        Classes::default()
            .and(&variant)
            .and_if(self.icon.is_some(), "nhsuk-button--icon")
            .and_if(self.small, "nhsuk-button--small")
            .with(&self.classes)
    }

    fn element(&self) -> &'static str {
        if self.href.is_some() { "a" } else { "button" }
    }

    fn own_attributes(&self) -> Attributes {
        let common = Attributes::default()
            .and_some("id", self.id.as_deref())
            .and("data-module", "nhsuk-button")
            .and_some("data-prevent-double-click", self.prevent_double_click.map(|on| on.to_string()))
            .and_some("aria-label", self.aria_label.as_deref());
        match &self.href {
            Some(href) => common.and("href", href).and("role", "button").and("draggable", "false"),
            None => common
                .and_some("name", self.name.as_deref())
                .and("type", "submit")
                .and_some("value", self.value.as_deref())
                .and_if(self.disabled, "disabled")
                .and_some("aria-disabled", self.disabled.then_some("true")),
        }
    }

    fn inner(&self) -> Markup {
        let words = Markup::trusted(self.content.to_string());
        let Some(given) = &self.icon else { return words };
        let drawn = icon(&given.name);
        let words = if self.content.is_empty() {
            words
        } else {
            Markup::joined([
                Markup::trusted("<span class=\"nhsuk-button__content\">"),
                words,
                Markup::trusted("</span>"),
            ])
        };
        if given.placement == Some(IconPlacement::End) {
            Markup::joined([words, drawn])
        } else {
            Markup::joined([drawn, words])
        }
    }
}

names! {
    /// The colour of a tag. A tag says its meaning in words too.
    TagColour {
        /// White.
        White = "white",
        /// Grey.
        Grey = "grey",
        /// Green.
        Green = "green",
        /// Aqua green.
        AquaGreen = "aqua-green",
        /// Blue.
        Blue = "blue",
        /// Purple.
        Purple = "purple",
        /// Pink.
        Pink = "pink",
        /// Red.
        Red = "red",
        /// Orange.
        Orange = "orange",
        /// Yellow.
        Yellow = "yellow",
        /// None.
        None = "no-colour",
    }
}

component! {
    /// A word that says the state of a thing.
    "components/tag.html" Tag {
        /// What it says.
        content: Content,
        /// Its colour.
        colour: Option<TagColour>,
        /// Whether it has a border: it does unless said otherwise.
        border: Option<bool>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl Tag {
    /// A tag of a colour.
    pub fn new(content: impl Into<Content>, colour: TagColour) -> Self {
        Self { content: content.into(), colour: Some(colour), ..Self::default() }
    }

    fn class(&self) -> Classes {
        let colour = self.colour.map_or(String::new(), |colour| format!("nhsuk-tag--{}", colour.name()));
        Classes::default().and(&colour).and_if(self.border == Some(false), "nhsuk-tag--no-border").with(&self.classes)
    }
}

component! {
    /// Words set apart from the text around them.
    "components/inset-text.html" InsetText {
        /// What it says.
        content: Content,
        /// The word a screen reader says first: `Information` unless said otherwise.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

component! {
    /// Words a person may open.
    "components/details.html" Details {
        /// What is always shown.
        summary: Description,
        /// What opens.
        content: Content,
        /// Whether it is open at first.
        open: bool,
        /// Extra class names; `nhsuk-expander` gives the bordered look.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

component! {
    /// A warning that must not be missed.
    "components/warning-callout.html" WarningCallout {
        /// Its heading.
        heading: Heading,
        /// What it says.
        content: Content,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl WarningCallout {
    fn card(&self) -> Card {
        let says_so =
            self.heading.content.text().to_lowercase().contains("important") || !self.heading.content.is_text();
        let hidden = self.heading.visually_hidden_text.clone().unwrap_or_else(|| "Important".to_owned());
        Card {
            heading: Heading {
                visually_hidden_text: Some(hidden).filter(|_| !says_so),
                level: self.heading.level.or(Some(3)),
                ..self.heading.clone()
            },
            description: Description { content: self.content.clone(), ..Description::default() },
            variant: Some(CardVariant::Warning),
            classes: self.classes.clone(),
            id: self.id.clone(),
            ..Card::default()
        }
    }
}

component! {
    /// Everything that is wrong with a form, at the top of the page, each line leading to its field.
    "components/error-summary.html" ErrorSummary {
        /// Its heading; `There is a problem` is usual.
        heading: Heading,
        /// A sentence under the heading.
        description: Option<Description>,
        /// One line for each thing wrong.
        error_list: Vec<ErrorLine>,
        /// Whether it stays where it is instead of taking the focus.
        disable_auto_focus: Option<bool>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

part! {
    /// One line of an [`ErrorSummary`].
    ErrorLine {
        /// The same words as the field's own message.
        content: Content,
        /// The field: `#start-day`.
        href: Option<String>,
    }
}

impl ErrorSummary {
    /// The usual summary of a form's errors.
    pub fn new(lines: impl IntoIterator<Item = ErrorLine>) -> Self {
        Self {
            heading: Heading { content: "There is a problem".into(), ..Heading::default() },
            error_list: lines.into_iter().collect(),
            ..Self::default()
        }
    }

    fn heading(&self) -> Heading {
        Heading {
            content: self.heading.content.clone(),
            id: self.heading.id.clone(),
            level: Some(2),
            class_name: Some("nhsuk-error-summary__heading"),
            ..Heading::default()
        }
    }

    fn own_attributes(&self) -> Attributes {
        Attributes::default()
            .and_some("id", self.id.as_deref())
            .and("data-module", "nhsuk-error-summary")
            .and_some("data-disable-auto-focus", self.disable_auto_focus.map(|on| on.to_string()))
    }
}

component! {
    /// News about the whole page, such as that something was recorded.
    "components/notification-banner.html" NotificationBanner {
        /// The banner's own heading: `Important`, or `Success` for a success.
        title: Heading,
        /// What it says first.
        heading: Heading,
        /// What it says, or what it says next.
        content: Content,
        /// `success` if it tells of one.
        variant: Option<String>,
        /// The role for a screen reader, if not the usual one.
        role: Option<String>,
        /// Whether it stays where it is instead of taking the focus.
        disable_auto_focus: Option<bool>,
        /// Further attributes.
        attributes: Attributes,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl NotificationBanner {
    /// News of a success.
    pub fn success(heading: impl Into<Content>) -> Self {
        Self {
            heading: Heading { content: heading.into(), ..Heading::default() },
            variant: Some("success".to_owned()),
            ..Self::default()
        }
    }

    fn is_success(&self) -> bool {
        self.variant.as_deref() == Some("success")
    }

    fn class(&self) -> Classes {
        self.classes.clone().and_if(self.is_success(), "nhsuk-notification-banner--success")
    }

    fn title_id(&self) -> &str {
        self.title.id.as_deref().unwrap_or("nhsuk-notification-banner-title")
    }

    fn title(&self) -> Heading {
        let usual = if self.is_success() { "Success" } else { "Important" };
        Heading {
            content: if self.title.content.is_empty() { usual.into() } else { self.title.content.clone() },
            id: Some(self.title_id().to_owned()),
            level: self.title.level.or(Some(2)),
            class_name: Some("nhsuk-notification-banner__title"),
            ..Heading::default()
        }
    }

    fn heading(&self) -> Heading {
        Heading {
            level: self.heading.level.or(Some(3)),
            class_name: Some("nhsuk-notification-banner__heading"),
            ..self.heading.clone()
        }
    }

    fn own_attributes(&self) -> Attributes {
        let role = self.role.clone().unwrap_or_else(|| if self.is_success() { "alert" } else { "region" }.to_owned());
        Attributes::default()
            .and_some("id", self.id.as_deref())
            .and("data-module", "nhsuk-notification-banner")
            .and_some("data-disable-auto-focus", self.disable_auto_focus.map(|on| on.to_string()))
            .and("role", role)
            .and("aria-labelledby", self.title_id())
            .with(&self.attributes)
    }
}

names! {
    /// The look of a panel.
    PanelVariant {
        /// It stops a person before an act that cannot be undone.
        Interruption = "interruption",
    }
}

component! {
    /// The end of a journey: what was done, and its reference.
    "components/panel.html" Panel {
        /// Its heading.
        heading: Heading,
        /// What it says.
        content: Content,
        /// Its look.
        variant: Option<PanelVariant>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl Panel {
    fn class(&self) -> Classes {
        Classes::default()
            .and_if(self.variant == Some(PanelVariant::Interruption), "nhsuk-panel--interruption")
            .with(&self.classes)
    }

    fn heading(&self) -> Heading {
        Heading {
            class_name: Some("nhsuk-panel__heading"),
            size: self.heading.size.filter(|size| matches!(size, Size::M | Size::L | Size::Xl)),
            ..self.heading.clone()
        }
    }
}

component! {
    /// Sections of which one is shown at a time; without script, one after the other.
    "components/tabs.html" Tabs {
        /// The start of the sections' ids.
        id_prefix: Option<String>,
        /// The sections.
        items: Vec<Tab>,
        /// The list's heading for a screen reader: `Contents` unless said otherwise.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

part! {
    /// One section of [`Tabs`].
    Tab {
        /// What the tab says.
        label: Content,
        /// What the section holds.
        panel: Description,
        /// The section's id, if not made from the prefix.
        id: Option<String>,
    }
}

impl Tabs {
    fn tab_id(&self, tab: &Tab, index: usize) -> String {
        let prefix = self.id_prefix.as_deref().or(self.id.as_deref()).unwrap_or("tab");
        tab.id.clone().unwrap_or_else(|| format!("{prefix}-{}", index + 1))
    }

    fn title(&self) -> &str {
        self.visually_hidden_text.as_deref().unwrap_or("Contents")
    }
}
