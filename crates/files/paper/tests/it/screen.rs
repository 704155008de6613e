//! The same papers on screen.

use crate::samples::{AMBULANCE, item, pack, paper, plain_pdf, upload};
use crate::tools::Shelf;
use paper::{PaperBody, Tagging, build, fragment, html};
use proptest::prelude::*;
use std::fmt::Write as _;

#[track_caller]
fn shown(markdown: &str, wanted: &str) {
    assert_eq!(fragment("1a", markdown, 3).unwrap().trim_end(), wanted);
}

#[test]
fn each_part_of_a_paper_becomes_its_element() {
    shown("One *two* **three** `four`.", "<p>One <em>two</em> <strong>three</strong> <code>four</code>.</p>");
    shown("# One", "<h4 class=\"nhsuk-heading-s\" id=\"1a-heading-1\">One</h4>");
    shown("#### One", "<h4 class=\"nhsuk-heading-s\" id=\"1a-heading-1\">One</h4>");
    shown("- a\n- b", "<ul class=\"nhsuk-list nhsuk-list--bullet\">\n<li>a</li>\n<li>b</li>\n</ul>");
    shown(
        "3. a\n\n   b\n",
        "<ol class=\"nhsuk-list nhsuk-list--number\" start=\"3\">\n<li><p>a</p>\n<p>b</p>\n</li>\n</ol>",
    );
    shown(
        "| A | B |\n|---|--:|\n| 1 | 2 |",
        "<table class=\"nhsuk-table\">\n<thead class=\"nhsuk-table__head\"><tr><th scope=\"col\" class=\"nhsuk-table__header\">A</th>\
         <th scope=\"col\" class=\"nhsuk-table__header nhsuk-table__header--numeric\">B</th></tr></thead>\n\
         <tbody class=\"nhsuk-table__body\">\n<tr class=\"nhsuk-table__row\"><td class=\"nhsuk-table__cell\">1</td>\
         <td class=\"nhsuk-table__cell nhsuk-table__cell--numeric\">2</td></tr>\n</tbody>\n</table>",
    );
    shown("> a", "<blockquote class=\"nhsuk-inset-text\">\n<p>a</p>\n</blockquote>");
    shown("    a  <b>", "<pre tabindex=\"0\"><code>a  &lt;b&gt;</code></pre>");
    shown("a\n\n---", "<p>a</p>\n<hr class=\"nhsuk-section-break nhsuk-section-break--visible\">");
    shown("a  \nb\nc", "<p>a<br>b c</p>");
    shown("[a](https://b.example/?c=d&e=%22)", "<p><a href=\"https://b.example/?c=d&amp;e=%22\">a</a></p>");
    shown("<a@b.example>", "<p><a href=\"mailto:a@b.example\">a@b.example</a></p>");
}

#[test]
fn text_is_escaped_where_it_stands() {
    shown("\\<script> & \"a\" 'b'", "<p>&lt;script&gt; &amp; &quot;a&quot; &#39;b&#39;</p>");
    shown("&lt;img src=x onerror=y&gt;", "<p>&lt;img src=x onerror=y&gt;</p>");
    shown("`</code><script>`", "<p><code>&lt;/code&gt;&lt;script&gt;</code></p>");
    shown(
        "[a](<https://b.example/\"onclick='x'>)",
        "<p><a href=\"https://b.example/&quot;onclick=&#39;x&#39;\">a</a></p>",
    );
}

#[test]
fn headings_go_no_deeper_than_six() {
    let deep = fragment("x", "# a\n## b\n### c\n#### d\n##### e\n###### f", 3).unwrap();
    let levels: Vec<&str> = deep.lines().map(|line| &line[1..3]).collect();
    assert_eq!(levels, ["h4", "h5", "h6", "h6", "h6", "h6"]);
}

#[test]
fn pages_on_screen_are_the_pages_on_paper() {
    let long: String = (1..=30).fold(String::from(AMBULANCE), |mut text, section| {
        let _ = write!(text, "\n## Section{section}\n\nBegin{section} {}\n", "Words that fill a page. ".repeat(30));
        text
    });
    let items = vec![item(
        "1",
        "Long",
        "To note",
        vec![
            paper("1a", "Short", "Short."),
            upload("1b", "Letter", plain_pdf(2, 595, 842, |_| ())),
            paper("1c", "Long", &long),
        ],
    )];
    let pack = pack(items);
    let built = build(&pack).unwrap();
    let shown = html(&pack, &built).unwrap();
    let papers = &shown.items[0].papers;
    assert_eq!(papers[1].body, PaperBody::Pdf { n_pages: 2, tagging: Tagging::Untagged });
    assert_eq!((papers[2].first_page, papers[2].n_pages), (6, built.n_pages - 5));
    let PaperBody::Html(body) = &papers[2].body else { panic!("{:?}", papers[2].body) };
    let Some(pages) = Shelf::new(&built.pdf).pages() else { return };
    let mut page = papers[2].first_page;
    let mut met = 0;
    for line in body.lines() {
        if let Some(marker) = line.strip_prefix("<p class=\"fp-page\" id=\"page-") {
            let next: usize = marker.split('"').next().unwrap().parse().unwrap();
            assert!(next > page && marker.contains(&format!(">Page {next}</p>")), "{line}");
            page = next;
        }
        if let Some(begin) = line.strip_prefix("<p>Begin") {
            let word = format!("Begin{} ", begin.split(' ').next().unwrap());
            assert!(pages[page - 1].contains(&word), "{word} is not on page {page}");
            met += 1;
        }
    }
    assert_eq!((met, page), (30, built.n_pages));
}

/// Every tag a fragment may hold, with its attributes' names.
fn tags_are_ours(html: &str) -> bool {
    const TAGS: [&str; 22] = [
        "p",
        "em",
        "strong",
        "code",
        "a",
        "br",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "h4",
        "h5",
        "h6",
        "/",
    ];
    html.split('<').skip(1).all(|rest| {
        let Some((tag, _)) = rest.split_once('>') else { return false };
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        let attributes = tag.split('"').step_by(2).map(|part| part.split(' ').next_back().unwrap_or_default());
        let known = |attribute: &str| {
            ["", "class=", "id=", "href=", "scope=", "start=", "tabindex="].contains(&attribute)
                || attribute == tag
                || attribute == format!("/{name}")
        };
        TAGS.contains(&name) && attributes.into_iter().all(known)
    })
}

proptest! {
    /// Whatever is written, what comes out is refused or made of our own tags only.
    #[test]
    fn no_text_makes_a_tag(text in "([<>&\"'`*_#\\[\\]()!|\\-:/ a-z\n]|https://|javascript:|<b>|&lt;|onerror=){0,60}") {
        if let Ok(html) = fragment("1a", &text, 3) {
            prop_assert!(tags_are_ours(&html), "{}", html);
        }
    }
}

#[test]
fn the_measure_of_tags_knows_a_foreign_one() {
    assert!(tags_are_ours("<p>a &lt;b&gt; <a href=\"x\">c</a></p><br>"));
    for foreign in
        ["<script>", "<p onclick=\"x\">", "<a href=\"x\" onclick=\"y\">", "<img src=\"x\">", "<p", "<p style=\"x\">"]
    {
        assert!(!tags_are_ours(foreign), "{foreign}");
    }
}
