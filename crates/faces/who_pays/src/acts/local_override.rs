//! What the forms of an override share.

use app::{Lens, Viewer};
use ask::{Field, Key, Of, Scene, day};
use terms::OdsCode;
use who_pays::{ActKind, Override, OverrideId, Thing};

/// Where overrides are listed.
pub(super) const LIST: &str = "/who-pays/overrides";

/// The override that a form is about.
pub(super) const OVERRIDE: Key = Key::new("override", "The override", "override-7f3a9c21");

/// Why it is changed.
pub(super) const REASON: Field = Field::lines("reason", "Reason").hint("Without anything that could find the patient.");

/// Whether whoever looks settles who pays for a body, or for its predecessor. The keeper works as if they did.
pub(super) fn settles(lens: &Lens, body: OdsCode) -> bool {
    let acting = lens.house().mandate().now().acting_body(body, lens.today());
    *lens.viewer() == Viewer::Keeper || lens.reader().settles_for().contains(&acting)
}

/// Whether whoever looks may do an act of a kind for any body for which they settle who pays.
pub(super) fn may_for_any(lens: &Lens, kind: ActKind) -> bool {
    let reader = lens.reader();
    let mut settles = reader.settles_for().iter().copied();
    *lens.viewer() == Viewer::Keeper || settles.any(|body| lens.offers(kind, &Thing::Body(body)))
}

/// The override that a form is about, if whoever looks may know of it.
pub(super) fn local_override<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Override> {
    let held = lens.house().who_pays().now().local(&of.id::<OverrideId>("override")?)?;
    lens.reader().sees_override(held).then_some(held)
}

/// Whether whoever looks may do an act of a kind to the override that a form is about: the room says whether it would be
/// accepted.
pub(super) fn may_change(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    local_override(lens, of).is_some_and(|held| lens.offers(kind, &Thing::Override(held.id.clone())))
}

/// The scene of its forms.
pub(super) fn scene(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let held = local_override(lens, of)?;
    Some(Scene {
        caption: format!("{}: {} to {}", held.kind.words(), day(held.first), day(held.last())),
        back: format!("{LIST}/{}", held.id),
        ..Scene::default()
    })
}

/// Its page.
pub(super) fn to(of: &Of<'_>, _: &[app::Act]) -> String {
    of.id::<OverrideId>("override").map_or_else(|| LIST.to_owned(), |id| format!("{LIST}/{id}"))
}
