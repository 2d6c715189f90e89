-- name: token_find
-- access: the token decides who is asking
SELECT k.region, k.account, k.role, k.unit, k.scopes, k.used, a.person, a.language, r.is_demo,
       p.given_name, p.family_name, r.initials
  FROM api_token k JOIN account a ON a.region = k.region AND a.id = k.account
  JOIN person p ON p.region = a.region AND p.id = a.person
  JOIN region r ON r.id = k.region
 WHERE k.hash = $1 AND k.ends > $2 AND a.disabled = 0

-- name: token_insert
INSERT INTO api_token (hash, region, id, account, role, unit, name, scopes, made, ends)
VALUES ($1, :region, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: token_touch
UPDATE api_token SET used = $2 WHERE hash = $1

-- name: token_delete
DELETE FROM api_token WHERE region = :region AND id = $1 AND (account = $2 OR $2 = 0)

-- name: token_purge
DELETE FROM api_token WHERE ends < $1

-- name: token_list
-- access: one's own; the command line sees all of the region
SELECT k.id, k.name, k.scopes, k.made, k.ends, k.used, a.login FROM api_token k
  JOIN account a ON a.region = k.region AND a.id = k.account
 WHERE k.region = :region AND (k.account = $1 OR $1 = 0) AND k.ends > $2 ORDER BY k.made DESC, k.id
