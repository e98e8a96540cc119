-- While an external ID is being replaced, the one before it is still good.
ALTER TABLE tenants ADD COLUMN previous_external_id TEXT;
ALTER TABLE tenants ADD COLUMN previous_external_id_created_at BIGINT;
CREATE UNIQUE INDEX tenants_previous_external_id ON tenants (environment, previous_external_id);

-- What was once a tenant's may still stand in that tenant's trust policies, so it is never another's.
CREATE TABLE retired_external_ids (
    environment TEXT NOT NULL REFERENCES environments (environment),
    external_id TEXT NOT NULL,
    tenant TEXT NOT NULL,
    retired_at BIGINT NOT NULL,
    PRIMARY KEY (environment, external_id)
);
