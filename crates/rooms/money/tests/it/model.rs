//! A second ledger, written as plainly as can be: it keeps nothing but the rows it took, as text, and works everything out from
//! them each time it is asked.

use std::collections::{BTreeMap, HashSet};
use terms::{Date, FinancialYear};

/// A row as a sender writes it, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) debit: String,
    pub(crate) credit: String,
    pub(crate) amount: String,
    pub(crate) pending: String,
    pub(crate) expires_on: String,
    pub(crate) linked: String,
    pub(crate) code: String,
    pub(crate) valid_on: String,
    pub(crate) decision: String,
    pub(crate) mandate: String,
    pub(crate) plan_line: String,
}

impl Row {
    /// The fields in which two rows of one identity are compared, in order.
    fn fields(&self) -> [(&'static str, &String); 11] {
        [
            ("kind", &self.kind),
            ("pending_id", &self.pending),
            ("expires_on", &self.expires_on),
            ("debit", &self.debit),
            ("credit", &self.credit),
            ("amount_pence", &self.amount),
            ("code", &self.code),
            ("valid_on", &self.valid_on),
            ("decision", &self.decision),
            ("mandate", &self.mandate),
            ("plan_line", &self.plan_line),
        ]
    }
}

/// An account: its body, fund, year, whether it is limited, and its days.
#[derive(Clone, Debug)]
pub(crate) struct AccountRow {
    pub(crate) body: &'static str,
    pub(crate) fund: &'static str,
    pub(crate) year: &'static str,
    pub(crate) limited: bool,
    pub(crate) opened_on: &'static str,
    pub(crate) closed_on: &'static str,
}

/// Decisions by the day they were made; mandates by first and last day; plan lines by body and year.
pub(crate) struct Grounds {
    pub(crate) decisions: BTreeMap<&'static str, &'static str>,
    pub(crate) mandates: BTreeMap<&'static str, (&'static str, &'static str)>,
    pub(crate) lines: BTreeMap<&'static str, (&'static str, &'static str)>,
}

/// The rows taken, each with the entry and the day of its recording.
pub(crate) struct Model {
    pub(crate) accounts: BTreeMap<&'static str, AccountRow>,
    pub(crate) grounds: Grounds,
    pub(crate) log: Vec<(u64, String, Row)>,
}

/// Debits and credits posted, debits and credits pending.
pub(crate) type Sums = [i128; 4];

fn date_of(text: &str) -> Option<Date> {
    text.parse().ok()
}

impl Model {
    fn row(&self, id: &str) -> Option<&Row> {
        self.log.iter().map(|(_, _, row)| row).find(|row| row.id == id)
    }

    fn resolution(&self, pending: &str) -> Option<&(u64, String, Row)> {
        self.log.iter().find(|(_, _, row)| row.pending == pending && !row.pending.is_empty())
    }

    /// From where to where and how much: of a posting or release, what its reservation says.
    pub(crate) fn movement<'m>(&'m self, row: &'m Row) -> (&'m str, &'m str, i128) {
        let held = if row.pending.is_empty() { row } else { self.row(&row.pending).unwrap() };
        let amount = if row.amount.is_empty() { &held.amount } else { &row.amount };
        (&held.debit, &held.credit, amount.parse().unwrap())
    }

    /// What stands on an account: rows recorded up to an entry and true up to a day; a reservation that nothing among them
    /// resolves and that has not lapsed on `today` is pending.
    pub(crate) fn sums(&self, account: &str, known: u64, valid: &str, today: &str) -> Sums {
        let counting: Vec<&Row> = self
            .log
            .iter()
            .filter(|(entry, _, row)| *entry <= known && row.valid_on.as_str() <= valid)
            .map(|(_, _, row)| row)
            .collect();
        let resolved: HashSet<&str> = counting.iter().map(|row| row.pending.as_str()).collect();
        let mut sums = [0; 4];
        for row in counting {
            let is_pending = row.kind == "pending";
            let is_open =
                !resolved.contains(row.id.as_str()) && (row.expires_on.is_empty() || today <= row.expires_on.as_str());
            if row.kind == "void" || (is_pending && !is_open) {
                continue;
            }
            let (debit, credit, amount) = self.movement(row);
            let first = if is_pending { 2 } else { 0 };
            if debit == account {
                sums[first] += amount;
            }
            if credit == account {
                sums[first + 1] += amount;
            }
        }
        sums
    }

    /// Judges a batch on a day and takes what is good under an entry.
    pub(crate) fn take(&mut self, entry: u64, today: &str, batch: &[Row]) -> Vec<String> {
        let mut said = Vec::new();
        let mut at = 0;
        while at < batch.len() {
            let length = batch[at..].iter().position(|row| row.linked == "N").map_or(batch.len() - at, |last| last + 1);
            said.extend(self.take_chain(entry, today, &batch[at..at + length]));
            at += length;
        }
        said
    }

    fn take_chain(&mut self, entry: u64, today: &str, chain: &[Row]) -> Vec<String> {
        let before = self.log.len();
        let mut codes: Vec<String> = Vec::new();
        for (index, row) in chain.iter().enumerate() {
            let is_left_open = index + 1 == chain.len() && row.linked == "Y";
            let code = if is_left_open { "CHAIN_OPEN".to_owned() } else { self.judge(today, row) };
            if code == "OK" {
                self.log.push((entry, today.to_owned(), row.clone()));
            }
            codes.push(code);
        }
        let is_old = |code: &String| code == "EXISTS" || code.starts_with("EXISTS_DIFFERENT");
        let has_new = codes.iter().any(|code| !is_old(code) && code != "CHAIN_OPEN");
        let is_fault = |code: &String| code != "OK" && (code != "EXISTS" || has_new);
        let Some(first) = codes.iter().position(is_fault) else { return codes };
        self.log.truncate(before);
        let said = codes.into_iter().enumerate().map(|(index, code)| match code.as_str() {
            "CHAIN_OPEN" => code,
            "EXISTS" if index == first => "EXISTS_IN_NEW_CHAIN".to_owned(),
            _ if index == first => code,
            _ => "LINKED_FAILED".to_owned(),
        });
        said.collect()
    }

    fn judge(&self, today: &str, row: &Row) -> String {
        self.fault(today, row).unwrap_or_else(|| "OK".to_owned())
    }

    fn fault(&self, today: &str, row: &Row) -> Option<String> {
        let said = |code: &str| Some(code.to_owned());
        let is_hex = row.id.len() == 32 && row.id.chars().all(|c| "0123456789abcdef".contains(c));
        if !is_hex || row.id.chars().all(|c| c == '0') || row.id.chars().all(|c| c == 'f') {
            return said("BAD_ID");
        }
        if let Some(held) = self.row(&row.id) {
            let differing = row.fields().into_iter().zip(held.fields()).find(|(new, old)| new.1 != old.1);
            return differing.map_or_else(|| said("EXISTS"), |((name, _), _)| Some(format!("EXISTS_DIFFERENT:{name}")));
        }
        let resolves = match row.kind.as_str() {
            "single" | "pending" => false,
            "post" | "void" => true,
            _ => return said("BAD_KIND"),
        };
        if !resolves && !row.pending.is_empty() {
            return said("PENDING_ID_UNEXPECTED");
        }
        if resolves && row.pending.is_empty() {
            return said("PENDING_ID_MISSING");
        }
        if resolves && row.pending == row.id {
            return said("PENDING_ID_SELF");
        }
        if row.kind != "pending" && !row.expires_on.is_empty() {
            return said("EXPIRY_UNEXPECTED");
        }
        if !row.expires_on.is_empty() && date_of(&row.expires_on).is_none() {
            return said("EXPIRY_NOT_A_DATE");
        }
        if !(resolves && row.amount.is_empty()) {
            match row.amount.parse::<i128>() {
                Ok(amount) if amount > i128::from(i64::MAX) => return said("AMOUNT_TOO_LARGE"),
                Ok(amount) if amount > 0 => {}
                _ => return said("AMOUNT_NOT_POSITIVE"),
            }
        }
        let held = if resolves { self.resolving(today, row) } else { self.between(row) };
        held.map_or_else(Some, |held| self.rest(today, row, &held))
    }

    /// Whether the accounts of a transfer or reservation are good.
    fn between(&self, row: &Row) -> Result<Row, String> {
        let said = |code: &str| Err(code.to_owned());
        let (debit, credit) = (self.accounts.get(row.debit.as_str()), self.accounts.get(row.credit.as_str()));
        let Some(debit) = debit else { return said("DEBIT_UNKNOWN") };
        let Some(credit) = credit else { return said("CREDIT_UNKNOWN") };
        if row.debit == row.credit {
            return said("SAME_ACCOUNT");
        }
        if (debit.fund, debit.year) != (credit.fund, credit.year) {
            return said("LEDGERS_DIFFER");
        }
        Ok(row.clone())
    }

    /// Whether a posting or release fits its reservation.
    fn resolving(&self, today: &str, row: &Row) -> Result<Row, String> {
        let said = |code: &str| Err(code.to_owned());
        let Some(held) = self.row(&row.pending) else { return said("PENDING_UNKNOWN") };
        if held.kind != "pending" {
            return said("PENDING_NOT_PENDING");
        }
        for (name, given, there) in
            [("debit", &row.debit, &held.debit), ("credit", &row.credit, &held.credit), ("code", &row.code, &held.code)]
        {
            if !given.is_empty() && given != there {
                return Err(format!("PENDING_DIFFERS:{name}"));
            }
        }
        if !row.amount.is_empty() {
            let (given, there): (i128, i128) = (row.amount.parse().unwrap(), held.amount.parse().unwrap());
            if given > there {
                return said("EXCEEDS_PENDING");
            }
            if row.kind == "void" && given < there {
                return said("VOID_AMOUNT_DIFFERS");
            }
        }
        match self.resolution(&held.id) {
            Some((_, _, by)) if by.kind == "post" => return said("ALREADY_POSTED"),
            Some(_) => return said("ALREADY_VOIDED"),
            None => {}
        }
        if !held.expires_on.is_empty() && today > held.expires_on.as_str() {
            return said("EXPIRED");
        }
        Ok(held.clone())
    }

    /// The steps after the accounts: code, day, what it rests on, and whether there is enough.
    fn rest(&self, today: &str, row: &Row, held: &Row) -> Option<String> {
        let said = |code: &str| Some(code.to_owned());
        let needs_all = ["PASS", "COMMIT", "SPEND", "VIRE", "SHARE"].contains(&held.code.as_str());
        if !needs_all && !["ALLOT", "CARRY", "MERGE", "RETURN", "CORRECT"].contains(&held.code.as_str()) {
            return said("CODE_UNKNOWN");
        }
        let debit = &self.accounts[held.debit.as_str()];
        let on = row.valid_on.as_str();
        if date_of(on).is_none_or(|day| FinancialYear::of(day).to_string() != debit.year) {
            return said("DATE_OUTSIDE_YEAR");
        }
        for account in [debit, &self.accounts[held.credit.as_str()]] {
            if on < account.opened_on || on > account.closed_on {
                return said("ACCOUNT_NOT_OPEN");
            }
        }
        let or = |given: &String, there: &String| if given.is_empty() { there.clone() } else { given.clone() };
        let (decision, mandate) = (or(&row.decision, &held.decision), or(&row.mandate, &held.mandate));
        let line = or(&row.plan_line, &held.plan_line);
        match (decision.as_str(), self.grounds.decisions.get(decision.as_str())) {
            ("", _) => return said("DECISION_MISSING"),
            (_, None) => return said("DECISION_UNKNOWN"),
            (_, Some(decided_on)) if *decided_on > on => return said("DECISION_NOT_YET"),
            _ => {}
        }
        match (mandate.as_str(), self.grounds.mandates.get(mandate.as_str())) {
            ("", _) if needs_all => return said("MANDATE_MISSING"),
            ("", _) => {}
            (_, None) => return said("MANDATE_UNKNOWN"),
            (_, Some((first, last))) if *first > on || *last < on => return said("MANDATE_NOT_VALID"),
            _ => {}
        }
        match (line.as_str(), self.grounds.lines.get(line.as_str())) {
            ("", _) if needs_all => return said("LINE_MISSING"),
            ("", _) => {}
            (_, None) => return said("LINE_UNKNOWN"),
            (_, Some((_, year))) if *year != debit.year => return said("LINE_OTHER_YEAR"),
            (_, Some((body, _))) if *body != debit.body => return said("LINE_OTHER_BODY"),
            _ => {}
        }
        if row.pending.is_empty() && debit.limited {
            let sums = self.sums(&row.debit, u64::MAX, "9999", today);
            if row.amount.parse::<i128>().unwrap() > sums[1] - sums[0] - sums[2] {
                return said("OVERDRAWN");
            }
        }
        None
    }

    /// Where pennies `from` to `to` of a posted row came from: the nth penny to leave a limited account is the nth that came.
    pub(crate) fn sources(&self, at: usize, from: i128, to: i128, found: &mut BTreeMap<String, i128>) {
        if from >= to {
            return;
        }
        let (_, _, row) = &self.log[at];
        let (debit, _, _) = self.movement(row);
        if !self.accounts[debit].limited {
            *found.entry(row.id.clone()).or_default() += to - from;
            return;
        }
        let moved = |row: &Row| row.kind == "single" || row.kind == "post";
        let gone: i128 = self.log[..at]
            .iter()
            .filter(|(_, _, before)| moved(before))
            .map(|(_, _, before)| self.movement(before))
            .filter(|(left, _, _)| *left == debit)
            .map(|(_, _, amount)| amount)
            .sum();
        let (first, last) = (gone + from, gone + to);
        let mut came = 0;
        for (index, (_, _, before)) in self.log[..at].iter().enumerate() {
            let (_, reached, amount) = self.movement(before);
            if !moved(before) || reached != debit {
                continue;
            }
            let (start, end) = (first.max(came), last.min(came + amount));
            self.sources(index, start - came, end - came, found);
            came += amount;
        }
    }
}
