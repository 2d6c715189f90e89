-- How many talks each trainee has had after the day $1, and how many days of leave since then.

-- name: talk_counts
-- scope: visible_training t
SELECT e.training, count(*) FROM event e JOIN training t ON t.region = e.region AND t.id = e.training
 WHERE {{scope}} AND e.kind = 0 AND e.held > $1 AND e.held <= :today GROUP BY e.training ORDER BY e.training

-- name: talk_leave_days
-- scope: visible_training t
SELECT a.training, sum(CASE WHEN a.past > :today THEN :today ELSE a.past END -
                       CASE WHEN a.first < $1 THEN $1 ELSE a.first END)
  FROM absence a JOIN training t ON t.region = a.region AND t.id = a.training
 WHERE {{scope}} AND a.share = 100 AND a.cause IN (0, 1, 2) AND a.first < :today AND a.past > $1
 GROUP BY a.training ORDER BY a.training

-- The last of them, held (-1) or not (the cause).
-- name: talk_log
-- access: training_get has asked for the training
SELECT k.day, k.cause, p.given_name, p.family_name FROM (
  SELECT e.held AS day, -1 AS cause, e.responsible AS person, e.id AS id FROM event e
   WHERE e.region = :region AND e.training = $1 AND e.kind = 0
  UNION ALL SELECT m.planned, m.cause, m.supervisor, m.id FROM missed_talk m
   WHERE m.region = :region AND m.training = $1) k
  LEFT JOIN person p ON p.region = :region AND p.id = k.person
 ORDER BY k.day DESC, k.id DESC LIMIT 100

-- name: talk_missed_on
-- access: the act has asked for the training
SELECT {{missed_talk m}} FROM missed_talk m WHERE m.region = :region AND m.training = $1 AND m.planned = $2

-- name: supervision_changes
-- access: training_get has asked for the training
SELECT {{supervision_change c}} FROM supervision_change c WHERE c.region = :region AND c.training = $1 ORDER BY c.since, c.id
