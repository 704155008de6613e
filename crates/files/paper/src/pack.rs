//! What goes before a meeting: values only, in reading order.

use jiff::civil::Date;

/// All that goes before one meeting.
///
/// Every text is shown as given; dates and places are in words already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// The meeting's name, e.g. "Commissioning executive".
    pub title: String,
    /// The body, or the bodies together, that meet.
    pub body: String,
    /// When, in words, e.g. "Thursday 6 October 2016 at 10:00".
    pub held_on: String,
    /// Where, in words.
    pub place: String,
    /// Who may read it.
    pub audience: Audience,
    /// The day the pack was made. It is the only date in the file, so that the same pack gives the same bytes.
    pub made_on: Date,
    /// What readers are told before the agenda. Every audience reads them: nothing private belongs here.
    pub notices: Vec<String>,
    /// The agenda, in order.
    pub items: Vec<PackItem>,
    /// What was published later, each after everything before it, so that no page printed earlier is renumbered.
    pub supplements: Vec<Supplement>,
}

/// Who may read a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anybody.
    Public,
    /// The members and those they invite; marked so on every page.
    Confidential,
}

/// Whether an item or a paper is heard with the public in the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// With the public.
    Public,
    /// Without.
    Private {
        /// What the public version calls it. It may be the title, or say less.
        shown_as: String,
        /// The lawful reason, e.g. the paragraph of the Act under which the public is excluded.
        reason: String,
    },
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackItem {
    /// As printed, e.g. "5" or "5.1".
    pub number: String,
    /// What it is about.
    pub title: String,
    /// What is asked of the meeting, in words, e.g. "Decision".
    pub purpose: String,
    /// Whether the public hears it.
    pub hearing: Hearing,
    /// Its papers, in reading order; none when it is taken without one.
    pub papers: Vec<PackPaper>,
}

/// A paper before an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackPaper {
    /// As cited, e.g. "5a"; no two papers of a pack have the same.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Who answers for it: a name, a post or both.
    pub owner: String,
    /// Which version, e.g. "2".
    pub version: String,
    /// SHA-256 of the paper as it was submitted, in hexadecimal: what a position or decision names.
    pub sha256: String,
    /// Whether the public hears it. A paper of a private item is private whatever this says.
    pub hearing: Hearing,
    /// What it says.
    pub content: Content,
}

/// What a paper says, and in which form it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Written here, or uploaded, as Markdown (`CommonMark` with tables).
    Markdown(String),
    /// Uploaded as PDF: its pages are put in unchanged.
    Pdf(Vec<u8>),
}

/// Papers published after the pack: they follow all its pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplement {
    /// E.g. "Supplement 1".
    pub title: String,
    /// When published, in words.
    pub published_on: String,
    /// Its papers, in reading order.
    pub papers: Vec<SupplementPaper>,
}

/// A paper of a supplement, and the item it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementPaper {
    /// The number of the item of the agenda.
    pub item: String,
    /// The paper.
    pub paper: PackPaper,
}

impl Pack {
    /// The pack as the public may have it.
    ///
    /// What is heard in private keeps its number, the title it may be shown by and its lawful reason; its papers, title,
    /// owner and fingerprint are gone. The pages are numbered afresh: the two versions do not share page numbers.
    #[must_use]
    pub fn for_public(&self) -> Self {
        let items: Vec<PackItem> = self.items.iter().map(PackItem::for_public).collect();
        let supplements = self.supplements.iter().map(|supplement| {
            let heard_in_private =
                |number: &str| self.items.iter().any(|item| item.number == number && item.hearing != Hearing::Public);
            let papers = supplement.papers.iter().filter(|entry| !heard_in_private(&entry.item));
            let papers = papers
                .map(|entry| SupplementPaper { item: entry.item.clone(), paper: entry.paper.for_public() })
                .collect::<Vec<_>>();
            Supplement { papers, ..supplement.clone_head() }
        });
        Self {
            title: self.title.clone(),
            body: self.body.clone(),
            held_on: self.held_on.clone(),
            place: self.place.clone(),
            audience: Audience::Public,
            made_on: self.made_on,
            notices: self.notices.clone(),
            items,
            supplements: supplements.filter(|supplement| !supplement.papers.is_empty()).collect(),
        }
    }

    /// What is still in the pack that the public may not have: the number of the item or the reference of the paper.
    pub(crate) fn still_private(&self) -> Option<&str> {
        let in_items = self.items.iter().find_map(PackItem::still_private);
        let in_supplements = || {
            self.supplements.iter().flat_map(|supplement| &supplement.papers).find_map(|entry| {
                let item = self.items.iter().find(|item| item.number == entry.item);
                if item.is_some_and(|item| item.hearing != Hearing::Public) {
                    return Some(entry.paper.reference.as_str());
                }
                entry.paper.still_private()
            })
        };
        in_items.or_else(in_supplements)
    }

    /// Every paper in reading order.
    pub(crate) fn papers(&self) -> impl Iterator<Item = &PackPaper> {
        let supplements = self.supplements.iter().flat_map(|supplement| &supplement.papers).map(|entry| &entry.paper);
        self.items.iter().flat_map(|item| &item.papers).chain(supplements)
    }
}

impl Supplement {
    fn clone_head(&self) -> Self {
        Self { title: self.title.clone(), published_on: self.published_on.clone(), papers: Vec::new() }
    }
}

impl PackItem {
    fn for_public(&self) -> Self {
        let (title, papers) = match &self.hearing {
            Hearing::Public => (self.title.clone(), self.papers.iter().map(PackPaper::for_public).collect()),
            Hearing::Private { shown_as, .. } => (shown_as.clone(), Vec::new()),
        };
        Self {
            number: self.number.clone(),
            title,
            purpose: self.purpose.clone(),
            hearing: self.hearing.clone(),
            papers,
        }
    }

    fn still_private(&self) -> Option<&str> {
        match &self.hearing {
            Hearing::Private { shown_as, .. } if *shown_as != self.title || !self.papers.is_empty() => {
                Some(&self.number)
            }
            Hearing::Private { .. } => None,
            Hearing::Public => self.papers.iter().find_map(PackPaper::still_private),
        }
    }
}

impl PackPaper {
    fn for_public(&self) -> Self {
        match &self.hearing {
            Hearing::Public => self.clone(),
            Hearing::Private { shown_as, .. } => Self {
                reference: self.reference.clone(),
                title: shown_as.clone(),
                owner: String::new(),
                version: String::new(),
                sha256: String::new(),
                hearing: self.hearing.clone(),
                content: Content::Markdown(String::new()),
            },
        }
    }

    fn still_private(&self) -> Option<&str> {
        match &self.hearing {
            Hearing::Public => None,
            Hearing::Private { .. } if *self == self.for_public() => None,
            Hearing::Private { .. } => Some(&self.reference),
        }
    }

    /// Whether nothing of the paper is here but that it exists.
    pub(crate) fn withheld(&self) -> bool {
        self.hearing != Hearing::Public && self.content == Content::Markdown(String::new()) && self.sha256.is_empty()
    }
}
