//! The machine and the versions, which every report shows.

use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::process;

/// A machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Machine {
    /// The model of the processor.
    pub(crate) processor: String,
    /// The number of processors that a program can use at once.
    pub(crate) cores: usize,
    /// The memory in mebibytes; zero if it is unknown.
    pub(crate) memory: u64,
    /// The operating system with its architecture.
    pub(crate) system: String,
    /// The version of the compiler.
    pub(crate) rustc: String,
}

const UNKNOWN: &str = "unknown";

impl Machine {
    /// This machine.
    pub(crate) fn this() -> Self {
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        let memory = value(&read("/proc/meminfo"), "MemTotal").and_then(|text| text.split(' ').next()?.parse().ok());
        let version = process::run(Command::new("rustc").arg("--version"));
        Self {
            processor: value(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| UNKNOWN.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory: memory.map_or(0, |kibibytes: u64| kibibytes / 1024),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            rustc: version.map_or_else(|_| UNKNOWN.to_owned(), |version| version.output.trim().to_owned()),
        }
    }
}

/// The value of the first line `key : value`.
fn value(text: &str, key: &str) -> Option<String> {
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim())).find(|(name, _)| *name == key).map(|(_, v)| v.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_processor_is_shown() {
        let info = "processor\t: 0\nmodel name\t: Example 3000\n\nprocessor\t: 1\nmodel name\t: Other\n";
        assert_eq!(value(info, "model name").as_deref(), Some("Example 3000"));
        assert_eq!(value("", "model name"), None);
    }
}
