//! What passed through the proxy.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// What passed for one operation.
#[derive(Clone, Copy, Debug, Default, Serialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Count {
    /// Requests that came, those included that a rule kept from the service.
    pub requests: u64,
    /// Items in them: entries of batches and transactions, otherwise one each.
    pub items: u64,
    /// Answers with an error, injected ones included.
    pub errors: u64,
    /// Requests for which a rule was followed.
    pub faults: u64,
    /// Read capacity units consumed at the service.
    pub read_units: f64,
    /// Write capacity units consumed at the service.
    pub write_units: f64,
}

#[derive(Default)]
pub(super) struct Counts {
    pub(super) by_operation: BTreeMap<String, Count>,
}

impl Counts {
    pub(super) fn of(&mut self, operation: &str) -> &mut Count {
        self.by_operation.entry(operation.to_owned()).or_default()
    }
}

impl Count {
    /// Adds the units an answer says were consumed.
    pub(super) fn add_units(&mut self, operation: &str, answer: &Value) {
        let consumed = &answer["ConsumedCapacity"];
        let entries = consumed.as_array().map_or(std::slice::from_ref(consumed), Vec::as_slice);
        for entry in entries {
            let units = |name: &str| entry[name].as_f64();
            let (read, write) = (units("ReadCapacityUnits"), units("WriteCapacityUnits"));
            if read.is_some() || write.is_some() {
                self.read_units += read.unwrap_or_default();
                self.write_units += write.unwrap_or_default();
            } else if reads(operation) {
                self.read_units += units("CapacityUnits").unwrap_or_default();
            } else {
                self.write_units += units("CapacityUnits").unwrap_or_default();
            }
        }
    }
}

fn reads(operation: &str) -> bool {
    matches!(operation, "GetItem" | "BatchGetItem" | "Query" | "Scan" | "TransactGetItems")
}

/// Whether the operation can be asked for the capacity it consumes.
pub(super) fn consumes(operation: &str) -> bool {
    reads(operation)
        || matches!(
            operation,
            "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem" | "TransactWriteItems"
        )
}

/// How many items a request is about.
pub(super) fn items(request: &Value) -> u64 {
    let entries = |value: &Value| value.as_array().map(Vec::len);
    let count = entries(&request["TransactItems"]).or_else(|| entries(&request["Entries"])).or_else(|| {
        let tables = request["RequestItems"].as_object()?;
        Some(
            tables
                .values()
                .map(|table| entries(table).or_else(|| entries(&table["Keys"])).unwrap_or(0))
                .sum(),
        )
    });
    count.and_then(|count| u64::try_from(count).ok()).unwrap_or(1)
}
