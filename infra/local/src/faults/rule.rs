//! What is to go wrong, and when.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A way for a request to go wrong.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// `ProvisionedThroughputExceededException`: a partition is over its capacity.
    ThroughputExceeded,
    /// `ThrottlingException`: the account is over its rate.
    Throttling,
    /// `InternalServerError` with status 500.
    Internal,
    /// Somebody else's transaction was on the same items: `TransactionCanceledException` with
    /// `TransactionConflict` for a transaction, `TransactionConflictException` for a single write.
    Conflict,
    /// The connection is reset before the request reaches the service.
    Reset,
    /// The service does it and the connection is reset before the answer: the caller cannot know.
    ResetAfter,
    /// The request reaches the service so many milliseconds later.
    Delay(u64),
}

/// When a fault happens. Without any condition it happens to every request.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// What goes wrong.
    pub fault: Fault,
    /// Only this operation: `PutItem`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Only requests with this text in their body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub containing: Option<String>,
    /// So many requests that meet the conditions pass first.
    #[serde(default)]
    pub after: u64,
    /// Then only every so-many-th; 0 and 1 mean each.
    #[serde(default)]
    pub every: u64,
    /// At most this often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

impl Rule {
    /// Every request goes wrong in this way.
    pub fn always(fault: Fault) -> Self {
        Self { fault, operation: None, containing: None, after: 0, every: 0, times: None }
    }

    /// Only requests for this operation.
    #[must_use]
    pub fn on(mut self, operation: &str) -> Self {
        self.operation = Some(operation.to_owned());
        self
    }

    /// Only so often.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Only after so many requests that meet the conditions.
    #[must_use]
    pub fn after(mut self, requests: u64) -> Self {
        self.after = requests;
        self
    }
}

/// A rule and what it has seen.
pub(super) struct Armed {
    pub(super) rule: Rule,
    seen: u64,
    pub(super) followed: u64,
}

impl Armed {
    pub(super) fn new(rule: Rule) -> Self {
        Self { rule, seen: 0, followed: 0 }
    }

    /// Whether the rule is to be followed for this request, which it counts.
    pub(super) fn applies(&mut self, operation: &str, body: &[u8]) -> bool {
        let Rule { operation: only, containing, after, every, times, .. } = &self.rule;
        let meets = only.as_ref().is_none_or(|only| only == operation)
            && containing.as_ref().is_none_or(|text| contains(body, text.as_bytes()));
        if !meets || times.is_some_and(|times| self.followed >= times) {
            return false;
        }
        self.seen += 1;
        let Some(beyond) = self.seen.checked_sub(*after).filter(|beyond| *beyond > 0) else { return false };
        let due = *every <= 1 || beyond % every == 0;
        self.followed += u64::from(due);
        due
    }
}

fn contains(body: &[u8], text: &[u8]) -> bool {
    text.is_empty() || body.windows(text.len()).any(|window| window == text)
}

/// Status and body of the error a fault answers with; none if it does not answer.
pub(super) fn error(fault: Fault, operation: &str, request: &Value) -> Option<(u16, Value)> {
    let typed = |name: &str| format!("com.amazonaws.dynamodb.v20120810#{name}");
    match fault {
        Fault::ThroughputExceeded => Some((
            400,
            json!({
                "__type": typed("ProvisionedThroughputExceededException"),
                "message": "The level of configured provisioned throughput for the table was exceeded.",
            }),
        )),
        Fault::Throttling => {
            Some((400, json!({ "__type": typed("ThrottlingException"), "message": "Rate exceeded" })))
        }
        Fault::Internal => Some((
            500,
            json!({ "__type": typed("InternalServerError"), "message": "The request could not be processed." }),
        )),
        Fault::Conflict => Some((400, conflict(operation, request))),
        Fault::Reset | Fault::ResetAfter | Fault::Delay(_) => None,
    }
}

fn conflict(operation: &str, request: &Value) -> Value {
    let typed = |name: &str| format!("com.amazonaws.dynamodb.v20120810#{name}");
    if !operation.starts_with("Transact") {
        return json!({
            "__type": typed("TransactionConflictException"),
            "message": "Transaction is ongoing for the item",
        });
    }
    let items = request["TransactItems"].as_array().map_or(1, Vec::len).max(1);
    // The first item is the one in conflict.
    let reason = |index| match index {
        0 => json!({ "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" }),
        _ => json!({ "Code": "None" }),
    };
    let codes = ["TransactionConflict"].into_iter().chain(std::iter::repeat_n("None", items - 1));
    json!({
        "__type": typed("TransactionCanceledException"),
        "Message": format!(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
            codes.collect::<Vec<_>>().join(", ")
        ),
        "CancellationReasons": (0..items).map(reason).collect::<Vec<_>>(),
    })
}
