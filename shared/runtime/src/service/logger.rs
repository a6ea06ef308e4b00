//! The line that every request, message and run of a schedule leaves in the log.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use http::StatusCode;
use lambda_runtime::Context;

use crate::{
    clock::Clock,
    error::ApiError,
    function_context::FunctionContext,
    log::{RequestLine, RequestLog, SecurityLine, milliseconds},
    subject::{Origin, Subject},
};

/// What every kind of function logs with.
pub(super) struct Logger {
    pub(super) clock: Arc<dyn Clock>,
    log: Arc<dyn RequestLog>,
    function: &'static str,
    has_served: AtomicBool,
}

impl Logger {
    pub(super) fn of(function: &'static str, context: &FunctionContext) -> Self {
        Self {
            clock: context.clock.clone(),
            log: context.request_log.clone(),
            function,
            has_served: AtomicBool::new(false),
        }
    }

    /// Whether this is the first time that the function is invoked since it was started.
    pub(super) fn is_cold(&self) -> bool {
        !self.has_served.swap(true, Ordering::Relaxed)
    }

    /// Work that begins.
    pub(super) fn begin(
        &self,
        request_id: &str,
        correlation_id: Option<&str>,
        context: &Context,
        cold_start: bool,
    ) -> Subject {
        Subject::new(Origin::of(self.function, request_id, correlation_id, context, cold_start))
    }

    pub(super) fn write(&self, entry: Entry<'_>, started: Instant, error: Option<&ApiError>) {
        let (now, origin, facts) = (self.clock.now(), entry.subject.origin(), entry.subject.facts());
        for event in entry.subject.take_security() {
            self.log.write_security(&SecurityLine::new(&event, origin, &facts, now));
        }
        let fault = entry.status.is_server_error();
        self.log.write(&RequestLine {
            timestamp: now,
            level: if fault { "ERROR" } else { "INFO" },
            message: entry.message,
            origin,
            facts: &facts,
            status: entry.status.as_u16(),
            duration_ms: milliseconds(started.elapsed()),
            error_code: error.map(ApiError::code),
            cause: error.and_then(ApiError::causes),
        });
    }
}

pub(super) struct Entry<'a> {
    pub(super) message: String,
    pub(super) subject: &'a Subject,
    pub(super) status: StatusCode,
}
