-- name: training_get
-- scope: visible_training t
SELECT {{training t}} FROM training t WHERE {{scope}} AND t.id = $1

-- name: training_rows
-- scope: visible_training t
SELECT {{training t}}, p.given_name, p.family_name, p.sort_key, u.name
  FROM training t JOIN person p ON p.region = t.region AND p.id = t.trainee
  JOIN unit u ON u.region = t.region AND u.id = t.home_unit
 WHERE {{scope}} AND (t.state IN (0, 1) OR CAST($2 AS INTEGER) = 1)
   AND (CAST($1 AS INTEGER) = 0 OR t.home_unit IN
        (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
 ORDER BY p.sort_key, t.id

-- name: training_rows_today
-- scope: visible_training t
SELECT q.training, q.past, u.name, u.short_name, q.kind FROM placement q
  JOIN training t ON t.region = q.region AND t.id = q.training
  LEFT JOIN unit u ON u.region = q.region AND u.id = q.unit
 WHERE {{scope}} AND q.state <> 3 AND q.first <= :today AND q.past > :today AND q.kind <> 6
 ORDER BY q.training, q.first, q.id

-- name: training_rows_leave
-- scope: visible_training t
SELECT a.training, a.past FROM absence a JOIN training t ON t.region = a.region AND t.id = a.training
 WHERE {{scope}} AND a.first <= :today AND a.past > :today AND a.share = 100 AND a.cause NOT IN (4, 5)
 ORDER BY a.training, a.past

-- name: training_rows_supervisors
-- scope: visible_training t
SELECT s.training, p.given_name, p.family_name FROM supervision s
  JOIN training t ON t.region = s.region AND t.id = s.training
  JOIN person p ON p.region = s.region AND p.id = s.supervisor
 WHERE {{scope}} AND s.kind = 0 AND s.first <= :today AND s.past > :today
 ORDER BY s.training, s.first DESC, s.id

-- name: training_rows_findings
-- scope: visible_training t
SELECT f.training, f.word, COUNT(*), MIN(f.due) FROM finding f
  JOIN training t ON t.region = f.region AND t.id = f.training
 WHERE {{scope}} AND f.closed > :today AND f.on_todo = 1 AND (f.put_off IS NULL OR f.put_off <= :today)
 GROUP BY f.training, f.word ORDER BY f.training, f.word

-- name: training_rows_last_event
-- scope: visible_training t
SELECT e.training, MAX(e.held) FROM event e JOIN training t ON t.region = e.region AND t.id = e.training
 WHERE {{scope}} AND e.kind = $1 AND e.held <= :today GROUP BY e.training ORDER BY e.training

-- name: training_shares
-- access: training_get has asked for the training
SELECT {{employment_share e}} FROM employment_share e WHERE e.region = :region AND e.training = $1 ORDER BY e.first, e.id

-- name: training_absences
-- access: training_get has asked for the training
SELECT {{absence a}} FROM absence a WHERE a.region = :region AND a.training = $1 ORDER BY a.first, a.id

-- name: training_placements
-- access: training_get has asked for the training
SELECT {{placement p}} FROM placement p WHERE p.region = :region AND p.training = $1 ORDER BY p.first, p.id

-- name: training_supervisions
-- access: training_get has asked for the training
SELECT {{supervision s}}, p.given_name, p.family_name FROM supervision s
  JOIN person p ON p.region = s.region AND p.id = s.supervisor
 WHERE s.region = :region AND s.training = $1 ORDER BY s.kind, s.first DESC, s.id

-- name: training_events
-- access: training_get has asked for the training
SELECT {{event e}}, p.given_name, p.family_name FROM event e
  LEFT JOIN person p ON p.region = e.region AND p.id = e.responsible
 WHERE e.region = :region AND e.training = $1 ORDER BY e.held DESC, e.id DESC

-- name: training_certificates
-- access: training_get has asked for the training
SELECT {{certificate c}} FROM certificate c WHERE c.region = :region AND c.training = $1 ORDER BY c.signed_on DESC, c.id

-- name: training_items
-- access: training_get has asked for the training
SELECT {{training_item i}} FROM training_item i WHERE i.region = :region AND i.training = $1 ORDER BY i.seq, i.id

-- name: training_applications
-- access: training_get has asked for the training
SELECT {{course_application a}} FROM course_application a WHERE a.region = :region AND a.training = $1 ORDER BY a.id

-- name: training_courses
-- access: training_get has asked for the training
SELECT {{course c}} FROM course c WHERE c.region = :region AND c.id IN
       (SELECT a.course FROM course_application a WHERE a.region = :region AND a.training = $1)
 ORDER BY c.first, c.id

-- The nearest unit's last: what it says stands over what those above say.
-- name: training_unit_items
-- access: a clinic's template is no secret to who may see the training
SELECT {{unit_item i}} FROM unit_item i JOIN unit_below b ON b.region = i.region AND b.above = i.unit
 WHERE i.region = :region AND b.below = $1
 ORDER BY (SELECT COUNT(*) FROM unit_below d WHERE d.region = i.region AND d.below = i.unit), i.seq, i.id

-- name: training_findings
-- scope: visible_finding f
SELECT {{finding f}} FROM finding f
 WHERE {{scope}} AND f.training = $1 AND f.closed > :today ORDER BY f.word, f.due, f.id

-- name: training_of_trainee
-- access: the act has asked for the person
SELECT {{training t}} FROM training t WHERE t.region = :region AND t.trainee = $1 ORDER BY t.first, t.id

-- name: training_main_supervisions
-- access: the act has asked for the training
SELECT {{supervision s}} FROM supervision s
 WHERE s.region = :region AND s.training = $1 AND s.kind = 0 ORDER BY s.first, s.id

-- name: training_history
-- access: training_get has asked for the training
SELECT a.id, a.at, a.actor, a.action, p.given_name, p.family_name, coalesce(b.given_name, '') AS given_name, coalesce(b.family_name, '') AS family_name
  FROM audit a
  LEFT JOIN person p ON p.region = a.region AND p.id = a.actor
  LEFT JOIN person b ON b.region = a.region AND b.id = a.behalf
 WHERE a.region = :region AND a.id IN (
       SELECT c.audit FROM change c WHERE c.region = :region AND c.record = 'training' AND c.record_id = $1
       UNION SELECT c.audit FROM change c JOIN placement q ON q.region = c.region AND q.id = c.record_id
              WHERE c.region = :region AND c.record = 'placement' AND q.training = $1
       UNION SELECT c.audit FROM change c JOIN absence q ON q.region = c.region AND q.id = c.record_id
              WHERE c.region = :region AND c.record = 'absence' AND q.training = $1
       UNION SELECT c.audit FROM change c JOIN employment_share q ON q.region = c.region AND q.id = c.record_id
              WHERE c.region = :region AND c.record = 'employment_share' AND q.training = $1
       UNION SELECT c.audit FROM change c JOIN supervision q ON q.region = c.region AND q.id = c.record_id
              WHERE c.region = :region AND c.record = 'supervision' AND q.training = $1
       UNION SELECT c.audit FROM change c JOIN event q ON q.region = c.region AND q.id = c.record_id
              WHERE c.region = :region AND c.record = 'event' AND q.training = $1
       UNION SELECT c.audit FROM change c JOIN certificate q ON q.region = c.region AND q.id = c.record_id
              WHERE c.region = :region AND c.record = 'certificate' AND q.training = $1)
 ORDER BY a.id DESC LIMIT 51
