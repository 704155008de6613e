//! What the forms of a case share: which it is, for which side it is moved, and what is asked or offered.

use app::Lens;
use ask::{Choice, Field, Key, Of, Reader, Scene, Takes};
use who_pays::{ActKind, Case, CaseId, Party, Sum, Thing};

use super::local_override::settles;

/// Where challenges are listed.
pub(super) const LIST: &str = "/who-pays/challenges";

/// The case that a form is about.
pub(super) const CASE: Key = Key::new("challenge", "The challenge", "challenge-7f3a9c21");

/// What is said where somebody could write of a patient.
pub(super) const NOTHING_PERSONAL: &str = "Write nothing that could find a patient: no name, address, postcode or NHS number. Records are known by run and row.";

/// How many records.
pub(super) const RECORDS: Field = Field::new("records", "How many records", Takes::Number);
/// How much money.
pub(super) const AMOUNT: Field = Field::money("amount", "How much");

/// The case that a form is about, if whoever looks may know of it.
pub(super) fn case<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Case> {
    let case = lens.house().who_pays().now().case(&of.id::<CaseId>("challenge")?)?;
    lens.reader().sees_case(case).then_some(case)
}

/// The sides for which whoever looks may do an act of a kind in a case now: the room says whether it would be accepted.
///
/// The respondent agrees and answers itself; what came from it in a letter is its own form.
fn sides(lens: &Lens, of: &Of<'_>, kind: ActKind) -> Vec<Party> {
    let Some(case) = case(lens, of) else { return Vec::new() };
    let itself = |party: Party| party == Party::Respondent || !matches!(kind, ActKind::Agree | ActKind::Answer);
    let may = |party: &Party| itself(*party) && lens.offers(kind, &Thing::Side(case.id.clone(), *party));
    Party::ALL.iter().copied().filter(may).collect()
}

/// Whether whoever looks may do an act of a kind in a case now, for either side.
pub(super) fn may(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    !sides(lens, of, kind).is_empty()
}

/// Whether whoever looks may record for the other side what it wrote in a letter: the claimant may, where it does not settle
/// for the respondent itself.
pub(super) fn may_by_letter(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    case(lens, of).is_some_and(|case| {
        (!settles(lens, case.respondent) || *lens.viewer() == app::Viewer::Keeper)
            && lens.offers(kind, &Thing::Side(case.id.clone(), Party::Claimant))
    })
}

/// The sides to choose from, for whoever may act for both.
pub(super) fn choose_side(lens: &Lens, of: &Of<'_>, kind: ActKind) -> Vec<Choice> {
    let Some(case) = case(lens, of) else { return Vec::new() };
    let called = |party: Party| naming::with_code(&lens.house().register().now(), case.body(party), lens.today());
    let choice = |party: Party| (party.slug().to_owned(), format!("{}, {}", party.words(), called(party)));
    sides(lens, of, kind).into_iter().map(choice).collect()
}

/// Whether there is a side to choose.
pub(super) fn is_for_both(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    sides(lens, of, kind).len() > 1
}

/// The side for which a move is made: the one that was chosen, or the first for which it may be made. Of one that the case
/// does not allow it is the claimant's, so that the rules say why not.
pub(super) fn side(lens: &Lens, of: &Of<'_>, kind: ActKind, form: &mut Reader<'_>) -> Option<Party> {
    if form.text("party").is_some() {
        return form.word("party", "Choose the side for which you act");
    }
    Some(sides(lens, of, kind).first().copied().unwrap_or(Party::Claimant))
}

/// The scene of a move: what follows now, then more sentences.
pub(super) fn scene(lens: &Lens, of: &Of<'_>, more: impl Fn(&Case) -> Vec<String>) -> Option<Scene> {
    let case = case(lens, of)?;
    let mut lead = vec![case.what_follows(lens.today())];
    lead.extend(more(case));
    Some(Scene {
        caption: format!("Challenge {}, {} against {}", case.id, case.claimant, case.respondent),
        lead,
        back: format!("{LIST}/{}", case.id),
    })
}

/// The page of the case.
pub(super) fn to(of: &Of<'_>, _: &[app::Act]) -> String {
    of.id::<CaseId>("challenge").map_or_else(|| LIST.to_owned(), |id| format!("{LIST}/{id}"))
}

/// Records and money that were sent.
pub(super) fn sum(form: &mut Reader<'_>) -> Option<Sum> {
    let records = form.text("records").and_then(|text| text.replace([',', ' '], "").parse().ok());
    if records.is_none() {
        form.wrong("records", "Enter how many records, such as 12");
    }
    let is_there = form.text("amount").is_some();
    let pence = form.money("amount");
    if !is_there {
        form.wrong("amount", "Enter how much, such as 1,250.50");
    }
    Some(Sum { records: records?, pence: pence? })
}

/// Records as a field holds them.
pub(super) fn records_of(sum: Sum) -> String {
    sum.records.to_string()
}

/// Money as a field holds it.
pub(super) fn amount_of(sum: Sum) -> String {
    sum.pence.typed()
}

/// What a case asks for now.
pub(super) fn asked(lens: &Lens, of: &Of<'_>) -> Sum {
    case(lens, of).map_or(Sum::NOTHING, |case| case.asked)
}

/// What is offered in a case now.
pub(super) fn offered(lens: &Lens, of: &Of<'_>) -> Sum {
    case(lens, of).map_or(Sum::NOTHING, |case| case.offered)
}

/// A sum in words.
pub(super) fn words_of(sum: Sum) -> String {
    format!("{} for {}", naming::counted(sum.records, "record", "records"), sum.pence.pounds())
}
