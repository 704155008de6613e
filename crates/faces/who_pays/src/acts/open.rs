//! Open a challenge.

use app::Lens;
use ask::{ActForm, Choice, Field, Of, Reader, Scene, Sent, Takes};
use kit::acts::Filled;
use kit::identity::opaque;
use kit::show::Ask;
use kit::site;
use register::FileHash;
use serde_json::Value;
use store::LinkId;
use terms::OdsCode;
use who_pays::{Act, ActKind, CaseId, NewClaim, NewSubject, RunId, without_postcodes};

use super::GROUP;
use super::case::{AMOUNT, LIST, NOTHING_PERSONAL, RECORDS, sum};
use super::local_override::may_for_any;

/// Open a challenge. What a kept answer says is filled in before the form is shown, which asks the store, so that its face
/// gives the form its address.
pub(crate) static OPEN: ActForm = ActForm {
    name: "challenge-open",
    path: "/who-pays/challenges/new",
    group: GROUP,
    title: "Open a challenge",
    about: "A body says that another should have paid for one record of a run, or for a list of them. The respondent then has its days to answer.",
    done: "The challenge is open",
    subject: &[],
    fields: &[
        Field::one("claimant", "Which body claims?", claimants),
        Field::body("respondent", "Which body should have paid?").hint("Its code, such as QU9, or its name."),
        Field::lines("words", "The claim in your words"),
        Field::day("first", "First day of the activity"),
        Field::day("last", "Last day of the activity"),
        RECORDS,
        AMOUNT,
        Field::line("run", "The run that answered them").hint("As you name it, such as april-2024."),
        Field::new("row", "The row, if it is one record", Takes::Number)
            .hint("Counted from 1 in the run’s input. Leave it empty for several records."),
        Field::lines("walk", "The walk as it was answered, if it is one record")
            .hint("What footprint explain or the record’s page shows. Postcodes are blanked as it arrives."),
        Field::new("file", "The list of records, if there are several", Takes::File)
            .hint("Its hash goes on the record. The list itself is not kept: send it to the other side by a safe way."),
    ],
    by_hand: true,
    scene: |_, _| Some(Scene { lead: vec![NOTHING_PERSONAL.to_owned()], back: LIST.to_owned(), ..Scene::default() }),
    offered: |lens, _| may_for_any(lens, ActKind::Open),
    read: |_, _, form| {
        let claimant: Option<OdsCode> = form.word("claimant", "Choose the body that claims");
        let respondent = form.word("respondent", "Enter the code of the body that should have paid");
        let words = form.line("words", "Say what is claimed");
        let first = form.day("first", "Enter the first day of the activity");
        let last = form.day("last", "Enter the last day of the activity");
        let sum = sum(form);
        let subject = subject_of(form);
        let case: Option<CaseId> = opaque("challenge");
        let claim = NewClaim {
            case: case?,
            claimant: claimant?,
            respondent: respondent?,
            words,
            first: first?,
            last: last?,
            sum: sum?,
            subject: subject?,
        };
        Some(vec![Act::Open(claim).into()])
    },
    to: |_, acts| match acts {
        [app::Act::WhoPays(Act::Open(claim))] => format!("{LIST}/{}", claim.case),
        _ => LIST.to_owned(),
    },
    keeps: None,
};

fn claimants(lens: &Lens, _: &Of<'_>) -> Vec<Choice> {
    let (reader, register) = (lens.reader(), lens.house().register().now());
    let bodies = reader.settles_for().iter();
    bodies.map(|body| (body.to_string(), naming::with_code(&register, *body, lens.today()))).collect()
}

/// What the form holds at first, where a page of a run or of an answer leads to it.
pub(crate) fn filled(ask: &Ask) -> Filled {
    let (site, address) = (ask.site.clone(), ask.address.clone());
    Box::pin(async move {
        let mut sent = Sent::default();
        let mut set = |name: &str, value: String| sent.pairs.push((name.to_owned(), value));
        let link: Option<LinkId> = site::filled(&address, "record").and_then(|record| record.parse().ok());
        let kept = match (&link, &site.store) {
            (Some(link), Some(store)) => store.kept_answer(link, site.footprint.now()).await.ok().flatten(),
            _ => None,
        };
        if let Some((link, kept)) = link.zip(kept) {
            set("run", run_name(link.as_str()).map_or_else(String::new, |run| run.to_string()));
            set("row", "1".to_owned());
            set("walk", walk_of(&kept.content));
            return sent;
        }
        if let Some(run) = site::filled(&address, "run") {
            set("run", run_name(run).map_or_else(String::new, |run| run.to_string()));
        }
        if let Some(row) = site::filled(&address, "row") {
            set("row", row.to_owned());
        }
        sent
    })
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

fn subject_of(form: &mut Reader<'_>) -> Option<NewSubject> {
    let run = form.text("run").and_then(run_name);
    if run.is_none() {
        form.wrong("run", "Name the run with small letters, digits and hyphens, such as april-2024");
    }
    match (form.text("row"), form.text("walk")) {
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
            let list = form.file();
            if list.is_none() {
                form.wrong("file", "Choose the list of records, or enter the row and the walk of one");
            }
            Some(NewSubject::Batch { run: run?, hash: FileHash::of(&list?.bytes) })
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
