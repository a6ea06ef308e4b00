//! Walking over schemas.

use std::collections::{BTreeMap, BTreeSet};

use utoipa::openapi::{
    RefOr, Schema,
    schema::{AdditionalProperties, ArrayItems, SchemaType, Type},
};

/// Visits a schema after all that it holds.
pub(super) fn walk(schema: &mut RefOr<Schema>, visit: &mut impl FnMut(&mut RefOr<Schema>)) {
    match schema {
        RefOr::Ref(_) => {}
        RefOr::T(Schema::Object(object)) => {
            object.properties.values_mut().for_each(|property| walk(property, visit));
            if let Some(AdditionalProperties::RefOr(others)) = object.additional_properties.as_deref_mut() {
                walk(others, visit);
            }
        }
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                walk(items, visit);
            }
        }
        RefOr::T(Schema::OneOf(parts)) => parts.items.iter_mut().for_each(|part| walk(part, visit)),
        RefOr::T(Schema::AllOf(parts)) => parts.items.iter_mut().for_each(|part| walk(part, visit)),
        RefOr::T(Schema::AnyOf(parts)) => parts.items.iter_mut().for_each(|part| walk(part, visit)),
        RefOr::T(_) => {}
    }
    visit(schema);
}

/// The names of the schemas that these lead to, with themselves.
pub(super) fn reachable(
    schemas: &BTreeMap<String, RefOr<Schema>>,
    roots: &BTreeSet<String>,
) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<String> = roots.iter().cloned().collect();
    while let Some(name) = waiting.pop() {
        let Some(schema) = schemas.get(&name) else { continue };
        if seen.insert(name) {
            walk(&mut schema.clone(), &mut |schema| waiting.extend(target(schema)));
        }
    }
    seen
}

/// The name of the schema that this refers to.
pub(super) fn target(schema: &RefOr<Schema>) -> Option<String> {
    let RefOr::Ref(reference) = schema else { return None };
    reference.ref_location.rsplit('/').next().map(str::to_owned)
}

/// What an answer leaves out is not null in it: the properties of this schema without null.
pub(super) fn without_null(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else { return };
    for property in object.properties.values_mut() {
        match property {
            RefOr::T(Schema::OneOf(parts)) if parts.items.iter().any(is_null) => {
                parts.items.retain(|part| !is_null(part));
                if let ([only], None) = (parts.items.as_slice(), &parts.description) {
                    *property = only.clone();
                }
            }
            RefOr::T(Schema::Object(object)) => drop_null(&mut object.schema_type),
            RefOr::T(Schema::Array(array)) => drop_null(&mut array.schema_type),
            _ => {}
        }
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null))
}

fn drop_null(schema_type: &mut SchemaType) {
    if let SchemaType::Array(types) = schema_type {
        types.retain(|one| *one != Type::Null);
        if let [only] = types.as_slice() {
            *schema_type = SchemaType::Type(only.clone());
        }
    }
}

/// What a schema says about itself.
pub(super) fn description(schema: &mut RefOr<Schema>) -> Option<&mut String> {
    match schema {
        RefOr::Ref(reference) => Some(&mut reference.description),
        RefOr::T(Schema::Object(object)) => object.description.as_mut(),
        RefOr::T(Schema::Array(array)) => array.description.as_mut(),
        RefOr::T(Schema::OneOf(parts)) => parts.description.as_mut(),
        RefOr::T(Schema::AllOf(parts)) => parts.description.as_mut(),
        RefOr::T(Schema::AnyOf(parts)) => parts.description.as_mut(),
        RefOr::T(_) => None,
    }
}
