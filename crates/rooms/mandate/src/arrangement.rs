//! Arrangements short of merger, worked out from who holds which posts: nobody records them apart.

use crate::id::{PersonId, PostId};
use crate::kind::Capacity;
use crate::person::{Holding, Post};
use crate::view::Mandates;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period, words};

words! {
    /// What bodies share through their posts.
    SharedKind, "a kind of shared arrangement", {
        /// One person leads several bodies.
        AccountableOfficer = "accountable-officer", "Shared accountable officer";
        /// The same people fill the executive posts of several bodies.
        ManagementTeam = "management-team", "Shared management team";
    }
}

/// How many people must fill executive posts of the same several bodies before they are one management team. Footprint's
/// own rule: an accountable officer alone is not a team, and one shared director beside them may be an accident.
pub const TEAM_LEAST: usize = 3;

/// An arrangement as posts show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// What is shared.
    pub kind: SharedKind,
    /// By which bodies.
    pub bodies: BTreeSet<OdsCode>,
    /// Through whom.
    pub people: BTreeSet<PersonId>,
    /// By which posts.
    pub posts: BTreeSet<PostId>,
    /// When. An edge is as precise as the appointment it comes from.
    pub period: Period,
}

/// The bodies somebody leads, those they serve as an executive, and by which posts.
type Reach = (BTreeSet<OdsCode>, BTreeSet<OdsCode>, BTreeSet<PostId>);

/// Who shares what on one stretch of days.
type Stretch = BTreeMap<(SharedKind, BTreeSet<OdsCode>), (BTreeSet<PersonId>, BTreeSet<PostId>)>;

impl<'a> Mandates<'a> {
    /// Every arrangement that posts show, in order of kind, bodies and time.
    ///
    /// Neighbouring stretches are one arrangement as long as the bodies are the same, whoever holds the posts; those who
    /// held them at any time are named. Deputies share nothing.
    pub fn shared(&self) -> Vec<Shared> {
        let held = self.held();
        let mut edges: BTreeMap<Date, FuzzyDate> = BTreeMap::new();
        for (_, _, period) in &held {
            for edge in [period.from(), period.to()].into_iter().flatten() {
                edges.insert(edge.latest(), edge);
            }
        }
        let mut open: BTreeMap<(SharedKind, BTreeSet<OdsCode>), Shared> = BTreeMap::new();
        let mut done = Vec::new();
        for (day, edge) in &edges {
            let on = sharing(&held, *day);
            let ended: Vec<_> = open.keys().filter(|key| !on.contains_key(*key)).cloned().collect();
            for mut shared in ended.into_iter().filter_map(|key| open.remove(&key)) {
                shared.period = Period::new(shared.period.from(), Some(*edge)).unwrap_or(shared.period);
                done.push(shared);
            }
            for ((kind, bodies), (people, posts)) in on {
                let shared = open.entry((kind, bodies.clone())).or_insert_with(|| Shared {
                    kind,
                    bodies,
                    people: BTreeSet::new(),
                    posts: BTreeSet::new(),
                    period: Period::new(Some(*edge), None).unwrap_or(Period::ALWAYS),
                });
                shared.people.extend(people);
                shared.posts.extend(posts);
            }
        }
        done.extend(open.into_values());
        done.sort_by(|one, other| {
            let key = |shared: &Shared| (shared.kind, shared.bodies.clone(), shared.period.from());
            key(one).cmp(&key(other))
        });
        done
    }

    /// The arrangements of a body on a day.
    pub fn shared_by(&self, body: OdsCode, on: Date) -> Vec<Shared> {
        let mut all = self.shared();
        all.retain(|shared| shared.bodies.contains(&body) && shared.period.contains(on) != Certainty::No);
        all
    }

    /// Each holding with its post, for the days on which both last.
    fn held(&self) -> Vec<(&'a Post, &'a Holding, Period)> {
        self.posts()
            .flat_map(|post| self.holdings(&post.id).iter().map(move |holding| (post, holding)))
            .filter(|(post, holding)| holding.capacity != Capacity::Deputy && post.kind.is_executive())
            .filter_map(|(post, holding)| Some((post, holding, holding.period.intersection(&post.period)?)))
            .flat_map(|(post, holding, period)| {
                // A post that comes to serve another body has an edge of its own that day.
                let parts = post.bodies.iter().filter_map(move |dated| dated.period.intersection(&period));
                parts.map(move |period| (post, holding, period))
            })
            .collect()
    }
}

/// Who shares what on a day.
fn sharing(held: &[(&Post, &Holding, Period)], on: Date) -> Stretch {
    let mut bodies: BTreeMap<&PersonId, Reach> = BTreeMap::new();
    for (post, holding, period) in held.iter().filter(|(_, _, period)| period.contains(on) == Certainty::Yes) {
        let of = post.bodies.iter().filter(|dated| dated.period.contains(on) == Certainty::Yes);
        let of: BTreeSet<OdsCode> = of.map(|dated| dated.body).collect();
        debug_assert!(period.contains(on) == Certainty::Yes);
        let (leads, serves, posts) = bodies.entry(&holding.person).or_default();
        if post.kind.leads_a_body() {
            leads.extend(&of);
        }
        serves.extend(&of);
        posts.insert(post.id.clone());
    }
    let mut found = Stretch::new();
    for (person, (leads, serves, posts)) in bodies {
        let kinds = [(SharedKind::AccountableOfficer, leads), (SharedKind::ManagementTeam, serves)];
        for (kind, bodies) in kinds.into_iter().filter(|(_, bodies)| bodies.len() > 1) {
            let (people, all) = found.entry((kind, bodies)).or_default();
            people.insert(person.clone());
            all.extend(posts.iter().cloned());
        }
    }
    found.retain(|(kind, _), (people, _)| *kind != SharedKind::ManagementTeam || people.len() >= TEAM_LEAST);
    found
}
