//! The line that every request, message and run of a schedule leaves in the log.

use std::{sync::Arc, time::Instant};

use domain::{TenantId, ids::UserId};
use http::StatusCode;

use crate::{
    clock::Clock,
    error::ApiError,
    function_context::FunctionContext,
    log::{self, EmbeddedMetrics, RequestLine, RequestLog, milliseconds},
};

/// What every kind of function logs with.
pub(super) struct Logger {
    pub(super) clock: Arc<dyn Clock>,
    log: Arc<dyn RequestLog>,
}

impl Logger {
    pub(super) fn of(context: &FunctionContext) -> Self {
        Self { clock: context.clock.clone(), log: context.request_log.clone() }
    }

    pub(super) fn write(&self, entry: Entry<'_>, started: Instant, error: Option<&ApiError>) {
        let now = self.clock.now();
        let fault = entry.status.is_server_error();
        self.log.write(&RequestLine {
            timestamp: now,
            level: if fault { "ERROR" } else { "INFO" },
            message: entry.message,
            function: log::deployed_name(entry.function),
            request_id: entry.request_id,
            trace_id: entry.trace_id,
            tenant_id: entry.tenant,
            user_id: entry.user,
            status: entry.status.as_u16(),
            duration_ms: milliseconds(started.elapsed()),
            error_code: error.map(ApiError::code),
            cause: error.and_then(ApiError::causes),
            faults: u8::from(fault),
            metrics: EmbeddedMetrics::of_request(now),
        });
    }
}

pub(super) struct Entry<'a> {
    pub(super) message: String,
    pub(super) function: &'static str,
    pub(super) request_id: &'a str,
    pub(super) trace_id: Option<&'a str>,
    pub(super) tenant: Option<TenantId>,
    pub(super) user: Option<UserId>,
    pub(super) status: StatusCode,
}
