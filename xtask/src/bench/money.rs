//! Ledgers, budgets restated and plans made one, each beside a database that does the same to the penny.

use super::generated::Chance;
use super::peer::Peer;
use super::{RUNS, median, timed};
use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use mandate::Actor;
use money::{
    Account, AccountKind, AmountCell, Cell, Decision, DecisionReference, Event, Grouping, Limit, LineReference, Link,
    Mandate, MandateReference, PlanLine, PracticeMove, References, State, Submission, TransferId, apply, judge,
};
use plan::{Key, Line, SourceName, Sources, Value, merge};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use terms::{Date, FinancialYear, Heads, OdsCode, Pence, Sequence};

const TODAY: Date = Date::constant(2020, 3, 31);

pub(super) fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    balances(folder.path(), 20_000, 1_000_000)?;
    journal(folder.path(), 2_000, 200_000)?;
    judged(folder.path(), 2_000, 200_000)?;
    restated(folder.path(), 1_000_000)?;
    merged(folder.path())
}

/// Ours and the peer's in turns; the medians and how many times as fast ours is.
fn race(
    what: &str,
    mut ours: impl FnMut() -> Result<Duration>,
    mut peer: impl FnMut() -> Result<Duration>,
) -> Result<()> {
    let (mut our_times, mut peer_times) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        our_times.push(ours()?);
        peer_times.push(peer()?);
    }
    println!("{what}\n  ours {our_times:.3?}\n  peer {peer_times:.3?}");
    let (ours, peer) = (median(our_times), median(peer_times));
    println!(
        "  median: ours {ours:.3?}, peer {peer:.3?}: {:.2} times as fast",
        peer.as_secs_f64() / ours.as_secs_f64()
    );
    Ok(())
}

/// A notice, a mandate and a line of a plan that carry every transfer of the measurement.
struct Tables;

impl References for Tables {
    fn is_decision_for(&self, _: &DecisionReference, _: OdsCode, _: Date) -> bool {
        true
    }

    fn is_mandate_of(&self, _: &MandateReference, _: OdsCode, _: Date) -> bool {
        true
    }

    fn decision(&self, decision: &DecisionReference) -> Option<Decision> {
        let authority = "the notice of the year".to_owned();
        (decision.as_str() == "NOTICE").then_some(Decision { decided_on: Date::constant(2019, 3, 20), authority })
    }

    fn mandate(&self, mandate: &MandateReference) -> Option<Mandate> {
        let holder = "10Q".parse().ok()?;
        let valid_from = Date::constant(2013, 4, 1);
        (mandate.as_str() == "MANDATE").then_some(Mandate { holder, valid_from, valid_to: None })
    }

    fn plan_line(&self, line: &LineReference, _: Date) -> Option<PlanLine> {
        let (body, year) = ("10Q".parse().ok()?, "2019/20".parse().ok()?);
        (line.as_str() == "LINE").then_some(PlanLine { body, year, plan: "PLAN".to_owned(), version: 1 })
    }
}

/// A made-up year of one fund: a source, and as many allocations as accounts of what they spent.
struct Books {
    accounts: Vec<Account>,
    transfers: Vec<Made>,
}

struct Made {
    id: String,
    debit: usize,
    credit: usize,
    pence: i64,
    code: &'static str,
    valid_on: Date,
}

impl Books {
    /// Every second transfer spends a part of what the one before it allotted, so that all are good.
    fn made_up(n_accounts: usize, n_transfers: usize) -> Result<Self> {
        let year: FinancialYear = "2019/20".parse()?;
        let account = |id: String, kind| -> Result<Account> {
            let limited = matches!(kind, AccountKind::Allocation | AccountKind::Reserve);
            Ok(Account {
                id: id.parse()?,
                body: "10Q".parse()?,
                fund: "CORE".parse()?,
                year,
                kind,
                limit: if limited { Limit::Limited } else { Limit::Unlimited },
                opened_on: year.first_day(),
                closed_on: None,
            })
        };
        let mut accounts = vec![account("NAT/CORE".to_owned(), AccountKind::Source)?];
        let n_pairs = n_accounts / 2;
        for number in 0..n_pairs {
            accounts.push(account(format!("A{number:05}/CORE"), AccountKind::Allocation)?);
            accounts.push(account(format!("S{number:05}/CORE"), AccountKind::Spent)?);
        }
        let mut chance = Chance(7);
        let mut transfers: Vec<Made> = Vec::with_capacity(n_transfers);
        for number in 0..n_transfers {
            let id = format!("{:016x}{number:016x}", chance.next() | 1);
            let day = i64::try_from(chance.below(180))?;
            let made = if let Some(last) = transfers.last().filter(|last| last.code == "ALLOT") {
                let (pence, debit) = (last.pence / 2 + 1, last.credit);
                let valid_on = year.first_day().checked_add(jiff::Span::new().days(180 + day))?;
                Made { id, debit, credit: debit + 1, pence, code: "SPEND", valid_on }
            } else {
                let credit = 1 + 2 * usize::try_from(chance.below(n_pairs as u64))?;
                let pence = 2 + i64::try_from(chance.below(10_000_000_000))?;
                let valid_on = year.first_day().checked_add(jiff::Span::new().days(day))?;
                Made { id, debit: 0, credit, pence, code: "ALLOT", valid_on }
            };
            transfers.push(made);
        }
        Ok(Self { accounts, transfers })
    }

    fn name(&self, place: usize) -> &str {
        self.accounts.get(place).map_or("", |account| account.id.as_str())
    }

    /// The transfers as a file: what a sender would send.
    fn write(&self, path: &Path) -> Result<()> {
        let mut text = String::new();
        for made in &self.transfers {
            let rest = if made.code == "SPEND" { "NOTICE,MANDATE,LINE" } else { "NOTICE,," };
            let (debit, credit) = (self.name(made.debit), self.name(made.credit));
            writeln!(text, "{},{debit},{credit},{},{},{},{rest}", made.id, made.pence, made.code, made.valid_on)?;
        }
        Ok(fs::write(path, text)?)
    }

    /// A state with the accounts open.
    fn open(&self) -> Result<State> {
        let mut state = State::new();
        let opened = |account: &Account| Event::AccountOpened {
            account: account.clone(),
            by: Actor::Keeper,
            on: account.opened_on,
        };
        let events: Vec<Event> = self.accounts.iter().map(opened).collect();
        apply(&mut state, Sequence(1), Timestamp::UNIX_EPOCH, &events, &|_| None)?;
        Ok(state)
    }
}

/// What a line of the file submits.
fn submission(line: &str) -> Result<Submission> {
    let cells: Vec<&str> = line.split(',').collect();
    let [id, debit, credit, amount, code, valid_on, decision, mandate, plan_line] = cells.as_slice() else {
        anyhow::bail!("not a transfer: {line}")
    };
    Ok(Submission {
        id: Cell::read(id),
        kind: Cell::read("single"),
        debit: Cell::read(debit),
        credit: Cell::read(credit),
        amount: AmountCell::read(amount),
        pending: Cell::Blank,
        expires_on: Cell::Blank,
        link: Link::Last,
        code: Cell::read(code),
        valid_on: Cell::read(valid_on),
        decision: Cell::read(decision),
        mandate: Cell::read(mandate),
        plan_line: Cell::read(plan_line),
    })
}

fn submissions(path: &Path) -> Result<Vec<Submission>> {
    fs::read_to_string(path)?.lines().map(submission).collect()
}

/// A state with all transfers of a file recorded in one entry.
fn recorded(books: &Books, submitted: &[Submission]) -> Result<State> {
    let mut state = books.open()?;
    let batch = judge(state.ledger(), &Tables, Sequence(2), TODAY, submitted)?;
    ensure!(batch.refused().next().is_none(), "every transfer is good");
    let event = Event::TransfersRecorded { transfers: batch.transfers, by: Actor::Keeper, on: TODAY };
    apply(&mut state, Sequence(2), Timestamp::UNIX_EPOCH, &[event], &|_| None)?;
    Ok(state)
}

/// Sums by account, as both sides write them.
type Sums = BTreeMap<String, (i64, i64)>;

fn sums_of(state: &State, valid: Date) -> Sums {
    let balances = state.now().balances(valid).into_iter();
    let both = balances.map(|(id, held)| (id.to_string(), (held.debits_posted as i64, held.credits_posted as i64)));
    both.filter(|(_, (debits, credits))| (*debits, *credits) != (0, 0)).collect()
}

fn read_sums(path: &Path) -> Result<Sums> {
    let mut sums = Sums::new();
    for line in fs::read_to_string(path)?.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let [account, debits, credits] = cells.as_slice() else { anyhow::bail!("not a sum: {line}") };
        sums.insert((*account).to_owned(), (debits.parse()?, credits.parse()?));
    }
    Ok(sums)
}

/// What stood on every account on a day, beside `DuckDB`'s sums.
fn balances(folder: &Path, n_accounts: usize, n_transfers: usize) -> Result<()> {
    let books = Books::made_up(n_accounts, n_transfers)?;
    let file = folder.join("transfers.csv");
    books.write(&file)?;
    let state = recorded(&books, &submissions(&file)?)?;
    let valid = Date::constant(2019, 12, 31);
    let mut peer = Peer::start()?;
    println!("peer: DuckDB {}", peer.version);
    peer.run(&format!(
        "CREATE TABLE transfer AS SELECT * FROM read_csv('{}', header = false, all_varchar = false,
         names = ['id', 'debit', 'credit', 'pence', 'code', 'valid_on', 'decision', 'mandate', 'line'])",
        file.display()
    ))?;
    let query = format!(
        "CREATE OR REPLACE TEMP TABLE answer AS
         SELECT account, sum(debits)::BIGINT AS debits, sum(credits)::BIGINT AS credits FROM (
            SELECT debit AS account, pence AS debits, 0 AS credits FROM transfer WHERE valid_on <= DATE '{valid}'
            UNION ALL
            SELECT credit, 0, pence FROM transfer WHERE valid_on <= DATE '{valid}')
         GROUP BY account"
    );
    peer.run(&query)?;
    let answer = folder.join("sums.csv");
    peer.run(&format!(
        "COPY (SELECT * FROM answer ORDER BY account) TO '{}' (FORMAT csv, HEADER false)",
        answer.display()
    ))?;
    let ours = sums_of(&state, valid);
    ensure!(ours == read_sums(&answer)?, "DuckDB's sums differ from ours");
    race(
        &format!(
            "balances of {n_transfers} transfers over {n_accounts} accounts on {valid} (aim: no slower than DuckDB)"
        ),
        || Ok(timed(|| state.now().balances(valid)).0),
        || peer.run(&query),
    )
}

/// A journal of transfers read from its file and balanced, beside `ledger`, which judges nothing.
fn journal(folder: &Path, n_accounts: usize, n_transfers: usize) -> Result<()> {
    let books = Books::made_up(n_accounts, n_transfers)?;
    let (file, theirs) = (folder.join("journal.csv"), folder.join("journal.ledger"));
    books.write(&file)?;
    let mut text = String::new();
    for made in &books.transfers {
        let pounds = |pence: i64| format!("GBP {}.{:02}", pence / 100, pence % 100);
        let (debit, credit) = (books.name(made.debit), books.name(made.credit));
        let day = made.valid_on.strftime("%Y/%m/%d");
        write!(text, "{day} {}\n    {credit}  {}\n    {debit}\n\n", made.id, pounds(made.pence))?;
    }
    fs::write(&theirs, text)?;
    let ask = || -> Result<Duration> {
        let mut command = Command::new("ledger");
        command.arg("-f").arg(&theirs).args(["balance", "--flat"]).stdout(Stdio::null());
        let (took, status) = timed(|| command.status());
        let status = status.context("install `ledger` (Debian: apt install ledger) to measure beside it")?;
        ensure!(status.success(), "ledger refused the journal");
        Ok(took)
    };
    race(
        &format!(
            "a journal of {n_transfers} transfers read, judged and balanced, beside ledger, which judges nothing (aim: 100 times)"
        ),
        || {
            let (took, state) =
                timed(|| recorded(&books, &submissions(&file)?).map(|state| state.now().balances(TODAY)));
            ensure!(state?.len() == books.accounts.len(), "an account is lost");
            Ok(took)
        },
        ask,
    )
}

/// Transfers judged one after another, each seeing those before it, beside `SQLite` in memory with the same rules as triggers.
fn judged(folder: &Path, n_accounts: usize, n_transfers: usize) -> Result<()> {
    let books = Books::made_up(n_accounts, n_transfers)?;
    let (file, script, sums) = (folder.join("judged.csv"), folder.join("judged.sql"), folder.join("judged-sums.csv"));
    books.write(&file)?;
    let mut text = include_str!("money.sql").to_owned();
    text.push_str("BEGIN;\nINSERT INTO decision VALUES ('NOTICE', '2019-03-20');\n");
    text.push_str("INSERT INTO mandate VALUES ('MANDATE', '2013-04-01', NULL);\nINSERT INTO line VALUES ('LINE', '10Q', '2019/20');\n");
    for account in &books.accounts {
        let (limited, last) = (account.limit == Limit::Limited, account.year.last_day());
        writeln!(
            text,
            "INSERT INTO account (id, ledger, kind, limited, opened, closed) VALUES ('{}', 'CORE 2019/20', '{}', {}, '{}', '{last}');",
            account.id,
            account.kind,
            u8::from(limited),
            account.opened_on
        )?;
    }
    text.push_str("COMMIT;\n");
    fs::write(&script, text)?;
    let submitted = submissions(&file)?;
    let ours = recorded(&books, &submitted)?;
    let race_once = || -> Result<(Peer, Duration)> {
        let mut peer = Peer::sqlite()?;
        peer.run(&format!("script {}", script.display()))?;
        peer.run(&format!("rows {}", file.display()))?;
        let took = peer.run("each INSERT INTO transfer VALUES (?, ?, ?, CAST(? AS INTEGER), ?, ?, ?, ?, ?)")?;
        Ok((peer, took))
    };
    let (mut peer, _) = race_once()?;
    println!("peer: SQLite {}", peer.version);
    peer.run(&format!(
        "copy SELECT id, debits, credits FROM account WHERE debits + credits > 0 ORDER BY id TO {}",
        sums.display()
    ))?;
    ensure!(sums_of(&ours, TODAY) == read_sums(&sums)?, "SQLite's sums differ from ours");
    race(
        &format!("{n_transfers} transfers judged one by one, beside SQLite in memory (aim: 10 times)"),
        || {
            let state = books.open()?;
            let (took, ledger) = timed(|| {
                submitted.iter().try_fold(state.ledger().clone(), |ledger, one| {
                    judge(&ledger, &Tables, Sequence(2), TODAY, std::slice::from_ref(one)).map(|batch| batch.ledger)
                })
            });
            let last: TransferId = books.transfers.last().context("no transfers")?.id.parse()?;
            ensure!(ledger?.transfer(last).is_some(), "the last transfer is lost");
            Ok(took)
        },
        || race_once().map(|(_, took)| took),
    )
}

/// Budgets by old body shared exactly over the new ones, beside the same largest remainder in `DuckDB`'s window functions.
fn restated(folder: &Path, n_lines: usize) -> Result<()> {
    let mut chance = Chance(11);
    let code = |letter: char, number: u64| format!("{number:02}{letter}").parse::<OdsCode>();
    let mut practices = Vec::new();
    for _ in 0..8_000 {
        let (old, heads) = (chance.below(50), Heads(1_000 + chance.below(20_000)));
        practices.push(PracticeMove { old: code('A', old)?, new: code('B', (old * 3 + chance.below(4)) % 50)?, heads });
    }
    let grouping = Grouping::of(&practices);
    let mut lines = BTreeMap::new();
    let (mut text, mut weights) = (String::from("line,old,pence\n"), String::from("old,new,heads\n"));
    for number in 0..n_lines {
        let line = u32::try_from(number)?;
        let (old, pence) = (code('A', chance.below(50))?, i64::try_from(chance.below(9_000_000_000))? - 4_000_000_000);
        writeln!(text, "{line},{old},{pence}")?;
        lines.insert((line, old), Pence(pence));
    }
    for practice in &practices {
        writeln!(weights, "{},{},{}", practice.old, practice.new, practice.heads.0)?;
    }
    let (line_file, weight_file, answer) =
        (folder.join("lines.csv"), folder.join("weights.csv"), folder.join("restated.csv"));
    fs::write(&line_file, text)?;
    fs::write(&weight_file, weights)?;
    let mut peer = Peer::start()?;
    peer.run(&format!("CREATE TABLE line AS SELECT * FROM read_csv('{}', header = true)", line_file.display()))?;
    peer.run(&format!(
        "CREATE TABLE weight AS SELECT old, new, sum(heads)::HUGEINT AS heads FROM read_csv('{}', header = true) GROUP BY ALL",
        weight_file.display()
    ))?;
    peer.run("CREATE TABLE total AS SELECT old, sum(heads)::HUGEINT AS heads FROM weight GROUP BY old")?;
    let query = "CREATE OR REPLACE TEMP TABLE answer AS
        WITH part AS (
            SELECT line.line, line.old, weight.new, line.pence,
                   (abs(line.pence)::HUGEINT * weight.heads) // total.heads AS floor,
                   (abs(line.pence)::HUGEINT * weight.heads) % total.heads AS rest
            FROM line JOIN weight USING (old) JOIN total USING (old)),
        ranked AS (
            SELECT *, row_number() OVER (PARTITION BY line, old ORDER BY rest DESC, new) AS rank,
                   abs(pence) - sum(floor) OVER (PARTITION BY line, old) AS pennies FROM part)
        SELECT line, new, sum(sign(pence) * (floor + (rank <= pennies)::INTEGER))::BIGINT AS pence
        FROM ranked GROUP BY line, new";
    peer.run(query)?;
    peer.run(&format!(
        "COPY (SELECT * FROM answer ORDER BY line, new) TO '{}' (FORMAT csv, HEADER false)",
        answer.display()
    ))?;
    let ours = grouping.restate_statement(&lines)?;
    let mut theirs = BTreeMap::new();
    for row in fs::read_to_string(&answer)?.lines() {
        let cells: Vec<&str> = row.split(',').collect();
        let [line, new, pence] = cells.as_slice() else { anyhow::bail!("not a line: {row}") };
        theirs.insert((line.parse::<u32>()?, new.parse::<OdsCode>()?), Pence(pence.parse()?));
    }
    ensure!(ours.lines == theirs, "DuckDB's lines differ from ours");
    race(
        &format!("{n_lines} lines restated to the penny over {} shares (aim: 20 times)", theirs.len()),
        || Ok(timed(|| grouping.restate_statement(&lines)).0),
        || peer.run(query),
    )
}

/// Three plans made one with the lineage of every line, beside the same groups in `DuckDB`.
fn merged(folder: &Path) -> Result<()> {
    let mut chance = Chance(13);
    let mut sources = Sources::new();
    let mut text = String::from("plan,line,key,value\n");
    for (plan, n_lines) in [("P-BERKS", 140_000), ("P-BUCKS", 136_000), ("P-OXON", 137_000)] {
        let mut lines = Vec::with_capacity(n_lines);
        for number in 0..n_lines {
            // One in five is about the same as a line of another plan, and one in fifty of those differs.
            let about = if chance.below(5) == 0 { format!("shared {number}") } else { format!("{plan} {number}") };
            let key: Key = format!("Finance|System|{about}|all|||bob|2017/18|0").parse()?;
            let value = if chance.below(50) == 0 { 2 } else { 1 };
            writeln!(text, "{plan},L{number},{},{value}", key.as_str())?;
            let value: Value = Value::read(key.kind(), plan::Unit::Pence, &value.to_string())?;
            let name = format!("L{number}").parse()?;
            lines.push(Line { name, key, value, mandate: None, cell: None, quotient: None });
        }
        sources.insert(plan.parse::<SourceName>()?, Arc::new(lines));
    }
    let (file, answer) = (folder.join("plans.csv"), folder.join("merged.csv"));
    fs::write(&file, text)?;
    let mut peer = Peer::start()?;
    peer.run(&format!(
        "CREATE TABLE line AS SELECT * FROM read_csv('{}', header = true, delim = ',')",
        file.display()
    ))?;
    let query = "CREATE OR REPLACE TEMP TABLE answer AS
        SELECT key, CASE WHEN count(*) = 1 THEN 'single' WHEN min(value) = max(value) THEN 'agreed' ELSE 'conflict' END AS origin,
               CASE WHEN min(value) = max(value) THEN min(value) END AS value,
               string_agg(plan || ':' || line, '+' ORDER BY plan || ':' || line) AS lineage
        FROM line GROUP BY key ORDER BY key";
    peer.run(query)?;
    peer.run(&format!("COPY answer TO '{}' (FORMAT csv, HEADER false)", answer.display()))?;
    let one = merge::<u8>(&sources, &BTreeMap::new());
    ensure!(one.refused.is_empty(), "no plan has a line twice");
    let theirs: BTreeMap<String, String> = fs::read_to_string(&answer)?
        .lines()
        .filter_map(|row| {
            let (key, rest) = row.split_once(',')?;
            Some((key.to_owned(), rest.to_owned()))
        })
        .collect();
    ensure!(theirs.len() == one.lines.len(), "DuckDB has {} lines, we {}", theirs.len(), one.lines.len());
    for line in &one.lines {
        let (origin, value) = match &line.origin {
            plan::Origin::Single(value) => ("single", value.written().unwrap_or_default()),
            plan::Origin::Agreed(value) => ("agreed", value.written().unwrap_or_default()),
            plan::Origin::Conflict | plan::Origin::Resolved { .. } => ("conflict", String::new()),
        };
        let ours = format!("{origin},{value},{}", line.lineage_text());
        ensure!(theirs.get(line.key.as_str()) == Some(&ours), "{}: DuckDB's line differs from ours: {ours}", line.key);
    }
    race(
        "413,000 lines of three plans made one, with lineage (aim: 4 times)",
        || Ok(timed(|| merge::<u8>(&sources, &BTreeMap::new())).0),
        || peer.run(query),
    )
}
