//! Reading and writing JSON: models of c1-api beside serde's derive, `serde_json::Value` and sonic-rs.

mod payloads;

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use c1_api::iam::v1::ExternalClientSearchServiceSearchResponse;
use c1_api::user::v1::{SearchUsersResponse, User};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::payloads::Payload;
use crate::bare::twins;
use crate::context::Context;
use crate::error::Result;
use crate::report::{Group, Table, Unit};
use crate::sampling::seconds;
use crate::statistics::{median, ratio};

/// The columns of speeds.
const CONTENDERS: [&str; 4] = ["c1-api", "serde derive", "serde_json::Value", "sonic-rs, derive"];
/// The position of serde derive, which the others are compared with.
const DERIVE: usize = 1;

/// What is measured of a payload.
struct Measured {
    payload: Payload,
    /// Seconds of each contender, round by round.
    reading: Vec<Vec<f64>>,
    writing: Vec<Vec<f64>>,
    own: AllocationInfo,
    derived: AllocationInfo,
}

/// Measures JSON.
pub(crate) fn run(context: &Context) -> Result<Group> {
    let mut measured = Vec::new();
    for payload in payloads::users(context.quick) {
        measured.push(compare::<SearchUsersResponse, twins::SearchUsersResponse>(context, payload)?);
    }
    for payload in payloads::clients(context.quick) {
        let compared =
            compare::<ExternalClientSearchServiceSearchResponse, twins::ExternalClientSearchServiceSearchResponse>;
        measured.push(compared(context, payload)?);
    }
    measured.push(compare::<User, twins::User>(context, payloads::widest())?);
    measured.push(compare::<User, twins::User>(context, payloads::deep())?);

    let mut reading = speeds("json-read", "Reading JSON", &measured, |measured| &measured.reading);
    reading.bars("Reading JSON", &CONTENDERS);
    let mut faster = ratios("json-speed", "Speed of reading, to serde derive", &measured, |measured| &measured.reading);
    faster.note("More than 1: faster than serde derive.");
    let mut writing = speeds("json-write", "Writing JSON", &measured, |measured| &measured.writing);
    writing.bars("Writing JSON", &CONTENDERS);
    let written =
        ratios("json-write-speed", "Speed of writing, to serde derive", &measured, |measured| &measured.writing);
    let tables = vec![reading, faster, allocations(&measured), writing, written];
    Ok(Group { title: "JSON".to_owned(), tables })
}

/// Measures a model of c1-api, `M`, and the same model by serde's derive, `D`.
fn compare<M, D>(context: &Context, payload: Payload) -> Result<Measured>
where
    M: DeserializeOwned + Serialize,
    D: DeserializeOwned + Serialize,
{
    let text = payload.text.as_bytes();
    fn read<T: DeserializeOwned>(text: &[u8]) -> T {
        serde_json::from_slice(black_box(text)).expect("a valid payload")
    }
    // As the client reads the body of a response.
    fn read_body<T: DeserializeOwned>(text: &[u8]) -> T {
        let text = str::from_utf8(black_box(text)).expect("UTF-8");
        serde_json::from_str(text).expect("a valid payload")
    }
    let sonic = || sonic_rs::from_slice::<D>(black_box(text)).expect("a valid payload");
    let contenders: [&dyn Fn(); 4] = [
        &|| drop(black_box(read_body::<M>(text))),
        &|| drop(black_box(read::<D>(text))),
        &|| drop(black_box(read::<Value>(text))),
        &|| drop(black_box(sonic())),
    ];
    let reading = in_turn(context, &format!("read-{}", payload.key), contenders)?;
    let (own, derived, value) = (read::<M>(text), read::<D>(text), read::<Value>(text));
    fn write<T: Serialize>(value: &T) {
        drop(black_box(serde_json::to_vec(black_box(value)).expect("JSON")));
    }
    let contenders: [&dyn Fn(); 4] = [&|| write(&own), &|| write(&derived), &|| write(&value), &|| {
        drop(black_box(sonic_rs::to_vec(black_box(&derived)).expect("JSON")));
    }];
    let writing = in_turn(context, &format!("write-{}", payload.key), contenders)?;
    let own = measure(|| drop(black_box(read_body::<M>(text))));
    let derived = measure(|| drop(black_box(read::<D>(text))));
    Ok(Measured { payload, reading, writing, own, derived })
}

fn in_turn(context: &Context, name: &str, contenders: [&dyn Fn(); 4]) -> Result<Vec<Vec<f64>>> {
    let names = ["own", "derive", "value", "sonic"];
    seconds(context, name, &names.into_iter().zip(contenders).collect::<Vec<_>>())
}

/// What of a payload a table is about.
type Part = fn(&Measured) -> &Vec<Vec<f64>>;

fn speeds(key: &str, title: &str, measured: &[Measured], part: Part) -> Table {
    let mut columns = vec![("size", Unit::Kilobytes)];
    columns.extend(CONTENDERS.map(|contender| (contender, Unit::MegabytesPerSecond)));
    let mut table = Table::new(key, title, "payload", &columns);
    for measured in measured {
        let Payload { key, title, text, .. } = &measured.payload;
        let bytes = text.len() as f64;
        let speeds = part(measured).iter().map(|times| Some(bytes / 1e6 / median(times.iter().copied())));
        table.row(key, title, std::iter::once(Some(bytes / 1e3)).chain(speeds));
    }
    table.note("CPU time of one thread. The size is that of the JSON that is read, also where it is written.");
    table
}

fn ratios(key: &str, title: &str, measured: &[Measured], part: Part) -> Table {
    let columns = CONTENDERS.map(|contender| (contender, Unit::Ratio));
    let mut table = Table::new(key, title, "payload", &columns);
    for measured in measured {
        let times = part(measured);
        let figures = times.iter().map(|own| Some(ratio(&times[DERIVE], own)));
        table.row(&measured.payload.key, &measured.payload.title, figures);
    }
    table
}

fn allocations(measured: &[Measured]) -> Table {
    let columns = [
        ("c1-api", Unit::Count),
        ("serde derive", Unit::Count),
        ("ratio", Unit::Ratio),
        ("c1-api, memory", Unit::Kilobytes),
        ("serde derive, memory", Unit::Kilobytes),
    ];
    let mut table = Table::new("json-allocations", "Allocations of reading, per item", "payload", &columns);
    for Measured { payload, own, derived, .. } in measured {
        let items = payload.items as f64;
        let count = |info: &AllocationInfo| info.count_total as f64 / items;
        let memory = |info: &AllocationInfo| Some(info.bytes_max as f64 / items / 1e3);
        let figures = [Some(count(own)), Some(count(derived)), Some(count(own) / count(derived))];
        let figures = figures.into_iter().chain([memory(own), memory(derived)]);
        table.row(&payload.key, &payload.title, figures);
    }
    table.note("Memory is the peak while the payload is read.");
    table
}
