//! The interpreter and the compiled table give the same answer.

use crate::random::{Dice, Pools};
use crate::world::{Tables, folder, reference, small, spec};
use assign::{Assigner, Compiled, Decision, Edition, Field, Outcome, Record};
use std::collections::HashSet;

/// How many random records; a longer run sets `ASSIGN_RECORDS`.
fn n_records() -> usize {
    std::env::var("ASSIGN_RECORDS").ok().and_then(|n| n.parse().ok()).unwrap_or(300_000)
}

fn same(assigner: &Assigner<'_>, compiled: &Compiled, record: &Record<'_>) -> (Decision, Outcome) {
    let decision = assigner.decide(record);
    let outcome = compiled.assign(&compiled.code(record));
    let path = compiled.paths().get(usize::from(outcome.path.number())).unwrap();
    let edition = assigner.edition(&decision).map_or("", |edition| edition.id.as_str());
    let found = (
        outcome.commissioner,
        outcome.terminal,
        outcome.method,
        outcome.flags,
        &path.nodes,
        path.category,
        path.edition.as_str(),
    );
    let wanted = (
        decision.commissioner,
        decision.terminal,
        decision.method,
        decision.flags,
        &decision.path,
        decision.category,
        edition,
    );
    assert_eq!(found, wanted, "{record:?}");
    (decision, outcome)
}

/// Runs random records through both and returns the pairs of terminal and method that came out.
fn agree(tables: &Tables, n: usize, seed: u64) -> HashSet<(String, String)> {
    let reference = reference(tables);
    let editions = Edition::built_in().unwrap();
    let pools = Pools::of(tables);
    let mut dice = Dice::new(seed);
    let mut seen = HashSet::new();
    let assigner = Assigner::new(&reference, editions).unwrap();
    let compiled = Compiled::new(&reference, editions).unwrap();
    for _ in 0..n {
        let (decision, _) = same(&assigner, &compiled, &pools.draw(&mut dice));
        seen.insert((decision.terminal.to_string(), decision.method.to_string()));
    }
    for edition in editions {
        let assigner = Assigner::forced(&reference, edition).unwrap();
        let compiled = Compiled::forced(&reference, edition).unwrap();
        for _ in 0..n / 10 {
            same(&assigner, &compiled, &pools.draw(&mut dice));
        }
    }
    seen
}

#[test]
fn the_compiled_table_answers_as_the_interpreter_does() {
    let seen = agree(&small(), n_records(), 1);
    assert!(seen.len() >= 40, "only {} pairs of terminal and method came out: {seen:?}", seen.len());
}

#[test]
fn it_does_so_in_the_published_world() {
    let Some(spec) = spec() else { return };
    let seen = agree(&folder(&spec.join("cam-world")), n_records(), 2);
    assert!(seen.len() >= 40, "only {} pairs of terminal and method came out: {seen:?}", seen.len());
}

/// Every practice with every place, provider and service the small world knows, blank, unknown and wrong ones too, as each
/// kind of record on a day of each edition; the small fields of each are drawn at random. With the table that takes the way
/// of the walk for every combination of answers (a test of the crate itself), nothing that codes can lead to is left out.
#[test]
fn every_combination_of_codes_agrees() {
    let tables = small();
    let reference = reference(&tables);
    let editions = Edition::built_in().unwrap();
    let (assigner, compiled) =
        (Assigner::new(&reference, editions).unwrap(), Compiled::new(&reference, editions).unwrap());
    let pools = Pools::of(&tables);
    let mut dice = Dice::new(3);
    let pool = |field: Field| pools.distinct(field);
    let (practices, places) = (pool(Field::GpPractice), pool(Field::Postcode));
    let (providers, services) = (pool(Field::Provider), pool(Field::ServiceCode));
    let mut n = 0;
    for (day, kinds) in [
        ("2025-06-15", ["011", "020", "130"]),
        ("2024-12-01", ["011", "020", "180"]),
        ("2019-08-01", ["010", "020", "150"]),
    ] {
        for (practice, place) in practices.iter().flat_map(|practice| places.iter().map(move |place| (practice, place)))
        {
            for (provider, service) in
                providers.iter().flat_map(|provider| services.iter().map(move |service| (provider, service)))
            {
                let mut record = pools.draw(&mut dice);
                for field in [Field::ArrivalDate, Field::AppointmentDate, Field::SpellStartDate, Field::DischargeDate] {
                    record.set(field, day);
                }
                let kind = kinds.get(n % kinds.len()).copied().unwrap_or_default();
                let record = record
                    .with(Field::CdsType, kind)
                    .with(Field::GpPractice, practice)
                    .with(Field::Postcode, place)
                    .with(Field::Provider, provider)
                    .with(Field::ServiceCode, service);
                same(&assigner, &compiled, &record);
                n += 1;
            }
        }
    }
    assert_eq!(n, 3 * practices.len() * places.len() * providers.len() * services.len());
    assert!(n > 100_000, "{n}");
}
