//! Pages, their numbers and where everything is.

use crate::samples::{AMBULANCE, item, pack, paper, plain_pdf, private, upload};
use crate::tools::Shelf;
use paper::{Conformance, Pack, build};

fn october() -> Pack {
    let mut settlement = item("6", "Settlement with the trust", "Decision", vec![paper("6a", "Terms", "Terms.")]);
    settlement.hearing = private("A contract matter");
    pack(vec![
        item("1", "Apologies", "To note", Vec::new()),
        item("5", "Ambulance contract", "Decision", vec![
            paper("5a", "Change to the ambulance contract", AMBULANCE),
            upload("5b", "Letter from the trust", plain_pdf(3, 595, 842, |_| ())),
            paper("5c", "Equality assessment", "# Assessment\n\nNo group is affected.\n"),
        ]),
        settlement,
    ])
}

/// The number stamped on each page is that of the page, and all are counted.
#[track_caller]
fn check_numbers(shelf: &Shelf, n_pages: usize) {
    let Some(pages) = shelf.pages() else { return };
    assert_eq!(pages.len(), n_pages);
    for (index, words) in pages.iter().enumerate() {
        let stamp = format!("Page {} of {n_pages}", index + 1);
        assert!(words.contains(&stamp), "{stamp:?} is not on page {}:\n{words}", index + 1);
        assert_eq!(words.matches(" of ").filter(|_| words.matches(&stamp).count() == 1).count() > 0, true);
    }
}

#[test]
fn a_pack_is_numbered_from_end_to_end() {
    let built = build(&october()).unwrap();
    let shelf = Shelf::new(&built.pdf);
    check_numbers(&shelf, built.n_pages);
    shelf.ask("qpdf", &["--check", "{}"]);
    println!("{:#?}", (&built.items, &built.conformance));
}

#[test]
fn a_pack_of_our_own_papers_claims_conformance() {
    let mut all_ours = october();
    all_ours.items[1].papers.remove(1);
    let built = build(&all_ours).unwrap();
    assert_eq!(built.conformance, Conformance::PdfUa1);
    let shelf = Shelf::new(&built.pdf);
    check_numbers(&shelf, built.n_pages);
    shelf.ask("qpdf", &["--check", "{}"]);
    if let Some(info) = shelf.ask("pdfinfo", &["-struct-text", "{}"]) {
        println!("{info}");
    }
}
