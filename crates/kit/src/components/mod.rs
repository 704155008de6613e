//! The components of the NHS design system, as structs that render.
//!
//! Each has the options of the published Nunjucks macro of the same name that our pages use, and gives the same markup:
//! the tests compare it with every example the package ships. A page makes a component with struct update syntax
//! (`Button { content: "Search".into(), ..Button::default() }`), keeps it as a field of its own and writes `{{ search }}`.

mod card;
mod choices;
mod fields;
mod navigation;
mod notices;
mod summary;
mod table_element;
mod words;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod normal;

pub use card::{Action, Card, CardVariant, Description};
pub use choices::{Behaviour, Checkbox, Checkboxes, Choice, Conditional, Radios};
pub use fields::{Affix, DateInput, DatePart, FileUpload, FormGroup, Input, Select, SelectOption, Textarea};
pub use navigation::{
    Account, AccountItem, BackLink, Breadcrumb, Crumb, Footer, FooterColumn, FooterList, Header, Navigation,
    NavigationItem, PageLink, Pagination, Search, Service, SkipLink, Step,
};
pub use notices::{
    Button, ButtonVariant, Details, ErrorLine, ErrorSummary, Icon, IconPlacement, InsetText, NotificationBanner, Panel,
    PanelVariant, Tab, Tabs, Tag, TagColour, WarningCallout,
};
pub use summary::{SummaryList, SummaryRow, SummaryValue};
pub use table_element::{BodyCell, Format, HeadCell, TableCaption, TableElement};
pub use words::{Caption, ErrorMessage, Fieldset, Heading, Hint, Label, Legend, Placement, Size};

/// A struct of options that renders through a template.
macro_rules! component {
    ($(#[doc = $doc:literal])* $path:literal $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, askama::Template)]
        #[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
        #[template(path = $path)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }

        impl askama::filters::HtmlSafe for $name {}

        impl From<&$name> for crate::markup::Markup {
            fn from(component: &$name) -> Self {
                Self::of(component)
            }
        }
    };
}

/// A struct of options that is part of a component.
macro_rules! part {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default)]
        #[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
        pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }
    };
}

/// A closed set of names that a class name ends in.
macro_rules! names {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $variant_doc:literal])* $variant:ident = $text:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(test, derive(serde::Deserialize))]
        pub enum $name { $($(#[doc = $variant_doc])* #[cfg_attr(test, serde(rename = $text))] $variant,)* }

        impl $name {
            /// The name as the style sheet has it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

pub(crate) use {component, names, part};
