//! Cases: a claim, answers and replies that only ever come nearer, and an end.

use super::{Draft, in_order, unknown};
use crate::act::{Given, NewClaim, NewFile, NewSubject};
use crate::case::{Case, Next};
use crate::clock::Clocks;
use crate::event::{Event, SubjectRef};
use crate::id::CaseId;
use crate::kind::{Closing, Party, Received, Ruling};
use crate::refusal::Refusal;
use crate::state::soon;
use crate::sum::Sum;
use terms::Date;

pub(super) fn set_clocks(draft: &mut Draft<'_>, clocks: &Clocks) -> Result<(), Refusal> {
    if clocks.answer_days == 0 || clocks.reply_days == 0 {
        return Err(Refusal::NoDays);
    }
    if clocks.source.trim().is_empty() {
        return Err(Refusal::Missing { what: "by what the days are set" });
    }
    if draft.room.clocks_on(clocks.from) != *clocks {
        draft.push(Event::ClocksSet { clocks: clocks.clone(), by: draft.by.clone(), on: draft.today });
    }
    Ok(())
}

pub(super) fn open(draft: &mut Draft<'_>, claim: &NewClaim) -> Result<(), Refusal> {
    if draft.room.case(&claim.case).is_some() {
        return Err(Refusal::Taken { what: "a case", id: claim.case.to_string() });
    }
    draft.known(claim.claimant)?;
    draft.known(claim.respondent)?;
    if claim.claimant == claim.respondent {
        return Err(Refusal::SameBody { body: claim.claimant });
    }
    in_order(claim.first, claim.last)?;
    if claim.sum.records == 0 || claim.sum.pence.0 < 0 {
        return Err(Refusal::EmptyClaim);
    }
    let words = draft.text("the claim", &claim.words)?;
    let (subject, walk) = match &claim.subject {
        NewSubject::Record { run, row, hash, walk } => {
            let walk = draft.text("the walk", walk)?;
            (SubjectRef::Record { run: run.clone(), row: *row, hash: *hash }, Some(walk))
        }
        NewSubject::Batch { run, hash } => (SubjectRef::Batch { run: run.clone(), hash: *hash }, None),
    };
    draft.push(Event::CaseOpened {
        case: claim.case.clone(),
        claimant: claim.claimant,
        respondent: claim.respondent,
        words,
        first: claim.first,
        last: claim.last,
        sum: claim.sum,
        subject,
        walk,
        due: draft.answer_by(),
        by: draft.by.clone(),
        on: draft.today,
    });
    Ok(())
}

pub(super) fn file(draft: &mut Draft<'_>, case: &CaseId, party: Party, file: &NewFile) -> Result<(), Refusal> {
    let held = draft.case(case, Next::File, party)?;
    draft.filed(held, party, file)
}

pub(super) fn agree(draft: &mut Draft<'_>, case: &CaseId, given: &Given) -> Result<(), Refusal> {
    let held = draft.case(case, Next::Agree, Party::Respondent)?;
    draft.letter(held, given)?;
    let outcome = if held.asked == held.claim { Closing::Accepted } else { Closing::Agreed };
    draft.close(held, outcome, held.asked, Party::Respondent, None, given.received())
}

pub(super) fn answer(
    draft: &mut Draft<'_>,
    case: &CaseId,
    offer: Sum,
    reason: &str,
    given: &Given,
) -> Result<(), Refusal> {
    let held = draft.case(case, Next::Answer, Party::Respondent)?;
    if !offer.is_within(held.asked) || offer == held.asked {
        return Err(Refusal::NotLess { offer, asked: held.asked });
    }
    if !held.offered.is_within(offer) {
        return Err(Refusal::TakenBack { offer, before: held.offered });
    }
    draft.letter(held, given)?;
    let reason = draft.text("the reason", reason)?;
    draft.push(Event::Answered {
        case: case.clone(),
        offer,
        reason,
        received: given.received(),
        due: draft.reply_by(),
        by: draft.by.clone(),
        on: draft.today,
    });
    Ok(())
}

pub(super) fn accept(draft: &mut Draft<'_>, case: &CaseId) -> Result<(), Refusal> {
    let held = draft.case(case, Next::AcceptOffer, Party::Claimant)?;
    let outcome = if held.offered == Sum::NOTHING { Closing::Rejected } else { Closing::AcceptedInPart };
    draft.close(held, outcome, held.offered, Party::Claimant, None, Received::Directly)
}

pub(super) fn press(draft: &mut Draft<'_>, case: &CaseId, ask: Sum, reason: &str) -> Result<(), Refusal> {
    let held = draft.case(case, Next::Press, Party::Claimant)?;
    if !ask.is_within(held.asked) {
        return Err(Refusal::Grown { ask, before: held.asked });
    }
    if !held.offered.is_within(ask) || ask == held.offered {
        return Err(Refusal::AlreadyOffered { ask, offered: held.offered });
    }
    let reason = draft.text("the reason", reason)?;
    let due = draft.answer_by();
    draft.push(Event::Pressed { case: case.clone(), ask, reason, due, by: draft.by.clone(), on: draft.today });
    Ok(())
}

pub(super) fn withdraw(draft: &mut Draft<'_>, case: &CaseId, reason: &str) -> Result<(), Refusal> {
    let held = draft.case(case, Next::Withdraw, Party::Claimant)?;
    draft.close(held, Closing::Withdrawn, Sum::NOTHING, Party::Claimant, Some(reason), Received::Directly)
}

pub(super) fn escalate(draft: &mut Draft<'_>, case: &CaseId, party: Party, reason: &str) -> Result<(), Refusal> {
    draft.case(case, Next::Escalate, party)?;
    let reason = draft.text("the reason", reason)?;
    draft.push(Event::Escalated { case: case.clone(), party, reason, by: draft.by.clone(), on: draft.today });
    Ok(())
}

pub(super) fn rule(
    draft: &mut Draft<'_>,
    case: &CaseId,
    party: Party,
    ruling: Ruling,
    sum: Sum,
    reason: &str,
) -> Result<(), Refusal> {
    let held = draft.case(case, Next::Rule, party)?;
    let (fits, wanted) = match ruling {
        Ruling::Upheld => (sum == held.asked, held.asked.beside(sum)),
        Ruling::NotUpheld => (sum == Sum::NOTHING, "nothing".to_owned()),
        Ruling::UpheldInPart => (
            sum.is_within(held.asked) && sum != held.asked && sum != Sum::NOTHING,
            "more than nothing and less than all".to_owned(),
        ),
    };
    if !fits {
        let ruling = ruling.words();
        return Err(Refusal::RulingSum { claim: held.asked, ruling, wanted, sum });
    }
    let reason = draft.text("the ruling’s reference and reasons", reason)?;
    draft.push(Event::Ruled { case: case.clone(), party, ruling, sum, reason, by: draft.by.clone(), on: draft.today });
    Ok(())
}

impl<'a> Draft<'a> {
    /// A case in which a side may do something today.
    fn case(&self, id: &CaseId, next: Next, party: Party) -> Result<&'a Case, Refusal> {
        let held = self.room.case(id).ok_or_else(|| unknown("case", id))?;
        if held.allows(next, party, self.today) {
            return Ok(held);
        }
        Err(Refusal::NotNow { case: id.clone(), party, next, stage: held.stage })
    }

    fn answer_by(&self) -> Date {
        soon(self.today, self.room.clocks_on(self.today).answer_days)
    }

    fn reply_by(&self) -> Date {
        soon(self.today, self.room.clocks_on(self.today).reply_days)
    }

    /// The letter from which the claimant records the respondent's answer goes on file with it, as the respondent's.
    fn letter(&mut self, held: &Case, given: &Given) -> Result<(), Refusal> {
        match given {
            Given::Directly => Ok(()),
            Given::ByLetter(letter) => self.filed(held, Party::Respondent, letter),
        }
    }

    fn filed(&mut self, held: &Case, party: Party, file: &NewFile) -> Result<(), Refusal> {
        if held.evidence.iter().any(|evidence| evidence.id == file.evidence) {
            return Err(Refusal::Taken { what: "a file of evidence", id: file.evidence.to_string() });
        }
        let title = self.text("the title of the evidence", &file.title)?;
        self.push(Event::EvidenceFiled {
            case: held.id.clone(),
            evidence: file.evidence.clone(),
            party,
            title,
            hash: file.hash,
            media_type: file.media_type.clone(),
            n_bytes: file.n_bytes,
            by: self.by.clone(),
            on: self.today,
        });
        Ok(())
    }

    fn close(
        &mut self,
        held: &Case,
        outcome: Closing,
        sum: Sum,
        party: Party,
        reason: Option<&str>,
        received: Received,
    ) -> Result<(), Refusal> {
        let reason = reason.map(|reason| self.text("the reason", reason)).transpose()?;
        let (case, by, on) = (held.id.clone(), self.by.clone(), self.today);
        self.push(Event::Closed { case, outcome, sum, party, reason, received, by, on });
        Ok(())
    }
}
