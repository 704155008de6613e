//! The forms of a case: opening one, and every move that it allows now to whoever asks.

use jiff::Timestamp;
use register::FileHash;
use serde_json::Value;
use store::LinkId;
use terms::{OdsCode, words};
use who_pays::{
    Act, Case, CaseId, EvidenceId, Given, NewClaim, NewFile, NewSubject, Next, Party, Ruling, RunId, Sum,
    without_postcodes,
};

use super::challenges::{LIST, side_of};
use super::form::{Desk, Doing, Form, Mine, SentFile, Shelf, unseen};
use kit::identity::opaque;
use kit::old_field::{Field, Reader, Sent, Takes};
use kit::refused::{FieldError, Problem};
use kit::show::Ask;
use kit::site::filled;

const NOTHING_PERSONAL: &str = "Write nothing that could find a patient: no name, address, postcode or NHS number. Records are known by run and row.";

words! {
    /// A move that a case allows.
    Step, "a move of a case", {
        /// Agree to all.
        Agree = "agree", "Agree to all that is asked";
        /// Offer a part or refuse.
        Answer = "answer", "Offer a part, or refuse";
        /// Take the offer.
        Accept = "accept", "Accept what was offered";
        /// Press on.
        Press = "press", "Press the claim, in full or for less";
        /// Withdraw.
        Withdraw = "withdraw", "Withdraw the claim";
        /// To NHS England.
        Escalate = "escalate", "Take it to NHS England";
        /// Its ruling.
        Rule = "rule", "Record NHS England’s ruling";
        /// Evidence.
        File = "file", "File evidence";
    }
}

impl Step {
    /// What it is called by whoever makes it for their own side, or records it from a letter of the other.
    pub(super) const fn title(self, by_letter: bool) -> &'static str {
        match self {
            Self::Agree if by_letter => "Record a letter in which the other side agrees to all",
            Self::Answer if by_letter => "Record a letter in which the other side offers a part, or refuses",
            step => step.words(),
        }
    }

    const fn next(self) -> Next {
        match self {
            Self::Agree => Next::Agree,
            Self::Answer => Next::Answer,
            Self::Accept => Next::AcceptOffer,
            Self::Press => Next::Press,
            Self::Withdraw => Next::Withdraw,
            Self::Escalate => Next::Escalate,
            Self::Rule => Next::Rule,
            Self::File => Next::File,
        }
    }

    /// Whether whoever asks may make it now: for which side, and whether from a letter of the other.
    fn by(self, ask: &Ask, mine: &Mine, case: &Case) -> Option<(Party, bool)> {
        let settles = |party: Party| mine.settles(ask, case.body(party));
        if let Some(party) = side_of(case, self.next(), settles, ask.today()) {
            return Some((party, false));
        }
        let from_letter = matches!(self, Self::Agree | Self::Answer)
            && settles(Party::Claimant)
            && case.allows(self.next(), Party::Respondent, ask.today());
        from_letter.then_some((Party::Respondent, true))
    }

    /// The moves that whoever asks may make in a case now, and whether from a letter.
    pub(super) fn open_to(ask: &Ask, mine: &Mine, case: &Case) -> Vec<(Self, bool)> {
        Self::ALL.iter().filter_map(|step| Some((*step, step.by(ask, mine, case)?.1))).collect()
    }
}

/// A move about to be made.
pub(super) struct Moving {
    case: Case,
    step: Step,
    party: Party,
    by_letter: bool,
}

fn sum_fields(filled: Sum) -> (Vec<Field>, Sent) {
    let fields =
        vec![Field::new("records", "How many records", Takes::Line), Field::new("amount", "How much", Takes::Money)];
    let sent =
        Sent(vec![("records".to_owned(), filled.records.to_string()), ("amount".to_owned(), filled.pence.typed())]);
    (fields, sent)
}

fn sum_of(form: &mut Reader<'_>) -> Option<Sum> {
    let records = form.sent.text("records").and_then(|text| text.replace([',', ' '], "").parse().ok());
    if records.is_none() {
        form.wrong("records", "Enter how many records, such as 12");
    }
    let before = form.errors.len();
    let pence = form.money("amount");
    if pence.is_none() && form.errors.len() == before {
        form.wrong("amount", "Enter how much, such as 1,250.50");
    }
    Some(Sum { records: records?, pence: pence? })
}

fn reason_field(label: &'static str) -> Field {
    Field::new("reason", label, Takes::Lines)
}

impl Desk for Moving {
    fn open(ask: &Ask, subject: &[String], mine: &Mine) -> Result<Self, Problem> {
        let [id, step] = subject else { return Err(unseen()) };
        let id: CaseId = id.parse().map_err(|_| unseen())?;
        let case = ask.house().who_pays().now().case(&id).cloned().ok_or_else(unseen)?;
        let step: Step = step.parse().map_err(|_| unseen())?;
        let (party, by_letter) = step.by(ask, mine, &case).ok_or_else(unseen)?;
        Ok(Self { case, step, party, by_letter })
    }

    fn form(&self, ask: &Ask, _: &Mine) -> Form {
        let case = &self.case;
        let (asked, offered) = (case.asked, case.offered);
        let (mut fields, mut sent) = (Vec::new(), Sent::default());
        let mut lead = vec![case.what_follows(ask.today())];
        match self.step {
            Step::Agree => lead.push(format!("{} is then to be paid, and the case is closed.", words_of(asked))),
            Step::Accept => lead.push(format!("{} was offered. The case is then closed.", words_of(offered))),
            Step::Answer => {
                lead.push(format!(
                    "{} is asked. Offer less than that, or nothing; an offer stands until the case is closed.",
                    words_of(asked)
                ));
                (fields, sent) = sum_fields(offered);
                fields.push(reason_field("Why not all?"));
            }
            Step::Press => {
                lead.push(format!(
                    "{} was asked and {} is offered. Ask for no more than before, and more than is offered.",
                    words_of(asked),
                    words_of(offered)
                ));
                (fields, sent) = sum_fields(asked);
                fields.push(reason_field("Why?"));
            }
            Step::Withdraw => {
                lead.push("Nothing is then to be paid, and the case is closed.".to_owned());
                fields.push(reason_field("Why?"));
            }
            Step::Escalate => {
                lead.push("Send NHS England the case on its own form: the pack of this case has what it asks for. This only records that you did.".to_owned());
                fields.push(reason_field("Why, and NHS England’s reference if there is one"));
            }
            Step::Rule => {
                let rulings = Ruling::ALL.iter().map(|one| (one.slug().to_owned(), one.words().to_owned())).collect();
                fields.push(Field::new("ruling", "What did NHS England rule?", Takes::One(rulings)));
                let (of, filled) = sum_fields(asked);
                fields.extend(of);
                sent = filled;
                fields.push(reason_field("Its reference and reasons"));
            }
            Step::File => fields.push(Field::new("title", "What is it?", Takes::Line)),
        }
        let mut file = (self.step == Step::File)
            .then_some(("The file", "Up to 32 MB. Its hash goes on the record, its bytes are kept beside it."));
        if self.by_letter {
            lead.push("You record this for the other side: their letter goes on file with it.".to_owned());
            fields.push(Field::new("title", "Which letter?", Takes::Line).hint("Such as: Letter of 10 June 2024"));
            file = Some(("The letter", "Up to 32 MB. Its hash goes on the record, its bytes are kept beside it."));
        }
        if !fields.is_empty() {
            lead.push(NOTHING_PERSONAL.to_owned());
        }
        Form {
            title: self.step.title(self.by_letter),
            caption: format!(
                "Challenge {}, for {}",
                case.id,
                naming::with_code(&ask.register(), case.body(self.party), ask.on())
            ),
            lead,
            fields,
            file,
            send: self.step.title(self.by_letter),
            filled: sent,
            back: format!("{LIST}/{}", case.id),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent, file: Option<&SentFile>) -> Result<Doing, Vec<FieldError>> {
        let mut form = Reader::new(sent);
        let (case, party) = (self.case.id.clone(), self.party);
        let takes_file = self.by_letter || self.step == Step::File;
        let filed = if takes_file { new_file(&mut form, file) } else { None };
        let given = match (&filed, self.by_letter) {
            (Some(letter), true) => Given::ByLetter(letter.clone()),
            _ => Given::Directly,
        };
        let act = match self.step {
            Step::Agree => Some(Act::Agree { case, given }),
            Step::Accept => Some(Act::AcceptOffer { case }),
            Step::Answer => {
                let offer = sum_of(&mut form);
                let reason = form.line("reason", "Say why not all");
                offer.map(|offer| Act::Answer { case, offer, reason, given })
            }
            Step::Press => {
                let ask = sum_of(&mut form);
                let reason = form.line("reason", "Say why");
                ask.map(|ask| Act::Press { case, ask, reason })
            }
            Step::Withdraw => Some(Act::Withdraw { case, reason: form.line("reason", "Say why") }),
            Step::Escalate => Some(Act::Escalate { case, party, reason: form.line("reason", "Say why") }),
            Step::Rule => {
                let ruling = form.word("ruling", "Choose what was ruled");
                let sum = sum_of(&mut form);
                let reason = form.line("reason", "Enter the ruling’s reference and reasons");
                ruling.zip(sum).map(|(ruling, sum)| Act::Rule { case, party, ruling, sum, reason })
            }
            Step::File => filed.map(|file| Act::File { case, party, file }),
        };
        let (to, keep_for) =
            (format!("{LIST}/{}", self.case.id), takes_file.then(|| format!("challenge-{}", self.case.id)));
        form.done(act.map(|act| Doing { act, to, keep_for }))
    }
}

fn words_of(sum: Sum) -> String {
    format!("{} for {}", naming::counted(sum.records, "record", "records"), sum.pence.pounds())
}

fn new_file(form: &mut Reader<'_>, file: Option<&SentFile>) -> Option<NewFile> {
    let title = form.line("title", "Say what the file is");
    let Some(file) = file else {
        form.wrong("file", "Choose a file");
        return None;
    };
    let evidence: EvidenceId = opaque("file")?;
    let n_bytes = file.bytes.len() as u64;
    Some(NewFile { evidence, title, hash: file.hash(), media_type: file.media_type.clone(), n_bytes })
}

/// Open a challenge.
pub(super) struct Open;

impl Desk for Open {
    fn open(_: &Ask, _: &[String], mine: &Mine) -> Result<Self, Problem> {
        if mine.bodies().is_empty() { Err(unseen()) } else { Ok(Self) }
    }

    fn form(&self, ask: &Ask, mine: &Mine) -> Form {
        let bodies = mine
            .bodies()
            .iter()
            .map(|body| (body.to_string(), naming::with_code(&ask.register(), *body, ask.on())))
            .collect();
        let (sum, _) = sum_fields(Sum::NOTHING);
        let mut fields = vec![
            Field::new("claimant", "Which body claims?", Takes::One(bodies)),
            Field::new("respondent", "Which body should have paid?", Takes::Code).hint("Its code, such as QU9."),
            Field::new("words", "The claim in your words", Takes::Lines),
            Field::new("first", "First day of the activity", Takes::Day),
            Field::new("last", "Last day of the activity", Takes::Day),
        ];
        fields.extend(sum);
        fields.extend([
            Field::new("run", "The run that answered them", Takes::Code).hint("As you name it, such as april-2024."),
            Field::new("row", "The row, if it is one record", Takes::Line)
                .hint("Counted from 1 in the run’s input. Leave it empty for several records."),
            Field::new("walk", "The walk as it was answered, if it is one record", Takes::Lines)
                .hint("What footprint explain or the record’s page shows. Postcodes are blanked as it arrives."),
        ]);
        Form {
            title: "Open a challenge",
            caption: String::new(),
            lead: vec![NOTHING_PERSONAL.to_owned()],
            fields,
            file: Some((
                "The list of records, if there are several",
                "Its hash goes on the record. The list itself is not kept: send it to the other side by a safe way.",
            )),
            send: "Open the challenge",
            filled: Sent::default(),
            back: LIST.to_owned(),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent, file: Option<&SentFile>) -> Result<Doing, Vec<FieldError>> {
        let mut form = Reader::new(sent);
        let claimant = form.word::<OdsCode>("claimant", "Choose the body that claims");
        let respondent = form.word::<OdsCode>("respondent", "Enter the code of the body that should have paid");
        let words = form.line("words", "Say what is claimed");
        let first = form.day("first", "Enter the first day of the activity");
        let last = form.day("last", "Enter the last day of the activity");
        let sum = sum_of(&mut form);
        let subject = subject_of(&mut form, file);
        let case: Option<CaseId> = opaque("challenge");
        let claim = (|| {
            Some(NewClaim {
                case: case?,
                claimant: claimant?,
                respondent: respondent?,
                words,
                first: first?,
                last: last?,
                sum: sum?,
                subject: subject?,
            })
        })();
        form.done(claim.map(|claim| {
            let to = format!("{LIST}/{}", claim.case);
            Doing { act: Act::Open(claim), to, keep_for: None }
        }))
    }

    async fn prefill(ask: &Ask, shelf: &Shelf, now: Timestamp) -> Sent {
        let mut sent = Sent::default();
        let mut set = |name: &str, value: String| sent.0.push((name.to_owned(), value));
        if let Some(run) = filled(&ask.address, "run") {
            set("run", run_name(run).map_or_else(String::new, |run| run.to_string()));
        }
        if let Some(row) = filled(&ask.address, "row") {
            set("row", row.to_owned());
        }
        let link: Option<LinkId> = filled(&ask.address, "record").and_then(|record| record.parse().ok());
        if let (Some(link), Some(store)) = (link, &shelf.0)
            && let Ok(Some(kept)) = store.kept_answer(&link, now).await
        {
            set("run", run_name(link.as_str()).map_or_else(String::new, |run| run.to_string()));
            set("row", "1".to_owned());
            set("walk", walk_of(&kept.content));
        }
        sent
    }
}

/// A run's name on the record. The link of a run or an answer opens it, so the record has a hash of it instead.
fn run_name(text: &str) -> Option<RunId> {
    if text.parse::<LinkId>().is_ok() {
        let hash = FileHash::of(text.as_bytes()).to_string();
        return hash.get(..16).and_then(|short| format!("run-{short}").parse().ok());
    }
    text.parse().ok()
}

/// The walk of a kept answer in words, without postcodes.
fn walk_of(content: &str) -> String {
    let Ok(answer) = serde_json::from_str::<Value>(content) else { return String::new() };
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut lines = vec![
        format!("Edition {}, date {}", text(&answer, "edition"), text(&answer, "date")),
        format!(
            "Commissioner {}, {} by {}",
            text(&answer, "commissioner"),
            text(&answer, "terminal"),
            text(&answer, "method")
        ),
        text(&answer, "path"),
        text(&answer, "reason"),
    ];
    for asked in answer.get("asked").and_then(Value::as_array).into_iter().flatten() {
        let said = if asked.get("answer").and_then(Value::as_bool).unwrap_or_default() { "yes" } else { "no" };
        lines.push(format!("{} {}: {said}", text(asked, "node"), text(asked, "question")));
    }
    lines.retain(|line| !line.trim().is_empty());
    without_postcodes(&lines.join("\n"))
}

fn subject_of(form: &mut Reader<'_>, file: Option<&SentFile>) -> Option<NewSubject> {
    let run = form.sent.text("run").and_then(run_name);
    if run.is_none() {
        form.wrong("run", "Name the run with small letters, digits and hyphens, such as april-2024");
    }
    match (form.sent.text("row"), form.sent.text("walk")) {
        (Some(row), walk) => {
            let row: Option<u64> = row.parse().ok().filter(|row| *row > 0);
            if row.is_none() {
                form.wrong("row", "Enter the row as a number from 1");
            }
            if walk.is_none() {
                form.wrong("walk", "Enter the walk of the record, or leave the row empty for several records");
            }
            // What is filed is what is hashed: the walk without its postcodes.
            let walk = without_postcodes(walk?);
            Some(NewSubject::Record { run: run?, row: row?, hash: FileHash::of(walk.as_bytes()), walk })
        }
        (None, Some(_)) => {
            form.wrong("row", "Enter the row of the record the walk is of");
            None
        }
        (None, None) => {
            if file.is_none() {
                form.wrong("file", "Choose the list of records, or enter the row and the walk of one");
            }
            Some(NewSubject::Batch { run: run?, hash: file?.hash() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_opens_something_never_goes_on_record() {
        let link = "A".repeat(43);
        let name = run_name(&link).unwrap().to_string();
        assert!(name.starts_with("run-") && !name.contains("AAAA"), "{name}");
        assert_eq!(run_name("april-2024").unwrap().as_str(), "april-2024");
        assert!(run_name("April 2024").is_none());
    }

    #[test]
    fn a_walk_is_told_without_postcodes() {
        let kept = r#"{"edition":"CAM-2025-26","date":"2025-06-15","commissioner":"15N","terminal":"RESPONSIBLE_SUB_ICB",
            "method":"GP","path":"CDS>A","reason":"The practice of OX3 9DU.","asked":[{"node":"A","question":"Private?","answer":false}]}"#;
        let walk = walk_of(kept);
        assert!(walk.contains("A Private?: no") && !walk.contains("9DU"), "{walk}");
    }
}
