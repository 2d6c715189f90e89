-- name: job_insert
INSERT INTO job (id, region, kind, unit, maker, made, input) VALUES ($1, :region, $2, $3, $4, $5, $6)

-- name: job_last
-- access: runners work for every region
SELECT max(made) FROM job WHERE kind = $1

-- name: job_home
-- access: a job of the whole database lies in its first region
SELECT id, is_demo FROM region ORDER BY id LIMIT 1

-- name: job_cancel
UPDATE job SET cancel = 1, state = CASE WHEN state = 0 THEN 4 ELSE state END
 WHERE region = :region AND id = $1 AND state IN (0, 1)

-- name: job_waiting
-- access: runners work for every region
SELECT id, region, version FROM job WHERE state = 0 OR (state = 1 AND lease < $1) ORDER BY made, id LIMIT 1

-- name: job_take
UPDATE job SET state = 1, holder = $2, lease = $3, version = version + 1 WHERE id = $1

-- name: job_beat
UPDATE job SET lease = $3, progress = $4 WHERE id = $1 AND holder = $2 AND state = 1

-- name: job_is_cancelled
-- access: runners work for every region
SELECT cancel FROM job WHERE id = $1 AND holder = $2 AND state = 1

-- name: job_end
UPDATE job SET state = $3, result = $4, holder = '', lease = 0, version = version - $5 WHERE id = $1 AND holder = $2 AND state = 1
