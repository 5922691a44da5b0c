-- One service's logins and database. Run once per service by psql as the server's administrator:
--   psql -v service=cases -v database=cases -v password=… -v owner_password=… -f roles.sql
-- Harmless to repeat; passwords become what is given now. Used by the native run, the tests and the containers.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;
\set owner :service _owner

-- The owner makes the tables (migrations only); the service's login owns nothing and may not change the shape of anything.
select format('create role %I login', name)
from unnest(array[:'owner', :'service']) as name
where not exists (select from pg_roles where rolname = name) \gexec
alter role :"owner" with login nosuperuser nocreatedb nocreaterole nobypassrls password :'owner_password';
alter role :"service" with login nosuperuser nocreatedb nocreaterole nobypassrls password :'password';

-- PostgreSQL's own locale, the same in every build; Swedish order is asked for where it matters (docs/decisions/0005-swedish-order.md).
select format(
  'create database %I owner %I template template0 encoding ''UTF8'' locale_provider builtin builtin_locale ''C.UTF-8'' locale ''C''',
  :'database', :'owner'
) where not exists (select from pg_database where datname = :'database') \gexec
revoke all on database :"database" from public;
grant connect on database :"database" to :"service", :"owner";

\connect :database
set client_min_messages = warning;
revoke all on schema public from public;
grant usage, create on schema public to :"owner";
grant usage on schema public to :"service";
alter default privileges for role :"owner" in schema public grant select, insert, update, delete on tables to :"service";
alter default privileges for role :"owner" in schema public grant usage, select on sequences to :"service";
