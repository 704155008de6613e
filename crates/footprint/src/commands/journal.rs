//! Commands on the journal itself: look, check, copy, prove, erase.

use crate::cli::{BackupArgs, EntryArgs, EraseArgs, ExportArgs, Format, Global, ProofArgs, RestoreArgs, VerifyArgs};
use crate::database;
use crate::exit::{Ended, Failure};
use crate::print;
use app::{Erase, Footprint, Who};
use indicatif::{ProgressBar, ProgressStyle};
use journal::note::{Note, VerifierKey};
use journal::{Checkpoint, Entry, ExportPayloads, Journal, Trust, VerifyReport};
use std::path::Path;

/// Shows one entry.
pub(crate) async fn entry(global: &Global, args: &EntryArgs) -> Result<Ended, Failure> {
    let journal = database::journal(global).await?;
    let entry = find(&journal, args.entry).await?;
    let mut reasons = Vec::new();
    for hash in &entry.payloads {
        if journal.was_erased(hash).await? {
            reasons.push("(erased)".to_owned());
            continue;
        }
        let payload = journal.payload(hash).await?;
        if payload.bytes() != app::BLIND {
            reasons.push(String::from_utf8_lossy(payload.bytes()).into_owned());
        }
    }
    let whole = serde_json::json!({
        "entry": entry.sequence,
        "recorded_at": entry.recorded_at.to_string(),
        "actor": entry.actor,
        "authority": entry.authority,
        "act": entry.act,
        "events": entry.events,
        "reasons": reasons,
        "fact_files": entry.files.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "erases": entry.erases.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "leaf_hash": entry.leaf_hash.to_string(),
    });
    if global.format == Format::Json {
        print::say(&format!("{whole:#}"))?;
        return Ok(Ended::Done);
    }
    print::say(&format!("Entry {} · {} · by {}", entry.sequence, entry.recorded_at, entry.actor))?;
    print::say(&format!("Act: {:#}\nEvents: {:#}", entry.act, entry.events))?;
    for reason in &reasons {
        print::say(&format!("Reason: {reason}"))?;
    }
    for hash in &entry.erases {
        print::say(&format!("Erased the text {hash}"))?;
    }
    print::say(&format!("Hash: {}", entry.leaf_hash))?;
    Ok(Ended::Done)
}

async fn find(journal: &Journal, number: u64) -> Result<Entry, Failure> {
    let found = match number.checked_sub(1) {
        Some(before) => journal.read(before, 1).await?.into_iter().find(|entry| entry.sequence == number),
        None => None,
    };
    if let Some(entry) = found {
        return Ok(entry);
    }
    let last = journal.last_sequence().await?;
    Err(Failure::unknown(format!("there is no entry {number}; the last is {last}")))
}

/// Checks the journal.
pub(crate) async fn verify(global: &Global, args: &VerifyArgs) -> Result<Ended, Failure> {
    let read = |text: &String| {
        text.parse::<VerifierKey>().map_err(|error| Failure::usage(format!("`{text}` is not a public key: {error}")))
    };
    let trust = Trust {
        keys: args.key.iter().map(read).collect::<Result<_, _>>()?,
        witnesses: args.witness.iter().map(read).collect::<Result<_, _>>()?,
        kept: args.checkpoint.iter().map(|path| kept(path)).collect::<Result<_, _>>()?,
    };
    database::must_be_there(global)?;
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} entries  {per_sec}") {
        bar.set_style(style);
    }
    let checked = journal::verify_at(&global.database, &trust, &|progress| {
        bar.set_length(progress.of);
        bar.set_position(progress.done);
    })
    .await;
    bar.finish_and_clear();
    let report = checked.map_err(|error| database::unopened(&global.database, &error))?;
    if global.format == Format::Json {
        print::say(&format!("{:#}", as_json(&report)))?;
    } else {
        print::say(&told(&report, &trust))?;
    }
    Ok(if report.altered.is_empty() { Ended::Done } else { Ended::Altered })
}

/// A checkpoint that was kept elsewhere.
fn kept(path: &Path) -> Result<(String, Note), Failure> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure::usage(format!("--checkpoint {name}: {error}")))?;
    // What a command printed ends in one newline more or less, as it was kept.
    let note: Note = format!("{}\n", text.trim_end())
        .parse()
        .map_err(|error| Failure::usage(format!("--checkpoint {name} is not a signed checkpoint: {error}")))?;
    Checkpoint::read(note.text())
        .map_err(|error| Failure::usage(format!("--checkpoint {name} is not a checkpoint: {error}")))?;
    Ok((name, note))
}

fn told(report: &VerifyReport, trust: &Trust) -> String {
    if let Some(first) = report.first_altered() {
        let mut lines = vec![format!("ALTERED: {first}")];
        lines.extend(report.altered.iter().skip(1).map(|altered| format!("also: {altered}")));
        lines.push(format!("{} entries were checked.", report.entries));
        return lines.join("\n");
    }
    let mut lines = vec![format!(
        "The journal is as it was recorded: {} entries, {} fact files, {} texts ({} erased).",
        report.entries, report.fact_files, report.payloads, report.erased
    )];
    lines.push(match (report.vouched, trust.keys.is_empty()) {
        (0, _) => {
            "No signed checkpoint covers any of them: make a key with `footprint key create NAME`, then sign with \
                   `footprint checkpoint`."
                .to_owned()
        }
        (vouched, false) => format!("A checkpoint that leads back to the key you gave covers the first {vouched}."),
        (vouched, true) => format!(
            "A signed checkpoint covers the first {vouched}. Give the key you know with --key to check who signed."
        ),
    });
    if report.vouched > 0 && report.vouched < report.entries {
        lines.push(format!("Entries from {} on are signed for by nobody yet.", report.vouched + 1));
    }
    if report.noted > 0 {
        lines.push(format!(
            "Texts that an earlier version erased without an entry: {}. Enter that with `footprint erase --noted`.",
            report.noted
        ));
    }
    lines.extend(trust.kept.iter().map(|(name, _)| format!("It goes on from the checkpoint {name}.")));
    lines.push(format!("Root: {}", report.root));
    lines.join("\n")
}

fn as_json(report: &VerifyReport) -> serde_json::Value {
    serde_json::json!({
        "entries": report.entries,
        "root": report.root.to_string(),
        "checkpoints": report.checkpoints,
        "vouched": report.vouched,
        "fact_files": report.fact_files,
        "payloads": report.payloads,
        "erased": report.erased,
        "erased_without_entry": report.noted,
        "altered": report.altered.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// Writes a proof of one entry.
pub(crate) async fn proof(global: &Global, args: &ProofArgs) -> Result<Ended, Failure> {
    let journal = database::journal(global).await?;
    find(&journal, args.entry).await?;
    let covered = journal.last_checkpoint().await?.map_or(0, |checkpoint| checkpoint.size);
    if covered < args.entry {
        return Err(Failure::failed(format!("no signed checkpoint covers entry {} yet", args.entry))
            .advise("Sign the journal with `footprint checkpoint` first."));
    }
    print::say(journal.inclusion_proof(args.entry).await?.to_string().trim_end())?;
    Ok(Ended::Done)
}

/// Writes the journal as plain files.
pub(crate) async fn export(global: &Global, args: &ExportArgs) -> Result<Ended, Failure> {
    let journal = database::journal(global).await?;
    let payloads = if args.with_free_text { ExportPayloads::Included } else { ExportPayloads::Withheld };
    let exported = journal.export(&args.folder, payloads).await?;
    print::say(&format!(
        "{}: {} entries, {} checkpoints, {} fact files, {} texts",
        args.folder.display(),
        exported.entries,
        exported.checkpoints,
        exported.fact_files,
        exported.payloads
    ))?;
    Ok(Ended::Done)
}

/// Copies the journal to one file.
pub(crate) async fn backup(global: &Global, args: &BackupArgs) -> Result<Ended, Failure> {
    let entries = database::journal(global).await?.backup(&args.file).await?;
    print::say(&format!("{}: {entries} entries", args.file.display()))?;
    Ok(Ended::Done)
}

/// Fills an empty database from a backup.
pub(crate) async fn restore(global: &Global, args: &RestoreArgs) -> Result<Ended, Failure> {
    if !args.file.is_file() {
        return Err(Failure::failed(format!("there is no backup at {}", args.file.display())));
    }
    let into = database::journal_or_new(global).await?;
    let entries = Journal::restore(&args.file, &into).await?;
    print::say(&format!("{entries} entries restored. Check them with `footprint verify`."))?;
    Ok(Ended::Done)
}

/// Erases the free text of an entry.
pub(crate) async fn erase(global: &Global, args: &EraseArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal(global).await?).await?;
    let (erase, told) = if let Some(number) = args.entry {
        let entry = find(footprint.journal(), number).await?;
        // What only keeps an entry's hash from being guessed is no text.
        let attached = footprint.journal().attached(&entry).await?;
        if entry.payloads.iter().all(|hash| attached.payload(hash) == Some(app::BLIND)) {
            return Err(Failure::unknown(format!("entry {number} has no free text")));
        }
        (Erase::of(&entry), format!("the free text of entry {number} is erased"))
    } else {
        let noted = footprint.journal().erased_without_entry().await?;
        if noted.is_empty() {
            return Err(Failure::unknown("no earlier version erased anything that no entry says"));
        }
        let told = format!("texts that were erased before and are now on record as erased: {}", noted.len());
        (Erase::noted(noted), told)
    };
    let recorded = footprint.act(&Who::keeper(global.actor()), erase).await?;
    print::say(&format!("{told} (entry {}); backups made before still hold what was erased", recorded.sequence))?;
    Ok(Ended::Done)
}
