//! An act as a command: `footprint act NAME`, with what it is done to and what it asks as options.
//!
//! The keeper acts, or enters from a minute or letter what somebody did: `--by PERSON --done-on DATE`.

use crate::cli::{Global, civil_date};
use crate::commands::open_store;
use crate::database::Asked;
use crate::declared::help;
use crate::exit::{Ended, Failure};
use crate::print;
use app::Who;
use ask::{ActForm, Field, FieldError, Of, Sent, SentFile, Takes};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use kit::acts::{Undone, landing, read, record};
use mandate::{Actor, PersonId};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use terms::Date;

/// The most that is read from standard input for one field. Units: bytes.
const TEXT_BYTES_MAX: u64 = 1024 * 1024;

const ABOUT: &str = "Do any act of the rooms: the forms of the pages as commands";

fn forms() -> impl Iterator<Item = &'static ActForm> {
    web::pages::FACES.iter().flat_map(|face| face.acts).copied()
}

/// The command of all acts.
pub(crate) fn acts_command() -> Command {
    let command = Command::new("act")
        .about(ABOUT)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_value_name("ACT")
        .subcommand_help_heading("Acts");
    forms().fold(command, |command, form| command.subcommand(of(form)))
}

fn of(form: &'static ActForm) -> Command {
    let mut command = Command::new(form.name).about(form.title).long_about(form.about);
    for key in form.subject {
        let help = format!("{}, such as {}", key.about, key.example);
        let arg =
            Arg::new(key.name).long(key.name.replace('_', "-")).value_name("ID").help(help).required(!key.optional);
        command = command.arg(arg.help_heading("What it is done to"));
    }
    let mut is_repeated = false;
    for field in form.fields.iter().filter(|field| field.asks()) {
        match field.takes {
            Takes::Each(..) => is_repeated = true,
            _ => command = command.arg(option(field)),
        }
    }
    if is_repeated {
        let within: Vec<String> = form.fields.iter().flat_map(repeated).collect();
        let help = format!("What is asked for each of many, as NAME-WHICH=VALUE: {}", within.join(", "));
        command =
            command.arg(Arg::new("set").long("set").value_name("NAME=VALUE").action(ArgAction::Append).help(help));
    }
    let by =
        Arg::new("by").long("by").value_name("PERSON").help("Who did it, where you enter it from a minute or letter");
    let on = Arg::new("done-on").long("done-on").value_name("DATE").value_parser(civil_date).requires("by");
    command.arg(by).arg(on.help("On which day they did it. Today if not given"))
}

fn repeated(field: &Field) -> Vec<String> {
    match field.takes {
        Takes::Each(_, within) => {
            let asked = within.iter().filter(|field| field.asks());
            asked.map(|field| format!("{}-WHICH ({})", field.name, field.label.replace("{}", "WHICH"))).collect()
        }
        _ => Vec::new(),
    }
}

fn option(field: &'static Field) -> Arg {
    let help = help(field.label, field.hint);
    let long = field.name.replace('_', "-");
    let arg = Arg::new(field.name).long(long.clone()).help(help.clone());
    match field.takes {
        // Shells and systems keep what is on the command line.
        Takes::Secret => {
            let arg = arg.long(format!("{long}-from")).help(format!("The file with it, - for standard input: {help}"));
            arg.value_name("FILE").value_parser(value_parser!(PathBuf)).default_value("-")
        }
        Takes::Lines => arg.value_name("TEXT|@FILE"),
        Takes::File => arg.value_name("PATH").value_parser(value_parser!(PathBuf)),
        Takes::Day => arg.value_name("DATE"),
        Takes::Money => arg.value_name("POUNDS"),
        Takes::Any(_) => arg.value_name("WORD").action(ArgAction::Append),
        _ => arg.value_name("VALUE"),
    }
}

/// Does an act.
pub(crate) async fn act(global: &Global, matches: &ArgMatches) -> Result<Ended, Failure> {
    let Some((name, matches)) = matches.subcommand() else { return Err(Failure::usage("name an act")) };
    let form =
        forms().find(|form| form.name == name).ok_or_else(|| Failure::usage(format!("there is no act {name}")))?;
    let asked = Asked::open(global).await?;
    let (keys, mut sent) = given(form, matches)?;
    let (lens, of) = (asked.lens(), Of::new(&keys));
    if (form.scene)(&lens, &of).is_none() {
        let named: Vec<&str> = keys.iter().map(|(_, value)| value.as_str()).collect();
        return Err(Failure::unknown(format!("there is nothing on record that is {}", named.join(" and "))));
    }
    let acts =
        read(form, &asked.footprint, &lens, &of, &mut sent).map_err(|errors| faults(form, &lens, &of, &errors))?;
    let store = match form.keeps {
        Some(_) => Some(open_store(global).await?),
        None => None,
    };
    let to = landing(form, &lens, &of, &acts);
    let who = who(global, matches)?;
    let recorded = record(form, &asked.footprint, store.as_ref(), &who, acts, &sent).await;
    let recorded = recorded.map_err(|undone| match undone {
        Undone::Refused(why) => Failure::refused(why),
        Undone::InPart(why) => Failure::in_part(why),
        Undone::Problem(problem) if problem.status.is_server_error() => Failure::failed(problem.detail),
        Undone::Problem(problem) => Failure::refused(format!("{}. {}", problem.title, problem.detail)),
    })?;
    match recorded {
        // The page's address ends with the identity of what was made.
        Some(recorded) => print::say(&format!("{}: entry {}, {to}", form.done, recorded.sequence))?,
        None => return Err(Failure::usage("nothing was given that could be recorded")),
    }
    Ok(Ended::Done)
}

fn who(global: &Global, matches: &ArgMatches) -> Result<Who, Failure> {
    let Some(person) = matches.get_one::<String>("by") else { return Ok(Who::keeper(global.actor())) };
    let person: PersonId = person.parse().map_err(|error| Failure::usage(format!("--by: {error}")))?;
    let on = matches.get_one::<Date>("done-on").copied().unwrap_or_else(crate::database::today);
    Ok(Who::Entered { keeper: global.actor(), actor: Actor::Person(person), on })
}

type Given = (Vec<(String, String)>, Sent);

fn given(form: &'static ActForm, matches: &ArgMatches) -> Result<Given, Failure> {
    let one = |name: &'static str| matches.get_one::<String>(name).map(|value| (name.to_owned(), value.clone()));
    let keys = form.subject.iter().filter_map(|key| one(key.name)).collect();
    let mut sent = Sent::default();
    for field in form.fields.iter().filter(|field| field.asks()) {
        match field.takes {
            Takes::Each(..) => {}
            Takes::File => {
                if let Some(path) = matches.get_one::<PathBuf>(field.name) {
                    sent.file = Some(file(path)?);
                }
            }
            Takes::Secret => {
                if let Some(path) = matches.get_one::<PathBuf>(field.name) {
                    sent.pairs.push((field.name.to_owned(), text(path)?));
                }
            }
            Takes::Lines => {
                if let Some((name, value)) = one(field.name) {
                    let value = match value.strip_prefix('@') {
                        Some(path) => text(Path::new(path))?,
                        None => value,
                    };
                    sent.pairs.push((name, value));
                }
            }
            Takes::Any(_) => {
                let all = matches.get_many::<String>(field.name).into_iter().flatten();
                sent.pairs.extend(all.map(|value| (field.name.to_owned(), value.clone())));
            }
            _ => sent.pairs.extend(one(field.name)),
        }
    }
    if matches.try_contains_id("set").unwrap_or_default() {
        for pair in matches.get_many::<String>("set").into_iter().flatten() {
            let Some((name, value)) = pair.split_once('=') else {
                return Err(Failure::usage(format!("--set takes NAME=VALUE, and “{pair}” has no =")));
            };
            sent.pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    Ok((keys, sent))
}

/// What stands in a file of text, or comes in on standard input.
fn text(path: &Path) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().take(TEXT_BYTES_MAX).read_to_end(&mut bytes)?;
        bytes
    } else {
        reader::bytes_of(path, &reader::Limits::UPLOADED_WORKBOOK)
            .map_err(|error| Failure::failed(error.to_string()))?
    };
    String::from_utf8(bytes).map_err(|_| Failure::failed(format!("{} is not text", path.display())))
}

fn file(path: &Path) -> Result<SentFile, Failure> {
    let bytes = reader::bytes_of(path, &reader::Limits::UPLOADED_WORKBOOK)
        .map_err(|error| Failure::failed(error.to_string()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let media_type = match path.extension().and_then(|end| end.to_str()).map(str::to_lowercase).as_deref() {
        Some("pdf") => "application/pdf",
        Some("md") => "text/markdown",
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        Some("png") => "image/png",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    };
    Ok(SentFile { name, media_type: media_type.to_owned(), bytes })
}

/// What is wrong, with the answers that a field takes where they are few enough to say.
fn faults(form: &ActForm, lens: &app::Lens, of: &Of<'_>, errors: &[FieldError]) -> Failure {
    let lines = errors.iter().map(|error| {
        let name = error.field.strip_suffix("-day").unwrap_or(&error.field);
        let field = form.fields.iter().find(|field| field.name == name);
        let choices = field.and_then(|field| match field.takes {
            Takes::One(choices) | Takes::Any(choices) => Some(choices(lens, of)),
            _ => None,
        });
        let all: Vec<String> =
            choices.unwrap_or_default().into_iter().map(|(value, words)| format!("\n    {value}  {words}")).collect();
        let from = if field.is_some_and(|field| matches!(field.takes, Takes::Secret)) { "-from" } else { "" };
        let option = if name.is_empty() { String::new() } else { format!("--{}{from}: ", name.replace('_', "-")) };
        format!("{option}{}{}", error.message, all.concat())
    });
    Failure::usage(lines.collect::<Vec<_>>().join("\n"))
}
