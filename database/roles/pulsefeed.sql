-- Who may do what in the database of docker-compose.yml. The image runs this once, with psql, when the data volume is empty.
-- The tables are the sink's to make: see database/tables.
\set ON_ERROR_STOP on
\set pulsefeed_password `cat /run/secrets/postgres_password`
\set reader_password `cat /run/secrets/grafana_password`
SELECT current_database() AS database, :'pulsefeed_password' = '' OR :'reader_password' = '' AS missing \gset
\if :missing
  DO $$ BEGIN RAISE 'one of /run/secrets/postgres_password and /run/secrets/grafana_password is missing or empty'; END $$;
\endif

CREATE EXTENSION IF NOT EXISTS timescaledb;

-- The sink: owns the database and what it makes in it, and nothing else of the server.
CREATE ROLE pulsefeed LOGIN PASSWORD :'pulsefeed_password';
ALTER DATABASE :"database" OWNER TO pulsefeed;

-- Grafana: reads what the sink and its owner make, now and later, and cannot hold the server up.
CREATE ROLE grafana_reader LOGIN PASSWORD :'reader_password' CONNECTION LIMIT 20;
ALTER ROLE grafana_reader SET statement_timeout = '30s';
ALTER ROLE grafana_reader SET default_transaction_read_only = on;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO grafana_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO grafana_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE pulsefeed GRANT SELECT ON TABLES TO grafana_reader;

-- The superuser was given the sink's password by the image. Without one it is reached from inside the container alone.
ALTER ROLE CURRENT_USER PASSWORD NULL;
