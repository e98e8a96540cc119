-- Who did what, and what came of every check. The id begins with the time, so that the newest is the greatest.
CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    environment TEXT NOT NULL REFERENCES environments (environment),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT,
    action TEXT NOT NULL,
    tenant TEXT,
    flow TEXT,
    detail TEXT NOT NULL
);
CREATE INDEX events_environment ON events (environment, id);
CREATE INDEX events_tenant ON events (environment, tenant, id);

-- Every version a connector ever had, the present one too.
CREATE TABLE connector_versions (
    environment TEXT NOT NULL,
    flow TEXT NOT NULL,
    version BIGINT NOT NULL,
    direction TEXT NOT NULL,
    params TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT,
    PRIMARY KEY (environment, flow, version),
    FOREIGN KEY (environment, flow) REFERENCES connectors (environment, flow)
);
INSERT INTO connector_versions (environment, flow, version, direction, params, saved_at, actor)
    SELECT environment, flow, version, direction, params, updated_at, 'server' FROM connectors;
