-- The answers to requests with an idempotency key, so that a repeated request gets the same answer and changes nothing.
CREATE TABLE idempotency_keys (
    environment TEXT NOT NULL REFERENCES environments (environment),
    -- of the key, which can hold anything that a client chose
    hash TEXT NOT NULL,
    -- the tenant that the request names, if it names one: its answers are deleted with it
    tenant TEXT,
    -- of the request
    fingerprint TEXT NOT NULL,
    -- Each attempt to carry out the request has another one.
    reservation TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- null while the request is being carried out
    sealed_answer TEXT,
    PRIMARY KEY (environment, hash)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
CREATE INDEX idempotency_keys_tenant ON idempotency_keys (environment, tenant);
