-- name: undo_entry
-- access: only the one who made the change finds it; the act asks
SELECT a.action, a.at FROM audit a WHERE a.region = :region AND a.id = $1 AND a.actor = $2 AND a.at >= $3

-- name: undo_touched_unit
-- access: only whether, never what
SELECT COUNT(*) FROM change c WHERE c.region = :region AND c.audit = $1 AND c.record = 'unit'
