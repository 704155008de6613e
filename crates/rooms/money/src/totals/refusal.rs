//! Why not, and what to do instead.

use super::id::{CostedPostId, InventoryId, NoticeId, RiskShareId, SupportId};
use super::view::Unanswered;
use crate::risk::RISKS_MAX;
use crate::{AccessElement, AmendmentRefusal, BasisPoints, InventoryFault, RegimeCode, RiskShareRefusal, ShareSide};
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, Quarter, TooLarge, screen_date};
use thiserror::Error;

/// Why an act was refused. Nothing of it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The identity is taken.
    #[error("there is already {what} `{id}`: give another identity")]
    Taken {
        /// What has it.
        what: &'static str,
        /// The identity.
        id: String,
    },
    /// Nothing has the identity.
    #[error("there is no {what} `{id}`")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The identity.
        id: String,
    },
    /// Something that must be given was not.
    #[error("{what} must be given")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// The register does not know the body.
    #[error("the register knows no body {body}: import the file that describes it, or correct the code")]
    UnknownBody {
        /// The code.
        body: OdsCode,
    },
    /// The body has closed, and nobody has taken its place on record.
    #[error("{body} has closed by {}: record it for whoever took its place, and that they did", screen_date(*on))]
    BodyClosed {
        /// The body.
        body: OdsCode,
        /// The day by which it is asked.
        on: Date,
    },
    /// Another body has taken the body's place.
    #[error("{successor} has taken the place of {body} by {}: record it for {successor}", screen_date(*on))]
    BodySucceeded {
        /// The body.
        body: OdsCode,
        /// Who took its place.
        successor: OdsCode,
        /// The day by which it is asked.
        on: Date,
    },
    /// An amount that must be above nought.
    #[error("{what} is {}: an amount above nought is needed", amount.to_the_penny())]
    NotPositive {
        /// Of what.
        what: &'static str,
        /// The amount.
        amount: Pence,
    },
    /// An amount that must not be below nought.
    #[error("{what} is {}: an amount of nought or more is needed", amount.to_the_penny())]
    BelowNought {
        /// Of what.
        what: &'static str,
        /// The amount.
        amount: Pence,
    },
    /// A row of an inventory that cannot be compared with others.
    #[error(transparent)]
    Inventory(#[from] InventoryFault),
    /// An amendment that changes nobody's total.
    #[error("no control total is moved: write what one member gains and another gives")]
    NothingMoved,
    /// A last day before the first.
    #[error("the last day, {}, is before the first, {}", screen_date(*last), screen_date(*first))]
    DaysReversed {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// Two regimes for one day.
    #[error("regime `{with}` is in force on some of these days: correct its days first, or choose others")]
    RegimeOverlaps {
        /// The other.
        with: RegimeCode,
    },
    /// A system within itself.
    #[error("{body} cannot be a member of itself: name the system it belongs to")]
    OwnMember {
        /// The body.
        body: OdsCode,
    },
    /// The same system twice.
    #[error("{body} already belongs to {system} on some of these days: end that first, or choose other days")]
    AlreadyMember {
        /// The body.
        body: OdsCode,
        /// The system.
        system: OdsCode,
    },
    /// More than the whole of a body.
    #[error(
        "with {share} more, over 100% of {body} would count to systems on some of these days: give it less here, or end another"
    )]
    SharePastWhole {
        /// The body.
        body: OdsCode,
        /// The share that was to be added.
        share: BasisPoints,
    },
    /// A body that is not in the system that day.
    #[error("{body} does not belong to {system} on {}: record its membership first, or leave it out", screen_date(*on))]
    NotInSystem {
        /// The body.
        body: OdsCode,
        /// The system.
        system: OdsCode,
        /// The day.
        on: Date,
    },
    /// Control total cannot be moved.
    #[error(transparent)]
    Amendment(#[from] AmendmentRefusal),
    /// Control total moved in a month before one in which a notice sets it anew.
    #[error("notice `{notice}` sets the total of {body} anew from {month}: move control total in that month or later")]
    NoticeSince {
        /// The notice.
        notice: NoticeId,
        /// The body.
        body: OdsCode,
        /// The first month the notice holds.
        month: FinancialMonth,
    },
    /// A body that reports against no plan.
    #[error("{body} has no plan for {year}: set it first, so that there is something to hold its report against")]
    NoPlan {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
    },
    /// A month reported before an earlier one.
    #[error(
        "{body} has not reported {missing} of {year}: report the months in order, so that the year to date is whole"
    )]
    MonthBefore {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The first month that is missing.
        missing: FinancialMonth,
    },
    /// A month among several that cannot be recorded, and so none of them is.
    #[error("{month} of {year} of {body}: {why}; nothing of what came with it is recorded")]
    Month {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
        /// Why.
        why: Box<Refusal>,
    },
    /// A month of a body among those of another.
    #[error("{found} is not {body}: report its months for itself, or those of several for their system")]
    OtherBody {
        /// Whose months come.
        body: OdsCode,
        /// Whose this one is.
        found: OdsCode,
    },
    /// A post among several that cannot be entered, and so none of them is.
    #[error("post {id}: {why}; nothing of what came with it is recorded")]
    Post {
        /// The post.
        id: CostedPostId,
        /// Why.
        why: Box<Refusal>,
    },
    /// A post of a body among those of another.
    #[error("it is a post of {found} and not of {body}: enter the posts of each body by themselves")]
    PostOfOther {
        /// Whose posts come.
        body: OdsCode,
        /// Whose this one is.
        found: OdsCode,
    },
    /// The same month twice.
    #[error("{month} of {year} of {body} is written twice: write it once")]
    MonthTwice {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// Something of a month that is not over.
    #[error("{month} of {year} ends on {}: report it when it is over", screen_date(*ends))]
    MonthNotOver {
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
        /// Its last day.
        ends: Date,
    },
    /// What a proposal hangs on is not on record.
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
    /// More risks than are listed of one body's year.
    #[error("{found} risks are listed, and at most {RISKS_MAX} are: put small ones together")]
    TooManyRisks {
        /// How many.
        found: usize,
    },
    /// A risk listed twice.
    #[error("the risk “{name}” is listed twice: list it once, with all of its amount")]
    RiskTwice {
        /// What it is called.
        name: String,
    },
    /// A forecast that proposed nothing.
    #[error("the forecast of {body} in {month} of {year} proposes nothing, so there is nothing to confirm or decline")]
    NotProposed {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// A proposal that was answered before.
    #[error("the proposal was answered on {}: what follows later goes by a later month’s forecast", screen_date(*answered_on))]
    AlreadyAnswered {
        /// When.
        answered_on: Date,
    },
    /// A contract with oneself.
    #[error("{body} cannot have a contract with itself: name both sides")]
    OwnContract {
        /// The body.
        body: OdsCode,
    },
    /// A risk share, or asking it back, that is none.
    #[error(transparent)]
    RiskShare(#[from] RiskShareRefusal),
    /// A side that signed before.
    #[error("the {} of `{id}` signed on {}: a signature stands", side_words(*side), screen_date(*signed_on))]
    AlreadySigned {
        /// The risk share.
        id: RiskShareId,
        /// The side.
        side: ShareSide,
        /// When it signed.
        signed_on: Date,
    },
    /// A risk share that was asked back before.
    #[error("`{id}` is asked back from {}: agree a new one for what remains", screen_date(*revoked_on))]
    AlreadyRevoked {
        /// The risk share.
        id: RiskShareId,
        /// From when.
        revoked_on: Date,
    },
    /// A risk share that nobody can ask back, since it is not in force.
    #[error("`{id}` is not in force, for a signature is missing: there is nothing to ask back")]
    ShareNotInForce {
        /// The risk share.
        id: RiskShareId,
    },
    /// A condition that was met before.
    #[error("condition {number} of `{id}` was met on {}", screen_date(*met_on))]
    AlreadyMet {
        /// The risk share.
        id: RiskShareId,
        /// Which condition, from 1.
        number: u16,
        /// When.
        met_on: Date,
    },
    /// A second support of a system in one year.
    #[error("{system} has deficit support `{with}` for {year}: decide that one")]
    AlreadyOffered {
        /// The system.
        system: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The other.
        with: SupportId,
    },
    /// A tolerance below nought.
    #[error("the tolerance is {}: write how far below plan the system may be as an amount of nought or more", tolerance.to_the_penny())]
    NegativeTolerance {
        /// The tolerance.
        tolerance: Pence,
    },
    /// A quarter's support that was paid.
    #[error("the {} of `{id}` was decided to be paid: what is paid is not taken back", quarter.words().to_lowercase())]
    AlreadyPaid {
        /// The support.
        id: SupportId,
        /// The quarter.
        quarter: Quarter,
    },
    /// A year whose regime pays no fund by quarter.
    #[error("no regime that divides a fund over quarters is in force in {month} of {year}: record it first")]
    NoScheme {
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// A standard of access on which nothing hangs.
    #[error("nothing of the fund hangs on `{element}`: name one of its elements")]
    NoElement {
        /// The element.
        element: AccessElement,
    },
    /// A post that nothing was planned for.
    #[error("nothing is to change in post `{id}`: plan the change first")]
    NoChange {
        /// The post.
        id: CostedPostId,
    },
    /// A change of a post that is to begin.
    #[error("post `{id}` is new and begins on its own day: enter it as another post once it is there")]
    StillNew {
        /// The post.
        id: CostedPostId,
    },
    /// A post whose change came before.
    #[error("the change of post `{id}` came on {}: enter what it is now as another post", screen_date(*came_on))]
    AlreadyChanged {
        /// The post.
        id: CostedPostId,
        /// When.
        came_on: Date,
    },
    /// A plan that says when its change came.
    #[error("a plan for post `{id}` cannot say when the change came: record that when it does")]
    CameInPlan {
        /// The post.
        id: CostedPostId,
    },
    /// A row that was withdrawn before.
    #[error("row `{id}` was withdrawn on {}", screen_date(*withdrawn_on))]
    AlreadyWithdrawn {
        /// The row.
        id: InventoryId,
        /// When.
        withdrawn_on: Date,
    },
    /// More texts than one entry keeps.
    #[error("more than {} texts come with this: record fewer conditions at once", u16::MAX)]
    TooManyTexts,
    /// A day that is to come.
    #[error("{} is still to come: record it when it is past", screen_date(*day))]
    StillToCome {
        /// The day.
        day: Date,
    },
    /// A figure past what is kept of money.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

const fn side_words(side: ShareSide) -> &'static str {
    match side {
        ShareSide::Giver => "giver",
        ShareSide::Receiver => "receiver",
    }
}
