-- name: audit_last
-- access: the chain itself, read only to write its next entry
SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1

-- name: audit_insert
INSERT INTO audit (id, region, at, actor, os_user, role, action, subject, fields, digest, before, hash, undoes,
                   behalf, about, relation, place, result)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)

-- name: audit_page
-- access: `audit verify` reads the whole chain and shows no contents
SELECT id, region, at, actor, os_user, role, action, subject, fields, digest, before, hash, undoes,
       behalf, about, relation, place, result
  FROM audit WHERE id > $1 ORDER BY id LIMIT 1000

-- name: change_insert
INSERT INTO change (id, region, audit, record, record_id, op, old, new)
VALUES ($1, :region, $2, $3, $4, $5, $6, $7)

-- name: change_page
-- access: `audit verify` reads the whole chain and shows no contents
SELECT audit, region, record, record_id, op, old, new FROM change
 WHERE audit > $1 AND audit <= (SELECT max(p.id) FROM (SELECT a.id FROM audit a WHERE a.id > $1 ORDER BY a.id LIMIT 1000) p)
 ORDER BY audit, id

-- name: change_after
-- access: `audit verify`: values whose entry is gone
SELECT audit FROM change WHERE audit > $1 LIMIT 1

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
