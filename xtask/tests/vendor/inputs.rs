//! The inputs on the command line.

#[cfg(unix)]
use std::process::Command;

use crate::server::Server;
use crate::workspace::{Workspace, codes};
use crate::{API, newer, page, part};

#[test]
fn standard_input_needs_a_name() {
    let workspace = Workspace::new();
    insta::assert_snapshot!(workspace.pipe(&["-", "--name", "c1-api"], API).succeeded());
    assert_eq!(workspace.specs()["c1-api.yaml"], API);
    assert!(workspace.specs()["SOURCES.toml"].contains("origin = \"standard input\"\n"));

    let page = page("https://example.com/spec", API);
    workspace.pipe(&["-", "--name", "c1-api.yaml", "--replace-all"], &page).succeeded();
    assert!(workspace.specs()["SOURCES.toml"].contains("origin = \"https://example.com/spec\"\n"));
}

#[test]
fn missing_and_invalid_names_are_errors() {
    let server = Server::of(API);
    let workspace = Workspace::new();
    let root = server.url("");
    let errors = [
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
    insta::assert_snapshot!(errors.join("\n"));
}

#[cfg(unix)]
#[test]
fn file_names_are_escaped() {
    let workspace = Workspace::new();
    for name in ["api\u{1b}[2J.yaml", "api\u{1b}[2J.txt", "a\nb.yaml"] {
        workspace.write(name, API);
    }
    let outputs = [
        workspace.vendor(&["api\u{1b}[2J.yaml"]).succeeded().to_owned(),
        workspace.vendor(&["a\nb.yaml"]).succeeded().to_owned(),
        workspace.fails(&["api\u{1b}[2J.txt"]),
        workspace.fails(&["gone\u{1b}[2J\u{202e}.yaml"]),
    ];
    insta::assert_snapshot!(outputs.join("\n"));
}

#[test]
fn documents_without_operations_and_schemas_are_errors() {
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
fn warnings_of_the_generator_are_shown() {
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
fn a_dry_run_shows_the_report_and_writes_nothing() {
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
    assert!(workspace.vendor(&["api.yaml"]).succeeded().ends_with("specs/ is unchanged\n"));
}

#[test]
fn a_shortened_report_names_the_command_for_the_rest() {
    let workspace = Workspace::with("api.yaml", API);
    let properties: String = (0..30).map(|index| format!("        added{index}: {{type: string}}\n")).collect();
    let title = "        title: {type: string}\n";
    workspace.write("api.yaml", &API.replace(title, &format!("{title}{properties}")));
    let run = workspace.vendor(&["api.yaml"]);
    let advice = "  and 10 more: cargo xtask diff --format json\n";
    assert!(run.succeeded().contains(advice), "{run:?}");
}

#[test]
fn lines_fit_a_terminal_of_80_columns() {
    let workspace = Workspace::with("api.yaml", API);
    workspace.write("api.yaml", &newer());
    let run = workspace.vendor(&["api.yaml"]);
    assert!(run.succeeded().lines().all(|line| line.chars().count() <= 80), "{}", run.stdout);
    assert!(!run.stdout.contains('\u{1b}'), "colors are for terminals only");
}

#[test]
fn usage_errors_have_their_own_exit_code() {
    let workspace = Workspace::new();
    let invalid = [
        &[][..],
        &["--update", "a.yaml"],
        &["--update", "--replace-all"],
        &["--update", "--name", "a"],
        &["a.yaml", "--timeout", "0"],
        &["a.yaml", "--timeout", "-1"],
        &["a.yaml", "--timeout", "NaN"],
        &["a.yaml", "--timeout", "1e300"],
    ];
    for args in invalid {
        assert_eq!(workspace.vendor(args).code, Some(2), "{args:?}");
    }
}

#[test]
fn another_version_under_another_name_is_one_error() {
    let workspace = Workspace::with("api.yaml", API);
    workspace.write("altered.yaml", &API.replace("title: {type: string}", "title: {type: boolean}"));
    workspace.write("moved.yaml", &API.replace("/books/{id}", "/volumes/{id}"));
    let errors = ["altered.yaml", "moved.yaml"].map(|name| workspace.fails(&[name]));
    insta::assert_snapshot!(errors.join("\n"));
    workspace.vendor(&["altered.yaml", "--name", "api"]).succeeded();
    workspace.vendor(&["moved.yaml", "--replace-all"]).succeeded();

    let (_, schemas) = API.split_once("components:\n").expect("components");
    let schemas = format!("openapi: 3.1.0\ninfo: {{title: API, version: '1'}}\npaths: {{}}\ncomponents:\n{schemas}");
    let workspace = Workspace::with("schemas.yaml", &schemas);
    workspace.write("newer.yaml", &schemas.replace("string", "boolean"));
    assert_eq!(codes(&workspace.fails(&["newer.yaml"])), ["C1X0024"]);
}

#[test]
fn documents_with_a_small_overlap_have_an_error_for_each_difference() {
    let workspace = Workspace::with("part.yaml", &part());
    let (before, rest) = API.split_once("  /books/{id}:\n").expect("a path");
    let (_, shelves) = rest.split_once("  /shelves:\n").expect("a path");
    let shelves =
        format!("{before}  /shelves:\n{}", shelves.replace("title: {type: string}", "title: {type: boolean}"));
    workspace.write("shelves.yaml", &shelves);
    assert_eq!(codes(&workspace.fails(&["shelves.yaml"])), ["C1G0040"]);
}

#[cfg(unix)]
#[test]
fn named_pipes_are_errors() {
    let workspace = Workspace::with("api.yaml", API);
    let pipe = |path: &str| {
        let made = Command::new("mkfifo").arg(workspace.root().join(path)).status().expect("a named pipe");
        assert!(made.success());
    };
    pipe("pipe.yaml");
    assert_eq!(codes(&workspace.fails(&["pipe.yaml"])), ["C1X0002"]);
    pipe("specs/pipe.yaml");
    assert_eq!(codes(&workspace.vendor(&["api.yaml"]).failed()), ["C1X0002"]);
}
