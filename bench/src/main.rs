//! `cargo xtask bench`: measures the toolchain and the code that it generates.
//!
//! Each group of benchmarks is a module that returns tables of figures. The [`report`] writes them, with [`bars`] beside the
//! figures that have one.

mod args;
mod bare;
mod bars;
mod calls;
mod compare;
mod compilation;
mod context;
mod error;
mod files;
mod generation;
mod json;
mod machine;
mod paging;
mod peers;
mod process;
mod report;
mod rounds;
mod run;
mod sampling;
mod scratch;
mod statistics;
mod twin;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == process::MEASURED) {
        return process::measured(arguments);
    }
    match run::run(&args::Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
