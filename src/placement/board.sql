-- CROSS JOIN: trainings first, then the placements of each by index; with JOIN SQLite reads them all.

-- name: board_trainings
-- scope: visible_training t
SELECT {{training t}}, p.given_name, p.family_name
  FROM training t JOIN person p ON p.region = t.region AND p.id = t.trainee
 WHERE {{scope}} AND t.state IN (0, 1)
   AND (CAST($1 AS INTEGER) = 0 OR t.home_unit IN
        (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
 ORDER BY t.planned_end, p.sort_key, t.id

-- name: board_placements
-- scope: visible_training t
SELECT {{placement q}}
  FROM training t CROSS JOIN placement q
 WHERE {{scope}} AND q.region = t.region AND q.training = t.id AND t.state IN (0, 1) AND q.state <> 3 AND q.past > $2 AND q.first < $3
   AND (CAST($1 AS INTEGER) = 0 OR t.home_unit IN
        (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
 ORDER BY t.id, q.first, q.id

-- name: board_absences
-- scope: visible_training t
SELECT {{absence a}}
  FROM training t CROSS JOIN absence a
 WHERE {{scope}} AND a.region = t.region AND a.training = t.id AND t.state IN (0, 1) AND a.past > $2 AND a.first < $3
   AND (CAST($1 AS INTEGER) = 0 OR t.home_unit IN
        (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
 ORDER BY t.id, a.first, a.id

-- name: board_visits
-- access: they are counted; only those of trainees in board_trainings are named
SELECT {{placement v}}
  FROM placement v JOIN training t ON t.region = v.region AND t.id = v.training
 WHERE v.region = :region AND v.state <> 3 AND v.kind NOT IN (0, 6) AND v.unit <> t.home_unit
   AND v.past > $2 AND v.first < $3
   AND v.unit IN (SELECT q.unit FROM training s CROSS JOIN placement q
                   WHERE s.region = :region AND q.region = s.region AND q.training = s.id
                     AND q.past > $2 AND q.kind <> 0
                     AND (CAST($1 AS INTEGER) = 0 OR s.home_unit IN
                          (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)))
 ORDER BY v.unit, v.first, v.id

-- name: board_units
-- access: units are K0, open to everyone in the region
SELECT {{unit u}} FROM unit u WHERE u.region = :region ORDER BY u.sort_key, u.id

-- name: board_capacities
-- access: places are K0, open to everyone in the region
SELECT {{capacity c}} FROM capacity c WHERE c.region = :region AND c.past > $1 AND c.first < $2 ORDER BY c.id

-- name: timeline_placements
-- access: the act has asked for the training
SELECT {{placement q}} FROM placement q WHERE q.region = :region AND q.training = $1 AND q.state <> 3 ORDER BY q.first, q.id

-- name: timeline_absences
-- access: the act has asked for the training
SELECT {{absence a}} FROM absence a WHERE a.region = :region AND a.training = $1 ORDER BY a.first, a.id

-- name: timeline_shares
-- access: the act has asked for the training
SELECT {{employment_share e}} FROM employment_share e WHERE e.region = :region AND e.training = $1 ORDER BY e.first, e.id
