//! What the table looks like: its name for each attribute and index, as in the deployment template.

use aws_sdk_dynamodb::{
    Client,
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
        ProjectionType, ScalarAttributeType, TimeToLiveSpecification,
    },
};

use super::error::StoreError;

/// Partition key of the table.
pub const PK: &str = "PK";
/// Sort key of the table.
pub const SK: &str = "SK";
/// What kind of record an item holds.
pub const ENTITY: &str = "entity";
/// How often the record was changed, from 1.
pub const VERSION: &str = "version";
/// When DynamoDB may remove the item, in seconds since 1970 (the table's TTL attribute).
pub const EXPIRES_AT: &str = "expiresAt";

/// A secondary index. Each is sparse: only items that carry its two key attributes are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// What belongs to a customer, by the sort key of the table: by when its id was made.
    Customer,
    /// Records of one kind in one status, by time.
    Status,
    /// Work that waits, by when it is due. Holds keys only.
    Due,
    /// What a user of the tenant has to do. Nothing is in it yet.
    User,
    /// Records of one kind in another order than that of their ids, or the few of them that something holds for.
    Order,
}

impl Index {
    /// Every index.
    pub const ALL: [Self; 5] = [Self::Customer, Self::Status, Self::Due, Self::User, Self::Order];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "by-customer",
            Self::Status => "by-status",
            Self::Due => "by-due",
            Self::User => "by-user",
            Self::Order => "by-order",
        }
    }

    /// Its partition key attribute.
    pub const fn partition_key(self) -> &'static str {
        match self {
            Self::Customer => "customerPK",
            Self::Status => "statusPK",
            Self::Due => "duePK",
            Self::User => "userPK",
            Self::Order => "orderPK",
        }
    }

    /// Its sort key attribute.
    pub const fn sort_key(self) -> &'static str {
        match self {
            Self::Customer => SK,
            Self::Status => "statusSK",
            Self::Due => "dueSK",
            Self::User => "userSK",
            Self::Order => "orderSK",
        }
    }

    /// Whether the index holds whole items.
    pub const fn projects_all(self) -> bool {
        !matches!(self, Self::Due)
    }
}

/// Creates the table as the deployment template does, unless it is there. For development and tests.
pub async fn create_table(client: &Client, name: &str) -> Result<(), StoreError> {
    let mut attributes = vec![text_attribute(PK)?, text_attribute(SK)?];
    let mut indexes = Vec::new();
    for index in Index::ALL {
        attributes.push(text_attribute(index.partition_key())?);
        if index.sort_key() != SK {
            attributes.push(text_attribute(index.sort_key())?);
        }
        let kind = if index.projects_all() { ProjectionType::All } else { ProjectionType::KeysOnly };
        indexes.push(
            GlobalSecondaryIndex::builder()
                .index_name(index.name())
                .set_key_schema(Some(key_schema(index.partition_key(), index.sort_key())?))
                .projection(Projection::builder().projection_type(kind).build())
                .build()
                .map_err(StoreError::unbuildable)?,
        );
    }
    let created = client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes))
        .set_key_schema(Some(key_schema(PK, SK)?))
        .set_global_secondary_indexes(Some(indexes))
        .send()
        .await;
    match created {
        Ok(_) => {}
        Err(error) if error.as_service_error().is_some_and(|error| error.is_resource_in_use_exception()) => {
            return Ok(());
        }
        Err(error) => return Err(StoreError::from_sdk(&error)),
    }
    let ttl = TimeToLiveSpecification::builder().attribute_name(EXPIRES_AT).enabled(true).build();
    client
        .update_time_to_live()
        .table_name(name)
        .time_to_live_specification(ttl.map_err(StoreError::unbuildable)?)
        .send()
        .await
        .map_err(|error| StoreError::from_sdk(&error))?;
    Ok(())
}

fn text_attribute(name: &str) -> Result<AttributeDefinition, StoreError> {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
        .map_err(StoreError::unbuildable)
}

fn key_schema(partition: &str, sort: &str) -> Result<Vec<KeySchemaElement>, StoreError> {
    let element = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    Ok(vec![
        element(partition, KeyType::Hash).map_err(StoreError::unbuildable)?,
        element(sort, KeyType::Range).map_err(StoreError::unbuildable)?,
    ])
}
