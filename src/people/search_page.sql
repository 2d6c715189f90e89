-- name: search_training_of
-- scope: visible_training t
SELECT t.id, p.given_name, p.family_name, u.name
  FROM training t JOIN person p ON p.region = t.region AND p.id = t.trainee
  JOIN unit u ON u.region = t.region AND u.id = t.home_unit
 WHERE {{scope}} AND t.trainee = $1
 ORDER BY t.id

-- name: search_unit_of
-- access: units are K0, open to everyone in the region
SELECT u.name, COALESCE(a.name, '') FROM unit u LEFT JOIN unit a ON a.region = u.region AND a.id = u.parent
 WHERE u.region = :region AND u.id = $1

-- name: search_courses_ahead
-- access: courses are K1, open to everyone in the region
SELECT {{course c}} FROM course c WHERE c.region = :region AND c.first >= :today ORDER BY c.first, c.id
