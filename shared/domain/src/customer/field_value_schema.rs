//! What the document says about the value of a custom field: the numbers that are accepted are more than a type can say.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema, schema::Type},
};

use super::FieldValue;
use crate::text::Text;

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
