//! The OpenAPI document in the making.

use std::collections::BTreeMap;

use utoipa::{
    ToSchema,
    openapi::{
        ComponentsBuilder, Content, HeaderBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref,
        RefOr, Required, Response, ResponseBuilder, Schema,
        request_body::{RequestBody, RequestBodyBuilder},
        schema::{ObjectBuilder, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::error::{FieldError, Problem};

/// A document in the making.
pub struct Document {
    schemas: BTreeMap<String, RefOr<Schema>>,
    pub(crate) paths: PathsBuilder,
}

impl Document {
    /// An empty document that knows errors.
    pub fn new() -> Self {
        let mut document = Self { schemas: BTreeMap::new(), paths: PathsBuilder::new() };
        document.register::<FieldError>();
        document.register::<Problem<'static>>();
        document
    }

    /// Adds a type with all that it holds, and refers to it.
    pub fn register<T: ToSchema>(&mut self) -> RefOr<Schema> {
        let mut schemas = Vec::new();
        T::schemas(&mut schemas);
        self.schemas.extend(schemas);
        let name = T::name();
        self.schemas.insert(name.to_string(), T::schema());
        RefOr::Ref(Ref::from_schema_name(name))
    }

    pub(crate) fn json_body(schema: RefOr<Schema>, required: Required) -> RequestBody {
        RequestBodyBuilder::new()
            .content("application/json", Content::new(Some(schema)))
            .required(Some(required))
            .build()
    }

    pub(crate) fn any_body() -> RequestBody {
        RequestBodyBuilder::new()
            .content("application/octet-stream", Content::new::<RefOr<Schema>>(None))
            .required(Some(Required::True))
            .build()
    }

    /// An answer with JSON and these headers.
    pub fn json_response<T: ToSchema>(&mut self, description: &str, headers: &[&str]) -> Response {
        let schema = self.register::<T>();
        let mut response = ResponseBuilder::new()
            .description(description)
            .content("application/json", Content::new(Some(schema)));
        for name in headers {
            let header =
                HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String))).build();
            response = response.header(*name, header);
        }
        response.build()
    }

    /// An answer without a body.
    pub fn empty_response(description: &str) -> Response {
        ResponseBuilder::new().description(description).build()
    }

    /// The finished document.
    pub fn finish(self, version: &str) -> OpenApi {
        let bearer = SecurityScheme::Http(
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build(),
        );
        let components = ComponentsBuilder::new()
            .schemas_from_iter(self.schemas)
            .security_scheme("accessToken", bearer)
            .build();
        let info = InfoBuilder::new()
            .title("Navaia")
            .version(version)
            .description(Some(
                "AI phone agents for a business: customers, calls, tickets, bookings, campaigns.",
            ))
            .build();
        OpenApiBuilder::new().info(info).paths(self.paths.build()).components(Some(components)).build()
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("schemas", &self.schemas.len()).finish_non_exhaustive()
    }
}
