//! What stands on an account.

use terms::Pence;

/// What stands on an account. Units: whole pence, in 128 bits, so that no sum of amounts overflows.
///
/// Source: spec 3.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What has left it.
    pub debits_posted: u128,
    /// What has reached it.
    pub credits_posted: u128,
    /// What is reserved to leave it.
    pub debits_pending: u128,
    /// What is reserved to reach it.
    pub credits_pending: u128,
}

/// A side of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Money leaves.
    Debit,
    /// Money comes.
    Credit,
}

impl Balance {
    /// What can still be taken out: what has come, less what has left and what is reserved to leave. What is only promised
    /// does not count. Units: pence; below nought only for an account without limit.
    ///
    /// Source: rule R8.
    pub fn available(self) -> i128 {
        let gone = self.debits_posted.saturating_add(self.debits_pending);
        0_i128.saturating_add_unsigned(self.credits_posted).saturating_sub_unsigned(gone)
    }

    pub(crate) fn post(&mut self, side: Side, amount: Pence) {
        let posted = self.posted(side);
        // Amounts are above nought and fit 63 bits: 2^65 of them would be needed to reach the end.
        *posted = posted.saturating_add(size(amount));
    }

    pub(crate) fn reserve(&mut self, side: Side, amount: Pence) {
        let reserved = self.reserved(side);
        *reserved = reserved.saturating_add(size(amount));
    }

    /// Frees what was reserved; `None`, and nothing changes, where so much is not: a fault is never hidden as nought.
    #[must_use = "what was not reserved cannot be freed"]
    pub(crate) fn free(&mut self, side: Side, amount: Pence) -> Option<()> {
        let reserved = self.reserved(side);
        *reserved = reserved.checked_sub(size(amount))?;
        Some(())
    }

    /// Takes back what was posted; `None`, and nothing changes, where so much was not.
    #[must_use = "what was not posted cannot be taken back"]
    pub(crate) fn unpost(&mut self, side: Side, amount: Pence) -> Option<()> {
        let posted = self.posted(side);
        *posted = posted.checked_sub(size(amount))?;
        Some(())
    }

    fn posted(&mut self, side: Side) -> &mut u128 {
        match side {
            Side::Debit => &mut self.debits_posted,
            Side::Credit => &mut self.credits_posted,
        }
    }

    fn reserved(&mut self, side: Side) -> &mut u128 {
        match side {
            Side::Debit => &mut self.debits_pending,
            Side::Credit => &mut self.credits_pending,
        }
    }
}

fn size(amount: Pence) -> u128 {
    u128::from(amount.0.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_reserved_or_posted_cannot_be_taken_away() {
        let mut balance = Balance::default();
        balance.reserve(Side::Debit, Pence(5));
        balance.post(Side::Credit, Pence(7));
        let before = balance;
        assert_eq!((balance.free(Side::Debit, Pence(6)), balance.free(Side::Credit, Pence(1))), (None, None));
        assert_eq!((balance.unpost(Side::Credit, Pence(8)), balance.unpost(Side::Debit, Pence(1))), (None, None));
        assert_eq!(balance, before);
        assert_eq!((balance.free(Side::Debit, Pence(5)), balance.unpost(Side::Credit, Pence(7))), (Some(()), Some(())));
        assert_eq!(balance, Balance::default());
    }
}
