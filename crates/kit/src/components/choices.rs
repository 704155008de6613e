//! Radios and checkboxes.

use super::fields::{described_by, error_of, grouped, hint_of};
use super::{ErrorMessage, Fieldset, FormGroup, Hint, Label, component, names, part};
use crate::markup::{Attributes, Classes, Content, Markup};

part! {
    /// What is shown only while a choice is made.
    Conditional {
        /// Usually another field.
        content: Content,
    }
}

component! {
    /// A question with one answer.
    "components/radios.html" Radios {
        /// The name the answer is sent under.
        name: String,
        /// The start of the choices' ids; the name unless said otherwise.
        id_prefix: Option<String>,
        /// The question.
        fieldset: Option<Fieldset>,
        /// Help with it.
        hint: Option<Hint>,
        /// What is wrong with it.
        error_message: Option<ErrorMessage>,
        /// What may be chosen.
        items: Vec<Choice>,
        /// The value chosen.
        value: Option<String>,
        /// Whether they stand side by side.
        inline: bool,
        /// Whether they are small.
        small: bool,
        /// Whether they are out of use.
        disabled: bool,
        /// What stands around them.
        form_group: FormGroup,
        /// Extra class names.
        classes: Classes,
    }
}

part! {
    /// One answer of [`Radios`].
    Choice {
        /// What it says.
        content: Content,
        /// What is sent.
        value: String,
        /// More about it.
        hint: Option<Hint>,
        /// Whether it is chosen.
        checked: bool,
        /// Whether it is out of use, if not as the others are.
        disabled: Option<bool>,
        /// What is shown while it is chosen.
        conditional: Option<Conditional>,
        /// A word between choices, such as `or`, in place of a choice.
        divider: Option<String>,
    }
}

impl Choice {
    /// An answer that sends `value`.
    pub fn new(value: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { content: content.into(), value: value.into(), ..Self::default() }
    }
}

/// The choices with their hint and error message, which go inside the field set if there is one.
#[derive(askama::Template)]
#[template(path = "components/choices.html")]
struct Inner<'a> {
    kind: &'static str,
    class: Classes,
    hint: Option<&'a Hint>,
    error: Option<&'a ErrorMessage>,
    items: Vec<Shown>,
}

/// One choice with everything worked out, as the template needs it.
struct Shown {
    divider: Option<String>,
    item_classes: Classes,
    attributes: Attributes,
    label: Label,
    hint: Option<Hint>,
    conditional: Option<(String, Content)>,
    checked: bool,
}

fn item_id(prefix: &str, index: usize) -> String {
    if index == 0 { prefix.to_owned() } else { format!("{prefix}-{}", index + 1) }
}

fn item_hint(hint: Option<&Hint>, id: &str, class: &str) -> Option<Hint> {
    hint.filter(|hint| !hint.content.is_empty()).map(|hint| Hint {
        id: hint.id.clone().or_else(|| Some(format!("{id}-item-hint"))),
        classes: Classes::from(class).with(&hint.classes),
        ..hint.clone()
    })
}

fn condition(conditional: Option<&Conditional>, id: &str) -> Option<(String, Content)> {
    conditional
        .filter(|conditional| !conditional.content.is_empty())
        .map(|conditional| (format!("conditional-{id}"), conditional.content.clone()))
}

impl Radios {
    fn prefix(&self) -> &str {
        self.id_prefix.as_deref().unwrap_or(&self.name)
    }

    fn shown(&self) -> Vec<Shown> {
        self.items.iter().enumerate().map(|(index, item)| self.show(index, item)).collect()
    }

    fn show(&self, index: usize, item: &Choice) -> Shown {
        let id = item_id(self.prefix(), index);
        let hint = item_hint(item.hint.as_ref(), &id, "nhsuk-radios__hint");
        let conditional = condition(item.conditional.as_ref(), &id);
        let checked = item.checked || self.value.as_deref().is_some_and(|value| value == item.value);
        Shown {
            divider: item.divider.clone(),
            item_classes: Classes::default(),
            attributes: Attributes::default()
                .and("id", &id)
                .and("name", &self.name)
                .and("type", "radio")
                .and("value", &item.value)
                .and_if(checked, "checked")
                .and_if(item.disabled.unwrap_or(self.disabled), "disabled")
                .and_some("data-aria-controls", conditional.as_ref().map(|(id, _)| id.as_str()))
                .and_some("aria-describedby", hint.as_ref().and_then(|hint| hint.id.as_deref())),
            label: Label {
                content: item.content.clone(),
                classes: "nhsuk-radios__label".into(),
                of_field: Some(id),
                ..Label::default()
            },
            hint,
            conditional,
            checked,
        }
    }

    fn hint(&self) -> Option<Hint> {
        hint_of(self.hint.as_ref(), self.prefix())
    }

    fn error(&self) -> Option<ErrorMessage> {
        error_of(self.error_message.as_ref(), self.prefix())
    }

    fn class(&self) -> Classes {
        Classes::default()
            .and_if(self.small, "nhsuk-radios--small")
            .and_if(self.inline, "nhsuk-radios--inline")
            .with(&self.classes)
    }

    fn group_classes(&self) -> Classes {
        Classes::default()
            .and_if(self.error_message.is_some(), "nhsuk-form-group--error")
            .with(&self.form_group.classes)
    }

    fn inner(&self) -> Markup {
        let (hint, error) = (self.hint(), self.error());
        let inner = Inner {
            kind: "radios",
            class: self.class(),
            hint: hint.as_ref(),
            error: error.as_ref(),
            items: self.shown(),
        };
        grouped(self.fieldset.as_ref(), Markup::of(&inner), hint.as_ref(), error.as_ref(), None)
    }
}

names! {
    /// How a checkbox acts on the others.
    Behaviour {
        /// It unticks the others: "None of these".
        Exclusive = "exclusive",
        /// It ticks the others: "All of these". It needs script, and is hidden without.
        Inclusive = "inclusive",
    }
}

component! {
    /// A question with any number of answers.
    "components/checkboxes.html" Checkboxes {
        /// The name the answers are sent under.
        name: String,
        /// The start of the choices' ids; the name unless said otherwise.
        id_prefix: Option<String>,
        /// The question.
        fieldset: Option<Fieldset>,
        /// Help with it.
        hint: Option<Hint>,
        /// What is wrong with it.
        error_message: Option<ErrorMessage>,
        /// What may be ticked.
        items: Vec<Checkbox>,
        /// The values ticked.
        values: Vec<String>,
        /// Whether they stand side by side.
        inline: bool,
        /// Whether they are small.
        small: bool,
        /// Whether they are out of use.
        disabled: bool,
        /// What stands around them.
        form_group: FormGroup,
        /// The ids of what describes them, besides the hint and error message.
        described_by: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

part! {
    /// One answer of [`Checkboxes`].
    Checkbox {
        /// What it says.
        content: Content,
        /// What is sent.
        value: String,
        /// The name it is sent under, if not the group's.
        name: Option<String>,
        /// More about it.
        hint: Option<Hint>,
        /// Whether it is ticked.
        checked: bool,
        /// Whether it is out of use, if not as the others are.
        disabled: Option<bool>,
        /// What is shown while it is ticked.
        conditional: Option<Conditional>,
        /// How it acts on the others.
        behaviour: Option<Behaviour>,
        /// Which others it acts on.
        behaviour_group: Option<String>,
        /// A word between choices, such as `or`, in place of a choice.
        divider: Option<String>,
    }
}

impl Checkbox {
    /// An answer that sends `value`.
    pub fn new(value: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { content: content.into(), value: value.into(), ..Self::default() }
    }
}

impl Checkboxes {
    fn prefix(&self) -> &str {
        self.id_prefix.as_deref().unwrap_or(&self.name)
    }

    fn shown(&self) -> Vec<Shown> {
        self.items.iter().enumerate().map(|(index, item)| self.show(index, item)).collect()
    }

    fn show(&self, index: usize, item: &Checkbox) -> Shown {
        let id = item_id(self.prefix(), index);
        let hint = item_hint(item.hint.as_ref(), &id, "nhsuk-checkboxes__hint");
        let conditional = condition(item.conditional.as_ref(), &id);
        let checked = item.checked || self.values.contains(&item.value);
        // Without a field set there is nothing else to carry the description, so every box does.
        let group = if self.fieldset.is_none() {
            described_by(self.described_by.as_ref(), self.hint().as_ref(), self.error().as_ref())
        } else {
            None
        };
        Shown {
            divider: item.divider.clone(),
            item_classes: Classes::default()
                .and_if(item.behaviour == Some(Behaviour::Inclusive), "nhsuk-u-frontend-not-supported-hidden"),
            attributes: Attributes::default()
                .and("id", &id)
                .and("name", item.name.as_deref().unwrap_or(&self.name))
                .and("type", "checkbox")
                .and("value", &item.value)
                .and_if(checked, "checked")
                .and_if(item.disabled.unwrap_or(self.disabled), "disabled")
                .and_some("data-behaviour", item.behaviour.map(Behaviour::name))
                .and_some("data-behaviour-group", item.behaviour_group.as_deref())
                .and_some("data-aria-controls", conditional.as_ref().map(|(id, _)| id.as_str()))
                .and_some("aria-describedby", described_by(group.as_ref(), hint.as_ref(), None)),
            label: Label {
                content: item.content.clone(),
                classes: "nhsuk-checkboxes__label".into(),
                of_field: Some(id),
                ..Label::default()
            },
            hint,
            conditional,
            checked,
        }
    }

    fn hint(&self) -> Option<Hint> {
        hint_of(self.hint.as_ref(), self.prefix())
    }

    fn error(&self) -> Option<ErrorMessage> {
        error_of(self.error_message.as_ref(), self.prefix())
    }

    fn class(&self) -> Classes {
        Classes::default()
            .and_if(self.small, "nhsuk-checkboxes--small")
            .and_if(self.inline, "nhsuk-checkboxes--inline")
            .with(&self.classes)
    }

    fn group_classes(&self) -> Classes {
        Classes::default()
            .and_if(self.error_message.is_some(), "nhsuk-form-group--error")
            .with(&self.form_group.classes)
    }

    fn inner(&self) -> Markup {
        let (hint, error) = (self.hint(), self.error());
        let inner = Inner {
            kind: "checkboxes",
            class: self.class(),
            hint: hint.as_ref(),
            error: error.as_ref(),
            items: self.shown(),
        };
        grouped(self.fieldset.as_ref(), Markup::of(&inner), hint.as_ref(), error.as_ref(), None)
    }
}
