-- name: import_draft_open
-- scope: visible_draft d
SELECT {{import_draft d}} FROM import_draft d WHERE {{scope}} AND d.state = 0 ORDER BY d.id

-- name: import_draft_open_all
-- access: to know whether a file is in use
SELECT {{import_draft d}} FROM import_draft d WHERE d.region = :region AND d.state = 0 ORDER BY d.id

-- name: import_draft_own
-- scope: visible_draft d
SELECT {{import_draft d}} FROM import_draft d WHERE {{scope}} AND d.id = $1

-- name: import_draft_saved
-- access: what has been read in is told to all who may read in more; only MAY_IMPORT comes here
SELECT {{import_draft d}}, p.given_name, p.family_name
  FROM import_draft d JOIN person p ON p.region = d.region AND p.id = d.maker
 WHERE d.region = :region AND d.state = 1 ORDER BY d.made DESC, d.id DESC LIMIT 8
