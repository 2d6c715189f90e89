-- Who has supervised the unit's trainees, or led their training, at some time in [$2, $3).
-- name: merit_rows
-- scope: visible_person p
SELECT p.id, p.given_name, p.family_name,
       (SELECT count(DISTINCT s.training) FROM supervision s WHERE s.region = p.region AND s.supervisor = p.id AND s.kind = 0 AND s.first < $3 AND s.past > $2),
       (SELECT count(DISTINCT s.training) FROM supervision s WHERE s.region = p.region AND s.supervisor = p.id AND s.kind <> 0 AND s.first < $3 AND s.past > $2),
       (SELECT count(*) FROM event e WHERE e.region = p.region AND e.responsible = p.id AND e.kind = 0 AND e.held >= $2 AND e.held < $3),
       (SELECT max(q.since) FROM qualification q WHERE q.region = p.region AND q.person = p.id AND q.kind = 1)
  FROM person p
 WHERE {{scope}} AND p.id IN (
       SELECT a.person FROM unit_below b JOIN appointment a ON a.region = b.region AND a.unit = b.below
        WHERE b.region = :region AND b.above = $1 AND a.role = 2 AND a.first < $3 AND a.past > $2
       UNION SELECT s.supervisor FROM unit_below b JOIN training t ON t.region = b.region AND t.home_unit = b.below
         JOIN supervision s ON s.region = t.region AND s.training = t.id
        WHERE b.region = :region AND b.above = $1 AND s.first < $3 AND s.past > $2)
 ORDER BY p.sort_key, p.id LIMIT 1000

-- name: merit_appointments
-- scope: visible_person p
SELECT a.person, a.first, a.past, a.share, u.name FROM unit_below b JOIN appointment a ON a.region = b.region AND a.unit = b.below
  JOIN unit u ON u.region = a.region AND u.id = a.unit JOIN person p ON p.region = a.region AND p.id = a.person
 WHERE {{scope}} AND b.region = :region AND b.above = $1 AND a.role = 2 AND a.first < $3 AND a.past > $2 ORDER BY a.person, a.first, a.id

-- name: merit_given
-- access: the page and the act ask for the unit
SELECT {{merit_extract m}} FROM merit_extract m WHERE m.region = :region AND m.unit = $1 ORDER BY m.year DESC LIMIT 20
