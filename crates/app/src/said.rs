//! An act as the entry keeps it: what was asked, without what a fact file, an event or an erasable payload already holds.

use crate::act::{Act, Who};
use mandate::Actor;
use register::Act as Register;
use serde_json::{Value, json};

/// What was asked, and for whom it was entered where the keeper entered it afterwards.
pub(crate) fn describe(who: &Who, act: &Act) -> Value {
    let mut said = match act {
        Act::Register(act) => of_register(act),
        Act::Mandate(act) => json!({ "room": "mandate", "act": variant(act) }),
        Act::Executive(act) => json!({ "room": "executive", "act": variant(act) }),
        Act::WhoPays(act) => json!({ "room": "who-pays", "act": variant(act) }),
        Act::Erase(erase) => match erase.entry() {
            Some(entry) => json!({ "room": "record", "act": "erase-texts", "of_entry": entry }),
            None => json!({ "room": "record", "act": "enter-earlier-erasures" }),
        },
    };
    if let (Who::Entered { actor, on, .. }, Some(fields)) = (who, said.as_object_mut()) {
        fields.insert("done_on".to_owned(), json!(on));
        if let Actor::Person(person) = actor {
            fields.insert("done_by".to_owned(), json!(person));
        }
    }
    said
}

fn of_register(act: &Register) -> Value {
    match act {
        Register::TakeImport { series, released, source_name, source_hash, rows, .. } => json!({
            "room": "register", "act": "take-import", "series": series, "released": released,
            "source_name": source_name, "source_hash": source_hash, "rows": rows,
        }),
        Register::RetractImport { source_hash, .. } => {
            json!({ "room": "register", "act": "retract-import", "source_hash": source_hash })
        }
        Register::Correct { wrong, right, source, released, .. } => json!({
            "room": "register", "act": "correct", "source": source, "released": released,
            "wrong": wrong.as_ref().map(|(series, fact)| json!({ "series": series, "fact": fact.to_string() })),
            "right": right.as_ref().map(ToString::to_string),
        }),
        // What is entered and who says so is in the events.
        Register::Enter { entries, .. } => json!({ "room": "register", "act": "enter", "facts": entries.len() }),
    }
}

/// Free text, which may name people and so must be erasable.
pub(crate) fn reason(act: &Register) -> Option<&str> {
    match act {
        Register::TakeImport { .. } => None,
        Register::RetractImport { reason, .. } | Register::Correct { reason, .. } | Register::Enter { reason, .. } => {
            Some(reason)
        }
    }
}

/// The act's own name, as events are named: everything else it says is in its events or their payloads.
fn variant(act: &impl std::fmt::Debug) -> String {
    let shown = format!("{act:?}");
    let name: String = shown.chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut slug = String::with_capacity(name.len() + 4);
    for (place, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() && place > 0 {
            slug.push('-');
        }
        slug.push(letter.to_ascii_lowercase());
    }
    slug
}
