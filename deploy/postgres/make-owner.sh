#!/bin/sh
# Run once by the Postgres image, on an empty volume: the owner of the database, who may make roles and
# is no superuser. Everything else is made by the migrations.
set -eu
owner_password=$(cat /run/secrets/postgres-owner)
psql --set ON_ERROR_STOP=1 --set password="$owner_password" --username postgres <<'SQL'
CREATE ROLE achterwacht_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE achterwacht OWNER achterwacht_owner;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
SQL
