-- name: rulebook_overrides
-- access: the settings of a region are the same for everybody in it
SELECT COALESCE(unit, 0), key, valid_from, value, COALESCE(author, 0)
  FROM setting
 WHERE region = :region AND valid_from <= $1
 ORDER BY valid_from, id

-- name: rulebook_units
-- access: which unit is above which is no secret in the region
SELECT id, COALESCE(parent, 0) FROM unit WHERE region = :region ORDER BY id
