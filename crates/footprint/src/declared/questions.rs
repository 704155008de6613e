//! A question as a command: what stands in its path and what it requires come as words, the rest as options.

use crate::cli::{Format, Global};
use crate::database::Asked;
use crate::declared::help;
use crate::exit::{Ended, Failure};
use crate::print;
use ask::{Fault, FieldError, Param, Place, Question, Wanted, name_bodies};
use clap::builder::PossibleValuesParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use kit::address::Address;

/// What some commands were called before; they are still understood so.
const ALIASES: &[(&str, &str)] = &[("decides", "who-decides")];

/// Every question that is a command and not one written by hand.
fn questions() -> impl Iterator<Item = &'static Question> {
    let all = web::pages::FACES.iter().flat_map(|face| face.questions).copied();
    all.filter(|question| !question.by_hand.command)
}

/// The question of a command.
pub(crate) fn question_named(name: &str) -> Option<&'static Question> {
    let name = ALIASES.iter().find(|(old, _)| *old == name).map_or(name, |(_, id)| id);
    questions().find(|question| question.id == name)
}

/// The commands of all questions.
pub(crate) fn question_commands() -> impl Iterator<Item = Command> {
    questions().map(|question| {
        let example = format!("Its page, and its address under /api/v1:\n  {}", question.example);
        let command = Command::new(question.id).about(question.title).long_about(question.about).after_help(example);
        let aliases = ALIASES.iter().filter(|(_, id)| *id == question.id).map(|(old, _)| *old);
        let command = command.visible_aliases(aliases);
        let command = question.params.iter().fold(command, |command, param| command.arg(argument(param)));
        listed(question).map_or(command.clone(), |param| command.arg(positional(param)))
    })
}

/// The list of bodies of a question that asks for nothing else by its place: they may then stand as words, too.
fn listed(question: &Question) -> Option<&'static Param> {
    let is_alone = question.params.iter().all(|param| param.place == Place::Query);
    question.params.iter().find(|param| is_alone && matches!(param.wanted, Wanted::Codes))
}

const LISTED: &str = "listed";

fn positional(param: &Param) -> Arg {
    let help = format!("The same as --{}, one after another", param.name);
    Arg::new(LISTED).value_name("BODY").num_args(0..).help(help).conflicts_with(param.name.to_owned())
}

fn argument(param: &'static Param) -> Arg {
    let help = help(param.label, param.about);
    let mut arg = Arg::new(param.name).value_name(param.name.to_uppercase()).help(help);
    if param.place == Place::Query {
        arg = arg.long(param.name.replace('_', "-"));
    } else {
        arg = arg.required(true);
    }
    if let Wanted::Word(words) = param.wanted {
        arg = arg.value_parser(PossibleValuesParser::new(words()));
    }
    match param.first {
        Some(first) => arg.default_value(first),
        None => arg,
    }
}

/// Answers a question.
pub(crate) async fn ask(global: &Global, question: &'static Question, matches: &ArgMatches) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let lens = asked.lens();
    let mut values: Vec<(String, String)> = Vec::new();
    for param in question.params {
        let given = matches.get_one::<String>(param.name);
        values.extend(given.map(|value| (param.name.to_owned(), value.clone())));
    }
    if let Some(param) = listed(question)
        && let Some(all) = matches.get_many::<String>(LISTED)
    {
        values.push((param.name.to_owned(), all.cloned().collect::<Vec<_>>().join(",")));
    }
    name_bodies(&asked.footprint, &lens, question.params, &mut values).map_err(|errors| usage(&errors))?;
    for param in question.params {
        let found = values.iter().find(|(name, _)| name == param.name);
        if let Some((_, value)) = found.filter(|(_, value)| !param.wanted.reads(value)) {
            let message = format!("“{value}” is not {}", param.wanted.words());
            return Err(usage(&[FieldError { field: param.name.to_owned(), message }]));
        }
    }
    let answer = (question.answer)(&lens, &ask::Asked::new(&values, question.params)).map_err(|fault| match fault {
        Fault::Param(error) => usage(&[error]),
        Fault::Unknown(words) => Failure::unknown(words),
    })?;
    if global.format == Format::Table {
        for sentence in &answer.lead {
            print::say(&format!("{sentence}\n"))?;
        }
    }
    let mut tables: Vec<ask::Table> = answer.tables.into_iter().map(|named| named.table).collect();
    if global.format == Format::Json
        && let Some(first) = tables.first_mut()
    {
        first.notes.extend(answer.lead);
    }
    // What is so where nothing is said need not stand in the address.
    values.retain(|(name, _)| matches.value_source(name) != Some(ValueSource::DefaultValue));
    let mut address = Address::new(question.path);
    for (name, value) in values {
        let braced = format!("{{{name}}}");
        if address.path.contains(&braced) {
            address.path = address.path.replace(&braced, &value);
        } else {
            address = address.with(&name, value);
        }
    }
    asked.print(global, &tables, &address)
}

fn usage(errors: &[FieldError]) -> Failure {
    let all: Vec<String> = errors.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
    Failure::usage(all.join("\n"))
}
