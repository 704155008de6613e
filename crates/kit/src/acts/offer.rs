//! What a page offers its reader to do: what makes sense there now and is theirs to do today.

use app::Lens;
use ask::{ActForm, Of};

use crate::address::Address;

/// The acts of some that whoever looks may do to a subject now: what each is called, and the address of its form. Those
/// whose subject lacks a part are left out.
pub fn offered(lens: &Lens, forms: &[&'static ActForm], subject: &[(String, String)]) -> Vec<(String, String)> {
    if lens.reader().person().is_none() {
        return Vec::new();
    }
    let of = Of::new(subject);
    let is_whole = |form: &ActForm| form.subject.iter().all(|key| key.optional || of.text(key.name).is_some());
    let forms = forms.iter().filter(|form| is_whole(form) && (form.offered)(lens, &of));
    forms.map(|form| (form.title.to_owned(), address(form, &of))).collect()
}

/// The address of an act's form upon a subject.
pub(crate) fn address(form: &ActForm, of: &Of<'_>) -> String {
    let mut path = form.path.to_owned();
    let mut query = Vec::new();
    for key in form.subject {
        let Some(value) = of.text(key.name) else { continue };
        let braced = format!("{{{}}}", key.name);
        if path.contains(&braced) {
            path = path.replace(&braced, value);
        } else {
            query.push((key.name.to_owned(), value.to_owned()));
        }
    }
    Address { path, query }.href()
}
