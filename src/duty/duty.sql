-- What the rules look at. They see the whole region; what is shown of the answer is scoped where
-- findings are read.

-- name: facts_units
-- access: the rules look at all; findings are scoped when read
SELECT {{unit u}} FROM unit u WHERE u.region = :region ORDER BY u.sort_key, u.id

-- name: facts_people
-- access: the rules look at all; findings are scoped when read
SELECT {{person p}} FROM person p WHERE p.region = :region ORDER BY p.sort_key, p.id

-- name: facts_qualifications
-- access: the rules look at all; findings are scoped when read
SELECT {{qualification q}} FROM qualification q WHERE q.region = :region ORDER BY q.person, q.since, q.id

-- A stand-in is no studierektor of the unit: the rules look at the one who is.
-- name: facts_appointments
-- access: the rules look at all; findings are scoped when read
SELECT {{appointment a}} FROM appointment a WHERE a.region = :region AND a.for_person IS NULL ORDER BY a.person, a.first, a.id

-- name: facts_trainings
-- access: the rules look at all; findings are scoped when read
SELECT {{training t}} FROM training t WHERE t.region = :region ORDER BY t.id

-- name: facts_shares
-- access: the rules look at all; findings are scoped when read
SELECT {{employment_share s}} FROM employment_share s WHERE s.region = :region ORDER BY s.training, s.first, s.id

-- name: facts_absences
-- access: the rules look at all; findings are scoped when read
SELECT {{absence a}} FROM absence a WHERE a.region = :region ORDER BY a.training, a.first, a.id

-- name: facts_supervisions
-- access: the rules look at all; findings are scoped when read
SELECT {{supervision s}} FROM supervision s WHERE s.region = :region ORDER BY s.training, s.first, s.id

-- name: facts_placements
-- access: the rules look at all; findings are scoped when read
SELECT {{placement p}} FROM placement p WHERE p.region = :region AND p.state <> 3 ORDER BY p.training, p.first, p.id

-- name: facts_capacities
-- access: the rules look at all; findings are scoped when read
SELECT {{capacity c}} FROM capacity c WHERE c.region = :region ORDER BY c.unit, c.first, c.id

-- name: facts_events
-- access: the rules look at all; findings are scoped when read
SELECT {{event e}} FROM event e WHERE e.region = :region ORDER BY e.training, e.held, e.id

-- name: facts_certificates
-- access: the rules look at all; findings are scoped when read
SELECT {{certificate c}} FROM certificate c WHERE c.region = :region ORDER BY c.training, c.signed_on, c.id

-- name: facts_items
-- access: the rules look at all; findings are scoped when read
SELECT {{training_item i}} FROM training_item i WHERE i.region = :region ORDER BY i.training, i.not_before, i.id

-- name: facts_courses
-- access: courses are the same for everybody
SELECT {{course c}} FROM course c WHERE c.region = :region ORDER BY c.id

-- name: facts_applications
-- access: the rules look at all; findings are scoped when read
SELECT {{course_application a}} FROM course_application a WHERE a.region = :region ORDER BY a.training, a.id

-- name: facts_terms
-- access: the rules look at all; findings are scoped when read
SELECT {{director_terms d}} FROM director_terms d WHERE d.region = :region ORDER BY d.unit, d.id

-- name: facts_times
-- access: the rules look at all; findings are scoped when read
SELECT {{director_time d}} FROM director_time d WHERE d.region = :region AND d.kind = 1 ORDER BY d.unit, d.day, d.id

-- name: facts_receipts
-- access: the rules look at all; findings are scoped when read
SELECT {{in_out_receipt i}} FROM in_out_receipt i WHERE i.region = :region ORDER BY i.unit, i.month, i.id

-- name: facts_questions
-- access: the rules look at all; findings are scoped when read
SELECT {{asked_question q}} FROM asked_question q WHERE q.region = :region AND q.answered IS NULL AND q.handed IS NULL ORDER BY q.unit, q.asked, q.id

-- name: facts_questions_at
-- access: the rules look at all; findings are scoped when read
SELECT {{asked_question q}} FROM asked_question q WHERE q.region = :region AND q.answered IS NULL AND q.handed IS NULL AND q.unit = $1 ORDER BY q.asked, q.id

-- name: facts_merits
-- access: the rules look at all; findings are scoped when read
SELECT {{merit_extract m}} FROM merit_extract m WHERE m.region = :region ORDER BY m.unit, m.day, m.id

-- name: facts_merits_at
-- access: the rules look at all; findings are scoped when read
SELECT {{merit_extract m}} FROM merit_extract m WHERE m.region = :region AND m.unit = $1 ORDER BY m.day, m.id

-- name: facts_terms_at
-- access: the rules look at all; findings are scoped when read
SELECT {{director_terms d}} FROM director_terms d WHERE d.region = :region AND d.unit = $1 ORDER BY d.id

-- name: facts_times_at
-- access: the rules look at all; findings are scoped when read
SELECT {{director_time d}} FROM director_time d WHERE d.region = :region AND d.kind = 1 AND d.unit = $1 ORDER BY d.day, d.id

-- name: facts_receipts_at
-- access: the rules look at all; findings are scoped when read
SELECT {{in_out_receipt i}} FROM in_out_receipt i WHERE i.region = :region AND i.unit = $1 ORDER BY i.month, i.id
-- name: facts_actions
-- access: the rules look at all; findings are scoped when read
SELECT {{action_item a}} FROM action_item a WHERE a.region = :region AND a.private = 0 AND a.done IS NULL ORDER BY a.unit, a.due, a.id

-- name: facts_issues
-- access: the rules look at all; findings are scoped when read
SELECT {{issue i}} FROM issue i WHERE i.region = :region AND i.answered IS NULL ORDER BY i.unit, i.raised, i.id

-- name: facts_programmes
-- access: the rules look at all; findings are scoped when read
SELECT {{programme p}} FROM programme p WHERE p.region = :region AND p.approved IS NOT NULL ORDER BY p.unit, p.approved, p.id

-- name: facts_introductions
-- access: the rules look at all; findings are scoped when read
SELECT {{introduction n}} FROM introduction n WHERE n.region = :region ORDER BY n.training, n.first, n.id

-- name: facts_introduction_steps
-- access: the rules look at all; findings are scoped when read
SELECT {{introduction_step n}} FROM introduction_step n WHERE n.region = :region AND n.done IS NULL ORDER BY n.training, n.due, n.id

-- name: facts_teachings
-- access: the rules look at all; findings are scoped when read
SELECT {{gathering g}} FROM gathering g WHERE g.region = :region AND g.state = 1 AND g.kind = 'teaching' AND g.goals <> ''
 ORDER BY g.unit, g.held_on, g.id

-- The same for one unit: the trainings that have it as home, and those who come to it. CROSS JOIN
-- keeps the order written: from the few trainings to their rows, never from a whole table.

-- name: facts_trainings_near
-- access: the rules look at all; findings are scoped when read
SELECT {{training t}} FROM (
  SELECT x.id AS key FROM training x WHERE x.region = :region AND x.home_unit = $1
  UNION SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2
  UNION SELECT x.id FROM unit_below b CROSS JOIN training x
    WHERE x.region = b.region AND x.home_unit = b.below AND b.region = :region AND b.above = $1
  UNION SELECT p.training FROM (SELECT DISTINCT v.training FROM placement v WHERE v.region = :region AND v.unit = $1) p) k CROSS JOIN training t
 WHERE t.region = :region AND t.id = k.key
 ORDER BY t.id

-- name: facts_shares_at
-- access: the rules look at all; findings are scoped when read
SELECT {{employment_share s}} FROM training t CROSS JOIN employment_share s
    WHERE s.region = t.region AND s.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) ORDER BY s.training, s.first, s.id

-- name: facts_absences_at
-- access: the rules look at all; findings are scoped when read
SELECT {{absence a}} FROM training t CROSS JOIN absence a
    WHERE a.region = t.region AND a.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) ORDER BY a.training, a.first, a.id

-- name: facts_supervisions_at
-- access: the rules look at all; findings are scoped when read
SELECT {{supervision s}} FROM training t CROSS JOIN supervision s
    WHERE s.region = t.region AND s.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) ORDER BY s.training, s.first, s.id

-- name: facts_placements_near
-- access: the rules look at all; findings are scoped when read
SELECT {{placement p}} FROM (
  SELECT v.id AS key FROM placement v WHERE v.region = :region AND v.unit = $1
  UNION SELECT v.id FROM training t CROSS JOIN placement v
    WHERE v.region = t.region AND v.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)) k CROSS JOIN placement p
 WHERE p.region = :region AND p.id = k.key AND p.state <> 3
 ORDER BY p.training, p.first, p.id

-- name: facts_capacities_at
-- access: the rules look at all; findings are scoped when read
SELECT {{capacity c}} FROM capacity c WHERE c.region = :region AND c.unit = $1 ORDER BY c.first, c.id

-- name: facts_events_at
-- access: the rules look at all; findings are scoped when read
SELECT {{event e}} FROM training t CROSS JOIN event e
    WHERE e.region = t.region AND e.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) ORDER BY e.training, e.held, e.id

-- name: facts_unit_events_at
-- access: the rules look at all; findings are scoped when read
SELECT {{event e}} FROM event e WHERE e.region = :region AND e.unit = $1 AND e.training IS NULL ORDER BY e.held, e.id

-- Of a unit whose trainings are not looked at one by one: who comes, and, where the lists of in and out are read, who moves
-- in a month.
-- name: facts_placements_moving
-- access: the rules look at all; findings are scoped when read
SELECT {{placement p}} FROM (
  SELECT v.id AS key FROM placement v CROSS JOIN training o
    WHERE v.region = :region AND v.unit = $1 AND o.region = :region AND o.id = v.training AND o.home_unit <> $1
  UNION SELECT v.id FROM training t CROSS JOIN placement v
    WHERE v.region = t.region AND v.training = t.id AND t.region = :region AND t.home_unit = $1
      AND v.first < $3 AND (v.first >= $2 OR (v.past >= $2 AND v.past < $3))
      AND EXISTS (SELECT 1 FROM in_out_receipt r WHERE r.region = :region AND r.unit = $1)) k CROSS JOIN placement p
 WHERE p.region = :region AND p.id = k.key AND p.state <> 3
 ORDER BY p.training, p.first, p.id

-- From when each kind of event is known at a unit, and of how much else there is any (facts.h).
-- name: facts_known_events
-- access: dates and numbers alone, for the rules
SELECT k.kind, min(k.held) FROM (
  SELECT e.kind, e.held FROM training t CROSS JOIN event e
   WHERE e.region = t.region AND e.training = t.id AND t.region = :region AND t.home_unit = $1
  UNION ALL SELECT u.kind, u.held FROM event u WHERE u.region = :region AND u.unit = $1 AND u.training IS NULL) k
 GROUP BY k.kind

-- name: facts_known_rest
-- access: numbers alone, for the rules
SELECT 0, count(*) FROM training t WHERE t.region = :region AND t.home_unit = $1
   AND EXISTS (SELECT 1 FROM supervision s WHERE s.region = t.region AND s.training = t.id AND s.kind = 0)
UNION ALL SELECT 1, count(*) FROM training t WHERE t.region = :region AND t.home_unit = $1
   AND EXISTS (SELECT 1 FROM placement p WHERE p.region = t.region AND p.training = t.id AND p.state <> 3)
UNION ALL SELECT 3, count(*) FROM training t WHERE t.region = :region AND t.home_unit = $1
   AND EXISTS (SELECT 1 FROM course_application a WHERE a.region = t.region AND a.training = t.id)
UNION ALL SELECT 4, count(*) FROM training t CROSS JOIN person p
 WHERE p.region = t.region AND p.id = t.trainee AND t.region = :region AND t.home_unit = $1 AND p.licence_date IS NOT NULL
UNION ALL SELECT CASE q.kind WHEN 0 THEN 6 ELSE 5 END, count(DISTINCT q.person) FROM (
  SELECT s.supervisor AS key FROM training t CROSS JOIN supervision s
   WHERE s.region = t.region AND s.training = t.id AND t.region = :region AND t.home_unit = $1
  UNION SELECT a.person FROM appointment a WHERE a.region = :region AND a.unit = $1 AND a.for_person IS NULL) k
  CROSS JOIN qualification q WHERE q.region = :region AND q.person = k.key AND q.kind IN (0, 1) GROUP BY q.kind

-- name: facts_certificates_at
-- access: the rules look at all; findings are scoped when read
SELECT {{certificate c}} FROM training t CROSS JOIN certificate c
    WHERE c.region = t.region AND c.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) ORDER BY c.training, c.signed_on, c.id

-- name: facts_items_at
-- access: the rules look at all; findings are scoped when read
SELECT {{training_item i}} FROM training t CROSS JOIN training_item i
    WHERE i.region = t.region AND i.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) ORDER BY i.training, i.not_before, i.id

-- name: facts_courses_at
-- access: courses are the same for everybody
SELECT {{course c}} FROM course c WHERE c.region = :region AND c.id IN (SELECT a.course FROM training t
  JOIN course_application a ON a.region = t.region AND a.training = t.id
  WHERE t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)) ORDER BY c.id

-- name: facts_applications_at
-- access: the rules look at all; findings are scoped when read
SELECT {{course_application a}} FROM training t CROSS JOIN course_application a
    WHERE a.region = t.region AND a.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) ORDER BY a.training, a.id

-- name: facts_actions_at
-- access: the rules look at all; findings are scoped when read
SELECT {{action_item a}} FROM action_item a WHERE a.region = :region AND a.unit = $1 AND a.private = 0 AND a.done IS NULL ORDER BY a.unit, a.due, a.id

-- name: facts_issues_at
-- access: the rules look at all; findings are scoped when read
SELECT {{issue i}} FROM issue i WHERE i.region = :region AND i.unit = $1 AND i.answered IS NULL ORDER BY i.unit, i.raised, i.id

-- name: facts_programmes_at
-- access: the rules look at all; findings are scoped when read
SELECT {{programme p}} FROM programme p WHERE p.region = :region AND p.unit = $1 AND p.approved IS NOT NULL ORDER BY p.unit, p.approved, p.id

-- name: facts_introductions_at
-- access: the rules look at all; findings are scoped when read
SELECT {{introduction n}} FROM training t CROSS JOIN introduction n
    WHERE n.region = t.region AND n.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)  ORDER BY n.training, n.first, n.id

-- name: facts_introduction_steps_at
-- access: the rules look at all; findings are scoped when read
SELECT {{introduction_step n}} FROM training t CROSS JOIN introduction_step n
    WHERE n.region = t.region AND n.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) AND n.done IS NULL ORDER BY n.training, n.due, n.id

-- name: facts_teachings_at
-- access: the rules look at all; findings are scoped when read
SELECT {{gathering g}} FROM gathering g WHERE g.region = :region AND g.unit = $1 AND g.state = 1 AND g.kind = 'teaching' AND g.goals <> ''
 ORDER BY g.unit, g.held_on, g.id

-- name: facts_appointments_at
-- access: the rules look at all; findings are scoped when read
SELECT {{appointment a}} FROM (
  SELECT x.id AS key FROM appointment x WHERE x.region = :region AND x.unit = $1
  UNION SELECT x.id FROM unit_below b CROSS JOIN appointment x
    WHERE x.region = b.region AND x.unit = b.above AND x.role = 2 AND b.region = :region AND b.below = $1
  UNION SELECT x.id FROM training t CROSS JOIN supervision s CROSS JOIN appointment x
    WHERE s.region = t.region AND s.training = t.id AND x.region = s.region AND x.person = s.supervisor AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)) k CROSS JOIN appointment a
 WHERE a.region = :region AND a.id = k.key AND a.for_person IS NULL
 ORDER BY a.person, a.first, a.id

-- name: facts_people_near
-- access: the rules look at all; findings are scoped when read
SELECT {{person p}} FROM (
  SELECT t.trainee AS key FROM training t WHERE t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)
  UNION SELECT t.trainee FROM unit_below b CROSS JOIN training t
    WHERE t.region = b.region AND t.home_unit = b.below AND b.region = :region AND b.above = $1
  UNION SELECT t.trainee FROM (SELECT DISTINCT p.training FROM placement p WHERE p.region = :region AND p.unit = $1) v
    CROSS JOIN training t WHERE t.region = :region AND t.id = v.training
  UNION SELECT s.supervisor FROM training t CROSS JOIN supervision s
    WHERE s.region = t.region AND s.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)
  UNION SELECT a.person FROM appointment a WHERE a.region = :region AND a.unit = $1
  UNION SELECT a.person FROM unit_below b CROSS JOIN appointment a
    WHERE a.region = b.region AND a.unit = b.above AND a.role = 2 AND b.region = :region AND b.below = $1) k CROSS JOIN person p
 WHERE p.region = :region AND p.id = k.key
 ORDER BY p.sort_key, p.id

-- Who may sign for a placement: its supervisor, and the contacts of the unit.
-- name: facts_signers_near
-- access: the rules look at all; findings are scoped when read
SELECT {{person p}} FROM (
  SELECT v.supervisor AS key FROM training t CROSS JOIN placement v
    WHERE v.region = t.region AND v.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2) AND v.supervisor IS NOT NULL
  UNION SELECT a.person FROM training t CROSS JOIN placement v CROSS JOIN appointment a
    WHERE v.region = t.region AND v.training = t.id AND a.region = v.region AND v.state <> 3 AND a.unit = v.unit AND a.role = 5 AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)) k CROSS JOIN person p
 WHERE p.region = :region AND p.id = k.key
 ORDER BY p.sort_key, p.id

-- name: facts_contacts_at
-- access: the rules look at all; findings are scoped when read
SELECT {{appointment a}} FROM (
  SELECT DISTINCT x.id AS key FROM training t CROSS JOIN placement p CROSS JOIN appointment x
    WHERE p.region = t.region AND p.training = t.id AND x.region = p.region AND p.state <> 3 AND x.unit = p.unit AND x.role = 5 AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)) k CROSS JOIN appointment a
 WHERE a.region = :region AND a.id = k.key AND a.for_person IS NULL
 ORDER BY a.person, a.first, a.id

-- name: facts_qualifications_at
-- access: the rules look at all; findings are scoped when read
SELECT {{qualification q}} FROM (
  SELECT s.supervisor AS key FROM training t CROSS JOIN supervision s
    WHERE s.region = t.region AND s.training = t.id AND t.region = :region AND t.id IN (SELECT x.id FROM training x WHERE x.region = :region AND x.home_unit = $1 UNION ALL SELECT x.id FROM training x WHERE x.region = :region AND x.id = $2)
  UNION SELECT a.person FROM appointment a WHERE a.region = :region AND a.unit = $1
  UNION SELECT a.person FROM unit_below b CROSS JOIN appointment a
    WHERE a.region = b.region AND a.unit = b.above AND a.role = 2 AND b.region = :region AND b.below = $1) k CROSS JOIN qualification q
 WHERE q.region = :region AND q.person = k.key
 ORDER BY q.person, q.since, q.id

-- What a change can reach: the homes of the trainings a person has to do with, and where she serves.

-- Trainings in which a person is the trainee or supervises, all or one place; and where she has been appointed or goes.
-- name: facts_trainings_of_person
-- access: only ids, for the rules
SELECT t.id, t.home_unit FROM training t WHERE t.region = :region AND t.trainee = $1
UNION SELECT t.id, t.home_unit FROM supervision s CROSS JOIN training t
    WHERE t.region = s.region AND t.id = s.training AND s.region = :region AND s.supervisor = $1

-- name: facts_units_of_person
-- access: only unit ids, for the rules
SELECT a.unit FROM appointment a WHERE a.region = :region AND a.person = $1
UNION SELECT p.unit FROM training t CROSS JOIN placement p
    WHERE t.region = :region AND t.trainee = $1 AND p.region = t.region AND p.training = t.id AND p.unit IS NOT NULL AND p.state <> 3

-- name: facts_visitors
-- access: only ids, for the rules
SELECT DISTINCT t.id, t.home_unit FROM placement p CROSS JOIN training t
 WHERE p.region = :region AND p.unit = $1 AND t.region = p.region AND t.id = p.training

-- name: facts_home_of_training
-- access: only unit ids, for the rules
SELECT t.home_unit FROM training t WHERE t.region = :region AND t.id = $1

-- name: facts_units_below
-- access: only unit ids, for the rules
SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1

-- name: facts_units_above
-- access: only unit ids, for the rules
SELECT b.above FROM unit_below b WHERE b.region = :region AND b.below = $1

-- Stored findings.

-- name: findings_day
-- access: a date of the program's own
SELECT findings_day FROM region WHERE id = :region

-- name: findings_day_set
UPDATE region SET findings_day = $1 WHERE id = :region

-- name: finding_open_all
-- access: the rules compare with what is stored
SELECT {{finding f}} FROM finding f WHERE f.region = :region AND f.closed = 2147483647 ORDER BY f.id

-- name: finding_open_at
-- access: the rules compare with what is stored
SELECT {{finding f}} FROM finding f WHERE f.region = :region AND f.closed = 2147483647 AND f.unit = $1 ORDER BY f.id

-- name: finding_open_of_unit
-- access: the rules compare with what is stored
SELECT {{finding f}} FROM finding f WHERE f.region = :region AND f.closed = 2147483647 AND f.unit = $1 AND f.training IS NULL ORDER BY f.id

-- name: finding_open_of_training
-- access: the rules compare with what is stored
SELECT {{finding f}} FROM finding f WHERE f.region = :region AND f.closed = 2147483647 AND f.training = $1 ORDER BY f.id

-- name: finding_change
UPDATE finding SET version = version + 1, variant = $2, grouping = $3, word = $4, since = $5, due = $6, args = $7,
  on_todo = $8, rulebook = $9, put_off = $10 WHERE region = :region AND id = $1

-- What was handed to somebody goes with an appointment that she has handed over, where it holds.
-- name: finding_follow_handover
UPDATE finding SET version = version + 1, handed_to = (
       SELECT min(n.person) FROM appointment n JOIN appointment o ON o.region = n.region AND o.id = n.takes_over
         JOIN unit_below b ON b.region = n.region AND b.above = n.unit
        WHERE n.region = finding.region AND o.person = finding.handed_to AND b.below = finding.unit
          AND n.first <= :today AND n.past > :today AND o.past <= :today)
 WHERE region = :region AND closed = 2147483647 AND handed_to IN (
       SELECT o.person FROM appointment n JOIN appointment o ON o.region = n.region AND o.id = n.takes_over
         JOIN unit_below b ON b.region = n.region AND b.above = n.unit
        WHERE n.region = finding.region AND b.below = finding.unit
          AND n.first <= :today AND n.past > :today AND o.past <= :today)

-- name: finding_close
UPDATE finding SET version = version + 1, closed = $2 WHERE region = :region AND id = $1

-- name: finding_todo
-- scope: visible_finding f
SELECT {{finding f}} FROM finding f WHERE {{scope}} AND f.closed = 2147483647 AND f.on_todo = 1
 ORDER BY f.closed, f.unit, f.id

-- name: finding_one
-- scope: visible_finding f
SELECT {{finding f}} FROM finding f WHERE {{scope}} AND f.id = $1

-- name: finding_earlier
-- scope: visible_finding f
SELECT {{finding f}} FROM finding f WHERE {{scope}} AND f.rule = $1 AND COALESCE(f.training, 0) = $2
   AND COALESCE(f.unit, 0) = $3 AND f.id <> $4 ORDER BY f.opened DESC, f.id DESC LIMIT 10

-- name: todo_trainees
-- scope: visible_training t
SELECT count(*) FROM training t WHERE {{scope}} AND t.state IN (0, 1) AND t.first <= :today
   AND (t.ended IS NULL OR t.ended >= :today)

-- Beside Att göra.

-- name: todo_capacities
-- access: places are K0, open to everyone in the region
SELECT {{capacity c}} FROM capacity c WHERE c.region = :region AND c.first < $2 AND c.past > $1
 ORDER BY c.unit, c.first, c.id

-- Who is at the units that trainees of the unit go to in the window, counted.
-- name: todo_visits
-- access: they are counted; who they are is not shown
SELECT {{placement p}} FROM placement p JOIN training o ON o.region = p.region AND o.id = p.training
 WHERE p.region = :region AND p.state <> 3 AND p.kind NOT IN (0, 6) AND p.unit <> o.home_unit
   AND p.first < $2 AND p.past > $1 AND p.unit IN (
     SELECT v.unit FROM unit_below b CROSS JOIN training t CROSS JOIN placement v
      WHERE t.region = b.region AND t.home_unit = b.below AND v.region = t.region AND v.training = t.id
        AND b.region = :region AND b.above = $3 AND v.first < $2 AND v.past > $1 AND v.state <> 3
        AND v.kind NOT IN (0, 6) AND v.unit <> t.home_unit)
 ORDER BY p.unit, p.first, p.id

-- name: todo_events_ahead
-- scope: visible_training t
-- scope: visible_event u
SELECT a.held, a.kind, count(*) FROM (
  SELECT e.held, e.kind FROM training t CROSS JOIN event e
   WHERE {{scope}} AND e.region = t.region AND e.training = t.id AND e.held > :today AND e.held < $1
  UNION ALL SELECT u.held, u.kind FROM event u
   WHERE {{scope}} AND u.training IS NULL AND u.held > :today AND u.held < $1) a
 GROUP BY a.held, a.kind ORDER BY a.held, a.kind LIMIT 20

-- name: todo_changes_ahead
-- scope: visible_training t
SELECT p.first, sum(CASE WHEN p.unit = t.home_unit THEN 0 ELSE 1 END),
       sum(CASE WHEN p.unit = t.home_unit THEN 1 ELSE 0 END)
  FROM training t CROSS JOIN placement p
 WHERE {{scope}} AND p.region = t.region AND p.training = t.id AND p.state <> 3 AND p.kind <> 6
   AND p.first > :today AND p.first < $1
 GROUP BY p.first ORDER BY p.first LIMIT 20

-- name: todo_courses_ahead
-- scope: visible_region c
SELECT c.apply_by, count(*) FROM course c WHERE {{scope}} AND c.apply_by > :today AND c.apply_by < $1
 GROUP BY c.apply_by ORDER BY c.apply_by LIMIT 5

-- name: todo_role_minutes
-- access: one's own appointment
SELECT COALESCE(sum(a.minutes_week), 0) FROM appointment a WHERE a.region = :region AND a.person = :actor
   AND a.role = 2 AND a.unit = $1 AND a.first <= :today AND a.past > :today

-- name: finding_people
-- scope: visible_person p
SELECT p.id, p.given_name, p.family_name, a.role FROM appointment a
  JOIN person p ON p.region = a.region AND p.id = a.person
 WHERE {{scope}} AND a.first <= :today AND a.past > :today AND a.role IN (1, 2, 3, 4, 7)
   AND a.unit IN (SELECT b.above FROM unit_below b WHERE b.region = :region AND b.below = $1)
 ORDER BY CASE a.role WHEN 3 THEN 0 WHEN 2 THEN 1 ELSE 2 END, p.sort_key, p.id LIMIT 200

-- name: finding_person_name
-- scope: visible_person p
SELECT p.given_name, p.family_name FROM person p WHERE {{scope}} AND p.id = $1

-- Every open finding one may see, also what is only for the report or put off; with whom it is about.
-- name: finding_seen
-- scope: visible_finding f
SELECT {{finding f}}, COALESCE(t.trainee, f.person, 0), COALESCE(p.given_name, ''), COALESCE(p.family_name, ''), COALESCE(u.name, '')
  FROM finding f
  LEFT JOIN training t ON t.region = f.region AND t.id = f.training
  LEFT JOIN person p ON p.region = f.region AND p.id = COALESCE(t.trainee, f.person)
  LEFT JOIN unit u ON u.region = f.region AND u.id = f.unit
 WHERE {{scope}} AND f.closed = 2147483647
 ORDER BY f.closed, f.unit, f.id
