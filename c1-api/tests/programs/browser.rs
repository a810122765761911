//! The reports in a real browser, Chromium without a window.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::hostile::{NAMES, hostile_server};
use crate::invocation::{demo, run_against};

/// Finds a browser. Where there is none, the tests pass without a browser and say so, unless `REPORT_BROWSER` is `required`.
fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = env::var_os("PATH").unwrap_or_default();
    let found =
        env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|file| file.exists());
    if found.is_none() {
        assert!(env::var("REPORT_BROWSER").as_deref() != Ok("required"), "none of {names:?} is installed");
        eprintln!("skipped: none of {names:?} is installed, so no report is opened");
    }
    found
}

/// Opens a page, and returns its document after its scripts, and the messages of the console.
fn open(browser: &Path, page: &Path, arguments: &[&str]) -> (String, Vec<String>) {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(browser)
        // The sandbox needs rights that containers lack, and the page is the test's own.
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"])
        .args(["--allow-file-access-from-files", "--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(arguments)
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("a browser that runs");
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{log}");
    let console = log.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect();
    (String::from_utf8(output.stdout).unwrap(), console)
}

/// Opens a report in a frame of another page, where a script examines it. Returns the result of the script, and the messages of the
/// console.
fn examine(browser: &Path, report: &Path, scheme: &str, frame: &str, script: &str) -> (Value, Vec<String>) {
    let page = report.with_extension(format!("{scheme}.html"));
    let name = report.file_name().unwrap().to_string_lossy();
    let html = format!(
        r#"<!doctype html><body><pre id="result"></pre>
<iframe id="frame" src="{name}" width="1280" height="800" style="border: 0" {frame}></iframe>
<script>
frame.onload = () => {{
  const report = frame.contentDocument;
  const view = frame.contentWindow;
  const examine = () => {{ {script} }};
  result.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(examine()))));
}};
</script>"#
    );
    fs::write(&page, html).unwrap();
    let scheme = if scheme == "dark" { 0 } else { 1 };
    let (document, console) = open(browser, &page, &[&format!("--blink-settings=preferredColorScheme={scheme}")]);
    let (_, rest) = document.split_once("<pre id=\"result\">").expect("the result");
    let decoded = STANDARD.decode(rest.split("</pre>").next().unwrap_or_default()).expect("a result");
    (serde_json::from_slice(&decoded).expect("JSON"), console)
}

const REPORTS: [&str; 2] = ["ai_client_audit", "credential_audit"];

fn report(folder: &Path, program: &str) -> PathBuf {
    let file = folder.join(format!("{program}.html"));
    demo(program, &["--html", file.to_str().unwrap()]).ok();
    file
}

#[test]
fn reports_fit_any_width_in_both_color_schemes() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = "
        return [1280, 390].map((width) => {
            frame.width = width;
            const scrolling = [...report.querySelectorAll('.scroll')];
            const channels = view.getComputedStyle(report.body).backgroundColor.match(/\\d+/g).map(Number);
            const isOutside = (e) => !e.closest('.scroll table') && e.getBoundingClientRect().right > width + 1;
            return {
                width: view.innerWidth,
                page: report.scrollingElement.scrollWidth,
                outside: [...report.querySelectorAll('header *, main *')].filter(isOutside).length,
                scrolling: scrolling.filter((e) => e.scrollWidth > e.clientWidth).length,
                tables: scrolling.length,
                bars: [...report.querySelectorAll('rect')].filter((e) => e.getBoundingClientRect().width > 0).length,
                brightness: channels.reduce((a, b) => a + b),
            };
        });";
    for program in REPORTS {
        let report = report(folder.path(), program);
        for (scheme, brightness) in [("light", 600..766), ("dark", 0..150)] {
            let (found, console) = examine(&browser, &report, scheme, "", script);
            assert_eq!(console, Vec::<String>::new(), "{program}");
            for (found, width) in found.as_array().unwrap().iter().zip([1280, 390]) {
                let number = |name: &str| found[name].as_u64().expect(name);
                assert_eq!(
                    (number("width"), number("page"), number("outside")),
                    (width, width, 0),
                    "{program}: {found}"
                );
                assert!(number("tables") >= 3 && number("bars") > 5, "{program}: {found}");
                assert!(brightness.contains(&number("brightness")), "{program} {scheme}: {found}");
                // Wide tables scroll within their containers.
                assert!(width > 390 || number("scrolling") == number("tables"), "{program}: {found}");
            }
        }
    }
}

#[test]
fn tables_are_sorted_and_filtered() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let report = report(folder.path(), "ai_client_audit");
    let script = "
        const section = [...report.querySelectorAll('section')].at(-1);
        const rows = () => [...section.querySelectorAll('tbody tr')].filter((row) => !row.hidden);
        const header = (name) => [...section.querySelectorAll('th')].find((th) => th.textContent === name);
        const column = (name) => rows().map((row) => row.cells[header(name).cellIndex].textContent);
        const found = { before: column('Risk') };
        for (const name of ['Risk', 'Owner', 'Last used']) {
            header(name).querySelector('button').click();
            found[name + ' up'] = column(name);
            found[name + ' sort'] = header(name).getAttribute('aria-sort');
            header(name).querySelector('button').click();
            found[name + ' down'] = column(name);
        }
        found.marked = section.querySelectorAll('[aria-sort]').length;
        const input = section.querySelector('input');
        input.value = 'CURSOR.COM';
        input.dispatchEvent(new Event('input'));
        found.filtered = rows().map((row) => row.textContent);
        return found;";
    let (found, console) = examine(&browser, &report, "light", "", script);
    assert_eq!(console, Vec::<String>::new());
    let texts = |name: &str| -> Vec<String> { serde_json::from_value(found[name].clone()).expect(name) };
    let numbers = |name: &str| -> Vec<u64> { texts(name).iter().map(|text| text.parse().expect(name)).collect() };
    assert!(numbers("before").is_sorted_by(|a, b| a >= b), "without a click, the worst are first");
    assert!(numbers("Risk up").is_sorted() && numbers("Risk down").is_sorted_by(|a, b| a >= b));
    assert_eq!((&found["Risk sort"], &found["marked"]), (&"ascending".into(), &1.into()));
    assert!(numbers("Risk up").first() < numbers("Risk up").last(), "numbers of more than one digit are compared");
    // Dates in the order of ISO 8601, and `never` before all of them.
    let dates: Vec<String> = texts("Last used up").into_iter().map(|text| text.replace("never", "0")).collect();
    assert!(dates.is_sorted() && dates.first().is_some_and(|date| date == "0"), "{dates:?}");
    let (mut up, down) = (texts("Owner up"), texts("Owner down"));
    assert!(up.len() > 150 && up.first() != down.first());
    up.sort();
    let mut sorted = down;
    sorted.sort();
    assert_eq!(up, sorted, "sorting keeps all rows");
    let filtered = texts("filtered");
    assert!(filtered.len() > 10 && filtered.iter().all(|row| row.contains("cursor.com")), "{filtered:?}");
}

#[test]
fn a_report_is_complete_without_javascript() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = "
        const seen = (e) => e.getBoundingClientRect().height > 0;
        const count = (selector) => [...report.querySelectorAll(selector)].filter(seen).length;
        return { rows: count('tr'), bars: count('.bar svg'), controls: count('button, input') };";
    for program in REPORTS {
        let report = report(folder.path(), program);
        let (found, console) = examine(&browser, &report, "light", "sandbox=\"allow-same-origin\"", script);
        assert!(console.iter().all(|message| message.contains("Blocked script execution")), "{program}: {console:?}");
        let html = fs::read_to_string(&report).unwrap();
        let count = |text: &str| html.matches(text).count();
        let expected = (&count("<tr>").into(), &count("<svg").into(), &0.into());
        assert_eq!((&found["rows"], &found["bars"], &found["controls"]), expected, "{program}");
        assert!(count("<tr>") > 60, "{program}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_are_text() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let served = hostile_server().await;
    for program in REPORTS {
        let report = folder.path().join(format!("{program}.html"));
        run_against(&served.url(), program, &["--html", report.to_str().unwrap()]).await.ok();
        let script = "
            const cells = new Set([...report.querySelectorAll('td')].map((td) => td.textContent));
            return {
                title: report.title,
                foreign: report.querySelectorAll('img, iframe, a, form, main script, [onerror], [onfocus], [onmouseover]').length,
                scripts: report.scripts.length,
                cells: [...cells],
            };";
        let (found, console) = examine(&browser, &report, "light", "", script);
        assert_eq!(console, Vec::<String>::new(), "{program}");
        assert_eq!((&found["foreign"], &found["scripts"]), (&0.into(), &1.into()), "{program}");
        assert!(found["title"].as_str().is_some_and(|title| title.ends_with("clients")), "{program}: {found}");
        let cells: Vec<String> = serde_json::from_value(found["cells"].clone()).unwrap();
        for name in NAMES {
            // HTML has no control characters, and one kind of line break.
            let shown: String = name.replace("\r\n", "\n").chars().map(visible).collect();
            assert!(cells.contains(&shown), "{program}: {shown:?} in {cells:#?}");
        }
    }
}

fn visible(c: char) -> char {
    if c.is_control() && !c.is_whitespace() { char::REPLACEMENT_CHARACTER } else { c }
}
