-- name: blob_info
-- access: whoever names a digest got it from a record that was in scope
SELECT size, media FROM blob WHERE region = :region AND digest = $1

-- name: blob_insert
INSERT INTO blob (digest, region, size, media, made) VALUES ($1, :region, $2, $3, $4)

-- name: blob_piece_insert
INSERT INTO blob_piece (region, digest, seq, bytes) VALUES (:region, $1, $2, $3)

-- name: blob_piece
-- access: whoever names a digest got it from a record that was in scope
SELECT bytes FROM blob_piece WHERE region = :region AND digest = $1 AND seq = $2

-- name: blob_delete
DELETE FROM blob WHERE region = :region AND digest = $1
-- name: blob_pieces_delete
DELETE FROM blob_piece WHERE region = :region AND digest = $1

-- name: blob_next_of_all
-- access: `check --all` shows no contents
SELECT region, digest, size FROM blob WHERE region > $1 OR (region = $1 AND digest > $2)
 ORDER BY region, digest LIMIT 1
