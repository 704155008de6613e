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
        let kept = match side {
            Side::Debit => &mut self.debits_posted,
            Side::Credit => &mut self.credits_posted,
        };
        // Amounts are above nought and fit 63 bits: 2^65 of them would be needed to reach the end.
        *kept = kept.saturating_add(u128::from(amount.0.unsigned_abs()));
    }

    pub(crate) fn reserve(&mut self, side: Side, amount: Pence) {
        let kept = self.reserved(side);
        *kept = kept.saturating_add(u128::from(amount.0.unsigned_abs()));
    }

    pub(crate) fn free(&mut self, side: Side, amount: Pence) {
        let kept = self.reserved(side);
        *kept = kept.saturating_sub(u128::from(amount.0.unsigned_abs()));
    }

    fn reserved(&mut self, side: Side) -> &mut u128 {
        match side {
            Side::Debit => &mut self.debits_pending,
            Side::Credit => &mut self.credits_pending,
        }
    }
}
