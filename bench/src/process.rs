//! Runs a command, and measures it with all the processes that it starts and waits for.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use wait4::Wait4;

use crate::error::{Error, Result};

/// What a command cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// The time that passed.
    pub(crate) wall: Duration,
    /// The time of processors, in user and in system mode.
    pub(crate) cpu: Duration,
    /// The peak memory of its largest process, in bytes.
    pub(crate) peak: u64,
}

impl Usage {
    /// The time that passed, in seconds.
    pub(crate) fn wall_seconds(&self) -> f64 {
        self.wall.as_secs_f64()
    }

    /// The time of processors, in seconds.
    pub(crate) fn cpu_seconds(&self) -> f64 {
        self.cpu.as_secs_f64()
    }

    /// The peak memory, in megabytes.
    pub(crate) fn peak_megabytes(&self) -> f64 {
        self.peak as f64 / 1e6
    }
}

/// A command that succeeded.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) usage: Usage,
    /// Its standard output.
    pub(crate) output: String,
}

/// The lines of a failed command's errors that an error shows.
const SHOWN_LINES: usize = 30;

/// The first argument of this program if it measures a command for itself.
pub(crate) const MEASURED: &str = "measured";

/// Runs a command to its end. Its output is kept, so it does not disturb the progress of this program.
pub(crate) fn run(command: &mut Command) -> Result<Finished> {
    let shown = show(command);
    let failed = |cause: std::io::Error| Error::new(format!("{shown}: {cause}"));
    let (mut output, mut errors) = (tempfile::tempfile().map_err(failed)?, tempfile::tempfile().map_err(failed)?);
    command.stdin(Stdio::null());
    command.stdout(output.try_clone().map_err(failed)?).stderr(errors.try_clone().map_err(failed)?);
    let (usage, status) = measure(command).map_err(failed)?;
    if !status.success() {
        let errors = text(&mut errors).map_err(failed)?;
        let lines: Vec<&str> = errors.lines().collect();
        let last = lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n");
        return Err(Error::new(format!("{shown}: {status}\n{last}")));
    }
    Ok(Finished { usage, output: text(&mut output).map_err(failed)? })
}

/// As [`run`], for a command that is measured by a process that is small: the peak memory of a process includes that of the
/// process that starts it, from before it becomes another program.
pub(crate) fn run_measured(command: &Command) -> Result<Finished> {
    let failed = |cause: std::io::Error| Error::new(format!("{}: {cause}", show(command)));
    let report = tempfile::NamedTempFile::new().map_err(failed)?;
    let mut helper = Command::new(std::env::current_exe().map_err(failed)?);
    helper.arg(MEASURED).arg(report.path()).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => helper.env(name, value),
            None => helper.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        helper.current_dir(folder);
    }
    let finished = run(&mut helper)?;
    let usage = std::fs::read_to_string(report.path()).map_err(failed)?;
    let usage = serde_json::from_str(&usage).map_err(|error| Error::new(error.to_string()))?;
    Ok(Finished { usage, ..finished })
}

/// What this program does for [`run_measured`]: runs the command of its arguments, and writes what it cost to a file.
pub(crate) fn measured(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let (Some(report), Some(program)) = (arguments.next(), arguments.next()) else { return ExitCode::FAILURE };
    let measured = measure(Command::new(program).args(arguments));
    let written = measured.and_then(|(usage, status)| {
        std::fs::write(report, serde_json::to_string(&usage)?)?;
        Ok(status)
    });
    match written {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(command: &mut Command) -> std::io::Result<(Usage, ExitStatus)> {
    let began = Instant::now();
    let resources = command.spawn().and_then(|mut child| child.wait4())?;
    let cpu = resources.rusage.utime + resources.rusage.stime;
    Ok((Usage { wall: began.elapsed(), cpu, peak: resources.rusage.maxrss }, resources.status))
}

fn text(file: &mut File) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_measured_with_its_children() {
        // The inner shell, which is a child of the command, does all the work.
        let busy = "sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'; echo done";
        let finished = run(Command::new("sh").args(["-c", busy])).unwrap();
        assert_eq!(finished.output, "done\n");
        let Usage { wall, cpu, peak } = finished.usage;
        assert!(cpu > Duration::from_millis(10) && wall >= cpu / 2, "{cpu:?} of {wall:?}");
        assert!((100_000..1_000_000_000).contains(&peak), "{peak} bytes");
    }

    #[test]
    fn a_failure_shows_the_last_errors() {
        let error = run(Command::new("sh").args(["-c", "echo first >&2; echo last >&2; exit 3"])).unwrap_err();
        let shown = error.to_string();
        assert!(shown.contains("exit 3") && shown.ends_with("first\nlast"), "{shown}");
        assert!(run(&mut Command::new("/does/not/exist")).unwrap_err().to_string().contains("/does/not/exist"));
    }
}
