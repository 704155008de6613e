//! Why a transfer is refused, and what to do instead.

use crate::account::LedgerKey;
use crate::code::TransferCode;
use crate::id::{AccountId, TransferId};
use crate::submission::Field;
use terms::{Date, FinancialYear, OdsCode, Pence, screen_date, words};
use thiserror::Error;

words! {
    /// What a transfer rests on.
    Ground, "what a transfer rests on", {
        /// A decision or notice.
        Decision = "DECISION", "decision";
        /// A mandate.
        Mandate = "MANDATE", "mandate";
        /// A line of a plan.
        PlanLine = "LINE", "plan line";
    }
}

/// The first thing wrong with a submitted transfer. Nothing of it is recorded, and its identity may be used again.
///
/// Source: spec 3.3, rules R11 to R13.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The identity is none.
    #[error("the identity is not one: write 32 of 0-9 and a-f, neither all 0 nor all f")]
    BadId,
    /// The identity was recorded with another content.
    #[error("{id} was recorded with another {}: send a new transfer under a new identity", field.words())]
    ExistsDifferent {
        /// The identity.
        id: TransferId,
        /// The first field that differs.
        field: Field,
    },
    /// The kind is none.
    #[error("the kind is not one: write single, pending, post or void")]
    BadKind,
    /// A reservation is named where none is resolved.
    #[error("only a posting or a release names a reservation: leave it blank")]
    PendingIdUnexpected,
    /// No reservation is named.
    #[error("a posting or a release names the reservation that it resolves: write its identity")]
    PendingIdMissing,
    /// It names itself.
    #[error("a transfer cannot resolve itself: name the reservation")]
    PendingIdSelf,
    /// A last day is given where nothing is reserved.
    #[error("only a reservation has a last day: leave it blank")]
    ExpiryUnexpected,
    /// The last day of a reservation is no date.
    #[error("“{found}” is not a date: write the last day of the reservation such as 2020-03-31")]
    ExpiryNotADate {
        /// What stands there.
        found: String,
    },
    /// The amount is no whole number above nought.
    #[error("the amount is a whole number of pence above nought")]
    AmountNotPositive,
    /// The amount is more than is kept.
    #[error("the amount is more than {} pence", i64::MAX)]
    AmountTooLarge,
    /// No such account to take from.
    #[error("there is no account “{account}” to take from: open it first, or correct the name")]
    DebitUnknown {
        /// What stands there.
        account: String,
    },
    /// No such account to give to.
    #[error("there is no account “{account}” to give to: open it first, or correct the name")]
    CreditUnknown {
        /// What stands there.
        account: String,
    },
    /// Both accounts are one.
    #[error("money cannot move from {account} to itself: name another account")]
    SameAccount {
        /// The account.
        account: AccountId,
    },
    /// The accounts are of two ledgers.
    #[error(
        "{debit} and {credit} are two ledgers: move money out to the source of the one and in from that of the other, linked"
    )]
    LedgersDiffer {
        /// That of the debit account.
        debit: LedgerKey,
        /// That of the credit account.
        credit: LedgerKey,
    },
    /// No such reservation.
    #[error("there is no transfer “{pending}”: name the reservation to be resolved")]
    PendingUnknown {
        /// What stands there.
        pending: String,
    },
    /// The transfer named is no reservation.
    #[error("{pending} is no reservation: there is nothing to resolve")]
    PendingNotPending {
        /// The transfer.
        pending: TransferId,
    },
    /// Something repeated of the reservation is not as there.
    #[error("the {} is not that of the reservation {pending}: leave it blank, or correct it", field.words())]
    PendingDiffers {
        /// The reservation.
        pending: TransferId,
        /// Debit, credit or code.
        field: Field,
    },
    /// More than is reserved.
    #[error("{} is more than the {} reserved by {pending}: post no more", amount.to_the_penny(), reserved.to_the_penny())]
    ExceedsPending {
        /// The reservation.
        pending: TransferId,
        /// What was asked.
        amount: Pence,
        /// What is reserved.
        reserved: Pence,
    },
    /// A release of a part.
    #[error("a release frees all of the {} reserved by {pending}: leave the amount blank, or post a part", reserved.to_the_penny())]
    VoidAmountDiffers {
        /// The reservation.
        pending: TransferId,
        /// What is reserved.
        reserved: Pence,
    },
    /// The reservation was posted.
    #[error("{pending} was posted by {by}: a reservation is resolved once")]
    AlreadyPosted {
        /// The reservation.
        pending: TransferId,
        /// By what.
        by: TransferId,
    },
    /// The reservation was released.
    #[error("{pending} was released by {by}: a reservation is resolved once")]
    AlreadyVoided {
        /// The reservation.
        pending: TransferId,
        /// By what.
        by: TransferId,
    },
    /// The reservation has lapsed.
    #[error("{pending} lapsed after {}: reserve the money again", screen_date(*expires_on))]
    Expired {
        /// The reservation.
        pending: TransferId,
        /// Its last day.
        expires_on: Date,
    },
    /// Nothing was shown for the milestone of the reservation.
    #[error("{pending} waits for its milestone: record what shows that it was reached, or release the reservation")]
    MilestoneNotReached {
        /// The reservation.
        pending: TransferId,
    },
    /// The code is none.
    #[error("the code is not one: write {}", code_list())]
    CodeUnknown,
    /// The day is none, or not of the ledger's year.
    #[error("the day is not a date within {year}: write the day on which the money moves, such as {}", year.first_day())]
    DateOutsideYear {
        /// The ledger's year.
        year: FinancialYear,
    },
    /// An account is not open that day.
    #[error("the account {account} is not open on {}: choose a day on which it is", screen_date(*on))]
    AccountNotOpen {
        /// The account.
        account: AccountId,
        /// The day.
        on: Date,
    },
    /// The money is another body's to move.
    #[error("the money is {keeper}'s to move: send the transfer with those of {keeper}")]
    OtherKeeper {
        /// Whose it is.
        keeper: OdsCode,
    },
    /// One of the two has closed, and nobody has taken its place on record.
    #[error("{body} has closed by {}: record who took its place, and take over what it held with MERGE", screen_date(*on))]
    BodyClosed {
        /// The body.
        body: OdsCode,
        /// The day.
        on: Date,
    },
    /// Another body has taken the place of one of the two.
    #[error("{successor} has taken the place of {body} by {}: move money of {successor}, and take over what {body} held with MERGE", screen_date(*on))]
    BodySucceeded {
        /// The body.
        body: OdsCode,
        /// Who took its place.
        successor: OdsCode,
        /// The day.
        on: Date,
    },
    /// It rests on nothing where it must.
    #[error("a transfer coded {code} rests on a {}: name it", ground.words())]
    Missing {
        /// What is missing.
        ground: Ground,
        /// The code that needs it.
        code: TransferCode,
    },
    /// What it rests on is not known, or is another body's to rest on: the two are answered alike.
    #[error("there is no {} “{found}” of the body whose money moves: record it first, or correct the name", ground.words())]
    Unknown {
        /// What is not known.
        ground: Ground,
        /// What stands there.
        found: String,
    },
    /// The decision was made later.
    #[error("the decision was made on {}, after the money moved: nothing is spent before it is decided", screen_date(*decided_on))]
    DecisionNotYet {
        /// When it was made.
        decided_on: Date,
    },
    /// The mandate is not in force that day.
    #[error("the mandate is not in force on {}: name one that is", screen_date(*on))]
    MandateNotValid {
        /// The day.
        on: Date,
    },
    /// The plan line is of another year.
    #[error("the plan line is of {found}, the money of {year}: name a line of that year")]
    LineOtherYear {
        /// The line's year.
        found: FinancialYear,
        /// The ledger's.
        year: FinancialYear,
    },
    /// The plan line is of another body.
    #[error("the plan line is of {found}, the money of {body}: name a line of that body")]
    LineOtherBody {
        /// The line's body.
        found: OdsCode,
        /// The debit account's.
        body: OdsCode,
    },
    /// More than there is.
    #[error("{} is more than the {available} pence left on {account}: free a reservation or move less", amount.to_the_penny())]
    Overdrawn {
        /// The account.
        account: AccountId,
        /// What is left. Units: pence.
        available: i128,
        /// What was asked.
        amount: Pence,
    },
    /// An old transfer stands in a chain with new ones.
    #[error("{id} is recorded already, and the chain has new transfers: send the new ones by themselves")]
    ExistsInNewChain {
        /// The old one.
        id: TransferId,
    },
    /// Another of its chain is refused.
    #[error("another transfer of its chain is refused: they stand or fall together")]
    LinkedFailed,
    /// The batch ends inside a chain.
    #[error("the batch ends inside a chain: mark the last transfer of the chain with N")]
    ChainOpen,
}

impl Fault {
    /// The code by which reports and files of answers know it.
    pub fn code(&self) -> String {
        let plain = match self {
            Self::ExistsDifferent { field, .. } => return format!("EXISTS_DIFFERENT:{field}"),
            Self::PendingDiffers { field, .. } => return format!("PENDING_DIFFERS:{field}"),
            Self::Missing { ground, .. } => return format!("{ground}_MISSING"),
            Self::Unknown { ground, .. } => return format!("{ground}_UNKNOWN"),
            Self::BadId => "BAD_ID",
            Self::BadKind => "BAD_KIND",
            Self::PendingIdUnexpected => "PENDING_ID_UNEXPECTED",
            Self::PendingIdMissing => "PENDING_ID_MISSING",
            Self::PendingIdSelf => "PENDING_ID_SELF",
            Self::ExpiryUnexpected => "EXPIRY_UNEXPECTED",
            Self::ExpiryNotADate { .. } => "EXPIRY_NOT_A_DATE",
            Self::AmountNotPositive => "AMOUNT_NOT_POSITIVE",
            Self::AmountTooLarge => "AMOUNT_TOO_LARGE",
            Self::DebitUnknown { .. } => "DEBIT_UNKNOWN",
            Self::CreditUnknown { .. } => "CREDIT_UNKNOWN",
            Self::SameAccount { .. } => "SAME_ACCOUNT",
            Self::LedgersDiffer { .. } => "LEDGERS_DIFFER",
            Self::PendingUnknown { .. } => "PENDING_UNKNOWN",
            Self::PendingNotPending { .. } => "PENDING_NOT_PENDING",
            Self::ExceedsPending { .. } => "EXCEEDS_PENDING",
            Self::VoidAmountDiffers { .. } => "VOID_AMOUNT_DIFFERS",
            Self::AlreadyPosted { .. } => "ALREADY_POSTED",
            Self::AlreadyVoided { .. } => "ALREADY_VOIDED",
            Self::Expired { .. } => "EXPIRED",
            Self::MilestoneNotReached { .. } => "MILESTONE_NOT_REACHED",
            Self::CodeUnknown => "CODE_UNKNOWN",
            Self::DateOutsideYear { .. } => "DATE_OUTSIDE_YEAR",
            Self::AccountNotOpen { .. } => "ACCOUNT_NOT_OPEN",
            Self::OtherKeeper { .. } => "OTHER_KEEPER",
            Self::BodySucceeded { .. } => "BODY_SUCCEEDED",
            Self::BodyClosed { .. } => "BODY_CLOSED",
            Self::DecisionNotYet { .. } => "DECISION_NOT_YET",
            Self::MandateNotValid { .. } => "MANDATE_NOT_VALID",
            Self::LineOtherYear { .. } => "LINE_OTHER_YEAR",
            Self::LineOtherBody { .. } => "LINE_OTHER_BODY",
            Self::Overdrawn { .. } => "OVERDRAWN",
            Self::ExistsInNewChain { .. } => "EXISTS_IN_NEW_CHAIN",
            Self::LinkedFailed => "LINKED_FAILED",
            Self::ChainOpen => "CHAIN_OPEN",
        };
        plain.to_owned()
    }
}

impl Fault {
    /// The column of a file of transfers in which it stands: the field at fault, or where several could be the one to correct
    /// first.
    pub const fn column(&self) -> &'static str {
        match self {
            Self::BadId | Self::ExistsInNewChain { .. } => "id",
            Self::ExistsDifferent { field, .. } | Self::PendingDiffers { field, .. } => field.slug(),
            Self::BadKind => Field::Kind.slug(),
            Self::PendingIdUnexpected
            | Self::PendingIdMissing
            | Self::PendingIdSelf
            | Self::PendingUnknown { .. }
            | Self::PendingNotPending { .. }
            | Self::AlreadyPosted { .. }
            | Self::AlreadyVoided { .. }
            | Self::Expired { .. }
            | Self::MilestoneNotReached { .. } => Field::PendingId.slug(),
            Self::ExpiryUnexpected | Self::ExpiryNotADate { .. } => Field::ExpiresOn.slug(),
            Self::AmountNotPositive
            | Self::AmountTooLarge
            | Self::ExceedsPending { .. }
            | Self::VoidAmountDiffers { .. }
            | Self::Overdrawn { .. } => Field::AmountPence.slug(),
            Self::DebitUnknown { .. }
            | Self::OtherKeeper { .. }
            | Self::BodySucceeded { .. }
            | Self::BodyClosed { .. } => Field::Debit.slug(),
            Self::CreditUnknown { .. } | Self::SameAccount { .. } | Self::LedgersDiffer { .. } => Field::Credit.slug(),
            Self::CodeUnknown => Field::Code.slug(),
            Self::DateOutsideYear { .. } | Self::AccountNotOpen { .. } => Field::ValidOn.slug(),
            Self::Missing { ground, .. } | Self::Unknown { ground, .. } => ground.field().slug(),
            Self::DecisionNotYet { .. } => Field::Decision.slug(),
            Self::MandateNotValid { .. } => Field::Mandate.slug(),
            Self::LineOtherYear { .. } | Self::LineOtherBody { .. } => Field::PlanLine.slug(),
            Self::LinkedFailed | Self::ChainOpen => "linked",
        }
    }
}

impl Ground {
    const fn field(self) -> Field {
        match self {
            Self::Decision => Field::Decision,
            Self::Mandate => Field::Mandate,
            Self::PlanLine => Field::PlanLine,
        }
    }
}

fn code_list() -> String {
    TransferCode::ALL.iter().map(|code| code.slug()).collect::<Vec<_>>().join(", ")
}
