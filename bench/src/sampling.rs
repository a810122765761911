//! Measures functions within this process, in turn. criterion warms up and repeats; times are CPU times of this thread.

use std::path::Path;
use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::Criterion;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use serde::Deserialize;

use crate::context::{Context, say};
use crate::error::{Error, Result};
use crate::files::read;
use crate::statistics::median;

/// A function and its name.
pub(crate) type Contender<'a> = (&'a str, &'a dyn Fn());

/// The CPU time of this thread, which other processes on the machine hardly disturb.
struct CpuTime;

impl Measurement for CpuTime {
    type Intermediate = ThreadTime;
    type Value = Duration;

    fn start(&self) -> Self::Intermediate {
        ThreadTime::now()
    }

    fn end(&self, start: Self::Intermediate) -> Self::Value {
        start.elapsed()
    }

    fn add(&self, one: &Self::Value, other: &Self::Value) -> Self::Value {
        *one + *other
    }

    fn zero(&self) -> Self::Value {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Self::Value) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// The samples that criterion writes: how often each repeats the function, and how many nanoseconds that takes.
#[derive(Debug, Deserialize)]
struct Samples {
    iters: Vec<f64>,
    times: Vec<f64>,
}

/// The seconds that each contender takes, round by round.
pub(crate) fn seconds(context: &Context, name: &str, contenders: &[Contender<'_>]) -> Result<Vec<Vec<f64>>> {
    let folder = context.work.join("criterion");
    let rounds = if context.quick { 3 } else { 7 };
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..rounds {
        say(&format!("{name}, round {} of {rounds}", round + 1));
        for (index, (contender, run)) in contenders.iter().enumerate() {
            times[index].push(sample(&folder, &format!("{name}-{contender}"), run)?);
        }
    }
    Ok(times)
}

fn sample(folder: &Path, id: &str, run: &dyn Fn()) -> Result<f64> {
    let criterion = Criterion::default().with_measurement(CpuTime).without_plots().output_directory(folder);
    // Rounds give the statistics, so a round needs few samples and no comparison with an earlier one.
    let criterion = criterion.sample_size(10).nresamples(1000).save_baseline("round".to_owned());
    let criterion = criterion.warm_up_time(Duration::from_millis(50)).measurement_time(Duration::from_millis(200));
    { criterion }.bench_function(id, |bencher| bencher.iter(run));
    let path = folder.join(id).join("new/sample.json");
    let Samples { iters, times } = serde_json::from_str(&read(&path)?).map_err(|error| Error::at(&path, error))?;
    Ok(median(times.iter().zip(iters).map(|(time, iterations)| time / iterations)) / 1e9)
}
