//! DynamoDB: keys, items, transactions, one module per entity.
