//! What a newcomer reads first.

use crate::world::{World, golden};

#[test]
fn the_help_is_worth_reading() {
    golden!(World::empty().shown("-h"));
}

#[test]
fn every_command_explains_itself() {
    let world = World::empty();
    let help = world.shown("-h");
    let groups = help.split("Start here:").nth(1).unwrap().split("Options:").next().unwrap();
    let commands: Vec<&str> = groups.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    assert!(commands.len() > 25, "{commands:?}");
    for command in commands.iter().filter(|command| **command != "help") {
        let own = world.shown(&format!("{command} --help"));
        assert!(own.contains("Usage: footprint"), "{command}: {own}");
    }
}

#[test]
fn every_shell_has_its_completions() {
    let world = World::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = world.shown(&format!("completions {shell}"));
        assert!(script.contains("predecessors") && script.contains("small-area"), "{shell}");
    }
}

#[test]
fn a_slip_is_a_usage_error() {
    let world = World::empty();
    for slip in ["", "orgs 14Y", "members", "members 14Y --kind pratice", "successors 10Y --by guess"] {
        let ran = world.sh(slip);
        assert_eq!(ran.code, 2, "{slip}: {ran:?}");
    }
    assert!(world.sh("members 14Y --kind pratice").err.contains("a similar value exists: 'practice'"));
}
