//! Set terms of reference: a new version of who sits, how many make a quorum, and how is decided.

use std::collections::BTreeSet;

use app::Lens;
use ask::{ActForm, Field, Of, Reader, Takes};
use executive::{
    Act, ActKind, ClassQuorum, Denominator, Forum, Grouping, Method, Quorum, Seat, Share, TermsOfReference, Threshold,
    Voice,
};
use mandate::PostKind;

use super::choices::{every, fixed};
use super::offers::may;
use super::subject::at;
use super::{FORUM, PLAIN, one};
use crate::answers::Basis;

/// Set new terms of reference; the form is filled in with those in force.
pub(super) static SET_TERMS: ActForm = ActForm {
    name: ActKind::SetTerms.slug(),
    path: "/do/set-terms",
    title: "Set new terms of reference",
    about: "A new version is in force from its first day until the next. A meeting goes on under the version it was opened under.",
    done: "The terms of reference are set",
    subject: &[FORUM],
    fields: &[
        Field::day("from", "In force from"),
        Field::line("source", "In which document do they stand?")
            .hint("With its date or clause")
            .first(|lens, of| held(lens, of).map(|terms| terms.source).unwrap_or_default()),
        Field::new("", "Composition", Takes::Heading),
        Field::words(|_, _| {
            let kinds: Vec<String> = PostKind::all().into_iter().map(PostKind::slug).collect();
            let voices: Vec<&str> = Voice::ALL.iter().map(|voice| voice.slug()).collect();
            format!("Kinds of post: {}. What a seat carries: {}.", kinds.join(", "), voices.join(" or "))
        }),
        Field::lines("seats", "The seats")
            .hint(
                "One on each line, with semicolons: its name; the kind of post; the codes of the bodies with spaces between \
                 them; what it carries; the class it counts in for the quorum; and the word required if no meeting can be \
                 held while nobody holds it.",
            )
            .first(|lens, of| {
                let seats = held(lens, of).map(|terms| terms.seats).unwrap_or_default();
                seats.iter().map(line).collect::<Vec<String>>().join("\n")
            }),
        Field::new("", "Quorum", Takes::Heading),
        Field::new("persons", "How many persons?", Takes::Number)
            .hint("Each counts once, however many seats they hold.")
            .first(|lens, of| held(lens, of).map(|terms| terms.quorum.persons.to_string()).unwrap_or_default()),
        Field::new("bodies", "For how many bodies must somebody be able to speak?", Takes::Number)
            .hint("0 if that is not required.")
            .first(|lens, of| held(lens, of).map(|terms| terms.quorum.bodies.to_string()).unwrap_or_default()),
        Field::lines("classes", "How many of each class?")
            .hint("One class on each line, such as clinical: 2. Leave it empty if none is required.")
            .first(|lens, of| {
                let classes = held(lens, of).map(|terms| terms.quorum.classes).unwrap_or_default();
                let lines = classes.iter().map(|class| format!("{}: {}", class.class, class.at_least));
                lines.collect::<Vec<String>>().join("\n")
            }),
        Field::new("", "How it decides", Takes::Heading),
        Field::words(|lens, of| {
            if votes(lens, of) {
                "It holds power itself, and decides by votes."
            } else {
                "It holds no power: each body decides by its own representative, and an objection is negotiated."
            }
            .to_owned()
        }),
        Field::one("share", "How large a share carries?", every!(Share))
            .first(|lens, of| threshold(lens, of).share.slug().to_owned())
            .when(votes),
        Field::one("of", "Of what?", every!(Denominator))
            .first(|lens, of| threshold(lens, of).of.slug().to_owned())
            .when(votes),
        Field::one("grouping", "Counted how?", every!(Grouping))
            .first(|lens, of| threshold(lens, of).grouping.slug().to_owned())
            .when(votes),
        Field::new("rounds", "How many rounds of negotiation?", Takes::Number)
            .hint("After the last one a body that still objects stays outside.")
            .first(|lens, of| rounds(lens, of).map(|(rounds, _)| rounds.to_string()).unwrap_or_default())
            .when(|lens, of| !votes(lens, of)),
        Field::new("days", "How many days does each round last?", Takes::Number)
            .first(|lens, of| rounds(lens, of).map(|(_, days)| days.to_string()).unwrap_or_default())
            .when(|lens, of| !votes(lens, of)),
        Field::one("deputies", "May a deputy speak?", |_, _| {
            fixed(&[("yes", "Yes, while the principal is absent"), ("no", "No")])
        })
        .first(|lens, of| {
            held(lens, of).map_or("", |terms| if terms.deputies { "yes" } else { "no" }).to_owned()
        }),
        Field::new(
            "referral-days",
            "How many days has a board or governing body to answer a referral?",
            Takes::Number,
        )
        .first(|lens, of| held(lens, of).map(|terms| terms.referral_days.to_string()).unwrap_or_default()),
        Field::words(|_, of| {
            let id = of.text("forum").and_then(|forum| forum.strip_prefix("committee:")).unwrap_or_default();
            format!(
                "What it may discuss, its remit, grows and shrinks by decisions of its own, on the page of the committee \
                 (/committees/{id})."
            )
        })
        .when(|_, of| matches!(of.id("forum"), Some(Forum::Committee(_)))),
    ],
    offered: |lens, of| may(ActKind::SetTerms, lens, of),
    read,
    ..PLAIN
};

/// The terms in force today.
fn held(lens: &Lens, of: &Of<'_>) -> Option<TermsOfReference> {
    at(lens, of, |basis, subject| Some(basis.executive.terms_on(&subject.forum()?, basis.today)?.terms.clone()))
}

/// Whether the forum decides by votes: it holds power itself.
fn votes(lens: &Lens, of: &Of<'_>) -> bool {
    at(lens, of, |basis, subject| subject.forum().is_some_and(|forum| is_by_votes(basis, &forum)))
}

fn is_by_votes(basis: &Basis<'_>, forum: &Forum) -> bool {
    match forum {
        Forum::GoverningBody(_) => true,
        Forum::Committee(id) => basis.mandates.committee(id).is_some_and(|committee| committee.shape.can_hold_power()),
    }
}

/// What carries today, or what the form begins with.
fn threshold(lens: &Lens, of: &Of<'_>) -> Threshold {
    match held(lens, of).map(|terms| terms.method) {
        Some(Method::Votes { threshold }) => threshold,
        _ => Threshold { share: Share::Simple, of: Denominator::VotesCast, grouping: Grouping::Whole },
    }
}

/// How many rounds of how many days there are today.
fn rounds(lens: &Lens, of: &Of<'_>) -> Option<(u8, u16)> {
    match held(lens, of)?.method {
        Method::Consensus { rounds, days } => Some((rounds, days)),
        Method::Votes { .. } => None,
    }
}

/// A seat as a line of the form has it.
fn line(seat: &Seat) -> String {
    let bodies: Vec<&str> = seat.bodies.iter().map(terms::OdsCode::as_str).collect();
    let required = if seat.required { "; required" } else { "" };
    format!("{}; {}; {}; {}; {}{required}", seat.name, seat.kind, bodies.join(" "), seat.voice, seat.class)
}

fn read(lens: &Lens, of: &Of<'_>, form: &mut Reader<'_>) -> Option<Vec<app::Act>> {
    let from = form.day("from", "Enter the first day");
    let source = form.line("source", "Enter the document in which they stand");
    let seats = seats(form);
    let persons = number(form, "persons", "Enter how many persons make a quorum");
    let bodies = number(form, "bodies", "Enter for how many bodies somebody must be able to speak, or 0");
    let classes = classes(form);
    let method = if votes(lens, of) { by_votes(form) } else { by_consensus(form) };
    let deputies = match form.text("deputies") {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => {
            form.wrong("deputies", "Choose whether a deputy may speak");
            None
        }
    };
    let referral_days = number(form, "referral-days", "Enter how many days a board or governing body has");
    let quorum = Quorum { persons: persons?, bodies: bodies?, classes };
    one(Act::SetTerms(TermsOfReference {
        forum: of.id("forum")?,
        from: from?,
        source,
        seats,
        quorum,
        method: method?,
        deputies: deputies?,
        referral_days: u16::try_from(referral_days?).ok()?,
    }))
}

fn by_votes(form: &mut Reader<'_>) -> Option<Method> {
    let share = form.word("share", "Choose how large a share carries");
    let of = form.word("of", "Choose what the share is taken of");
    let grouping = form.word("grouping", "Choose how votes are counted");
    Some(Method::Votes { threshold: Threshold { share: share?, of: of?, grouping: grouping? } })
}

fn by_consensus(form: &mut Reader<'_>) -> Option<Method> {
    let rounds = number(form, "rounds", "Enter how many rounds of negotiation there are");
    let days = number(form, "days", "Enter how many days each round lasts");
    Some(Method::Consensus { rounds: u8::try_from(rounds?).ok()?, days: u16::try_from(days?).ok()? })
}

/// A whole number of no more than three digits: persons, bodies, rounds, days.
fn number(form: &mut Reader<'_>, name: &str, missing: &str) -> Option<u32> {
    let Some(text) = form.text(name) else {
        form.wrong(name, missing);
        return None;
    };
    let highest = if name == "rounds" { 99 } else { 999 };
    let found = text.parse::<u32>().ok().filter(|number| *number <= highest);
    if found.is_none() {
        form.wrong(name, format!("Enter a whole number up to {highest}"));
    }
    found
}

fn seats(form: &mut Reader<'_>) -> Vec<Seat> {
    let text = form.line("seats", "Enter at least one seat");
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for (place, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match seat(line) {
            Ok(seat) => found.push(seat),
            Err(why) => wrong.push(format!("Line {place}: {why}")),
        }
    }
    if !wrong.is_empty() {
        form.wrong("seats", wrong.join(". "));
    }
    found
}

fn seat(line: &str) -> Result<Seat, String> {
    let parts: Vec<&str> = line.split(';').map(str::trim).collect();
    let (name, kind, bodies, voice, class, last) = match parts.as_slice() {
        [name, kind, bodies, voice, class] => (*name, *kind, *bodies, *voice, *class, ""),
        [name, kind, bodies, voice, class, last] => (*name, *kind, *bodies, *voice, *class, *last),
        _ => return Err(format!("write five or six parts with semicolons between them; there are {}", parts.len())),
    };
    if name.is_empty() || class.is_empty() {
        return Err("a seat needs a name and a class".to_owned());
    }
    let kind = kind.parse::<PostKind>().map_err(|_| format!("“{kind}” is not a kind of post"))?;
    let voice = voice.parse::<Voice>().map_err(|_| format!("“{voice}” is not what a seat carries"))?;
    let mut codes = BTreeSet::new();
    for code in bodies.split_whitespace() {
        codes.insert(code.parse().map_err(|_| format!("“{code}” is not an organisation’s code"))?);
    }
    if codes.is_empty() {
        return Err("a seat needs the code of at least one body".to_owned());
    }
    let required = match last {
        "" => false,
        "required" => true,
        other => return Err(format!("“{other}” stands where only the word required can")),
    };
    Ok(Seat { name: name.to_owned(), kind, bodies: codes, voice, class: class.to_owned(), required })
}

fn classes(form: &mut Reader<'_>) -> Vec<ClassQuorum> {
    let text = form.text("classes").unwrap_or_default();
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let read = line.rsplit_once(':').and_then(|(class, number)| Some((class.trim(), number.trim().parse().ok()?)));
        match read {
            Some((class, at_least)) if !class.is_empty() => {
                found.push(ClassQuorum { class: class.to_owned(), at_least });
            }
            _ => form.wrong("classes", format!("“{}” is not a class and a number, such as clinical: 2", line.trim())),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_read_as_it_is_written() {
        let text = "Chair of Bucks; clinical-chair; 10H 10Y; speaks; clinical; required";
        let read = seat(text).unwrap();
        assert_eq!((line(&read).as_str(), read.required, read.bodies.len()), (text, true, 2));
        let text = "Director; director-finance; 10Q; votes; director";
        assert_eq!(line(&seat(text).unwrap()), text);
        for (wrong, why) in [
            ("Chair; clinical-chair; 10H", "there are 3"),
            ("Chair; king; 10H; speaks; clinical", "“king” is not a kind of post"),
            ("Chair; chair; 10H; sings; clinical", "“sings” is not what a seat carries"),
            ("Chair; chair; ; speaks; clinical", "the code of at least one body"),
            ("Chair; chair; 1!; speaks; clinical", "“1!” is not an organisation’s code"),
            ("; chair; 10H; speaks; clinical", "a name and a class"),
            ("Chair; chair; 10H; speaks; clinical; perhaps", "only the word required can"),
        ] {
            let said = seat(wrong).unwrap_err();
            assert!(said.contains(why), "{wrong}: {said}");
        }
    }
}
