-- One file for SQLite and PostgreSQL: TEXT and BIGINT only. Times are unix milliseconds,
-- JSON is text, and whatever is called sealed_… is encrypted and bound to its row and column.

CREATE TABLE environments (
    environment TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
);

CREATE TABLE admin_keys (
    slot TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
    hash TEXT NOT NULL PRIMARY KEY,
    lookup TEXT NOT NULL,
    environment TEXT NOT NULL REFERENCES environments (environment),
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX api_keys_lookup ON api_keys (lookup);
CREATE INDEX api_keys_environment ON api_keys (environment);

CREATE TABLE connectors (
    environment TEXT NOT NULL REFERENCES environments (environment),
    flow TEXT NOT NULL,
    direction TEXT NOT NULL,
    params TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (environment, flow)
);

CREATE TABLE tenants (
    environment TEXT NOT NULL REFERENCES environments (environment),
    tenant TEXT NOT NULL,
    root_tenant TEXT,
    external_id TEXT NOT NULL,
    external_id_created_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (environment, tenant),
    CONSTRAINT tenants_external_id UNIQUE (environment, external_id)
);

CREATE TABLE sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    lookup TEXT NOT NULL,
    environment TEXT NOT NULL,
    tenant TEXT NOT NULL,
    flow TEXT NOT NULL,
    root_tenant TEXT,
    origin TEXT,
    locale TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (environment, tenant) REFERENCES tenants (environment, tenant)
);
CREATE INDEX sessions_lookup ON sessions (lookup);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE connections (
    environment TEXT NOT NULL,
    tenant TEXT NOT NULL,
    flow TEXT NOT NULL,
    mode TEXT NOT NULL,
    bucket TEXT NOT NULL,
    path_prefix TEXT NOT NULL,
    region TEXT,
    account TEXT,
    access_key_id TEXT,
    secret_last_four TEXT,
    sealed_secret TEXT,
    role_arn TEXT,
    external_id TEXT,
    endpoint TEXT,
    kms_key TEXT,
    bucket_owner TEXT,
    vendor_fields TEXT NOT NULL,
    sealed_vendor_fields TEXT,
    report TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_checked_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (environment, tenant, flow),
    FOREIGN KEY (environment, tenant) REFERENCES tenants (environment, tenant)
);

CREATE TABLE attempts (
    environment TEXT NOT NULL,
    tenant TEXT NOT NULL,
    flow TEXT NOT NULL,
    public_fields TEXT NOT NULL,
    report TEXT NOT NULL,
    attempted_at BIGINT NOT NULL,
    PRIMARY KEY (environment, tenant, flow),
    FOREIGN KEY (environment, tenant) REFERENCES tenants (environment, tenant)
);
