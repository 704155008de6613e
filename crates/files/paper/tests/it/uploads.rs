//! PDFs that come from elsewhere.

use crate::samples::{item, pack, paper, plain_pdf, upload};
use crate::tools::{Shelf, check_numbers, contains, in_the_clear};
use lopdf::{Dictionary, Object, Stream, dictionary};
use paper::{Built, Conformance, PaperError, PdfFlaw, Tagging, build, inspect};

fn with(pdf: Vec<u8>) -> Built {
    let papers = vec![paper("1a", "Before", "Before."), upload("1b", "Uploaded", pdf), paper("1c", "After", "After.")];
    build(&pack(vec![item("1", "One", "To note", papers)])).unwrap()
}

fn catalogue(pdf: &mut lopdf::Document) -> &mut Dictionary {
    pdf.catalog_mut().unwrap()
}

/// Marks a PDF as tagged, with a tree of one paragraph.
fn tag(pdf: &mut lopdf::Document) {
    let tree = pdf.add_object(dictionary! { "Type" => "StructTreeRoot" });
    catalogue(pdf).set("StructTreeRoot", tree);
    catalogue(pdf).set("MarkInfo", dictionary! { "Marked" => true });
}

fn every_page(pdf: &mut lopdf::Document, change: impl Fn(&mut Dictionary)) {
    for id in pdf.page_iter().collect::<Vec<_>>() {
        change(pdf.get_dictionary_mut(id).unwrap());
    }
}

#[test]
fn an_untagged_upload_is_named_and_nothing_is_claimed() {
    let built = with(plain_pdf(2, 595, 842, |_| ()));
    let untagged = vec!["1b".to_owned()];
    assert_eq!(built.conformance, Conformance::NotClaimed { untagged, tags_left_behind: Vec::new() });
    assert!(!contains(&in_the_clear(&built.pdf), "pdfuaid"));
    let Some(pages) = Shelf::new(&built.pdf).pages() else { return };
    assert!(pages[0].contains("Not accessible: uploaded as a PDF without tags"), "{}", pages[0]);
    assert!(pages[2].contains("its 2 pages follow unchanged"), "{}", pages[2]);
}

#[test]
fn a_tagged_upload_is_known_and_nothing_is_claimed_either() {
    let built = with(plain_pdf(1, 595, 842, tag));
    let tags_left_behind = vec!["1b".to_owned()];
    assert_eq!(built.conformance, Conformance::NotClaimed { untagged: Vec::new(), tags_left_behind });
    assert!(!contains(&in_the_clear(&built.pdf), "pdfuaid"));
    let Some(pages) = Shelf::new(&built.pdf).pages() else { return };
    assert!(pages[0].contains("Not accessible in this pack: the paper on its own is tagged"), "{}", pages[0]);
}

#[track_caller]
fn tagging(change: impl Fn(&mut lopdf::Document)) -> Tagging {
    inspect("1b", &plain_pdf(1, 595, 842, change)).unwrap().tagging
}

#[test]
fn tagged_means_a_tree_and_saying_so() {
    assert_eq!(tagging(tag), Tagging::Tagged);
    assert_eq!(tagging(|_| ()), Tagging::Untagged);
    let without_saying = |pdf: &mut lopdf::Document| {
        tag(pdf);
        catalogue(pdf).remove(b"MarkInfo");
    };
    assert_eq!(tagging(without_saying), Tagging::Untagged);
    let saying_no = |pdf: &mut lopdf::Document| {
        tag(pdf);
        catalogue(pdf).set("MarkInfo", dictionary! { "Marked" => false });
    };
    assert_eq!(tagging(saying_no), Tagging::Untagged);
    let without_tree = |pdf: &mut lopdf::Document| catalogue(pdf).set("MarkInfo", dictionary! { "Marked" => true });
    assert_eq!(tagging(without_tree), Tagging::Untagged);
    // What this crate makes is tagged by its own measure.
    let ours = build(&pack(vec![item("1", "One", "To note", vec![paper("1a", "One", "One.")])])).unwrap();
    assert_eq!(inspect("1b", &ours.pdf).unwrap().tagging, Tagging::Tagged);
}

#[track_caller]
fn refused(pdf: &[u8], flaw: PdfFlaw) {
    let wanted = PaperError::Pdf { what: "1b".to_owned(), flaw };
    assert_eq!(inspect("1b", pdf), Err(wanted));
    let pack = pack(vec![item("1", "One", "To note", vec![upload("1b", "Uploaded", pdf.to_vec())])]);
    assert!(matches!(build(&pack), Err(PaperError::Pdf { what, .. }) if what == "paper 1b"));
}

#[test]
fn what_cannot_go_into_a_pack_is_refused_with_the_reason() {
    for nonsense in [b"".as_slice(), b"Not a PDF", b"%PDF-1.7\n", b"PK\x03\x04 a Word file"] {
        assert!(matches!(
            inspect("1b", nonsense),
            Err(PaperError::Pdf { flaw: PdfFlaw::Malformed { .. } | PdfFlaw::NoPages, .. })
        ));
    }
    refused(&plain_pdf(0, 595, 842, |_| ()), PdfFlaw::NoPages);
    refused(&plain_pdf(1, 0, 842, |_| ()), PdfFlaw::PageSize { page: 1 });
    refused(&plain_pdf(1, 595, 99_999, |_| ()), PdfFlaw::PageSize { page: 1 });
    refused(
        &plain_pdf(1, 595, 842, |pdf| every_page(pdf, |page| page.set("UserUnit", -1))),
        PdfFlaw::PageSize { page: 1 },
    );
    let locked = plain_pdf(1, 595, 842, |pdf| {
        pdf.trailer.set("Encrypt", dictionary! { "Filter" => "Standard", "V" => 1, "R" => 2 });
    });
    refused(&locked, PdfFlaw::Encrypted);
}

/// Files as a program would encrypt them: with an empty password, which opens by itself, and with one.
#[test]
fn encrypted_files_are_refused_with_and_without_a_password() {
    let shelf = Shelf::new(&plain_pdf(1, 595, 842, |_| ()));
    for password in ["", "secret"] {
        let arguments = ["--encrypt", password, "owner", "256", "--", "{}", "-"];
        let Some(locked) = shelf.bytes("qpdf", &arguments) else { return };
        refused(&locked, PdfFlaw::Encrypted);
    }
}

#[test]
fn damage_anywhere_is_refused_or_harmless() {
    let whole = plain_pdf(2, 595, 842, |_| ());
    for length in (0..whole.len()).step_by(7) {
        let _ = inspect("1b", &whole[..length]);
    }
    for index in 0..whole.len() {
        let mut bitten = whole.clone();
        bitten[index] ^= 0x15;
        let _ = inspect("1b", &bitten);
    }
}

/// Pages of any size, turned any way, carry their number upright at the foot, under the whole paper.
#[test]
fn the_number_stands_at_the_foot_whichever_way_a_page_is_turned() {
    for (turn, width, height) in [(0, 595, 842), (90, 595, 842), (180, 842, 595), (270, 300, 1200), (-90, 595, 842)] {
        let built = with(plain_pdf(1, width, height, |pdf| every_page(pdf, |page| page.set("Rotate", turn))));
        let shelf = Shelf::new(&built.pdf);
        check_numbers(&shelf, 5);
        let Some(boxes) = shelf.ask("pdftotext", &["-bbox", "-f", "4", "-l", "4", "{}", "-"]) else { return };
        let value = |line: &str, name: &str| -> f64 {
            line.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
        };
        let sheet = boxes.lines().find(|line| line.contains("<page ")).unwrap();
        let stamp = boxes.lines().find(|line| line.contains(">Page<")).unwrap();
        let (across, up) = if turn % 180 == 0 { (width, height) } else { (height, width) };
        // The sheet is told as it lies in the file, the words as they are seen.
        let lying = if turn % 180 == 0 { (width, height + 28) } else { (width + 28, height) };
        assert_eq!((value(sheet, "width") as i64, value(sheet, "height") as i64), lying, "turned {turn}");
        let foot = (value(stamp, "yMin"), value(stamp, "yMax"));
        assert!(foot.0 > up as f64 && foot.1 < up as f64 + 28.0, "turned {turn}: {stamp}");
        assert!(value(stamp, "xMin") > across as f64 / 2.0, "turned {turn}: {stamp}");
    }
}

#[test]
fn a_cropped_page_stays_cropped() {
    let built = with(plain_pdf(1, 595, 842, |pdf| {
        every_page(pdf, |page| page.set("CropBox", vec![30.into(), 50.into(), 330.into(), 450.into()]));
    }));
    let shelf = Shelf::new(&built.pdf);
    check_numbers(&shelf, 5);
    let Some(info) = shelf.ask("pdfinfo", &["-f", "4", "-l", "4", "{}"]) else { return };
    assert!(info.contains("300 x 428 pts"), "{info}");
}

#[test]
fn what_acts_by_itself_is_left_out_and_links_stay() {
    let link = |act: Dictionary| {
        dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "A" => act }
    };
    let pdf = plain_pdf(2, 595, 842, |pdf| {
        let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        let launch = dictionary! { "S" => "Launch", "F" => Object::string_literal("evil.exe") };
        let web = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.nhs.uk/kept") };
        let odd = dictionary! { "S" => "URI", "URI" => Object::string_literal("javascript:evil()") };
        let second = pdf.page_iter().nth(1).unwrap();
        let inside = dictionary! { "S" => "GoTo", "D" => vec![second.into(), "Fit".into()] };
        let chained = dictionary! { "S" => "GoTo", "D" => vec![second.into(), "Fit".into()], "Next" => script.clone() };
        let file = dictionary! { "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => Object::string_literal("virus.doc") };
        let acts = [script.clone(), launch, web, odd, inside, chained];
        let mut notes: Vec<Object> = acts.map(|act| link(act).into()).into();
        notes.push(file.into());
        catalogue(pdf).set("OpenAction", script.clone());
        every_page(pdf, |page| {
            page.set("Annots", notes.clone());
            page.set("AA", dictionary! { "O" => script.clone() });
        });
    });
    let built = with(pdf);
    let shelf = Shelf::new(&built.pdf);
    shelf.ask("qpdf", &["--check", "{}"]);
    let clear = in_the_clear(&built.pdf);
    assert!(contains(&clear, "https://example.nhs.uk/kept"));
    for gone in ["app.alert", "evil", "virus.doc", "JavaScript", "OpenAction"] {
        assert!(!contains(&clear, gone), "{gone} is in the pack");
    }
    // The link within the upload leads to that page's place in the pack.
    let pack = lopdf::Document::load_mem(&built.pdf).unwrap();
    let places: Vec<_> = pack.page_iter().collect();
    let inside = pack.objects.values().filter_map(|object| object.as_dict().ok()).find_map(|note| {
        let act = note.get_deref(b"A", &pack).ok()?.as_dict().ok()?;
        act.get(b"D").ok()?.as_array().ok()?.first()?.as_reference().ok()
    });
    assert_eq!(inside, Some(places[4]));
}

#[test]
fn a_layer_hidden_in_the_upload_stays_hidden() {
    let built = with(plain_pdf(1, 595, 842, |pdf| {
        let layer = pdf.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("Draft") });
        let words = b"/OC /L BDC BT /F1 24 Tf 40 300 Td (HIDDEN) Tj ET EMC".to_vec();
        let content = pdf.add_object(Stream::new(Dictionary::new(), words));
        let font = pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
        let off = dictionary! { "OFF" => vec![layer.into()] };
        catalogue(pdf).set("OCProperties", dictionary! { "OCGs" => vec![layer.into()], "D" => off });
        every_page(pdf, |page| {
            page.set("Contents", content);
            let properties = dictionary! { "L" => layer };
            page.set("Resources", dictionary! { "Properties" => properties, "Font" => dictionary! { "F1" => font } });
        });
    }));
    let pack = lopdf::Document::load_mem(&built.pdf).unwrap();
    let layers = pack.get_dict_in_dict(pack.catalog().unwrap(), b"OCProperties").unwrap();
    let list = |holder: &Dictionary, key: &[u8]| holder.get(key).unwrap().as_array().unwrap().clone();
    let hidden = list(layers.get(b"D").unwrap().as_dict().unwrap(), b"OFF");
    assert_eq!((hidden.len(), &hidden), (1, &list(layers, b"OCGs")));
    let shelf = Shelf::new(&built.pdf);
    shelf.ask("qpdf", &["--check", "{}"]);
    check_numbers(&shelf, 5);
}

#[test]
fn the_uploaded_page_is_drawn_as_it_was() {
    let alone = plain_pdf(1, 595, 842, |_| ());
    let built = with(alone.clone());
    let picture = |pdf: &[u8], page: &str| {
        Shelf::new(pdf).bytes(
            "pdftoppm",
            &["-r", "72", "-f", page, "-l", page, "-x", "0", "-y", "0", "-W", "595", "-H", "842", "{}"],
        )
    };
    let (Some(before), Some(after)) = (picture(&alone, "1"), picture(&built.pdf, "4")) else { return };
    assert!(before.len() > 595 * 842 && before == after);
}

#[test]
fn a_pack_of_ours_can_be_uploaded_into_another() {
    let inner = build(&pack(vec![item("1", "Inner", "To note", vec![paper("1a", "Inner", "Inner words.")])])).unwrap();
    let built = with(inner.pdf);
    let shelf = Shelf::new(&built.pdf);
    shelf.ask("qpdf", &["--check", "{}"]);
    assert_eq!(built.n_pages, 6);
    let Some(pages) = shelf.pages() else { return };
    assert!(pages[4].contains("Inner words.") && pages[4].contains("Page 2 of 2") && pages[4].contains("Page 5 of 6"));
}

/// A PDF with so many objects, in the clear or in streams of objects.
fn with_objects(n: usize, packed: bool) -> Vec<u8> {
    let mut pdf = lopdf::Document::load_mem(&plain_pdf(1, 595, 842, |_| ())).unwrap();
    for _ in 0..n {
        pdf.add_object(dictionary! { "A" => 1 });
    }
    let mut bytes = Vec::new();
    if packed {
        let options = lopdf::SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
        pdf.save_with_options(&mut bytes, options).unwrap();
    } else {
        pdf.save_to(&mut bytes).unwrap();
    }
    bytes
}

#[test]
fn a_pdf_of_400_000_objects_is_refused_at_once() {
    let flaw = |pdf: &[u8]| match inspect("1b", pdf) {
        Err(PaperError::Pdf { flaw, .. }) => flaw,
        other => panic!("{other:?}"),
    };
    let plain = with_objects(400_000, false);
    let began = std::time::Instant::now();
    assert!(matches!(flaw(&plain), PdfFlaw::TooLarge { what: "objects", found: 400_000.., most: 60_000 }));
    // In the debug build too, on a machine with other work.
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    // Inside streams of objects they are counted, or the stream is larger than may be unpacked.
    let packed = flaw(&with_objects(70_000, true));
    assert!(matches!(packed, PdfFlaw::TooLarge { what: "objects", .. } | PdfFlaw::Malformed { .. }), "{packed:?}");
    assert_eq!(inspect("1b", &with_objects(2_000, true)).unwrap().n_pages, 1);
    assert!(matches!(flaw(&vec![b' '; (32 << 20) + 1]), PdfFlaw::TooLarge { what: "bytes", .. }));
}
