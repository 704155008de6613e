//! Puts uploaded pages where the typesetter kept their places.
//!
//! The typesetter sets, for every uploaded page, an empty page of its size and a strip below, on which stands the page
//! number. Here the uploaded page takes that page's place and the strip is drawn under it, outside the paper: nothing of
//! the paper is covered, moved or scaled. What acts by itself (scripts, launched programs, attached files) is left out.

use crate::bind::STRIP;
use crate::error::{PaperError, PdfFlaw};
use crate::upload::{Turn, Upload, UploadedPage, inherited};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;

/// An upload and the place kept for it.
pub(crate) struct Placed {
    /// The paper's reference.
    pub(crate) what: String,
    pub(crate) upload: Upload,
    /// The page of the pack where its first page goes, from 1.
    pub(crate) first_page: usize,
}

/// The pack with the uploads in their places.
pub(crate) fn splice(pdf: &[u8], placed: &[Placed]) -> Result<Vec<u8>, PaperError> {
    let typeset = |error: &dyn std::fmt::Display| PaperError::Typesetting { message: error.to_string() };
    let mut pack = Document::load_mem(pdf).map_err(|error| typeset(&error))?;
    let places: Vec<ObjectId> = pack.page_iter().collect();
    let mut layers = Layers::default();
    for entry in placed {
        let malformed = |error: lopdf::Error| PaperError::Pdf {
            what: entry.what.clone(),
            flaw: PdfFlaw::Malformed { reason: error.to_string() },
        };
        let kept = entry.first_page - 1..entry.first_page - 1 + entry.upload.pages.len();
        let kept = places.get(kept).ok_or_else(|| typeset(&"an uploaded page has no place"))?;
        let mut copy = Copy::new(&entry.upload, kept);
        for (page, place) in entry.upload.pages.iter().zip(kept) {
            copy.page(&mut pack, page, *place).map_err(malformed)?;
        }
        copy.rest(&mut pack);
        layers.add(&mut copy, &mut pack);
    }
    layers.finish(&mut pack).map_err(|error| typeset(&error))?;
    if let Ok(marks) = pack.catalog_mut().and_then(|catalog| catalog.get_mut(b"MarkInfo")).and_then(Object::as_dict_mut)
    {
        // Some pages now have no tags: readers are told not to rely on them alone.
        marks.set("Suspects", true);
    }
    let mut out = Vec::new();
    pack.save_to(&mut out).map_err(|error| typeset(&error))?;
    Ok(out)
}

/// Copies what an upload's pages need, under new numbers.
struct Copy<'a> {
    upload: &'a Upload,
    /// The number in the pack of each object met so far.
    numbers: BTreeMap<ObjectId, ObjectId>,
    /// Met but not copied yet.
    waiting: Vec<ObjectId>,
}

impl<'a> Copy<'a> {
    fn new(upload: &'a Upload, places: &[ObjectId]) -> Self {
        // A link within the upload leads to its page in the pack.
        let numbers = upload.pages.iter().map(|page| page.id).zip(places.iter().copied()).collect();
        Self { upload, numbers, waiting: Vec::new() }
    }

    fn page(&mut self, pack: &mut Document, page: &UploadedPage, place: ObjectId) -> lopdf::Result<()> {
        let from = &self.upload.document;
        let kept = pack.get_dictionary(place)?.clone();
        let stamp = stamp(pack, &kept, place, page)?;

        let mut resources = match inherited(from, page.id, b"Resources") {
            Some(Object::Dictionary(resources)) => resources,
            _ => Dictionary::new(),
        };
        let mut drawn = match resources.get_deref(b"XObject", from) {
            Ok(Object::Dictionary(drawn)) => drawn.clone(),
            _ => Dictionary::new(),
        };
        let mut name = String::from("PageNumber");
        while drawn.has(name.as_bytes()) {
            name.push('-');
        }
        resources.remove(b"XObject");
        self.renumber_dictionary(pack, &mut resources);
        self.renumber_dictionary(pack, &mut drawn);
        drawn.set(name.clone(), stamp);
        resources.set("XObject", drawn);

        let own = from.get_dictionary(page.id)?;
        let mut contents = match own.get(b"Contents") {
            Ok(Object::Array(parts)) => parts.clone(),
            Ok(reference @ Object::Reference(id)) => match from.get_object(*id)? {
                Object::Array(parts) => parts.clone(),
                _ => vec![reference.clone()],
            },
            _ => Vec::new(),
        };
        for part in &mut contents {
            self.renumber(pack, part);
        }
        let (before, seen) = frame(page, &name);
        contents.insert(0, pack.add_object(Stream::new(Dictionary::new(), before.into_bytes())).into());
        contents.push(pack.add_object(Stream::new(Dictionary::new(), b"\nQ\n".to_vec())).into());

        let mut new = dictionary! {
            "Type" => "Page",
            "Parent" => kept.get(b"Parent")?.clone(),
            "MediaBox" => seen.iter().map(|&side| Object::Real(side)).collect::<Vec<_>>(),
            "Resources" => resources,
            "Contents" => contents,
        };
        for key in [b"Group".as_slice(), b"UserUnit"] {
            if let Ok(value) = own.get_deref(key, from) {
                let mut value = value.clone();
                self.renumber(pack, &mut value);
                new.set(key, value);
            }
        }
        let degrees = match page.turn {
            Turn::None => 0,
            Turn::Quarter => 90,
            Turn::Half => 180,
            Turn::ThreeQuarters => 270,
        };
        new.set("Rotate", degrees);
        let notes = self.notes(pack, own);
        if !notes.is_empty() {
            new.set("Annots", notes);
            new.set("Tabs", "S");
        }
        pack.objects.insert(place, new.into());
        Ok(())
    }

    /// The page's annotations without what acts.
    fn notes(&mut self, pack: &mut Document, page: &Dictionary) -> Vec<Object> {
        let from = &self.upload.document;
        let Ok(notes) = page.get_deref(b"Annots", from).and_then(Object::as_array) else { return Vec::new() };
        let mut kept = Vec::new();
        for note in notes {
            let Ok(Object::Dictionary(note)) = from.dereference(note).map(|(_, note)| note) else { continue };
            let kind = note.get_deref(b"Subtype", from).and_then(Object::as_name).unwrap_or_default();
            if ![b"Link".as_slice(), b"Text", b"FreeText", b"Line", b"Square", b"Circle", b"Polygon", b"PolyLine"]
                .contains(&kind)
                && ![b"Highlight".as_slice(), b"Underline", b"Squiggly", b"StrikeOut", b"Stamp", b"Caret", b"Ink"]
                    .contains(&kind)
                && kind != b"Widget"
            {
                continue;
            }
            let mut note = note.clone();
            let harmless = note.get_deref(b"A", from).and_then(Object::as_dict).is_ok_and(|act| harmless(from, act));
            if !harmless {
                note.remove(b"A");
            }
            // `Parent` of a form field and `Popup` lead to more that acts; the appearance stands without them.
            for key in [b"AA".as_slice(), b"PA", b"Parent", b"Popup", b"IRT", b"StructParent", b"P"] {
                note.remove(key);
            }
            self.renumber_dictionary(pack, &mut note);
            kept.push(pack.add_object(note).into());
        }
        kept
    }

    /// Copies whatever was referred to and is not in the pack yet.
    fn rest(&mut self, pack: &mut Document) {
        while let Some(id) = self.waiting.pop() {
            let Some(&number) = self.numbers.get(&id) else { continue };
            let mut object = self.upload.document.get_object(id).cloned().unwrap_or(Object::Null);
            // A way back into the upload's own page tree or catalogue would bring in pages that have no place.
            let kind = object.as_dict().and_then(Dictionary::get_type).unwrap_or_default();
            if [b"Pages".as_slice(), b"Page", b"Catalog", b"StructTreeRoot", b"StructElem"].contains(&kind) {
                object = Object::Null;
            }
            self.renumber(pack, &mut object);
            pack.objects.insert(number, object);
        }
    }

    fn number(&mut self, pack: &mut Document, id: ObjectId) -> ObjectId {
        if let Some(&number) = self.numbers.get(&id) {
            return number;
        }
        // Reserved at once, so that a circle of references ends.
        let number = pack.add_object(Object::Null);
        self.numbers.insert(id, number);
        self.waiting.push(id);
        number
    }

    fn renumber(&mut self, pack: &mut Document, object: &mut Object) {
        match object {
            Object::Reference(id) => *id = self.number(pack, *id),
            Object::Array(parts) => parts.iter_mut().for_each(|part| self.renumber(pack, part)),
            Object::Dictionary(dictionary) => self.renumber_dictionary(pack, dictionary),
            Object::Stream(stream) => self.renumber_dictionary(pack, &mut stream.dict),
            _ => {}
        }
    }

    fn renumber_dictionary(&mut self, pack: &mut Document, dictionary: &mut Dictionary) {
        for key in [b"StructParent".as_slice(), b"StructParents", b"AA", b"JS"] {
            dictionary.remove(key);
        }
        for (_, value) in dictionary.iter_mut() {
            self.renumber(pack, value);
        }
    }
}

/// Whether a link only goes to the web, to a mail box or to another page.
fn harmless(document: &Document, act: &Dictionary) -> bool {
    let kind = act.get_deref(b"S", document).and_then(Object::as_name).unwrap_or_default();
    let target = act.get_deref(b"URI", document).and_then(Object::as_str).unwrap_or_default().to_ascii_lowercase();
    let outward = [b"http:".as_slice(), b"https:", b"mailto:"].iter().any(|scheme| target.starts_with(scheme));
    !act.has(b"Next") && (kind == b"GoTo" || (kind == b"URI" && outward))
}

/// The strip of the kept page as something that can be drawn.
fn stamp(pack: &mut Document, kept: &Dictionary, place: ObjectId, page: &UploadedPage) -> lopdf::Result<ObjectId> {
    let content = pack.get_page_content(place);
    let resources = inherited(pack, place, b"Resources").unwrap_or_else(|| Dictionary::new().into());
    if let Ok(id) = kept.get(b"Contents").and_then(Object::as_reference) {
        pack.objects.remove(&id);
    }
    let (width, height) = page.size();
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height + STRIP)],
        "Resources" => resources,
    };
    let mut stream = Stream::new(form, content);
    stream.compress()?;
    Ok(pack.add_object(stream))
}

/// What is drawn before the page's own content, and the page with its strip: the strip is drawn where the reader sees the
/// foot of the page, and the paper is held to its own edges.
fn frame(page: &UploadedPage, stamp: &str) -> (String, [f32; 4]) {
    let [left, bottom, right, top] = page.seen;
    let scale = 1.0 / page.unit;
    let strip = STRIP * scale;
    let (turn, seen) = match page.turn {
        Turn::None => ([scale, 0.0, 0.0, scale, left, bottom - strip], [left, bottom - strip, right, top]),
        Turn::Quarter => ([0.0, scale, -scale, 0.0, right + strip, bottom], [left, bottom, right + strip, top]),
        Turn::Half => ([-scale, 0.0, 0.0, -scale, right, top + strip], [left, bottom, right, top + strip]),
        Turn::ThreeQuarters => ([0.0, -scale, scale, 0.0, left - strip, top], [left - strip, bottom, right, top]),
    };
    let matrix = turn.map(|number| number.to_string()).join(" ");
    let (width, height) = (right - left, top - bottom);
    let before = format!("q {matrix} cm /{stamp} Do Q\nq {left} {bottom} {width} {height} re W n\n");
    (before, seen)
}

/// The layers of all uploads: without them, what an upload keeps hidden would show.
#[derive(Default)]
struct Layers {
    all: Vec<Object>,
    hidden: Vec<Object>,
}

impl Layers {
    fn add(&mut self, copy: &mut Copy<'_>, pack: &mut Document) {
        let from = &copy.upload.document;
        let Ok(layers) = from.catalog().and_then(|catalog| from.get_dict_in_dict(catalog, b"OCProperties")) else {
            return;
        };
        let list = |holder: &Dictionary, key: &[u8]| {
            holder.get_deref(key, from).and_then(Object::as_array).cloned().unwrap_or_default()
        };
        let shown = from.get_dict_in_dict(layers, b"D").cloned().unwrap_or_default();
        let (on, off) = (list(&shown, b"ON"), list(&shown, b"OFF"));
        let hidden_at_first = shown.get(b"BaseState").and_then(Object::as_name).is_ok_and(|state| state == b"OFF");
        for mut layer in list(layers, b"OCGs") {
            let hidden = off.contains(&layer) || (hidden_at_first && !on.contains(&layer));
            copy.renumber(pack, &mut layer);
            if hidden {
                self.hidden.push(layer.clone());
            }
            self.all.push(layer);
        }
        copy.rest(pack);
    }

    fn finish(self, pack: &mut Document) -> lopdf::Result<()> {
        if !self.all.is_empty() {
            let shown = dictionary! { "Name" => Object::string_literal("As uploaded"), "OFF" => self.hidden };
            let layers = dictionary! { "OCGs" => self.all, "D" => shown };
            pack.catalog_mut()?.set("OCProperties", layers);
        }
        Ok(())
    }
}
