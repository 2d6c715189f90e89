-- name: sight_trainee
-- access: whom an entry of the log is about
SELECT trainee FROM training WHERE region = :region AND id = $1

-- name: sight_supervision
-- access: one's own relation, for the log
SELECT s.id FROM supervision s JOIN training t ON t.region = s.region AND t.id = s.training
 WHERE s.region = :region AND s.supervisor = :actor AND t.trainee = $1 AND s.first <= :today AND s.past > :today
 ORDER BY s.kind, s.id LIMIT 1

-- name: sight_appointment
-- access: one's own relation, for the log
SELECT a.id FROM appointment a WHERE a.region = :region AND a.person = :actor AND a.role = $1 AND a.unit = $2
   AND a.first <= :today AND a.past > :today ORDER BY a.id LIMIT 1
