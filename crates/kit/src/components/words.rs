//! Words with a place of their own: headings, labels, legends, hints and error messages.

use super::{component, names};
use crate::markup::{Attributes, Classes, Content, Markup, attr};

names! {
    /// A size of type.
    Size {
        /// Extra, extra small.
        Xxs = "xxs",
        /// Extra small.
        Xs = "xs",
        /// Small.
        S = "s",
        /// Medium.
        M = "m",
        /// Large.
        L = "l",
        /// Extra large.
        Xl = "xl",
        /// Extra, extra large.
        Xxl = "xxl",
    }
}

names! {
    /// Where a caption stands beside its heading.
    Placement {
        /// Inside, first.
        Start = "start",
        /// Inside, last.
        End = "end",
        /// Before it, as an element of its own.
        Before = "before",
        /// After it, as an element of its own.
        After = "after",
    }
}

component! {
    /// A line of smaller type beside a heading.
    "components/caption.html" Caption {
        /// What it says.
        content: Content,
        /// The heading's size; a caption has only some sizes of its own.
        size: Option<Size>,
        /// Where it stands.
        placement: Option<Placement>,
        /// The element: `span` unless said otherwise.
        element: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl Caption {
    fn class(&self) -> String {
        let size = match self.size {
            Some(size @ (Size::M | Size::L | Size::Xl | Size::Xxl)) => format!("nhsuk-caption-{}", size.name()),
            _ => "nhsuk-caption".to_owned(),
        };
        let bottom = matches!(self.placement, Some(Placement::After | Placement::End));
        if bottom { format!("{size} nhsuk-caption--bottom") } else { size }
    }

    fn element(&self) -> &str {
        self.element.as_deref().unwrap_or("span")
    }

    fn sized(&self, size: Option<Size>) -> Self {
        Self { size: self.size.or(size), ..self.clone() }
    }
}

component! {
    /// A heading.
    "components/heading.html" Heading {
        /// What it says.
        content: Content,
        /// 1 to 6; 1 unless said otherwise.
        level: Option<u8>,
        /// Its size, independent of the level.
        size: Option<Size>,
        /// A caption.
        caption: Option<Caption>,
        /// Where it leads.
        href: Option<String>,
        /// Words for a screen reader only, after the visible ones.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
        /// Another element in place of `h1` to `h6`.
        element: Option<String>,
        /// The class of the component it heads, in place of `nhsuk-heading`.
        #[cfg_attr(test, serde(skip))]
        class_name: Option<&'static str>,
        /// What a size is written after.
        #[cfg_attr(test, serde(skip))]
        class_prefix: Option<&'static str>,
        /// Further attributes.
        #[cfg_attr(test, serde(skip))]
        attributes: Attributes,
    }
}

impl Heading {
    /// A heading of the page or of a section of it.
    pub fn new(level: u8, size: Size, content: impl Into<Content>) -> Self {
        Self { content: content.into(), level: Some(level), size: Some(size), ..Self::default() }
    }

    fn class(&self) -> String {
        let base = self.class_name.unwrap_or("nhsuk-heading");
        match (self.size, self.class_prefix) {
            (None, _) => format!("{base}{}", self.classes),
            (Some(size), None) if base == "nhsuk-heading" => format!("nhsuk-heading-{}{}", size.name(), self.classes),
            (Some(size), None) => format!("{base} {base}--{}{}", size.name(), self.classes),
            (Some(size), Some(prefix)) => format!("{base} {prefix}{}{}", size.name(), self.classes),
        }
    }

    fn element(&self) -> String {
        self.element.clone().unwrap_or_else(|| format!("h{}", self.level.unwrap_or(1)))
    }

    fn caption_at(&self, places: &[Option<Placement>]) -> Option<Caption> {
        self.caption
            .as_ref()
            .filter(|caption| !caption.content.is_empty() && places.contains(&caption.placement))
            .map(|caption| caption.sized(self.size))
    }

    fn start(&self) -> Option<Caption> {
        self.caption_at(&[None, Some(Placement::Start)])
    }

    fn end(&self) -> Option<Caption> {
        self.caption_at(&[Some(Placement::End)])
    }

    fn before(&self) -> Option<Caption> {
        self.caption_at(&[Some(Placement::Before)])
    }

    fn after(&self) -> Option<Caption> {
        self.caption_at(&[Some(Placement::After)])
    }
}

component! {
    /// The words beside a field that say what to write in it.
    "components/label.html" Label {
        /// What it says.
        content: Content,
        /// Set if the label is also a heading, as on a page of one question.
        heading: Option<Heading>,
        /// Whether the label is the page's own heading.
        is_page_heading: Option<bool>,
        /// Its size.
        size: Option<Size>,
        /// A caption.
        caption: Option<Caption>,
        /// The field it belongs to; the field itself sets it.
        #[cfg_attr(test, serde(rename = "for"))]
        of_field: Option<String>,
        /// Words for a screen reader only.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl<T: Into<Content>> From<T> for Label {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

impl Label {
    /// The same label for the field `id`, unless it names one itself.
    #[must_use]
    pub fn for_field(&self, id: &str) -> Self {
        let of_field = self.of_field.clone().or_else(|| Some(id.to_owned()).filter(|id| !id.is_empty()));
        Self { of_field, ..self.clone() }
    }

    fn wrapper(&self) -> Option<Heading> {
        wrapper(self.heading.as_ref(), self.is_page_heading)
    }

    fn caption(&self) -> Option<Caption> {
        caption(self.wrapper().as_ref(), self.caption.as_ref(), self.inner_size())
    }

    fn outside(&self, placement: Placement) -> Option<Caption> {
        self.caption().filter(|caption| caption.placement == Some(placement))
    }

    fn inner_size(&self) -> Option<Size> {
        self.wrapper().and_then(|heading| heading.size).or(self.size)
    }

    fn shown(&self) -> Content {
        shown(self.heading.as_ref(), &self.content, self.wrapper().is_some())
    }

    fn inner(&self) -> Markup {
        Markup::of(&Heading {
            content: self.shown(),
            size: self.inner_size(),
            caption: self
                .caption()
                .filter(|caption| matches!(caption.placement, None | Some(Placement::Start | Placement::End))),
            visually_hidden_text: self.visually_hidden_text.clone(),
            classes: self.classes.clone(),
            id: self.id.clone(),
            element: Some("label".to_owned()),
            class_name: Some("nhsuk-label"),
            class_prefix: Some("nhsuk-label--"),
            attributes: attr("for", self.of_field.as_ref()),
            ..Heading::default()
        })
    }
}

component! {
    /// The words over a group of fields.
    "components/legend.html" Legend {
        /// What it says.
        content: Content,
        /// Set if the legend is also a heading, as on a page of one question.
        heading: Option<Heading>,
        /// Whether the legend is the page's own heading.
        is_page_heading: Option<bool>,
        /// Its size.
        size: Option<Size>,
        /// A caption.
        caption: Option<Caption>,
        /// Words for a screen reader only.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl<T: Into<Content>> From<T> for Legend {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

impl Legend {
    fn wrapper(&self) -> Option<Heading> {
        wrapper(self.heading.as_ref(), self.is_page_heading)
    }

    fn inner_size(&self) -> Option<Size> {
        self.wrapper().and_then(|heading| heading.size).or(self.size)
    }

    fn class(&self) -> Classes {
        let size = self.inner_size().map_or(String::new(), |size| format!("nhsuk-fieldset__legend--{}", size.name()));
        Classes::default().and(&size).with(&self.classes)
    }

    fn shown(&self) -> Content {
        shown(self.heading.as_ref(), &self.content, self.wrapper().is_some())
    }

    fn caption(&self) -> Option<Caption> {
        // A legend must come first in its field set, so a caption before it moves inside.
        caption(self.wrapper().as_ref(), self.caption.as_ref(), self.inner_size()).map(|caption| {
            match caption.placement {
                Some(Placement::Before) => Caption { placement: Some(Placement::Start), ..caption },
                _ => caption,
            }
        })
    }

    fn after(&self) -> Option<Caption> {
        self.caption().filter(|caption| caption.placement == Some(Placement::After))
    }

    fn inner(&self) -> Markup {
        let inside = self.caption().filter(|caption| caption.placement != Some(Placement::After));
        let words = Heading {
            content: self.shown(),
            caption: inside,
            visually_hidden_text: self.visually_hidden_text.clone(),
            ..Heading::default()
        };
        Markup::of(&match self.wrapper() {
            Some(heading) => {
                Heading { id: heading.id, level: heading.level, class_name: Some("nhsuk-fieldset__heading"), ..words }
            }
            None => Heading {
                id: self.id.clone(),
                classes: self.class(),
                element: Some("legend".to_owned()),
                class_name: Some("nhsuk-fieldset__legend"),
                ..words
            },
        })
    }
}

fn wrapper(heading: Option<&Heading>, is_page_heading: Option<bool>) -> Option<Heading> {
    match (heading, is_page_heading) {
        (_, Some(false)) | (None, None) => None,
        (heading, _) => Some(heading.cloned().unwrap_or_default()),
    }
}

fn caption(heading: Option<&Heading>, own: Option<&Caption>, size: Option<Size>) -> Option<Caption> {
    heading
        .and_then(|heading| heading.caption.as_ref())
        .or(own)
        .filter(|caption| !caption.content.is_empty())
        .map(|caption| caption.sized(size))
}

fn shown(heading: Option<&Heading>, own: &Content, heading_first: bool) -> Content {
    let headed = heading.map(|heading| heading.content.clone()).filter(|content| !content.is_empty());
    let own = Some(own.clone()).filter(|content| !content.is_empty());
    let chosen = if heading_first { headed.or(own) } else { own.or(headed) };
    chosen.unwrap_or_default()
}

component! {
    /// Help with a field, between its label and the field.
    "components/hint.html" Hint {
        /// What it says.
        content: Content,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl<T: Into<Content>> From<T> for Hint {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

component! {
    /// What is wrong with a field and how to put it right. An empty one only marks the field.
    "components/error-message.html" ErrorMessage {
        /// What it says.
        content: Content,
        /// The word a screen reader says first; `Error` unless said otherwise, and an empty one says nothing.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

impl ErrorMessage {
    fn prefix(&self) -> &str {
        self.visually_hidden_text.as_deref().unwrap_or("Error")
    }
}

impl<T: Into<Content>> From<T> for ErrorMessage {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

component! {
    /// Fields that belong together, under a legend.
    "components/fieldset.html" Fieldset {
        /// The words over them.
        legend: Legend,
        /// The fields.
        #[cfg_attr(test, serde(rename = "content"))]
        html: Content,
        /// The ids of what describes them.
        described_by: Option<String>,
        /// The role, for a screen reader.
        role: Option<String>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}
