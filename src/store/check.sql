-- name: check_integrity
-- access: the file itself
-- only: sqlite
SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 1
-- name: check_integrity
-- access: PostgreSQL checks its own files (data_checksums)
-- only: postgres
SELECT '' WHERE 1 = 0

-- name: check_quick
-- access: the file itself
-- only: sqlite
SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok' LIMIT 1
-- name: check_quick
-- access: PostgreSQL checks its own files (data_checksums)
-- only: postgres
SELECT '' WHERE 1 = 0

-- name: check_foreign_keys
-- access: the file itself
-- only: sqlite
SELECT "table" FROM pragma_foreign_key_check LIMIT 1
-- name: check_foreign_keys
-- access: PostgreSQL never leaves a foreign key unchecked
-- only: postgres
SELECT '' WHERE 1 = 0
