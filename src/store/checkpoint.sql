-- name: audit_hash_of
-- access: the chain itself, compared with what was written outside
SELECT hash FROM audit WHERE id = $1
