//! What the forms about posts, risks, shares and inventories have in common.

use app::Lens;
use ask::{Choice, Key, Of, Reader, Scene};
use money::totals::{Act, ActKind, Thing, Totals};
use std::str::FromStr;
use terms::{FinancialYear, OdsCode, Pence};

/// The heading of them all.
pub(super) const COSTS: &str = "Running costs";

/// The body that a form is about.
pub(super) const BODY: Key = Key::new("body", "The body", "05A");

/// The room as it is now.
pub(super) fn room(lens: &Lens) -> Totals<'_> {
    lens.house().control_totals().now()
}

/// The body that a form is about, if the register knows it.
pub(super) fn body(lens: &Lens, of: &Of<'_>) -> Option<OdsCode> {
    of.id("body").filter(|body| lens.register().knows(*body))
}

/// Whether whoever looks may do an act of a kind for the body that a form is about: the room says whether it would be accepted.
pub(super) fn may_for_body(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    body(lens, of).is_some_and(|body| lens.offers(kind, &Thing::Body(body)))
}

/// A body's name with its code.
pub(super) fn called(lens: &Lens, body: OdsCode) -> String {
    naming::with_code(&lens.house().register().now(), body, lens.today())
}

/// The scene of what is done for a body, with the view of it that one goes back to.
pub(super) fn of_body(lens: &Lens, of: &Of<'_>, view: &str, lead: &[&str]) -> Option<Scene> {
    let body = body(lens, of)?;
    Some(Scene {
        caption: called(lens, body),
        lead: lead.iter().map(|words| (*words).to_owned()).collect(),
        back: view_of(body, view),
    })
}

/// A view of a body.
pub(super) fn view_of(body: OdsCode, view: &str) -> String {
    format!("{}/{view}", naming::href(body))
}

/// The same of the body that a form is about.
pub(super) fn to_body(of: &Of<'_>, view: &str) -> String {
    of.id("body").map_or_else(String::new, |body| view_of(body, view))
}

/// One act, as a form reads it.
#[expect(clippy::unnecessary_wraps, reason = "a form reads acts, or nothing where something is missing")]
pub(super) fn one(act: Act) -> Option<Vec<app::Act>> {
    Some(vec![act.into()])
}

/// The act of this room among those that a form made.
pub(super) fn made(acts: &[app::Act]) -> Option<&Act> {
    acts.iter().find_map(|act| match act {
        app::Act::ControlTotals(act) => Some(act),
        _ => None,
    })
}

/// Words of the room as what one chooses from.
pub(super) fn choices<T: Copy>(all: &[T], slug: fn(T) -> &'static str, words: fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|one| (slug(*one).to_owned(), words(*one).to_owned())).collect()
}

/// A financial year that must be there.
pub(super) fn year(form: &mut Reader<'_>, name: &str) -> Option<FinancialYear> {
    form.word(name, "Enter a financial year such as 2019/20")
}

/// An amount above nought or not that must be there.
pub(super) fn money(form: &mut Reader<'_>, name: &str, missing: &str) -> Option<Pence> {
    if form.text(name).is_none() {
        form.wrong(name, missing);
        return None;
    }
    form.money(name)
}

/// A whole number that must be there.
pub(super) fn number<T: FromStr>(form: &mut Reader<'_>, name: &str, missing: &str) -> Option<T> {
    let read = form.text(name).and_then(|text| text.replace([',', ' '], "").parse().ok());
    if read.is_none() {
        form.wrong(name, missing);
    }
    read
}

/// An identity made from words, such as `payroll-05a`; with a few letters at random when one is taken.
pub(super) fn identity<T: FromStr>(words: &str, is_taken: impl Fn(&T) -> bool) -> Option<T> {
    let mut slug = String::new();
    for letter in words.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 48 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    let plain: Option<T> = slug.parse().ok();
    plain.filter(|id| !is_taken(id)).or_else(|| kit::identity::opaque(if slug.is_empty() { "thing" } else { slug }))
}
