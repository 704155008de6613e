//! `drill`: figures from the system down to the month, one unit at a time.

use crate::{Answers, ConformError, Question, Questions, World};
use plan::drill::{Drill, DrillLine, LEVELS};
use std::collections::BTreeMap;

const COLUMNS: [&str; LEVELS] = ["system", "place", "body", "provider", "measure", "month"];

/// Shape: for each unit in the order of its name every node, the whole first and each node before its children.
pub(super) fn answer(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut units: BTreeMap<&str, Vec<(Question<'_>, DrillLine<'_>)>> = BTreeMap::new();
    for row in questions.rows() {
        let mut levels = [""; LEVELS];
        for (level, column) in levels.iter_mut().zip(COLUMNS) {
            *level = row.text(column)?;
        }
        let amount = row.read("value", "a whole number", |text| text.parse().ok())?;
        units.entry(row.text("unit")?).or_default().push((row, DrillLine { levels, amount }));
    }
    let mut answers = Answers::new(["total", "lines"]);
    for (unit, lines) in units {
        let last = lines.last().map(|(row, _)| *row);
        let drill = match (Drill::of(lines.into_iter().map(|(_, line)| line)), last) {
            (Ok(drill), _) => drill,
            (Err(_), Some(row)) => {
                return Err(row.wrong("value", row.text("value")?, "a figure whose sums fit 64 bits"));
            }
            (Err(_), None) => continue,
        };
        for (path, node) in drill.nodes() {
            let path = if path.is_empty() { "ALL".to_owned() } else { path.join("/") };
            answers.push(&format!("{unit}:{path}"), [node.total.to_string(), node.n_lines.to_string()]);
        }
    }
    Ok(answers)
}
