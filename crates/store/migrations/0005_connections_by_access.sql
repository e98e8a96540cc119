-- How many tenants of a flow gave access in one way.
CREATE INDEX connections_mode ON connections (environment, flow, mode);
