-- The lists of connections and flows in the REST API. Every page is read along one of these indexes, however deep it is.
CREATE INDEX connections_by_tenant ON connections (environment, tenant COLLATE "binary", flow COLLATE "binary");
CREATE INDEX connectors_by_flow ON connectors (environment, flow COLLATE "binary");

-- With the flow at the end, the index also has the order of the list of connections. The search for tenants still uses it.
DROP INDEX connections_by_outcome;
CREATE INDEX connections_by_outcome ON connections (environment, outcome, tenant COLLATE "binary", flow COLLATE "binary");
