//! What several forms share: what they are about, who may send them, and what they offer to choose from.

use app::Lens;
use ask::{Choice, Field, Of, Reader, Scene};
use mandate::{
    Act, ActKind, Committee, CommitteeId, DatedBody, Duty, Instrument, InstrumentId, InterestId, MandateId, Mandates,
    PersonId, Post, PostId, Thing,
};
use terms::{OdsCode, Period, Sequence};

use crate::answers::{self as answers, Basis};

/// The room as it is now.
pub(super) fn room(lens: &Lens) -> Mandates<'_> {
    lens.house().mandate().now()
}

/// Whether whoever looks may do an act of a kind to what is named: the room says whether it would be accepted.
pub(super) fn may(kind: ActKind, lens: &Lens, of: &Of<'_>) -> bool {
    things(kind, lens, of).iter().any(|thing| lens.offers(kind, thing))
}

/// What an act of a kind may be done to, where this is named: the thing itself, or each of those to choose from.
fn things(kind: ActKind, lens: &Lens, of: &Of<'_>) -> Vec<Thing> {
    match kind {
        ActKind::EndInstrument => ending(lens, of).into_iter().map(Thing::Instrument).collect(),
        ActKind::EndInterest => interests_of(lens, of).into_iter().map(Thing::Interest).collect(),
        ActKind::JoinCommittee => members(of, lens.reader().duties().0.iter().filter_map(kept_mandates)),
        ActKind::LeaveCommittee => {
            let held = committee(lens, of).into_iter().flat_map(|held| held.members.iter());
            members(of, held.filter(|dated| lasts(&dated.period, lens)).map(|dated| dated.body))
        }
        ActKind::Withdraw => fact(of).into_iter().collect(),
        ActKind::EnterPerson | ActKind::EnterLine | ActKind::NameUniverse => vec![Thing::Register],
        ActKind::ForgetPerson | ActKind::DeclareInterest => of.id("person").map(Thing::Person).into_iter().collect(),
        ActKind::SharePost | ActKind::EndPost | ActKind::Appoint | ActKind::EndAppointment => {
            of.id("post").map(Thing::Post).into_iter().collect()
        }
        ActKind::TakeSeat | ActKind::LeaveSeat | ActKind::GrowRemit | ActKind::ShrinkRemit | ActKind::EndCommittee => {
            of.id("committee").map(Thing::Committee).into_iter().collect()
        }
        ActKind::RevokePower => of.id("power").map(Thing::Power).into_iter().collect(),
        ActKind::EndLine => of.id("line").map(Thing::Line).into_iter().collect(),
        ActKind::EndMandate => of.id("mandate").map(Thing::Mandate).into_iter().collect(),
        ActKind::EndTransfer => of.id("transfer").map(Thing::Transfer).into_iter().collect(),
        ActKind::CreatePost
        | ActKind::MakeInstrument
        | ActKind::AdoptScheme
        | ActKind::GrantPower
        | ActKind::FormCommittee
        | ActKind::GiveMandate
        | ActKind::TransferFunction
        | ActKind::CarryOver
        | ActKind::Divide => body(lens, of).map(Thing::Body).into_iter().collect(),
    }
}

/// Bodies as members of the committee that is named.
fn members(of: &Of<'_>, bodies: impl Iterator<Item = OdsCode>) -> Vec<Thing> {
    let Some(committee) = of.id::<CommitteeId>("committee") else { return Vec::new() };
    bodies.map(|body| Thing::Member(committee.clone(), body)).collect()
}

fn kept_mandates(duty: &Duty) -> Option<OdsCode> {
    if let Duty::KeepMandates(body) = duty { Some(*body) } else { None }
}

/// The fact that is named, by its entry and its place there.
pub(super) fn fact(of: &Of<'_>) -> Option<Thing> {
    Some(Thing::Fact(Sequence(of.id("entry")?), of.id("ordinal")?))
}

/// What is in force of a body, and what binds every body for those who keep the register.
pub(super) fn ending(lens: &Lens, of: &Of<'_>) -> Vec<InstrumentId> {
    let (whose, all) = (body(lens, of), lens.reader().has(&Duty::KeepRegister));
    let ends = |held: &&Instrument| lasts(&held.period, lens) && (held.body == whose || (all && held.body.is_none()));
    room(lens).instruments().filter(ends).map(|held| held.id.clone()).collect()
}

/// The interests that the person who is named holds today.
fn interests_of(lens: &Lens, of: &Of<'_>) -> Vec<InterestId> {
    let Some(person) = person(lens, of) else { return Vec::new() };
    room(lens).interests_of(&person, lens.today()).into_iter().map(|held| held.interest.id.clone()).collect()
}

/// The body that a form is about.
pub(super) fn body(lens: &Lens, of: &Of<'_>) -> Option<OdsCode> {
    of.id("body").filter(|body| lens.register().knows(*body))
}

/// The scene of what is done to a body, with the view of it that one goes back to.
pub(super) fn of_body(lens: &Lens, of: &Of<'_>, view: &str) -> Option<Scene> {
    let body = body(lens, of)?;
    Some(Scene { caption: Basis::of(lens).body(body), back: body_href(body, view), ..Scene::default() })
}

/// A view of a body.
pub(super) fn body_href(body: OdsCode, view: &str) -> String {
    format!("{}/{view}", naming::href(body))
}

/// The same of the subject.
pub(super) fn to_body(of: &Of<'_>, view: &str) -> String {
    of.id("body").map_or_else(String::new, |body| body_href(body, view))
}

/// The scene of what needs no subject.
pub(super) fn plain(back: &str) -> Scene {
    Scene { back: back.to_owned(), ..Scene::default() }
}

/// The post that a form is about.
pub(super) fn post<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Post> {
    room(lens).post(&of.id::<PostId>("post")?)
}

/// The scene of what is done to a post.
pub(super) fn of_post(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let post = post(lens, of)?;
    Some(Scene { caption: post.title.clone(), back: answers::post_href(&post.id), ..Scene::default() })
}

/// Its page.
pub(super) fn to_post(of: &Of<'_>) -> String {
    of.id::<PostId>("post").map_or_else(String::new, |post| answers::post_href(&post))
}

/// The committee that a form is about.
pub(super) fn committee<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Committee> {
    room(lens).committee(&of.id::<CommitteeId>("committee")?)
}

/// The scene of what is done to a committee.
pub(super) fn of_committee(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let held = committee(lens, of)?;
    Some(Scene { caption: held.name.clone(), back: answers::committee_href(&held.id), ..Scene::default() })
}

/// Its page.
pub(super) fn to_committee(of: &Of<'_>) -> String {
    of.id::<CommitteeId>("committee").map_or_else(String::new, |id| answers::committee_href(&id))
}

/// Everybody on record, by name.
pub(super) fn everybody(lens: &Lens, _: &Of<'_>) -> Vec<Choice> {
    let named =
        |person: mandate::Person<'_>| Some((person.id.to_string(), format!("{} ({})", person.name?, person.id)));
    let mut all: Vec<Choice> = room(lens).people().filter_map(named).collect();
    all.sort_by(|one, two| one.1.cmp(&two.1));
    all
}

/// The person that a form is about, if they are on record.
pub(super) fn person(lens: &Lens, of: &Of<'_>) -> Option<PersonId> {
    of.id("person").filter(|person| room(lens).person(person).is_some())
}

/// The scene of what is done to a person.
pub(super) fn of_person(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let person = person(lens, of)?;
    let caption = answers::person_words(&Basis::of(lens), &person);
    Some(Scene { caption, back: answers::person_href(&person), ..Scene::default() })
}

/// Their page.
pub(super) fn to_person(of: &Of<'_>) -> String {
    of.id::<PersonId>("person").map_or_else(String::new, |person| answers::person_href(&person))
}

/// Every service line of today, by name.
pub(super) fn lines(lens: &Lens, _: &Of<'_>) -> Vec<Choice> {
    let room = room(lens);
    let lines = room.lines(lens.today());
    let mut all: Vec<Choice> =
        lines.map(|line| (line.code.to_string(), format!("{} ({})", line.name, line.code))).collect();
    all.sort_by(|one, two| one.1.cmp(&two.1));
    all
}

/// The instruments that something may rest on or be done by, by title.
pub(super) fn instruments(lens: &Lens, wanted: impl Fn(&Instrument) -> bool) -> Vec<Choice> {
    let room = room(lens);
    let held = room.instruments().filter(|held| wanted(held));
    held.map(|held| (held.id.to_string(), format!("{} ({})", held.title, held.period.screen()))).collect()
}

/// Every instrument.
pub(super) fn any_instrument(lens: &Lens, _: &Of<'_>) -> Vec<Choice> {
    instruments(lens, |_| true)
}

/// Whether something still lasts today, or is to begin: what is over is not offered.
pub(super) fn lasts(period: &Period, lens: &Lens) -> bool {
    period.to().is_none_or(|to| to.latest() > lens.today())
}

/// Whether something is a body's, today or later.
pub(super) fn is_of(bodies: &[DatedBody], body: OdsCode, lens: &Lens) -> bool {
    bodies.iter().any(|dated| dated.body == body && lasts(&dated.period, lens))
}

/// What a mandate or transfer that was made is at.
pub(super) fn mandate_href(id: &MandateId) -> String {
    format!("/mandates/{id}")
}

/// The act of this room among those that a form made.
pub(super) fn made(acts: &[app::Act]) -> Option<&Act> {
    acts.iter().find_map(|act| match act {
        app::Act::Mandate(act) => Some(act),
        _ => None,
    })
}

/// One act, as a form reads it.
#[expect(clippy::unnecessary_wraps, reason = "a form reads acts, or nothing where something is missing")]
pub(super) fn one(act: Act) -> Option<Vec<app::Act>> {
    Some(vec![act.into()])
}

/// Words of the room as what one chooses from.
pub(super) fn slugs<T: Copy>(all: &[T], slug: fn(T) -> String, words: fn(T) -> String) -> Vec<Choice> {
    all.iter().map(|one| (slug(*one), words(*one))).collect()
}

/// Which service.
pub(super) const fn line_field(label: &'static str) -> Field {
    Field::one("line", label, lines)
}

/// Matters with commas between them.
pub(super) fn matters(form: &mut Reader<'_>, name: &str) -> Vec<mandate::Matter> {
    let mut matters = Vec::new();
    for word in form.text(name).unwrap_or_default().split([',', ' ']).filter(|word| !word.is_empty()) {
        match word.parse() {
            Ok(matter) => matters.push(matter),
            Err(_) => form.wrong(name, format!("“{word}” is not a matter: write service:CODE or function:CODE")),
        }
    }
    matters
}

/// An identity made from words, such as `accountable-officer-10h`; with a few letters at random when one is taken.
pub(super) fn identity<T: std::str::FromStr>(words: &str, is_taken: impl Fn(&T) -> bool) -> Option<T> {
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
