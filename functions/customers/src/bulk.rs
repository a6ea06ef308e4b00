//! `POST /v1/customers/bulk`: do the same with up to 100 customers.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Invalid, InvalidCode,
    customer::{Customer, CustomerEdit, Tags},
    ids::CustomerId,
    phone::PhoneNumber,
};
use futures_util::future::join_all;
use runtime::{
    ApiError, ApiResult, Core, Endpoint, FieldError, IfMatch, Json, NoPath, NoQuery, Ok200, Principal,
    Request, Route, access,
};
use serde::{Deserialize, Serialize};
use store::counters::SHARDS;
use utoipa::ToSchema;

use crate::{
    delete::delete,
    refusals::{require, stale, wrong_fields},
    restore::restore,
    update,
};

/// The most customers of one request.
const MAX_CUSTOMERS: usize = 100;
/// The largest version: the largest whole number that every reader of JSON tells from its neighbours.
const MAX_VERSION: u64 = (1 << 53) - 1;

/// Does the same with several customers.
pub struct BulkCustomers;

/// What to do, and with which customers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({
    "action": "add_tags",
    "tags": ["regular"],
    "customers": [{ "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "version": 1 }],
})))]
pub struct BulkAction {
    /// What to do.
    action: Action,
    /// The tags to add or to remove. Only for these two actions, which need at least one.
    tags: Option<Tags>,
    /// The customers, each once.
    #[schema(max_items = 100)]
    customers: Vec<CustomerVersion>,
}

/// What can be done with several customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Action {
    /// They get these tags as well.
    AddTags,
    /// They lose these tags.
    RemoveTags,
    /// They are deleted, and can be restored.
    Delete,
    /// They come back.
    Restore,
}

/// A customer of the version that the request is made from.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CustomerVersion {
    /// The customer.
    id: CustomerId,
    /// The version that was read; of a deleted customer, the one that its deletion made.
    #[schema(maximum = 9007199254740991_u64)]
    version: u64,
}

/// What became of all.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BulkOutcome {
    /// What became of each, in the order of the request.
    customers: Vec<CustomerOutcome>,
}

/// What became of one customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CustomerOutcome {
    /// The customer.
    id: CustomerId,
    /// Whether it is done, or why not.
    #[schema(value_type = Outcome)]
    outcome: &'static str,
    /// The version that the customer has now. Where it is done, or where another version was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// The customer that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    existing_id: Option<String>,
}

/// Whether it is done, or the code of the problem that a request for this customer alone would be answered with.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only describes the codes")]
enum Outcome {
    /// It is done, or was so already.
    Done,
    /// There is no such customer.
    NotFound,
    /// The customer was deleted.
    Gone,
    /// The customer was changed since.
    StaleVersion,
    /// Another customer has a number of the deleted one by now.
    PhoneTaken,
    /// Another customer has the external id of the deleted one by now.
    ExternalIdTaken,
    /// The customer would have too many tags.
    ValidationFailed,
    /// The customer would be larger than what can be kept.
    TooLarge,
    /// Trying again may help.
    Unavailable,
    /// Something went wrong on our side.
    InternalError,
}

impl Endpoint for BulkCustomers {
    const NAME: &'static str = "customers-bulk";
    const ROUTE: Route = Route::post("/v1/customers/bulk");
    const SUMMARY: &'static str = "Tag, delete or restore several customers";
    const DESCRIPTION: &'static str = "Each customer is changed on its own: one that cannot be stops none of the \
        others, and the answer says what became of each. After a lost answer the same request can be sent again: a \
        customer that it has changed is done, and not changed twice. So it takes no idempotency key.";

    type Access = access::Agent;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<BulkAction>;
    type Answer = Ok200<BulkOutcome>;

    fn warm_up() {
        PhoneNumber::warm_up();
    }

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let Json(bulk) = &request.body;
        bulk.check()?;
        // Those that count in the same item follow each other: at the same moment they would stand in each other's way.
        let mut lanes: BTreeMap<u8, Vec<(usize, CustomerVersion)>> = BTreeMap::new();
        for (place, customer) in bulk.customers.iter().copied().enumerate() {
            lanes.entry(customer.id.shard(SHARDS)).or_default().push((place, customer));
        }
        let lanes = lanes.into_values().map(|lane| async {
            let mut outcomes = Vec::with_capacity(lane.len());
            for (place, customer) in lane {
                let outcome = bulk.carry_out(app, &request.principal, customer).await;
                outcomes.push((place, CustomerOutcome::of(customer.id, outcome)));
            }
            outcomes
        });
        let outcomes: BTreeMap<usize, CustomerOutcome> =
            join_all(lanes).await.into_iter().flatten().collect();
        Ok(Ok200(BulkOutcome { customers: outcomes.into_values().collect() }))
    }
}

impl BulkAction {
    fn check(&self) -> ApiResult<()> {
        let mut wrong = Vec::new();
        let mut refuse = |pointer: &str, rule: Invalid| wrong.push(FieldError::new(pointer, &rule));
        let is_about_tags = matches!(self.action, Action::AddTags | Action::RemoveTags);
        match &self.tags {
            None if is_about_tags => refuse("/tags", Invalid::required()),
            Some(tags) if is_about_tags && tags.is_empty() => refuse("/tags", Invalid::required()),
            Some(_) if !is_about_tags => refuse("/tags", NOT_WITH_THIS_ACTION.other("action")),
            _ => {}
        }
        if self.customers.len() > MAX_CUSTOMERS {
            let rule = format!("must have at most {MAX_CUSTOMERS} customers");
            refuse("/customers", Invalid::because(InvalidCode::TooMany, rule).max(MAX_CUSTOMERS as u64));
        } else {
            let mut met = BTreeSet::new();
            for (place, customer) in self.customers.iter().enumerate() {
                if !met.insert(customer.id) {
                    refuse(&format!("/customers/{place}/id"), TWICE);
                }
                if customer.version > MAX_VERSION {
                    refuse(&format!("/customers/{place}/version"), NO_VERSION.min(0).max(MAX_VERSION));
                }
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(ApiError::invalid(wrong)) }
    }

    async fn carry_out(
        &self,
        app: &Core,
        principal: &Principal,
        CustomerVersion { id, version }: CustomerVersion,
    ) -> ApiResult<Customer> {
        let tags = self.tags.clone().unwrap_or_default();
        match self.action {
            Action::AddTags => retag(app, principal, id, version, |has| has.with(&tags)).await,
            Action::RemoveTags => retag(app, principal, id, version, |has| Ok(has.without(&tags))).await,
            Action::Delete => delete(app, principal, id, &IfMatch::version(version)).await,
            Action::Restore => restore(app, principal, id, Some(version)).await,
        }
    }
}

const NOT_WITH_THIS_ACTION: Invalid =
    Invalid::new(InvalidCode::Conflicting, "must be left out: the action is not about tags");
const NO_VERSION: Invalid = Invalid::new(InvalidCode::OutOfRange, "must be from 0 to 9007199254740991");
const TWICE: Invalid = Invalid::new(InvalidCode::Duplicate, "must not repeat another customer");

/// Changes the tags of a customer. One who has them already is done, whatever version it is of: this request may have
/// been sent before.
async fn retag(
    app: &Core,
    principal: &Principal,
    id: CustomerId,
    version: u64,
    change: impl FnOnce(&Tags) -> Result<Tags, Invalid>,
) -> ApiResult<Customer> {
    let before = require(app, principal.tenant(), id).await?;
    let tags = change(&before.profile.tags).map_err(|rule| ApiError::invalid_field("/tags", &rule))?;
    let edited = before.edited(CustomerEdit::tags(tags), None, app.now()).map_err(wrong_fields)?;
    if edited.fields.is_empty() {
        return Ok(before);
    }
    if before.version != version {
        return Err(stale(before));
    }
    update::write(app, principal, &before, edited).await
}

impl CustomerOutcome {
    fn of(id: CustomerId, outcome: ApiResult<Customer>) -> Self {
        match outcome {
            Ok(customer) => Self { id, outcome: "done", version: Some(customer.version), existing_id: None },
            Err(error) => {
                if error.status().is_server_error() {
                    let cause = std::error::Error::source(&error).map(ToString::to_string);
                    tracing::error!(customerId = %id, errorCode = error.code(), cause, "A customer among several failed");
                }
                let existing_id = error.existing_id().map(str::to_owned);
                Self { id, outcome: error.code(), version: error.current_version(), existing_id }
            }
        }
    }
}
