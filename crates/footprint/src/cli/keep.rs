//! The arguments of commands that keep, prove and serve the journal.

use super::web_address;
use clap::{Args, Subcommand};
use clap_complete::Shell;
use kit::site::Reach;
use mandate::PersonId;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Check the journal and name the first entry that was altered.
///
/// Everything is worked out again from the stored bytes, and nothing is written. Without --key it is shown only that the journal
/// agrees with itself; with the key you know by other means, that it is the one that key signed; with a checkpoint you kept
/// elsewhere, that it goes on from there. Ends with exit code 4 if anything is altered, missing or damaged, or not vouched for by
/// the keys you gave.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint verify\n  footprint verify --key 'example.nhs.uk/footprint+1a2b3c4d+AY…'\n  footprint verify --checkpoint monday.checkpoint"
)]
pub(crate) struct VerifyArgs {
    /// The journal's public key, known by other means: NAME+ID+KEY, as `footprint key show` prints it. Trust goes on to the keys
    /// it handed over to, and ends where a lost key was replaced unless the new one is given too. May be given more than once.
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Vec<String>,
    /// A checkpoint of this journal that was kept elsewhere, as `footprint checkpoint` prints it. May be given more than once.
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Vec<PathBuf>,
    /// A witness's public key, in the same form; its signatures must hold. May be given more than once.
    #[arg(long, value_name = "KEY")]
    pub(crate) witness: Vec<String>,
}

/// Make, show or change the key that signs for the journal.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    /// What to do.
    #[command(subcommand)]
    pub(crate) act: KeyAct,
    /// The file with the private key. Beside the database, with the ending .key, if not given.
    #[arg(long, global = true, value_name = "FILE", env = "FOOTPRINT_KEY")]
    pub(crate) file: Option<PathBuf>,
}

/// What can be done with the key.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyAct {
    /// Make the journal's first key.
    Create {
        /// The journal's name, best an address without https://, such as example.nhs.uk/footprint.
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Show the public key, to give to others, and the keys before it.
    Show,
    /// Hand over to a new key, signed by both.
    Rotate,
    /// Put a new key in the place of one that was lost. The new public key must be made known by other means.
    ReplaceLost,
}

/// Sign the journal as it stands, and print the signed checkpoint.
#[derive(Debug, Args)]
pub(crate) struct CheckpointArgs {
    /// The file with the private key. Beside the database, with the ending .key, if not given.
    #[arg(long = "key-file", value_name = "FILE", env = "FOOTPRINT_KEY")]
    pub(crate) file: Option<PathBuf>,
}

/// Write a proof that an entry is in the journal, which others can check with the public key alone.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  footprint checkpoint\n  footprint proof 41 > entry-41.proof")]
pub(crate) struct ProofArgs {
    /// The entry's number.
    #[arg(value_name = "ENTRY")]
    pub(crate) entry: u64,
}

/// Write the journal as plain files, for whoever wants to check or keep it without this program.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// A new or empty folder.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Write the erasable free text (reasons given) too. A copy outside the journal is out of reach of `erase`.
    #[arg(long)]
    pub(crate) with_free_text: bool,
}

/// Copy the journal to one file, while it goes on being used.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to make; it must not be there yet.
    pub(crate) file: PathBuf,
}

/// Fill an empty database from a backup.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  footprint restore monday.backup --database postgres://footprint@localhost/footprint"
)]
pub(crate) struct RestoreArgs {
    /// The backup.
    pub(crate) file: PathBuf,
}

/// Erase the free text of an entry.
///
/// The erasure is an entry of its own, by whom and when; the erased entry keeps its salted hashes, and every proof stays valid.
#[derive(Debug, Args)]
pub(crate) struct EraseArgs {
    /// The entry's number.
    #[arg(value_name = "ENTRY", required_unless_present = "noted")]
    pub(crate) entry: Option<u64>,
    /// Enter in the record what earlier versions erased without an entry.
    #[arg(long, conflicts_with = "entry")]
    pub(crate) noted: bool,
}

/// An entry of the journal.
#[derive(Debug, Args)]
pub(crate) struct EntryArgs {
    /// The entry's number.
    #[arg(value_name = "ENTRY")]
    pub(crate) entry: u64,
}

/// Answer in the browser and to programs, until told to stop (Ctrl-C or SIGTERM).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  footprint serve
  footprint serve --operator 'NHS Example ICB' --contact help@example.nhs.uk --privacy https://example.nhs.uk/privacy
  footprint serve --base https://footprint.example.nhs.uk --behind-proxy --passwords \\
      --form-key /etc/footprint/form.key --metrics 127.0.0.1:9100 --log-format json -v")]
pub(crate) struct ServeArgs {
    /// The address and port to answer at.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The address people reach the service at, such as `https://footprint.example.nhs.uk`, for files and feeds to name.
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub(crate) base: Option<String>,
    /// Who runs this copy of the service, as its page “About” says.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// Where to reach them: an e-mail address or a page.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) contact: Option<Reach>,
    /// Where to ask what is kept of oneself, or to read their own notice: an e-mail address or a page.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) privacy: Option<Reach>,
    /// Offer accounts with a password of their own beside the sign-in providers that the environment names
    /// (docs/signing-in.md). Without this and without a provider nobody can sign in, and the record can only be read.
    #[arg(long)]
    pub(crate) passwords: bool,
    /// Requests come through one proxy that adds the browser's address as the last of X-Forwarded-For. All connections are then the
    /// proxy's, and only their number in all is bounded.
    #[arg(long)]
    pub(crate) behind_proxy: bool,
    /// A file with the key of the forms' tokens, for several servers to share; made if it is not there. Without it each start has
    /// a key of its own, and pages that were open before it must be loaded again.
    #[arg(long, value_name = "FILE")]
    pub(crate) form_key: Option<PathBuf>,
    /// Tell at `/metrics` of another address, for monitoring alone, what is asked and how long answers take. Nobody is told otherwise.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) metrics: Option<SocketAddr>,
    /// The most connections open at once; the process must be allowed twice as many open files. Of one address at most an eighth.
    #[arg(long, value_name = "NUMBER", default_value_t = 512, value_parser = clap::value_parser!(u16).range(8..=20_000))]
    pub(crate) connections: u16,
    /// Reference tables for assigning activity: a folder or a prepared file. Without it the imported vintages and the register
    /// are used.
    #[arg(long, value_name = "PATH")]
    pub(crate) reference: Option<PathBuf>,
    /// A folder for uploaded files while they are worked on, which no other server uses. Beside the database if not given.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) files: Option<PathBuf>,
}

/// Say who may sign in: an account belongs to a person on the record, and what they may do follows from their posts.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  footprint account invite person-7f3a jo@example.nhs.uk --base https://footprint.example.nhs.uk
  footprint account list
  footprint account close jo@example.nhs.uk")]
pub(crate) struct AccountArgs {
    #[command(subcommand)]
    pub(crate) act: AccountAct,
}

/// What may be done about an account.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountAct {
    /// Make an account for a person, or invite them again: an old password, link and session then end at once.
    Invite {
        /// The person, as on the record.
        person: PersonId,
        /// Their e-mail address, by which they sign in.
        email: String,
        /// The address people reach the service at.
        #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080", value_parser = web_address)]
        base: String,
        /// For how many days the link can be used.
        #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=60))]
        days: u16,
    },
    /// Every account, with its state.
    List,
    /// Close an account; its sessions end at once.
    Close {
        /// The e-mail address.
        email: String,
    },
}

/// Look round a built-in example: Buckinghamshire, Oxfordshire and Berkshire West, Kent and Medway, Coventry and Warwickshire, and
/// the bodies put in special measures in 2016, with true codes, names and dates 2013 to 2026.
///
/// The register is a temporary one and is gone when you stop it with Ctrl-C.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint demo --open\n  footprint demo --keep example.sqlite   (then: footprint --database example.sqlite org 14Y)"
)]
pub(crate) struct DemoArgs {
    /// The address and port to answer at; port 0 takes any that is free.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Open the browser.
    #[arg(long)]
    pub(crate) open: bool,
    /// Write the example to this new database and stop, instead of serving it.
    #[arg(long, value_name = "FILE")]
    pub(crate) keep: Option<PathBuf>,
}

/// Print completions for your shell.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  footprint completions bash > ~/.local/share/bash-completion/completions/footprint")]
pub(crate) struct CompletionsArgs {
    /// Which shell.
    pub(crate) shell: Shell,
}
