-- name: person_get
-- scope: visible_person p
SELECT {{person p}} FROM person p WHERE {{scope}} AND p.id = $1

-- name: person_qualifications
-- scope: visible_person p
SELECT {{qualification q}} FROM qualification q JOIN person p ON p.region = q.region AND p.id = q.person
 WHERE {{scope}} AND q.person = $1 ORDER BY q.kind, q.since, q.id

-- name: person_appointments
-- scope: visible_person p
SELECT {{appointment a}}, u.name FROM appointment a
  JOIN person p ON p.region = a.region AND p.id = a.person
  JOIN unit u ON u.region = a.region AND u.id = a.unit
 WHERE {{scope}} AND a.person = $1 ORDER BY a.past DESC, a.first DESC, a.id

-- name: appointment_stand_ins
-- access: the act has asked for the one they stand in for
SELECT {{appointment a}} FROM appointment a
 WHERE a.region = :region AND a.for_person = $1 AND a.role = $2 AND a.unit = $3 AND a.past > $4 ORDER BY a.id

-- name: unit_appointments
-- scope: visible_person p
SELECT {{appointment a}}, p.given_name, p.family_name, u.name FROM appointment a
  JOIN person p ON p.region = a.region AND p.id = a.person
  JOIN unit u ON u.region = a.region AND u.id = a.unit
 WHERE {{scope}} AND a.past > :today AND a.unit IN
       (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)
 ORDER BY a.role, p.sort_key, a.id

-- Who may be chosen as a supervisor: those who have taken the course, are specialists, or supervise.
-- name: person_supervisors
-- scope: visible_person p
SELECT {{person p}} FROM person p
 WHERE {{scope}} AND (
       EXISTS (SELECT 1 FROM qualification q WHERE q.region = p.region AND q.person = p.id AND q.kind IN (0, 1))
    OR EXISTS (SELECT 1 FROM supervision s WHERE s.region = p.region AND s.supervisor = p.id AND s.past > :today))
 ORDER BY p.sort_key, p.id

-- name: person_by_hsa
-- access: an HSA id names one person; the act asks before it uses her
SELECT {{person p}} FROM person p WHERE p.region = :region AND p.hsa_id = $1

-- Who supervises whom, at the unit and below it: a relation gives rights as an appointment does.
-- name: unit_supervisions
-- scope: visible_training t
SELECT s.supervisor, p.given_name, p.family_name, s.kind, t.id, d.given_name, d.family_name, s.first, s.past, s.id
  FROM supervision s JOIN training t ON t.region = s.region AND t.id = s.training
  JOIN person p ON p.region = s.region AND p.id = s.supervisor
  JOIN person d ON d.region = t.region AND d.id = t.trainee
 WHERE {{scope}} AND s.past > :today AND t.home_unit IN
       (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)
 ORDER BY p.sort_key, d.sort_key, s.first, s.id

-- name: made_by
-- access: the name of whoever made a record that the reader has already been let in to
SELECT a.id, a.at, coalesce(p.given_name, '') AS given_name, coalesce(p.family_name, '') AS family_name, coalesce(b.given_name, '') AS given_name, coalesce(b.family_name, '') AS family_name
  FROM change c JOIN audit a ON a.id = c.audit
  LEFT JOIN person p ON p.region = a.region AND p.id = a.actor
  LEFT JOIN person b ON b.region = a.region AND b.id = a.behalf
 WHERE c.region = :region AND c.record = $1 AND c.record_id = $2 AND c.op = 0 ORDER BY c.id LIMIT 1

-- name: made_by_person
-- access: as made_by
SELECT p.given_name, p.family_name FROM person p WHERE p.region = :region AND p.id = $1
