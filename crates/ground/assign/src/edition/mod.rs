//! Editions of the method: the graph as data, read from a readable file and checked.

mod check;
mod parse;

use crate::code::CodeId;
use crate::day::{Day, Span};
use crate::error::AssignError;
use crate::key::{CodeKey, Key, code_key};
use crate::outcome::Terminal;
use crate::predicate::Predicate;
use crate::record::Field;
use crate::reference::{DelegationStatus, Reference};
use serde::Serialize;
use std::sync::LazyLock;

/// How far the sources support an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// The whole text and chart were read.
    Full,
    /// As far as the sources show; the notes say what is not known.
    Partial,
}

/// One edition of the method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its id, such as `CAM-2025-26`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The days of activity it is for.
    pub span: Span,
    /// The version of the guidance it was read from.
    pub guidance: String,
    /// The date of the flow chart.
    pub chart: String,
    /// How far the sources support it.
    pub support: Support,
    /// What a reader should know, one sentence a line.
    pub notes: Vec<String>,
    pub(crate) sets: Sets,
    pub(crate) scope: Vec<Scope>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) ends: Vec<End>,
}

/// A question of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its id in the file, such as `J/emergency`.
    pub key: String,
    /// The question in words.
    pub question: String,
    /// The exact test.
    pub predicate: Predicate,
    /// Where "yes" leads.
    pub yes: Target,
    /// Where "no" leads.
    pub no: Target,
}

impl Node {
    /// The id as the chart prints it and as paths show it.
    pub fn label(&self) -> &str {
        self.key.split('/').next().unwrap_or(&self.key)
    }
}

/// Where an edge leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// To another question, by its place in [`Edition::nodes`].
    Node(u8),
    /// To an end.
    End {
        /// Its place in [`Edition::ends`].
        end: u8,
        /// The commissioned service category of a record that ends here.
        category: Category,
    },
}

/// Commissioned service category, as two digits; blank where the sources name none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category(pub(crate) u8);

impl Category {
    /// The two digits, or zero for none.
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl std::fmt::Display for Category {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 == 0 { Ok(()) } else { write!(f, "{:02}", self.0) }
    }
}

impl Serialize for Category {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An end of the graph and the derivation of its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Its name in the file.
    pub name: String,
    /// How the code is found.
    pub derivation: Derivation,
    /// The terminal it reports; `None` for the ends that report one by nation.
    pub terminal: Option<Terminal>,
}

/// How an end finds its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// A code the method fixes.
    Fixed(String),
    /// Where the provider's main site stands.
    Host,
    /// By practice, then residence, then host.
    Responsible,
    /// The hub that contracts with the provider.
    ProviderHub,
    /// The hub of the practice's or the home's region, then that of the provider.
    PopulationHub,
    /// None by design.
    NoCode,
    /// The hub of the place of detention.
    JusticeHub,
    /// The region, by practice, home, then host.
    PublicHealthRegion,
    /// The home's local authority.
    LocalAuthority,
    /// Board or group of a devolved nation; Wales has a default for its pseudo-postcode.
    DevolvedGeneral {
        /// Wales, when the recorded postcode is the pseudo-postcode for Wales.
        wales: String,
    },
    /// Specialised commissioner of a devolved nation.
    DevolvedSpecialised {
        /// Wales.
        wales: String,
        /// Scotland.
        scotland: String,
    },
}

impl Derivation {
    /// The codes it fixes.
    pub(crate) fn codes(&self) -> Vec<&str> {
        match self {
            Self::Fixed(code) | Self::DevolvedGeneral { wales: code } => vec![code],
            Self::DevolvedSpecialised { wales, scotland } => vec![wales, scotland],
            _ => Vec::new(),
        }
    }
}

/// One type of data set an edition reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The type, as [`Traits::cds_number`](crate::record::Traits) counts it.
    pub(crate) cds: u16,
    pub(crate) date: Field,
    pub(crate) entry: u8,
    pub(crate) admitted: bool,
}

/// Lists of values an edition sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sets {
    /// Bits by the number of the charging category.
    pub(crate) chargeable: u8,
    pub(crate) visitor: u8,
    pub(crate) resident: u8,
    /// Numbers as [`padded`](crate::record::padded) gives them.
    pub(crate) private: Vec<u8>,
    pub(crate) penal: Vec<u8>,
    pub(crate) doubtful: Vec<u8>,
    pub(crate) retained: Vec<DelegationStatus>,
    pub(crate) in_scope: Vec<DelegationStatus>,
    pub(crate) known: Vec<DelegationStatus>,
}

static BUILT_IN: LazyLock<Result<Vec<Edition>, AssignError>> = LazyLock::new(|| {
    let files = [
        include_str!("../../editions/2025-26.edition"),
        include_str!("../../editions/2024-25.edition"),
        include_str!("../../editions/ccg.edition"),
    ];
    files.into_iter().map(Edition::parse).collect()
});

impl Edition {
    /// The editions that come with the crate, the latest first.
    ///
    /// # Errors
    /// What [`Edition::parse`] finds wrong; a test of the crate reads them all.
    pub fn built_in() -> Result<&'static [Self], AssignError> {
        BUILT_IN.as_deref().map_err(Clone::clone)
    }

    /// The questions, in the order of the file.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The ends, in the order of the file.
    pub fn ends(&self) -> &[End] {
        &self.ends
    }

    /// The places where records enter: the node, by the type of data set.
    pub fn entries(&self) -> Vec<(String, &Node)> {
        let entries = self.scope.iter().filter_map(|scope| Some((scope, self.nodes.get(usize::from(scope.entry))?)));
        entries.map(|(scope, node)| (format!("{:03}", scope.cds.saturating_sub(1)), node)).collect()
    }

    pub(crate) fn scope_of(&self, cds: u16) -> Option<&Scope> {
        self.scope.iter().find(|scope| scope.cds == cds)
    }

    /// The edge a set of answers takes from a node.
    pub(crate) fn follow(&self, node: u8, answers: u32) -> Option<(bool, Target)> {
        let node = self.nodes.get(usize::from(node))?;
        let yes = answers & node.predicate.bit() != 0;
        Some((yes, if yes { node.yes } else { node.no }))
    }

    /// Writes a path as files do: `CDS>A>B>…`.
    pub fn path_text(&self, path: impl IntoIterator<Item = u8>) -> String {
        let mut text = String::from("CDS");
        for node in path.into_iter().filter_map(|node| self.nodes.get(usize::from(node))) {
            text.push('>');
            text.push_str(node.label());
        }
        text
    }
}

/// The codes the built-in editions fix: every reference holds them.
pub(crate) fn built_in_codes() -> Vec<(String, CodeKey)> {
    let editions = Edition::built_in().unwrap_or_default();
    let ends = editions.iter().flat_map(|edition| &edition.ends);
    let codes = ends.flat_map(|end| end.derivation.codes());
    codes.filter_map(|code| code_key(code).of().map(|key| (code.to_owned(), key))).collect()
}

/// An edition together with the days for which a reference serves it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Serving<'e> {
    pub(crate) edition: &'e Edition,
    pub(crate) span: Span,
}

/// Chooses the edition by the assignment date.
#[derive(Clone, Debug)]
pub(crate) struct Calendar<'e> {
    pub(crate) serving: Vec<Serving<'e>>,
    forced: bool,
}

impl<'e> Calendar<'e> {
    /// The editions a reference serves, each for its days.
    pub(crate) fn of(reference: &Reference, editions: &'e [Edition]) -> Result<Self, AssignError> {
        let mut serving: Vec<Serving<'_>> = Vec::new();
        for serves in &reference.serves {
            let edition = editions.iter().find(|edition| edition.id == serves.edition).ok_or_else(|| {
                let known = editions.iter().map(|edition| edition.id.as_str()).collect::<Vec<_>>().join(", ");
                AssignError::EditionUnknown { found: serves.edition.clone(), known }
            })?;
            let overlap =
                serving.iter().find(|other| other.span.from < serves.span.until && serves.span.from < other.span.until);
            if let Some(other) = overlap {
                return Err(AssignError::EditionsOverlap {
                    first: other.edition.id.clone(),
                    second: edition.id.clone(),
                    day: other.span.from.max(serves.span.from).to_string(),
                });
            }
            check_codes(reference, edition)?;
            serving.push(Serving { edition, span: serves.span });
        }
        Ok(Self { serving, forced: false })
    }

    /// One edition for every day: a what-if.
    pub(crate) fn forced(reference: &Reference, edition: &'e Edition) -> Result<Self, AssignError> {
        check_codes(reference, edition)?;
        Ok(Self { serving: vec![Serving { edition, span: Span::ALWAYS }], forced: true })
    }

    /// Which field dates a type of data set; `None` when no edition reads the type.
    pub(crate) fn date_field(&self, cds: u16) -> Option<Field> {
        self.serving.iter().find_map(|serving| serving.edition.scope_of(cds)).map(|scope| scope.date)
    }

    pub(crate) fn number_on(&self, day: Day) -> Option<usize> {
        self.serving.iter().position(|serving| serving.span.holds(day))
    }

    /// Whether an edition is applied on a day that is not its own.
    pub(crate) fn is_forced(&self, edition: &Edition, day: Day) -> bool {
        self.forced && !edition.span.holds(day)
    }
}

fn check_codes(reference: &Reference, edition: &Edition) -> Result<(), AssignError> {
    let mut codes = edition.ends.iter().flat_map(|end| end.derivation.codes());
    match codes.find(|code| reference.book.find(code) == CodeId::NONE || code_key(code) == Key::Blank) {
        None => Ok(()),
        Some(code) => Err(AssignError::EditionGraph {
            edition: edition.id.clone(),
            problem: "the reference was built without a code this edition fixes",
            found: code.to_owned(),
        }),
    }
}
