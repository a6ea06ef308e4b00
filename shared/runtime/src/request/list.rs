//! Asking for lists, and their pages.

use std::borrow::Cow;

use domain::{Invalid, InvalidCode};
use serde::{Deserialize, Serialize};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema,
        schema::{ArrayBuilder, ObjectBuilder, Type},
    },
};

/// Which part of a list, where a list has no other filters.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageQuery {
    /// How many items a page holds at most; 50 if absent.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    pub limit: Limit,
    /// The nextCursor of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
}

/// How many items of a list are asked for: 1 to 200, 50 if the caller does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Cow<'_, str>")]
pub struct Limit(u16);

impl Limit {
    pub fn get(self) -> u16 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<Cow<'_, str>> for Limit {
    type Error = Invalid;

    /// Reads what stands in a query: what is no number at all is told the same bounds.
    fn try_from(text: Cow<'_, str>) -> Result<Self, Invalid> {
        let refused = |code| Invalid::new(code, "must be a whole number from 1 to 200").min(1).max(200);
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(limit) if is_number && (1..=200).contains(&limit) => Ok(Self(limit)),
            _ if is_number => Err(refused(InvalidCode::OutOfRange)),
            _ => Err(refused(InvalidCode::WrongType)),
        }
    }
}

/// A part of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// Send it as `cursor` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many items the whole list has, where that was asked for and is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A page that is the whole list.
    pub const fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None, total: None }
    }
}

impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let cursor = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Send it as cursor to get the next page. Absent on the last page."));
        let total = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).description(Some(
            "How many items the whole list has. Only where that is asked for, and counted.",
        ));
        let items = ArrayBuilder::new()
            .items(Ref::from_schema_name(T::name()))
            .max_items(Some(200))
            .description(Some("The items, in order."));
        ObjectBuilder::new()
            .description(Some("A page of a list."))
            .property("items", items)
            .required("items")
            .property("nextCursor", cursor)
            .property("total", total)
            .into()
    }
}

impl<T: ToSchema> ToSchema for Page<T> {
    /// Pages of different things have schemas of their own, such as `CallViewPage`: a derived name is the same for all.
    fn name() -> Cow<'static, str> {
        format!("{}Page", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use domain::role::Role;

    use super::*;
    use crate::{document::Document, error::FieldError};

    #[test]
    fn pages_of_different_things_have_schemas_of_their_own() {
        let mut document = Document::new();
        document.register::<Page<Role>>();
        document.register::<Page<FieldError>>();
        let document = serde_json::to_value(document.finish("1").unwrap()).unwrap();
        let schemas = &document["components"]["schemas"];
        for (page, item) in [("RolePage", "Role"), ("FieldErrorPage", "FieldError")] {
            let items = &schemas[page]["properties"]["items"]["items"];
            assert_eq!(items["$ref"], format!("#/components/schemas/{item}"));
            assert!(schemas[item].is_object());
        }
    }
}
