-- name: export_absent
-- scope: visible_training t
SELECT DISTINCT t.trainee FROM training t JOIN absence a ON a.region = t.region AND a.training = t.id WHERE {{scope}}

-- name: export_eventful
-- scope: visible_training t
SELECT DISTINCT t.trainee FROM training t JOIN event e ON e.region = t.region AND e.training = t.id WHERE {{scope}}
