//! What is done to mandates and transfers, and what passes to a body's successors.

use app::Lens;
use ask::{ActForm, Field, Key, Of, Reader, Scene, Takes};
use mandate::{Act, ActKind, CarryOver, Division, InstrumentKind, Level, Mandate, MandateId, Population, Transfer};
use terms::OdsCode;

use super::GROUP;
use super::choices::{
    any_instrument, body, instruments, line_field, made, mandate_href, may, of_body, one, room, slugs, to_body,
};
use crate::answers::Basis;

const BODY: Key = Key::new("body", "The body", "14Y");
const CODES: &str = "Names or codes with commas between them.";

const fn codes(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Takes::Codes).hint(CODES)
}

/// Give a mandate to a body, alone or with others.
pub(super) static GIVE_MANDATE: ActForm = ActForm {
    name: "give-mandate",
    path: "/organisations/{body}/mandates/new",
    group: GROUP,
    title: "Give a mandate",
    about: "The body then answers for the service, for those people, alone or with others. Above place level it must be said why it stands no lower.",
    done: "The mandate is given",
    subject: &[BODY],
    fields: &[
        line_field("Which service?"),
        Field::one("level", "At which level?", |_, _| {
            slugs(Level::ALL, |one| one.slug().to_owned(), |one| one.words().to_owned())
        }),
        codes("with", "Jointly with which other commissioners?")
            .hint("Names or codes with commas between them, or nothing."),
        codes("registered", "For the people registered with which bodies?"),
        codes("unregistered", "For the unregistered residents of which bodies?"),
        Field::lines("reason", "Why does it stand no lower?")
            .hint("Needed above place level: what is gained by deciding it there."),
        Field::one("instrument", "On what authority?", any_instrument),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::GiveMandate, lens, of),
    read: give_mandate,
    to: |of, acts| match made(acts) {
        Some(Act::GiveMandate { mandate, .. }) => mandate_href(&mandate.id),
        _ => to_body(of, "scheme"),
    },
    keeps: None,
};

fn give_mandate(lens: &Lens, of: &Of<'_>, form: &mut Reader<'_>) -> Option<Vec<app::Act>> {
    let first = body(lens, of)?;
    let line = form.word("line", "Choose a service");
    let level: Option<Level> = form.word("level", "Choose a level");
    let mut commissioners = vec![first];
    commissioners.extend(form.codes("with", "").into_iter().filter(|body| *body != first));
    let registered = form.codes("registered", "").into_iter().map(Population::registered);
    let unregistered = form.codes("unregistered", "").into_iter().map(Population::unregistered);
    let populations: Vec<Population> = registered.chain(unregistered).collect();
    if populations.is_empty() {
        form.wrong("registered", "Enter at least one body whose people it is for");
    }
    let reason = form.text("reason").map(str::to_owned);
    if level.is_some_and(|level| level > Level::Place) && reason.is_none() {
        form.wrong("reason", "Say why it stands no lower: above place level a reason is needed");
    }
    let instrument = form.word("instrument", "Choose on what authority");
    let period = form.period("Enter the first day of the mandate");
    let mandate = Mandate {
        id: kit::identity::opaque("mandate")?,
        line: line?,
        populations,
        level: level?,
        commissioners,
        instrument: instrument?,
        period,
    };
    one(Act::GiveMandate { mandate, reason })
}

/// Pass a function to another body for a period, by direction.
pub(super) static TRANSFER_FUNCTION: ActForm = ActForm {
    name: "transfer-function",
    path: "/organisations/{body}/transfers/new",
    group: GROUP,
    title: "Pass a function by direction",
    about: "Another body takes the function on for a period; when that ends the function reverts by itself.",
    done: "The function passes",
    subject: &[Key::new("body", "Whose function it is", "14Y")],
    fields: &[
        line_field("Which service?"),
        Field::body("receiver", "To which body?").hint("Its name or code."),
        codes("registered", "For the people registered with which bodies?"),
        Field::one("instrument", "By which direction?", |lens, _| {
            instruments(lens, |held| held.kind == InstrumentKind::Direction)
        }),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::TransferFunction, lens, of),
    read: |lens, of, form| {
        let line = form.word("line", "Choose a service");
        let receiver = form.word("receiver", "Enter the name or code of the body that takes it on");
        let registered = form.codes("registered", "Enter at least one body whose people it is for");
        let populations: Vec<Population> = registered.into_iter().map(Population::registered).collect();
        let instrument = form.word("instrument", "Choose a direction");
        let period = form.period("Enter the first day of the transfer");
        let transfer = Transfer {
            id: kit::identity::opaque("transfer")?,
            line: line?,
            populations,
            from: body(lens, of)?,
            to: receiver?,
            instrument: instrument?,
            period,
        };
        one(Act::TransferFunction { transfer })
    },
    to: |of, acts| match made(acts) {
        Some(Act::TransferFunction { transfer }) => mandate_href(&transfer.id),
        _ => to_body(of, "scheme"),
    },
    keeps: None,
};

/// The scene of ending something that a body keeps.
fn ends(lens: &Lens, id: &MandateId, keeper: OdsCode) -> Scene {
    Scene { caption: Basis::of(lens).body(keeper), lead: vec![id.to_string()], back: mandate_href(id) }
}

/// End a mandate.
pub(super) static END_MANDATE: ActForm = ActForm {
    name: "end-mandate",
    path: "/mandates/{mandate}/end",
    group: GROUP,
    title: "End a mandate",
    about: "From that day the body answers for the service no longer by it.",
    done: "The mandate ends",
    subject: &[Key::new("mandate", "The mandate", "mandate-1a2b3c4d")],
    fields: &[Field::END],
    by_hand: false,
    scene: |lens, of| {
        let held = room(lens).mandate(&of.id("mandate")?)?;
        Some(ends(lens, &held.id, *held.commissioners.first()?))
    },
    offered: |lens, of| may(ActKind::EndMandate, lens, of),
    read: |_, of, form| {
        let on = form.day("on", "Enter the first day without it");
        one(Act::EndMandate { mandate: of.id("mandate")?, on: on? })
    },
    to: |of, _| of.id("mandate").map_or_else(String::new, |id| mandate_href(&id)),
    keeps: None,
};

/// End a transfer early.
pub(super) static END_TRANSFER: ActForm = ActForm {
    name: "end-transfer",
    path: "/transfers/{transfer}/end",
    group: GROUP,
    title: "End a transfer",
    about: "On that day the function has reverted to the body that gave it up.",
    done: "The transfer ends",
    subject: &[Key::new("transfer", "The transfer", "transfer-1a2b3c4d")],
    fields: &[Field::END],
    by_hand: false,
    scene: |lens, of| {
        let held = room(lens).transfer(&of.id("transfer")?)?;
        Some(ends(lens, &held.id, held.from))
    },
    offered: |lens, of| may(ActKind::EndTransfer, lens, of),
    read: |_, of, form| {
        let on = form.day("on", "Enter the first day without it");
        one(Act::EndTransfer { transfer: of.id("transfer")?, on: on? })
    },
    to: |of, _| of.id("transfer").map_or_else(String::new, |id| mandate_href(&id)),
    keeps: None,
};

/// Carry over what bodies that ended had decided and delegated to the one that takes their place.
pub(super) static CARRY_OVER: ActForm = ActForm {
    name: "carry-over",
    path: "/organisations/{body}/carry-over",
    group: GROUP,
    title: "Carry over from bodies that merged",
    about: "Their powers, posts, seats and mandates that ran to their last day go on in their successor for their part; powers until it adopts a scheme of its own. The register must say that they passed to it on that day. It cannot be undone, and so is the keeper’s to do.",
    done: "It is carried over",
    subject: &[Key::new("body", "The body that takes their place", "14Y")],
    fields: &[
        codes("predecessors", "Which bodies ended?"),
        Field::day("on", "First day of the successor"),
        Field::one("instrument", "By which order or decision?", any_instrument),
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::CarryOver, lens, of),
    read: |lens, of, form| {
        let predecessors = form.codes("predecessors", "Enter the bodies that ended");
        let on = form.day("on", "Enter the first day of the successor");
        let instrument = form.word("instrument", "Choose the order or decision");
        one(Act::CarryOver { carry: CarryOver::whole(predecessors, body(lens, of)?, on?, instrument?) })
    },
    to: |of, _| to_body(of, "scheme"),
    keeps: None,
};

/// Divide what a body held between its successors.
pub(super) static DIVIDE_BODY: ActForm = ActForm {
    name: "divide-body",
    path: "/organisations/{body}/divide",
    group: GROUP,
    title: "Divide what a body held",
    about: "Each thing that it held goes to the successor that is said, or lapses; what is not said is listed, and nothing is recorded. It cannot be undone, and so is the keeper’s to do.",
    done: "It is divided",
    subject: &[Key::new("body", "The body that was divided", "QNQ")],
    fields: &[
        Field::lines("parts", "What goes where?")
            .hint("A line for each thing, such as post:qnq-chair,S0E4D or power:qnq-scheme-3,lapses."),
        Field::day("on", "First day of the successors"),
        Field::one("instrument", "By which order or decision?", any_instrument),
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::Divide, lens, of),
    read: |lens, of, form| {
        let parts = form.line("parts", "Say what goes where");
        let on = form.day("on", "Enter the first day of the successors");
        let instrument = form.word("instrument", "Choose the order or decision");
        let parts = mandate::parse_division(&parts).map_err(|errors| {
            for error in errors {
                form.wrong("parts", kit::site::sentence(&error.to_string()));
            }
        });
        let (to, lapses) = parts.ok()?;
        let division = Division { predecessor: body(lens, of)?, on: on?, instrument: instrument?, to, lapses };
        one(Act::Divide { division })
    },
    to: |of, _| to_body(of, "scheme"),
    keeps: None,
};
