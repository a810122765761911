//! The page that documents the programs.

use std::collections::BTreeSet;

use crate::invocation::{PROGRAMS, demo, run};

const PAGE: &str = include_str!("../../examples/README.md");

#[test]
fn the_page_lists_the_rules_of_the_help() {
    let mut rules = Vec::new();
    for program in PROGRAMS {
        let help = run(program, &["--help"]).ok();
        let (_, section) = help.split_once("Rules:\n").expect("rules");
        let section = section.split("\n\n").next().unwrap_or_default();
        // The help wraps long lines.
        for line in section.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [id, severity, title @ ..] if id.len() == 5 && id[2..].parse::<u32>().is_ok() => {
                    rules.push(format!("| {id} | {severity} | {}", title.join(" ")));
                }
                words => {
                    let rule = rules.last_mut().expect("a rule");
                    rule.push_str(&format!(" {}", words.join(" ")));
                }
            }
        }
    }
    let documented = PAGE.lines().filter(|line| ["| US", "| AI", "| PC"].iter().any(|id| line.starts_with(id)));
    let documented: Vec<&str> = documented.map(|line| line.trim_end_matches(" |")).collect();
    assert_eq!(documented, rules);
    assert_eq!(rules.len(), 12);
}

#[test]
fn the_page_names_options_that_exist() {
    let help: String = PROGRAMS.iter().map(|program| run(program, &["--help"]).ok()).collect();
    let options = PAGE.split(|c: char| !(c.is_ascii_lowercase() || c == '-')).filter(|word| word.starts_with("--"));
    let options: BTreeSet<&str> = options.filter(|word| word.len() > 3).collect();
    assert!(options.len() > 10, "{options:?}");
    let of_cargo = ["--example", "--features", "--release", "--help"];
    for option in options.iter().filter(|option| !of_cargo.contains(option) && !option.starts_with("---")) {
        assert!(
            help.contains(&format!("{option} "))
                || help.contains(&format!("{option}\n"))
                || help.contains(&format!("{option}[")),
            "{option}"
        );
    }
}

#[test]
fn the_page_knows_how_large_the_company_of_the_demo_is() {
    let users = demo("search_users", &["--json"]).json()["summary"]["users"].clone();
    assert!(PAGE.contains(&format!("an invented company of {users} people")), "{users}");
}
