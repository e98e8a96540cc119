-- What a vendor sets for an environment, one row for each setting that was set.
CREATE TABLE environment_settings (
    environment TEXT NOT NULL REFERENCES environments (environment),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (environment, name)
);
