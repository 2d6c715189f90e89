-- name: propose_shares
-- scope: visible_training t
SELECT {{employment_share e}}
  FROM training t JOIN employment_share e ON e.region = t.region AND e.training = t.id
 WHERE {{scope}} AND t.state IN (0, 1)
   AND t.home_unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)
 ORDER BY e.training, e.first, e.id

-- name: propose_items
-- scope: visible_training t
SELECT {{training_item i}}
  FROM training t JOIN training_item i ON i.region = t.region AND i.training = t.id
 WHERE {{scope}} AND t.state IN (0, 1)
   AND t.home_unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)
 ORDER BY i.training, i.seq, i.id

-- name: propose_applications
-- scope: visible_training t
SELECT {{course_application a}}
  FROM training t JOIN course_application a ON a.region = t.region AND a.training = t.id
 WHERE {{scope}} AND t.state IN (0, 1)
   AND t.home_unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)
 ORDER BY a.training, a.id

-- name: propose_courses
-- scope: visible_region c
SELECT {{course c}} FROM course c WHERE {{scope}} ORDER BY c.id

-- A clinic's template is no secret within the region.
-- name: propose_unit_items
-- scope: visible_region i
SELECT {{unit_item i}} FROM unit_item i WHERE {{scope}} ORDER BY i.unit, i.seq, i.id

-- How many proposals a unit has had, for the name of the next.
-- name: propose_count
-- scope: visible_by_unit v
SELECT COUNT(*) FROM plan_version v WHERE {{scope}} AND v.unit = $1

-- name: propose_job_get
-- scope: visible_by_unit j
SELECT {{job j}} FROM job j WHERE {{scope}} AND j.id = $1 AND j.kind = 'plan.propose'
