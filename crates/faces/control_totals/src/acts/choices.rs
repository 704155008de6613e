//! What several forms share: what they are about, who may send them, and how what is sent is read.

use app::Lens;
use ask::{Choice, Field, Key, Of, Reader, Scene, Takes, sentence};
use money::totals::{Act, ActKind, Thing, Totals};
use terms::{FinancialMonth, FinancialYear, OdsCode, Pence, Quarter};

use crate::answers::Basis;

/// The system that a form is about.
pub(super) const SYSTEM: Key = Key::new("system", "The system", "QKS");
/// The body that a form is about.
pub(super) const BODY: Key = Key::new("body", "The body", "09C");

/// The financial year.
pub(super) const YEAR: Field = Field::line("year", "Financial year").hint("Such as 2018/19.");
/// The month.
pub(super) const MONTH: Field = Field::new("month", "Month", Takes::Number).hint("1 for April to 12 for March.");
/// Where something is written.
pub(super) const SOURCE: Field = Field::line("source", "Where is it written?").hint("The letter, paper or page, with its date.");
/// Why.
pub(super) const REASON: Field = Field::lines("reason", "Reason");
/// How an amount that may be a deficit is written.
pub(super) const DEFICIT_HINT: &str = "A deficit is negative: -8.6m, -£250,000.";

/// The room as it is now.
pub(super) fn room(lens: &Lens) -> Totals<'_> {
    lens.house().control_totals().now()
}

/// The system of the subject, if the register knows it.
pub(super) fn system(lens: &Lens, of: &Of<'_>) -> Option<OdsCode> {
    of.id("system").filter(|system| lens.register().knows(*system))
}

/// The body of the subject, if the register knows it.
pub(super) fn body(lens: &Lens, of: &Of<'_>) -> Option<OdsCode> {
    of.id("body").filter(|body| lens.register().knows(*body))
}

/// Whether whoever looks may do an act of a kind to a system: the room says whether it would be accepted.
pub(super) fn may_to_system(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    system(lens, of).is_some_and(|system| lens.offers(kind, &Thing::System(system)))
}

/// The same to a body.
pub(super) fn may_to_body(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    body(lens, of).is_some_and(|body| lens.offers(kind, &Thing::Body(body)))
}

/// The scene of what is done to a system.
pub(super) fn of_system(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let system = system(lens, of)?;
    let back = format!("/control-totals/{system}");
    Some(Scene { caption: Basis::of(lens).called(system), back, ..Scene::default() })
}

/// The scene of what is done to a body's year.
pub(super) fn of_body(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let body = body(lens, of)?;
    let back = format!("/organisations/{body}/financial-year");
    Some(Scene { caption: Basis::of(lens).called(body), back, ..Scene::default() })
}

/// The scene of what needs no subject, with the page that one goes back to.
#[expect(clippy::unnecessary_wraps, reason = "a scene is there, or the form is about nothing")]
pub(super) fn plain(back: &str) -> Option<Scene> {
    Some(Scene { back: back.to_owned(), ..Scene::default() })
}

/// The page one goes back to.
pub(super) fn back(_: &Of<'_>, _: &[app::Act]) -> String {
    String::new()
}

/// One act, as a form reads it.
#[expect(clippy::unnecessary_wraps, reason = "a form reads acts, or nothing where something is missing")]
pub(super) fn one(act: Act) -> Option<Vec<app::Act>> {
    Some(vec![act.into()])
}

/// The year that was sent.
pub(super) fn year(form: &mut Reader<'_>) -> Option<FinancialYear> {
    form.word("year", "Enter a financial year such as 2018/19")
}

/// The month that was sent.
pub(super) fn month(form: &mut Reader<'_>) -> Option<FinancialMonth> {
    let number: Option<u8> = form.text("month").and_then(|text| text.parse().ok());
    let month = number.and_then(|number| FinancialMonth::new(number).ok());
    if month.is_none() {
        form.wrong("month", "Enter the month, 1 for April to 12 for March");
    }
    month
}

/// An amount that may be below nought, and must be there.
pub(super) fn signed(form: &mut Reader<'_>, name: &str, missing: &str) -> Option<Pence> {
    if form.text(name).is_none() {
        form.wrong(name, missing);
        return None;
    }
    maybe_signed(form, name)
}

/// An amount that may be below nought, if one is written.
pub(super) fn maybe_signed(form: &mut Reader<'_>, name: &str) -> Option<Pence> {
    match form.text(name)?.parse() {
        Ok(amount) => Some(amount),
        Err(error) => {
            let error: terms::MoneyError = error;
            form.wrong(name, sentence(&error.to_string()));
            None
        }
    }
}

/// An amount that is not below nought, and must be there.
pub(super) fn amount(form: &mut Reader<'_>, name: &str, missing: &str) -> Option<Pence> {
    if form.text(name).is_none() {
        form.wrong(name, missing);
        return None;
    }
    form.money(name)
}

/// Bodies with an amount each, one on a line: `09C -8.6m`.
pub(super) fn amounts(form: &mut Reader<'_>, name: &str, missing: &str) -> Vec<(OdsCode, Pence)> {
    let mut found = Vec::new();
    let text = form.text(name).unwrap_or_default().to_owned();
    for (line, number) in text.lines().map(str::trim).filter(|line| !line.is_empty()).zip(1_u32..) {
        let (code, figure) = line.split_once([' ', '\t', ',', ':']).unwrap_or((line, ""));
        let body: Option<OdsCode> = code.parse().ok();
        match (body, figure.trim().parse::<Pence>()) {
            (Some(body), Ok(amount)) => found.push((body, amount)),
            (None, _) => form.wrong(name, format!("Line {number}: “{code}” is not the code of a body")),
            (Some(body), Err(error)) => {
                form.wrong(name, format!("Line {number}, {body}: {}", sentence(&error.to_string())));
            }
        }
    }
    if text.trim().is_empty() {
        form.wrong(name, missing);
    }
    found
}

/// Quarters to choose from.
pub(super) fn quarters(_: &Lens, _: &Of<'_>) -> Vec<Choice> {
    Quarter::ALL.iter().map(|quarter| (quarter.slug().to_owned(), quarter.words().to_owned())).collect()
}

/// Members of a system today, or ever where none is, to choose from.
pub(super) fn members(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let (Some(system), basis) = (system(lens, of), Basis::of(lens)) else { return Vec::new() };
    let mut bodies: Vec<OdsCode> = room(lens).memberships_in(system).map(|held| held.body).collect();
    bodies.dedup();
    bodies.into_iter().map(|body| (body.to_string(), basis.called(body))).collect()
}

/// An identity made from words, such as `qks-2018-19-month-1`; with a few letters at random when one is taken.
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
