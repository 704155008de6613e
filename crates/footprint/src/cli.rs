//! What can be asked for on the command line.

mod ask;
mod assign;
mod change;
mod conform;
mod decide;
mod keep;
mod old_names;

pub(crate) use ask::{ChangesArgs, CodeArgs, DiffArgs, PackArgs, RestateArgs, SearchArgs, SuccessionsArgs};
pub(crate) use assign::{
    AssignArgs, ExplainArgs, Missing, PrepareArgs, ReferenceArgs, ReferencesAct, ReferencesArgs, WhatIf,
};
pub(crate) use change::{DenyArgs, EnterArgs, Explained, FactArgs, ImportArgs, RetractArgs, Spell};
pub(crate) use conform::ConformArgs;
pub(crate) use decide::{AppointArgs, CarryOverArgs, ForgetArgs, InstrumentArgs, PersonArgs, PostArgs, SchemeArgs};
pub(crate) use keep::{
    AccountAct, AccountArgs, BackupArgs, CheckpointArgs, CompletionsArgs, DemoArgs, EntryArgs, EraseArgs, ExportArgs,
    KeyAct, KeyArgs, ProofArgs, RestoreArgs, ServeArgs, VerifyArgs,
};

use crate::declared::{acts_command, question_commands, question_named};
use ::ask::Question;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use register::UnknownWord;
use std::str::FromStr;
use terms::Date;
use url::Url;

const ABOUT: &str = "Who commissions health care in England, whom do they serve, and what became of them, on any date \
                     since 2013.";

/// The commands in groups; a test holds this list to the commands there are.
const TEMPLATE: &str = "\
{about}

{usage-heading} {usage}

Start here:
  demo         Look round a built-in example in the browser; nothing to install or fetch
  import       Take published NHS and ONS files into the register

Ask (add --valid-at DATE for another day, --known-at for what was known then):
  org          One organisation: its names, dates, members, parents and successors
  search       Find organisations by code, GSS code, words of the name, or postcode
@Organisations@
@Successions@
@Record@
  diff         What changed in a place between two dates, and why
  successions  Every succession: the whole old-to-new table
  changes      What changed between two days, or between two states of knowledge
  sources      Everything any file says about one organisation
  entry        One entry of the journal: who did what, when and why

Who decides:
  scheme       A body's scheme of reservation and delegation: print it or adopt one
@Who decides
  instrument   Record a statute, constitution, agreement, direction or resolution
  person       Enter a person
  post         Create a post
  appoint      Appoint a person to a post
  carry-over   Join merged bodies to their successor, with what they decided and delegated
  forget       Erase a person's name, contact and interests; what they did stays on record

Meetings and decisions:
@Meetings and decisions@

Plans and agreements:
@Plans@

Money:
@Money@

Control totals and forecasts:
@Control totals@

Running costs, risks, mergers:
@Running costs@

Restate your own figures:
  restate      Put a CSV or Parquet series by practice or commissioner onto another date's structure

Assign activity:
  assign       Say for every record of an activity file who pays for it, and why
  explain      Show how one record comes to its commissioner
  reference    List the tables that were imported, or prepare a folder of them as one file
@Who pays
  challenge-pack  Write everything about one challenge as one document

Put right:
  act          Do any act of the rooms: the forms of the pages as commands
  enter        Enter a fact that no file gives, with its source
  deny         Say that a fact in a file is wrong
  retract      Count an import as never made

Keep and prove:
  verify       Check the journal and name the first entry that was altered
  key          Make, show or change the key that signs for the journal
  checkpoint   Sign the journal as it stands
  proof        Write a proof of one entry that others can check
  export       Write the journal as plain files
  backup       Copy the journal to one file
  restore      Fill an empty database from a backup
  conform      Have a room answer a file of worked examples, to compare with another implementation
  erase        Erase the free text of an entry; every proof stays valid

Serve:
  serve        Answer in the browser and to programs, until told to stop
  account      Say who may sign in
  completions  Print completions for your shell
  help         Explain a command

Options:
{options}{after-help}";

const AFTER: &str = "\
Examples:
  footprint demo
  footprint import ~/Downloads/ods ~/Downloads/geo
  footprint org 14Y
  footprint members 14Y --valid-at 2018-04-01
  footprint successors 10Y --to 2026-04-01
  footprint diff QU9 2013-04-01 2019-10-01 --format csv > changes.csv

Dates are written 2018-04-01; where the day is not known, 2018-04 or 2018.

Exit codes:
  0  done
  1  failed: the message says what, where and what to do
  2  the command was not understood
  3  done in part: some rows or files were not taken, or rows not placed
  4  the journal is not as it was recorded
  5  refused: the rules do not allow it, and nothing was recorded
  6  the organisation, entry or place asked about is not known";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "footprint",
    version,
    about = ABOUT,
    help_template = TEMPLATE,
    after_help = AFTER,
    subcommand_help_heading = "Commands",
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command understands; listed after what is its own.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Every command takes")]
pub(crate) struct Global {
    /// Where the journal is: a path, sqlite:PATH or `postgres://USER@HOST/NAME`.
    #[arg(long, global = true, value_name = "ADDRESS", env = "FOOTPRINT_DATABASE", hide_env_values = true,
          default_value = crate::database::DEFAULT)]
    pub(crate) database: String,
    /// The day to answer for, such as 2018-04-01. Today if not given.
    #[arg(long, global = true, value_name = "DATE", value_parser = civil_date)]
    pub(crate) valid_at: Option<Date>,
    /// Answer as the register was known then: an entry's number, a day, or a time such as 2026-11-22T09:30:00Z. Now if not
    /// given.
    #[arg(long, global = true, value_name = "ENTRY|TIME")]
    pub(crate) known_at: Option<String>,
    /// How to print the answer.
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// Who you are, for the record of what is changed. The name you are signed in with if not given.
    #[arg(long = "as", global = true, value_name = "NAME", env = "FOOTPRINT_ACTOR", hide_env_values = true)]
    pub(crate) actor: Option<String>,
    /// Record an act although this machine's clock is behind the last entry, or more than a year ahead of it: only if the
    /// clock is right.
    #[arg(long, global = true, env = "FOOTPRINT_ACCEPT_CLOCK", hide_env_values = true)]
    pub(crate) accept_clock: bool,
    /// Say more about what the program does: -v, -vv, -vvv.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// How to write the program's log, on the error stream.
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
}

impl Global {
    /// Who acts.
    pub(crate) fn actor(&self) -> String {
        let signed_in = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        self.actor.clone().or_else(signed_in).filter(|name| !name.is_empty()).unwrap_or_else(|| "unnamed".to_owned())
    }
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, fitted to the terminal.
    Table,
    /// JSON, with the two clocks and the source.
    Json,
    /// Comma-separated values.
    Csv,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The commands. Their groups are in the help's template.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(DemoArgs),
    Import(ImportArgs),
    /// One organisation: its names, dates, parents, members, predecessors and successors.
    Org(CodeArgs),
    Search(SearchArgs),
    Diff(DiffArgs),
    Successions(SuccessionsArgs),
    Changes(ChangesArgs),
    /// Everything any file says about one organisation, each statement with the short number that `deny` takes.
    Sources(CodeArgs),
    /// One entry of the journal: who did what, when and why.
    Entry(EntryArgs),
    Scheme(SchemeArgs),
    Instrument(InstrumentArgs),
    Person(PersonArgs),
    Post(PostArgs),
    Appoint(AppointArgs),
    CarryOver(CarryOverArgs),
    Forget(ForgetArgs),
    Restate(RestateArgs),
    Assign(AssignArgs),
    Explain(ExplainArgs),
    Reference(ReferencesArgs),
    ChallengePack(PackArgs),
    Enter(EnterArgs),
    Deny(DenyArgs),
    Retract(RetractArgs),
    Verify(VerifyArgs),
    Key(KeyArgs),
    Checkpoint(CheckpointArgs),
    Proof(ProofArgs),
    Export(ExportArgs),
    Backup(BackupArgs),
    Restore(RestoreArgs),
    /// Erase the free text of an entry (the reason given) for good; the entry and every proof stay valid.
    Erase(EraseArgs),
    Serve(ServeArgs),
    Account(AccountArgs),
    Conform(ConformArgs),
    Completions(CompletionsArgs),
}

/// What was asked for on the command line.
pub(crate) enum Wanted {
    /// A command written by hand.
    ByHand(Box<Cli>),
    /// A question, from its declaration.
    Question(Box<Global>, &'static Question, ArgMatches),
    /// An act, from its declaration.
    Act(Box<Global>, ArgMatches),
}

impl Wanted {
    /// What every command understands.
    pub(crate) fn global(&self) -> &Global {
        match self {
            Self::ByHand(cli) => &cli.global,
            Self::Question(global, ..) | Self::Act(global, _) => global,
        }
    }

    /// The command, if it is one written by hand.
    pub(crate) fn command(&self) -> Option<&Command> {
        match self {
            Self::ByHand(cli) => Some(&cli.command),
            Self::Question(..) | Self::Act(..) => None,
        }
    }
}

/// The whole command line: what is written by hand, and what follows from the declarations.
pub(crate) fn command() -> clap::Command {
    let declared: Vec<clap::Command> = question_commands().collect();
    let command = Cli::command().help_template(template()).subcommand(acts_command());
    declared.into_iter().fold(command, clap::Command::subcommand)
}

/// The help with the questions of each group in their place.
fn template() -> String {
    let mut template = TEMPLATE.to_owned();
    for (marker, group) in GROUPS {
        let lines =
            web::pages::FACES.iter().flat_map(|face| face.questions).filter(|question| question.group == *group);
        let lines = lines.filter(|question| !question.by_hand.command);
        let lines: String = lines.map(|question| format!("  {:<12} {}\n", question.id, question.title)).collect();
        template = template.replace(marker, &lines);
    }
    aligned(&template)
}

/// The lines of commands with what each does in one column.
fn aligned(template: &str) -> String {
    let command = |line: &str| -> Option<(String, String)> {
        let (name, words) = line.strip_prefix("  ")?.split_once(' ')?;
        let is_name = name.chars().next().is_some_and(|letter| letter.is_ascii_lowercase());
        is_name.then(|| (name.to_owned(), words.trim().to_owned()))
    };
    let longest = template.lines().filter_map(command).map(|(name, _)| name.len()).max().unwrap_or_default();
    let line = |line: &str| match command(line) {
        Some((name, words)) => format!("  {name:<longest$} {words}\n"),
        None => format!("{line}\n"),
    };
    template.lines().map(line).collect::<String>().trim_end_matches('\n').to_owned()
}

/// Where the questions of a group stand in the help.
const GROUPS: &[(&str, &str)] = &[
    ("@Organisations@\n", "Organisations"),
    ("@Successions@\n", "Successions"),
    ("@Record@\n", "Record"),
    ("@Who decides\n", "Who decides"),
    ("@Meetings and decisions@\n", "Meetings and decisions"),
    ("@Plans@\n", "Plans"),
    ("@Money@\n", "Money"),
    ("@Control totals@\n", "Control totals"),
    ("@Running costs@\n", "Running costs"),
    ("@Who pays\n", "Who pays"),
];

/// Reads the command line, or says what is wrong with it and ends.
pub(crate) fn parse() -> Wanted {
    let words: Vec<String> = std::env::args_os().skip(1).filter_map(|word| word.into_string().ok()).collect();
    if let Some(now) = old_names::now_called(&words) {
        command().error(clap::error::ErrorKind::InvalidSubcommand, now).exit();
    }
    let matches = command().get_matches();
    let wanted = match matches.subcommand() {
        Some(("act", within)) => Global::from_arg_matches(within)
            .or_else(|_| Global::from_arg_matches(&matches))
            .map(|global| Wanted::Act(Box::new(global), within.clone())),
        Some((name, within)) => match question_named(name) {
            Some(question) => Global::from_arg_matches(within)
                .map(|global| Wanted::Question(Box::new(global), question, within.clone())),
            None => Cli::from_arg_matches(&matches).map(|cli| Wanted::ByHand(Box::new(cli))),
        },
        None => Cli::from_arg_matches(&matches).map(|cli| Wanted::ByHand(Box::new(cli))),
    };
    wanted.unwrap_or_else(|error| error.exit())
}

/// One of a fixed set of words, which the help and the shell's completions then list.
pub(crate) fn one_of<T>(words: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = UnknownWord> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words.into_iter().map(PossibleValue::new)).try_map(|word| word.parse())
}

/// A day in words a person can act on.
pub(crate) fn civil_date(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is not a day: write 2018-04-01"))
}

/// Reads the address people reach the service at: scheme, host and port alone, as every address the service tells begins
/// with it and pages are answered at the root.
///
/// # Errors
/// What is wrong with it, and how to write it.
pub(crate) fn web_address(text: &str) -> Result<String, String> {
    let example = "write it as https://footprint.example.nhs.uk";
    let url = Url::parse(text.trim()).map_err(|error| format!("it is not a web address ({error}): {example}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(format!("a web address begins with https:// or http:// and a host: {example}"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("an address that everybody is told holds no name and no password: {example}"));
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(format!(
            "the service answers at the root of a host and not under a path: {example}, and let the proxy give it a host \
             of its own"
        ));
    }
    Ok(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_stands_in_the_help() {
        let help = template();
        for question in web::pages::FACES.iter().flat_map(|face| face.questions) {
            let named = help.lines().any(|line| line.trim_start().split(' ').next() == Some(question.id));
            assert!(named || question.by_hand.command, "{} of {} is not in the help", question.id, question.group);
        }
    }

    #[test]
    fn an_address_is_scheme_host_and_port_or_it_is_refused() {
        for (given, read) in [
            ("https://footprint.example.nhs.uk", "https://footprint.example.nhs.uk"),
            ("https://footprint.example.nhs.uk/", "https://footprint.example.nhs.uk"),
            (" HTTPS://Footprint.Example.NHS.uk:443/ ", "https://footprint.example.nhs.uk"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
        ] {
            assert_eq!(web_address(given).as_deref(), Ok(read), "{given}");
        }
        for (given, why) in [
            ("https://example.nhs.uk/footprint", "not under a path"),
            ("https://example.nhs.uk//", "not under a path"),
            ("https://example.nhs.uk/?a=b", "not under a path"),
            ("https://example.nhs.uk/#top", "not under a path"),
            ("https://jo:secret@example.nhs.uk", "no name and no password"),
            ("footprint.example.nhs.uk", "not a web address"),
            ("localhost:8080", "begins with https://"),
            ("javascript:alert(1)", "begins with https://"),
            ("", "not a web address"),
        ] {
            let refused = web_address(given).unwrap_err();
            assert!(
                refused.contains(why) && refused.contains("https://footprint.example.nhs.uk"),
                "{given}: {refused}"
            );
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn the_help_lists_every_command_once() {
        let template = template();
        let listed = |name: &str| template.lines().filter(|line| line.split_whitespace().next() == Some(name)).count();
        for command in command().get_subcommands() {
            assert_eq!(listed(command.get_name()), 1, "{}", command.get_name());
        }
    }

    #[test]
    fn every_command_and_option_says_what_it_is() {
        for command in command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
        }
    }
}
