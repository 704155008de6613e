//! Record a file of transfers. Its form answers with every row that is not taken, and so is written by hand.

use app::Lens;
use ask::{ActForm, Field, Of, Takes};
use money::{Act, Strictness};

use super::GROUP;
use super::subject::{BODY, keeper, ledger_href, may_record, of_keeper};
use crate::transfers_file::{BadRow, TransfersFile};

/// The most rows that are told one by one beside a field: the page shows all of them as a table.
const TOLD_MAX: usize = 20;

/// Record a file of transfers of a body, or for the keeper of anybody.
pub(crate) static RECORD_TRANSFERS: ActForm = ActForm {
    name: "record-transfers",
    path: "/money/transfers-file",
    group: GROUP,
    title: "Record a file of transfers",
    about: "A file of transfers, CSV or XLSX, with the columns of the template. Unless you ask otherwise none is recorded where one cannot be. Sent again, the same file takes no effect.",
    done: "The transfers are recorded",
    subject: &[BODY.optional()],
    fields: &[
        Field::one("strictness", "What if some rows cannot be taken?", |_, _| {
            vec![
                ("all-or-none".to_owned(), "Record none of them".to_owned()),
                ("good-ones".to_owned(), "Record the good ones, and list the others".to_owned()),
            ]
        })
        .first(|_, _| "all-or-none".to_owned()),
        Field::new("file", "The file", Takes::File).hint("CSV or XLSX, up to 8 MB."),
    ],
    by_hand: true,
    scene: of_keeper,
    offered: may_record,
    read: |lens, of, form| {
        let strictness = strictness(form.text("strictness").unwrap_or("all-or-none"));
        if strictness.is_none() {
            form.wrong("strictness", "Choose what happens if some rows cannot be taken");
        }
        let Some(file) = form.file() else {
            form.wrong("file", "Choose a file with transfers");
            return None;
        };
        let judged = judged(lens, of, &file.bytes)?;
        let strictness = strictness?;
        if !judged.bad_rows.is_empty() {
            // Where nothing can be listed beside what is recorded, nothing is left out either.
            if strictness == Strictness::GoodOnes && judged.n_good > 0 {
                form.wrong(
                    "strictness",
                    "Send the file on its page to have the good ones recorded: it lists the others. Or take these out",
                );
            }
            for bad in judged.bad_rows.iter().take(TOLD_MAX) {
                form.wrong("file", bad.to_string());
            }
            if let Some(more @ 1..) = judged.bad_rows.len().checked_sub(TOLD_MAX) {
                form.wrong("file", format!("And {} more", naming::counted(more as u64, "row", "rows")));
            }
            return None;
        }
        act(lens, of, judged, strictness)
    },
    to: |of, _| of.id("body").map_or_else(|| "/money".to_owned(), ledger_href),
    keeps: None,
};

fn act(lens: &Lens, of: &Of<'_>, judged: Judged, strictness: Strictness) -> Option<Vec<app::Act>> {
    let keeper = keeper(lens, of)?;
    Some(vec![Act::RecordTransfers { keeper, submissions: judged.file.submissions, strictness }.into()])
}

/// The act that records the good transfers of a file alone, for a page that lists the others; nothing where that was not asked for, or
/// all are of one sort.
pub(crate) fn good_ones(lens: &Lens, of: &Of<'_>, asked: Option<&str>, judged: Judged) -> Option<Vec<app::Act>> {
    let wanted = asked.and_then(strictness) == Some(Strictness::GoodOnes);
    let is_mixed = judged.n_good > 0 && !judged.bad_rows.is_empty();
    (wanted && is_mixed).then(|| act(lens, of, judged, Strictness::GoodOnes)).flatten()
}

fn strictness(text: &str) -> Option<Strictness> {
    match text {
        "all-or-none" => Some(Strictness::AllOrNone),
        "good-ones" => Some(Strictness::GoodOnes),
        _ => None,
    }
}

/// A file with what the ledger says of each transfer of it now.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) file: TransfersFile,
    /// Every row that is not taken: that cannot be read, or that the ledger refuses.
    pub(crate) bad_rows: Vec<BadRow>,
    /// How many transfers are good or were recorded before.
    pub(crate) n_good: usize,
}

/// Reads a file and judges its transfers as the ledger stands; nothing is recorded. Nothing where the form is about no body.
pub(crate) fn judged(lens: &Lens, of: &Of<'_>, bytes: &[u8]) -> Option<Judged> {
    let keeper = keeper(lens, of)?;
    let file = TransfersFile::read(bytes);
    let world = lens.house().ledger_world();
    let mut bad_rows = file.bad_rows.clone();
    let mut n_good = 0;
    if !file.submissions.is_empty() {
        // A law of the ledger that would be broken is told by the act itself.
        if let Ok(batch) = world.judge(keeper, lens.today(), &file.submissions) {
            let refused = file.refused(&batch);
            n_good = file.submissions.len().saturating_sub(refused.len());
            bad_rows.extend(refused);
        }
    }
    bad_rows.sort_by(|one, two| (&one.sheet, one.row).cmp(&(&two.sheet, two.row)));
    Some(Judged { file, bad_rows, n_good })
}
