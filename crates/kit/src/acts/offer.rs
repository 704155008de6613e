//! What a page offers its reader to do: what makes sense there now and is theirs to do today.

use app::Lens;
use ask::{ActForm, Of};

use crate::address::Address;
use crate::show::Ask;

/// What a page says of the acts upon a subject: those that are offered to whoever looks; to a visitor, the way in.
pub fn acts_on(ask: &Ask, forms: &[&'static ActForm], subject: &[(String, String)]) -> Vec<(String, String)> {
    let of_it: Vec<&'static ActForm> = forms.iter().copied().filter(|form| is_of(form, subject)).collect();
    match way_in(ask, &of_it) {
        Some(way_in) => vec![way_in],
        None => offered(&super::now(&ask.site, &ask.visit().who), &of_it, subject),
    }
}

/// What a page says of the acts that stand under it, as [`offered_at`] finds them; to a visitor, the way in.
pub fn acts_under(
    ask: &Ask,
    forms: &[&'static ActForm],
    page: &str,
    values: &[(String, String)],
) -> Vec<(String, String)> {
    let is_under = |form: &ActForm| subject_under(form.path, page, values).is_some_and(|subject| is_of(form, &subject));
    let under: Vec<&'static ActForm> = forms.iter().copied().filter(|form| is_under(form)).collect();
    match way_in(ask, &under) {
        Some(way_in) => vec![way_in],
        None => offered_at(&super::now(&ask.site, &ask.visit().who), &under, page, values),
    }
}

/// The way in for a visitor, in place of some acts: the words and the address. It says nothing of whether any of them makes sense
/// now, nor of whether there is what they are done to.
pub fn way_in(ask: &Ask, forms: &[&'static ActForm]) -> Option<(String, String)> {
    let way_in = ask.visit().way_in(&ask.address)?;
    let words = match forms {
        [] => return None,
        [only] => {
            let mut letters = only.title.chars();
            let first: String = letters.next().map(|first| first.to_lowercase().collect()).unwrap_or_default();
            format!("{} to {first}{}", way_in.words, letters.as_str())
        }
        _ => format!("{} to see what you may do here", way_in.words),
    };
    Some((words, way_in.href))
}

/// Whether an act is done to a thing that these parts name: on the page of a thing stands what is done to it; what is done to
/// nothing stands where no thing is.
fn is_of(form: &ActForm, subject: &[(String, String)]) -> bool {
    let of = Of::new(subject);
    let is_of_it = match subject {
        [] => form.subject.is_empty(),
        _ => form.subject.iter().any(|key| of.text(key.name).is_some()),
    };
    // Where a part is wanting the act stands on another page.
    is_of_it && form.subject.iter().all(|key| key.optional || of.text(key.name).is_some())
}

/// The acts of some that whoever looks may do to a subject now: what each is called, and the address of its form. Those
/// whose subject lacks a part are left out, and those that are done to something else.
pub fn offered(lens: &Lens, forms: &[&'static ActForm], subject: &[(String, String)]) -> Vec<(String, String)> {
    if lens.reader().person().is_none() {
        return Vec::new();
    }
    let of = Of::new(subject);
    let forms = forms.iter().filter(|form| is_of(form, subject) && (form.offered)(lens, &of));
    forms.map(|form| (form.title.to_owned(), address(form, &of))).collect()
}

/// The acts that stand under a page, their addresses beginning with its own: what braces hold there they hold here, under
/// whatever name.
pub fn offered_at(
    lens: &Lens,
    forms: &[&'static ActForm],
    page: &str,
    values: &[(String, String)],
) -> Vec<(String, String)> {
    let found = forms.iter().filter_map(|form| Some((*form, subject_under(form.path, page, values)?)));
    found.flat_map(|(form, subject)| offered(lens, &[form], &subject)).collect()
}

/// What an act is done to, by the values in the address of the page that it stands under; nothing if it stands elsewhere.
fn subject_under(path: &str, page: &str, values: &[(String, String)]) -> Option<Vec<(String, String)>> {
    let mut parts = path.split('/');
    let mut subject = Vec::new();
    let braced = |part: &str| Some(part.strip_prefix('{')?.strip_suffix('}')?.to_owned());
    for held in page.split('/') {
        let part = parts.next()?;
        match (braced(held), braced(part)) {
            (Some(name), Some(key)) => {
                let (_, value) = values.iter().find(|(sent, _)| *sent == name)?;
                subject.push((key, value.clone()));
            }
            (None, None) if held == part => {}
            _ => return None,
        }
    }
    parts.next().map(|_| subject)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_stands_under_the_page_that_its_address_begins_with() {
        let values = [("code".to_owned(), "10Q".to_owned())];
        let under = |path, page| subject_under(path, page, &values);
        let of_body = vec![("body".to_owned(), "10Q".to_owned())];
        assert_eq!(under("/organisations/{body}/posts/new", "/organisations/{code}/posts"), Some(of_body));
        assert_eq!(under("/people/new", "/people"), Some(Vec::new()));
        assert_eq!(under("/people", "/people"), None);
        assert_eq!(under("/peoples/new", "/people"), None);
        assert_eq!(under("/organisations/{body}/posts/new", "/organisations/{code}/scheme"), None);
    }
}
