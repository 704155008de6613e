//! Cases as the state holds them, and what each allows next.

use crate::event::SubjectRef;
use crate::guidance::{GuidanceEdition, edition_on};
use crate::id::{CaseId, EvidenceId};
use crate::kind::{Closing, Party, Received, Ruling, Stage};
use crate::local::Stamp;
use crate::sum::Sum;
use register::FileHash;
use terms::{Date, OdsCode, Text, screen_date};

/// What a case is about: where the records are, and the walk where it is one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Where they are.
    pub of: SubjectRef,
    /// The walk as it was answered; none for a batch.
    pub walk: Option<Text>,
}

/// A file in evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its identity within the case.
    pub id: EvidenceId,
    /// Whose it is.
    pub party: Party,
    /// What it is.
    pub title: Text,
    /// SHA-256 of its bytes.
    pub hash: FileHash,
    /// Its media type.
    pub media_type: String,
    /// How many bytes it has.
    pub n_bytes: u64,
    /// By whom it was filed.
    pub stamp: Stamp,
}

/// What was done in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveKind {
    /// It was opened with a claim.
    Opened,
    /// The respondent offered less than was asked, or nothing.
    Answered {
        /// What was offered.
        offer: Sum,
    },
    /// The claimant pressed on.
    Pressed {
        /// What was asked from then on.
        ask: Sum,
    },
    /// A side took it to NHS England.
    Escalated,
    /// It was closed between the parties.
    Closed {
        /// How.
        outcome: Closing,
        /// What the respondent pays.
        sum: Sum,
    },
    /// NHS England ruled.
    Ruled {
        /// What.
        ruling: Ruling,
        /// What the respondent pays.
        sum: Sum,
    },
}

/// One move of a case, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What was done.
    pub kind: MoveKind,
    /// Whose move it was.
    pub party: Party,
    /// In their words.
    pub words: Option<Text>,
    /// How it reached the record.
    pub received: Received,
    /// By when the other side was to answer it.
    pub due: Option<Date>,
    /// By whom, when and in which entry.
    pub stamp: Stamp,
}

/// How a claim stands: three parts that add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// What the respondent pays, or has offered so far.
    pub conceded: Sum,
    /// What the claimant no longer asks for.
    pub given_up: Sum,
    /// What is between them.
    pub disputed: Sum,
}

/// What a case may allow next. The one list for rules and for forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Next {
    /// The respondent agrees to all that is asked.
    Agree,
    /// The respondent offers a part or nothing.
    Answer,
    /// The claimant takes what was offered.
    AcceptOffer,
    /// The claimant presses on.
    Press,
    /// The claimant withdraws.
    Withdraw,
    /// A side goes to NHS England.
    Escalate,
    /// A side records the ruling.
    Rule,
    /// A side files evidence.
    File,
}

impl Next {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Agree,
        Self::Answer,
        Self::AcceptOffer,
        Self::Press,
        Self::Withdraw,
        Self::Escalate,
        Self::Rule,
        Self::File,
    ];

    /// The words people read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Agree => "agree to all that is asked",
            Self::Answer => "offer a part, or refuse",
            Self::AcceptOffer => "accept what was offered",
            Self::Press => "press the claim",
            Self::Withdraw => "withdraw the claim",
            Self::Escalate => "take it to NHS England",
            Self::Rule => "record NHS England’s ruling",
            Self::File => "file evidence",
        }
    }
}

/// A case: one body says that another should pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its identity.
    pub id: CaseId,
    /// The body that claims.
    pub claimant: OdsCode,
    /// The body that is asked to pay.
    pub respondent: OdsCode,
    /// The claim in words.
    pub words: Text,
    /// The first day of the activity.
    pub first: Date,
    /// The last day of the activity.
    pub last: Date,
    /// What was claimed at first.
    pub claim: Sum,
    /// What it is about.
    pub subject: Subject,
    /// What the claimant asks for now. It never rises.
    pub asked: Sum,
    /// What the respondent offers now. It never falls.
    pub offered: Sum,
    /// How far it has come.
    pub stage: Stage,
    /// The last day of whoever's turn it is.
    pub due: Option<Date>,
    /// Every move, in order.
    pub moves: Vec<Move>,
    /// The files in evidence, in the order filed.
    pub evidence: Vec<Evidence>,
    /// How it ended, and what the respondent pays.
    pub closed: Option<(Closing, Sum)>,
}

impl Case {
    /// The body on a side.
    pub fn body(&self, party: Party) -> OdsCode {
        match party {
            Party::Claimant => self.claimant,
            Party::Respondent => self.respondent,
        }
    }

    /// Whose turn it is; nobody's while NHS England considers it, and after it is closed.
    pub fn turn(&self) -> Option<Party> {
        match self.stage {
            Stage::Answering => Some(Party::Respondent),
            Stage::Replying => Some(Party::Claimant),
            Stage::Escalated | Stage::Closed => None,
        }
    }

    /// Whether the time of whoever's turn it is has run out. The last day is still in time.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.turn().is_some() && self.due.is_some_and(|due| due < today)
    }

    /// How the claim stands: what is conceded, given up and in dispute.
    pub fn account(&self) -> Account {
        let part = |whole: Sum, part: Sum| whole.less(part).unwrap_or(Sum::NOTHING);
        match self.closed {
            Some((_, sum)) => Account { conceded: sum, given_up: part(self.claim, sum), disputed: Sum::NOTHING },
            None => Account {
                conceded: self.offered,
                given_up: part(self.claim, self.asked),
                disputed: part(self.asked, self.offered),
            },
        }
    }

    /// Whether a side may do something on a day.
    pub fn allows(&self, next: Next, party: Party, today: Date) -> bool {
        let (open, is_claimant) = (self.stage != Stage::Closed, party == Party::Claimant);
        match next {
            Next::Agree => !is_claimant && matches!(self.stage, Stage::Answering | Stage::Escalated),
            Next::Answer => !is_claimant && self.stage == Stage::Answering,
            Next::AcceptOffer => {
                is_claimant && (self.stage == Stage::Replying || (self.stage == Stage::Escalated && self.is_answered()))
            }
            Next::Press => is_claimant && self.stage == Stage::Replying,
            Next::Withdraw => is_claimant && open,
            Next::Escalate => self.turn().is_some() && (self.is_answered() || self.is_overdue(today)),
            Next::Rule => self.stage == Stage::Escalated,
            Next::File => open,
        }
    }

    /// Everything a side may do on a day.
    pub fn next(&self, party: Party, today: Date) -> Vec<Next> {
        Next::ALL.into_iter().filter(|next| self.allows(*next, party, today)).collect()
    }

    /// Whether the respondent ever answered.
    pub fn is_answered(&self) -> bool {
        self.moves.iter().any(|made| matches!(made.kind, MoveKind::Answered { .. }))
    }

    /// What follows, in a sentence: whose turn it is until when, or what an overdue turn lets the other side do. Nothing
    /// moves by itself.
    pub fn what_follows(&self, today: Date) -> String {
        let until = self.due.map(screen_date).unwrap_or_default();
        match self.turn() {
            Some(party) if self.is_overdue(today) => {
                let (late, other) = (self.body(party), self.body(party.other()));
                format!(
                    "{late} was to move by {until} and has not. Nothing follows by itself: {other} may take the case to \
                     NHS England, {late} may still move."
                )
            }
            Some(party) => format!("{} is to move by {until}.", self.body(party)),
            None if self.stage == Stage::Escalated => {
                "NHS England considers it. Either side records the ruling; until then they may still settle.".to_owned()
            }
            None => "The case is closed.".to_owned(),
        }
    }

    /// The editions of the guidance on the first and the last day of the activity.
    pub fn editions(&self) -> (Option<&'static GuidanceEdition>, Option<&'static GuidanceEdition>) {
        (edition_on(self.first), edition_on(self.last))
    }
}
