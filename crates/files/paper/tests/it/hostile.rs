//! Text that tries to be more than text.

use crate::samples::{item, pack, paper};
use crate::tools::{Shelf, check_numbers};
use paper::{Conformance, Flaw, PaperError, build, check};

/// Each would do something if it were read as the typesetter's own language.
const MARKUP: &[&str] = &[
    "#read(\"/etc/passwd\")",
    "#import \"@preview/cetz:0.3.0\": *",
    "#include \"/proc/self/environ\"",
    "#sys.inputs",
    "#panic(\"stop\")",
    "#while true { }",
    "$x$ and $ sum_(i=0)^n $",
    "*]",
    "]]]",
    "[[[",
    "#{",
    "}}}",
    "\\u{1F600} \\n \\\\",
    "= Not a heading",
    "@part-0",
    "<part-0>",
    "--- -- ... ~",
    "\"quotes\" 'single'",
    "/* comment",
    "// comment",
    "`````",
    "{\"t\":\"text\",\"v\":\"\"}",
    "%PDF-1.7 /JavaScript (app.alert) endstream endobj",
];

/// As code in a paper, as its title and as the title of its item, each prints as itself.
#[test]
fn markup_of_the_typesetter_prints_as_it_stands() {
    let code: Vec<String> = MARKUP.iter().map(|text| format!("    {text}\n")).collect();
    let code = code.concat();
    let escape = |letter: char| [letter.is_ascii_punctuation().then_some('\\'), Some(letter)].into_iter().flatten();
    let escaped: Vec<String> = MARKUP
        .iter()
        .map(|text| {
            let text: String = text.chars().flat_map(escape).collect();
            format!("{text}\n\n- {text}\n\n# {text}\n\n| {text} |\n|---|\n| {text} |\n\n")
        })
        .collect();
    let escaped = escaped.concat();
    let items = MARKUP.iter().enumerate().map(|(index, text)| {
        let mut paper = paper(
            &format!("{index}a"),
            text,
            match index {
                0 => &escaped,
                1 => &code,
                _ => "One.",
            },
        );
        paper.owner = (*text).to_owned();
        paper.version = (*text).to_owned();
        item(&index.to_string(), text, text, vec![paper])
    });
    let mut pack = pack(items.collect());
    pack.title = MARKUP[0].to_owned();
    pack.body = MARKUP[6].to_owned();
    pack.place = MARKUP[12].to_owned();
    pack.notices = MARKUP.iter().map(|text| (*text).to_owned()).collect();
    let built = build(&pack).unwrap();
    assert_eq!(built.conformance, Conformance::PdfUa1);
    let shelf = Shelf::new(&built.pdf);
    check_numbers(&shelf, built.n_pages);
    let Some(pages) = shelf.pages() else { return };
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().concat();
    for (text, pages_of) in MARKUP.iter().zip(&built.items) {
        let own = squeezed(&pages[pages_of.first_page - 1]);
        assert!(own.contains(&squeezed(&format!("Owner: {text}"))), "{text:?} is not in {own}");
        let first = squeezed(&pages[..built.items[1].first_page - 1].concat());
        let times = first.matches(&squeezed(text)).count();
        assert!(times >= 6, "{text:?} stands {times} times in {first}");
    }
    assert!(!pages.concat().contains("root:"));
}

#[track_caller]
fn refused(markdown: &str, line: usize, flaw: Flaw) {
    assert_eq!(check("x", markdown), Err(PaperError::Text { what: "x".to_owned(), line, flaw }));
    let pack = pack(vec![item("1", "One", "To note", vec![paper("1a", "One", markdown)])]);
    assert!(
        matches!(build(&pack), Err(PaperError::Text { what, line: found, .. }) if what == "paper 1a" && found == line)
    );
}

#[test]
fn what_a_paper_may_not_hold_is_refused_with_its_line() {
    refused("One.\n\n<script>alert(1)</script>\n", 3, Flaw::Html);
    refused("One <b>two</b>.", 1, Flaw::Html);
    refused("One.\nTwo <!-- hidden -->.", 2, Flaw::Html);
    refused("# One\n\n![A chart](chart.png)", 3, Flaw::Image);
    refused("![](/etc/passwd)", 1, Flaw::Image);
    let link = |target: &str| Flaw::Link { target: target.to_owned() };
    refused("One.\n\n[here](javascript:alert(1))", 3, link("javascript:alert(1)"));
    refused("[here](JaVaScRiPt:alert(1))", 1, link("JaVaScRiPt:alert(1)"));
    refused("[here](data:text/html,x)", 1, link("data:text/html,x"));
    refused("[here](file:///etc/passwd)", 1, link("file:///etc/passwd"));
    refused("[here](/minutes)", 1, link("/minutes"));
    refused("[here](<https://a b>)", 1, link("https://a b"));
    refused("[a]\n\n[a]: vbscript:x", 1, link("vbscript:x"));
    refused("One.\nTwo\u{1}three.", 2, Flaw::Control { code: 1 });
    refused("\u{0}", 1, Flaw::Control { code: 0 });
    refused("One\u{85}two", 1, Flaw::Control { code: 0x85 });
    refused("One.\n\nA reference &#7; to one.", 3, Flaw::Control { code: 7 });
    refused("Well done \u{6f22}", 1, Flaw::Unprintable { found: '\u{6f22}' });
    refused("One.\n\n&#x6F22;", 3, Flaw::Unprintable { found: '\u{6f22}' });
    refused(&"> ".repeat(5000), 1, Flaw::TooDeep { most: 12 });
    refused(&format!("{}x", "- ".repeat(5000)), 1, Flaw::TooDeep { most: 12 });
    let long = "x".repeat((2 << 20) + 1);
    assert!(matches!(check("x", &long), Err(PaperError::Text { flaw: Flaw::TooLong { .. }, .. })));
}

#[test]
fn the_words_of_everyday_papers_are_accepted() {
    for text in [
        "Cost: £1,234.56 (€10), −5%, ½ ≥ 0.5 ± 0.1 → café, naïve, Llŷn, “quoted” – and so — on…",
        "✓ agreed ✗ refused • point",
        "Mail <people@example.nhs.uk> or see <https://example.nhs.uk/a?b=c&d=e#f>.",
        "Αθήνα, Łódź, Київ",
        "A\tB\r\nC\u{a0}D\u{ad}E",
        "",
        "#\n\n##\n",
    ] {
        assert_eq!(check("x", text), Ok(()));
        let pack = pack(vec![item("1", "One", "To note", vec![paper("1a", "One", text)])]);
        assert_eq!(build(&pack).unwrap().conformance, Conformance::PdfUa1, "{text}");
    }
}

#[test]
fn a_field_that_cannot_be_printed_is_refused_by_name() {
    let mut bell = pack(vec![item("1", "One\u{7}", "To note", Vec::new())]);
    let wanted = |what: &str| Err(PaperError::Text { what: what.to_owned(), line: 1, flaw: Flaw::Control { code: 7 } });
    assert_eq!(build(&bell), wanted("item 1"));
    bell.items.clear();
    bell.place = "\u{7}".to_owned();
    assert_eq!(build(&bell), wanted("place"));
}

/// The unlikeliest paper: a megabyte without a line break, and a word of several pages.
#[test]
fn a_line_of_a_megabyte_is_printed_whole() {
    let words = "neighbourhood ".repeat(1_000_000 / 14);
    let solid = "0123456789".repeat(1_000);
    let built = build(&pack(vec![item(
        "1",
        "Long",
        "To note",
        vec![paper("1a", "Words", &format!("{words}END")), paper("1b", "One word", &format!("{solid}END"))],
    )]))
    .unwrap();
    assert!(built.n_pages > 100, "{}", built.n_pages);
    let shelf = Shelf::new(&built.pdf);
    check_numbers(&shelf, built.n_pages);
    let Some(pages) = shelf.pages() else { return };
    let squeezed: String = pages.concat().split_whitespace().collect();
    assert_eq!(squeezed.matches("neighbourhood").count(), 1_000_000 / 14);
    // What runs off the edge of a page would not be read from it.
    assert!(squeezed.matches("01234567").count() > 900 && squeezed.contains("789END"));
}

/// A few letters that ask for millions of cells, and a list of more entries than anybody reads.
#[test]
fn a_paper_of_more_parts_than_can_be_set_is_refused() {
    let head = format!("{}|\n{}|\n", "|a".repeat(2_000), "|-".repeat(2_000));
    let flaw = |text: &str| match check("the paper", text) {
        Err(PaperError::Text { flaw, .. }) => flaw,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        flaw(&format!("{head}{}", "|b|\n".repeat(5_000))),
        Flaw::TooMany { what: "cells in tables", most: 20_000 }
    );
    assert_eq!(flaw(&"- a\n".repeat(100_000)), Flaw::TooMany { what: "parts", most: 50_000 });
    check("the paper", &"A line of a long report.\n\n".repeat(10_000)).unwrap();
    check("the paper", &format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(5_000))).unwrap();
}
