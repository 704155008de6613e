//! `key` and `checkpoint`: who signs for the journal.

use crate::cli::{Global, KeyAct};
use crate::database::{journal, journal_or_new, key_file};
use crate::exit::{Ended, Failure};
use crate::print;
use journal::keys::{self, KeyChange};
use std::path::Path;

/// Makes, shows or changes the key.
pub(crate) async fn key(global: &Global, act: KeyAct, named: Option<&Path>) -> Result<Ended, Failure> {
    let file = key_file(global, named);
    match act {
        KeyAct::Create { name } => {
            let journal = journal_or_new(global).await?;
            if let Some(current) = journal.key_history().await?.current() {
                return Err(Failure::refused(format!("the journal has a key already: {current}")).advise(
                    "Hand over to a new one with `footprint key rotate`; if it is lost, `footprint key replace-lost`.",
                ));
            }
            let signer = keys::create(&file, &name)?;
            keys::adopt(&journal, &signer).await?;
            print::say(&format!("Public key, to give to others:\n{}", signer.verifier()))?;
            note!("The private key is in {}: keep it safe and out of backups of the database.", file.display());
        }
        KeyAct::Show => {
            let history = journal(global).await?.key_history().await?;
            let Some(current) = history.current() else {
                return Err(
                    Failure::unknown("the journal has no key yet").advise("Make one with `footprint key create NAME`.")
                );
            };
            print::say(&current.to_string())?;
            for statement in &history.statements {
                let change = match statement.change {
                    KeyChange::Created => "made",
                    KeyChange::Rotated => "handed over to, signed by both",
                    KeyChange::Replaced => "put in the place of a lost key, signed by itself only",
                };
                note!("at entry {}: {} {change}", statement.size, statement.to);
            }
        }
        KeyAct::Rotate => {
            let signer = keys::rotate(&journal(global).await?, &file).await?;
            print::say(&format!("New public key, signed for by the old:\n{}", signer.verifier()))?;
        }
        KeyAct::ReplaceLost => {
            let signer = keys::replace_lost(&journal(global).await?, &file).await?;
            print::say(&format!("New public key:\n{}", signer.verifier()))?;
            note!("Nothing but this key itself vouches for it: make it known by other means.");
        }
    }
    Ok(Ended::Done)
}

/// Signs the journal as it stands.
pub(crate) async fn checkpoint(global: &Global, named: Option<&Path>) -> Result<Ended, Failure> {
    let journal = journal(global).await?;
    let file = key_file(global, named);
    if !file.exists() {
        return Err(Failure::failed(format!("there is no signing key at {}", file.display()))
            .advise("Make one with `footprint key create NAME`, or name its file with --key-file."));
    }
    let signer = keys::open(&journal, &file).await?;
    print::say(journal.checkpoint(&signer).await?.to_string().trim_end())?;
    Ok(Ended::Done)
}
