//! What is checked of an act by itself: that its periods hold a day, and its rows say one thing.

use crate::act::Act;
use crate::lives::holds_a_day;
use crate::person::Post;
use crate::power::HolderId;
use crate::refusal::Refusal;
use crate::scheme::SchemeRow;
use terms::{Certainty, Date, FuzzyDate, Period};

/// Every period that an act states must hold a day.
///
/// # Errors
/// [`Refusal::Empty`] names the first that ends before it begins.
pub(crate) fn periods(act: &Act) -> Result<(), Refusal> {
    let mut stated: Vec<(&'static str, &Period)> = Vec::new();
    match act {
        Act::CreatePost { post } => {
            stated.push(("the post", &post.period));
            stated.extend(post.bodies.iter().map(|dated| ("the post", &dated.period)));
        }
        Act::SharePost { body, .. } => stated.push(("the sharing of a post", &body.period)),
        Act::Appoint { holding } => stated.push(("the appointment", &holding.period)),
        Act::DeclareInterest { interest, .. } => stated.push(("the interest", &interest.period)),
        Act::MakeInstrument { instrument } => stated.push(("the instrument", &instrument.period)),
        Act::AdoptScheme { scheme, .. } => stated.push(("the scheme", &scheme.period)),
        Act::GrantPower { delegation } => stated.push(("the power", &delegation.period)),
        Act::FormCommittee { committee } => {
            stated.push(("the committee", &committee.period));
            stated.extend(committee.members.iter().map(|dated| ("a membership", &dated.period)));
            stated.extend(committee.remit.iter().map(|dated| ("a line of the remit", &dated.period)));
            stated.extend(committee.seats.iter().map(|seat| ("a seat", &seat.period)));
        }
        Act::JoinCommittee { member, .. } => stated.push(("the membership", &member.period)),
        Act::TakeSeat { seat, .. } => stated.push(("the seat", &seat.period)),
        Act::GrowRemit { line, .. } => stated.push(("the line of the remit", &line.period)),
        Act::EnterLine { line } => stated.push(("the service line", &line.period)),
        Act::GiveMandate { mandate, .. } => stated.push(("the mandate", &mandate.period)),
        Act::TransferFunction { transfer } => stated.push(("the transfer", &transfer.period)),
        Act::EnterPerson { .. }
        | Act::ForgetPerson { .. }
        | Act::EndPost { .. }
        | Act::EndAppointment { .. }
        | Act::EndInterest { .. }
        | Act::EndInstrument { .. }
        | Act::RevokePower { .. }
        | Act::LeaveCommittee { .. }
        | Act::LeaveSeat { .. }
        | Act::ShrinkRemit { .. }
        | Act::EndCommittee { .. }
        | Act::EndLine { .. }
        | Act::NameUniverse { .. }
        | Act::EndMandate { .. }
        | Act::EndTransfer { .. }
        | Act::CarryOver { .. }
        | Act::Divide { .. }
        | Act::Withdraw { .. } => {}
    }
    match stated.into_iter().find(|(_, period)| !holds_a_day(period)) {
        Some((what, period)) => {
            let day = |edge: Option<FuzzyDate>, open| edge.map_or(open, FuzzyDate::latest);
            Err(Refusal::Empty { what, from: day(period.from(), Date::MIN), to: day(period.to(), Date::MAX) })
        }
        None => Ok(()),
    }
}

/// Nobody holds a post before it is there, nor begins to after its end. `begins` is its first day as recorded: where none was,
/// none need be said of the holder.
///
/// # Errors
/// [`Refusal::OutsidePost`] names the post's own days.
pub(crate) fn within_post(post: &Post, begins: Option<FuzzyDate>, period: &Period) -> Result<(), Refusal> {
    let before = match (begins, period.from()) {
        (Some(begins), Some(from)) => from.latest() < begins.earliest(),
        (Some(_), None) => true,
        (None, _) => false,
    };
    if !before && post.period.overlaps(period) != Certainty::No {
        return Ok(());
    }
    let from = period.from().map_or_else(|| "always".to_owned(), FuzzyDate::screen);
    Err(Refusal::OutsidePost { post: post.id.clone(), period: post.period.screen(), from })
}

/// A row reserves its matter, or delegates it to posts and committees.
pub(crate) fn row(row: &SchemeRow) -> Result<(), String> {
    if row.title.trim().is_empty() {
        return Err("the matter has no words".to_owned());
    }
    match (&row.reserved_to, row.delegated.is_empty()) {
        (None, true) => Err(format!("{} is neither reserved nor delegated", row.matter)),
        (Some(_), false) => Err(format!("{} is both reserved and delegated", row.matter)),
        (Some(HolderId::Post(_) | HolderId::Committee(_)), true) => {
            Err(format!("{} can be reserved to the membership or the governing body only", row.matter))
        }
        (None, false) => row.delegated.iter().try_for_each(|delegated| match delegated.holder {
            HolderId::Post(_) | HolderId::Committee(_) => Ok(()),
            _ => Err(format!("{} can be delegated to a post or a committee only", row.matter)),
        }),
        (Some(_), true) => Ok(()),
    }
}
