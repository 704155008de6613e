//! Set the days: how long each side of a challenge has, and how soon an override is about to expire.

use app::Lens;
use ask::{ActForm, Field, Reader, Scene, Takes};
use terms::Date;
use who_pays::{Act, ActKind, Clocks, Thing};

use super::GROUP;

/// Where the days are shown.
const SHOWN: &str = "/who-pays/editions";

/// Set the days.
pub(crate) static SET_CLOCKS: ActForm = ActForm {
    name: "set-clocks",
    path: "/who-pays/days",
    group: GROUP,
    title: "Set the days",
    about: "Clocks that have begun keep their deadlines. The days are calendar days, and say by what they are set.",
    done: "The days are set",
    subject: &[],
    fields: &[
        Field::day("from", "From which day?"),
        Field::new("answer", "How many days has the respondent to answer?", Takes::Number)
            .first(|lens, _| clocks_on(lens, lens.today()).answer_days.to_string()),
        Field::new("reply", "How many days has the claimant to reply?", Takes::Number)
            .first(|lens, _| clocks_on(lens, lens.today()).reply_days.to_string()),
        Field::new("soon", "How many days before its last is an override about to expire?", Takes::Number)
            .hint("As before if you leave it empty.")
            .first(|lens, _| clocks_on(lens, lens.today()).soon_days.to_string()),
        Field::line("source", "By what are they set?").hint("Such as: protocol of the boards, May 2024"),
    ],
    by_hand: false,
    scene: |_, _| Some(Scene { back: SHOWN.to_owned(), ..Scene::default() }),
    // The days are the installation's, as its register is.
    offered: |lens, _| lens.offers(ActKind::SetClocks, &Thing::Clocks),
    read: |lens, _, form| {
        let from = form.day("from", "Enter the first day");
        let (answer, reply) = (days(form, "answer"), days(form, "reply"));
        let soon = match form.text("soon") {
            Some(_) => days(form, "soon"),
            None => from.map(|from| clocks_on(lens, from).soon_days),
        };
        let source = form.line("source", "Enter by what they are set");
        let clocks = Clocks { from: from?, answer_days: answer?, reply_days: reply?, soon_days: soon?, source };
        Some(vec![Act::SetClocks(clocks).into()])
    },
    to: |_, _| SHOWN.to_owned(),
    keeps: None,
};

fn clocks_on(lens: &Lens, on: Date) -> Clocks {
    lens.house().who_pays().now().clocks_on(on)
}

fn days(form: &mut Reader<'_>, name: &str) -> Option<u16> {
    form.word(name, "Enter a whole number of days, such as 28")
}
