-- The latest checks of one tenant are found by this index, so that older ones can be deleted as new ones come in.
CREATE INDEX events_tenant_kind ON events (environment, tenant, kind, id);
