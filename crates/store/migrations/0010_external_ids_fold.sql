-- An external ID that differs from another tenant's only in case is not that tenant's own: a trust policy that ignores
-- case (StringEqualsIgnoreCase) lets both in. So the owner of an ID owns it in every case, and lower_external_id is what
-- nobody else may have. Where two tenants have IDs that differ only in case already, both go on with theirs; the one
-- who uses it now owns it in every case, so that no third gets it.
ALTER TABLE external_id_owners RENAME TO external_id_owners_by_case;
CREATE TABLE external_id_owners (
    lower_external_id TEXT NOT NULL PRIMARY KEY,
    environment TEXT NOT NULL REFERENCES environments (environment),
    tenant TEXT NOT NULL,
    since BIGINT NOT NULL
);
-- Lower case as in ASCII, whatever language the database speaks.
INSERT INTO external_id_owners (lower_external_id, environment, tenant, since)
    SELECT lower(o.external_id COLLATE "binary"), o.environment, o.tenant, o.since
    FROM external_id_owners_by_case AS o
    LEFT JOIN tenants AS t ON t.environment = o.environment AND t.tenant = o.tenant
    WHERE true ORDER BY CASE o.external_id WHEN t.external_id THEN 1 WHEN t.previous_external_id THEN 2 ELSE 3 END, o.since
    ON CONFLICT DO NOTHING;
DROP TABLE external_id_owners_by_case;
