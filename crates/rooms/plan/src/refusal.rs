//! Why not, and what to do instead.

use crate::check::CheckReference;
use crate::key::Key;
use crate::name::{LineName, SourceName};
use crate::sign_off::SignOffRefusal;
use executive::{ProposalId, TextHash};
use mandate::{CommitteeId, Denied, MandateId, Matter, PersonId, Shortfall};
use std::collections::BTreeSet;
use terms::{Date, OdsCode, screen_date};
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
    /// A text that must be given was not.
    #[error("{what} must be given")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// More than is kept of such a thing.
    #[error("{what} has {count} {of}, at most {most}: shorten it")]
    TooMuch {
        /// What.
        what: String,
        /// Of what it has too much.
        of: &'static str,
        /// How much it has.
        count: usize,
        /// How much it may have.
        most: usize,
    },
    /// A tolerance that nothing could be held to.
    #[error("{what} is out of range: give a share from 0 to 100% and an amount of nought or more")]
    BadTolerance {
        /// Which.
        what: &'static str,
    },
    /// The register does not know the body.
    #[error("the register knows no body {body}: import the file that describes it, or correct the code")]
    UnknownBody {
        /// The code.
        body: OdsCode,
    },
    /// A body that is closed.
    #[error("{body} is closed on {}: {}", screen_date(*on), instead(successors))]
    Closed {
        /// The body.
        body: OdsCode,
        /// Which took its place.
        successors: BTreeSet<OdsCode>,
        /// The day.
        on: Date,
    },
    /// A body does not sign the plan.
    #[error("{body} is not one of the bodies of this plan")]
    NotOfPlan {
        /// The body.
        body: OdsCode,
    },
    /// A body is no member of the committee.
    #[error("{body} is no member of {committee} on {}: its representative cannot sign there", screen_date(*on))]
    NotAMember {
        /// The body.
        body: OdsCode,
        /// The committee.
        committee: CommitteeId,
        /// The day.
        on: Date,
    },
    /// The plan of that name was brought for other bodies.
    #[error("`{source_name}` is the plan of {}: bring another plan under another name", codes(bodies))]
    OthersPlan {
        /// Its name.
        source_name: SourceName,
        /// Whose it is.
        bodies: BTreeSet<OdsCode>,
    },
    /// The lines of a body whose mandates are not the actor's to keep.
    #[error("{0}: a plan of several bodies is brought by whoever keeps the lines of each")]
    NotKept(#[from] Denied),
    /// A commissioner's or provider's line in a plan that is not that body's.
    #[error("line `{line}` is {owner}’s, and the plan is not: leave it to {owner}’s own plan")]
    OthersLine {
        /// The line.
        line: LineName,
        /// Whose it is.
        owner: String,
    },
    /// Words that are not those of their hash, or were erased.
    #[error("the words of line `{line}` are not there: write them again")]
    NoWords {
        /// The line.
        line: LineName,
    },
    /// Two lines of one name.
    #[error("two lines are called `{line}`: give each its own name")]
    LineTwice {
        /// The name.
        line: LineName,
    },
    /// Two lines about the same, for which the whole plan is refused (rule R51).
    #[error("lines `{first}` and `{second}` are about the same, {key}: nothing of the plan was taken, leave one out")]
    KeyTwice {
        /// What both are about.
        key: Key,
        /// The first of them.
        first: LineName,
        /// The second.
        second: LineName,
    },
    /// A percentage without its numerator or denominator.
    #[error("line `{line}` is worked out from `{missing}`, which is not in the plan")]
    NoQuotient {
        /// The percentage.
        line: LineName,
        /// What it names.
        missing: LineName,
    },
    /// A mandate that is not on record.
    #[error("line `{line}` names mandate `{mandate}`, which is not on record")]
    UnknownMandate {
        /// The line.
        line: LineName,
        /// The mandate.
        mandate: MandateId,
    },
    /// Nothing would be changed.
    #[error("nothing would change")]
    NothingChanges,
    /// A plan without lines.
    #[error("the plan has no lines yet: bring them first")]
    NoLines,
    /// Plans do not differ there.
    #[error("plans do not differ about {key}: there is nothing to settle")]
    NoConflict {
        /// About what.
        key: Key,
    },
    /// A plan that has no say in a conflict.
    #[error("`{source_name}` is not among the plans that differ about {key}: name one of them, or a value")]
    NotInConflict {
        /// The plan named.
        source_name: SourceName,
        /// About what.
        key: Key,
    },
    /// A value of another unit than the line's.
    #[error("{key} is not planned in such a unit")]
    WrongUnit {
        /// About what.
        key: Key,
    },
    /// The check does not fail.
    #[error("the check {check} does not fail, or is waived already: there is nothing to waive")]
    NotFailing {
        /// Which.
        check: CheckReference,
    },
    /// A decision that does not bind a body whose lines it is about.
    #[error(
        "{proposal} does not bind {} today: a body’s lines are settled only by a decision that binds it",
        codes(bodies)
    )]
    NotDecided {
        /// The proposal.
        proposal: ProposalId,
        /// The bodies.
        bodies: BTreeSet<OdsCode>,
    },
    /// A decision on something else.
    #[error("{proposal} is not about {matter}: what is settled of a plan is settled by a decision about it")]
    OtherMatter {
        /// The proposal.
        proposal: ProposalId,
        /// What it should be about.
        matter: Matter,
    },
    /// A decision of another committee.
    #[error("{proposal} is not before {committee}")]
    OtherForum {
        /// The proposal.
        proposal: ProposalId,
        /// The committee.
        committee: CommitteeId,
    },
    /// A decision whose text does not name the version.
    #[error("the text of {proposal} does not name this version: it must hold {hash}")]
    OtherText {
        /// The proposal.
        proposal: ProposalId,
        /// The hash of the version's lines.
        hash: TextHash,
    },
    /// A decision by which the executive signed before.
    #[error("the executive signed by {proposal} before, and that fell: it decides anew")]
    Used {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The act is for a person to do.
    #[error("only a person can {what}, for a body they represent")]
    NotAPerson {
        /// What.
        what: &'static str,
    },
    /// Not that body's representative.
    #[error("{person} does not represent {body} in {committee} on {}", screen_date(*on))]
    NotRepresentative {
        /// Who.
        person: PersonId,
        /// The body.
        body: OdsCode,
        /// Where.
        committee: CommitteeId,
        /// The day.
        on: Date,
    },
    /// A deputy, while the principal is in post.
    #[error(
        "{person} is a deputy for {body}, and {principal} is in post: a plan is signed at no meeting that one could miss"
    )]
    DeputyOnly {
        /// Who.
        person: PersonId,
        /// The body.
        body: OdsCode,
        /// Whose deputy.
        principal: PersonId,
    },
    /// No power to adopt the plan.
    #[error("{0}; its governing body may decide instead")]
    NoAuthority(Shortfall),
    /// A step that the sign-off does not allow.
    #[error(transparent)]
    SignOff(#[from] SignOffRefusal),
    /// A last day before the first.
    #[error("the last day, {}, is before the first, {}", screen_date(*last), screen_date(*first))]
    DaysReversed {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// A day that has not come.
    #[error("{} has not come: record it on the day", screen_date(*day))]
    DayToCome {
        /// The day.
        day: Date,
    },
    /// The body is no party.
    #[error("{body} is not a party to the agreement: name it among the parties")]
    NotAParty {
        /// The body.
        body: OdsCode,
    },
    /// The agreement asks nothing of the kind.
    #[error("the agreement asks nothing when {body} merges, or it was done already")]
    NothingAsked {
        /// The party.
        body: OdsCode,
    },
    /// A measure of the tolerances that no line can have.
    #[error("no line can have the measure `{measure}`: write it in upper case, with single blanks")]
    BadMeasure {
        /// The measure.
        measure: String,
    },
}

fn instead(successors: &BTreeSet<OdsCode>) -> String {
    if successors.is_empty() {
        "nobody acts in its place".to_owned()
    } else {
        format!("name {}, which took its place", codes(successors))
    }
}

fn codes(bodies: &BTreeSet<OdsCode>) -> String {
    bodies.iter().map(OdsCode::as_str).collect::<Vec<_>>().join(" and ")
}
