-- Roles and permissions in the database of docker-compose.yml. The image runs this file once with psql, if the data volume is
-- empty. The sink creates the tables: see database/tables.
\set ON_ERROR_STOP on
\set pulsefeed_password `cat /run/secrets/postgres_password`
\set reader_password `cat /run/secrets/grafana_password`
SELECT current_database() AS database, :'pulsefeed_password' = '' OR :'reader_password' = '' AS missing \gset
\if :missing
  DO $$ BEGIN RAISE 'one of /run/secrets/postgres_password and /run/secrets/grafana_password is missing or empty'; END $$;
\endif

CREATE EXTENSION IF NOT EXISTS timescaledb;

-- The sink owns the database and the objects it creates, and has no other permissions on the server.
CREATE ROLE pulsefeed LOGIN PASSWORD :'pulsefeed_password';
ALTER DATABASE :"database" OWNER TO pulsefeed;

-- Grafana has read access to all current and future tables, with limits that protect the server.
CREATE ROLE grafana_reader LOGIN PASSWORD :'reader_password' CONNECTION LIMIT 20;
ALTER ROLE grafana_reader SET statement_timeout = '30s';
ALTER ROLE grafana_reader SET default_transaction_read_only = on;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO grafana_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO grafana_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE pulsefeed GRANT SELECT ON TABLES TO grafana_reader;

-- The image set the password of the superuser to that of the sink. Without a password, the superuser can only log in from
-- inside the container.
ALTER ROLE CURRENT_USER PASSWORD NULL;
