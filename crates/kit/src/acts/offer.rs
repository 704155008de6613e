//! What a page offers its reader to do: what makes sense there now and is theirs to do today.

use app::Lens;
use ask::{ActForm, Of};

use crate::address::Address;

/// The acts of some that whoever looks may do to a subject now: what each is called, and the address of its form. Those
/// whose subject lacks a part are left out, and those that are done to something else.
pub fn offered(lens: &Lens, forms: &[&'static ActForm], subject: &[(String, String)]) -> Vec<(String, String)> {
    if lens.reader().person().is_none() {
        return Vec::new();
    }
    let of = Of::new(subject);
    // On the page of a thing stands what is done to it; what is done to nothing stands where no thing is.
    let is_of_it = |form: &ActForm| match subject {
        [] => form.subject.is_empty(),
        _ => form.subject.iter().any(|key| of.text(key.name).is_some()),
    };
    let is_whole = |form: &ActForm| form.subject.iter().all(|key| key.optional || of.text(key.name).is_some());
    let forms = forms.iter().filter(|form| is_of_it(form) && is_whole(form) && (form.offered)(lens, &of));
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
