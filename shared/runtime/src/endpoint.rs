//! One endpoint of the API.

use std::future::Future;

use crate::{
    access::Access,
    answer::Answer,
    app::App,
    error::ApiResult,
    request::{Body, MAX_JSON_BYTES, Meta, Path, QueryString},
    route::Route,
};

/// An endpoint: where it is, who may call it, what comes in, what goes out, and what happens in between.
///
/// Everything but [`Endpoint::handle`] is data, so that the router, the deployment template, the OpenAPI document and
/// the tests can be checked against it.
pub trait Endpoint: Sized + Send + Sync + 'static {
    /// The function and its binary, `<package>-<operation>`. The operation id is the same with underscores.
    const NAME: &'static str;
    /// Where it is.
    const ROUTE: Route;
    /// What it does, in one line.
    const SUMMARY: &'static str;
    /// What else a caller has to know.
    const DESCRIPTION: &'static str = "";
    /// Whether it takes an `Idempotency-Key` (and remembers its answer under it).
    const IDEMPOTENT: bool = false;
    /// Whether it edits a version that the caller must name with `If-Match`.
    const CONDITIONAL: bool = false;
    /// Whether it reads while the session is read, from the second request of a process on: of the tenant that the signed
    /// token names, and nothing reaches the caller if the session is refused. For endpoints that write nothing and do not ask for the principal's role, which
    /// is the least that the access asks for until the session says more.
    const READS_AHEAD: bool = false;
    /// Whether it edits a version that the caller may name with `If-Match`, and need not.
    const CONDITIONAL_IF_SENT: bool = false;
    /// Whether its answer is one of [`Tagged`](crate::Tagged), which is left out where the caller has it already.
    const REVALIDATED: bool = false;
    /// How many bytes a JSON body may have.
    const MAX_BODY_BYTES: usize = MAX_JSON_BYTES;
    /// The status and code of each error of its own, apart from those that follow from the rest of the declaration.
    const ERRORS: &'static [(u16, &'static str)] = &[];

    /// Whether it reads or sets a cookie: then a browser must not be made to call it by another site.
    const COOKIES: bool = false;
    /// What a caller of a public endpoint may prove itself with all the same.
    const CREDENTIALS: &'static [Credential] = &[];

    /// Who may call it.
    type Access: Access;
    /// What it works with.
    type App: App;
    /// Parameters in its path.
    type Path: Path;
    /// Parameters in its query.
    type Query: QueryString;
    type Body: Body;
    /// What it answers when all went well.
    type Answer: Answer;

    /// Warms up caches before the first request: what costs CPU and is needed by almost every request, such as reading
    /// embedded data. Only in a process of its own; elsewhere it happens when it is first needed.
    fn warm_up() {}

    /// Does it.
    fn handle(
        app: &Self::App,
        request: Request<Self>,
    ) -> impl Future<Output = ApiResult<Self::Answer>> + Send;
}

/// What a caller proves itself with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The access token of a session.
    AccessToken,
    /// The cookie of its refresh token.
    RefreshCookie,
}

/// A request to the endpoint `E`, read and checked.
pub struct Request<E: Endpoint> {
    /// Who calls.
    pub principal: <E::Access as Access>::Context,
    /// The parameters of its path.
    pub path: E::Path,
    /// The parameters of its query.
    pub query: E::Query,
    pub body: E::Body,
    pub meta: Meta,
}
