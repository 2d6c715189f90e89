-- name: audit_last
-- access: the chain itself, read only to write its next entry
SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1

-- name: audit_insert
INSERT INTO audit (id, region, at, actor, os_user, role, action, subject, fields, digest, before, hash, undoes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: audit_page
-- access: `audit verify` reads the whole chain and shows no contents
SELECT id, region, at, actor, os_user, role, action, subject, fields, digest, before, hash, undoes
  FROM audit WHERE id > $1 ORDER BY id LIMIT 500

-- name: change_insert
INSERT INTO change (id, region, audit, record, record_id, op, old, new)
VALUES ($1, :region, $2, $3, $4, $5, $6, $7)

-- name: change_of_audit
-- access: `audit verify` reads the whole chain and shows no contents
SELECT record, record_id, op, old, new FROM change WHERE audit = $1 ORDER BY id

-- name: change_to_undo
-- access: the act asks before it undoes
SELECT record, record_id, op, old, new FROM change WHERE region = :region AND audit = $1 ORDER BY id DESC

-- name: finding_forget_placement
DELETE FROM finding WHERE region = :region AND placement = $1
-- name: finding_forget_training
DELETE FROM finding WHERE region = :region AND training = $1
-- name: finding_forget_unit
DELETE FROM finding WHERE region = :region AND unit = $1
-- name: finding_forget_person
DELETE FROM finding WHERE region = :region AND person = $1
