//! Proposals and what each body's part comes to.

use super::Taking;
use crate::act::Route;
use crate::event::{ConditionSet, DecidedBy, Event, MinuteRef};
use crate::ids::{ItemId, ProposalId};
use crate::kind::Stance;
use crate::proposal::{
    Agreed, Condition, ConditionOutcome, Decision, Negotiation, Opening, Part, PastStanding, Position, Proposal,
    Referral, Settlement, Standing, Wording,
};
use std::sync::Arc;
use terms::{Date, OdsCode, ReplayError, Text};

impl Taking<'_> {
    pub(super) fn proposal(&mut self, id: &ProposalId) -> Result<&mut Proposal, ReplayError> {
        let missing = self.missing("proposal", id);
        self.state.proposals.change(self.stamp.entry, id).ok_or(missing)
    }

    fn part(&mut self, id: &ProposalId, body: OdsCode) -> Result<&mut Part, ReplayError> {
        let missing = self.missing("part of", &format!("{id}/{body}"));
        self.proposal(id)?.parts.get_mut(&body).ok_or(missing)
    }

    fn stand(&mut self, id: &ProposalId, body: OdsCode, standing: Standing, on: Date) -> Result<(), ReplayError> {
        let part = self.part(id, body)?;
        let left = std::mem::replace(&mut part.standing, standing);
        part.past.push(PastStanding { standing: left, until: on });
        Ok(())
    }

    fn condition(&self, set: &ConditionSet, body: Option<OdsCode>) -> Condition {
        Condition {
            id: set.condition.clone(),
            body,
            wording: self.text(set.wording),
            owner: set.owner.clone(),
            expires: set.expires,
            outcome: ConditionOutcome::Open,
        }
    }

    /// Takes an event of a proposal.
    #[expect(clippy::unnested_or_patterns, reason = "a group of events is a pattern of its own")]
    pub(super) fn take_proposal(&mut self, event: &Event) -> Result<(), ReplayError> {
        let stamp = self.stamp;
        match event {
            Event::Proposed { .. } => {
                self.propose(event);
                Ok(())
            }
            Event::DivisibilityFixed { proposal, indivisible } => {
                let reason = indivisible.map(|reason| self.text(reason));
                self.proposal(proposal).map(|held| held.indivisible = reason)
            }
            Event::PositionsOpened { proposal, closes, on } => {
                let opening = Opening { on: *on, closes: *closes };
                self.proposal(proposal).map(|held| held.open = Some(opening))
            }
            Event::PositionTaken { proposal, body, text, person, as_deputy, stance, reason, on } => {
                let position = Position {
                    body: *body,
                    person: person.clone(),
                    as_deputy: *as_deputy,
                    text: *text,
                    stance: *stance,
                    reason: reason.map(|reason| self.text(reason)),
                    on: *on,
                    stamp,
                };
                self.proposal(proposal).map(|held| held.positions.push(position))
            }
            Event::Amended { .. } => self.amend(event),
            Event::MediatorNamed { proposal, body, mediator } => self.part(proposal, *body).map(|part| {
                if let Standing::Negotiating(held) = &mut part.standing {
                    held.mediator = Some(mediator.clone());
                }
            }),
            Event::PutTo { proposal, route } => self.proposal(proposal).map(|held| {
                held.items.extend(item_of(route));
                held.route = route.clone();
            }),
            Event::Settled { .. } => self.settle(event),
            Event::BodyBound { .. } => self.bind(event),
            Event::BodyReferred { proposal, body, reason, deadline, on } => {
                let (reason, deadline) = (reason.clone(), *deadline);
                let referral = Referral { reason, on: *on, deadline, agreed: None, inquorate: Vec::new() };
                self.stand(proposal, *body, Standing::Referred(referral), *on)
            }
            Event::NegotiationOpened { proposal, body, round, until, on } => {
                self.negotiate(proposal, *body, &Negotiation { round: *round, until: *until, on: *on, mediator: None })
            }
            Event::BodyOutside { proposal, body, reason, on } => {
                self.stand(proposal, *body, Standing::Outside { reason: reason.clone(), on: *on }, *on)
            }
            Event::NotTheirs { proposal, body, responsible, on } => {
                let responsible = responsible.clone();
                self.stand(proposal, *body, Standing::NotTheirs { responsible, on: *on }, *on)
            }
            Event::GoverningBodyAgreed { proposal, body, minute, on, .. } => {
                let agreed = Agreed { on: *on, minute: minute.clone(), reference: self.reference(minute) };
                self.part(proposal, *body).map(|part| {
                    if let Standing::Referred(held) = &mut part.standing {
                        held.agreed = Some(agreed);
                    }
                })
            }
            Event::GoverningBodyInquorate { proposal, body, on, .. } => self.part(proposal, *body).map(|part| {
                if let Standing::Referred(held) = &mut part.standing {
                    held.inquorate.push(*on);
                }
            }),
            Event::ConditionsSet { proposal, body, conditions } => {
                let new: Vec<Condition> = conditions.iter().map(|set| self.condition(set, Some(*body))).collect();
                self.proposal(proposal).map(|held| held.conditions.extend(new))
            }
            Event::ConditionMet { proposal, condition, evidence, on } => {
                let outcome = ConditionOutcome::Met { evidence: self.text(*evidence), on: *on };
                self.end_condition(proposal, condition, outcome)
            }
            Event::ConditionLapsed { proposal, condition, on } => {
                self.end_condition(proposal, condition, ConditionOutcome::Lapsed { on: *on })
            }
            Event::UrgentReported { proposal, item, on } => {
                self.proposal(proposal).map(|held| held.reported = Some((item.clone(), *on)))
            }
            of_meetings!() | of_records!() => Ok(()),
        }
    }

    fn end_condition(
        &mut self,
        proposal: &ProposalId,
        id: &crate::ids::ConditionId,
        outcome: ConditionOutcome,
    ) -> Result<(), ReplayError> {
        let missing = self.missing("condition", id);
        let held = self.proposal(proposal)?;
        let condition = held.conditions.iter_mut().find(|held| held.id == *id).ok_or(missing)?;
        condition.outcome = outcome;
        Ok(())
    }

    fn propose(&mut self, event: &Event) {
        let Event::Proposed {
            proposal,
            forum,
            route,
            title,
            text,
            hash,
            matters,
            bodies,
            amounts,
            indivisible,
            conditions,
            earlier,
            on,
        } = event
        else {
            return;
        };
        let stamp = self.stamp;
        let wording = Wording {
            version: 1,
            hash: *hash,
            text: self.text(*text),
            amounts: amounts.clone(),
            bodies: bodies.clone(),
            on: *on,
            stamp,
        };
        let part = |body: &OdsCode| {
            let (standing, past) = (Standing::Awaiting, Vec::new());
            (*body, Part { body: *body, put: *hash, standing, past, heard: 0, objected: None })
        };
        let value = Proposal {
            id: proposal.clone(),
            forum: forum.clone(),
            route: route.clone(),
            items: item_of(route).into_iter().collect(),
            title: self.text(*title),
            wordings: vec![wording],
            matters: matters.clone(),
            indivisible: indivisible.map(|reason| self.text(reason)),
            earlier: earlier.clone(),
            tabled: *on,
            stamp,
            open: None,
            parts: bodies.iter().map(part).collect(),
            positions: Vec::new(),
            settlements: Vec::new(),
            conditions: conditions.iter().map(|set| self.condition(set, None)).collect(),
            declarations: Vec::new(),
            reported: None,
        };
        self.state.proposals.insert(stamp.entry, proposal.clone(), value);
    }

    fn amend(&mut self, event: &Event) -> Result<(), ReplayError> {
        let Event::Amended { proposal, text, hash, amounts, bodies, until, on } = event else { return Ok(()) };
        let (text, stamp) = (self.text(*text), self.stamp);
        let held = self.proposal(proposal)?;
        held.wordings.push(Wording {
            version: held.wordings.len() as u16 + 1,
            hash: *hash,
            text,
            amounts: amounts.clone(),
            bodies: bodies.clone(),
            on: *on,
            stamp,
        });
        for body in bodies {
            if let Some(part) = held.parts.get_mut(body) {
                part.put = *hash;
                if let Standing::Negotiating(negotiation) = &mut part.standing {
                    // What was so before stays readable: the minutes of then say when the round was to end.
                    let before = Standing::Negotiating(negotiation.clone());
                    negotiation.until = *until;
                    part.past.push(PastStanding { standing: before, until: *on });
                }
            }
        }
        Ok(())
    }

    fn settle(&mut self, event: &Event) -> Result<(), ReplayError> {
        let Event::Settled { proposal, on, terms, present, eligible, quorum, papers } = event else { return Ok(()) };
        let stamp = self.stamp;
        let held = self.proposal(proposal)?;
        let item = match &held.route {
            Route::Item { item } => Some(item.clone()),
            Route::WrittenResolution | Route::ChairsAction => None,
        };
        if item.is_none() {
            // What was reported before was not this.
            held.reported = None;
        }
        held.settlements.push(Settlement {
            on: *on,
            terms: *terms,
            item,
            present: present.clone(),
            eligible: eligible.clone(),
            quorum: quorum.clone(),
            papers: papers.clone(),
            stamp,
        });
        let heard = held.positions.len();
        for part in held.parts.values_mut() {
            let spoken = held.positions.iter().skip(part.heard).rfind(|position| position.body == part.body);
            if spoken.is_some_and(|position| position.stance == Stance::Object && position.text == part.put) {
                part.objected = Some(part.put);
            }
            part.heard = heard;
        }
        Ok(())
    }

    fn negotiate(&mut self, id: &ProposalId, body: OdsCode, round: &Negotiation) -> Result<(), ReplayError> {
        let mediator = match &self.part(id, body)?.standing {
            Standing::Negotiating(before) => before.mediator.clone(),
            _ => None,
        };
        let on = round.on;
        let part = self.part(id, body)?;
        part.objected = Some(part.put);
        self.stand(id, body, Standing::Negotiating(Negotiation { mediator, ..round.clone() }), on)
    }

    fn bind(&mut self, event: &Event) -> Result<(), ReplayError> {
        let Event::BodyBound { proposal, body, text, by, chains, amount, reserved, on } = event else { return Ok(()) };
        let reference = match by {
            DecidedBy::GoverningBody { minute: MinuteRef::AsAgreed { .. } } => {
                match &self.part(proposal, *body)?.standing {
                    Standing::Referred(held) => held.agreed.as_ref().and_then(|agreed| agreed.reference.clone()),
                    _ => None,
                }
            }
            DecidedBy::GoverningBody { minute } => self.reference(minute),
            _ => None,
        };
        let stamp = self.stamp;
        let settled = self.proposal(proposal)?.settlements.len().checked_sub(1);
        let settlement = match by {
            DecidedBy::GoverningBody { minute: MinuteRef::Item { .. } } => {
                // Its own proposal at its own meeting was settled in this entry; an answer on a referral was not.
                let last = self.proposal(proposal)?.settlements.last().map(|held| held.stamp);
                settled.filter(|_| last == Some(stamp))
            }
            DecidedBy::GoverningBody { .. } => None,
            _ => settled,
        };
        let decision = Decision {
            proposal: proposal.clone(),
            body: *body,
            text: *text,
            by: by.clone(),
            reference,
            chains: chains.clone(),
            amount: *amount,
            reserved: *reserved,
            on: *on,
            stamp,
            settlement,
        };
        self.stand(proposal, *body, Standing::Bound(Arc::new(decision)), *on)
    }

    fn reference(&self, minute: &MinuteRef) -> Option<Text> {
        match minute {
            MinuteRef::Cited { reference, .. } => Some(self.text(*reference)),
            _ => None,
        }
    }
}

fn item_of(route: &Route) -> Option<ItemId> {
    match route {
        Route::Item { item } => Some(item.clone()),
        Route::WrittenResolution | Route::ChairsAction => None,
    }
}
