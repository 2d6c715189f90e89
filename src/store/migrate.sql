-- name: schema_is_made
-- access: the schema itself
-- only: sqlite
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'
-- name: schema_is_made
-- access: the schema itself
-- only: postgres
SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_version')

-- name: schema_number
-- access: the schema itself
SELECT max(number) FROM schema_version

-- name: schema_note
INSERT INTO schema_version (number, name) VALUES ($1, $2)
