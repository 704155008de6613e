//! Thresholds, as a table: where a body's own rules decide by votes.

use executive::{Ballot, Threshold, Vote, carries};

/// Ballots as `clinical@10Y:for`; a leading `-` is a member who is absent or has withdrawn, no vote is silence.
fn check(share: &str, of: &str, grouping: &str, ballots: &str, expected: bool) {
    let read = |text: &str| {
        let is_eligible = !text.starts_with('-');
        let (who, vote) = text.trim_start_matches('-').split_once(':').unwrap();
        let (class, bodies) = who.split_once('@').unwrap();
        let vote = (!vote.is_empty()).then(|| vote.parse::<Vote>().unwrap());
        let bodies = bodies.split('+').map(str::to_owned).collect();
        Ballot { class: class.to_owned(), bodies, is_eligible, vote }
    };
    let ballots: Vec<Ballot> = ballots.split(' ').map(read).collect();
    let threshold =
        Threshold { share: share.parse().unwrap(), of: of.parse().unwrap(), grouping: grouping.parse().unwrap() };
    assert_eq!(carries(threshold, &ballots), expected, "{threshold}: {ballots:?}");
}

#[test]
fn shares_are_reached_exactly() {
    check("simple", "votes-cast", "whole", "g@a:for g@a:against", false);
    check("simple", "votes-cast", "whole", "g@a:for g@a:for g@a:against", true);
    check("two-thirds", "votes-cast", "whole", "g@a:for g@a:for g@a:against", true);
    check("three-quarters", "votes-cast", "whole", "g@a:for g@a:for g@a:against", false);
    check("three-quarters", "votes-cast", "whole", "g@a:for g@a:for g@a:for g@a:against", true);
    check("four-fifths", "votes-cast", "whole", "g@a:for g@a:for g@a:for g@a:against", false);
    check("four-fifths", "votes-cast", "whole", "g@a:for g@a:for g@a:for g@a:for g@a:against", true);
    check("all", "votes-cast", "whole", "g@a:for g@a:against", false);
}

#[test]
fn what_the_share_is_taken_of_decides() {
    check("simple", "votes-cast", "whole", "g@a:for g@a:abstain g@a:", true);
    check("simple", "present", "whole", "g@a:for g@a:abstain g@a:", false);
    check("simple", "present", "whole", "g@a:for g@a:for -g@a: -g@a:", true);
    check("simple", "membership", "whole", "g@a:for g@a:for -g@a: -g@a:", false);
    check("simple", "votes-cast", "whole", "g@a:abstain g@a:", false);
    // The vote of somebody who has withdrawn does not count.
    check("simple", "votes-cast", "whole", "g@a:for g@a:against -g@a:for", false);
}

#[test]
fn each_class_or_body_must_carry() {
    check("simple", "votes-cast", "each-class", "clinical@a:for clinical@a:for lay@a:against", false);
    check("simple", "votes-cast", "each-class", "clinical@a:for clinical@a:against clinical@a:for lay@a:for", true);
    check("simple", "votes-cast", "each-body", "g@10Y:for g@10Y:for g@10H:against", false);
    check("simple", "votes-cast", "each-body", "g@10Y:for g@10H:for g@10H:", true);
    // Who serves several bodies counts in each.
    check("simple", "votes-cast", "each-body", "g@10Y+10H:for g@10H:against", false);
    check("simple", "votes-cast", "each-body", "g@10Y+10H:for g@10Y:for", true);
}
