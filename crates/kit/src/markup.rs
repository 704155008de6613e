//! Text that must be escaped and markup that must not, told apart by type.

use std::fmt::{self, Display, Formatter, Write};

use askama::Template;
use askama::filters::HtmlSafe;

/// Markup ready to be put in a page.
///
/// It is made by rendering a component or by naming text as trusted; there is no way from a plain string by accident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Deserialize), serde(transparent))]
pub struct Markup(String);

impl Markup {
    /// Markup written by us: never pass it anything a user or a file supplied.
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// `text` with `&`, `<`, `>` and both quotes escaped.
    pub fn escaped(text: &str) -> Self {
        Self(Escaped(text).to_string())
    }

    /// The markup of a component or of any other template.
    ///
    /// A template fails only if a value's own `Display` fails; ours do not, and what had been written is kept.
    pub fn of(template: &impl Template) -> Self {
        let mut markup = String::with_capacity(256);
        if let Err(error) = template.render_into(&mut markup) {
            tracing::error!(%error, "a component could not be rendered");
        }
        Self(markup)
    }

    /// Several pieces of markup, one after the other.
    pub fn joined(pieces: impl IntoIterator<Item = Self>) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }

    /// The markup as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Markup {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// What an element holds: text, to be escaped, or markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text as a person wrote it; escaped when shown.
    Text(String),
    /// Markup, shown as it is.
    Html(Markup),
}

impl Content {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Html(markup) => markup.0.is_empty(),
        }
    }

    /// Whether this is text rather than markup.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// The text, or nothing if this is markup.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Html(_) => "",
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Markup> for Content {
    fn from(markup: Markup) -> Self {
        Self::Html(markup)
    }
}

impl Display for Content {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Escaped(text).fmt(f),
            Self::Html(markup) => markup.fmt(f),
        }
    }
}

impl HtmlSafe for Content {}

/// Extra class names, shown after a component's own: a space and the names, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Deserialize), serde(transparent))]
pub struct Classes(String);

impl Classes {
    /// Adds names to these.
    #[must_use]
    pub fn and(mut self, names: &str) -> Self {
        if !names.is_empty() {
            if !self.0.is_empty() {
                self.0.push(' ');
            }
            self.0.push_str(names);
        }
        self
    }

    /// Adds names if a condition holds.
    #[must_use]
    pub fn and_if(self, condition: bool, names: &str) -> Self {
        if condition { self.and(names) } else { self }
    }

    /// Adds another set of names.
    #[must_use]
    pub fn with(self, other: &Self) -> Self {
        self.and(&other.0)
    }
}

impl From<&str> for Classes {
    fn from(names: &str) -> Self {
        Self(names.to_owned())
    }
}

impl Display for Classes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " {}", Escaped(&self.0))
    }
}

impl HtmlSafe for Classes {}

/// Attributes beyond a component's own, in order; values are escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// Adds `name="value"`.
    #[must_use]
    pub fn and(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// Adds `name="value"` if there is a value.
    #[must_use]
    pub fn and_some(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.and(name, value),
            None => self,
        }
    }

    /// Adds a bare `name` if the condition holds.
    #[must_use]
    pub fn and_if(mut self, condition: bool, name: &str) -> Self {
        if condition {
            self.0.push((name.to_owned(), String::new()));
        }
        self
    }

    /// Adds other attributes.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }
}

impl Display for Attributes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            if value.is_empty() {
                write!(f, " {}", Escaped(name))?;
            } else {
                write!(f, " {}=\"{}\"", Escaped(name), Escaped(value))?;
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Attributes {}

#[cfg(test)]
impl<'de> serde::Deserialize<'de> for Attributes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = serde_json::Map::deserialize(deserializer)?;
        let text = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Ok(Self(map.into_iter().map(|(name, value)| (name, text(value))).collect()))
    }
}

/// A bare string, or an object with `Text` or `Html`, or one of those as the `content` of an object.
#[cfg(test)]
impl<'de> serde::Deserialize<'de> for Content {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let inner = value.get("content").unwrap_or(&value);
        match (inner, inner.get("Text"), inner.get("Html")) {
            (serde_json::Value::String(text), _, _) | (_, Some(serde_json::Value::String(text)), _) => {
                Ok(Self::from(text.as_str()))
            }
            (_, _, Some(serde_json::Value::String(html))) => Ok(Markup::trusted(html.as_str()).into()),
            _ => Err(serde::de::Error::custom(format!("neither text nor markup: {value}"))),
        }
    }
}

/// ` name="value"`, or nothing: for a template's optional attributes.
pub(crate) fn attr(name: &'static str, value: Option<&String>) -> Attributes {
    Attributes::default().and_some(name, value.filter(|value| !value.is_empty()))
}

/// Text that escapes itself when shown.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_markup_is_not() {
        assert_eq!(
            Content::from("<b>\"O'Brien\" & co</b>").to_string(),
            "&lt;b&gt;&quot;O&#39;Brien&quot; &amp; co&lt;/b&gt;"
        );
        assert_eq!(Content::from(Markup::trusted("<b>x</b>")).to_string(), "<b>x</b>");
    }

    #[test]
    fn an_attribute_cannot_break_out() {
        let attributes =
            Attributes::default().and("title", "\" onload=\"x").and_if(true, "disabled").and_if(false, "hidden");
        assert_eq!(attributes.to_string(), " title=\"&quot; onload=&quot;x\" disabled");
    }
}
