-- name: region_by_key
-- access: which regions there are is for the command line and for signing in
SELECT id FROM region WHERE key = $1

-- name: region_insert
INSERT INTO region (id, key, name, is_demo) VALUES ($1, $2, $3, $4)

-- name: region_is_demo
-- access: the mark of a database, not of a person
SELECT is_demo FROM region WHERE id = $1

-- name: region_initials
UPDATE region SET initials = $2 WHERE id = $1
