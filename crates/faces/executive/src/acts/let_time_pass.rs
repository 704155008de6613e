//! Record what the clocks of a proposal have run out on.

use ask::ActForm;
use executive::{Act, ActKind};

use super::offers::may;
use super::{PLAIN, PROPOSAL, one};

/// Record what the clocks of a proposal have run out on.
pub(super) static LET_TIME_PASS: ActForm = ActForm {
    name: ActKind::LetTimePass.slug(),
    path: "/do/let-time-pass",
    title: "Record what the clocks have run out on",
    about: "What the clocks of this proposal have run out on is recorded: referrals, rounds and conditions past their last day. \
            Nothing happens automatically when a deadline passes.",
    done: "What the clocks have run out on is recorded",
    subject: &[PROPOSAL],
    offered: |lens, of| may(ActKind::LetTimePass, lens, of),
    read: |_, of, _| one(Act::LetTimePass { proposal: of.id("proposal")? }),
    ..PLAIN
};
