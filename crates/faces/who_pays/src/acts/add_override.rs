//! Add an override.

use activity::hash_of_key;
use app::Lens;
use ask::{ActForm, Choice, Field, Of, Scene};
use kit::identity::opaque;
use mandate::{PersonId, PostId};
use terms::OdsCode;
use who_pays::{Act, ActKind, NewOverride, OverrideId, OverrideKind, Owner, OwnerHolder};

use super::GROUP;
use super::local_override::{LIST, may_for_any};

/// Add an override.
pub(crate) static ADD_OVERRIDE: ActForm = ActForm {
    name: "add-override",
    path: "/who-pays/overrides/new",
    group: GROUP,
    title: "Add an override",
    about: "From its first day to its last the body named pays for records with the key, whatever they show; then it stops by itself.",
    done: "The override is added",
    subject: &[],
    fields: &[
        Field::one("kind", "Why is the payer set by hand?", |_, _| {
            OverrideKind::ALL.iter().map(|kind| (kind.slug().to_owned(), kind.words().to_owned())).collect()
        }),
        Field::secret("key", "Pseudonymous local key")
            .hint("As it stands in the column local_key of your files. Capitals and small letters differ."),
        Field::body("commissioner", "Who pays?").hint("The body’s code, such as QU9, or its name."),
        Field::day("first", "First day of activity"),
        Field::day("last", "Last day of activity")
            .hint("Every override ends. You can give it a later last day before it does."),
        Field::one("owner", "Who answers for it?", owners),
        Field::lines("reason", "Reason")
            .hint("What shows that this body pays, without anything that could find the patient."),
    ],
    by_hand: false,
    scene: |_, _| {
        Some(Scene {
            lead: vec![
                "Write nothing that could find the patient: no name, address, postcode or NHS number.".to_owned(),
                "The key is hashed as it arrives and kept beside the record, where it can be erased. It is never shown \
                 again, so check it before you send it."
                    .to_owned(),
            ],
            back: LIST.to_owned(),
            ..Scene::default()
        })
    },
    offered: |lens, _| may_for_any(lens, ActKind::AddOverride),
    read: |_, _, form| {
        let kind = form.word("kind", "Choose why the payer is set by hand");
        let key = form.line("key", "Enter the local key");
        let commissioner = form.word("commissioner", "Enter the code of the body that pays");
        let first = form.day("first", "Enter the first day");
        let last = form.day("last", "Enter the last day: every override has one");
        let owner = owner_of(form.text("owner").unwrap_or_default());
        if owner.is_none() {
            form.wrong("owner", "Choose who answers for it");
        }
        let reason = form.line("reason", "Enter the reason");
        let id: Option<OverrideId> = opaque("override");
        let new = NewOverride {
            id: id?,
            kind: kind?,
            commissioner: commissioner?,
            owner: owner?,
            key: hash_of_key(&key),
            first: first?,
            last: last?,
            reason,
        };
        Some(vec![Act::AddOverride(new).into()])
    },
    to: |_, acts| match acts {
        [app::Act::WhoPays(Act::AddOverride(new))] => format!("{LIST}/{}", new.id),
        _ => LIST.to_owned(),
    },
    keeps: None,
};

/// Those who can answer for an override: posts of the bodies, and whoever asks. For the keeper, every post there is.
fn owners(lens: &Lens, _: &Of<'_>) -> Vec<Choice> {
    let (room, register) = (lens.house().mandate().now(), lens.house().register().now());
    let reader = lens.reader();
    let mut all = Vec::new();
    for body in reader.settles_for() {
        let name = naming::with_code(&register, *body, lens.today());
        let posts = room.posts_of_body(*body, lens.today());
        all.extend(posts.map(|post| (format!("{body}/post/{}", post.id), format!("{}, {name}", post.title))));
        all.extend(reader.person().map(|me| (format!("{body}/person/{me}"), format!("You, for {name}"))));
    }
    all
}

/// Who answers, written as `BODY/post/ID` or `BODY/person/ID`.
fn owner_of(text: &str) -> Option<Owner> {
    let mut parts = text.splitn(3, '/');
    let body: OdsCode = parts.next()?.parse().ok()?;
    let holder = match (parts.next()?, parts.next()?) {
        ("post", id) => OwnerHolder::Post(id.parse::<PostId>().ok()?),
        ("person", id) => OwnerHolder::Person(id.parse::<PersonId>().ok()?),
        _ => return None,
    };
    Some(Owner { body, holder })
}
