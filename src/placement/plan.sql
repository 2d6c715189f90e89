-- name: plan_version_list
-- scope: visible_by_unit v
SELECT {{plan_version v}} FROM plan_version v WHERE {{scope}} AND v.state = 0 AND v.unit = $1 ORDER BY v.id

-- name: plan_version_get
-- scope: visible_by_unit v
SELECT {{plan_version v}} FROM plan_version v WHERE {{scope}} AND v.id = $1

-- name: plan_change_list
-- scope: visible_by_training c
SELECT {{plan_change c}} FROM plan_change c WHERE {{scope}} AND c.plan = $1 ORDER BY c.training, c.first, c.id

-- Who comes to or goes from a unit, and where; names and dates only.
-- name: in_out_list
-- access: the page has asked MAY_READ_IN_OUT for the unit
SELECT q.first, q.past, q.unit, u.name, t.home_unit, h.name, p.given_name, p.family_name,
       CASE WHEN t.home_unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)
            THEN 1 ELSE 0 END AS is_ours
  FROM placement q
  JOIN training t ON t.region = q.region AND t.id = q.training
  JOIN person p ON p.region = t.region AND p.id = t.trainee
  JOIN unit u ON u.region = q.region AND u.id = q.unit
  JOIN unit h ON h.region = t.region AND h.id = t.home_unit
 WHERE q.region = :region AND q.state <> 3 AND q.kind NOT IN (0, 6) AND q.unit <> t.home_unit
   AND ((q.first >= $2 AND q.first < $3) OR (q.past >= $2 AND q.past < $3))
   AND (t.home_unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1)
        OR q.unit IN (SELECT b.below FROM unit_below b WHERE b.region = :region AND b.above = $1))
 ORDER BY q.first, p.sort_key, q.id
