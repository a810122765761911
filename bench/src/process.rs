//! Runs a command, and measures it with all the processes that it starts and waits for.

use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::error::{Error, Result};

/// What a command cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    /// The time that passed.
    pub(crate) wall: Duration,
    /// The time of processors, in user and in system mode.
    pub(crate) cpu: Duration,
    /// The peak memory of its largest process, in bytes.
    pub(crate) peak: u64,
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

/// Runs a command to its end. Its output is kept, so it does not disturb the progress of this program.
pub(crate) fn run(command: &mut Command) -> Result<Finished> {
    let shown = show(command);
    let failed = |cause: std::io::Error| Error::new(format!("{shown}: {cause}"));
    let (mut output, mut errors) = (tempfile::tempfile().map_err(failed)?, tempfile::tempfile().map_err(failed)?);
    command.stdin(Stdio::null());
    command.stdout(output.try_clone().map_err(failed)?).stderr(errors.try_clone().map_err(failed)?);
    let began = Instant::now();
    let resources = command.spawn().and_then(|mut child| child.wait4()).map_err(failed)?;
    let wall = began.elapsed();
    if !resources.status.success() {
        let errors = text(&mut errors).map_err(failed)?;
        let lines: Vec<&str> = errors.lines().collect();
        let last = lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n");
        return Err(Error::new(format!("{shown}: {}\n{last}", resources.status)));
    }
    let cpu = resources.rusage.utime + resources.rusage.stime;
    let usage = Usage { wall, cpu, peak: resources.rusage.maxrss };
    Ok(Finished { usage, output: text(&mut output).map_err(failed)? })
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
