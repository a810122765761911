//! Comparing what two ways of doing the same thing cost.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

/// What a round cost: the time that passed, and of it the time that this thread was at work.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
}

/// The costs of both ways, round by round.
pub(crate) struct Rounds(Vec<(Cost, Cost)>);

impl Rounds {
    /// Runs both ways in turns, so that other load on the machine affects both.
    pub(crate) fn run(count: usize, ours: impl Fn(), theirs: impl Fn()) -> Self {
        // Before the first round caches are cold and connections are missing.
        ours();
        theirs();
        let round = |number| match number % 2 {
            0 => (cost(&ours), cost(&theirs)),
            _ => {
                let theirs = cost(&theirs);
                (cost(&ours), theirs)
            }
        };
        Self((0..count).map(round).collect())
    }

    /// The median of what a round of ours and of theirs costs, by `part`.
    pub(crate) fn medians(&self, part: impl Fn(&Cost) -> Duration) -> (Duration, Duration) {
        let ours = median(self.0.iter().map(|(ours, _)| part(ours)).collect(), Duration::cmp);
        let theirs = median(self.0.iter().map(|(_, theirs)| part(theirs)).collect(), Duration::cmp);
        (ours, theirs)
    }

    /// How fast ours is where theirs is 1: the median of the rounds, by `part`.
    pub(crate) fn speed(&self, part: impl Fn(&Cost) -> Duration) -> f64 {
        let speeds = self.0.iter().map(|(ours, theirs)| part(theirs).as_secs_f64() / part(ours).as_secs_f64());
        median(speeds.collect(), f64::total_cmp)
    }
}

fn cost(run: &impl Fn()) -> Cost {
    let (wall, cpu) = (Instant::now(), ThreadTime::now());
    run();
    Cost { cpu: cpu.elapsed(), wall: wall.elapsed() }
}

fn median<T: Copy>(mut values: Vec<T>, compare: impl FnMut(&T, &T) -> std::cmp::Ordering) -> T {
    values.sort_by(compare);
    values[values.len() / 2]
}
