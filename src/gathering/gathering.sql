-- name: gathering_one
-- scope: visible_gathering g
SELECT {{gathering g}}, u.name, p.given_name, p.family_name, c.given_name, c.family_name
  FROM gathering g JOIN unit u ON u.region = g.region AND u.id = g.unit
  LEFT JOIN training t ON t.region = g.region AND t.id = g.training
  LEFT JOIN person p ON p.region = t.region AND p.id = t.trainee
  LEFT JOIN person c ON c.region = g.region AND c.id = g.chair
 WHERE {{scope}} AND g.id = $1

-- From $1 to $2 (not with it), of kind $3 (empty: every kind), at most $4 after leaving out $5.
-- name: gathering_coming
-- scope: visible_gathering g
SELECT {{gathering g}}, u.name, p.given_name, p.family_name, c.given_name, c.family_name
  FROM gathering g JOIN unit u ON u.region = g.region AND u.id = g.unit
  LEFT JOIN training t ON t.region = g.region AND t.id = g.training
  LEFT JOIN person p ON p.region = t.region AND p.id = t.trainee
  LEFT JOIN person c ON c.region = g.region AND c.id = g.chair
 WHERE {{scope}} AND g.held_on >= $1 AND g.held_on < $2 AND ($3 = '' OR g.kind = $3)
 ORDER BY g.held_on, g.start_minute, g.id LIMIT $4 OFFSET $5

-- name: gathering_past
-- scope: visible_gathering g
SELECT {{gathering g}}, u.name, p.given_name, p.family_name, c.given_name, c.family_name
  FROM gathering g JOIN unit u ON u.region = g.region AND u.id = g.unit
  LEFT JOIN training t ON t.region = g.region AND t.id = g.training
  LEFT JOIN person p ON p.region = t.region AND p.id = t.trainee
  LEFT JOIN person c ON c.region = g.region AND c.id = g.chair
 WHERE {{scope}} AND g.held_on >= $1 AND g.held_on < $2 AND ($3 = '' OR g.kind = $3)
 ORDER BY g.held_on DESC, g.start_minute DESC, g.id DESC LIMIT $4 OFFSET $5

-- Planned for a day that has passed, and not closed.
-- name: gathering_unclosed
-- scope: visible_gathering g
SELECT {{gathering g}}, u.name, p.given_name, p.family_name, c.given_name, c.family_name
  FROM gathering g JOIN unit u ON u.region = g.region AND u.id = g.unit
  LEFT JOIN training t ON t.region = g.region AND t.id = g.training
  LEFT JOIN person p ON p.region = t.region AND p.id = t.trainee
  LEFT JOIN person c ON c.region = g.region AND c.id = g.chair
 WHERE {{scope}} AND g.held_on >= $1 AND g.held_on < $2 AND g.state = 0 AND ($3 = '' OR g.kind = $3)
 ORDER BY g.held_on, g.start_minute, g.id LIMIT $4 OFFSET $5

-- name: gathering_attendances
-- scope: visible_gathering g
SELECT {{attendance a}}, p.given_name, p.family_name FROM attendance a
  JOIN gathering g ON g.region = a.region AND g.id = a.gathering
  JOIN person p ON p.region = a.region AND p.id = a.person
 WHERE {{scope}} AND a.gathering = $1 ORDER BY p.sort_key, a.id

-- name: gathering_units_of
-- scope: visible_gathering g
SELECT {{gathering_unit x}}, u.name FROM gathering_unit x
  JOIN gathering g ON g.region = x.region AND g.id = x.gathering
  JOIN unit u ON u.region = x.region AND u.id = x.unit
 WHERE {{scope}} AND x.gathering = $1 ORDER BY u.sort_key, x.id

-- name: gathering_notes
-- scope: visible_note n
SELECT {{gathering_note n}} FROM gathering_note n WHERE {{scope}} AND n.gathering = $1 ORDER BY n.private, n.id

-- name: gathering_series_one
-- scope: visible_by_unit s
SELECT {{gathering_series s}} FROM gathering_series s WHERE {{scope}} AND s.id = $1

-- name: gathering_series_planned
-- access: the act has asked for the series' unit
SELECT {{gathering g}} FROM gathering g
 WHERE g.region = :region AND g.series = $1 AND g.state = 0 AND g.held_on >= $2 ORDER BY g.held_on, g.id

-- name: gathering_actions
-- scope: visible_action a
SELECT {{action_item a}}, p.given_name, p.family_name FROM action_item a
  LEFT JOIN person p ON p.region = a.region AND p.id = a.responsible
 WHERE {{scope}} AND a.gathering = $1 ORDER BY a.done, a.due, a.id

-- Open ones of the unit $1 and below (0: all that one sees), then those done since $2.
-- name: actions_of_unit
-- scope: visible_action a
SELECT {{action_item a}}, p.given_name, p.family_name FROM action_item a
  LEFT JOIN person p ON p.region = a.region AND p.id = a.responsible
 WHERE {{scope}} AND (a.done IS NULL OR a.done >= $2)
   AND (CAST($1 AS INTEGER) = 0 OR a.unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
 ORDER BY CASE WHEN a.done IS NULL THEN 0 ELSE 1 END, COALESCE(a.due, 2147483647), a.id LIMIT 200

-- name: action_one
-- scope: visible_action a
SELECT {{action_item a}} FROM action_item a WHERE {{scope}} AND a.id = $1

-- Who may be asked to come: those in training at the unit or below it today or later.
-- name: gathering_trainees
-- scope: visible_training t
SELECT t.id, p.id, p.given_name, p.family_name FROM training t
  JOIN person p ON p.region = t.region AND p.id = t.trainee
 WHERE {{scope}} AND t.state IN (0, 1) AND (t.ended IS NULL OR t.ended > :today)
   AND (CAST($1 AS INTEGER) = 0 OR t.home_unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
 ORDER BY p.sort_key, t.id

-- Those who supervise the unit's trainees or are appointed to.
-- name: gathering_supervisors
-- scope: visible_person p
SELECT 0, p.id, p.given_name, p.family_name FROM person p
 WHERE {{scope}} AND (p.id IN (SELECT s.supervisor FROM supervision s
         JOIN training t ON t.region = s.region AND t.id = s.training
        WHERE s.region = :region AND s.first <= :today AND s.past > :today AND t.state = 0
          AND t.home_unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
    OR p.id IN (SELECT a.person FROM appointment a JOIN unit_below b ON b.region = a.region AND b.below = a.unit
        WHERE a.region = :region AND b.above = $1 AND a.role = 1 AND a.first <= :today AND a.past > :today))
 ORDER BY p.sort_key, p.id

-- Those who lead the unit.
-- name: gathering_leaders
-- scope: visible_person p
SELECT 0, p.id, p.given_name, p.family_name FROM person p
 WHERE {{scope}} AND p.id IN (SELECT a.person FROM appointment a
       WHERE a.region = :region AND a.role IN (2, 3, 7) AND a.first <= :today AND a.past > :today
         AND a.unit IN (SELECT b.above FROM unit_below b WHERE b.region = :region AND b.below = $1))
 ORDER BY p.sort_key, p.id

-- name: training_open_of_person
-- scope: visible_training t
SELECT t.id FROM training t WHERE {{scope}} AND t.trainee = $1 AND t.state IN (0, 1) ORDER BY t.first DESC, t.id LIMIT 1

-- name: training_open_of_anyone
-- access: whoever has the link in the room is noted with her own training
SELECT t.id FROM training t WHERE t.region = :region AND t.trainee = $1 AND t.state IN (0, 1) ORDER BY t.first DESC, t.id LIMIT 1

-- name: supervises
-- access: one's own relation
SELECT count(*) FROM supervision s WHERE s.region = :region AND s.training = $1 AND s.supervisor = :actor
   AND s.first <= :today AND s.past > :today

-- name: issue_list
-- scope: visible_by_unit i
SELECT {{issue i}} FROM issue i WHERE {{scope}} AND (i.answered IS NULL OR i.answered >= $1)
 ORDER BY CASE WHEN i.answered IS NULL THEN 0 ELSE 1 END, i.raised, i.id LIMIT 200

-- name: issue_one
-- scope: visible_by_unit i
SELECT {{issue i}} FROM issue i WHERE {{scope}} AND i.id = $1
