//! Paging with and without prefetch, from a server that takes some time for each page, in a program that works on each page.

use std::convert::Infallible;
use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use c1_api::Client;
use c1_api::user::v1::SearchUsersRequest;
use http::{Request, Response};
use http_body_util::Full;
use tokio::runtime::Builder;
use tower::service_fn;

use crate::context::{Context, say};
use crate::error::{Error, Result};
use crate::report::{Group, Table, Unit};
use crate::statistics::{median, ratio};

/// What the server takes for a page, in milliseconds.
const DELAYS: [u64; 3] = [0, 5, 50];
/// What the program takes for a page.
const WORK: Duration = Duration::from_millis(10);
/// The pages of a search.
const PAGES: usize = 20;
/// The pages that are requested ahead.
const AHEAD: usize = 2;

/// Measures paging.
pub(crate) fn run(context: &Context) -> Result<Group> {
    let columns = [
        ("without prefetch", Unit::Milliseconds),
        ("with prefetch", Unit::Milliseconds),
        ("ideal", Unit::Milliseconds),
        ("to ideal", Unit::Ratio),
        ("without to ideal", Unit::Ratio),
    ];
    let mut table = Table::new("paging", "Paging", "time of the server", &columns);
    let runs = if context.quick { 3 } else { 9 };
    for delay in DELAYS {
        say(&format!("paging, {delay} ms a page"));
        let (mut without, mut with, mut ideals) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..runs {
            without.push(search(delay, 0)?.seconds);
            let Search { seconds, ideal } = search(delay, AHEAD)?;
            with.push(seconds);
            ideals.push(ideal);
        }
        let milliseconds = |times: &[f64]| Some(median(times.iter().copied()) * 1e3);
        let figures = [milliseconds(&without), milliseconds(&with), milliseconds(&ideals)];
        let ratios = [Some(ratio(&with, &ideals)), Some(ratio(&without, &ideals))];
        table.row(&delay.to_string(), &format!("{delay} ms"), figures.into_iter().chain(ratios));
    }
    table.bars("Paging: 20 pages, 10 ms of work on each", &["without prefetch", "with prefetch", "ideal"]);
    table.note(format!(
        "{PAGES} pages, and {} ms of work on each, with prefetch of {AHEAD}. In the ideal case, the first page is waited for, \
         and from then on the slower of the server and the program is never idle. The time of the server is what its timer takes.",
        WORK.as_millis()
    ));
    Ok(Group { title: "Paging".to_owned(), tables: vec![table] })
}

/// What a search took, and what it would have taken in the ideal case. In seconds.
struct Search {
    seconds: f64,
    ideal: f64,
}

/// Goes through all pages.
fn search(delay: u64, ahead: usize) -> Result<Search> {
    let failed = |error: &dyn std::fmt::Display| Error::new(error.to_string());
    let runtime =
        Builder::new_multi_thread().worker_threads(2).enable_time().build().map_err(|error| failed(&error))?;
    let served = Arc::new(Mutex::new(Vec::new()));
    let client = client(delay, &served).map_err(|error| failed(&error))?;
    let seconds = runtime.block_on(async {
        // A task, as the thread of this future is not one of the runtime's.
        let task = tokio::spawn(async move {
            let began = Instant::now();
            let call = client.user_search().search(SearchUsersRequest::new());
            let mut pages = call.pages().prefetch(ahead);
            let mut count = 0;
            while let Some(page) = pages.try_next().await? {
                work();
                count += black_box(page).list.len();
            }
            assert_eq!(count, PAGES);
            Ok::<_, c1_api::Error>(began.elapsed().as_secs_f64())
        });
        task.await
    });
    let seconds = seconds.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    let served = served.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Search { seconds, ideal: ideal(&served, WORK.as_secs_f64()) })
}

/// The time from the first request to the end of the work on the last page, if each request follows its page at once.
fn ideal(served: &[f64], work: f64) -> f64 {
    let (mut arrived, mut worked) = (0.0, 0.0);
    for seconds in served {
        arrived += seconds;
        worked = f64::max(arrived, worked) + work;
    }
    worked
}

/// Keeps a processor busy.
fn work() {
    let began = Instant::now();
    while began.elapsed() < WORK {
        std::hint::spin_loop();
    }
}

/// A client of a server within the process, which notes how long each page took.
fn client(delay: u64, served: &Arc<Mutex<Vec<f64>>>) -> std::result::Result<Client, c1_api::Error> {
    let served = Arc::clone(served);
    let service = service_fn(move |_: Request<Bytes>| {
        let served = Arc::clone(&served);
        async move {
            let began = Instant::now();
            if delay > 0 {
                tokio::time::sleep(Duration::from_millis(delay)).await;
            }
            let mut served = served.lock().unwrap_or_else(PoisonError::into_inner);
            served.push(began.elapsed().as_secs_f64());
            let next = if served.len() < PAGES { served.len().to_string() } else { String::new() };
            let body = format!(r#"{{"list":[{{"user":{{"id":"1"}}}}],"nextPageToken":"{next}"}}"#);
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(body))))
        }
    });
    Client::builder().base_url("http://localhost").bearer_token("token").service(service).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ideal_overlaps_the_server_and_the_program() {
        // The server is slower, so its time counts, and the work on the last page.
        assert_eq!(ideal(&[5.0, 5.0, 5.0], 1.0), 16.0);
        // The program is slower, so its time counts, after the first page.
        assert_eq!(ideal(&[1.0, 1.0, 1.0], 5.0), 16.0);
        assert_eq!(ideal(&[], 5.0), 0.0);
    }

    #[test]
    fn all_pages_are_read_with_and_without_prefetch() {
        for ahead in [0, AHEAD] {
            let Search { seconds, ideal } = search(0, ahead).unwrap();
            assert!(seconds >= ideal && ideal >= PAGES as f64 * WORK.as_secs_f64(), "{seconds} s, ideal {ideal} s");
        }
    }
}
