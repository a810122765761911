//! A run over all subjects, on all cores.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use wildmatch::WildMatch;

use crate::baseline::Baseline;
use crate::document::Document;
use crate::drift;
use crate::finding::Subject;
use crate::operations::{self, Wire};
use crate::prism::{self, Prism};
use crate::report::Report;
use crate::server::Server;
use crate::strict::Judge;
use crate::tables::{Model, Tables};
use crate::{differential, models, proving};

/// What to judge, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The number of random samples for each subject.
    pub samples: usize,
    /// The seed of the samples.
    pub seed: u64,
    /// Only subjects whose name matches this glob.
    pub only: Option<String>,
    /// The accepted findings.
    pub baseline: Baseline,
    /// A newer document, whose responses the crate reads to report what differs.
    pub newer: Option<Document>,
    /// The script of Prism, to judge operations by it, too.
    pub prism: Option<PathBuf>,
    /// The [twins](crate::twins) of the models, to compare these with them, too.
    pub twins: &'static [Model],
}

impl Default for Options {
    fn default() -> Self {
        let baseline = Baseline::default();
        Self { samples: 20, seed: 1, only: None, baseline, newer: None, prism: None, twins: &[] }
    }
}

/// Judges everything in the tables by the document.
///
/// # Errors
///
/// A document that the judge cannot use.
pub fn run<C: Sync + Send + 'static>(
    document: &Document,
    tables: &Tables<C>,
    options: &Options,
) -> Result<Report, String> {
    let begin = Instant::now();
    let copy = document.strict();
    let strict = Judge::new(&copy)?;
    let only = options.only.as_deref().map(WildMatch::new);
    let is_wanted = |name: &str| only.as_ref().is_none_or(|only| only.matches(name));
    let (seed, samples) = (options.seed, options.samples);

    let drifting = options.newer.as_ref().map(|new| drift::Judge { old: document, new, listening: tables.listening });
    let usage = differential::Usage::default();
    let pairs = pairs(tables, options, &is_wanted);
    let mut jobs: Vec<Job<'_, C>> = vec![Box::new(move |_| proving::judge(seed))];
    let strict = &strict;
    for entry in tables.models.iter().filter(|entry| is_wanted(entry.name)) {
        jobs.push(Box::new(move |_| models::judge(document, strict, entry, seed, samples)));
    }
    for entry in tables.oneofs.iter().filter(|entry| is_wanted(entry.model)) {
        jobs.push(Box::new(move |_| models::judge_oneof(document, entry, seed, samples)));
    }
    for entry in tables.operations.iter().filter(|entry| is_wanted(entry.id)) {
        jobs.push(Box::new(move |wire| operations::judge(document, strict, entry, wire, seed, samples)));
    }
    if let Some(drifting) = &drifting {
        let added = drift::count(document, drifting.new);
        if added == (0, 0) {
            return Err("the newer document adds nothing to the responses".to_owned());
        }
        for entry in tables.operations.iter().filter(|entry| is_wanted(entry.id)) {
            jobs.push(Box::new(move |wire| drifting.judge(entry, &wire.runtime, seed, samples.min(MAX_DRIFTING))));
        }
    }
    let prism = options.prism.as_ref().map(|script| Prism::start(script, document)).transpose()?;
    for entry in tables.operations.iter().filter(|entry| prism.is_some() && is_wanted(entry.id)) {
        jobs.push(Box::new(move |wire| prism::judge(document, entry, wire, seed, samples)));
    }
    for pair in &pairs {
        jobs.push(Box::new(|_| differential::judge(document, *pair, &usage, seed, samples)));
    }
    if !pairs.is_empty() {
        jobs.push(Box::new(|_| differential::judge_faults(document, &pairs, seed)));
    }
    if jobs.len() == 1 {
        return Err(format!("no schema and no operation matches `{}`", options.only.as_deref().unwrap_or("*")));
    }
    let mut subjects = in_parallel(&jobs, tables, prism.as_ref().map(|prism| prism.root.as_str()))?;
    if !pairs.is_empty() && options.only.is_none() {
        subjects.push(differential::judge_decisions(document, &usage));
    }
    subjects.sort_by(|left, right| (left.kind, &left.name).cmp(&(right.kind, &right.name)));
    let vanished = options.baseline.accept(&mut subjects, options.only.is_none());
    let mut missing = models::missing(document, tables.models, tables.oneofs);
    missing.extend(operations::missing(document, tables.operations));
    missing.retain(|name| is_wanted(name));
    let (unjudged, seconds) = (BTreeMap::new(), begin.elapsed().as_secs_f64());
    Ok(Report { seed, samples, subjects, missing, unjudged, vanished, seconds })
}

/// The models with their twins.
fn pairs<'a, C>(
    tables: &Tables<C>,
    options: &Options,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Vec<(&'a Model, &'a Model)> {
    let twins: BTreeMap<&str, &Model> = options.twins.iter().map(|twin| (twin.name, twin)).collect();
    let models = tables.models.iter().filter(|model| is_wanted(model.name));
    models.filter_map(|model| Some((model, *twins.get(model.name)?))).collect()
}

/// The maximum number of random samples of the newer document: each needs a client of its own.
const MAX_DRIFTING: usize = 20;

type Job<'a, C> = Box<dyn Fn(&Wire<C>) -> Subject + Sync + 'a>;

/// Runs the jobs on all cores, each core with a client of its own.
fn in_parallel<C: Sync + Send + 'static>(
    jobs: &[Job<'_, C>],
    tables: &Tables<C>,
    prism: Option<&str>,
) -> Result<Vec<Subject>, String> {
    let (next, subjects) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(jobs.len())));
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let progress = ProgressBar::new(jobs.len() as u64).with_style(style);
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let server = Server::default();
        let wire = Wire {
            client: (tables.client)(server.clone()),
            server,
            runtime: runtime.map_err(|error| error.to_string())?,
            remote: prism.map(tables.remote),
        };
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let subject = job(&wire);
            progress.set_message(subject.name.clone());
            progress.inc(1);
            subjects.lock().unwrap_or_else(PoisonError::into_inner).push(subject);
        }
        Ok::<(), String>(())
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().map(|worker| worker.join().map_err(|_| "a judge panicked".to_owned())?);
        joined.collect::<Result<(), String>>()
    })?;
    progress.finish_and_clear();
    Ok(subjects.into_inner().unwrap_or_else(PoisonError::into_inner))
}
