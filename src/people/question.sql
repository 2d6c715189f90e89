-- name: question_one
-- scope: visible_question q
SELECT {{asked_question q}} FROM asked_question q WHERE {{scope}} AND q.id = $1

-- Unanswered first, the oldest of them first; then the answered, the last first.
-- name: question_rows
-- scope: visible_question q
SELECT {{asked_question q}}, a.given_name, a.family_name, h.given_name, h.family_name, s.given_name, s.family_name
  FROM asked_question q JOIN person a ON a.region = q.region AND a.id = q.asker
  LEFT JOIN person h ON h.region = q.region AND h.id = q.handed_to
  LEFT JOIN person s ON s.region = q.region AND s.id = q.answerer
 WHERE {{scope}}
 ORDER BY CASE WHEN q.answered IS NULL THEN 0 ELSE 1 END,
       CASE WHEN q.answered IS NULL THEN q.asked ELSE 0 - q.answered END, q.id LIMIT 50
