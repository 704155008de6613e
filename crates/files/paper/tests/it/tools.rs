//! Outside programs that read our PDFs as a reader would.
//!
//! Where one is missing the test says so and checks no more; where `CI` is set it must be there.

use std::path::PathBuf;
use std::process::Command;

/// A PDF as a file, for programs to read.
pub(crate) struct Shelf {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Shelf {
    pub(crate) fn new(pdf: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pack.pdf");
        std::fs::write(&path, pdf).unwrap();
        if let Ok(kept) = std::env::var("PAPER_KEEP") {
            let name = std::thread::current().name().unwrap_or("pack").replace("::", "-");
            std::fs::write(PathBuf::from(kept).join(format!("{name}.pdf")), pdf).unwrap();
        }
        Self { _folder: folder, path }
    }

    /// What the program says about the file; `None` when it is not installed. `{}` stands for the file.
    pub(crate) fn ask(&self, program: &str, arguments: &[&str]) -> Option<String> {
        self.bytes(program, arguments).map(|said| String::from_utf8_lossy(&said).into_owned())
    }

    /// What the program gives, as it gives it.
    pub(crate) fn bytes(&self, program: &str, arguments: &[&str]) -> Option<Vec<u8>> {
        let path = self.path.display().to_string();
        let arguments = arguments.iter().map(|argument| if *argument == "{}" { path.as_str() } else { argument });
        let output = match Command::new(program).args(arguments).output() {
            Ok(output) => output,
            Err(_) if std::env::var_os("CI").is_none() => {
                eprintln!("NOT CHECKED: {program} is not installed (Debian: apt-get install poppler-utils qpdf)");
                return None;
            }
            Err(error) => panic!("{program} is needed where CI is set: {error}"),
        };
        let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
        // poppler takes exception to attributes that the standard allows (`Suspects false`, a colour per edge).
        let wrong: String =
            wrong.lines().filter(|line| !line.contains("is of wrong type") && !line.contains("Suspects")).collect();
        assert!(output.status.success() && wrong.is_empty(), "{program}: {wrong}");
        Some(output.stdout)
    }

    /// The words of each page.
    pub(crate) fn pages(&self) -> Option<Vec<String>> {
        let text = self.ask("pdftotext", &["-layout", "{}", "-"])?;
        Some(text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect())
    }
}

/// Every object and stream of a PDF in the clear: where anything hidden would show.
pub(crate) fn in_the_clear(pdf: &[u8]) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(pdf).unwrap();
    let mut out = pdf.to_vec();
    for object in document.objects.values_mut() {
        if let Ok(stream) = object.as_stream_mut() {
            let clear = stream.get_plain_content().unwrap_or_else(|_| stream.content.clone());
            out.extend_from_slice(&clear);
        }
        out.extend_from_slice(format!("{object:?}").as_bytes());
        // Strings of the file's frame (titles, bookmarks) may be in UTF-16.
        strings(object, &mut out);
    }
    out
}

fn strings(object: &lopdf::Object, out: &mut Vec<u8>) {
    match object {
        lopdf::Object::String(bytes, _) => {
            let wide = bytes.strip_prefix(b"\xfe\xff").map(|wide| {
                let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                String::from_utf16_lossy(&units).into_bytes()
            });
            out.extend_from_slice(&wide.unwrap_or_else(|| bytes.clone()));
            out.push(b'\n');
        }
        lopdf::Object::Array(parts) => parts.iter().for_each(|part| strings(part, out)),
        lopdf::Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, value)| strings(value, out)),
        lopdf::Object::Stream(stream) => stream.dict.iter().for_each(|(_, value)| strings(value, out)),
        _ => {}
    }
}

pub(crate) fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// The number stamped on each page is that of the page, and all are counted.
#[track_caller]
pub(crate) fn check_numbers(shelf: &Shelf, n_pages: usize) {
    let Some(pages) = shelf.pages() else { return };
    assert_eq!(pages.len(), n_pages);
    for (index, words) in pages.iter().enumerate() {
        let stamps: Vec<&str> = words.lines().filter_map(|line| line.split("Page ").nth(1)).map(str::trim).collect();
        let stamps: Vec<&&str> = stamps.iter().filter(|stamp| stamp.ends_with(&format!(" of {n_pages}"))).collect();
        assert_eq!(stamps, [&format!("{} of {n_pages}", index + 1).as_str()], "on page {}:\n{words}", index + 1);
    }
}

/// The bookmarks in order: depth from 1, words and page.
pub(crate) fn bookmarks(pdf: &[u8]) -> Vec<(usize, String, usize)> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let toc = document.get_toc().unwrap();
    toc.toc.into_iter().map(|entry| (entry.level, entry.title, entry.page)).collect()
}
