-- name: terms_of_appointment
-- access: the act asks for the appointment; the page reads only appointments it has asked for
SELECT {{director_terms d}} FROM director_terms d WHERE d.region = :region AND d.appointment = $1

-- name: receipt_of_month
-- access: the act has asked for the unit
SELECT {{in_out_receipt i}} FROM in_out_receipt i WHERE i.region = :region AND i.unit = $1 AND i.month = $2

-- The studierektors whose task the actor may read about, at the unit or below it.
-- name: assignments
-- scope: visible_assignment a
SELECT {{appointment a}}, p.given_name, p.family_name, u.name FROM appointment a
  JOIN person p ON p.region = a.region AND p.id = a.person
  JOIN unit u ON u.region = a.region AND u.id = a.unit
 WHERE {{scope}} AND a.role = 2 AND a.for_person IS NULL AND a.past > :today
 ORDER BY CASE WHEN a.person = :actor THEN 0 ELSE 1 END, a.first, p.sort_key, a.id

-- name: assignment_times
-- scope: visible_terms d
SELECT {{director_time d}} FROM director_time d
 WHERE {{scope}} AND d.person = $1 AND d.unit = $2 AND d.day >= $3 ORDER BY d.day DESC, d.id DESC

-- When those who are trained there began and ended: to be counted, never named.
-- name: assignment_trainees
-- access: counted by month; who they are is not shown
SELECT t.first, t.ended, t.state FROM unit_below b JOIN training t ON t.region = b.region AND t.home_unit = b.below
 WHERE b.region = :region AND b.above = $1 AND t.first IS NOT NULL

-- What has been done since the day $2, by kind.
-- name: assignment_events
-- access: counted by kind; whom they concern is not shown
SELECT k.kind, count(*), max(k.held) FROM (
  SELECT e.kind, e.held FROM unit_below b JOIN training t ON t.region = b.region AND t.home_unit = b.below
    JOIN event e ON e.region = t.region AND e.training = t.id
   WHERE b.region = :region AND b.above = $1 AND e.held >= $2 AND e.held <= :today
  UNION ALL SELECT e.kind, e.held FROM unit_below b JOIN event e ON e.region = b.region AND e.unit = b.below
   WHERE b.region = :region AND b.above = $1 AND e.training IS NULL AND e.held >= $2 AND e.held <= :today) k
 GROUP BY k.kind ORDER BY k.kind

-- What waits for an answer from others.
-- name: assignment_requests
-- scope: visible_training t
SELECT count(*) FROM placement q JOIN training t ON t.region = q.region AND t.id = q.training
 WHERE {{scope}} AND q.state = 1 AND q.past > :today

-- name: assignment_proposals
-- scope: visible_by_unit v
SELECT count(*) FROM plan_version v WHERE {{scope}} AND v.state = 0
