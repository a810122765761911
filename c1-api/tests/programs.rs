//! The programs in `examples/`, run as processes: in the demo, and against servers with hostile data, faults and many users.
#![cfg(all(feature = "full", feature = "mock", feature = "rustls", target_os = "linux"))]

#[path = "programs/browser.rs"]
mod browser;
#[path = "programs/demo.rs"]
mod demo;
#[path = "programs/docs.rs"]
mod docs;
#[path = "programs/exit_codes.rs"]
mod exit_codes;
#[path = "programs/faults.rs"]
mod faults;
#[path = "programs/hostile.rs"]
mod hostile;
#[path = "programs/invocation.rs"]
mod invocation;
#[path = "programs/join.rs"]
mod join;
#[path = "programs/scale.rs"]
mod scale;
#[path = "programs/schema.rs"]
mod schema;
#[path = "programs/terminal.rs"]
mod terminal;

#[allow(dead_code, reason = "another test uses the rest")]
mod process;
mod tcp;
