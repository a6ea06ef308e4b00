//! What calls look like on the wire.

use std::collections::BTreeMap;

use domain::{
    call::{Call, CallDetails},
    ids::{CallId, CustomerId},
    text::Name,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A phone call, or one attempt at it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    #[serde(flatten)]
    call: Call,
    /// Whether a number of the other person was reported that is none that can be called.
    number_not_understood: bool,
    /// The same customer, with what it is called now.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<CallCustomer>,
}

/// The customer of a call.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallCustomer {
    id: CustomerId,
    /// Absent for customers without a name, and for deleted ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
}

impl CallView {
    /// The call, with the name that its customer has among these.
    pub fn named(call: Call, names: &BTreeMap<CustomerId, Name>) -> Self {
        let customer = call.customer_id.map(|id| CallCustomer { id, name: names.get(&id).cloned() });
        Self { number_not_understood: call.reported_person().is_some(), call, customer }
    }
}

/// A call with what was said and found out in it. The latter is empty until it is known.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DetailedCallView {
    /// The call.
    #[serde(flatten)]
    pub call: CallView,
    /// What was said and found out.
    #[serde(flatten)]
    pub details: CallDetails,
}

/// Which call.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct CallPath {
    /// The call.
    pub call_id: CallId,
}
