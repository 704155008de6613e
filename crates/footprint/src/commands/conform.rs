//! Worked examples, asked of a room.

use std::collections::BTreeSet;
use std::path::Path;

use conform::{Kind, Questions, World, kinds};

use super::restate::write;
use crate::cli::ConformArgs;
use crate::exit::{Ended, Failure};
use crate::print;

/// Answers every question of a file, or none of it.
pub(crate) fn conform(args: &ConformArgs) -> Result<Ended, Failure> {
    let kind = kinds().find(|kind| kind.room == args.room && kind.name == args.kind).ok_or_else(|| no_kind(args))?;
    let beside = args.questions.parent().unwrap_or(Path::new("."));
    let world = World::new(args.world.as_deref().unwrap_or(beside));
    let failed = |error: conform::ConformError| Failure::failed(error.to_string());
    let questions = Questions::open(&args.questions).map_err(failed)?;
    let answers = (kind.answer)(&world, &questions).map_err(failed)?;
    if let Some(path) = &args.answers {
        write(path, |out| answers.write(out).map_err(|error| error.to_string()))?;
    } else {
        let mut text = Vec::new();
        answers.write(&mut text).map_err(|error| Failure::failed(error.to_string()))?;
        print::write(&text)?;
    }
    Ok(Ended::Done)
}

/// That there is no such kind, with those there are.
fn no_kind(args: &ConformArgs) -> Failure {
    let names =
        |kinds: &mut dyn Iterator<Item = &'static Kind>| kinds.map(|kind| kind.name).collect::<Vec<_>>().join(", ");
    let of_room = names(&mut kinds().filter(|kind| kind.room == args.room));
    if of_room.is_empty() {
        let rooms: BTreeSet<&str> = kinds().map(|kind| kind.room).collect();
        let advice = format!("Rooms that answer: {}.", rooms.into_iter().collect::<Vec<_>>().join(", "));
        return Failure::usage(format!("no room `{}` answers worked examples", args.room)).advise(advice);
    }
    let advice = format!("Kinds: {of_room}.");
    Failure::usage(format!("the room `{}` has no kind of question `{}`", args.room, args.kind)).advise(advice)
}
