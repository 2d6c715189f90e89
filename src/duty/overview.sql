-- Översikt and Regionen.

-- name: overview_trainings
-- scope: visible_training t
SELECT {{training t}} FROM training t WHERE {{scope}} ORDER BY t.id

-- The year's collegia of those one sees, the last one last.
-- name: overview_outcomes
-- scope: visible_event e
SELECT e.training, e.outcome FROM event e WHERE {{scope}} AND e.training IS NOT NULL AND e.kind IN (2, 11)
   AND e.held >= $1 AND e.held <= :today ORDER BY e.training, e.held, e.id

-- Where one sees who they are, and where there are so many that a single one changes nothing.
-- name: region_training_units
-- scope: visible_training t
SELECT s.unit FROM (
  SELECT t.home_unit AS unit FROM training t WHERE {{scope}} AND t.state IN (0, 1)
  UNION
  SELECT n.home_unit FROM training n WHERE n.region = :region AND n.state IN (0, 1) GROUP BY n.home_unit HAVING count(*) >= 5) s
 ORDER BY s.unit

-- name: region_inspections
-- access: when a unit was reviewed, or will be, is K1 and says nothing of anybody
SELECT e.unit, MAX(CASE WHEN e.held <= :today THEN e.held END), MIN(CASE WHEN e.held > :today THEN e.held END)
  FROM event e WHERE e.region = :region AND e.training IS NULL AND e.kind = 7 GROUP BY e.unit ORDER BY e.unit

-- The studierektor of each unit: the unit's own before one who answers for a unit above.
-- name: region_directors
-- scope: visible_person p
SELECT b.below, p.given_name, p.family_name FROM appointment a
  JOIN unit_below b ON b.region = a.region AND b.above = a.unit
  JOIN person p ON p.region = a.region AND p.id = a.person
 WHERE {{scope}} AND a.role = 2 AND a.for_person IS NULL AND a.first <= :today AND a.past > :today
 ORDER BY b.below, CASE WHEN b.above = b.below THEN 0 ELSE 1 END, p.sort_key, p.id
