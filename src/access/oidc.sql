-- name: oidc_flight_add
INSERT INTO oidc_flight (state_hash, browser_hash, onward, made) VALUES ($1, $2, $3, $4)

-- name: oidc_flight_find
-- access: signing in
SELECT onward FROM oidc_flight WHERE state_hash = $1 AND browser_hash = $2 AND made > $3

-- name: oidc_flight_end
DELETE FROM oidc_flight WHERE state_hash = $1

-- name: oidc_flight_purge
DELETE FROM oidc_flight WHERE made <= $1

-- name: oidc_arrival_put
INSERT INTO oidc_arrival (browser_hash, subject, staff, onward, id_token, vouched, made) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: oidc_arrival_find
-- access: signing in, and out
SELECT subject, staff, onward, id_token, vouched FROM oidc_arrival WHERE browser_hash = $1 AND made > $2 AND chosen = $3

-- name: oidc_arrival_choose
UPDATE oidc_arrival SET chosen = 1 WHERE browser_hash = $1 AND chosen = 0

-- name: oidc_arrival_end
DELETE FROM oidc_arrival WHERE browser_hash = $1

-- name: oidc_arrival_purge
DELETE FROM oidc_arrival WHERE made <= $1

-- name: oidc_by_subject
-- access: signing in: whose accounts the provider's subject is
SELECT a.region, a.person, a.id, a.disabled, i.subject
  FROM sign_in_identity i JOIN account a ON a.region = i.region AND a.id = i.account
 WHERE i.issuer = $1 AND i.subject = $2 ORDER BY a.region, a.person, a.id

-- name: oidc_by_staff
-- access: signing in: whom the provider's staff id names
SELECT p.region, p.id, coalesce(a.id, 0), coalesce(a.disabled, 0), coalesce(i.subject, '')
  FROM person p LEFT JOIN account a ON a.region = p.region AND a.person = p.id
  LEFT JOIN sign_in_identity i ON i.region = a.region AND i.account = a.id AND i.issuer = $3
 WHERE p.hsa_id IN ($1, $2) AND p.hsa_id <> '' ORDER BY p.region, p.id, a.id

-- name: sign_in_identity_for_account
-- access: the command line takes a link away; full rights, logged
SELECT {{sign_in_identity i}} FROM sign_in_identity i WHERE i.region = :region AND i.account = $1

-- name: local_sign_in_open
-- access: signing in
SELECT count(*) FROM local_sign_in WHERE region = $1 AND account = $2 AND ends > $3

-- name: local_sign_in_end
DELETE FROM local_sign_in WHERE region = :region AND (account = $1 OR ends <= $2)

-- name: local_sign_in_add
INSERT INTO local_sign_in (region, account, ends) VALUES (:region, $1, $2)
