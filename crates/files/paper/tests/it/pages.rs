//! Pages, their numbers, and where everything is.

use crate::samples::{AMBULANCE, item, pack, paper, plain_pdf, private, upload};
use crate::tools::{Shelf, bookmarks, check_numbers, contains, in_the_clear};
use jiff::civil::date;
use paper::{Built, Conformance, Document, Pack, PaperError, Supplement, SupplementPaper, build};
use std::fmt::Write as _;

fn october() -> Pack {
    let mut settlement = item("6", "Settlement with the trust", "Decision", vec![paper("6a", "Terms", "Terms.")]);
    settlement.hearing = private("A contract matter");
    let assessment = "# Assessment\n\nNo group is affected.\n\n### Method\n\nAs in 2015.\n\n# Conclusion\n\nNone.\n";
    pack(vec![
        item("1", "Apologies", "To note", Vec::new()),
        item(
            "5",
            "Ambulance contract",
            "Decision",
            vec![
                paper("5a", "Change to the ambulance contract", AMBULANCE),
                upload("5b", "Letter from the trust", plain_pdf(3, 595, 842, |_| ())),
                paper("5c", "Equality assessment", assessment),
            ],
        ),
        settlement,
    ])
}

fn october_of_our_own() -> Pack {
    let mut ours = october();
    ours.items[1].papers.remove(1);
    ours
}

/// Each place as `what first+pages`, in reading order.
fn places(built: &Built) -> String {
    let mut out = String::new();
    for item in &built.items {
        let _ = write!(out, "{} {}+{}", item.number, item.first_page, item.n_pages);
        for paper in &item.papers {
            let _ = write!(out, " [{} {}+{}]", paper.reference, paper.first_page, paper.n_pages);
        }
        out.push_str("; ");
    }
    for supplement in &built.supplements {
        let _ = write!(out, "{} {}+{}", supplement.title, supplement.first_page, supplement.n_pages);
        for paper in &supplement.papers {
            let _ = write!(out, " [{} {}+{}]", paper.reference, paper.first_page, paper.n_pages);
        }
    }
    out
}

#[test]
fn a_pack_is_numbered_from_end_to_end() {
    let built = build(&october()).unwrap();
    assert_eq!(places(&built), "1 1+0; 5 2+6 [5a 2+1] [5b 3+4] [5c 7+1]; 6 8+1 [6a 8+1]; ");
    assert_eq!(built.n_pages, 8);
    let shelf = Shelf::new(&built.pdf);
    check_numbers(&shelf, built.n_pages);
    shelf.ask("qpdf", &["--check", "{}"]);
}

#[test]
fn the_agenda_gives_the_page_of_every_item_and_paper() {
    let built = build(&october()).unwrap();
    let Some(pages) = Shelf::new(&built.pdf).pages() else { return };
    let lines: Vec<&str> = pages[0].lines().collect();
    for paper in built.items.iter().flat_map(|item| &item.papers) {
        let start = format!("Paper {}:", paper.reference);
        let line = lines.iter().find(|line| line.contains(&start)).unwrap();
        assert!(line.trim_end().ends_with(&format!(" {}", paper.first_page)), "{line}");
        assert!(pages[paper.first_page - 1].contains(&start), "{start} is not on page {}", paper.first_page);
    }
}

#[test]
fn the_pages_of_headings_are_those_on_which_they_stand() {
    let long: String = (1..=40).fold(String::new(), |mut text, section| {
        let _ = write!(text, "## Section number {section}\n\n{}\n\n", "Words that fill a page. ".repeat(30));
        text
    });
    let built = build(&pack(vec![item("1", "Long", "To note", vec![paper("1a", "Long", &long)])])).unwrap();
    let headings = &built.items[0].papers[0].headings;
    assert_eq!(headings.len(), 40);
    assert!(headings.iter().map(|heading| heading.page).collect::<std::collections::BTreeSet<_>>().len() > 5);
    let Some(pages) = Shelf::new(&built.pdf).pages() else { return };
    for heading in headings {
        let whole_line = |line: &str| line.trim() == heading.title;
        assert!(pages[heading.page - 1].lines().any(whole_line), "{} is not on page {}", heading.title, heading.page);
    }
}

#[test]
fn a_pack_of_our_own_papers_says_that_it_keeps_pdf_ua() {
    let built = build(&october_of_our_own()).unwrap();
    assert_eq!(built.conformance, Conformance::PdfUa1);
    let clear = in_the_clear(&built.pdf);
    assert!(contains(&clear, "<pdfuaid:part>1</pdfuaid:part>"));
    assert!(contains(&clear, "en-GB"));
    let shelf = Shelf::new(&built.pdf);
    check_numbers(&shelf, built.n_pages);
    shelf.ask("qpdf", &["--check", "{}"]);
    let Some(info) = shelf.ask("pdfinfo", &["{}"]) else { return };
    assert!(info.contains("Title:           Commissioning executive, Thursday 6 October 2016 at 10:00"), "{info}");
    let tagged = info.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes"));
    assert!(tagged, "{info}");
}

#[test]
fn headings_tables_and_lists_are_tagged() {
    let built = build(&october_of_our_own()).unwrap();
    let Some(tree) = Shelf::new(&built.pdf).ask("pdfinfo", &["-struct-text", "{}"]) else { return };
    for tagged in [
        "H1 \"5. Ambulance contract\"",
        "H2 \"Paper 5a: Change to the ambulance contract\"",
        "H3 \"Background\"",
        "H4 \"What was considered\"",
        "H3 \"Assessment\"",
        // `###` straight under `#`: a level is never left out.
        "H4 \"Method\"",
        "H3 \"Conclusion\"",
    ] {
        assert!(tree.contains(tagged), "{tagged} is not in\n{tree}");
    }
    let count = |tag: &str| tree.lines().filter(|line| line.split_whitespace().next() == Some(tag)).count();
    // The agenda and the table of calls; four columns and four.
    assert_eq!((count("Table"), count("TH"), count("BlockQuote")), (2, 8, 1));
    assert_eq!(count("Link"), 6, "five in the agenda, one in the paper");
    let after_agenda = &tree[tree.find("5a").unwrap()..];
    assert!(after_agenda.contains("/Scope /Column"), "{tree}");
}

#[test]
fn items_papers_and_headings_are_bookmarked() {
    let built = build(&october()).unwrap();
    let found = bookmarks(&built.pdf);
    let wanted = [
        (1, "Agenda", 1),
        (1, "5. Ambulance contract", 2),
        (2, "Paper 5a: Change to the ambulance contract", 2),
        (3, "Purpose", 2),
        (3, "Background", 2),
        (4, "What was considered", 2),
        (3, "Recommendation", 2),
        (2, "Paper 5b: Letter from the trust", 3),
        (2, "Paper 5c: Equality assessment", 7),
        (3, "Assessment", 7),
        (4, "Method", 7),
        (3, "Conclusion", 7),
        (1, "6. Settlement with the trust", 8),
        (2, "Paper 6a: Terms", 8),
    ];
    let wanted: Vec<_> = wanted.map(|(level, title, page)| (level, title.to_owned(), page)).into();
    assert_eq!(found, wanted);
}

#[test]
fn the_same_pack_gives_the_same_bytes() {
    for pack in [october(), october_of_our_own()] {
        assert!(build(&pack).unwrap().pdf == build(&pack).unwrap().pdf);
    }
    let mut other = october();
    other.items[1].papers[0].version = "3".to_owned();
    assert!(build(&october()).unwrap().pdf != build(&other).unwrap().pdf);
}

#[test]
fn a_supplement_leaves_every_page_number_as_it_was() {
    let before = build(&october()).unwrap();
    let mut later = october();
    later.supplements.push(Supplement {
        title: "Supplement 1".to_owned(),
        published_on: "Monday 3 October 2016".to_owned(),
        papers: vec![
            SupplementPaper {
                item: "5".to_owned(),
                paper: paper("5d", "Answers to questions", "# Questions\n\nNone."),
            },
            SupplementPaper { item: "5".to_owned(), paper: upload("5e", "Map", plain_pdf(1, 842, 595, |_| ())) },
        ],
    });
    let after = build(&later).unwrap();
    assert_eq!(after.items, before.items);
    assert!(places(&after).ends_with("; Supplement 1 9+4 [5d 10+1] [5e 11+2]"), "{}", places(&after));
    check_numbers(&Shelf::new(&after.pdf), 12);
    let shown = |built: &Built| Shelf::new(&built.pdf).pages();
    let (Some(old), Some(new)) = (shown(&before), shown(&after)) else { return };
    for (old, new) in old.iter().zip(&new) {
        let words = |page: &str| page.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&old.replace("of 8", "of 12")), words(new));
    }
}

#[test]
fn two_papers_cited_alike_are_refused() {
    let twice = pack(vec![item("1", "Two", "To note", vec![paper("1a", "One", "One."), paper("1a", "Two", "Two.")])]);
    assert_eq!(build(&twice), Err(PaperError::SameReference { reference: "1a".to_owned() }));
}

#[test]
fn a_pack_of_sixty_papers_is_made() {
    let items = (1..=20).map(|number| {
        let papers = ["a", "b", "c"].map(|letter| paper(&format!("{number}{letter}"), "The same contract", AMBULANCE));
        item(&number.to_string(), &format!("Matter {number}"), "Decision", papers.into())
    });
    let start = std::time::Instant::now();
    let built = build(&pack(items.collect())).unwrap();
    println!("60 papers, {} pages, {} bytes: {:?}", built.n_pages, built.pdf.len(), start.elapsed());
    assert_eq!(built.items.iter().map(|item| item.papers.len()).sum::<usize>(), 60);
    check_numbers(&Shelf::new(&built.pdf), built.n_pages);
}

#[test]
fn minutes_are_a_document_of_their_own() {
    let minutes = Document {
        title: "Minutes".to_owned(),
        body: "Commissioning executive".to_owned(),
        held_on: "6 October 2016".to_owned(),
        details: vec![("Present".to_owned(), "All members".to_owned())],
        warning: "Draft: not yet approved".to_owned(),
        made_on: date(2016, 10, 10),
        markdown: "# Apologies\n\nNone.\n\n# Ambulance contract\n\nAgreed.\n".to_owned(),
    };
    let built = minutes.build().unwrap();
    assert!(built.pdf == minutes.build().unwrap().pdf);
    assert_eq!(built.n_pages, 1);
    let headings: Vec<_> = built.headings.iter().map(|heading| (heading.title.as_str(), heading.page)).collect();
    assert_eq!(headings, [("Apologies", 1), ("Ambulance contract", 1)]);
    assert!(contains(&in_the_clear(&built.pdf), "<pdfuaid:part>1</pdfuaid:part>"));
    let shelf = Shelf::new(&built.pdf);
    shelf.ask("qpdf", &["--check", "{}"]);
    let Some(pages) = shelf.pages() else { return };
    for words in ["Minutes", "Present: All members", "Draft: not yet approved", "Agreed.", "Page 1 of 1"] {
        assert!(pages[0].contains(words), "{words:?} is not in {}", pages[0]);
    }
}
