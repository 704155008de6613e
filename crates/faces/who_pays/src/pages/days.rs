//! The form that sets the days: how long each side of a challenge has, and how soon an override is about to expire.

use app::Viewer;
use mandate::{Duty, PersonId};
use who_pays::{Act, Clocks};

use super::form::{Desk, Doing, Form, Mine, SentFile, unseen};
use kit::old_field::{Field, Reader, Sent, Takes};
use kit::refused::{FieldError, Problem};
use kit::show::Ask;

/// Where the days are shown.
const SHOWN: &str = "/who-pays/editions";

/// Whether a person may set the days today: whoever keeps the register of this installation.
pub(super) fn may_set(ask: &Ask, person: &PersonId) -> bool {
    ask.house().reader(Viewer::Person(person.clone()), ask.today()).has(&Duty::KeepRegister)
}

/// Set the days.
pub(super) struct Days;

impl Desk for Days {
    fn open(ask: &Ask, _: &[String], mine: &Mine) -> Result<Self, Problem> {
        if may_set(ask, &mine.person) { Ok(Self) } else { Err(unseen()) }
    }

    fn form(&self, ask: &Ask, _: &Mine) -> Form {
        let held = ask.house().who_pays().now().clocks_on(ask.today());
        let filled = [("answer", held.answer_days), ("reply", held.reply_days), ("soon", held.soon_days)];
        Form {
            title: "Set the days",
            caption: String::new(),
            lead: vec![
                "Clocks that have begun keep their deadlines. The days are calendar days, and say by what they are set.".to_owned(),
            ],
            fields: vec![
                Field::new("from", "From which day?", Takes::Day),
                Field::new("answer", "How many days has the respondent to answer?", Takes::Line),
                Field::new("reply", "How many days has the claimant to reply?", Takes::Line),
                Field::new("soon", "How many days before its last is an override about to expire?", Takes::Line),
                Field::new("source", "By what are they set?", Takes::Line).hint("Such as: protocol of the boards, May 2024"),
            ],
            file: None,
            send: "Set the days",
            filled: Sent(filled.map(|(name, days)| (name.to_owned(), days.to_string())).to_vec()),
            back: SHOWN.to_owned(),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent, _: Option<&SentFile>) -> Result<Doing, Vec<FieldError>> {
        let mut form = Reader::new(sent);
        let from = form.day("from", "Enter the first day");
        let mut days = |name: &str| {
            let days: Option<u16> = form.sent.text(name).and_then(|text| text.parse().ok());
            if days.is_none() {
                form.wrong(name, "Enter a whole number of days, such as 28");
            }
            days
        };
        let (answer, reply, soon) = (days("answer"), days("reply"), days("soon"));
        let source = form.line("source", "Enter by what they are set");
        let clocks =
            (|| Some(Clocks { from: from?, answer_days: answer?, reply_days: reply?, soon_days: soon?, source }))();
        form.done(clocks.map(|clocks| Doing { act: Act::SetClocks(clocks), to: SHOWN.to_owned(), keep_for: None }))
    }
}
