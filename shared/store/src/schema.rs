//! What the table looks like: its name for each attribute and index, as in the deployment template.

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
    /// What belongs to a customer, by time.
    Customer,
    /// Records of one kind in one status, by time.
    Status,
    /// Work that waits, by when it is due. Holds keys only.
    Due,
}

impl Index {
    /// Every index.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Status, Self::Due];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "by-customer",
            Self::Status => "by-status",
            Self::Due => "by-due",
        }
    }

    /// Its partition key attribute.
    pub const fn partition_key(self) -> &'static str {
        match self {
            Self::Customer => "customerPK",
            Self::Status => "statusPK",
            Self::Due => "duePK",
        }
    }

    /// Its sort key attribute.
    pub const fn sort_key(self) -> &'static str {
        match self {
            Self::Customer => "customerSK",
            Self::Status => "statusSK",
            Self::Due => "dueSK",
        }
    }

    /// Whether the index holds whole items.
    pub const fn projects_all(self) -> bool {
        !matches!(self, Self::Due)
    }
}
