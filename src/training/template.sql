-- name: template_unit_items
-- access: a clinic's template is no secret to who may read its settings
SELECT {{unit_item i}} FROM unit_item i WHERE i.region = :region AND i.unit = $1 AND i.specialty = $2 ORDER BY i.seq, i.id
