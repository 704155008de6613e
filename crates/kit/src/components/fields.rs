//! Fields a person types into, chooses from or gives a file to.

use super::{ErrorMessage, Fieldset, Hint, Label, component, part};
use crate::markup::{Attributes, Classes, Content, Markup, attr};

part! {
    /// What stands around a field, inside its group.
    FormGroup {
        /// Extra class names of the group.
        classes: Classes,
        /// Markup just before the field.
        before_input: Option<Affix>,
        /// Markup just after the field, such as a button.
        after_input: Option<Affix>,
    }
}

part! {
    /// Something fixed beside a field, such as a unit.
    Affix {
        /// What it says.
        content: Content,
        /// Extra class names.
        classes: Classes,
    }
}

impl<T: Into<Content>> From<T> for Affix {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

/// A hint with its id, and the ids a field is described by.
pub(super) fn hint_of(hint: Option<&Hint>, field: &str) -> Option<Hint> {
    hint.filter(|hint| !hint.content.is_empty())
        .map(|hint| Hint { id: hint.id.clone().or_else(|| Some(format!("{field}-hint"))), ..hint.clone() })
}

pub(super) fn error_of(error: Option<&ErrorMessage>, field: &str) -> Option<ErrorMessage> {
    error
        .filter(|error| !error.content.is_empty())
        .map(|error| ErrorMessage { id: error.id.clone().or_else(|| Some(format!("{field}-error"))), ..error.clone() })
}

pub(super) fn described_by(
    first: Option<&String>,
    hint: Option<&Hint>,
    error: Option<&ErrorMessage>,
) -> Option<String> {
    let ids: Vec<&str> = [first, hint.and_then(|hint| hint.id.as_ref()), error.and_then(|error| error.id.as_ref())]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    Some(ids.join(" ")).filter(|ids| !ids.is_empty())
}

/// What every field shares: its id, and its label, hint and error message with their ids.
macro_rules! field_parts {
    ($name:ident) => {
        impl $name {
            fn field_id(&self) -> &str {
                self.id.as_deref().unwrap_or(&self.name)
            }

            fn label(&self) -> Label {
                self.label.for_field(self.field_id())
            }

            fn hint(&self) -> Option<Hint> {
                hint_of(self.hint.as_ref(), self.field_id())
            }

            fn error(&self) -> Option<ErrorMessage> {
                error_of(self.error_message.as_ref(), self.field_id())
            }

            fn described_by(&self) -> Option<String> {
                described_by(self.described_by.as_ref(), self.hint().as_ref(), self.error().as_ref())
            }

            fn group_classes(&self) -> Classes {
                Classes::default()
                    .and_if(self.error_message.is_some(), "nhsuk-form-group--error")
                    .with(&self.form_group.classes)
            }
        }
    };
}

component! {
    /// A field of one line.
    "components/input.html" Input {
        /// The name it is sent under.
        name: String,
        /// The element's id; the name unless said otherwise.
        id: Option<String>,
        /// The words beside it.
        label: Label,
        /// Help with it.
        hint: Option<Hint>,
        /// What is wrong with it.
        error_message: Option<ErrorMessage>,
        /// What it holds.
        value: Option<String>,
        /// `text` unless said otherwise.
        #[cfg_attr(test, serde(rename = "type"))]
        input_type: Option<String>,
        /// The keyboard to offer, e.g. `numeric`.
        inputmode: Option<String>,
        /// What a browser may fill in.
        autocomplete: Option<String>,
        /// What a keyboard may make capital.
        autocapitalize: Option<String>,
        /// A pattern the value must match.
        pattern: Option<String>,
        /// An example inside the empty field; a hint is better.
        placeholder: Option<String>,
        /// Whether a browser may check the spelling.
        spellcheck: Option<bool>,
        /// Whether it is out of use.
        disabled: bool,
        /// Its width in letters: 2, 3, 4, 5, 10, 20 or 30.
        width: Option<u8>,
        /// Whether it holds a code, shown in letters of one width.
        code: bool,
        /// Whether it is large.
        large: bool,
        /// Something fixed before it.
        prefix: Option<Affix>,
        /// Something fixed after it.
        suffix: Option<Affix>,
        /// What stands around it.
        form_group: FormGroup,
        /// The ids of what describes it, besides its hint and error message.
        described_by: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

field_parts!(Input);

impl Input {
    fn class(&self) -> Classes {
        let width = self.width.map_or(String::new(), |width| format!("nhsuk-input--width-{width}"));
        Classes::default()
            .and_if(self.large, "nhsuk-input--large")
            .and_if(self.code, "nhsuk-input--code")
            .and_if(self.error_message.is_some(), "nhsuk-input--error")
            .and(&width)
            .with(&self.classes)
    }

    fn wrapped(&self) -> bool {
        let shown = |affix: &Option<Affix>| affix.as_ref().is_some_and(|affix| !affix.content.is_empty());
        [&self.prefix, &self.suffix, &self.form_group.before_input, &self.form_group.after_input].into_iter().any(shown)
    }

    fn own_attributes(&self) -> Attributes {
        let kind = self.input_type.as_deref().unwrap_or("text");
        Attributes::default()
            .and("id", self.field_id())
            .and("name", &self.name)
            .and("type", kind)
            .and_some("spellcheck", self.spellcheck.map(|on| on.to_string()))
            .and_some("value", self.value.as_deref())
            .and_if(self.disabled, "disabled")
            .and_some("aria-describedby", self.described_by())
            .and_some("autocomplete", self.autocomplete.as_deref())
            .and_some("autocapitalize", self.autocapitalize.as_deref())
            .and_some("pattern", self.pattern.as_deref())
            .and_some("placeholder", self.placeholder.as_deref())
            .and_some("inputmode", self.inputmode.as_deref())
    }
}

component! {
    /// A field of several lines.
    "components/textarea.html" Textarea {
        /// The name it is sent under.
        name: String,
        /// The element's id; the name unless said otherwise.
        id: Option<String>,
        /// The words beside it.
        label: Label,
        /// Help with it.
        hint: Option<Hint>,
        /// What is wrong with it.
        error_message: Option<ErrorMessage>,
        /// What it holds.
        value: String,
        /// How many lines it shows: 5 unless said otherwise.
        rows: Option<u16>,
        /// Whether a browser may check the spelling.
        spellcheck: Option<bool>,
        /// What a browser may fill in.
        autocomplete: Option<String>,
        /// Whether it is out of use.
        disabled: bool,
        /// What stands around it.
        form_group: FormGroup,
        /// The ids of what describes it, besides its hint and error message.
        described_by: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

field_parts!(Textarea);

impl Textarea {
    fn own_attributes(&self) -> Attributes {
        Attributes::default()
            .and("id", self.field_id())
            .and("name", &self.name)
            .and("rows", self.rows.unwrap_or(5).to_string())
            .and_some("spellcheck", self.spellcheck.map(|on| on.to_string()))
            .and_if(self.disabled, "disabled")
            .and_some("aria-describedby", self.described_by())
            .and_some("autocomplete", self.autocomplete.as_deref())
    }
}

component! {
    /// A list to choose one from.
    "components/select.html" Select {
        /// The name it is sent under.
        name: String,
        /// The element's id; the name unless said otherwise.
        id: Option<String>,
        /// The words beside it.
        label: Label,
        /// Help with it.
        hint: Option<Hint>,
        /// What is wrong with it.
        error_message: Option<ErrorMessage>,
        /// What may be chosen.
        items: Vec<SelectOption>,
        /// The value chosen.
        value: Option<String>,
        /// Whether it is out of use.
        disabled: bool,
        /// What stands around it.
        form_group: FormGroup,
        /// The ids of what describes it, besides its hint and error message.
        described_by: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

part! {
    /// One line of a [`Select`].
    SelectOption {
        /// What it says.
        content: Content,
        /// What is sent; what it says unless said otherwise.
        value: Option<String>,
        /// Whether it is chosen.
        selected: bool,
        /// Whether it is out of use.
        disabled: bool,
        /// Whether it is a rule between options, and nothing else.
        divider: bool,
    }
}

impl SelectOption {
    /// An option that sends `value`.
    pub fn new(value: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { content: content.into(), value: Some(value.into()), ..Self::default() }
    }
}

field_parts!(Select);

impl Select {
    fn own_attributes(&self) -> Attributes {
        Attributes::default()
            .and("id", self.field_id())
            .and("name", &self.name)
            .and_if(self.disabled, "disabled")
            .and_some("aria-describedby", self.described_by())
    }

    fn option_attributes(&self, item: &SelectOption) -> Attributes {
        let effective = item.value.as_deref().unwrap_or(item.content.text());
        let chosen = item.selected || self.value.as_deref().is_some_and(|value| value == effective);
        // An option that sends nothing still has its attribute, or it would send its words.
        let value = if item.value.as_deref() == Some("") {
            Attributes::default().and("value", "")
        } else {
            attr("value", item.value.as_ref())
        };
        value.and_if(chosen, "selected").and_if(item.disabled, "disabled")
    }

    fn wrapped(&self) -> bool {
        self.form_group.before_input.is_some() || self.form_group.after_input.is_some()
    }
}

component! {
    /// A date as three fields.
    "components/date-input.html" DateInput {
        /// The element's id, and the start of its fields' ids.
        id: String,
        /// What the fields' names are put inside: `start` gives `start[day]`.
        name_prefix: Option<String>,
        /// The question over them.
        fieldset: Option<Fieldset>,
        /// Help with it.
        hint: Option<Hint>,
        /// What is wrong with it.
        error_message: Option<ErrorMessage>,
        /// The fields.
        items: Vec<DatePart>,
        /// Whether it is out of use.
        disabled: bool,
        /// What stands around it.
        form_group: FormGroup,
        /// Extra class names.
        classes: Classes,
    }
}

part! {
    /// One field of a [`DateInput`].
    DatePart {
        /// `day`, `month` or `year`.
        name: String,
        /// The words over it; its name unless said otherwise.
        label: Option<Label>,
        /// What it holds.
        value: Option<String>,
        /// Its width in letters: 2, and 4 for a year, unless said otherwise.
        width: Option<u8>,
        /// Whether this is the field that is wrong.
        error: bool,
        /// Whether it is out of use, if not as the whole date is.
        disabled: Option<bool>,
        /// What a browser may fill in.
        autocomplete: Option<String>,
    }
}

impl DatePart {
    /// A field that holds `value`.
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: Some(value.into()).filter(|value| !value.is_empty()), ..Self::default() }
    }
}

impl DateInput {
    /// Day, month and year, as typed; a `legend` is the question.
    pub fn new(id: &str, legend: impl Into<super::Legend>, day: &str, month: &str, year: &str) -> Self {
        Self {
            id: id.to_owned(),
            fieldset: Some(Fieldset { legend: legend.into(), ..Fieldset::default() }),
            items: vec![DatePart::new("day", day), DatePart::new("month", month), DatePart::new("year", year)],
            ..Self::default()
        }
    }

    fn any_part_wrong(&self) -> bool {
        self.items.iter().any(|part| part.error)
    }

    fn fields(&self) -> Vec<Input> {
        self.items.iter().map(|part| self.field(part)).collect()
    }

    fn field(&self, part: &DatePart) -> Input {
        let wrong = part.error || (self.error_message.is_some() && !self.any_part_wrong());
        let mut words = part.name.chars();
        let capital: String = words.next().map(|first| first.to_uppercase().chain(words).collect()).unwrap_or_default();
        let label = part.label.clone().unwrap_or_default();
        let content = if label.content.is_empty() { capital.into() } else { label.content.clone() };
        Input {
            name: self
                .name_prefix
                .as_ref()
                .map_or_else(|| part.name.clone(), |prefix| format!("{prefix}[{}]", part.name)),
            id: Some(format!("{}-{}", self.id, part.name)),
            label: Label { content, classes: Classes::from("nhsuk-date-input__label").with(&label.classes), ..label },
            error_message: wrong.then(ErrorMessage::default),
            value: part.value.clone(),
            width: Some(part.width.unwrap_or(if part.name == "year" { 4 } else { 2 })),
            inputmode: Some("numeric".to_owned()),
            autocomplete: part.autocomplete.clone(),
            disabled: part.disabled.unwrap_or(self.disabled),
            classes: "nhsuk-date-input__input".into(),
            ..Input::default()
        }
    }

    fn hint(&self) -> Option<Hint> {
        hint_of(self.hint.as_ref(), &self.id)
    }

    fn error(&self) -> Option<ErrorMessage> {
        error_of(self.error_message.as_ref(), &self.id)
    }

    fn group_classes(&self) -> Classes {
        let wrong = self.error_message.is_some() || self.any_part_wrong();
        Classes::default().and_if(wrong, "nhsuk-form-group--error").with(&self.form_group.classes)
    }

    fn inner(&self) -> Markup {
        let (hint, error) = (self.hint(), self.error());
        let parts = DateParts {
            id: &self.id,
            classes: &self.classes,
            hint: hint.as_ref(),
            error: error.as_ref(),
            fields: self.fields(),
        };
        // The role makes a screen reader read the description, which it skips for a field set of text fields.
        grouped(self.fieldset.as_ref(), Markup::of(&parts), hint.as_ref(), error.as_ref(), Some("group"))
    }
}

/// The fields with their hint and error message, which go inside the field set if there is one.
#[derive(askama::Template)]
#[template(path = "components/date-parts.html")]
struct DateParts<'a> {
    id: &'a str,
    classes: &'a Classes,
    hint: Option<&'a Hint>,
    error: Option<&'a ErrorMessage>,
    fields: Vec<Input>,
}

/// `inner` inside its field set, if it has one, which then carries the description.
pub(super) fn grouped(
    fieldset: Option<&Fieldset>,
    inner: Markup,
    hint: Option<&Hint>,
    error: Option<&ErrorMessage>,
    role: Option<&str>,
) -> Markup {
    let Some(fieldset) = fieldset else { return inner };
    Markup::of(&Fieldset {
        html: inner.into(),
        described_by: described_by(fieldset.described_by.as_ref(), hint, error),
        role: fieldset.role.clone().or_else(|| role.map(str::to_owned)),
        ..fieldset.clone()
    })
}

component! {
    /// A field that takes a file: the browser's own, with or without script.
    "components/file-upload.html" FileUpload {
        /// The name it is sent under.
        name: String,
        /// The element's id; the name unless said otherwise.
        id: Option<String>,
        /// The words beside it.
        label: Label,
        /// Help with it.
        hint: Option<Hint>,
        /// What is wrong with it.
        error_message: Option<ErrorMessage>,
        /// Whether it takes several.
        multiple: bool,
        /// Whether it is out of use.
        disabled: bool,
        /// What stands around it.
        form_group: FormGroup,
        /// The ids of what describes it, besides its hint and error message.
        described_by: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

field_parts!(FileUpload);

impl FileUpload {
    fn own_attributes(&self) -> Attributes {
        Attributes::default()
            .and("id", self.field_id())
            .and("name", &self.name)
            .and("type", "file")
            .and_if(self.disabled, "disabled")
            .and_if(self.multiple, "multiple")
            .and_some("aria-describedby", self.described_by())
    }
}
