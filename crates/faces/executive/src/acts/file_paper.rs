//! File a paper for an item, typed or as a file.

use app::Lens;
use ask::{ActForm, Choice, Field, Of, Reader, SentFile, Takes, sentence};
use executive::{Act, ActKind, TextHash};

use super::choices::{ACCESS, ACCESS_REASON, access};
use super::offers::may;
use super::subject::at;
use super::{ITEM, PLAIN, fresh, one};

/// File a paper.
pub(super) static FILE_PAPER: ActForm = ActForm {
    name: ActKind::FilePaper.slug(),
    path: "/do/file-paper",
    title: "File a paper",
    about: "The record holds the hash of the paper, so that nobody can change it afterwards; a new version is filed beside the old.",
    done: "The paper is filed",
    subject: &[ITEM],
    fields: &[
        Field::one("paper", "Is it a new paper?", papers).first(|_, _| "new".to_owned()),
        Field::line("title", "What the paper is called"),
        ACCESS,
        ACCESS_REASON,
        Field::lines("text", "The paper, as Markdown").hint("Leave empty if you upload a file."),
        Field::new("file", "Or upload it", Takes::File).hint(
            "Markdown, PDF, or DOCX as an attachment. Up to 32 MB. A PDF without tags cannot be read by a screen reader, \
             and the pack then says so.",
        ),
    ],
    offered: |lens, of| may(ActKind::FilePaper, lens, of),
    read: |_, of, form| {
        let title = form.line("title", "Enter what the paper is called");
        let access = access(form);
        let found = bytes(form).map_err(|(field, message)| form.wrong(field, message)).ok();
        let paper = match form.text("paper") {
            Some("new") | None => fresh("paper"),
            Some(_) => form.word("paper", "Choose a paper of this item, or a new one"),
        };
        let file = found?;
        let (hash, media_type) = (TextHash::of(&file.bytes), file.media_type.clone());
        form.keep(file);
        one(Act::FilePaper { item: of.id("item")?, paper: paper?, title, hash, media_type, access })
    },
    keeps: Some(|act| match act {
        app::Act::Executive(Act::FilePaper { paper, .. }) => Some(format!("paper-{paper}")),
        _ => None,
    }),
    ..PLAIN
};

/// A new paper, or a new version of one of the item's.
fn papers(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let new = ("new".to_owned(), "A new paper".to_owned());
    let held: Vec<Choice> = at(lens, of, |basis, subject| {
        let ids = subject.item.into_iter().flat_map(|item| &item.papers);
        let last = ids.filter_map(|id| Some((id, basis.executive.paper(id)?.versions.last()?)));
        last.map(|(id, last)| {
            (id.to_string(), format!("A new version of {} (now version {})", last.title, last.version))
        })
        .collect()
    });
    [new].into_iter().chain(held).collect()
}

type Wrong = (&'static str, String);

/// A paper typed or uploaded. What it is follows from its bytes and its name, never from what the sender says.
fn bytes(form: &Reader<'_>) -> Result<SentFile, Wrong> {
    match (form.text("text"), form.file()) {
        (Some(_), Some(_)) => Err(("text", "Either type the paper or upload it, not both".to_owned())),
        (None, None) => Err(("text", "Enter the paper, or choose a file".to_owned())),
        (Some(text), None) => {
            markdown("text", text)?;
            let (name, media_type) = ("paper.md".to_owned(), MARKDOWN.to_owned());
            Ok(SentFile { name, media_type, bytes: text.as_bytes().to_vec() })
        }
        (None, Some(sent)) => {
            let media_type = media_type(&sent.name, &sent.bytes)?.to_owned();
            Ok(SentFile { media_type, ..sent.clone() })
        }
    }
}

/// Markdown as a paper has it.
pub(crate) const MARKDOWN: &str = "text/markdown; charset=utf-8";
/// PDF.
pub(crate) const PDF: &str = "application/pdf";
/// A document of a word processor.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn markdown(field: &'static str, text: &str) -> Result<(), Wrong> {
    paper::check("the paper", text).map_err(|error| (field, sentence(&error.to_string())))
}

fn media_type(name: &str, bytes: &[u8]) -> Result<&'static str, Wrong> {
    let wrong = |message: &str| Err(("file", message.to_owned()));
    if bytes.starts_with(b"%PDF-") {
        return match paper::inspect("the paper", bytes) {
            Ok(_) => Ok(PDF),
            Err(error) => Err(("file", sentence(&error.to_string()))),
        };
    }
    let name = name.to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if bytes.starts_with(b"PK\x03\x04") {
        return if ending == "docx" { Ok(DOCX) } else { wrong("Only Markdown, PDF and DOCX files are taken") };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if matches!(ending, "md" | "markdown" | "txt") => markdown("file", text).map(|()| MARKDOWN),
        _ => wrong("Only Markdown, PDF and DOCX files are taken"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        assert_eq!(media_type("a.md", b"# A paper"), Ok(MARKDOWN));
        assert_eq!(media_type("a.docx", b"PK\x03\x04rest"), Ok(DOCX));
        assert!(media_type("a.pdf", b"not one").is_err());
        assert!(media_type("a.md", b"<script>alert(1)</script>").is_err(), "a paper holds no HTML");
        assert!(media_type("a.exe", b"MZ").is_err());
        assert!(media_type("a.md", b"\xff\xfe").is_err());
    }
}
