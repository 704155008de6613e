//! Inventories of work: a row entered, a row withdrawn.

use app::Lens;
use ask::{ActForm, Field, Key, Of, Scene, Takes};
use money::totals::{Act, ActKind, InventoryId, InventoryRecord, Thing};
use money::{InventoryEntry, WorkCategory};

use super::costs::{
    BODY, COSTS, body, called, choices, identity, made, may_for_body, money, number, of_body, one, room, to_body,
};
use crate::answers::inventory::item_href;

/// The row that a form is about.
const ITEM: Key = Key::new("item", "The row of an inventory", "payroll-05a");

/// Enter a row of an inventory.
pub(super) static ENTER_ITEM: ActForm = ActForm {
    name: "enter-item",
    path: "/organisations/{body}/inventory/new",
    group: COSTS,
    title: "Enter a row",
    about: "Something the body pays for, writes or sends over and over. What other bodies do alike is found by its name.",
    done: "The row is entered",
    subject: &[BODY],
    fields: &[
        Field::one("category", "What kind of work?", |_, _| {
            choices(WorkCategory::ALL, WorkCategory::slug, WorkCategory::words)
        }),
        Field::line("item", "What is it called?").hint("Such as SBS Payroll Ltd, or Monthly activity return."),
        Field::money("cost", "What does it cost a year?").hint("0 if it costs nothing but time."),
        Field::new("times", "How many times a year?", Takes::Number),
        Field::new("minutes", "How many minutes each time?", Takes::Number),
        Field::day("contract_ends", "Last day of the contract for it").hint("Leave it empty if there is none."),
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "inventory", &[]),
    offered: |lens, of| may_for_body(lens, of, ActKind::EnterItem),
    read: |lens, of, form| {
        let category = form.word("category", "Choose what kind of work it is");
        let item = form.line("item", "Enter what it is called");
        let annual_cost = money(form, "cost", "Enter what it costs a year: 0 if it costs nothing but time");
        let times = number(form, "times", "Enter how many times a year, such as 12");
        let minutes_each = number(form, "minutes", "Enter how many minutes each time, such as 240");
        let contract_ends = form.maybe_day("contract_ends");
        let body = body(lens, of)?;
        let id = identity(&format!("{item} {body}"), |id: &InventoryId| room(lens).item(id).is_some());
        let entry = InventoryEntry {
            body,
            category: category?,
            item,
            annual_cost: annual_cost?,
            times: times?,
            minutes_each: minutes_each?,
            contract_ends,
        };
        one(Act::EnterItem { id: id?, entry })
    },
    to: |of, acts| match made(acts) {
        Some(Act::EnterItem { id, .. }) => item_href(id),
        _ => to_body(of, "inventory"),
    },
    keeps: None,
};

fn item<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a InventoryRecord> {
    let held = room(lens).item(&of.id::<InventoryId>("item")?)?;
    lens.reader().sees_in_system(held.entry.body).then_some(held)
}

/// Withdraw a row of an inventory.
pub(super) static WITHDRAW_ITEM: ActForm = ActForm {
    name: "withdraw-item",
    path: "/inventory-items/{item}/withdraw",
    group: COSTS,
    title: "Withdraw the row",
    about: "It is compared with nothing from then on. What was known before stays as it was.",
    done: "The row is withdrawn",
    subject: &[ITEM],
    fields: &[],
    by_hand: false,
    scene: |lens, of| {
        let held = item(lens, of)?;
        let caption = format!("{}, {}", held.entry.item, called(lens, held.entry.body));
        Some(Scene { caption, back: item_href(&held.id), ..Scene::default() })
    },
    offered: |lens, of| {
        item(lens, of).is_some_and(|held| lens.offers(ActKind::WithdrawItem, &Thing::Item(held.id.clone())))
    },
    read: |_, of, _| one(Act::WithdrawItem { id: of.id("item")? }),
    to: |of, _| of.id::<InventoryId>("item").map_or_else(String::new, |id| item_href(&id)),
    keeps: None,
};
