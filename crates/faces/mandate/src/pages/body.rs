//! A body’s posts, its scheme of reservation and delegation, and the powers it gave.

use axum::extract::Path;
use axum::response::Response;
use mandate::{Ask as Asked, Capacity, CommitteeAsk, HolderId, Matter, PostId, Power, PowerId};
use terms::{OdsCode, Pence};

use super::chain::chain;
use super::frame::{Part, offered, offered_at, page_titled};
use crate::answers::{self as answers, Basis};
use ask::day;
use kit::components::{Crumb, SummaryList, SummaryRow};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;
use kit::site::filled;
use kit::tables_page::TablesPage;

fn of_body(ask: &Ask, code: OdsCode, title: &str, end: &str) -> TablesPage {
    let mut page = page_titled(title);
    page.caption = Basis::of(ask).body(code);
    page.above = vec![
        Crumb::new("Home", "/"),
        Crumb::new("Organisations", "/search"),
        Crumb::new(code.as_str(), naming::href(code)),
    ];
    page.ways = ask.views_of_body(code, end);
    page.ways_label = "Views of this organisation";
    page
}

pub(super) async fn posts(ask: Ask, _who: Who, Path(code): Path<String>) -> Result<Response, Problem> {
    let code = ask.body(&code)?;
    let basis = Basis::of(&ask);
    let mut page = of_body(&ask, code, "Posts", "posts");
    page.parts = vec![
        Part::new("posts", "Posts on the day", answers::posts(&basis, code)),
        Part::new("holders", "Who held them", answers::holders(&basis, code)),
    ];
    let shared = shared(&basis, code);
    if !shared.is_empty() {
        page.parts.insert(1, Part::words("shared", "Shared with other bodies", shared, Markup::default()));
    }
    page.acts = offered_at(&ask, "/organisations/{code}/posts", &[("code", code.as_str())]);
    page.answer(&ask)
}

/// The arrangements short of merger that posts show on the day, a sentence each.
fn shared(basis: &Basis<'_>, code: OdsCode) -> Vec<String> {
    let all = basis.mandates.shared_by(code, basis.on()).into_iter();
    all.map(|held| {
        let people: Vec<String> = held.people.iter().map(|person| answers::person_words(basis, person)).collect();
        format!(
            "{} of {}: {}, {}.",
            held.kind.words(),
            basis.bodies(held.bodies),
            people.join(", "),
            held.period.screen()
        )
    })
    .collect()
}

pub(super) async fn scheme(ask: Ask, _who: Who, Path(code): Path<String>) -> Result<Response, Problem> {
    let code = ask.body(&code)?;
    let basis = Basis::of(&ask);
    let version = filled(&ask.address, "version");
    let found = match version {
        Some(id) => Some(answers::version(&basis, code, id).ok_or_else(|| {
            Problem::not_found(format!(
                "{code} has no scheme of this name on record. Leave “version” out for the one in force."
            ))
        })?),
        None => answers::scheme(&basis, code),
    };
    let mut page = of_body(&ask, code, "Scheme of reservation and delegation", "scheme");
    if let Some((scheme, table)) = found {
        let in_force = basis.mandates.effective(&scheme);
        page.lead = vec![format!("In force {}.", in_force.screen())];
        page.parts.push(Part::new("scheme", "The scheme", table));
    } else {
        let carried = basis.mandates.predecessors(code, basis.on());
        let words = if carried.is_empty() {
            format!("No scheme of this body is on record as in force on {}.", day(basis.on()))
        } else {
            format!(
                "No scheme of this body is in force on {}; the powers given by {} serve for their own parts until it adopts one.",
                day(basis.on()),
                basis.bodies(carried)
            )
        };
        page.lead = vec![words];
    }
    page.parts.push(Part::new("versions", "Versions", answers::versions(&basis, code)));
    page.parts.push(Part::new("powers", "Powers given", answers::powers(&basis, code)));
    // Everything else that is done to a body is done here.
    page.acts = offered(&ask, "body", code.as_str());
    page.acts.retain(|(_, href)| !href.contains("/posts/"));
    page.answer(&ask)
}

pub(super) async fn post(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("No post on record has this address. Look among the posts of an organisation.");
    let id: PostId = id.parse().map_err(|_| unknown())?;
    let basis = Basis::of(&ask);
    let post = basis.mandates.post(&id).ok_or_else(unknown)?;
    let mut page = page_titled(post.title.clone());
    page.caption = post.kind.words();
    page.above.push(Crumb::new("People", "/people"));
    let holders = basis.mandates.holders_of(&id, basis.on());
    let principal = holders.iter().find(|held| held.capacity != Capacity::Deputy);
    page.lead = vec![
        format!("The post exists {}.", post.period.screen()),
        principal.map_or_else(
            || format!("Nobody holds it on {}.", day(basis.on())),
            |held| {
                format!(
                    "On {} it is held by {} ({}).",
                    day(basis.on()),
                    answers::person_words(&basis, &held.person),
                    held.capacity.words().to_lowercase()
                )
            },
        ),
    ];
    page.parts = vec![
        Part::new("holders", "Who held it", answers::post_holders(&basis, post)),
        Part::new("bodies", "Bodies it serves", answers::post_bodies(&basis, post)),
    ];
    page.acts = offered(&ask, "post", id.as_str());
    page.answer(&ask)
}

pub(super) async fn power(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("No power on record has this address. Look in the scheme of an organisation.");
    let id: PowerId = id.parse().map_err(|_| unknown())?;
    let basis = Basis::of(&ask);
    let power = basis.mandates.power(&id).ok_or_else(unknown)?;
    let mut page = page_titled(format!("Power {id}"));
    page.caption = basis.body(power.body);
    page.above.push(Crumb::new("Scheme", format!("{}/scheme", naming::href(power.body))));
    let mut rows = vec![
        ("Over", answers::matters_words(&basis, &power.matters)),
        ("Held by", answers::holder_words_of(&basis, &power.holder, power.body)),
        ("Limits", power.limits.screen()),
        ("Conditions", answers::conditions_words(&power.conditions)),
        ("For whom", answers::populations_words(&basis, &power.populations)),
        ("Instrument", instrument(&basis, power)),
        ("Clause", power.clause.clone().unwrap_or_default()),
        ("In force by its own dates", power.period.screen()),
    ];
    if let Some(on) = power.revoked {
        rows.push(("Revoked from", day(on)));
    }
    let (in_year, in_all) = basis.mandates.used_of(power, basis.on());
    rows.push(("Used in the financial year", in_year.pounds()));
    rows.push(("Used in all", in_all.pounds()));
    rows.retain(|(_, value)| !value.is_empty());
    let list = SummaryList::new(rows.into_iter().map(|(key, value)| SummaryRow::new(key, value)));
    page.before = Markup::of(&list);
    if !ask.reader().reads_all() {
        let words = "What it was used for in private is counted in what is shown here only for those who may read it.";
        page.lead.push(words.to_owned());
    }
    for holder in usable(&basis, power) {
        page.parts.push(holder);
    }
    page.acts = offered(&ask, "power", id.as_str());
    page.answer(&ask)
}

fn instrument(basis: &Basis<'_>, power: &Power) -> String {
    basis.mandates.instrument(&power.instrument).map_or_else(
        || power.instrument.to_string(),
        |held| format!("{} ({}), {}", held.title, held.id, held.kind.words().to_lowercase()),
    )
}

/// Whether its holders can use the power on the day: the chain, or why not.
fn usable(basis: &Basis<'_>, power: &Power) -> Vec<Part> {
    let on = basis.on();
    let Some(matter): Option<&Matter> = power.matters.first() else { return Vec::new() };
    let answers: Vec<(String, Result<mandate::Authority, mandate::Shortfall>)> = match &power.holder {
        HolderId::Post(post) => basis
            .mandates
            .holders_of(post, on)
            .into_iter()
            .map(|held| {
                let asked =
                    Asked { person: &held.person, body: power.body, matter, amount: None, on, pending: Pence(0) };
                (answers::person_words(basis, &held.person), basis.mandates.authorise(&asked))
            })
            .collect(),
        HolderId::Committee(id) => {
            let name = answers::holder_words(basis, &power.holder);
            let (committee, body, pending) = (id, power.body, Pence(0));
            let ask = CommitteeAsk { committee, body, matter, amount: None, on, pending };
            vec![(name, basis.mandates.authorise_committee(&ask))]
        }
        HolderId::GoverningBody | HolderId::Membership => Vec::new(),
    };
    let mut words = Vec::new();
    let mut chains = Vec::new();
    if answers.is_empty() {
        words.push(format!("Nobody holds the post on {}, so nobody can use the power.", day(on)));
    }
    for (name, answer) in answers {
        match answer {
            Ok(authority) if authority.powers().contains(&power.id) => {
                words.push(format!("{name} can use it on {}.", day(on)));
                chains.push(chain(basis, authority.chain()));
            }
            Ok(_) => words.push(format!("{name} would decide by another, narrower power on {}.", day(on))),
            Err(short) => {
                words.push(format!(
                    "{name} cannot use it on {}: {}.",
                    day(on),
                    answers::plain_shortfall(basis, &short)
                ));
            }
        }
    }
    vec![Part::words("use", "On the day", words, Markup::joined(chains))]
}
