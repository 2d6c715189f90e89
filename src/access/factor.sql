-- name: factor_find
-- access: one's own second factor, when signing in
SELECT sealed, confirmed, step FROM factor WHERE region = :region AND account = $1

-- name: factor_insert
INSERT INTO factor (region, account, sealed) VALUES (:region, $1, $2)

-- name: factor_update
UPDATE factor SET confirmed = 1, step = $2 WHERE region = :region AND account = $1 AND step < $2

-- name: factor_delete
DELETE FROM factor WHERE region = :region AND account = $1

-- name: recovery_code_insert
INSERT INTO recovery_code (region, account, hash) VALUES (:region, $1, $2)

-- name: recovery_code_delete
DELETE FROM recovery_code WHERE region = :region AND account = $1 AND hash = $2

-- name: recovery_code_delete_all
DELETE FROM recovery_code WHERE region = :region AND account = $1

-- name: recovery_code_count
-- access: how many of one's own are left
SELECT count(*) FROM recovery_code WHERE region = :region AND account = $1

-- name: known_device_find
-- access: signing in
SELECT count(*) FROM known_device k JOIN account a ON a.region = k.region AND a.id = k.account
 WHERE k.hash = $1 AND a.login = $2

-- name: known_device_insert
INSERT INTO known_device (hash, region, account, made) VALUES ($1, :region, $2, $3)
    ON CONFLICT (hash, account) DO NOTHING

-- name: known_device_forget
DELETE FROM known_device WHERE region = :region AND account = $1

-- name: known_device_purge
DELETE FROM known_device WHERE made < $1

-- name: password_code_insert
INSERT INTO password_code (hash, region, account, factor, ends) VALUES ($1, :region, $2, $3, $4)

-- name: password_code_find
-- access: the code decides who is asking
SELECT c.region, c.account, c.factor, a.person, a.login FROM password_code c
  JOIN account a ON a.region = c.region AND a.id = c.account
 WHERE c.hash = $1 AND c.ends > $2 AND a.disabled = 0

-- name: password_code_delete
DELETE FROM password_code WHERE region = :region AND account = $1

-- name: account_admins
-- access: has the region an administrator yet
SELECT count(*) FROM account a JOIN appointment p ON p.region = a.region AND p.person = a.person
 WHERE a.region = :region AND a.disabled = 0 AND p.role = 10 AND p.first <= :today AND p.past > :today

-- name: unit_top
-- access: K0, for the command line
SELECT id FROM unit WHERE region = :region AND parent IS NULL ORDER BY id
