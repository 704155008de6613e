//! What the forms of an override share.

use app::{Lens, Viewer};
use ask::{Field, Key, Of, Scene, day};
use terms::OdsCode;
use who_pays::{Override, OverrideId};

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

/// Whether whoever looks settles who pays for any body.
pub(super) fn settles_any(lens: &Lens, _: &Of<'_>) -> bool {
    *lens.viewer() == Viewer::Keeper || !lens.reader().settles_for().is_empty()
}

/// The override that a form is about, if whoever looks may know of it.
pub(super) fn held<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Override> {
    let held = lens.house().who_pays().now().local(&of.id::<OverrideId>("override")?)?;
    lens.reader().sees_override(held).then_some(held)
}

/// The override that a form is about, where it is for whoever looks to change.
pub(super) fn theirs<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Override> {
    held(lens, of).filter(|held| settles(lens, held.owner.body))
}

/// The scene of its forms.
pub(super) fn scene(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let held = held(lens, of)?;
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
