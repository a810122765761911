//! Tiny specifications, each of which shows one behaviour of the generator.
//!
//! A case is a file `<topic>/<name>.yaml` that begins with a comment about the behaviour. It may have an overlay
//! (`<name>.overlay.yaml`) and a second document (`<name>.second.yaml`). The snapshot
//! `../snapshots/<topic>/<name>.snap` holds its code, which `compile` compiles, or its errors in the topic `errors`.

mod case;
mod compile;
mod determinism;
mod doctests;
mod garbage;
mod hostile;
mod links;
mod modules;
mod openapiv3;
mod public_api;
mod reserved;
mod rustdoc;
mod snapshots;
mod spellings;
