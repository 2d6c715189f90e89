-- name: id_block_take
UPDATE id_block SET next = next + $1 WHERE name = 'id' RETURNING next
