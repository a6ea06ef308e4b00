//! What the document says about custom fields: the numbers that are accepted, and what null means, are more than a type
//! can say.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema,
        schema::{AdditionalProperties, Type},
    },
};

use super::{CustomFieldsEdit, FieldValue};
use crate::text::{Tag, Text};

impl PartialSchema for FieldValue {
    fn schema() -> RefOr<Schema> {
        let number = || ObjectBuilder::new().schema_type(Type::Number);
        let (least, most) = (Self::SMALLEST_NUMBER, Self::LARGEST_NUMBER);
        OneOfBuilder::new()
            .description(Some("The value of a custom field: true or false, a number, or a text."))
            .item(ObjectBuilder::new().schema_type(Type::Boolean))
            .item(number().enum_values(Some([0])))
            .item(number().minimum(Some(least)).maximum(Some(most)))
            .item(number().minimum(Some(-most)).maximum(Some(-least)))
            .item(Ref::from_schema_name(Text::<500>::name()))
            .into()
    }
}
impl ToSchema for FieldValue {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Text::<500>::name().into_owned(), Text::<500>::schema()));
    }
}

impl PartialSchema for CustomFieldsEdit {
    fn schema() -> RefOr<Schema> {
        let value_or_null = OneOfBuilder::new()
            .item(ObjectBuilder::new().schema_type(Type::Null))
            .item(Ref::from_schema_name(FieldValue::name()));
        let mut object = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "Custom fields by name. A value sets the field, null removes it, and fields that are left out stay.",
            ))
            .additional_properties(Some(AdditionalProperties::RefOr(value_or_null.into())));
        if let RefOr::T(name) = Tag::schema() {
            object = object.property_names(Some(name));
        }
        object.into()
    }
}
impl ToSchema for CustomFieldsEdit {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((FieldValue::name().into_owned(), FieldValue::schema()));
        FieldValue::schemas(schemas);
    }
}
