//! The right answers: functions of the number of a call.

use serde_json::{Value, json};

use crate::plan::mix;

/// The thing that a call gets, creates, updates or deletes.
pub(crate) fn thing(call: u32) -> Value {
    json!({ "id": call.to_string(), "name": name(call) })
}

/// A name whose length varies. One in a hundred is longer than one read of the proxy.
pub(crate) fn name(call: u32) -> String {
    let random = mix(call.into());
    let length = if random.is_multiple_of(100) { 8_000 } else { random / 100 % 600 } as usize;
    format!("{random:016x}").chars().cycle().take(length + 8).collect()
}

/// The id of an item of a list.
pub(crate) fn item(call: u32, number: u32) -> String {
    format!("{call}-{number}-{:08x}", mix(u64::from(call) << 32 | u64::from(number)) as u32)
}

/// The items of the page that starts at `offset`, in a list of `count` items, and the token of the next page.
///
/// A page may hold more items than asked for.
pub(crate) fn page(call: u32, offset: u32, count: u32) -> (impl Iterator<Item = String>, Option<String>) {
    let end = (offset + 10 + mix((call ^ offset).into()) as u32 % 5).min(count);
    let next = (end < count).then(|| format!("{call}:{end}"));
    ((offset..end).map(move |number| item(call, number)), next)
}
