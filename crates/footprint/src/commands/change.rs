//! `enter`, `deny` and `retract`: what the register's keeper changes.

use crate::cli::{DenyArgs, EnterArgs, Explained, FactArgs, Global, RetractArgs, Spell};
use crate::database::{self, today};
use crate::exit::{Ended, Failure};
use crate::print;
use app::{Footprint, Recorded, Who};
use register::{Act, BodyRef, Entry, Fact, FileHash, Released, Series, View};
use std::path::Path;
use terms::{FuzzyDate, Heads, OdsCode, Period};

/// How many characters of a hash are shown and asked for.
const NUMBER_LENGTH: usize = 8;

/// The short number of a statement: the same wherever and whenever it is worked out.
pub(crate) fn number_of(series: Series, fact: &Fact) -> String {
    let hash = FileHash::of(format!("{series}\t{fact}").as_bytes()).to_string();
    hash.get(..NUMBER_LENGTH).unwrap_or_default().to_owned()
}

/// Enters a fact, with its source, or a file of them.
pub(crate) async fn enter(global: &Global, args: EnterArgs) -> Result<Ended, Failure> {
    if args.template {
        print::write(import::ENTRY_TEMPLATE.as_bytes())?;
        return Ok(Ended::Done);
    }
    let args = match args {
        EnterArgs { fact: Some(fact), .. } => fact,
        EnterArgs { file: Some(path), reason, .. } => {
            return enter_file(global, &path, reason.unwrap_or_default()).await;
        }
        EnterArgs { .. } => return Err(Failure::usage("say what to enter: a fact, or a file of them with --file")),
    };
    let (code, facts, explained) = read(args)?;
    let footprint = Footprint::over(database::journal_or_new(global).await?).await?;
    let released = Released(explained.published.unwrap_or_else(|| FuzzyDate::day(today())));
    let wrong = match explained.instead_of {
        Some(number) => {
            let known = footprint.known();
            Some(statement(&known.state.register().now(), code, &number)?)
        }
        None => None,
    };
    let Some(first) = facts.first().cloned() else { return Err(Failure::usage("nothing to enter")) };
    let (source, reason) = (explained.source, explained.reason);
    let act = match (wrong, facts.len()) {
        (Some(_), 2..) => {
            return Err(Failure::usage("--instead-of takes the place of one statement: leave out --heads and --basis"));
        }
        (wrong, 0 | 1) => Act::Correct { wrong, right: Some(first.clone()), source, reason, released },
        (None, _) => {
            let entries = facts.into_iter().map(|fact| Entry { fact, source: source.clone(), released }).collect();
            Act::Enter { entries, reason }
        }
    };
    let recorded = footprint.act(&Who::keeper(global.actor()), act).await?;
    tell(&recorded, "entered", &in_words(&footprint, &first, code))
}

/// Enters every fact of a file as one act, or none.
async fn enter_file(global: &Global, path: &Path, reason: String) -> Result<Ended, Failure> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let bytes =
        std::fs::read(path).map_err(|error| Failure::failed(format!("{} cannot be read: {error}", path.display())))?;
    let file = import::SourceFile { name: name.clone(), bytes };
    let entries = match import::read_entries(&file, FuzzyDate::day(today())) {
        Ok(entries) => entries,
        Err(bad_rows) => {
            for bad in &bad_rows {
                note!("  {bad}");
            }
            let n = bad_rows.len();
            let what = format!("nothing entered: {n} {} of {name} cannot be", if n == 1 { "row" } else { "rows" });
            return Err(Failure::failed(what).advise("`footprint enter --template` prints a file to begin from."));
        }
    };
    let n = entries.len();
    let footprint = Footprint::over(database::journal_or_new(global).await?).await?;
    let recorded = footprint.act(&Who::keeper(global.actor()), Act::Enter { entries, reason }).await?;
    tell(&recorded, "entered", &format!("{n} {} of {name}", if n == 1 { "fact" } else { "facts" }))
}

/// Declares a statement of a file wrong.
pub(crate) async fn deny(global: &Global, args: DenyArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal(global).await?).await?;
    let known = footprint.known();
    let (series, fact) = statement(&known.state.register().now(), args.code, &args.number)?;
    let told = format!("{}, as {} says", in_words(&footprint, &fact, args.code), series.title());
    let act = Act::Correct {
        wrong: Some((series, fact)),
        right: None,
        source: args.source,
        reason: args.reason,
        released: Released(FuzzyDate::day(args.published.unwrap_or_else(today))),
    };
    let recorded = footprint.act(&Who::keeper(global.actor()), act).await?;
    tell(&recorded, "denied", &told)
}

/// Counts an import as never made.
pub(crate) async fn retract(global: &Global, args: RetractArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal(global).await?).await?;
    let known = footprint.known();
    let wanted = args.import.trim().to_lowercase();
    let is_entry = wanted.len() < NUMBER_LENGTH && wanted.parse::<u64>().is_ok();
    if !is_entry && wanted.len() < NUMBER_LENGTH {
        return Err(Failure::usage(format!(
            "`{wanted}` is neither an entry's number nor the first 8 characters of a hash"
        )));
    }
    let view = known.state.register().now();
    let found: Vec<_> = view
        .imports()
        .filter(|import| match wanted.parse::<u64>() {
            Ok(entry) if is_entry => import.recorded.0 == entry,
            _ => import.source_hash.to_string().starts_with(&wanted),
        })
        .collect();
    let import = match found.as_slice() {
        [] => {
            return Err(Failure::unknown(format!("no import that counts is {wanted}"))
                .advise("`footprint imports` lists them with their entries and hashes."));
        }
        [import] => *import,
        several => {
            return Err(Failure::usage(format!(
                "{} imports begin with {wanted}: write more of the hash",
                several.len()
            )));
        }
    };
    let told = format!("{} ({})", import.source_name, import.series.title());
    let act = Act::RetractImport { source_hash: import.source_hash, reason: args.reason };
    let recorded = footprint.act(&Who::keeper(global.actor()), act).await?;
    tell(&recorded, "retracted", &told)
}

fn tell(recorded: &Recorded, done: &str, what: &str) -> Result<Ended, Failure> {
    print::say(&format!("{done} (entry {}): {what}", recorded.sequence))?;
    Ok(Ended::Done)
}

/// The statement as people read it.
fn in_words(footprint: &Footprint, fact: &Fact, code: OdsCode) -> String {
    let known = footprint.known();
    let view = known.state.register().now();
    format!("{code}: {}", register_face::answers::fact(&view, fact, code, today()))
}

/// The statement about a body with this short number.
fn statement(view: &View<'_>, code: OdsCode, number: &str) -> Result<(Series, Fact), Failure> {
    view.attestations(code)
        .into_iter()
        .find(|said| number_of(said.series, said.fact) == number.trim().to_lowercase())
        .map(|said| (said.series, said.fact.clone()))
        .ok_or_else(|| {
            Failure::unknown(format!("nothing that any file says of {code} has the number {number}"))
                .advise(format!("`footprint sources {code}` lists what the files say, with the numbers."))
        })
}

/// The facts that the arguments state, the main one first, and the body whose statements it may replace.
fn read(args: FactArgs) -> Result<(OdsCode, Vec<Fact>, Explained), Failure> {
    let (code, fact, explained) = match args {
        FactArgs::Life { code, spell, life, explained } => {
            (code, Fact::Lived { code, life, period: period(&spell)? }, explained)
        }
        FactArgs::Name { code, name, spell, explained } => {
            (code, Fact::Named { code, name: name.into(), period: period(&spell)? }, explained)
        }
        FactArgs::Kind { code, kind, spell, explained } => {
            (code, Fact::Acted { code, kind, period: period(&spell)? }, explained)
        }
        FactArgs::Member { code, of, tie, spell, explained } => {
            let fact = Fact::Tied { child: code, tie, parent: BodyRef::Ods(of), period: period(&spell)? };
            (code, fact, explained)
        }
        FactArgs::OnsCode { code, ons, explained } => (code, Fact::Identified { code, gss: ons }, explained),
        FactArgs::Succession { old, new, on, cause, instrument, heads, basis, explained } => {
            let mut facts = vec![Fact::Succeeded { from: old, to: new, on, cause, instrument: instrument.into() }];
            if let (Some(heads), Some(basis)) = (heads, basis) {
                facts.push(Fact::Passed { from: old, to: new, on, heads: Heads(heads), basis: basis.into() });
            }
            return Ok((old, facts, explained));
        }
        FactArgs::Arrangement { name, kind, members, code, spell, explained } => {
            let code = match code {
                Some(code) if !code.is_local() => {
                    let what =
                        format!("`{code}` is not a local code: an arrangement's code begins L-, such as L-BWFED");
                    return Err(Failure::usage(what));
                }
                Some(code) => code,
                None => local_code(&name)?,
            };
            let first = members.first().copied().unwrap_or(code);
            (first, Fact::Arranged { code, kind, name: name.into(), members, period: period(&spell)? }, explained)
        }
    };
    Ok((code, vec![fact], explained))
}

/// The period from a first and a last day.
fn period(spell: &Spell) -> Result<Period, Failure> {
    if let (Some(from), Some(to)) = (spell.from, spell.to)
        && to.latest() < from.earliest()
    {
        return Err(Failure::usage(format!("it cannot end on {} when it begins on {}", to.screen(), from.screen())));
    }
    Period::inclusive(spell.from, spell.to).map_err(|error| Failure::usage(error.to_string()))
}

/// A local code from a name: its first letter and digits, then enough of a hash to tell two names apart.
fn local_code(name: &str) -> Result<OdsCode, Failure> {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let hash = FileHash::of(name.as_bytes()).to_string();
    let code = format!("L-{letters}{}", hash.get(..4).unwrap_or_default());
    code.parse().map_err(|error| Failure::usage(format!("no code can be made of the name: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_code_follows_from_the_name() {
        let code = local_code("Berkshire West federation").unwrap();
        assert!(code.is_local() && code.as_str().starts_with("L-BERKSHIR"), "{code}");
        assert_ne!(code, local_code("Berkshire West federations").unwrap());
    }

    #[test]
    fn the_last_day_given_is_inside_the_period() {
        let spell = Spell { from: Some("2013".parse().unwrap()), to: Some("2018-03-31".parse().unwrap()) };
        assert_eq!(period(&spell).unwrap().screen(), "2013 to 31 March 2018");
    }
}
