//! The way about: header, footer, breadcrumbs and pagination.

use super::notices::icon;
use super::{Heading, Size, component, part};
use crate::markup::{Attributes, Classes, Content, Markup};

component! {
    /// A link, first on the page, past everything that every page has.
    "components/skip-link.html" SkipLink {
        /// What it says: `Skip to main content` unless said otherwise.
        content: Content,
        /// Where it leads: `#maincontent` unless said otherwise.
        href: Option<String>,
    }
}

component! {
    /// A link to the page before.
    "components/back-link.html" BackLink {
        /// What it says: `Back` unless said otherwise.
        content: Content,
        /// Where it leads; without one it is a button.
        href: Option<String>,
        /// The kind of button, which makes it one.
        #[cfg_attr(test, serde(rename = "type"))]
        button_type: Option<String>,
        /// `reverse` on a dark ground.
        variant: Option<String>,
        /// Words for a screen reader, before the visible ones.
        visually_hidden_text: Option<String>,
        /// Further attributes.
        attributes: Attributes,
        /// The element's id.
        id: Option<String>,
    }
}

impl BackLink {
    fn is_link(&self) -> bool {
        self.href.is_some() && self.button_type.is_none()
    }

    fn element(&self) -> &'static str {
        if self.is_link() { "a" } else { "button" }
    }

    fn own_attributes(&self) -> Attributes {
        let kind = self.button_type.as_deref().unwrap_or("submit");
        Attributes::default()
            .and_some("id", self.id.as_deref())
            .and_some("href", self.href.as_deref().filter(|_| self.is_link()))
            .and_some("type", Some(kind).filter(|_| !self.is_link()))
            .with(&self.attributes)
    }

    fn words(&self) -> Content {
        if self.content.is_empty() { "Back".into() } else { self.content.clone() }
    }
}

component! {
    /// Where this page stands. On a narrow screen only the way back to the page above is shown.
    "components/breadcrumb.html" Breadcrumb {
        /// The pages above this one, from the first.
        items: Vec<Crumb>,
        /// The way back, if not the last item.
        back_link: Option<BackLink>,
        /// `reverse` on a dark ground.
        variant: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

part! {
    /// One page of a [`Breadcrumb`].
    Crumb {
        /// What it says.
        content: Content,
        /// Where it leads.
        href: String,
        /// Further attributes.
        attributes: Attributes,
    }
}

impl Crumb {
    /// A page above this one.
    pub fn new(content: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { content: content.into(), href: href.into(), ..Self::default() }
    }
}

impl Breadcrumb {
    fn back(&self) -> BackLink {
        let last = self.items.last().cloned().unwrap_or_default();
        let given = self.back_link.clone().unwrap_or_default();
        BackLink {
            content: if given.content.is_empty() { last.content } else { given.content },
            href: given.href.or(Some(last.href)),
            visually_hidden_text: given.visually_hidden_text.or_else(|| Some("Back to".to_owned())),
            variant: given.variant.or_else(|| self.variant.clone()),
            attributes: if given.attributes == Attributes::default() { last.attributes } else { given.attributes },
            ..given
        }
    }
}

component! {
    /// The top of every page. It carries the service's name and no logo.
    "components/header.html" Header {
        /// The service.
        service: Service,
        /// A field that searches the whole service.
        search: Option<Search>,
        /// Who is signed in.
        account: Option<Account>,
        /// The parts of the service.
        navigation: Option<Navigation>,
        /// `white` for a white header.
        colour: Option<String>,
        /// Whether name, search and account stand on one line.
        inline: bool,
        /// Extra class names.
        classes: Classes,
    }
}

part! {
    /// The service's name and first page.
    Service {
        /// The name.
        #[cfg_attr(test, serde(rename = "content"))]
        name: Content,
        /// Its first page.
        href: Option<String>,
    }
}

part! {
    /// The search field of a [`Header`].
    Search {
        /// Where it is sent.
        #[cfg_attr(test, serde(default = "super::fixtures::nhs_search"))]
        action: String,
        /// The name it is sent under.
        #[cfg_attr(test, serde(default = "super::fixtures::nhs_search_name"))]
        name: String,
        /// What it searches, for a screen reader.
        #[cfg_attr(test, serde(default = "super::fixtures::nhs_search_label"))]
        label: String,
        /// The words in the empty field.
        #[cfg_attr(test, serde(default = "super::fixtures::nhs_search_placeholder"))]
        placeholder: String,
    }
}

part! {
    /// Who is signed in, and the way out.
    Account {
        /// What stands there.
        items: Vec<AccountItem>,
    }
}

part! {
    /// One item of an [`Account`].
    AccountItem {
        /// What it says.
        content: Content,
        /// Where it leads.
        href: Option<String>,
        /// Where it posts to, in place of leading somewhere.
        action: Option<String>,
        /// The hidden field that proves the form is ours.
        token: Markup,
        /// Whether a person's outline stands before it.
        icon: bool,
    }
}

impl AccountItem {
    fn words(&self) -> Markup {
        let words = Markup::trusted(self.content.to_string());
        if self.icon { Markup::joined([icon("user"), words]) } else { words }
    }
}

part! {
    /// The parts of the service, under its name.
    Navigation {
        /// The parts.
        items: Vec<NavigationItem>,
        /// Whether they fill the width.
        justified: bool,
        /// `white` for a white bar.
        colour: Option<String>,
    }
}

part! {
    /// One part of the service.
    NavigationItem {
        /// What it says.
        content: Content,
        /// Where it leads.
        href: Option<String>,
        /// Whether this page is in it.
        active: bool,
        /// Whether it is this page.
        current: bool,
    }
}

impl NavigationItem {
    /// A part of the service.
    pub fn new(content: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { content: content.into(), href: Some(href.into()), ..Self::default() }
    }

    fn is_here(&self) -> bool {
        self.active || self.current
    }

    fn inner(&self) -> Markup {
        let element = if self.href.is_some() { "a" } else { "span" };
        let class = if self.href.is_some() { "nhsuk-header__navigation-link" } else { "nhsuk-header__navigation-text" };
        let here = if self.current { "page" } else { "true" };
        let attributes = Attributes::default()
            .and("class", class)
            .and_some("href", self.href.as_deref())
            .and_some("aria-current", self.is_here().then_some(here));
        // The strong element still shows where one is when a person overrides colours.
        let words = if self.is_here() {
            format!("<strong class=\"nhsuk-header__navigation-item-current-fallback\">{}</strong>", self.content)
        } else {
            self.content.to_string()
        };
        Markup::trusted(format!("<{element}{attributes}>{words}</{element}>"))
    }
}

impl Header {
    fn class(&self) -> Classes {
        Classes::default()
            .and_if(self.colour.as_deref() == Some("white"), "nhsuk-header--white")
            .and_if(self.inline, "nhsuk-header--inline")
            .with(&self.classes)
    }

    fn search_field(&self) -> Option<super::Input> {
        self.search.as_ref().map(|search| super::Input {
            name: search.name.clone(),
            id: Some("search-field".to_owned()),
            label: super::Label {
                content: search.label.as_str().into(),
                classes: "nhsuk-u-visually-hidden".into(),
                ..super::Label::default()
            },
            input_type: Some("search".to_owned()),
            autocomplete: Some("off".to_owned()),
            placeholder: Some(search.placeholder.clone()),
            form_group: super::FormGroup {
                after_input: Some(
                    Markup::of(&super::Button {
                        aria_label: Some("Search".to_owned()),
                        icon: Some(super::Icon { name: "search".to_owned(), placement: None }),
                        small: true,
                        ..super::Button::default()
                    })
                    .into(),
                ),
                ..super::FormGroup::default()
            },
            ..super::Input::default()
        })
    }
}

impl Navigation {
    fn class(&self) -> Classes {
        Classes::default()
            .and_if(self.colour.as_deref() == Some("white"), "nhsuk-header__navigation--white")
            .and_if(self.justified, "nhsuk-header__navigation--justified")
    }
}

component! {
    /// The foot of every page.
    "components/footer.html" Footer {
        /// Columns of links.
        navigation: Vec<FooterColumn>,
        /// How many columns stand side by side: 4 unless said otherwise.
        columns: Option<u8>,
        /// Links about the service itself, and words.
        meta: Option<FooterList>,
        /// Whose it is; nothing unless said.
        copyright: Content,
        /// Extra class names.
        classes: Classes,
    }
}

part! {
    /// One column of a [`Footer`].
    FooterColumn {
        /// Its heading.
        heading: Content,
        /// Its links.
        items: Vec<Crumb>,
        /// Words in place of links.
        content: Content,
        /// Its part of the width, if not an equal one.
        width: Option<String>,
    }
}

part! {
    /// Links about the service itself.
    FooterList {
        /// The links.
        items: Vec<Crumb>,
        /// Words after them.
        content: Content,
    }
}

impl Footer {
    fn rows(&self) -> Vec<&[FooterColumn]> {
        self.navigation.chunks(usize::from(self.columns.filter(|n| (1..=4).contains(n)).unwrap_or(4))).collect()
    }

    fn width<'a>(&self, column: &'a FooterColumn) -> &'a str {
        let equal = match self.columns {
            Some(1) => "full",
            Some(2) => "one-half",
            Some(3) => "one-third",
            _ => "one-quarter",
        };
        column.width.as_deref().unwrap_or(equal)
    }
}

impl FooterColumn {
    fn heading(&self) -> Heading {
        Heading {
            content: self.heading.clone(),
            level: Some(2),
            size: Some(Size::S),
            class_name: Some("nhsuk-footer__heading"),
            class_prefix: Some("nhsuk-heading-"),
            ..Heading::default()
        }
    }
}

component! {
    /// The way through pages: by number, or only to the one before and after.
    "components/pagination.html" Pagination {
        /// The page before.
        previous: Option<Step>,
        /// The page after.
        next: Option<Step>,
        /// The pages by number.
        items: Vec<PageLink>,
        /// What it is called: `Pagination` unless said otherwise.
        aria_label: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

part! {
    /// The page before or after.
    Step {
        /// What it says: `Previous page` or `Next page` unless said otherwise.
        content: Content,
        /// What that page is called.
        label: Content,
        /// Where it leads.
        href: String,
    }
}

part! {
    /// One page by number.
    PageLink {
        /// Its number, from 1.
        number: Option<u64>,
        /// Where it leads.
        href: String,
        /// Whether it is this one.
        current: bool,
        /// Whether it stands for pages left out.
        ellipsis: bool,
    }
}

impl Pagination {
    fn previous_words(&self) -> Markup {
        step_words(self.previous.as_ref(), "Previous")
    }

    fn next_words(&self) -> Markup {
        step_words(self.next.as_ref(), "Next")
    }

    fn icon(name: &str) -> Markup {
        icon(name)
    }
}

fn step_words(step: Option<&Step>, usual: &str) -> Markup {
    match step.filter(|step| !step.content.is_empty()) {
        Some(step) => Markup::trusted(step.content.to_string()),
        None => Markup::trusted(format!("{usual}<span class=\"nhsuk-u-visually-hidden\"> page</span>")),
    }
}
