//! Who asks, and what: the acts of every room in one.

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The installation's keeper: whoever may write to the journal's own database and works at the command line, by the
    /// name the entry will show.
    Keeper(String),
}

impl Who {
    /// The keeper, by name.
    pub fn keeper(name: impl Into<String>) -> Self {
        Self::Keeper(name.into())
    }
}

/// An act of one of the rooms.
#[derive(Clone, Debug)]
pub enum Act {
    /// Of the register: a release of published facts, or a fact put right.
    Register(register::Act),
}

impl From<register::Act> for Act {
    fn from(act: register::Act) -> Self {
        Self::Register(act)
    }
}

/// An act as somebody asks for it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks.
    pub who: Who,
    /// What.
    pub act: Act,
}
