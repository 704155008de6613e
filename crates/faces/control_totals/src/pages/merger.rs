//! The impact of a merger for the people of one body, on one page.

use ::ask::{Asked, FieldError};
use axum::extract::Path;
use axum::response::Response;
use kit::charts::Chart;
use kit::components::Input;
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::Ask;
use kit::tables_page::Part;
use money::Predecessor;
use terms::{Heads, OdsCode, Pence};

use super::bars::{Bar, bars};
use super::costs::Asking;
use crate::answers::costs::Costs;
use crate::answers::mergers::{
    KnownMerger, MergerAnswer, by_predecessor, by_treatment, fence_ends, known_merger, read_predecessors,
    treatment_words, write_predecessors,
};
use crate::questions::mergers::{MERGER_IMPACT, merger_asked};

/// What the people of a body take over when it merges.
pub(super) async fn impact(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    let mut asking = Asking::of(&ask, &MERGER_IMPACT, &code);
    let costs = Costs::of(ask.lens());
    let known = asking.value("code").and_then(|code| code.parse().ok()).and_then(|code| known_merger(&costs, code));
    let typed = typed_in_parts(&mut asking, known.as_ref());
    if let Some(predecessors) = typed {
        asking.values.retain(|(name, _)| name != "predecessors");
        asking.values.push(("predecessors".to_owned(), predecessors));
    }
    let mut found = None;
    if asking.errors.is_empty() && asking.value("predecessors").is_some() {
        let question = merger_asked(ask.lens(), &Asked::new(&asking.values, MERGER_IMPACT.params));
        let answer = question.and_then(MergerAnswer::of).and_then(|answer| {
            let all = by_predecessor(&costs, &answer)?;
            Ok((answer, all))
        });
        found = asking.take(answer)?;
    }
    let mut page = asking.page(&ask, "Impact of a merger", "merger-impact");
    page.lead = vec![MERGER_IMPACT.about.to_owned()];
    if let Some(known) = &known {
        page.lead.push(merger_words(&costs, known));
    }
    let form = form(&ask, &asking, &costs, known.as_ref());
    match found {
        Some((answer, all)) => {
            let merged = page.lead.pop().filter(|_| known.is_some());
            page.lead = answer.sentences(&costs);
            page.lead.extend(merged);
            page.parts = vec![
                Part::new("treatments", "Treatment by treatment", by_treatment(&costs, &answer))
                    .after(chart(&costs, &answer).boxed()),
                Part::new("predecessors", "Every body that goes into it", all),
                Part::words("another", "Ask with other figures", Vec::new(), form),
            ];
        }
        None => page.before = form,
    }
    page.answer(&ask)
}

fn merger_words(costs: &Costs<'_>, known: &KnownMerger) -> String {
    let all: Vec<String> = known.parties.iter().map(|party| costs.body(party.code)).collect();
    format!("On {} {} took the place of {}.", ::ask::day(known.on), costs.body(known.successor), all.join(", "))
}

/// What was typed of a body.
fn sent(asking: &Asking, part: &str, code: OdsCode) -> Option<String> {
    asking.value(&format!("{part}-{code}"))
}

/// The figures typed body by body, as one value; what is wrong is kept for its field.
fn typed_in_parts(asking: &mut Asking, known: Option<&KnownMerger>) -> Option<String> {
    let parties = &known?.parties;
    if parties.iter().all(|party| sent(asking, "balance", party.code).is_none()) {
        return None;
    }
    let mut all = std::collections::BTreeMap::new();
    for party in parties {
        let code = party.code;
        let people = |text: Option<String>| text.and_then(|text| text.replace([',', ' '], "").parse().ok()).map(Heads);
        let (heads, weighted) = (people(sent(asking, "heads", code)), sent(asking, "weighted", code));
        let weighted = if weighted.is_some() { people(weighted) } else { heads };
        let balance = sent(asking, "balance", code).and_then(|text| text.parse::<Pence>().ok());
        let mut wrong = |part: &str, message: &str| {
            asking.errors.push(FieldError { field: format!("{part}-{code}"), message: format!("{code}: {message}") });
        };
        match (heads, weighted, balance) {
            (Some(heads), Some(weighted_heads), Some(balance)) => {
                all.insert(code, Predecessor { heads, weighted_heads, balance });
            }
            (None, ..) => wrong("heads", "enter how many people it has, such as 532,262"),
            (_, None, _) => wrong("weighted", "enter how many weighted people it has, such as 548,000"),
            (.., None) => wrong("balance", "enter its balance in pounds, a deficit below nought, such as -12.5m"),
        }
    }
    (all.len() == parties.len()).then(|| write_predecessors(&all))
}

fn form(ask: &Ask, asking: &Asking, costs: &Costs<'_>, known: Option<&KnownMerger>) -> Markup {
    let given = asking.value("predecessors").and_then(|text| read_predecessors(&text).ok()).unwrap_or_default();
    let mut fields = Vec::new();
    match known {
        Some(known) => {
            for party in &known.parties {
                let (code, name) = (party.code, costs.body(party.code));
                let held = given.get(&code);
                let number = |heads: Heads| heads.0.to_string();
                let heads = held.map(|held| held.heads).or(party.heads).map(number).unwrap_or_default();
                let weighted = held.map(|held| number(held.weighted_heads)).unwrap_or_default();
                let balance = held.map(|held| held.balance.typed()).unwrap_or_default();
                fields.push(Markup::trusted(format!("<h3 class=\"nhsuk-heading-s\">{}</h3>", Markup::escaped(&name))));
                fields.push(asking.input(&format!("heads-{code}"), "People", "", &heads));
                let hint = "Leave it empty to count them as the people.";
                fields.push(asking.input(&format!("weighted-{code}"), "People weighted by need", hint, &weighted));
                let hint = "In pounds; a deficit is below nought, such as -12.5m.";
                fields.push(asking.input(&format!("balance-{code}"), "Balance", hint, &balance));
            }
        }
        None => fields.push(Markup::of(&Input {
            name: "predecessors".to_owned(),
            id: Some("predecessors".to_owned()),
            label: "Which bodies, with how many people and which balance?".into(),
            hint: Some(
                "Each body with its people, weighted people and balance in pounds, colons between; semicolons between bodies: \
                 05A:532262:548000:-12.5m;05H:194938:206000:-22.4m"
                    .into(),
            ),
            value: asking.value("predecessors"),
            error_message: asking.error("predecessors"),
            ..Input::default()
        })),
    }
    fields.push(asking.input("repay", "Over how many years is a deficit repaid?", "0 if it is not.", "3"));
    let until = fence_ends(ask.on()).to_string();
    fields.push(asking.input("until", "Until when would a ring-fence last?", "Such as 2024-03-31.", &until));
    asking.form(ask, fields, "Show the impact")
}

/// What the people of the body carry a head before and after, by each treatment, over the table of the same.
fn chart(costs: &Costs<'_>, answer: &MergerAnswer) -> Chart {
    let bar = |label: String, a_head: Option<Pence>, is_pale| Bar {
        label,
        value: a_head.unwrap_or_default().0,
        words: a_head.map_or_else(|| "nobody".to_owned(), Pence::to_the_penny),
        is_pale,
    };
    let before = answer.parts().next().and_then(|(_, part)| part.per_head_before);
    let mut all = vec![bar("Before the merger".to_owned(), before, true)];
    all.extend(answer.parts().map(|(held, part)| bar(treatment_words(held.treatment), part.per_head_after, false)));
    let said: Vec<String> = all.iter().map(|bar| format!("{}: {}", bar.label, bar.words)).collect();
    let title = format!("Balance a head of the people of {}", costs.body(answer.code));
    bars("a-head", &title, &format!("{}.", said.join("; ")), &all)
}
