//! `GET /v1/customers/{customerId}`: one customer.

use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, NoQuery, Request, Route, Versioned, access};
use store::{Consistency, keys};

use crate::views::{CustomerPath, CustomerView};

/// Gives one customer.
pub struct GetCustomer;

impl Endpoint for GetCustomer {
    const NAME: &'static str = "customers-get";
    const ROUTE: Route = Route::get("/v1/customers/{customerId}");
    const SUMMARY: &'static str = "Get a customer";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = Core;
    type Path = CustomerPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<CustomerView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let key = keys::customer(request.principal.tenant(), request.path.customer_id);
        let customer = app.table.get(&key, Consistency::Eventual).await?;
        let customer = customer.ok_or_else(|| ApiError::not_found("customer"))?;
        Ok(Versioned { version: customer.version, record: customer.into() })
    }
}
