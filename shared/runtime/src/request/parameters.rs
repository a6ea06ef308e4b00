//! Parameters in the path and in the query.

use lambda_http::{Request as LambdaRequest, RequestExt};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, value::MapDeserializer},
};
use utoipa::{
    IntoParams,
    openapi::{
        Array, Object, RefOr, Required, Schema,
        path::{Parameter, ParameterIn},
        schema::{SchemaType, Type},
    },
};

use super::{decode::decode, decoder::Notation, tree::Tree};
use crate::{
    error::{ApiError, ApiResult, MAX_FIELD_ERRORS},
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
        decode(&tree_of(query), Notation::Query, MAX_FIELD_ERRORS, required::<T>).map_err(|refusals| {
            ApiError::invalid(refusals.iter().map(|refusal| refusal.field_error("?")).collect())
        })
    }

    fn describe() -> Vec<Parameter> {
        let mut parameters = T::into_params(|| Some(ParameterIn::Query));
        for schema in parameters.iter_mut().filter_map(|parameter| parameter.schema.as_mut()) {
            remove_null(schema);
        }
        parameters
    }
}

/// A query leaves out what it does not ask for: it cannot say null, which is what an `Option` is described with.
fn remove_null(schema: &mut RefOr<Schema>) {
    let RefOr::T(described) = schema else { return };
    match described {
        Schema::Object(Object { schema_type, .. }) | Schema::Array(Array { schema_type, .. }) => {
            if let SchemaType::Array(types) = schema_type {
                types.retain(|one| *one != Type::Null);
                if let [one] = types.as_slice() {
                    *schema_type = SchemaType::Type(one.clone());
                }
            }
        }
        Schema::OneOf(choice) => {
            choice.items.retain(|item| !is_null(item));
            if choice.items.len() == 1 {
                *schema = choice.items.remove(0);
            }
        }
        _ => {}
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    let null = SchemaType::Type(Type::Null);
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == null)
}

/// The parameters of a query; one that is given several times is a list.
fn tree_of(query: &str) -> Tree {
    let mut parameters: Vec<(String, Tree)> = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = Tree::Text(value.into_owned());
        match parameters.iter_mut().find(|(known, _)| *known == name) {
            None => parameters.push((name.into_owned(), value)),
            Some((_, Tree::List(values))) => values.push(value),
            Some((_, first)) => *first = Tree::List(vec![first.clone(), value]),
        }
    }
    Tree::Object(parameters)
}

/// The parameters that a query must have.
fn required<T: IntoParams>(_: &[String]) -> Vec<String> {
    let all = T::into_params(|| Some(ParameterIn::Query)).into_iter();
    all.filter(|parameter| matches!(parameter.required, Required::True))
        .map(|parameter| parameter.name)
        .collect()
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

/// Any query: nothing of it is looked at. For an address that others write down and add to.
#[derive(Clone, Copy, Debug)]
pub struct AnyQuery;

impl<'de> Deserialize<'de> for AnyQuery {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Ok(Self)
    }
}

impl IntoParams for AnyQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use domain::{instant::Instant, role::Role, text::Tag};
    use serde_json::{Value, json};

    use super::{super::list::Limit, *};

    #[derive(Debug, Deserialize, IntoParams)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Filter {
        #[serde(default)]
        #[param(value_type = Option<u16>)]
        limit: Limit,
        #[serde(default)]
        #[param(value_type = Option<bool>)]
        deleted: bool,
        role: Option<Role>,
        #[param(value_type = Option<String>)]
        from: Option<Instant>,
        #[serde(default)]
        tag: Vec<Tag>,
    }

    #[test]
    fn any_query_is_any_query() {
        for query in ["", "source=elevenlabs", "a=1&a=2&b", "%", "=&&==", "\u{fffd}"] {
            assert!(<AnyQuery as QueryString>::read(query).is_ok(), "{query}");
        }
    }

    fn refusals(query: &str) -> Value {
        let error = <Filter as QueryString>::read(query).unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| json!([error["pointer"], error["code"]])).collect()
    }

    #[test]
    fn a_query_is_read_as_it_is_meant() {
        let query = "limit=7&deleted=true&role=agent&from=2026-09-21T12:00:00%2B03:00&tag=a+b&tag=%C3%A9";
        let filter = <Filter as QueryString>::read(query).unwrap();
        assert_eq!((filter.limit.get(), filter.deleted, filter.role), (7, true, Some(Role::Agent)));
        assert_eq!(filter.from.unwrap().timestamp(), "2026-09-21T09:00:00Z".parse().unwrap());
        assert_eq!(filter.tag, [Tag::new("a b").unwrap(), Tag::new("é").unwrap()]);
        let filter = <Filter as QueryString>::read("tag=one").unwrap();
        assert_eq!((filter.limit.get(), filter.tag.len()), (50, 1));
    }

    #[test]
    fn no_parameter_is_said_to_take_null() {
        let described = serde_json::to_value(<Filter as QueryString>::describe()).unwrap();
        assert!(!described.to_string().contains("null"), "{described}");
        let types: Vec<_> = described.as_array().unwrap().iter().map(|one| &one["schema"]["type"]).collect();
        assert_eq!(types[1..], [&json!("boolean"), &Value::Null, &json!("string"), &json!("array")]);
        assert!(described[2]["schema"]["$ref"].is_string(), "{described}");
    }

    #[test]
    fn all_wrong_parameters_are_told_at_once() {
        assert_eq!(
            refusals("limit=0&deleted=yes&role=king&from=today&tag=a&tag=&x=1&x=2"),
            json!([
                ["?limit", "out_of_range"],
                ["?deleted", "wrong_type"],
                ["?role", "not_an_option"],
                ["?from", "not_a_time"],
                ["?tag", "empty"],
                ["?x", "unknown_field"],
            ])
        );
        assert_eq!(refusals("limit=1&limit=2"), json!([["?limit", "duplicate"]]));
        assert_eq!(refusals("limit=many"), json!([["?limit", "wrong_type"]]));
        assert_eq!(refusals("limit=99999"), json!([["?limit", "out_of_range"]]));
    }
}
