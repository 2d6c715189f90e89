-- Whoever is appointed supervisor at the unit or below it, and whoever supervises its trainees today.

-- name: supervisor_rows
-- scope: visible_person p
SELECT p.id, p.given_name, p.family_name,
       (SELECT min(u.name) FROM appointment a JOIN unit u ON u.region = a.region AND u.id = a.unit
         WHERE a.region = p.region AND a.person = p.id AND a.role = 1 AND a.first <= :today AND a.past > :today),
       (SELECT count(*) FROM qualification q WHERE q.region = p.region AND q.person = p.id AND q.kind = 1),
       (SELECT max(q.since) FROM qualification q WHERE q.region = p.region AND q.person = p.id AND q.kind = 1),
       (SELECT count(DISTINCT s.training) FROM supervision s JOIN training t ON t.region = s.region AND t.id = s.training
         WHERE s.region = p.region AND s.supervisor = p.id AND s.kind = 0 AND t.state = 0 AND s.first <= :today AND s.past > :today),
       (SELECT count(DISTINCT s.training) FROM supervision s JOIN training t ON t.region = s.region AND t.id = s.training
         WHERE s.region = p.region AND s.supervisor = p.id AND s.kind <> 0 AND t.state = 0 AND s.first <= :today AND s.past > :today)
  FROM person p
 WHERE {{scope}} AND p.id IN (
       SELECT a.person FROM unit_below b JOIN appointment a ON a.region = b.region AND a.unit = b.below
        WHERE b.region = :region AND b.above = $1 AND a.role = 1 AND a.first <= :today AND a.past > :today
       UNION SELECT s.supervisor FROM unit_below b JOIN training t ON t.region = b.region AND t.home_unit = b.below
         JOIN supervision s ON s.region = t.region AND s.training = t.id
        WHERE b.region = :region AND b.above = $1 AND t.state = 0 AND s.first <= :today AND s.past > :today)
 ORDER BY p.sort_key, p.id

-- name: supervisor_specialties
-- scope: visible_person p
SELECT q.person, q.specialty FROM qualification q JOIN person p ON p.region = q.region AND p.id = q.person
 WHERE {{scope}} AND q.kind = 0 ORDER BY q.person, q.since, q.id
