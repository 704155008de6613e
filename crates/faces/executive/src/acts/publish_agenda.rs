//! Publish an agenda.

use ask::ActForm;
use executive::{Act, ActKind};

use super::offers::may;
use super::{MEETING, PLAIN, one};

/// Publish an agenda.
pub(super) static PUBLISH_AGENDA: ActForm = ActForm {
    name: ActKind::PublishAgenda.slug(),
    path: "/do/publish-agenda",
    title: "Publish the agenda",
    about: "From then on everybody can read the agenda and its public papers. What is added later is shown as a supplement.",
    done: "The agenda is published",
    subject: &[MEETING],
    offered: |lens, of| may(ActKind::PublishAgenda, lens, of),
    read: |_, of, _| one(Act::PublishAgenda { meeting: of.id("meeting")? }),
    ..PLAIN
};
