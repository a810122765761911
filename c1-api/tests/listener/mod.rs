//! Records the spans and events of `tracing`, of all crates, as lines of text.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Metadata, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// Records the spans and events of this thread until it is dropped.
pub(crate) struct Listener {
    lines: Lines,
    _guard: DefaultGuard,
    // While there is but one subscriber, what another thread is the first to come to is off for all threads unless that
    // thread has it, too.
    _another: Dispatch,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<(String, String)>>>);

impl Listener {
    pub(crate) fn start() -> Self {
        let lines = Lines::default();
        let another = Dispatch::new(Registry::default());
        let guard = tracing::subscriber::set_default(Registry::default().with(lines.clone()));
        Self { lines, _guard: guard, _another: another }
    }

    /// The lines of targets with this prefix, indented by their spans.
    pub(crate) fn lines(&self, target: &str) -> String {
        let lines = self.lines.0.lock().unwrap();
        let lines = lines.iter().filter(|(of, _)| of.starts_with(target));
        lines.map(|(_, line)| format!("{line}\n")).collect()
    }
}

impl Lines {
    fn write(&self, depth: usize, what: &str, metadata: &Metadata<'_>, fields: &str) {
        let (target, level) = (metadata.target(), metadata.level());
        let line = format!("{}{what} {level}{fields}", "  ".repeat(depth));
        self.0.lock().unwrap().push((target.to_owned(), line));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let metadata = attributes.metadata();
        self.write(depth(id, &context) - 1, metadata.name(), metadata, &fields.0);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        let metadata = context.metadata(id).unwrap();
        self.write(depth(id, &context), "record", metadata, &fields.0);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let span = context.event_span(event).map(|span| span.id());
        self.write(span.map_or(0, |id| depth(&id, &context)), "event", event.metadata(), &fields.0);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let metadata = context.metadata(&id).unwrap();
        self.write(depth(&id, &context) - 1, &format!("{} ended", metadata.name()), metadata, "");
    }
}

fn depth<S: Subscriber + for<'a> LookupSpan<'a>>(id: &Id, context: &Context<'_, S>) -> usize {
    context.span(id).unwrap().scope().count()
}

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}
