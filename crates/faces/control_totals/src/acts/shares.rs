//! Risk shares: put on paper, signed by both sides, their conditions met, asked back.

use app::Lens;
use ask::{ActForm, Choice, Field, Key, Of, Reader, Scene};
use money::totals::{Act, ActKind, NewShare, RiskShareId, ShareRecord, Thing};
use money::{Revocation, RevocationExtent, ShareSide};
use terms::{Date, OdsCode};

use super::costs::{BODY, COSTS, body, called, made, may_for_body, money, of_body, one, room, to_body, year};
use crate::answers::shares::{share_href, state_words};

/// The risk share that a form is about.
const SHARE: Key = Key::new("share", "The risk share", "share-7f3a9c21");

/// Put a risk share on paper.
pub(super) static AGREE_SHARE: ActForm = ActForm {
    name: "agree-share",
    path: "/organisations/{body}/risk-shares/agree",
    group: COSTS,
    title: "Put a risk share on paper",
    about: "The body gives another an amount in a year. It has no effect before both have signed, and it can be asked back.",
    done: "The risk share is on paper: both sides can sign it",
    subject: &[BODY],
    fields: &[
        Field::body("receiver", "Which body receives?").hint("Its name or code, such as 05R."),
        Field::money("amount", "How much?"),
        Field::line("year", "In which financial year?").hint("Such as 2019/20."),
        Field::day("effective", "From which day is it meant?"),
        Field::lines("conditions", "What must come about, and by when?")
            .hint("One line for each condition, its last day first: 2019-12-31 The savings plan is agreed. Leave it empty if there is none."),
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "risk-shares", &["This body gives. To receive, have the other put it on paper."]),
    offered: |lens, of| may_for_body(lens, of, ActKind::AgreeShare),
    read: |lens, of, form| {
        let receiver: Option<OdsCode> = form.word("receiver", "Enter the body that receives");
        let amount = money(form, "amount", "Enter how much is given");
        let year = year(form, "year");
        let effective_on = form.day("effective", "Enter the day from which it is meant");
        let conditions = conditions(form);
        let giver = body(lens, of)?;
        let id: Option<RiskShareId> = kit::identity::opaque("share");
        one(Act::AgreeShare(NewShare {
            id: id?,
            giver,
            receiver: receiver?,
            amount: amount?,
            year: year?,
            effective_on: effective_on?,
            conditions,
        }))
    },
    to: |of, acts| match made(acts) {
        Some(Act::AgreeShare(new)) => share_href(&new.id),
        _ => to_body(of, "risk-shares"),
    },
    keeps: None,
};

/// Conditions as they are typed: a line for each, its last day and then its words.
fn conditions(form: &mut Reader<'_>) -> Vec<(String, Date)> {
    let mut all = Vec::new();
    for line in form.text("conditions").unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty()) {
        let read = line.split_once(char::is_whitespace).and_then(|(day, words)| {
            let due = day.parse::<Date>().ok()?;
            Some((words.trim().to_owned(), due)).filter(|(words, _)| !words.is_empty())
        });
        match read {
            Some(condition) => all.push(condition),
            None => form.wrong(
                "conditions",
                format!("“{line}” has no last day and words: write 2019-12-31 The plan is agreed"),
            ),
        }
    }
    all
}

/// The risk share that a form is about, if whoever looks may know of it.
fn share<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a ShareRecord> {
    let id = of.id::<RiskShareId>("share")?;
    room(lens).share(&id).filter(|held| lens.reader().opens_risk_share(&held.id))
}

fn may(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    share(lens, of).is_some_and(|held| lens.offers(kind, &Thing::Share(held.id.clone())))
}

/// The sides for which whoever looks may sign now.
fn sides(lens: &Lens, of: &Of<'_>) -> Vec<ShareSide> {
    let Some(held) = share(lens, of) else { return Vec::new() };
    let all = [ShareSide::Giver, ShareSide::Receiver].into_iter();
    all.filter(|side| lens.offers(ActKind::SignShare, &Thing::ShareSide(held.id.clone(), *side))).collect()
}

const fn slug(side: ShareSide) -> &'static str {
    match side {
        ShareSide::Giver => "giver",
        ShareSide::Receiver => "receiver",
    }
}

fn side_choices(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(held) = share(lens, of) else { return Vec::new() };
    let choice = |side: ShareSide| {
        let words = match side {
            ShareSide::Giver => format!("{}, which gives", called(lens, held.share.giver)),
            ShareSide::Receiver => format!("{}, which receives", called(lens, held.share.receiver)),
        };
        (slug(side).to_owned(), words)
    };
    sides(lens, of).into_iter().map(choice).collect()
}

fn scene(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let held = share(lens, of)?;
    let share = &held.share;
    Some(Scene {
        caption: format!(
            "{} gives {} {}",
            called(lens, share.giver),
            called(lens, share.receiver),
            share.amount.pounds()
        ),
        lead: vec![format!("{}.", state_words(held))],
        back: share_href(&held.id),
    })
}

fn to_share(of: &Of<'_>, _: &[app::Act]) -> String {
    of.id::<RiskShareId>("share").map_or_else(String::new, |id| share_href(&id))
}

/// Sign a risk share.
pub(super) static SIGN_SHARE: ActForm = ActForm {
    name: "sign-share",
    path: "/risk-shares/{share}/sign",
    group: COSTS,
    title: "Sign it",
    about: "Each side signs for itself. From the later signature, and not before the day it is meant from, it is in force.",
    done: "It is signed",
    subject: &[SHARE],
    fields: &[Field::one("side", "For which side?", side_choices), Field::day("on", "On which day was it signed?")],
    by_hand: false,
    scene,
    offered: |lens, of| !sides(lens, of).is_empty(),
    read: |_, of, form| {
        let side = match form.text("side") {
            Some("giver") => Some(ShareSide::Giver),
            Some("receiver") => Some(ShareSide::Receiver),
            _ => None,
        };
        if side.is_none() {
            form.wrong("side", "Choose the side for which you sign");
        }
        let on = form.day("on", "Enter the day on which it was signed");
        one(Act::SignShare { id: of.id("share")?, side: side?, on: on? })
    },
    to: to_share,
    keeps: None,
};

/// Ask a risk share back.
pub(super) static REVOKE_SHARE: ActForm = ActForm {
    name: "revoke-share",
    path: "/risk-shares/{share}/revoke",
    group: COSTS,
    title: "Ask it back",
    about: "The body that gave asks for all of it, or for a part. From that month both positions and forecasts move back.",
    done: "It is asked back",
    subject: &[SHARE],
    fields: &[
        Field::day("on", "From which day?"),
        Field::money("part", "How much of it?").hint("Leave it empty for all of it."),
        Field::lines("reason", "Why?"),
    ],
    by_hand: false,
    scene,
    offered: |lens, of| may(lens, of, ActKind::RevokeShare),
    read: |_, of, form| {
        let on = form.day("on", "Enter the day from which it is asked back");
        let part = form.money("part");
        let reason = form.line("reason", "Say why it is asked back");
        let extent = part.map_or(RevocationExtent::Whole, RevocationExtent::Part);
        one(Act::RevokeShare { id: of.id("share")?, revocation: Revocation { on: on?, extent }, reason })
    },
    to: to_share,
    keeps: None,
};

fn unmet(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(held) = share(lens, of) else { return Vec::new() };
    let open = (1_u16..).zip(&held.conditions).filter(|(_, condition)| condition.met_on.is_none());
    // What the two wrote to each other is for those who may meet it: the form is offered to nobody else.
    open.map(|(number, condition)| {
        (number.to_string(), format!("{} (due {})", condition.words.as_str(), ask::day(condition.due)))
    })
    .collect()
}

/// Record that a condition of a risk share was met.
pub(super) static MEET_CONDITION: ActForm = ActForm {
    name: "meet-share-condition",
    path: "/risk-shares/{share}/meet-condition",
    group: COSTS,
    title: "Record that a condition was met",
    about: "The body that received shows it. A condition met late still proposes a review.",
    done: "The condition is met",
    subject: &[SHARE],
    fields: &[Field::one("number", "Which condition?", unmet), Field::day("on", "On which day was it met?")],
    by_hand: false,
    scene,
    offered: |lens, of| may(lens, of, ActKind::MeetCondition),
    read: |_, of, form| {
        let number = form.word("number", "Choose a condition");
        let on = form.day("on", "Enter the day on which it was met");
        one(Act::MeetCondition { id: of.id("share")?, number: number?, on: on? })
    },
    to: to_share,
    keeps: None,
};
