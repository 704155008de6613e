//! What changed in who decides.

use ask::{ByHand, Fault, Param, Question, Wanted};
use jiff::ToSpan;
use terms::{Date, Sequence};

use super::GROUP;
use crate::answers::{Basis, Since, changes};

/// What began or ended, or was recorded, since.
pub(super) static POWERS_CHANGED: Question = Question {
    id: "powers-changed",
    path: "/powers-changed",
    group: GROUP,
    title: "What changed",
    about: "What began or ended since a day, up to the day of the line above; or what was recorded since an entry of the journal.",
    params: &[Param::new("since", "Since when?", Wanted::EntryOrDay).about(
        "A day such as 2018-04-01, or the number of an entry. A year before if you leave it empty.",
        "2013-04-01",
    )],
    example: "/powers-changed?since=2013-04-01&valid_at=2018-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let text = asked.text("since");
        let since = match text.map(|text| (text.parse::<Date>(), text.parse::<u64>())) {
            None => Since::Day(basis.on().checked_sub(1.year()).unwrap_or(Date::MIN)),
            Some((_, Ok(entry))) if entry <= basis.at.known.0 => Since::Entry(Sequence(entry)),
            Some((_, Ok(entry))) => {
                let last = basis.at.known;
                return Err(Fault::Unknown(format!(
                    "There is no entry {entry} yet: the last one known then is {last}. Write an entry up to that, or a day such as \
                     2018-04-01."
                )));
            }
            Some((Ok(day), _)) => Since::Day(day),
            Some(_) => return Err(Fault::param("since", "Write a day such as 2018-04-01, or the number of an entry")),
        };
        Ok(changes(&basis, &lens.reader(), since).into())
    },
};
