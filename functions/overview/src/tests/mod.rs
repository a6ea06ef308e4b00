mod dashboard;
mod pulse;

use domain::{
    call::{Call, CallStatus},
    ids::CustomerId,
};
use jiff::Timestamp;
use testing::calls::call as recorded;

/// A conversation that began at this time; `number` tells the calls of a test apart.
fn call(started_at: Timestamp, number: u8, customer_id: Option<CustomerId>) -> Call {
    Call { customer_id, status: CallStatus::InProgress, from: None, ..recorded(started_at, number) }
}
