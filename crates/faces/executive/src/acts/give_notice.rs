//! Give members notice of a meeting or a proposal.

use ask::{ActForm, Field};
use executive::{Act, ActKind, NoticeSubject};

use super::offers::may;
use super::subject::at;
use super::{MEETING, PLAIN, PROPOSAL, fresh, one};

/// Give members notice.
pub(super) static GIVE_NOTICE: ActForm = ActForm {
    name: ActKind::GiveNotice.slug(),
    path: "/do/give-notice",
    title: "Give members notice",
    about: "Only the members of the forum see the notice.",
    done: "The notice is given",
    subject: &[MEETING.optional(), PROPOSAL.optional()],
    fields: &[Field::lines("text", "What the notice says").hint("Members see it with the meeting or proposal.")],
    offered: |lens, of| may(ActKind::GiveNotice, lens, of),
    read: |lens, of, form| {
        let text = form.line("text", "Enter what the notice says");
        let proposal = of.id("proposal").map(NoticeSubject::Proposal);
        let about = proposal.or_else(|| of.id("meeting").map(NoticeSubject::Meeting));
        let forum = at(lens, of, |_, subject| subject.forum());
        one(Act::GiveNotice { notice: fresh("notice")?, forum: forum?, subject: about?, text })
    },
    ..PLAIN
};
