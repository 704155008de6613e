//! What several forms offer to choose from.

use app::Lens;
use ask::{Choice, Of};
use mandate::{Duty, Post, PostId};

/// Everybody on record, by name.
pub(super) fn everybody(lens: &Lens, _: &Of<'_>) -> Vec<Choice> {
    let room = lens.house().mandate().now();
    let named =
        |person: mandate::Person<'_>| Some((person.id.to_string(), format!("{} ({})", person.name?, person.id)));
    let mut all: Vec<Choice> = room.people().filter_map(named).collect();
    all.sort_by(|one, two| one.1.cmp(&two.1));
    all
}

/// The post that a form is about.
pub(super) fn post<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Post> {
    lens.house().mandate().now().post(&of.id::<PostId>("post")?)
}

/// Whether whoever looks keeps the people of the body that a post is kept by today.
pub(super) fn keeps_post(lens: &Lens, of: &Of<'_>) -> bool {
    let body = post(lens, of).and_then(|post| lens.house().mandate().now().kept_by(&post.bodies, lens.today()));
    body.is_some_and(|body| lens.reader().has(&Duty::KeepPeople(body)))
}
