//! `GET /v1/customers/{customerId}`: one customer.

use runtime::{ApiResult, Core, Endpoint, NoBody, NoQuery, Request, Route, Versioned, access};

use crate::{
    refusals::require,
    views::{CustomerPath, CustomerView},
};

/// Gives one customer.
pub struct GetCustomer;

impl Endpoint for GetCustomer {
    const NAME: &'static str = "customers-get";
    const ROUTE: Route = Route::get("/v1/customers/{customerId}");
    const SUMMARY: &'static str = "Get a customer";
    const READS_AHEAD: bool = true;
    const ERRORS: &'static [(u16, &'static str)] = &[(410, "gone")];

    type Access = access::Viewer;
    type App = Core;
    type Path = CustomerPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<CustomerView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let customer = require(app, request.principal.tenant(), request.path.customer_id).await?;
        Ok(CustomerView::versioned(customer))
    }
}
