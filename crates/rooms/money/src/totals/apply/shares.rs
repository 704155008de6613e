//! Risk shares, taken in.

use super::Taking;
use crate::totals::event::AgreedShare;
use crate::totals::id::RiskShareId;
use crate::totals::record::ShareRecord;
use crate::{Revocation, RiskShare, ShareCondition, ShareSide};
use mandate::{Actor, Erasable};
use terms::{Date, ReplayError};

impl Taking<'_> {
    pub(super) fn agree_share(&mut self, agreed: &AgreedShare, by: &Actor, on: Date) {
        let AgreedShare { id, giver, receiver, amount, year, effective_on, conditions } = agreed;
        let condition = |held: &crate::totals::ConditionWords| ShareCondition {
            words: self.text(held.words),
            due: held.due,
            met_on: None,
        };
        let value = ShareRecord {
            id: id.clone(),
            share: RiskShare {
                giver: *giver,
                receiver: *receiver,
                amount: *amount,
                year: *year,
                effective_on: *effective_on,
                giver_signed_on: None,
                receiver_signed_on: None,
                revocation: None,
            },
            conditions: conditions.iter().map(condition).collect(),
            revoked_because: None,
            stamp: self.stamp(by, on),
        };
        self.state.shares.insert(self.entry, id.clone(), value);
    }

    pub(super) fn sign_share(&mut self, id: &RiskShareId, side: ShareSide, on: Date) -> Result<(), ReplayError> {
        let share = &mut self.share(id)?.share;
        match side {
            ShareSide::Giver => share.giver_signed_on = Some(on),
            ShareSide::Receiver => share.receiver_signed_on = Some(on),
        }
        Ok(())
    }

    pub(super) fn revoke_share(
        &mut self,
        id: &RiskShareId,
        revocation: Revocation,
        reason: Erasable,
    ) -> Result<(), ReplayError> {
        let reason = self.text(reason);
        let held = self.share(id)?;
        (held.share.revocation, held.revoked_because) = (Some(revocation), Some(reason));
        Ok(())
    }

    pub(super) fn meet_condition(&mut self, id: &RiskShareId, number: u16, on: Date) -> Result<(), ReplayError> {
        let missing = self.missing("condition", &number);
        let place = usize::from(number).checked_sub(1);
        let held = self.share(id)?;
        let condition = place.and_then(|place| held.conditions.get_mut(place)).ok_or(missing)?;
        condition.met_on = Some(on);
        Ok(())
    }

    fn share(&mut self, id: &RiskShareId) -> Result<&mut ShareRecord, ReplayError> {
        let missing = self.missing("risk share", id);
        self.state.shares.change(self.entry, id).ok_or(missing)
    }
}
