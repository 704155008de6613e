//! Forms of those who keep people and posts.

use mandate::{Act, DatedBody, Duties, Duty, Interest, InterestCategory, PersonId, Post, PostId, PostKind};
use terms::OdsCode;

use super::form::{Desk, Form, Read, identity, opaque, unseen};
use crate::answers;
use kit::old_field::{Field, Reader, Sent, Takes, end_field, period_fields};
use kit::refused::Problem;
use kit::show::Ask;

pub(super) fn one<T: std::str::FromStr>(subject: &[String], place: usize) -> Result<T, Problem> {
    subject.get(place).and_then(|text| text.parse().ok()).ok_or_else(unseen)
}

pub(super) fn slugs<T: Copy>(
    all: &[T],
    slug: impl Fn(T) -> String,
    words: impl Fn(T) -> String,
) -> Vec<(String, String)> {
    all.iter().map(|one| (slug(*one), words(*one))).collect()
}

/// Everybody on record, by name.
fn everybody(ask: &Ask) -> Vec<(String, String)> {
    let room = ask.house().mandate().now();
    let mut all: Vec<(String, String)> = room
        .people()
        .filter_map(|person| Some((person.id.to_string(), format!("{} ({})", person.name?, person.id))))
        .collect();
    all.sort_by(|one, two| one.1.cmp(&two.1));
    all.insert(0, (String::new(), "Choose a person".to_owned()));
    all
}

/// Enter a person.
pub(super) struct EnterPerson;

impl Desk for EnterPerson {
    fn open(_: &Ask, _: &[String]) -> Result<Self, Problem> {
        Ok(Self)
    }

    fn may(&self, _: &Ask, duties: &Duties) -> bool {
        duties.has(&Duty::KeepRegister)
    }

    fn form(&self, _: &Ask) -> Form {
        Form {
            title: "Enter a person",
            caption: String::new(),
            lead: vec!["The name and the contact are kept beside the record, so that they can be forgotten while what the person did stays on it.".to_owned()],
            fields: vec![
                Field::new("name", "Name", Takes::Line),
                Field::new("contact", "How to reach them", Takes::Line)
                    .hint("Seen only by those who keep people. You may leave it empty."),
            ],
            send: "Enter the person",
            back: "/people".to_owned(),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let name = form.line("name", "Enter the name");
        let contact = sent.text("contact").map(str::to_owned);
        let person: Option<PersonId> = opaque("person");
        form.done(person.map(|person| {
            let to = answers::person_href(&person);
            (Act::EnterPerson { person, name, contact }, to)
        }))
    }
}

/// Declare an interest: one's own, or for a person whose posts one keeps.
pub(super) struct DeclareInterest(PersonId);

impl Desk for DeclareInterest {
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
        let person: PersonId = one(subject, 0)?;
        let known = ask.house().mandate().now().person(&person).is_some();
        if known { Ok(Self(person)) } else { Err(unseen()) }
    }

    fn may(&self, ask: &Ask, duties: &Duties) -> bool {
        let room = ask.house().mandate().now();
        let held = room.holdings_of(&self.0);
        let first = held.first().and_then(|(post, _)| room.kept_by(&post.bodies, ask.today()));
        first.is_some_and(|body| duties.has(&Duty::KeepPeople(body)))
    }

    fn is_own(&self, me: &PersonId) -> bool {
        *me == self.0
    }

    fn form(&self, ask: &Ask) -> Form {
        let categories = slugs(InterestCategory::ALL, |one| one.slug().to_owned(), |one| one.words().to_owned());
        let mut fields = vec![
            Field::new("category", "Category", Takes::One(categories)),
            Field::new("wording", "What the interest is", Takes::Lines)
                .hint("It is published, and can be erased later."),
            Field::new("matters", "What it touches", Takes::Code)
                .hint("Such as service:ambulance; several with commas between them. Empty for everything."),
        ];
        fields.extend(period_fields());
        Form {
            title: "Declare an interest",
            caption: answers::person_words(&answers::Basis::of(ask), &self.0),
            lead: Vec::new(),
            fields,
            send: "Declare the interest",
            back: answers::person_href(&self.0),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let category = form.word("category", "Choose a category");
        let wording = form.line("wording", "Say what the interest is");
        let mut matters = Vec::new();
        let words = sent.text("matters").unwrap_or_default();
        for word in words.split([',', ' ']).filter(|word| !word.is_empty()) {
            match word.parse() {
                Ok(matter) => matters.push(matter),
                Err(_) => {
                    form.wrong("matters", format!("“{word}” is not a matter: write service:CODE or function:CODE"));
                }
            }
        }
        let period = form.period("Enter the first day of the interest");
        let to = answers::person_href(&self.0);
        let interest = category.zip(opaque("interest")).map(|(category, id)| Interest {
            id,
            person: self.0.clone(),
            category,
            matters,
            period,
        });
        form.done(interest.map(|interest| (Act::DeclareInterest { interest, wording }, to)))
    }
}

/// Create a post of a body.
pub(super) struct CreatePost(OdsCode);

impl Desk for CreatePost {
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
        ask.body(subject.first().map(String::as_str).unwrap_or_default()).map(Self)
    }

    fn may(&self, _: &Ask, duties: &Duties) -> bool {
        duties.has(&Duty::KeepPeople(self.0))
    }

    fn form(&self, ask: &Ask) -> Form {
        let kinds = slugs(&PostKind::all(), PostKind::slug, PostKind::words);
        let mut fields = vec![
            Field::new("title", "Title of the post", Takes::Line),
            Field::new("kind", "Kind of post", Takes::One(kinds)),
        ];
        fields.extend(period_fields());
        Form {
            title: "Create a post",
            caption: answers::Basis::of(ask).body(self.0),
            lead: Vec::new(),
            fields,
            send: "Create the post",
            back: format!("{}/posts", naming::href(self.0)),
        }
    }

    fn read(&self, ask: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let title = form.line("title", "Enter the title of the post");
        let kind = form.word("kind", "Choose a kind of post");
        let period = form.period("Enter the first day of the post");
        let room = ask.house().mandate().now();
        let id: Option<PostId> = identity(&format!("{title} {}", self.0), |id| room.post(id).is_some());
        let post = id.zip(kind).map(|(id, kind)| Post {
            id,
            title,
            kind,
            bodies: vec![DatedBody { body: self.0, period }],
            period,
        });
        form.done(post.map(|post| {
            let to = answers::post_href(&post.id);
            (Act::CreatePost { post }, to)
        }))
    }
}

/// Something done to a post, for which its first body’s people are kept.
pub(super) struct OfPost(PostId, String, Option<OdsCode>);

impl OfPost {
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
        let id: PostId = one(subject, 0)?;
        let room = ask.house().mandate().now();
        let post = room.post(&id).ok_or_else(unseen)?;
        Ok(Self(id, post.title.clone(), room.kept_by(&post.bodies, ask.today())))
    }

    fn may(&self, duties: &Duties) -> bool {
        self.2.is_some_and(|body| duties.has(&Duty::KeepPeople(body)))
    }

    fn form(&self, title: &'static str, send: &'static str, fields: Vec<Field>) -> Form {
        let back = answers::post_href(&self.0);
        Form { title, caption: self.1.clone(), lead: Vec::new(), fields, send, back }
    }

    fn to(&self) -> String {
        answers::post_href(&self.0)
    }
}

/// Writes the parts that the acts upon a post share.
macro_rules! of_post {
    ($($(#[doc = $doc:literal])* $name:ident, $title:literal, $send:literal, |$ask:ident| $fields:expr;)*) => {$(
        $(#[doc = $doc])*
        pub(super) struct $name(OfPost);

        impl Desk for $name {
            fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
                OfPost::open(ask, subject).map(Self)
            }

            fn may(&self, _: &Ask, duties: &Duties) -> bool {
                self.0.may(duties)
            }

            fn form(&self, $ask: &Ask) -> Form {
                self.0.form($title, $send, $fields)
            }

            fn read(&self, ask: &Ask, sent: &Sent) -> Read {
                self.act(ask, sent)
            }
        }
    )*};
}

of_post! {
    /// End an appointment.
    EndAppointment, "End an appointment", "End the appointment", |ask| {
        vec![Field::new("person", "Whose?", Takes::One(everybody(ask))), end_field()]
    };
    /// Have a post serve another body.
    SharePost, "Have the post serve another body", "Share the post", |_ask| {
        let [from, to] = period_fields();
        vec![Field::new("body", "Which body?", Takes::Code).hint("Its code, such as 14Y."), from, to]
    };
    /// End a post.
    EndPost, "End the post", "End the post", |_ask| vec![end_field()];
}

impl EndAppointment {
    fn act(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let person = form.word("person", "Choose a person");
        let on = form.day("on", "Enter the first day they no longer hold the post");
        let post = self.0.0.clone();
        form.done(person.zip(on).map(|(person, on)| (Act::EndAppointment { post, person, on }, self.0.to())))
    }
}

impl SharePost {
    fn act(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let body = form.word("body", "Enter the code of a body");
        let period = form.period("Enter the first day on which the post serves it");
        let post = self.0.0.clone();
        form.done(body.map(|body| (Act::SharePost { post, body: DatedBody { body, period } }, self.0.to())))
    }
}

impl EndPost {
    fn act(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let on = form.day("on", "Enter the first day without the post");
        let post = self.0.0.clone();
        form.done(on.map(|on| (Act::EndPost { post, on }, self.0.to())))
    }
}
