//! Each command: read the arguments, ask or act, print.

mod account;
mod ask;
mod assign;
mod change;
mod conform;
mod decide;
mod demo;
mod import;
mod journal;
mod keys;
mod pack;
mod restate;
mod serve;
mod vintages;

pub(crate) use account::open as open_store;

use crate::cli::{Cli, Command, KeyArgs, Wanted};
use crate::declared;
use crate::exit::{Ended, Failure};

/// Runs what was asked for.
pub(crate) async fn run(wanted: Wanted) -> Result<Ended, Failure> {
    match wanted {
        Wanted::ByHand(cli) => by_hand(*cli).await,
        Wanted::Question(global, question, matches) => declared::ask(&global, question, &matches).await,
        Wanted::Act(global, matches) => declared::act(&global, &matches).await,
    }
}

async fn by_hand(cli: Cli) -> Result<Ended, Failure> {
    let global = &cli.global;
    match cli.command {
        Command::Demo(args) => demo::demo(args).await,
        Command::Import(args) => import::import(global, args).await,
        Command::Org(args) => ask::org(global, &args).await,
        Command::Search(args) => ask::search(global, &args).await,
        Command::Diff(args) => ask::diff(global, &args).await,
        Command::Successions(args) => ask::successions(global, &args).await,
        Command::Changes(args) => ask::changes(global, &args).await,
        Command::Sources(args) => ask::sources(global, &args).await,
        Command::Entry(args) => journal::entry(global, &args).await,
        Command::Scheme(args) => decide::scheme(global, args).await,
        Command::Instrument(args) => decide::instrument(global, args).await,
        Command::Person(args) => decide::person(global, args).await,
        Command::Post(args) => decide::post(global, args).await,
        Command::Appoint(args) => decide::appoint(global, args).await,
        Command::CarryOver(args) => decide::carry_over(global, args).await,
        Command::Forget(args) => decide::forget(global, args).await,
        Command::Restate(args) => restate::restate(global, &args).await,
        Command::Assign(args) => assign::assign(global, &args).await,
        Command::Explain(args) => assign::explain(global, &args).await,
        Command::Reference(args) => assign::reference(global, &args.act).await,
        Command::ChallengePack(args) => pack::pack_of(global, &args).await,
        Command::Enter(args) => change::enter(global, args).await,
        Command::Deny(args) => change::deny(global, args).await,
        Command::Retract(args) => change::retract(global, args).await,
        Command::Verify(args) => journal::verify(global, &args).await,
        Command::Key(KeyArgs { act, file }) => keys::key(global, act, file.as_deref()).await,
        Command::Checkpoint(args) => keys::checkpoint(global, args.file.as_deref()).await,
        Command::Proof(args) => journal::proof(global, &args).await,
        Command::Export(args) => journal::export(global, &args).await,
        Command::Backup(args) => journal::backup(global, &args).await,
        Command::Restore(args) => journal::restore(global, &args).await,
        Command::Erase(args) => journal::erase(global, &args).await,
        Command::Account(args) => account::account(global, args).await,
        Command::Serve(args) => serve::serve(global, &args).await,
        Command::Conform(args) => conform::conform(&args),
        Command::Completions(args) => {
            clap_complete::generate(args.shell, &mut crate::cli::command(), "footprint", &mut std::io::stdout());
            Ok(Ended::Done)
        }
    }
}
