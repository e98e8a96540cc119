//! Keeps environments, tenants, connectors and connections in SQLite or PostgreSQL; the only crate that knows SQL and the only one that encrypts.
