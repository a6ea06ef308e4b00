//! Parameters in the path and in the query.

use lambda_http::{Request as LambdaRequest, RequestExt};
use serde::{
    Deserialize,
    de::{DeserializeOwned, value::MapDeserializer},
};
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

use super::json::field_and_rule;
use crate::{
    error::{ApiError, ApiResult, FieldError},
    route::Route,
};

/// Parameters of a path. What cannot be one is an address that leads nowhere: 404.
pub trait Path: Sized + Send {
    /// Reads them.
    fn read(request: &LambdaRequest, route: &Route) -> ApiResult<Self>;
    /// Describes them.
    fn describe() -> Vec<Parameter>;
}

impl<T: DeserializeOwned + IntoParams + Send> Path for T {
    fn read(request: &LambdaRequest, route: &Route) -> ApiResult<Self> {
        let gateway = request.path_parameters_ref().filter(|parameters| !parameters.is_empty());
        let parameters: Vec<(String, String)> = match gateway {
            Some(parameters) => {
                parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
            }
            // A function URL knows no parameters: they are read from the path here.
            None => {
                route.parameters_in(request.raw_http_path()).ok_or_else(|| ApiError::not_found("address"))?
            }
        };
        let parameters = MapDeserializer::<_, serde::de::value::Error>::new(parameters.into_iter());
        Self::deserialize(parameters).map_err(|_| ApiError::not_found("record"))
    }

    fn describe() -> Vec<Parameter> {
        T::into_params(|| Some(ParameterIn::Path))
    }
}

/// No parameters in the path.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct NoPath {}

impl IntoParams for NoPath {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Vec::new()
    }
}

/// Parameters of a query.
pub trait QueryString: Sized + Send {
    /// Reads them.
    fn read(query: &str) -> ApiResult<Self>;
    /// Describes them.
    fn describe() -> Vec<Parameter>;
}

impl<T: DeserializeOwned + IntoParams + Send> QueryString for T {
    fn read(query: &str) -> ApiResult<Self> {
        let deserializer = serde_html_form::Deserializer::from_bytes(query.as_bytes());
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let (field, detail) = field_and_rule(error.path(), &error.inner().to_string());
            ApiError::invalid(vec![FieldError {
                pointer: format!("?{}", field.trim_start_matches('/')),
                detail,
            }])
        })
    }

    fn describe() -> Vec<Parameter> {
        T::into_params(|| Some(ParameterIn::Query))
    }
}

/// No parameters in the query.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoQuery {}

impl IntoParams for NoQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Vec::new()
    }
}
