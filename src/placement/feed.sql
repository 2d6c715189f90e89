-- Calendars at secret addresses. What they hold is asked for with their holder's scope, on the day.

-- name: feed_find
-- access: the address decides who is asking
SELECT f.region, f.id, f.person, f.kind, f.unit, f.hour, f.uses_hour, r.is_demo
  FROM calendar_feed f JOIN region r ON r.id = f.region
 WHERE f.hash = $1 AND EXISTS (SELECT 1 FROM account a WHERE a.region = f.region AND a.person = f.person AND a.disabled = 0)

-- The units whose calendar the actor may have: where she works with the plan today.
-- name: feed_units
-- access: one's own appointments
SELECT DISTINCT u.id, u.name FROM appointment a JOIN unit u ON u.region = a.region AND u.id = a.unit
 WHERE a.region = :region AND a.person = :actor AND a.role IN (2, 3, 5, 6, 7) AND a.first <= :today AND a.past > :today
 ORDER BY u.name, u.id

-- One's own: a trainee in training, a supervisor, or whoever holds an appointment.
-- name: feed_relation
-- access: one's own relations
SELECT (SELECT count(*) FROM training t WHERE t.region = :region AND t.trainee = :actor AND (t.ended IS NULL OR t.ended >= :today))
     + (SELECT count(*) FROM supervision s WHERE s.region = :region AND s.supervisor = :actor AND s.first <= :today AND s.past > :today)
     + (SELECT count(*) FROM appointment a WHERE a.region = :region AND a.person = :actor AND a.first <= :today AND a.past > :today)

-- name: feed_used
UPDATE calendar_feed SET used = $2, uses = uses + 1, hour = $3, uses_hour = CASE WHEN hour = $3 THEN uses_hour + 1 ELSE 1 END WHERE hash = $1

-- name: feed_list
-- access: one's own
SELECT f.id, f.kind, f.unit, u.name, f.made, f.used, f.uses FROM calendar_feed f
  LEFT JOIN unit u ON u.region = f.region AND u.id = f.unit
 WHERE f.region = :region AND f.person = :actor ORDER BY f.unit, f.kind

-- name: feed_insert
INSERT INTO calendar_feed (hash, region, id, person, kind, unit, made) VALUES ($1, :region, $2, :actor, $3, $4, $5)

-- name: feed_delete
DELETE FROM calendar_feed WHERE region = :region AND person = :actor AND (id = $1 OR (kind = $2 AND unit = $3))

-- name: feed_placements
-- scope: visible_placement q
SELECT q.id, q.version, q.first, q.past, q.state, u.name, p.given_name, p.family_name, t.trainee,
       COALESCE((SELECT max(b.at) FROM change c JOIN audit b ON b.id = c.audit
                  WHERE c.region = :region AND c.record = 'placement' AND c.record_id = q.id), 0)
  FROM placement q JOIN training t ON t.region = q.region AND t.id = q.training
  JOIN person p ON p.region = t.region AND p.id = t.trainee
  LEFT JOIN unit u ON u.region = q.region AND u.id = q.unit
 WHERE {{scope}} AND q.past > $2 AND (
   (CAST($1 AS INTEGER) = 0 AND (t.trainee = :actor OR t.id IN (SELECT s.training FROM supervision s WHERE s.region = :region
      AND s.supervisor = :actor AND s.first <= :today AND s.past > :today)))
   OR (CAST($1 AS INTEGER) <> 0 AND (q.unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)
      OR t.home_unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))))
 ORDER BY q.first, q.id LIMIT 5000

-- name: feed_deadlines
-- scope: visible_finding f
SELECT {{finding f}} FROM finding f WHERE {{scope}} AND f.closed = 2147483647 AND f.on_todo = 1 AND f.due > $2 AND f.accepted_by IS NULL
   AND (CAST($1 AS INTEGER) = 0 OR f.unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
 ORDER BY f.due, f.id LIMIT 5000
