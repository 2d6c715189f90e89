-- name: invitation_find
-- access: the link decides who is asking
SELECT region, id, purpose, object, name, email, inviter, code, answer FROM invitation
 WHERE hash = $1 AND ends > $2 AND revoked = 0 AND wrong < $3

-- name: invitation_insert
INSERT INTO invitation (hash, code, region, id, purpose, object, name, email, inviter, made, ends)
VALUES ($1, $2, :region, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: invitation_wrong
UPDATE invitation SET wrong = wrong + 1 WHERE region = :region AND id = $1

-- name: invitation_answer
UPDATE invitation SET answer = $2, answered = $3 WHERE region = :region AND id = $1 AND answer = 0

-- name: invitation_revoke
UPDATE invitation SET revoked = $4 WHERE region = :region AND id = $1 AND purpose = $2 AND object = $3 AND revoked = 0

-- name: invitation_list
-- access: after may_* of the object
SELECT id, name, email, made, ends, revoked, wrong, answer, answered FROM invitation
 WHERE region = :region AND purpose = $1 AND object = $2 ORDER BY made DESC, id
