//! What can be named on the command line.

#[cfg(unix)]
use std::process::Command;

use crate::server::Server;
use crate::workspace::Workspace;
use crate::{API, newer, page, part};

#[test]
fn standard_input_is_taken_by_the_name_that_is_given() {
    let workspace = Workspace::new();
    insta::assert_snapshot!(workspace.pipe(&["-", "--name", "c1-api"], API).succeeded());
    assert_eq!(workspace.specs()["c1-api.yaml"], API);
    assert!(workspace.specs()["SOURCES.toml"].contains("origin = \"standard input\"\n"));

    let page = page("https://example.com/spec", API);
    workspace.pipe(&["-", "--name", "c1-api.yaml", "--replace-all"], &page).succeeded();
    assert!(workspace.specs()["SOURCES.toml"].contains("origin = \"https://example.com/spec\"\n"));
}

#[test]
fn what_has_no_name_or_too_many_is_told() {
    let server = Server::of(API);
    let workspace = Workspace::new();
    let root = server.url("");
    let complaints = [
        &["-"][..],
        &["-", "--name", ""],
        &["-", "--name", "../api"],
        &["-", "--name", "overlay"],
        &["-", "--name", &"x".repeat(121)],
        &["-", &root, "--name", "api"],
        &[&root],
        &[&server.url("/?a=/b.yaml")],
        &["ftp://example.com/api.yaml"],
        &["https://ada:secret@example.com/api.yaml"],
        &["http://"],
    ]
    .map(|args| server.hide(&format!("{args:?}\n{}", workspace.fails(args))));
    insta::assert_snapshot!(complaints.join("\n"));
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_speaks_to_the_terminal() {
    let workspace = Workspace::new();
    for name in ["api\u{1b}[2J.yaml", "api\u{1b}[2J.txt", "a\nb.yaml"] {
        workspace.write(name, API);
    }
    let said = [
        workspace.vendor(&["api\u{1b}[2J.yaml"]).succeeded().to_owned(),
        workspace.vendor(&["a\nb.yaml"]).succeeded().to_owned(),
        workspace.fails(&["api\u{1b}[2J.txt"]),
        workspace.fails(&["gone\u{1b}[2J\u{202e}.yaml"]),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_describes_nothing_is_refused() {
    let workspace = Workspace::new();
    let empty = [
        "openapi: 3.1.0\npaths: {}\n",
        "openapi: 3.1.0\npaths: {}\ncomponents: {schemas: {}}\n",
        "openapi: 3.1.0\npaths: {/books: {}}\ncomponents: {}\n",
    ];
    for document in empty {
        workspace.write("empty.yaml", document);
        insta::allow_duplicates! {
            insta::assert_snapshot!(workspace.fails(&["empty.yaml"]), @r"
            error[C1G0007]: this document defines no operation and no schema
            --> empty.yaml
             = help: it may be incomplete, or a part of another: name the whole document
            ");
        }
    }
}

#[test]
fn what_the_generator_warns_of_is_shown() {
    let workspace = Workspace::new();
    let oneof =
        "This message contains a oneof named kind. Only a single field of the following list may be set at a time:";
    let described = format!("c1.api.book.v1.Book:\n      description: |\n        {oneof}\n          - missing\n");
    workspace.write("api.yaml", &API.replace("c1.api.book.v1.Book:\n", &described));
    let run = workspace.vendor(&["api.yaml"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn what_would_change_is_shown_and_not_written_in_a_dry_run() {
    let workspace = Workspace::with("api.yaml", API);
    let before = workspace.specs();
    workspace.write("api.yaml", &newer());
    let dry = workspace.vendor(&["api.yaml", "--dry-run"]);
    assert_eq!(workspace.specs(), before);
    insta::assert_snapshot!(dry.succeeded());

    let wet = workspace.vendor(&["api.yaml"]);
    assert_eq!(workspace.specs()["api.yaml"], newer());
    let preview = dry.stdout.strip_suffix("nothing was written\n").expect("the last line");
    assert!(wet.succeeded().starts_with(preview), "{wet:?}");
    assert!(workspace.vendor(&["api.yaml"]).succeeded().ends_with("specs/ is as it was\n"));
}

#[test]
fn lines_fit_a_terminal_of_80_columns() {
    let workspace = Workspace::with("api.yaml", API);
    workspace.write("api.yaml", &newer());
    let run = workspace.vendor(&["api.yaml"]);
    assert!(run.succeeded().lines().all(|line| line.chars().count() <= 80), "{}", run.stdout);
    assert!(!run.stdout.contains('\u{1b}'), "no colour where there is no terminal");
}

#[test]
fn a_wrong_command_line_is_told_from_a_failure() {
    let workspace = Workspace::new();
    let wrong = [
        &[][..],
        &["--update", "a.yaml"],
        &["--update", "--replace-all"],
        &["--update", "--name", "a"],
        &["a.yaml", "--timeout", "0"],
        &["a.yaml", "--timeout", "-1"],
        &["a.yaml", "--timeout", "NaN"],
        &["a.yaml", "--timeout", "1e300"],
    ];
    for args in wrong {
        assert_eq!(workspace.vendor(args).code, Some(2), "{args:?}");
    }
}

#[test]
fn another_version_under_another_name_is_one_error() {
    let workspace = Workspace::with("api.yaml", API);
    workspace.write("altered.yaml", &API.replace("title: {type: string}", "title: {type: boolean}"));
    let errors = workspace.fails(&["altered.yaml"]);
    assert!(errors.starts_with("error[C1X0024]: ") && errors.matches("error[").count() == 1, "{errors}");
    assert!(errors.contains("`--name api`") && errors.contains("`--replace-all`"), "{errors}");
    workspace.vendor(&["altered.yaml", "--name", "api"]).succeeded();
}

#[test]
fn documents_that_share_little_have_an_error_for_each_disagreement() {
    let workspace = Workspace::with("part.yaml", &part());
    let (before, rest) = API.split_once("  /books/{id}:\n").expect("a path");
    let (_, shelves) = rest.split_once("  /shelves:\n").expect("a path");
    let shelves =
        format!("{before}  /shelves:\n{}", shelves.replace("title: {type: string}", "title: {type: boolean}"));
    workspace.write("shelves.yaml", &shelves);
    let errors = workspace.fails(&["shelves.yaml"]);
    assert!(!errors.contains("C1X0024") && errors.contains("error[C1G0040]: `c1.api.book.v1.Book`"), "{errors}");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_refused_instead_of_waited_for() {
    let workspace = Workspace::with("api.yaml", API);
    let pipe = |path: &str| {
        let made = Command::new("mkfifo").arg(workspace.root().join(path)).status().expect("a named pipe");
        assert!(made.success());
    };
    pipe("pipe.yaml");
    assert!(workspace.fails(&["pipe.yaml"]).starts_with("error[C1X0002]: this is not a regular file\n"));
    pipe("specs/pipe.yaml");
    let run = workspace.vendor(&["api.yaml"]);
    assert!(run.failed().contains("--> specs/pipe.yaml\n"), "{run:?}");
}
