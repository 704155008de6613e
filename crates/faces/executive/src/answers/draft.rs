//! Minutes and decision notices, drafted from the record as Markdown, to be edited by a person before they are approved.

use executive::{Access, Item, Meeting, Proposal, Standing};
use std::fmt::Write as _;
use terms::{OdsCode, Pence};

use super::{Basis, clock, item, meeting, proposal};
use ask::day;

/// Adds a line. Writing to a string cannot fail.
macro_rules! line {
    ($text:expr, $($words:tt)*) => { let _ = writeln!($text, $($words)*); };
}

/// Text a person wrote, so that it cannot become a heading, list or table of ours.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            shown.push('\\');
        }
        shown.push(letter);
    }
    shown
}

/// The minutes of a meeting as the record has them. What is confidential is left out, whoever asks: approved minutes are
/// public, and what was taken in private is minuted apart.
pub fn minutes(basis: &Basis<'_>, held: &Meeting) -> String {
    let mut text = String::new();
    line!(text, "## Who was there\n");
    if held.attendance.is_empty() {
        line!(text, "Nobody’s presence is on record.\n");
    }
    for came in &held.attendance {
        let at = |stamp| clock::time_on(stamp, held.held_on);
        let from = at(came.joined).map_or_else(String::new, |time| format!(" (from {time})"));
        let left = came.left.and_then(at).map_or_else(String::new, |time| format!(", left at {time}"));
        line!(text, "- {}{from}{left}", plain(&basis.person(&came.person)));
    }
    if !held.apologies.is_empty() {
        line!(text, "\nApologies: {}.", plain(&basis.people(&held.apologies)));
    }
    if let Some(time) = held.opened.and_then(|opened| clock::time_on(opened, held.held_on)) {
        line!(text, "\nThe meeting began at {time}.");
    }
    for (place, id) in held.items.iter().enumerate() {
        let Some(item) = basis.executive.item(id) else { continue };
        of_item(&mut text, basis, held, item, place + 1);
    }
    if let Some(time) = held.closed.and_then(|closed| clock::time_on(closed, held.held_on)) {
        line!(text, "\nThe meeting ended at {time}.");
    }
    text
}

fn of_item(text: &mut String, basis: &Basis<'_>, held: &Meeting, item: &Item, number: usize) {
    if item.reading.access == Access::Confidential {
        let reason =
            item.reading.reason.as_ref().map_or_else(|| "no reason is on record".to_owned(), ToString::to_string);
        line!(text, "\n## Item {number}: taken in private\n\n{}", plain(&reason));
        return;
    }
    line!(text, "\n## Item {number}: {} (for {})\n", plain(item.title.as_str()), item.kind.words().to_lowercase());
    for declared in &item.declarations {
        line!(
            text,
            "- {} declared an interest ({}): {}. {}.",
            plain(&basis.person(&declared.person)),
            declared.category.words().to_lowercase(),
            plain(declared.nature.as_str()),
            declared.recusal.words()
        );
    }
    for (paper, version) in meeting::papers(basis, item) {
        if version.reading.access == Access::Public {
            line!(text, "- Paper: {} (version {}, {})", plain(version.title.as_str()), version.version, paper.id);
        }
    }
    for said in &item.remarks {
        line!(text, "- {}: {}", plain(&basis.person(&said.person)), plain(said.text.as_str()));
    }
    for proposal in item::proposals(basis, item).into_iter().filter(|proposal| basis.is_public(proposal)) {
        of_proposal(text, basis, proposal, item, held);
    }
    let raised = basis.executive.actions().filter(|action| action.item == item.id);
    for action in raised {
        line!(
            text,
            "- {}: {} ({}, by {})",
            action.kind.words(),
            plain(action.wording.as_str()),
            plain(&basis.person(&action.owner)),
            day(action.due)
        );
    }
}

fn of_proposal(text: &mut String, basis: &Basis<'_>, put: &Proposal, item: &Item, held: &Meeting) {
    line!(text, "\n### {}\n", plain(put.title.as_str()));
    for settled in put.settlements.iter().filter(|settled| settled.item.as_ref() == Some(&item.id)) {
        let quorum = meeting::quorum_words(&settled.quorum, meeting::n_members(basis, held));
        line!(
            text,
            "Present and able to decide: {}. {}.\n",
            plain(&basis.people(&settled.eligible)),
            sentence(&quorum)
        );
    }
    for row in proposal::parts(basis, put) {
        let amount = row.amount.map_or(String::new(), |amount| format!(", {}", amount.to_the_penny()));
        let why = if row.why.is_empty() { String::new() } else { format!(" ({})", plain(&row.why)) };
        line!(text, "- {}{amount}: {}{why}", plain(&row.name), row.standing.to_lowercase());
    }
}

fn sentence(words: &str) -> String {
    kit::site::sentence(words)
}

/// The notice to one body of what a meeting decided for it: the wording, its standing and what follows. `None` when
/// nothing at the meeting concerned the body that the reader may see.
pub fn notice(basis: &Basis<'_>, held: &Meeting, body: OdsCode) -> Option<String> {
    let mut text = String::new();
    for id in &held.items {
        let Some((_, item)) = basis.open_item(id) else { continue };
        for put in item::proposals(basis, item) {
            let Some(part) = put.parts.get(&body) else { continue };
            of_part(&mut text, basis, put, part);
        }
    }
    (!text.is_empty()).then_some(text)
}

fn of_part(text: &mut String, basis: &Basis<'_>, put: &Proposal, part: &executive::Part) {
    line!(text, "## {}\n", plain(put.title.as_str()));
    let (standing, why) = proposal::standing(basis, put, part);
    line!(text, "{standing}{}.\n", if why.is_empty() { String::new() } else { format!(", {}", plain(&why)) });
    let bound = match &part.standing {
        Standing::Bound(decision) => Some(decision),
        _ => None,
    };
    let hash = bound.map_or(part.put, |decision| decision.text);
    let Some(wording) = put.find_wording(hash) else { return };
    let amount = wording.amounts.get(&part.body).copied();
    line!(text, "- Amount: {}", amount.map_or_else(|| "no money".to_owned(), Pence::to_the_penny));
    line!(text, "- Wording {}, SHA-256 {hash}", wording.version);
    if let Some(decision) = bound {
        let (heading, effect) = super::decisions::effect(basis, put, decision);
        line!(text, "- {}, {} {effect}", plain(&proposal::by_words(basis, decision)), heading.to_lowercase());
        for chain in &decision.chains {
            let links: Vec<String> = chain
                .links
                .iter()
                .map(|link| {
                    let person = link.id.parse().ok().filter(|_| link.kind == mandate::LinkKind::Person);
                    let which = person.map_or_else(|| link.id.clone(), |person| basis.person(&person));
                    format!("{} {which}", link.kind.words().to_lowercase())
                })
                .collect();
            line!(
                text,
                "- Authority for {}: {}",
                plain(&basis.matter(&chain.matter, decision.on)),
                plain(&links.join(" → "))
            );
        }
        for condition in put.conditions_of(part.body) {
            line!(text, "- Condition: {} (by {})", plain(condition.wording.as_str()), day(condition.expires));
        }
    }
    line!(text, "\n### What was put\n");
    for paragraph in wording.text.as_str().split("\n\n") {
        line!(text, "> {}\n", plain(paragraph));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_wrote_is_only_words() {
        assert_eq!(plain("# A <b>heading</b>\n| x |"), "\\# A \\<b\\>heading\\</b\\> \\| x \\|");
        assert_eq!(plain("plain words, 1.5%"), "plain words, 1.5%");
    }
}
