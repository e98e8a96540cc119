-- A deleted environment keeps its row, so that its log and the owners of its external IDs stay on record.
ALTER TABLE environments ADD COLUMN deleted_at BIGINT;

-- What happened on the whole server and not in one environment, such as sign-ins.
CREATE TABLE server_events (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX server_events_action ON server_events (action, id);
