//! People: office holders are public, and so is what they may decide and what interests they declared.

use axum::extract::Path;
use axum::response::Response;
use mandate::{Duty, PersonId};

use super::frame::{Part, duties, offered, offered_at, page_titled, ways};
use crate::answers;
use kit::components::Crumb;
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;

pub(super) async fn people(ask: Ask, _who: Who) -> Result<Response, Problem> {
    let basis = answers::Basis::of(&ask);
    let mut page = page_titled("People");
    page.ways = ways(&ask, "/people");
    page.lead = vec!["Who holds which post on the day of the line above.".to_owned()];
    page.parts = vec![Part::only(answers::people(&basis))];
    page.acts = offered_at(&ask, "/people", &[]);
    if super::refusals::may_see(&duties(&ask)) {
        page.acts.push(("See what was refused".to_owned(), "/refusals".to_owned()));
    }
    page.answer(&ask)
}

pub(super) async fn person(ask: Ask, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("Nobody on record has this address. Look among the people who hold posts.");
    let id: PersonId = id.parse().map_err(|_| unknown())?;
    let basis = answers::Basis::of(&ask);
    let person = basis.mandates.person(&id).ok_or_else(unknown)?;
    let mut page = page_titled(person.screen());
    page.above.push(Crumb::new("People", "/people"));
    page.lead = vec![summary(&ask, &id)];
    let held = basis.mandates.duties(&id, basis.on());
    // The ledger has no acts here yet, so there is nothing that this duty would let anybody do.
    let here = held.0.iter().filter(|duty| !matches!(duty, Duty::KeepMoney(_)));
    let said: Vec<String> = here.map(|duty| answers::duty_words(&basis, duty)).collect();
    let list: Vec<String> = said.iter().map(|words| format!("<li>{}</li>", Markup::escaped(words))).collect();
    let mut parts = vec![
        Part::new("powers", "What they may decide", answers::may_decide(&basis, &id)),
        Part::new("posts", "Posts", answers::posts_held(&basis, &id)),
        Part::new("interests", "Register of interests", answers::interests(&basis, &id)),
    ];
    if !list.is_empty() {
        let list = Markup::trusted(format!("<ul>{}</ul>", list.join("")));
        let words = vec!["By the posts held on the day, and by nothing else:".to_owned()];
        parts.insert(1, Part::words("duties", "What their posts let them do here", words, list));
    }
    // How to reach somebody is for those who keep people, and for nobody else.
    let keeps = keeps_people(&ask, &who, &id);
    if let Some(contact) = person.contact.filter(|_| keeps) {
        parts.push(Part::words("contact", "How to reach them", vec![contact.to_owned()], Markup::default()));
    }
    page.parts = parts;
    page.acts = offered(&ask, "person", id.as_str());
    page.answer(&ask)
}

/// Whether whoever looks keeps the people of a body this person serves or served, or the register itself.
fn keeps_people(ask: &Ask, _who: &Who, person: &PersonId) -> bool {
    let held = duties(ask);
    let room = ask.house().mandate().now();
    let bodies = room.holdings_of(person).into_iter().flat_map(|(post, _)| post.bodies.iter().map(|dated| dated.body));
    let mut theirs = bodies.map(Duty::KeepPeople);
    theirs.any(|duty| held.has(&duty)) || held.has(&Duty::KeepRegister)
}

/// How many posts and powers, in a sentence.
fn summary(ask: &Ask, person: &PersonId) -> String {
    let basis = answers::Basis::of(ask);
    let posts = basis.mandates.posts_of(person, basis.on());
    let on = ask::day(basis.on());
    if posts.is_empty() {
        return format!("Holds no post on {on}, and so may decide nothing.");
    }
    let titles: Vec<String> = posts
        .iter()
        .map(|(post, holding)| match holding.capacity {
            mandate::Capacity::Substantive => post.title.clone(),
            other => format!("{} ({})", post.title, other.words().to_lowercase()),
        })
        .collect();
    let n = basis.mandates.may_decide(person, basis.on()).len() as u64;
    let powers = match n {
        0 => "no power of those posts can be used that day".to_owned(),
        _ => format!("{} can be used that day", naming::counted(n, "power", "powers")),
    };
    format!("On {on}: {}; {powers}.", titles.join("; "))
}
