//! What is wrong with what was asked or sent, in words that say what to do.

use terms::OdsCode;

/// One thing wrong with what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's id on the page, and its name in the request.
    pub field: String,
    /// What is wrong and how to put it right, as a sentence.
    pub message: String,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A parameter is wrong.
    Param(FieldError),
    /// What is asked about is not on record, as a sentence that says what to do.
    Unknown(String),
}

impl Fault {
    /// A parameter is wrong.
    pub fn param(name: &str, message: impl Into<String>) -> Self {
        Self::Param(FieldError { field: name.to_owned(), message: message.into() })
    }

    /// Nothing on the register has a code.
    pub fn unknown_body(code: OdsCode) -> Self {
        Self::Unknown(format!(
            "Nothing on the register has the code {code}. Search for the organisation by name. If the code is right, the file \
             that describes the organisation is not imported yet."
        ))
    }
}
