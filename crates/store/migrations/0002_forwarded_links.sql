-- Links that a tenant hands on to an AWS administrator are sessions of another kind: 'tenant' or 'hand_off'.
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'tenant';
CREATE INDEX sessions_tenant ON sessions (environment, tenant, flow);

-- Who else uses a bucket.
CREATE INDEX connections_bucket ON connections (environment, flow, bucket);
