//! Who may read what of plans and of money. There is no rule for "the others": each event is named.

mod control_totals;
mod money;
mod plan;
