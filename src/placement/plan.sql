-- name: plan_version_list
-- scope: visible_by_unit v
SELECT {{plan_version v}} FROM plan_version v WHERE {{scope}} AND v.state = 0 AND v.unit = $1 ORDER BY v.id

-- name: plan_version_get
-- scope: visible_by_unit v
SELECT {{plan_version v}} FROM plan_version v WHERE {{scope}} AND v.id = $1

-- name: plan_change_list
-- scope: visible_by_training c
SELECT {{plan_change c}} FROM plan_change c WHERE {{scope}} AND c.plan = $1 ORDER BY c.training, c.first, c.id
