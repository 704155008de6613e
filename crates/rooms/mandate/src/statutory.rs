//! The posts that statute requires of a body, by its kind and the day.

use crate::kind::PostKind;
use crate::shape::Standing;
use crate::view::Mandates;
use jiff::civil::date;
use register::BodyKind;
use terms::{Date, OdsCode};

/// A post that statute requires, and how many of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statutory {
    /// Of which kind of body.
    pub body: BodyKind,
    /// Any of these kinds of post meets it.
    pub kinds: &'static [PostKind],
    /// How many at least.
    pub least: usize,
    /// The first day.
    pub from: Date,
    /// The first day it no longer is required.
    pub to: Option<Date>,
    /// The statute or order.
    pub source: &'static str,
    /// How surely it is known.
    pub standing: Standing,
}

/// Which posts a group had to have is common knowledge of the field; the schedule and the regulations were not read.
const GROUPS: &str = "NHS Act 2006, schedule 1A; NHS (Clinical Commissioning Groups) Regulations 2012, part 3";
/// Read in schedule 1B: a chair, a chief executive, and at least three others, nominated by trusts, by those who provide
/// primary medical services, and by local authorities.
const BOARDS: &str = "NHS Act 2006, schedule 1B, inserted by the Health and Care Act 2022";

const fn group(kinds: &'static [PostKind], least: usize) -> Statutory {
    let (from, to) = (date(2013, 4, 1), Some(date(2022, 7, 1)));
    let standing = Standing::FromKnowledge;
    Statutory { body: BodyKind::CommissioningGroup, kinds, least, from, to, source: GROUPS, standing }
}

const fn board(kinds: &'static [PostKind], least: usize) -> Statutory {
    let (from, standing) = (date(2022, 7, 1), Standing::Statute);
    Statutory { body: BodyKind::CareBoard, kinds, least, from, to: None, source: BOARDS, standing }
}

/// Every post that statute requires.
pub const STATUTORY: &[Statutory] = &[
    group(&[PostKind::AccountableOfficer], 1),
    group(&[PostKind::Chair, PostKind::ClinicalChair], 1),
    group(&[PostKind::ChiefFinanceOfficer], 1),
    group(&[PostKind::RegisteredNurse], 1),
    group(&[PostKind::SecondaryCareDoctor], 1),
    group(&[PostKind::LayMember], 2),
    board(&[PostKind::Chair], 1),
    board(&[PostKind::ChiefExecutive], 1),
    board(&[PostKind::TrustPartnerMember], 1),
    board(&[PostKind::PrimaryCarePartnerMember], 1),
    board(&[PostKind::LocalAuthorityPartnerMember], 1),
];

/// The posts that statute requires of a kind of body on a day.
pub fn statutory(body: BodyKind, on: Date) -> impl Iterator<Item = &'static Statutory> {
    STATUTORY.iter().filter(move |post| post.body == body && post.from <= on && post.to.is_none_or(|to| on < to))
}

/// A post that statute requires and that is not, or not enough of it, on record or filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// What is required.
    pub required: &'static Statutory,
    /// How many posts there are.
    pub posts: usize,
    /// How many of them somebody holds, other than as deputy.
    pub filled: usize,
}

impl Mandates<'_> {
    /// The statutory posts of a body that are missing or vacant on a day.
    pub fn lacking(&self, body: OdsCode, kind: BodyKind, on: Date) -> Vec<Lacking> {
        let vacant = self.vacancies(body, on);
        statutory(kind, on)
            .filter_map(|required| {
                let posts: Vec<_> =
                    self.posts_of_body(body, on).filter(|post| required.kinds.contains(&post.kind)).collect();
                let empty = |id: &crate::id::PostId| vacant.iter().any(|vacancy| vacancy.post.id == *id);
                let filled = posts.iter().filter(|post| !empty(&post.id)).count();
                (filled < required.least).then_some(Lacking { required, posts: posts.len(), filled })
            })
            .collect()
    }
}
