//! AWS clients built once per process: HTTP, DynamoDB, queues, secrets.
