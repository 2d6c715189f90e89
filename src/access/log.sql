-- name: log_about_me
-- access: one's own: who has read about me
SELECT a.id, a.at, a.actor, a.role, a.action, a.subject, a.result, a.behalf, p.given_name, p.family_name
  FROM audit a LEFT JOIN person p ON p.region = a.region AND p.id = a.actor
 WHERE a.region = :region AND a.about = :actor AND a.actor <> :actor AND a.id < $1
 ORDER BY a.id DESC LIMIT $2

-- name: log_of_trainings
-- scope: visible_training t
SELECT a.role, a.subject, count(*), count(DISTINCT a.about)
  FROM audit a WHERE a.region = :region AND a.action = 'read' AND a.result = 0 AND a.at >= $1
   AND a.about IN (SELECT t.trainee FROM training t WHERE {{scope}})
 GROUP BY a.role, a.subject ORDER BY 3 DESC, a.role, a.subject LIMIT 100

-- name: log_technical
-- access: numbers only, for the administrator of the region
SELECT a.action, a.result, count(*) FROM audit a WHERE a.region = :region AND a.at >= $1
 GROUP BY a.action, a.result ORDER BY 3 DESC, a.action, a.result LIMIT 100
