-- Whose each external ID is, or ever was. The whole installation asks AWS as one principal, so what stands in one
-- tenant's trust policies is nobody else's, in no environment. Where two had the same already, the one who has it now
-- comes first; the other keeps it too, and no third gets it.
CREATE TABLE external_id_owners (
    external_id TEXT NOT NULL PRIMARY KEY,
    environment TEXT NOT NULL REFERENCES environments (environment),
    tenant TEXT NOT NULL,
    since BIGINT NOT NULL
);
INSERT INTO external_id_owners (external_id, environment, tenant, since)
    SELECT external_id, environment, tenant, since FROM (
        SELECT 1 AS place, external_id, environment, tenant, external_id_created_at AS since FROM tenants
        UNION ALL
        SELECT 2, previous_external_id, environment, tenant, COALESCE(previous_external_id_created_at, created_at)
            FROM tenants WHERE previous_external_id IS NOT NULL
        UNION ALL
        SELECT 3, external_id, environment, tenant, retired_at FROM retired_external_ids
    ) AS known WHERE true ORDER BY place, since
    ON CONFLICT DO NOTHING;
DROP TABLE retired_external_ids;
