//! Worked cases, each with its commissioner, terminal, method and path.

use crate::world::{Cases, folder, reference, spec};
use assign::{Assigner, Edition, Reference};

fn check(reference: &Reference, cases: &Cases) -> usize {
    let assigner = Assigner::new(reference, Edition::built_in().unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut n = 0;
    for case in cases.rows() {
        n += 1;
        let decision = assigner.decide(&case.record());
        let nodes = decision.path.iter().map(|(node, _)| *node);
        let path = assigner.edition(&decision).map_or_else(|| "CDS".to_owned(), |edition| edition.path_text(nodes));
        let found =
            [reference.code_text(decision.commissioner), decision.terminal.name(), decision.method.name(), &path];
        let wanted = ["expected_commissioner", "expected_terminal", "expected_method", "expected_path"]
            .map(|column| case.cell(column));
        if found != wanted {
            wrong.push(format!(
                "{} ({}): found {found:?}, wanted {wanted:?}",
                case.cell("record_id"),
                case.cell("why")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {n} wrong:\n{}", wrong.len(), wrong.join("\n"));
    n
}

#[test]
fn the_published_cases_come_out_exactly() {
    let Some(spec) = spec() else { return };
    let reference = reference(&folder(&spec.join("cam-world")));
    let cases = Cases::read(&std::fs::read_to_string(spec.join("cam-vectors.csv")).unwrap());
    assert_eq!(check(&reference, &cases), 364);
}
