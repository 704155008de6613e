//! People, the posts they hold and the interests they declare.

use crate::id::{InterestId, PersonId, PostId};
use crate::kind::{Capacity, InterestCategory, PostKind};
use crate::line::Matter;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use terms::{Certainty, Date, OdsCode, Period};

/// A body to which something belongs for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedBody {
    /// The body.
    pub body: OdsCode,
    /// When.
    pub period: Period,
}

/// A post: what somebody is for one or several bodies, whoever holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its identity.
    pub id: PostId,
    /// Its title, e.g. "Accountable officer, Buckinghamshire".
    pub title: String,
    /// Of which kind.
    pub kind: PostKind,
    /// Of which bodies, and when: one post may serve several.
    pub bodies: Vec<DatedBody>,
    /// From its creation to its end.
    pub period: Period,
}

impl Post {
    /// Whether the post exists on a day and is one of a body's.
    pub fn is_of(&self, body: OdsCode, on: Date) -> Certainty {
        let of = self.bodies.iter().filter(|dated| dated.body == body).map(|dated| dated.period.contains(on)).max();
        of.unwrap_or(Certainty::No).min(self.period.contains(on))
    }

    /// The bodies whose post it surely is on a day.
    pub fn bodies_on(&self, on: Date) -> BTreeSet<OdsCode> {
        let bodies = self.bodies.iter().map(|dated| dated.body);
        bodies.filter(|body| self.is_of(*body, on) == Certainty::Yes).collect()
    }
}

/// A person in a post for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// The post.
    pub post: PostId,
    /// Who holds it.
    pub person: PersonId,
    /// In which capacity.
    pub capacity: Capacity,
    /// When.
    pub period: Period,
}

/// A post with those who held it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PostRecord {
    /// The post.
    pub(crate) post: Arc<Post>,
    /// Every holding, in the order recorded.
    pub(crate) holdings: Vec<Holding>,
}

/// A person as the state knows them; what has been erased is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person<'a> {
    /// The identity, which never carries the name.
    pub id: &'a PersonId,
    /// The name, unless erased.
    pub name: Option<&'a str>,
    /// How to reach them, if given and not erased.
    pub contact: Option<&'a str>,
}

impl Person<'_> {
    /// The name, or the words that stand for one that was erased.
    pub fn screen(&self) -> &str {
        self.name.unwrap_or("name erased")
    }
}

/// A declared interest. What it is in words is personal, so kept beside the record, where it can be erased.
///
/// Source: NHS England, Managing conflicts of interest in the NHS (2017), the four categories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interest {
    /// Its identity.
    pub id: InterestId,
    /// Whose.
    pub person: PersonId,
    /// In which category.
    pub category: InterestCategory,
    /// What it touches: decisions on these are affected. Empty when it is declared in general.
    pub matters: Vec<Matter>,
    /// When it is held.
    pub period: Period,
}

/// An interest with its wording; `None` once erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared<'a> {
    /// The interest.
    pub interest: &'a Interest,
    /// What it is, in the person's words.
    pub wording: Option<&'a str>,
}

/// A post that nobody holds on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vacancy<'a> {
    /// The post.
    pub post: &'a Post,
    /// The last day somebody held it, with who that was, if anybody ever did.
    pub since: Option<(Date, PersonId)>,
}
