-- name: backup_note
INSERT INTO backup (id, made, file, size, digest, rows) VALUES ($1, $2, $3, $4, $5, $6)

-- name: backup_tested
UPDATE backup SET tested = $2, test_ms = $3 WHERE file = $1 AND removed = 0

-- name: backup_removed
UPDATE backup SET removed = $2 WHERE id = $1

-- name: backup_old
-- access: files of the whole database, named for rotation
SELECT id, file FROM backup WHERE made < $1 AND removed = 0 ORDER BY made

-- name: backup_list
-- access: of the whole database, no contents; MAY_RUN
SELECT made, file, size, rows, tested, test_ms FROM backup WHERE removed = 0 ORDER BY made DESC LIMIT $1

-- name: backup_region_count
-- access: is the database empty?
SELECT count(*) FROM region
