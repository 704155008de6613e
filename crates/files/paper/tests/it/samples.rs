//! Packs and uploads to test with.

use jiff::civil::date;
use lopdf::{Dictionary, Object, Stream, dictionary};
use paper::{Audience, Content, Hearing, Pack, PackItem, PackPaper};

pub(crate) fn paper(reference: &str, title: &str, markdown: &str) -> PackPaper {
    PackPaper {
        reference: reference.to_owned(),
        title: title.to_owned(),
        owner: "Director of finance".to_owned(),
        version: "2".to_owned(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        hearing: Hearing::Public,
        content: Content::Markdown(markdown.to_owned()),
    }
}

pub(crate) fn upload(reference: &str, title: &str, pdf: Vec<u8>) -> PackPaper {
    PackPaper { content: Content::Pdf(pdf), ..paper(reference, title, "") }
}

pub(crate) fn item(number: &str, title: &str, purpose: &str, papers: Vec<PackPaper>) -> PackItem {
    PackItem {
        number: number.to_owned(),
        title: title.to_owned(),
        purpose: purpose.to_owned(),
        hearing: Hearing::Public,
        papers,
    }
}

pub(crate) fn private(shown_as: &str) -> Hearing {
    Hearing::Private {
        shown_as: shown_as.to_owned(),
        reason: "Publicity would be prejudicial to the public interest by reason of the confidential nature of the \
                 business: Public Bodies (Admission to Meetings) Act 1960, section 1(2)."
            .to_owned(),
    }
}

pub(crate) fn pack(items: Vec<PackItem>) -> Pack {
    Pack {
        title: "Commissioning executive".to_owned(),
        body: "Clinical commissioning groups of the north and east".to_owned(),
        held_on: "Thursday 6 October 2016 at 10:00".to_owned(),
        place: "Council chamber, County Hall".to_owned(),
        audience: Audience::Confidential,
        made_on: date(2016, 9, 29),
        notices: vec!["The meeting is held in public but for the items marked below.".to_owned()],
        items,
        supplements: Vec::new(),
    }
}

pub(crate) const AMBULANCE: &str = "\
## Purpose

The executive is asked to **agree** the change to the *ambulance* contract described in section 2, at a cost of £2,000,000 in
2016/17, and to note that a body whose limit is lower refers its part to its governing body.

## Background

Performance against the eight-minute standard has been below 75% in each of the last six months:

| Month | Calls | Within 8 minutes | Share |
|:--|--:|--:|--:|
| April 2016 | 4,102 | 2,951 | 71.9% |
| May 2016 | 4,230 | 3,012 | 71.2% |
| June 2016 | 4,198 | 2,987 | 71.2% |

### What was considered

1. Do nothing: performance is forecast to fall by two percentage points.
2. Change the contract:
   - 12 more crews at peak hours;
   - a clinical desk in each control room.
3. Tender again, which takes 18 months.

> We ask commissioners to act before the winter.
> The trust's letter of 1 September 2016

The guidance is at <https://www.england.nhs.uk/urgent-emergency-care/improving-ambulance-services/arp/>. The measure is computed as
`within / calls`:

```
share = within / calls
```

---

## Recommendation

That each body agrees its share of the cost.
";

/// A PDF of plain pages of the given size, each saying which it is. Untagged unless changed.
pub(crate) fn plain_pdf(n_pages: usize, width: i64, height: i64, change: impl Fn(&mut lopdf::Document)) -> Vec<u8> {
    let mut pdf = lopdf::Document::with_version("1.5");
    let pages = pdf.new_object_id();
    let font = pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let kids: Vec<Object> = (1..=n_pages)
        .map(|page| {
            let words = format!("BT /F1 24 Tf 40 60 Td (Uploaded sheet {page} of {n_pages}) Tj ET");
            let content = pdf.add_object(Stream::new(Dictionary::new(), words.into_bytes()));
            pdf.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content }).into()
        })
        .collect();
    let tree = dictionary! {
        "Type" => "Pages",
        "Count" => n_pages as i64,
        "Kids" => kids,
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        "MediaBox" => vec![0.into(), 0.into(), width.into(), height.into()],
    };
    pdf.objects.insert(pages, tree.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", catalog);
    change(&mut pdf);
    let mut out = Vec::new();
    pdf.save_to(&mut out).unwrap();
    out
}
