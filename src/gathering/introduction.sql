-- name: programme_of_unit
-- scope: visible_region p
SELECT {{programme p}} FROM programme p WHERE {{scope}} AND p.unit = $1 AND p.audience = $2

-- The approved one of the unit, or of the nearest above it that has one.
-- name: programme_for
-- scope: visible_region p
SELECT {{programme p}} FROM programme p JOIN unit_below b ON b.region = p.region AND b.above = p.unit
 WHERE {{scope}} AND b.below = $1 AND p.audience = $2 AND p.approved IS NOT NULL
 ORDER BY (SELECT count(*) FROM unit_below d WHERE d.region = p.region AND d.above = p.unit), p.id LIMIT 1

-- name: programme_steps
-- scope: visible_region s
SELECT {{programme_step s}} FROM programme_step s WHERE {{scope}} AND s.programme = $1 ORDER BY s.seq, s.id

-- name: introduction_of
-- scope: visible_by_training n
SELECT {{introduction n}} FROM introduction n WHERE {{scope}} AND n.training = $1 ORDER BY n.first DESC, n.id DESC LIMIT 1

-- name: introduction_steps
-- scope: visible_by_training s
SELECT {{introduction_step s}}, p.given_name, p.family_name FROM introduction_step s
  LEFT JOIN person p ON p.region = s.region AND p.id = s.done_by
 WHERE {{scope}} AND s.introduction = $1 ORDER BY s.seq, s.id

-- name: introduction_is_recorded
-- access: the act has asked for the training
SELECT count(*) FROM event e WHERE e.region = :region AND e.training = $1 AND e.kind = $2
