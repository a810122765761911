//! Compares two ways of doing the same thing, in turn.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use crate::statistics::{median, ratio};

/// What a round cost: the time that passed, and of it the time that this thread was at work. In seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
}

/// The part of a cost that a figure shows.
type Part = fn(&Cost) -> f64;

/// The costs of both ways, round by round.
#[derive(Debug)]
pub(crate) struct Rounds(Vec<(Cost, Cost)>);

impl Rounds {
    /// Runs both ways in turns, so that other load on the machine affects both.
    pub(crate) fn run(count: usize, ours: impl Fn(), theirs: impl Fn()) -> Self {
        // Before the first round caches are cold and connections are missing.
        ours();
        theirs();
        let round = |number: usize| {
            if number.is_multiple_of(2) {
                (cost(&ours), cost(&theirs))
            } else {
                let theirs = cost(&theirs);
                (cost(&ours), theirs)
            }
        };
        Self((0..count).map(round).collect())
    }

    /// The median of what a round of ours and of theirs costs.
    pub(crate) fn medians(&self, part: Part) -> (f64, f64) {
        let (ours, theirs) = self.parts(part);
        (median(ours), median(theirs))
    }

    /// The speed of ours if that of theirs is 1: the median of the rounds.
    pub(crate) fn speed(&self, part: Part) -> f64 {
        let (ours, theirs) = self.parts(part);
        ratio(&theirs, &ours)
    }

    fn parts(&self, part: Part) -> (Vec<f64>, Vec<f64>) {
        self.0.iter().map(|(ours, theirs)| (part(ours), part(theirs))).unzip()
    }
}

fn cost(run: &impl Fn()) -> Cost {
    let (wall, cpu) = (Instant::now(), ThreadTime::now());
    run();
    let seconds = |duration: Duration| duration.as_secs_f64();
    Cost { cpu: seconds(cpu.elapsed()), wall: seconds(wall.elapsed()) }
}
