-- What was fetched from a tenant's bucket, or exported to it, so that the next transfer leaves it out.
-- It goes with the connection.

CREATE TABLE ledgers (
    ledger TEXT NOT NULL PRIMARY KEY,
    environment TEXT NOT NULL,
    tenant TEXT NOT NULL,
    flow TEXT NOT NULL,
    -- read or write
    direction TEXT NOT NULL,
    -- with its store's address in front, where it is another than S3
    bucket TEXT NOT NULL,
    UNIQUE (environment, tenant, flow, direction, bucket),
    FOREIGN KEY (environment, tenant, flow) REFERENCES connections (environment, tenant, flow) ON DELETE CASCADE
);

CREATE TABLE moved_objects (
    ledger TEXT NOT NULL REFERENCES ledgers (ledger) ON DELETE CASCADE,
    key TEXT NOT NULL,
    etag TEXT NOT NULL,
    size BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    -- the job that moved it last
    job TEXT NOT NULL,
    PRIMARY KEY (ledger, key)
);
