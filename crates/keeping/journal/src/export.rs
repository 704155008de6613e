//! The journal as plain files, for whoever wants to check or keep it without this program.

use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::backup::{erasures, file_names, payload_names};
use crate::checkpoint::Checkpoint;
use crate::error::JournalError;
use crate::journal::{Journal, PAGE};
use crate::note::Note;

/// Whether an export takes the erasable payloads along. A copy outside the journal is out of reach of erasing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportPayloads {
    /// They are written out.
    Included,
    /// They stay behind; the entries hold their salted hashes as ever.
    Withheld,
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// Entries.
    pub entries: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// Fact files.
    pub fact_files: u64,
    /// Payloads.
    pub payloads: u64,
}

impl Journal {
    /// Writes the journal into a new folder, laid out as `docs/journal.md` says.
    ///
    /// # Errors
    /// [`JournalError::Taken`] when the folder is there already and has anything in it.
    pub async fn export(&self, folder: &Path, payloads: ExportPayloads) -> Result<Exported, JournalError> {
        claim(folder)?;
        // Checkpoints are read first: every entry they speak of is then sure to be among those read after them.
        let (checkpoints, statements) = (self.checkpoints().await?, self.key_statements().await?);
        let mut exported = Exported::default();
        for statement in &statements {
            write(&folder.join("keys"), &format!("{:06}.note", statement.number), statement.note.as_bytes())?;
        }
        for checkpoint in &checkpoints {
            write(&folder.join("checkpoints"), &format!("{:06}.note", checkpoint.number), checkpoint.note.as_bytes())?;
            exported.checkpoints += 1;
        }
        exported.entries = self.export_entries(&folder.join("entries.jsonl")).await?;
        for hash in file_names(self).await? {
            write(&folder.join("facts"), &hash.to_string(), &self.fact_file(&hash).await?)?;
            exported.fact_files += 1;
        }
        if payloads == ExportPayloads::Included {
            for hash in payload_names(self).await? {
                let payload = self.payload(&hash).await?;
                let whole = [payload.salt().as_slice(), payload.bytes()].concat();
                write(&folder.join("payloads"), &hash.to_string(), &whole)?;
                exported.payloads += 1;
            }
            let mut erased = String::new();
            for (hash, at) in erasures(self).await? {
                erased.push_str(&[hash.to_string(), at].join(" "));
                erased.push('\n');
            }
            write(folder, "erased.txt", erased.as_bytes())?;
        }
        let mut sizes = Vec::new();
        for checkpoint in &checkpoints {
            sizes.push(Checkpoint::read(checkpoint.note.parse::<Note>()?.text())?.size);
        }
        sizes.dedup();
        for (old, new) in sizes.iter().zip(sizes.iter().skip(1)).filter(|(old, _)| **old > 0) {
            let mut text = format!("footprint consistency proof v1\nold {old}\nnew {new}\n");
            for hash in self.consistency_path(*old, *new).await? {
                text.push_str(&BASE64.encode(hash.as_bytes()));
                text.push('\n');
            }
            write(&folder.join("proofs"), &format!("consistency-{old}-{new}.txt"), text.as_bytes())?;
        }
        Ok(exported)
    }

    async fn export_entries(&self, path: &Path) -> Result<u64, JournalError> {
        let file = std::fs::File::create_new(path).map_err(JournalError::file(path))?;
        let mut out = std::io::BufWriter::new(file);
        let mut written = 0;
        loop {
            let page = self.read(written, PAGE).await?;
            for entry in &page {
                out.write_all(&entry.stored).and_then(|()| out.write_all(b"\n")).map_err(JournalError::file(path))?;
                written = entry.sequence;
            }
            if page.len() < PAGE {
                out.flush().map_err(JournalError::file(path))?;
                return Ok(written);
            }
        }
    }
}

/// Makes the folder, or takes an empty one.
fn claim(folder: &Path) -> Result<(), JournalError> {
    std::fs::create_dir_all(folder).map_err(JournalError::file(folder))?;
    let mut inside = std::fs::read_dir(folder).map_err(JournalError::file(folder))?;
    if inside.next().is_some() { Err(JournalError::Taken(folder.display().to_string())) } else { Ok(()) }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), JournalError> {
    std::fs::create_dir_all(folder).map_err(JournalError::file(folder))?;
    let path = folder.join(name);
    std::fs::write(&path, bytes).map_err(JournalError::file(&path))
}
