-- Inserts COUNT tenants, each with a link and three audit events. Nine of ten tenants are connected. The last try of every
-- third one failed. The events are from NOW_MS (NOW_ID is the same time in hexadecimal digits), because the server deletes
-- old events. Works with SQLite and PostgreSQL.
INSERT INTO environments (environment, created_at) VALUES ('dev', 1);

INSERT INTO tenants (environment, tenant, external_id, external_id_created_at, created_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < COUNT)
    SELECT 'dev', 'tenant-' || CAST(1000000 + i AS TEXT), 's3c-bench-' || CAST(i AS TEXT), 1700000000000, 1700000000000 + i * 1000 FROM n;

INSERT INTO external_id_owners (lower_external_id, environment, tenant, since)
    SELECT lower(external_id), environment, tenant, external_id_created_at FROM tenants;

INSERT INTO connections (environment, tenant, flow, mode, bucket, path_prefix, region, account, access_key_id, role_arn,
        vendor_fields, report, outcome, cause, created_at, updated_at, last_checked_at, version)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < COUNT)
    SELECT 'dev', 'tenant-' || CAST(1000000 + i AS TEXT), 'demo',
        CASE WHEN i % 4 = 0 THEN 'keys' ELSE 'role' END,
        'bucket-' || CAST(i AS TEXT), 'incoming/', 'eu-west-1', CAST(100000000000 + i AS TEXT),
        CASE WHEN i % 4 = 0 THEN 'AKIAIOSFODNN7EXAMPLE' END,
        CASE WHEN i % 4 <> 0 THEN 'arn:aws:iam::111122223333:role/reader' END,
        '{}',
        CASE WHEN i % 20 = 1
            THEN '{"outcome":"failed","duration_ms":412,"steps":[{"id":"list","status":"failed","cause":"list_denied","detail":"Files in the bucket may not be listed.","elapsed_ms":40}]}'
            ELSE '{"outcome":"passed","duration_ms":412,"steps":[{"id":"list","status":"passed","detail":"Files can be listed.","elapsed_ms":40}]}' END,
        CASE WHEN i % 20 = 1 THEN 'failed' ELSE 'passed' END,
        CASE WHEN i % 20 = 1 THEN 'list_denied' END,
        1700000000000, 1700000000000, 1700000000000, 1
    FROM n WHERE i % 10 <> 0;

INSERT INTO attempts (environment, tenant, flow, public_fields, report, attempted_at, outcome, cause, step)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < COUNT)
    SELECT 'dev', 'tenant-' || CAST(1000000 + i AS TEXT), 'demo', '{"bucket":"bucket-' || CAST(i AS TEXT) || '","path_prefix":"incoming/"}',
        '{"outcome":"failed","duration_ms":412,"steps":[{"id":"list","status":"failed","cause":"list_denied","detail":"Files in the bucket may not be listed.","elapsed_ms":40}]}',
        1700000000000, 'failed', 'list_denied', 'list'
    FROM n WHERE i % 3 = 0;

INSERT INTO sessions (hash, lookup, environment, tenant, flow, created_at, expires_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < COUNT)
    SELECT 'bench-' || CAST(i AS TEXT), 'bench-' || CAST(i AS TEXT), 'dev', 'tenant-' || CAST(1000000 + i AS TEXT), 'demo', 1700000000000, 4102444800000 FROM n;

INSERT INTO events (id, environment, at, actor, action, kind, tenant, flow, detail)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < COUNT * 3)
    SELECT 'NOW_ID' || CAST(1000000000000000 + i AS TEXT), 'dev', NOW_MS, 'server',
        CASE WHEN i % 50 = 0 THEN 'check.failed' ELSE 'check.passed' END, 'check',
        'tenant-' || CAST(1000001 + i % COUNT AS TEXT), 'demo', '{"causes":[],"duration_ms":412}' FROM n;

-- Otherwise autovacuum could run during the measurement.
VACUUM ANALYZE;
