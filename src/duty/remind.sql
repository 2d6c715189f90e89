-- Who is reminded, and of what she has been. What she may see of it is asked for with her own scope.

-- name: remind_people
-- access: the job asks each person's own scope before it counts anything for her
SELECT a.person, min(p.email), min(a.language), min(COALESCE(c.weekday, 1)), min(COALESCE(c.urgent, 1)),
       (SELECT count(*) FROM appointment o WHERE o.region = a.region AND o.person = a.person AND o.first <= :today AND o.past > :today AND o.role <> 0)
  FROM account a JOIN person p ON p.region = a.region AND p.id = a.person
  LEFT JOIN reminder_choice c ON c.region = a.region AND c.person = a.person
 WHERE a.region = :region AND a.disabled = 0 AND p.email <> ''
 GROUP BY a.region, a.person ORDER BY a.person

-- name: reminded_of_person
-- access: the job's own memory
SELECT finding, key FROM reminded WHERE region = :region AND person = $1

-- name: reminded_note
INSERT INTO reminded (region, person, finding, key, made) VALUES (:region, $1, $2, $3, $4)
 ON CONFLICT (region, person, finding, key) DO NOTHING

-- What is closed is not reminded of; a week is over.
-- name: reminded_purge
DELETE FROM reminded WHERE region = :region AND ((finding = 0 AND made < $1)
   OR finding IN (SELECT f.id FROM finding f WHERE f.region = :region AND f.closed <> 2147483647))

-- name: reminder_choice_of
-- access: one's own
SELECT {{reminder_choice c}} FROM reminder_choice c WHERE c.region = :region AND c.person = :actor

-- name: remind_regions
-- access: the job works for every region
SELECT id FROM region WHERE is_demo = 0 ORDER BY id
