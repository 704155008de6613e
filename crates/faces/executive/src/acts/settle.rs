//! Let positions take effect.

use ask::ActForm;
use executive::{Act, ActKind};

use super::offers::may;
use super::{PLAIN, PROPOSAL, one};

/// Let positions take effect.
pub(super) static SETTLE: ActForm = ActForm {
    name: ActKind::Settle.slug(),
    path: "/do/settle",
    title: "Let the positions take effect",
    about: "The positions now given take effect: a body whose representative agrees, within their power, is bound from today; the \
            others are referred, negotiated with or left outside as the rules say. This cannot be undone.",
    done: "The positions have taken effect",
    subject: &[PROPOSAL],
    offered: |lens, of| may(ActKind::Settle, lens, of),
    read: |_, of, _| one(Act::Settle { proposal: of.id("proposal")? }),
    ..PLAIN
};
