//! Tiny specifications, each showing one behaviour of the generator, and what becomes of them.
//!
//! A case is a file `<topic>/<name>.yaml` that begins with a comment saying what it shows. An overlay
//! (`<name>.overlay.yaml`) and more documents (`<name>.second.yaml`) may stand beside it. What it yields is the
//! snapshot `../snapshots/<topic>/<name>.snap`: the code, which `compile` compiles, or for the topic `errors` what the
//! maintainer is told.

mod case;
mod compile;
mod determinism;
mod doctests;
mod garbage;
mod hostile;
mod modules;
mod public_api;
mod rustdoc;
mod snapshots;
mod spellings;
