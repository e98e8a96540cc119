-- A name for a key that is no part of it, who made it, and what became of it. Revoked keys stay for the record.
ALTER TABLE api_keys ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN actor TEXT NOT NULL DEFAULT 'server';
ALTER TABLE api_keys ADD COLUMN actor_name TEXT;
ALTER TABLE api_keys ADD COLUMN last_used_at BIGINT;
ALTER TABLE api_keys ADD COLUMN revoked_at BIGINT;

-- Those from before get one by chance, each its own.
UPDATE api_keys SET id = CAST(random() AS TEXT);
CREATE UNIQUE INDEX api_keys_id ON api_keys (environment, id);
