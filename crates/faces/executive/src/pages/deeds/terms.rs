//! The form of terms of reference: a new version of who sits, how many make a quorum, and how is decided.

use std::collections::BTreeSet;

use executive::{
    Act, ClassQuorum, Denominator, Forum, Grouping, Method, Quorum, Seat, Share, TermsOfReference, Threshold, Voice,
};
use mandate::PostKind;

use super::Doing;
use super::sheet::{Sheet, Taken};
use crate::answers::Desk;
use kit::refused::FieldError;

/// Whether a forum decides by votes: it holds power itself.
fn votes(desk: &Desk<'_>, forum: &Forum) -> bool {
    match forum {
        Forum::GoverningBody(_) => true,
        Forum::Committee(id) => desk.mandates.committee(id).is_some_and(|committee| committee.shape.can_hold_power()),
    }
}

/// A seat as a line of the form has it.
fn line(seat: &Seat) -> String {
    let bodies: Vec<&str> = seat.bodies.iter().map(terms::OdsCode::as_str).collect();
    let required = if seat.required { "; required" } else { "" };
    format!("{}; {}; {}; {}; {}{required}", seat.name, seat.kind, bodies.join(" "), seat.voice, seat.class)
}

fn words(all: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<(String, String)> {
    all.into_iter().map(|(value, words)| (value.to_owned(), words.to_owned())).collect()
}

/// Draws the form, filled in with the terms in force.
pub(super) fn draw(doing: &Doing<'_, '_>, sheet: &mut Sheet<'_>) -> Option<()> {
    let desk = doing.desk;
    let forum = doing.subject.forum()?;
    let held = desk.executive.terms_on(&forum, desk.today).map(|version| &version.terms);
    let lines: Vec<String> = held.into_iter().flat_map(|terms| &terms.seats).map(line).collect();
    let classes = held.into_iter().flat_map(|terms| &terms.quorum.classes);
    let classes: Vec<String> = classes.map(|class| format!("{}: {}", class.class, class.at_least)).collect();
    let number = |found: Option<u32>| found.map(|number| number.to_string()).unwrap_or_default();
    sheet.words("A new version is in force from its first day until the next. A meeting goes on under the version it was opened under.");
    sheet.day("from", "In force from", "", None);
    sheet.line(
        "source",
        "In which document do they stand?",
        "With its date or clause",
        held.map_or("", |terms| &terms.source),
    );
    sheet.heading("Composition");
    let kinds: Vec<String> = PostKind::all().into_iter().map(PostKind::slug).collect();
    let voices: Vec<&str> = Voice::ALL.iter().map(|voice| voice.slug()).collect();
    sheet.words(&format!("Kinds of post: {}.", kinds.join(", ")));
    let hint = format!(
        "One on each line, with semicolons: its name; the kind of post; the codes of the bodies with spaces between them; {}; \
         the class it counts in for the quorum; and the word required if no meeting can be held while nobody holds it.",
        voices.join(" or ")
    );
    sheet.area("seats", "The seats", &hint, 18, &lines.join("\n"));
    sheet.heading("Quorum");
    sheet.line(
        "persons",
        "How many persons?",
        "Each counts once, however many seats they hold.",
        &number(held.map(|terms| terms.quorum.persons)),
    );
    sheet.line(
        "bodies",
        "For how many bodies must somebody be able to speak?",
        "0 if that is not required.",
        &number(held.map(|terms| terms.quorum.bodies)),
    );
    sheet.area(
        "classes",
        "How many of each class?",
        "One class on each line, such as clinical: 2. Leave it empty if none is required.",
        3,
        &classes.join("\n"),
    );
    sheet.heading("How it decides");
    if votes(desk, &forum) {
        let threshold = match held.map(|terms| terms.method) {
            Some(Method::Votes { threshold }) => Some(threshold),
            _ => None,
        };
        sheet.words("It holds power itself, and decides by votes.");
        let shares = words(Share::ALL.iter().map(|share| (share.slug(), share.words())));
        sheet.pick(
            "share",
            "How large a share carries?",
            "",
            &shares,
            threshold.map_or("simple", |held| held.share.slug()),
        );
        let of = words(Denominator::ALL.iter().map(|of| (of.slug(), of.words())));
        sheet.pick("of", "Of what?", "", &of, threshold.map_or("votes-cast", |held| held.of.slug()));
        let grouping = words(Grouping::ALL.iter().map(|held| (held.slug(), held.words())));
        sheet.pick("grouping", "Counted how?", "", &grouping, threshold.map_or("whole", |held| held.grouping.slug()));
    } else {
        let (rounds, days) = match held.map(|terms| terms.method) {
            Some(Method::Consensus { rounds, days }) => (rounds.to_string(), days.to_string()),
            _ => (String::new(), String::new()),
        };
        sheet.words("It holds no power: each body decides by its own representative, and an objection is negotiated.");
        sheet.line(
            "rounds",
            "How many rounds of negotiation?",
            "After the last one a body that still objects stays outside.",
            &rounds,
        );
        sheet.line("days", "How many days does each round last?", "", &days);
    }
    let deputies = words([("yes", "Yes, while the principal is absent"), ("no", "No")]);
    let may = held.map_or("", |terms| if terms.deputies { "yes" } else { "no" });
    sheet.pick("deputies", "May a deputy speak?", "", &deputies, may);
    sheet.line(
        "referral-days",
        "How many days has a board or governing body to answer a referral?",
        "",
        &number(held.map(|terms| u32::from(terms.referral_days))),
    );
    if let Forum::Committee(id) = &forum {
        sheet.words(&format!("What it may discuss, its remit, grows and shrinks by decisions of its own, on the page of the committee (/committees/{id})."));
    }
    Some(())
}

/// Reads the form.
pub(super) fn read(doing: &Doing<'_, '_>, mut taken: Taken<'_>) -> Result<Vec<Act>, Vec<FieldError>> {
    let forum = doing.subject.forum();
    let from = taken.day("from", "Enter the first day");
    let source = taken.text("source", "Enter the document in which they stand");
    let seats = seats(&mut taken);
    let persons = number(&mut taken, "persons", "Enter how many persons make a quorum");
    let bodies = number(&mut taken, "bodies", "Enter for how many bodies somebody must be able to speak, or 0");
    let classes = classes(&mut taken);
    let by_votes = forum.as_ref().is_some_and(|forum| votes(doing.desk, forum));
    let method = if by_votes { threshold(&mut taken) } else { consensus(&mut taken) };
    let deputies = taken.text("deputies", "Choose whether a deputy may speak");
    let referral_days = number(&mut taken, "referral-days", "Enter how many days a board or governing body has");
    taken.done(|| {
        let quorum = Quorum { persons: persons?, bodies: bodies?, classes };
        Some(vec![Act::SetTerms(TermsOfReference {
            forum: forum?,
            from: from?,
            source,
            seats,
            quorum,
            method: method?,
            deputies: deputies == "yes",
            referral_days: u16::try_from(referral_days?).ok()?,
        })])
    })
}

fn threshold(taken: &mut Taken<'_>) -> Option<Method> {
    let share = taken.value("share", "Choose how large a share carries");
    let of = taken.value("of", "Choose what the share is taken of");
    let grouping = taken.value("grouping", "Choose how votes are counted");
    Some(Method::Votes { threshold: Threshold { share: share?, of: of?, grouping: grouping? } })
}

fn consensus(taken: &mut Taken<'_>) -> Option<Method> {
    let rounds = number(taken, "rounds", "Enter how many rounds of negotiation there are");
    let days = number(taken, "days", "Enter how many days each round lasts");
    Some(Method::Consensus { rounds: u8::try_from(rounds?).ok()?, days: u16::try_from(days?).ok()? })
}

/// A whole number of no more than three digits: persons, bodies, rounds, days.
fn number(taken: &mut Taken<'_>, name: &str, missing: &str) -> Option<u32> {
    let text = taken.values.get(name).map(str::to_owned);
    let Some(text) = text else {
        taken.fault(name, missing);
        return None;
    };
    let highest = if name == "rounds" { 99 } else { 999 };
    let found = text.parse::<u32>().ok().filter(|number| *number <= highest);
    if found.is_none() {
        taken.fault(name, format!("Enter a whole number up to {highest}"));
    }
    found
}

fn seats(taken: &mut Taken<'_>) -> Vec<Seat> {
    let text = taken.text("seats", "Enter at least one seat");
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for (place, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match seat(line) {
            Ok(seat) => found.push(seat),
            Err(why) => wrong.push(format!("Line {place}: {why}")),
        }
    }
    if !wrong.is_empty() {
        taken.fault("seats", wrong.join(". "));
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

fn classes(taken: &mut Taken<'_>) -> Vec<ClassQuorum> {
    let text = taken.optional("classes");
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let read = line.rsplit_once(':').and_then(|(class, number)| Some((class.trim(), number.trim().parse().ok()?)));
        match read {
            Some((class, at_least)) if !class.is_empty() => {
                found.push(ClassQuorum { class: class.to_owned(), at_least });
            }
            _ => taken.fault("classes", format!("“{}” is not a class and a number, such as clinical: 2", line.trim())),
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
