//! A file that goes on record by its hash, and whose bytes are kept beside it.

use ask::Reader;
use kit::identity::opaque;
use register::FileHash;
use who_pays::{Act, EvidenceId, Given, NewFile};

/// What is said of a file that is kept.
pub(super) const KEPT: &str = "Up to 32 MB. Its hash goes on the record, its bytes are kept beside it.";

/// The file that was sent, with what its sender calls it.
pub(super) fn new_file(form: &mut Reader<'_>) -> Option<NewFile> {
    let title = form.line("title", "Say what the file is");
    let Some(file) = form.file() else {
        form.wrong("file", "Choose a file");
        return None;
    };
    let evidence: EvidenceId = opaque("file")?;
    let media_type = media_type(&file.media_type).to_owned();
    Some(NewFile { evidence, title, hash: FileHash::of(&file.bytes), media_type, n_bytes: file.bytes.len() as u64 })
}

/// For whom the file of an act is kept: its case.
pub(super) fn keeps(act: &app::Act) -> Option<String> {
    match act {
        app::Act::WhoPays(
            Act::File { case, .. }
            | Act::Agree { case, given: Given::ByLetter(_) }
            | Act::Answer { case, given: Given::ByLetter(_), .. },
        ) => Some(format!("challenge-{case}")),
        _ => None,
    }
}

/// The kinds of file that evidence usually is; anything else is bytes. A file is only ever sent as a download.
fn media_type(named: &str) -> &'static str {
    const KNOWN: [&str; 6] = [
        "application/pdf",
        "text/csv",
        "text/plain",
        "image/png",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ];
    KNOWN.into_iter().find(|known| *known == named).unwrap_or("application/octet-stream")
}
