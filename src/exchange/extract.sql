-- name: extract_readers
-- access: the extract of one person: who has read about her; the callers ask
SELECT a.at, a.actor, a.role, a.action, a.subject, a.result, p.given_name, p.family_name
  FROM audit a LEFT JOIN person p ON p.region = a.region AND p.id = a.actor
 WHERE a.region = :region AND a.about = $1 ORDER BY a.id

-- name: extract_entries
-- access: the extract of one person: what she has done; the callers ask
SELECT a.at, a.action, a.subject FROM audit a WHERE a.region = :region AND a.actor = $1 AND a.action <> 'read' ORDER BY a.id

-- name: extract_find
-- access: for the command line, which has full rights
SELECT id FROM person WHERE region = :region AND (lower(email) = lower($1) OR (hsa_id = $1 AND hsa_id <> '')
   OR (given_name || ' ' || family_name) = $1) ORDER BY id LIMIT 2
