-- name: setting_of_key
-- access: the settings of a region are the same for everybody in it
SELECT {{setting s}} FROM setting s
 WHERE s.region = :region AND s.key = $1 AND COALESCE(s.unit, 0) = $2 ORDER BY s.valid_from DESC, s.id DESC

-- name: setting_recent
-- access: the settings of a region are the same for everybody in it
SELECT {{setting s}}, p.given_name, p.family_name, u.name FROM setting s
  LEFT JOIN person p ON p.region = s.region AND p.id = s.author
  LEFT JOIN unit u ON u.region = s.region AND u.id = s.unit
 WHERE s.region = :region AND (s.unit IS NULL OR s.unit = $1)
 ORDER BY s.valid_from DESC, s.id DESC LIMIT 200
