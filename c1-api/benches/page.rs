//! Reading a page of 100 users, by this crate and with serde's derive. The bar: at least as fast.
//!
//! `cargo bench -p c1-api --bench page`

use std::hint::black_box;

use c1_api::user::v1::SearchUsersResponse;

#[allow(dead_code, reason = "another benchmark uses the rest")]
mod common;

use common::derived;
use common::page::page;
use common::rounds::{Cost, Rounds};

const USERS: usize = 100;
const ROUNDS: usize = 101;
const READS: u32 = 10;

fn main() {
    let page = page(USERS).into_bytes();
    println!("a page of {USERS} users, {} kB", page.len() / 1000);
    let ours = || {
        for _ in 0..READS {
            let page: SearchUsersResponse = serde_json::from_slice(black_box(&page)).expect("a page");
            assert_eq!(black_box(page).list.len(), USERS);
        }
    };
    let theirs = || {
        for _ in 0..READS {
            let page: derived::Response = serde_json::from_slice(black_box(&page)).expect("a page");
            assert_eq!(black_box(page).list.len(), USERS);
        }
    };
    let rounds = Rounds::run(ROUNDS, ours, theirs);

    let cpu = |cost: &Cost| cost.cpu / READS;
    let (ours, theirs) = rounds.medians(cpu);
    println!("c1-api       {ours:>10.1?}");
    println!("serde derive {theirs:>10.1?}");
    println!("speed, c1-api to serde derive: {:.2} (bar: 1.00)", rounds.speed(cpu));
}
