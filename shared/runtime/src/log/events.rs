//! Events of `tracing` as lines with the ids of the work that they are part of, beside their own fields: one filter finds
//! all lines that have an id, whoever wrote them.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormatFields, format::Writer},
    registry::LookupSpan,
};

use crate::subject::Subject;

/// Writes an event as one flat JSON object.
pub(super) struct FlatJson<N>(pub(super) N);

impl<S, F, N> FormatEvent<S, F> for FlatJson<N>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    F: for<'writer> FormatFields<'writer> + 'static,
    N: Fn() -> Timestamp,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, F>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let metadata = event.metadata();
        let mut line = Map::new();
        let subject = context
            .event_scope()
            .and_then(|mut spans| spans.find_map(|span| span.extensions().get::<Subject>().cloned()));
        if let Some(subject) = subject {
            line.extend(ids(&subject));
        }
        // What the event itself says counts more: it may be about one of several.
        event.record(&mut Fields(&mut line));
        line.insert("timestamp".to_owned(), self.0().to_string().into());
        line.insert("level".to_owned(), metadata.level().as_str().into());
        line.insert("target".to_owned(), metadata.target().into());
        writeln!(writer, "{}", Value::Object(line))
    }
}

/// All that is known about some work.
pub(super) fn ids(subject: &Subject) -> Map<String, Value> {
    let parts = [serde_json::to_value(subject.origin()), serde_json::to_value(subject.facts())];
    let objects = parts.into_iter().filter_map(|part| match part {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    });
    objects.flatten().collect()
}

/// Takes the fields of an event.
struct Fields<'a>(&'a mut Map<String, Value>);

impl Fields<'_> {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Fields<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }
}
