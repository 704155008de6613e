//! Why not, and what to do instead.

use crate::account::AccountKind;
use crate::fault::Fault;
use crate::id::{AccountId, FundCode, TransferId, VintageId};
use crate::ledger::LedgerError;
use terms::{Date, FinancialYear, OdsCode, screen_date};
use thiserror::Error;

/// A transfer of a batch that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedTransfer {
    /// Its place in the batch, from 1.
    pub number: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Why an act was refused. Nothing of it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A text that must be given was not.
    #[error("{what} must be given")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// More texts than an entry keeps.
    #[error("an act carries at most {} texts: send it in parts", u32::from(u16::MAX) + 1)]
    TooManyTexts,
    /// No such thing, or none to which such an act is done.
    #[error("there is no {what} {id} to which this can be done")]
    NothingToDo {
        /// What there would have to be.
        what: &'static str,
        /// What was named.
        id: String,
    },
    /// A fund of this code is in the table.
    #[error("there is already a fund {fund}: give another code")]
    FundTaken {
        /// The code.
        fund: FundCode,
    },
    /// No such fund.
    #[error("there is no fund {fund}: add it to the table of funds, or correct the code")]
    UnknownFund {
        /// The code.
        fund: FundCode,
    },
    /// The fund does not exist in that year.
    #[error("no money is given for {fund} in {year}: the first year is {from}")]
    FundNotYet {
        /// The fund.
        fund: FundCode,
        /// The year asked for.
        year: FinancialYear,
        /// Its first.
        from: FinancialYear,
    },
    /// The account is there.
    #[error("there is already an account {account}: give another identity")]
    AccountTaken {
        /// The identity.
        account: AccountId,
    },
    /// No such account.
    #[error("there is no account {account}")]
    UnknownAccount {
        /// The identity.
        account: AccountId,
    },
    /// The register does not know the body.
    #[error("the register knows no body {body}: import the file that describes it, or correct the code")]
    UnknownBody {
        /// The code.
        body: OdsCode,
    },
    /// Another body has taken the body's place.
    #[error("{successor} has taken the place of {body} by {}: open the account for {successor}", screen_date(*on))]
    BodySucceeded {
        /// The body.
        body: OdsCode,
        /// Who took its place.
        successor: OdsCode,
        /// The first day of the account.
        on: Date,
    },
    /// The body has closed, and nobody has taken its place on record.
    #[error("{body} has closed by {}: open the account for whoever took its place, and record that they did", screen_date(*on))]
    BodyClosed {
        /// The body.
        body: OdsCode,
        /// The first day of the account.
        on: Date,
    },
    /// A limit on an account that has none: money comes from a source before it is there, and what is spent is gone.
    #[error("{} has no limit: open the account without one", kind.words().to_lowercase())]
    LimitOnUnlimited {
        /// The kind of account.
        kind: AccountKind,
    },
    /// No limit on an account that holds what a body was given: it could pay out what never came.
    #[error("{} may not be overdrawn: open the account with a limit", kind.words().to_lowercase())]
    LimitMissing {
        /// The kind of account.
        kind: AccountKind,
    },
    /// Days that are not of the account's year, or the wrong way round.
    #[error("an account of {year} is open between {} and {}, from its first day to its last", screen_date(year.first_day()), screen_date(year.last_day()))]
    DaysOutsideYear {
        /// The account's year.
        year: FinancialYear,
    },
    /// Money moves after the day on which an account is to close.
    #[error("{transfer} moves money of {account} on {}: choose a last day no earlier", screen_date(*valid_on))]
    MovesLater {
        /// The account.
        account: AccountId,
        /// The last transfer of it.
        transfer: TransferId,
        /// Its day.
        valid_on: Date,
    },
    /// A batch of nothing.
    #[error("the batch has no transfer")]
    EmptyBatch,
    /// A batch of which nothing is taken.
    #[error("{n_refused} of {n_transfers} transfers are refused, and none is taken; the first, number {}: {}", first.number, first.fault,
        n_refused = rest.len() + 1)]
    Transfers {
        /// The first that is refused.
        first: Box<RefusedTransfer>,
        /// The others, in the order of the batch.
        rest: Vec<RefusedTransfer>,
        /// How many there are in the batch.
        n_transfers: usize,
    },
    /// The transfer is no reservation that waits.
    #[error("{pending} is no reservation: only a reservation waits for a milestone")]
    NotPending {
        /// The transfer.
        pending: TransferId,
    },
    /// A reservation that waits no more.
    #[error("{pending} was resolved by {by}: a milestone is set while the money is reserved")]
    AlreadyResolved {
        /// The reservation.
        pending: TransferId,
        /// By what.
        by: TransferId,
    },
    /// A reservation without milestone.
    #[error("{pending} has no milestone: set it before recording what shows that it was reached")]
    NoMilestone {
        /// The reservation.
        pending: TransferId,
    },
    /// Another table has this identity.
    #[error("the vintage {vintage} was imported with another content: give this version an identity of its own")]
    VintageTaken {
        /// The identity.
        vintage: VintageId,
    },
    /// A table that says nothing.
    #[error("the table says nothing of any body: check that it is a table of allocations")]
    EmptyTable,
    /// A body, year and fund stands twice in a table.
    #[error("the table gives {body} an allocation of {fund} for {year} twice")]
    AllocationTwice {
        /// The body.
        body: OdsCode,
        /// The fund.
        fund: FundCode,
        /// The year.
        year: FinancialYear,
    },
    /// A law of the ledger would be broken, which is a defect.
    #[error("the ledger would not be sound, which is a defect of the program: {0}")]
    Unsound(#[from] LedgerError),
}
