-- name: region_list
-- access: which regions there are is for the command line and for signing in
SELECT id, key, name, is_demo FROM region ORDER BY id
