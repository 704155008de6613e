//! Published tables: which there are, two side by side, and their control sums.

use app::Lens;
use ask::{Answer, Asked, ByHand, Choice, Fault, Param, Question, Wanted};
use money::{AllocationTable, VintageId};

use super::GROUP;
use crate::answers::{Ledgers, compared, control_sums, findings, vintages};

fn choices(lens: &Lens) -> Vec<Choice> {
    let named = |held: &AllocationTable| (held.vintage.to_string(), format!("{} ({})", held.vintage, held.source_name));
    lens.money().vintages().map(named).collect()
}

/// Which tables of allocations are on record.
pub(super) static VINTAGES: Question = Question {
    id: "vintages",
    path: "/money/vintages",
    group: GROUP,
    title: "Published allocations",
    about: "Every published table of allocations that was imported, each version by itself. A newer version is another vintage, and both stay.",
    params: &[],
    example: "/money/vintages",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(Answer::from(vintages(&Ledgers::of(lens)))),
};

/// Two tables side by side.
pub(super) static VINTAGES_COMPARED: Question = Question {
    id: "vintages-compared",
    path: "/money/vintages-compared",
    group: GROUP,
    title: "Two vintages side by side",
    about: "What each of two published tables gives every body, year and fund, the difference, and the cell in each.",
    params: &[
        Param::new("first", "The first", Wanted::Chosen(choices))
            .required()
            .about("A vintage’s identity.", "icb-allocations-2023-25-v1.2"),
        Param::new("second", "The second", Wanted::Chosen(choices))
            .required()
            .about("Another vintage’s identity.", "icb-allocations-2023-25-made-up"),
    ],
    example: "/money/vintages-compared?first=icb-allocations-2023-25-v1.2&second=icb-allocations-2023-25-made-up",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let ledgers = Ledgers::of(lens);
        let (first, second) = (vintage(lens, asked, "first")?, vintage(lens, asked, "second")?);
        Ok(Answer::from(compared(&ledgers, first, second)))
    },
};

/// The sums a table prints against what its rows add to.
pub(super) static CONTROL_SUMS: Question = Question {
    id: "control-sums",
    path: "/money/control-sums",
    group: GROUP,
    title: "Control sums",
    about: "The sums of regions and of England that a published table prints, against what its rows and its boards add to, each with its cell; and whatever else in it does not agree.",
    params: &[Param::new("vintage", "Of which table?", Wanted::Chosen(choices))
        .required()
        .about("A vintage’s identity.", "icb-allocations-2023-25-v1.2")],
    example: "/money/control-sums?vintage=icb-allocations-2023-25-v1.2",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let (ledgers, held) = (Ledgers::of(lens), vintage(lens, asked, "vintage")?);
        let answer = Answer::from(control_sums(&ledgers, held)).of(held.vintage.to_string());
        let n = held.sums.iter().filter(|sum| !sum.agrees()).count() as u64;
        let words = format!(
            "{} gives {}, prints {}, of which {} from the rows. {} of the file could not be read.",
            held.source_name,
            naming::counted(held.rows.len() as u64, "allocation", "allocations"),
            naming::counted(held.sums.len() as u64, "sum", "sums"),
            naming::counted(n, "differs", "differ"),
            naming::counted(held.n_unread, "row", "rows"),
        );
        Ok(answer.saying(words).and("findings", findings(&ledgers, held)))
    },
};

fn vintage<'a>(lens: &'a Lens, asked: &Asked<'_>, name: &'static str) -> Result<&'a AllocationTable, Fault> {
    let id: VintageId = asked.one(name)?;
    lens.money().vintage(&id).ok_or_else(|| {
        Fault::Unknown(format!(
            "There is no published table “{id}” on record as known then. The list of vintages names them all."
        ))
    })
}
