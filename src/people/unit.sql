-- name: unit_of_region
-- access: units are K0, open to everyone in the region
SELECT {{unit u}} FROM unit u WHERE u.region = :region ORDER BY u.sort_key, u.id

-- name: unit_parents
-- access: units are K0; the tree is kept from them
SELECT u.id, u.parent FROM unit u WHERE u.region = :region

-- name: unit_below_clear
DELETE FROM unit_below WHERE region = :region

-- name: unit_below_add
INSERT INTO unit_below (region, above, below) VALUES (:region, $1, $2)

-- name: unit_is_below
-- access: the tree is K0
SELECT 1 FROM unit_below b WHERE b.region = :region AND b.above = $1 AND b.below = $2

-- name: unit_capacities
-- access: places are K0, open to everyone in the region
SELECT {{capacity c}} FROM capacity c WHERE c.region = :region AND c.unit = $1 ORDER BY c.first, c.id

-- name: unit_capacities_of_region
-- access: places are K0, open to everyone in the region
SELECT {{capacity c}} FROM capacity c WHERE c.region = :region ORDER BY c.unit, c.first, c.id

-- name: unit_visits
-- access: they are counted; who they are is asked for by unit_visitors
SELECT {{placement p}} FROM placement p JOIN training t ON t.region = p.region AND t.id = p.training
 WHERE p.region = :region AND p.state <> 3 AND p.kind NOT IN (0, 6) AND p.unit <> t.home_unit
   AND p.past > $2 AND p.first < $3 AND (CAST($1 AS INTEGER) = 0 OR p.unit = $1)
 ORDER BY p.unit, p.first, p.id

-- name: unit_visitors
-- scope: visible_placement p
SELECT {{placement p}}, s.given_name, s.family_name, h.name
  FROM placement p JOIN training t ON t.region = p.region AND t.id = p.training
  JOIN person s ON s.region = t.region AND s.id = t.trainee
  JOIN unit h ON h.region = t.region AND h.id = t.home_unit
 WHERE {{scope}} AND p.state <> 3 AND p.unit = $1 AND p.unit <> t.home_unit AND p.past > $2 AND p.first < $3
 ORDER BY p.first, s.sort_key, p.id

-- Of the trainings one sees; for who reads the region in groups, of five or more.
-- unit + 0: found by the training, not among all that have been at the unit.
-- name: unit_trainee_counts
-- scope: visible_training t
-- scope: visible_in_groups t
-- scope: visible_training t
SELECT t.home_unit, COUNT(*), SUM(CASE WHEN EXISTS (
         SELECT 1 FROM placement p WHERE p.region = t.region AND p.training = t.id AND p.state <> 3
            AND p.unit + 0 = t.home_unit AND p.first <= :today AND p.past > :today) THEN 1 ELSE 0 END)
  FROM training t WHERE t.region = :region AND t.state IN (0, 1) AND ({{scope}} OR {{scope}})
 GROUP BY t.home_unit HAVING COUNT(*) >= 5 OR SUM(CASE WHEN {{scope}} THEN 1 ELSE 0 END) > 0
 ORDER BY t.home_unit
