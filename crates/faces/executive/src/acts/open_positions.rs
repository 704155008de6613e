//! Open positions.

use ask::{ActForm, Field};
use executive::{Act, ActKind};

use super::offers::may;
use super::{PLAIN, PROPOSAL, one};

/// Open positions.
pub(super) static OPEN_POSITIONS: ActForm = ActForm {
    name: ActKind::OpenPositions.slug(),
    path: "/do/open-positions",
    title: "Open positions",
    about: "From then on representatives state the position of each body. What they state has no effect until you let it.",
    done: "Positions are open",
    subject: &[PROPOSAL],
    fields: &[Field::day("closes", "The last day for positions")],
    offered: |lens, of| may(ActKind::OpenPositions, lens, of),
    read: |_, of, form| {
        let closes = form.day("closes", "Enter the last day for positions");
        one(Act::OpenPositions { proposal: of.id("proposal")?, closes: closes? })
    },
    ..PLAIN
};
