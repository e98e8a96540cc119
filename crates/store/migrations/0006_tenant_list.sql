-- What lists of tenants show and look for. "binary" orders text by its bytes: SQLite has it, and in PostgreSQL
-- it is made before the migrations.

-- Of the last check, so that a list reads no report. A report begins with its outcome.
ALTER TABLE connections ADD COLUMN outcome TEXT NOT NULL DEFAULT 'passed';
ALTER TABLE connections ADD COLUMN cause TEXT;
UPDATE connections SET outcome = 'failed' WHERE report LIKE '{"outcome":"failed"%';
UPDATE connections SET outcome = 'undetermined' WHERE report LIKE '{"outcome":"undetermined"%';

CREATE INDEX tenants_by_name ON tenants (environment, tenant COLLATE "binary");
CREATE INDEX tenants_newest ON tenants (environment, created_at, tenant COLLATE "binary");

CREATE INDEX connections_by_flow ON connections (environment, flow, tenant COLLATE "binary");
CREATE INDEX connections_by_outcome ON connections (environment, outcome, tenant COLLATE "binary");
CREATE INDEX connections_by_flow_and_outcome ON connections (environment, flow, outcome, tenant COLLATE "binary");
CREATE INDEX connections_by_flow_and_mode ON connections (environment, flow, mode, tenant COLLATE "binary");
CREATE INDEX connections_by_bucket ON connections (environment, bucket, tenant COLLATE "binary");
CREATE INDEX connections_by_account ON connections (environment, account, tenant COLLATE "binary");

-- The part of an action before its dot, to look for in the log.
ALTER TABLE events ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE events SET kind = 'environment' WHERE action LIKE 'environment.%';
UPDATE events SET kind = 'connector' WHERE action LIKE 'connector.%';
UPDATE events SET kind = 'connection' WHERE action LIKE 'connection.%';
UPDATE events SET kind = 'check' WHERE action LIKE 'check.%';
UPDATE events SET kind = 'link' WHERE action LIKE 'link.%';
CREATE INDEX events_kind ON events (environment, kind, id);
