//! 100,000 users: the memory of the program depends on neither their number nor the format.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use c1_api::mock::{MockServer, Reply, Served};
use c1_api::user::v1::user_search::UserSearch;
use http::StatusCode;

use crate::invocation::command_against;

const FEW: usize = 10_000;
const MANY: usize = 100_000;
const PER_PAGE: usize = 100;
/// What the allocator may keep beyond what the program needs.
const ALLOWED_KIB: u64 = 2 * 1024;

/// A server with so many users, each with a manager.
async fn server(count: usize) -> Served {
    let c1 = MockServer::new();
    c1.keep_requests(0);
    c1.on::<UserSearch>().respond_with(move |call| {
        let start: usize = call.request().page_token.parse().unwrap_or_default();
        let user = |id: usize| {
            format!(
                r#"{{"managersPath":"$.expanded[0]","user":{{"id":"{id}","displayName":"User {id}","email":"user{id}@example.com","managerIds":["m"]}}}}"#
            )
        };
        let users: Vec<String> = (start..start + PER_PAGE).map(user).collect();
        let next = start + PER_PAGE;
        let next = if next < count { next.to_string() } else { String::new() };
        let manager = r#"{"@type":"type.googleapis.com/c1.api.user.v1.User","id":"m","displayName":"The Manager"}"#;
        let body = format!(r#"{{"list":[{}],"expanded":[{manager}],"nextPageToken":"{next}"}}"#, users.join(","));
        Reply::raw(StatusCode::OK, "application/json", body)
    });
    c1.serve().await.unwrap()
}

/// The most memory that was resident so far, in KiB.
fn peak_kib(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a running process");
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Lists so many users in a format, whose rows have `mark` before the number of the user. Returns the most memory that it took.
async fn peak_of(count: usize, format: &'static str, mark: &'static str) -> u64 {
    let served = server(count).await;
    let mut command = command_against(&served.url(), "search_users");
    command.args(Some(format).filter(|format| !format.is_empty())).stdout(Stdio::piped());
    let list = move || {
        let mut child = command.spawn().unwrap();
        let (mut rows, mut peak) = (0, 0);
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((_, id)) = line.split_once(mark) {
                assert!(id.starts_with(&rows.to_string()), "row {rows} is {line}");
                assert!(line.contains("The Manager"), "{line}");
                rows += 1;
                // The rest is more than a pipe holds, so the program still runs.
                if rows == count - 2_500 {
                    peak = peak_kib(child.id());
                }
            }
        }
        assert!(child.wait().unwrap().success());
        assert_eq!(rows, count, "{format}");
        peak
    };
    tokio::task::spawn_blocking(list).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_is_constant_in_all_formats() {
    for (format, mark) in [("--csv", ",User "), ("--json", r#""display_name":"User "#), ("", "│ User ")] {
        let (few, many) = (peak_of(FEW, format, mark).await, peak_of(MANY, format, mark).await);
        println!("{format:6} {few} KiB for {FEW} users, {many} KiB for {MANY} users");
        assert!(many <= few + ALLOWED_KIB, "{format}: {few} KiB for {FEW} users, {many} KiB for {MANY} users");
    }
}
