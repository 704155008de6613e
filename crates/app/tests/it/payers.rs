//! Overrides and challenges for the table of who may ask for what.

use crate::offices::id;
use assign::KeyHash;
use register::FileHash;
use terms::{Date, OdsCode, Pence};
use who_pays::{
    Act, Clocks, Given, NewClaim, NewFile, NewOverride, NewSubject, OverrideKind, Owner, OwnerHolder, Party, Ruling,
    Sum,
};

const FIRST: Date = Date::constant(2026, 1, 1);
const LAST: Date = Date::constant(2100, 1, 1);

/// An override and a challenge of each body.
pub(crate) fn before() -> Vec<Act> {
    let mut acts = Vec::new();
    for (number, (body, name)) in (1..).zip([("14Y", "own"), ("10Q", "other")]) {
        acts.push(Act::AddOverride(new_override(&format!("override-{name}"), body, name, number)));
        acts.push(Act::Open(claim(&format!("challenge-{name}"), body)));
    }
    acts
}

pub(crate) fn new_override(new: &str, body: &str, name: &str, key: u8) -> NewOverride {
    NewOverride {
        id: id(new),
        kind: OverrideKind::Section117,
        commissioner: id("10Q"),
        owner: Owner { body: id(body), holder: OwnerHolder::Post(id(&format!("post-{name}"))) },
        key: KeyHash([key; 32]),
        first: FIRST,
        last: LAST,
        reason: "Aftercare is the other’s".into(),
    }
}

fn claim(case: &str, claimant: &str) -> NewClaim {
    NewClaim {
        case: id(case),
        claimant: id(claimant),
        respondent: id(if claimant == "14Y" { "10Q" } else { "14Y" }),
        words: "One stay".into(),
        first: FIRST,
        last: FIRST,
        sum: Sum { records: 1, pence: Pence(100) },
        subject: NewSubject::Batch { run: id("run-1"), hash: FileHash::of(b"") },
    }
}

fn letter() -> NewFile {
    NewFile {
        evidence: id("letter"),
        title: "A letter".into(),
        hash: FileHash::of(b""),
        media_type: "application/pdf".into(),
        n_bytes: 0,
    }
}

/// Everything one may ask: of one's own override, as claimant in one's own challenge and as respondent in the other's.
pub(crate) fn acts_about(name: &str, body: OdsCode) -> Vec<(&'static str, Act)> {
    let local = || id(&format!("override-{name}"));
    let ours = || id(&format!("challenge-{name}"));
    let theirs = || id(&format!("challenge-{}", if name == "own" { "other" } else { "own" }));
    let why = || "Because".to_owned();
    let (party, sum) = (Party::Claimant, Sum::NOTHING);
    vec![
        ("add an override", Act::AddOverride(new_override("override-new", body.as_str(), name, 9))),
        ("extend an override", Act::ExtendOverride { id: local(), last: LAST, reason: why() }),
        ("end an override", Act::EndOverride { id: local(), last: FIRST, reason: why() }),
        ("erase an override's key", Act::EraseKey { id: local() }),
        ("set the days of each side", Act::SetClocks(Clocks::at_first())),
        ("open a challenge", Act::Open(claim("challenge-new", body.as_str()))),
        ("file evidence", Act::File { case: ours(), party, file: letter() }),
        ("agree to a challenge", Act::Agree { case: theirs(), given: Given::Directly }),
        ("agree from a letter", Act::Agree { case: ours(), given: Given::ByLetter(letter()) }),
        ("answer a challenge", Act::Answer { case: theirs(), offer: sum, reason: why(), given: Given::Directly }),
        (
            "answer from a letter",
            Act::Answer { case: ours(), offer: sum, reason: why(), given: Given::ByLetter(letter()) },
        ),
        ("accept an offer", Act::AcceptOffer { case: ours() }),
        ("press a challenge", Act::Press { case: ours(), ask: sum, reason: why() }),
        ("withdraw a challenge", Act::Withdraw { case: ours(), reason: why() }),
        ("escalate a challenge", Act::Escalate { case: ours(), party, reason: why() }),
        ("escalate theirs", Act::Escalate { case: theirs(), party: Party::Respondent, reason: why() }),
        ("record a ruling", Act::Rule { case: ours(), party, ruling: Ruling::NotUpheld, sum, reason: why() }),
    ]
}
