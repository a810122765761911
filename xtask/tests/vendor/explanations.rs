//! Runs the examples of diagnostics.md: each yields its code, and its repair does not. The file itself explains the rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::diagnostics::Diagnostic;
use codegen::{Inputs, TextFile, UnmatchedActions};
use tempfile::TempDir;

use crate::server::{Act, Server, document_of};

const EXPLANATIONS: &str = include_str!("../../diagnostics.md");

/// The codes without a runnable example, with the reason.
const NOT_RUNNABLE: [(&str, &str); 4] = [
    ("C1G0001", "no document causes an internal error"),
    ("C1G0002", "every command reports C1X0010 or C1X0041 before"),
    ("C1G0073", "no document causes it: colliding paths need colliding names, which are C1G0070"),
    ("C1X0060", "it takes a build of the whole workspace, and a fault in it"),
];

/// A fenced block: its info string and its text.
type Block<'a> = (&'a str, String);

/// Each code with the blocks above its advice and the blocks below.
fn examples() -> Vec<(&'static str, Vec<Vec<Block<'static>>>)> {
    let sections = EXPLANATIONS.split("\n## ").skip(1).map(|section| section.split_once('\n').expect("a heading"));
    sections.map(|(code, section)| (code, blocks(section))).collect()
}

/// The blocks of a section. Prose separates the groups.
fn blocks(section: &str) -> Vec<Vec<Block<'_>>> {
    let mut groups: Vec<Vec<Block<'_>>> = Vec::new();
    let (mut is_open, mut is_after_prose) = (false, true);
    for line in section.lines() {
        match line.strip_prefix("```") {
            Some(info) if !is_open => {
                if is_after_prose {
                    groups.push(Vec::new());
                }
                groups.last_mut().expect("a group").push((info, String::new()));
                (is_open, is_after_prose) = (true, false);
            }
            Some(_) => is_open = false,
            None if is_open => {
                let block = groups.last_mut().and_then(|group| group.last_mut()).expect("an open block");
                block.1.push_str(&format!("{line}\n"));
            }
            None => is_after_prose |= !line.is_empty(),
        }
    }
    groups
}

fn is_runnable(code: &str) -> bool {
    NOT_RUNNABLE.iter().all(|(other, _)| *other != code)
}

#[test]
fn all_other_examples_are_runnable() {
    let is_example = |code: &str, groups: &[Vec<Block<'_>>]| {
        let is_document = |(info, _): &Block<'_>| ["yaml", "yaml overlay"].contains(info);
        let is_valid = |group: &Vec<Block<'_>>| {
            if code.starts_with("C1G") { group.iter().all(is_document) } else { matches!(&group[..], [("sh", _)]) }
        };
        groups.len() == 2 && groups.iter().all(is_valid)
    };
    let others: Vec<_> = examples().into_iter().filter(|(code, groups)| !is_example(code, groups)).collect();
    let others: Vec<&str> = others.iter().map(|(code, _)| *code).collect();
    assert_eq!(others, NOT_RUNNABLE.map(|(code, _)| code));
}

#[test]
fn documents_yield_their_codes_until_they_are_repaired() {
    let mut failures = String::new();
    for (code, groups) in examples().iter().filter(|(code, _)| code.starts_with("C1G") && is_runnable(code)) {
        let example = generate(&groups[0], &[]);
        let repaired = generate(&groups[1], &groups[0]);
        if example.iter().any(|found| found.code().id != *code) || example.is_empty() || !repaired.is_empty() {
            failures.push_str(&format!("{code}\n{example:?}\nrepaired: {repaired:?}\n\n"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The errors and warnings of the generator for these blocks. An overlay alone is for the `previous` documents.
fn generate(blocks: &[Block<'_>], previous: &[Block<'_>]) -> Vec<Diagnostic> {
    let documents = |blocks: &[Block<'_>]| -> Vec<TextFile> {
        let texts = blocks.iter().filter(|(info, _)| *info == "yaml").map(|(_, text)| complete(text));
        (1..).zip(texts).map(|(number, text)| TextFile { file: format!("{number}.yaml"), text }).collect()
    };
    let given = [documents(blocks), documents(previous), documents(&[("yaml", String::new())])];
    let overlay = blocks.iter().find(|(info, _)| *info == "yaml overlay");
    let inputs = Inputs {
        documents: given.into_iter().find(|documents| !documents.is_empty()).expect("a document"),
        overlay: overlay.map(|(_, text)| TextFile { file: "overlay.yaml".to_owned(), text: text.clone() }),
        ..Inputs::default()
    };
    // The command `vendor` validates each document first.
    let validated = inputs.documents.iter().try_for_each(|file| codegen::validate(file, inputs.overlay.as_ref()));
    match validated.and_then(|()| codegen::generate(&inputs, UnmatchedActions::Error, &mut |_| {})) {
        Ok(generated) => generated.analysis.warnings,
        Err(errors) => errors.into_iter().collect(),
    }
}

/// Adds the root keys that a document lacks.
fn complete(text: &str) -> String {
    let defaults =
        ["openapi: 3.1.0\n", "paths: {}\n", "components: { schemas: { c1.api.user.v1.User: { type: object } } }\n"];
    let is_missing = |default: &&str| {
        let (key, _) = default.split_once(' ').expect("a key");
        !text.lines().any(|line| line.starts_with(key))
    };
    defaults.into_iter().filter(is_missing).chain([text]).collect()
}

/// A document with two models that share a property name.
const USERS: &str = "\
openapi: 3.1.0
info: { title: Users, version: '1' }
paths:
  /api/v1/user:
    get:
      operationId: c1.api.user.v1.UserService.Get
      responses:
        200:
          description: A user.
          content: { application/json: { schema: { $ref: '#/components/schemas/c1.api.user.v1.User' } } }
components:
  schemas:
    c1.api.user.v1.User:
      type: object
      properties:
        email: { type: string }
    c1.api.user.v1.Group:
      type: object
      properties:
        email: { type: string }
";

const MANIFEST: &str = "\
[package]
name = \"c1-api\"
version = \"0.1.0\"

[features]
# @generated-begin
# @generated-end
";

#[test]
fn commands_yield_their_codes_until_they_are_repaired() {
    let server = Server::start(|head| match head.split(' ').nth(1) {
        Some("/users.yaml") => document_of(USERS, ""),
        Some("/without-length.yaml") => vec![Act::Send(format!("HTTP/1.1 200 OK\r\n\r\n{USERS}"))],
        _ => vec![Act::Send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned())],
    });
    let base = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(base.path().join("c1-api/src/generated")).expect("a folder");
    fs::write(base.path().join("users.yaml"), USERS).expect("a file");
    fs::write(base.path().join("c1-api/Cargo.toml"), MANIFEST).expect("a file");
    let setup = "cargo xtask vendor users.yaml\ncargo xtask codegen\ngit init --quiet\ngit add .\n\
                 git -c user.name=Ada -c user.email=ada@example.com commit --quiet --message Test";
    assert_eq!(run(base.path(), &server, setup), (true, BTreeSet::new()));

    let mut failures = String::new();
    for (code, groups) in examples().iter().filter(|(code, _)| code.starts_with("C1X") && is_runnable(code)) {
        let root = TempDir::new().expect("a temporary folder");
        let copied = Command::new("cp").arg("-R").arg(base.path().join(".")).arg(root.path()).status();
        assert!(copied.expect("the program runs").success());
        let (_, example) = run(root.path(), &server, &groups[0][0].1);
        let (is_repaired, repaired) = run(root.path(), &server, &groups[1][0].1);
        if example != BTreeSet::from([(*code).to_owned()]) || !is_repaired || repaired.contains(*code) {
            failures.push_str(&format!("{code}: {example:?}, repaired: {is_repaired} {repaired:?}\n"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Runs commands, with the server in place of example.com. Returns whether they succeeded, and the codes that they print.
fn run(root: &Path, server: &Server, commands: &str) -> (bool, BTreeSet<String>) {
    let commands = commands.replace("https://example.com", &server.url(""));
    let script = format!("set -e\ncargo() {{ shift; \"$XTASK\" --root . \"$@\"; }}\n{commands}\n");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(root).env("XTASK", env!("CARGO_BIN_EXE_xtask"));
    for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(proxy).env_remove(proxy.to_uppercase());
    }
    // Git hooks set variables that name another repository.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(variable);
    }
    let output = command.output().expect("a shell");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let code = |line: &str| {
        let rest = line.strip_prefix("error[").or_else(|| line.strip_prefix("warning["))?;
        Some(rest.split(']').next()?.to_owned())
    };
    (output.status.success(), stderr.lines().filter_map(code).collect())
}
