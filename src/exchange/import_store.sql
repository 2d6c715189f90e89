-- Everything an import is compared with. Units and people are those of the whole region, also those
-- whom the importer does not otherwise see: nobody may be entered twice. What is said about a trainee
-- is only what the importer may see.

-- name: import_units
-- scope: visible_unit u
SELECT {{unit u}} FROM unit u WHERE {{scope}} ORDER BY u.id

-- name: import_unit_aliases
-- access: a name that means a unit is no secret
SELECT {{unit_alias a}} FROM unit_alias a WHERE a.region = :region ORDER BY a.id

-- name: import_people
-- access: the names of the region's people, so that nobody is entered twice; only MAY_IMPORT comes here
SELECT {{person p}} FROM person p WHERE p.region = :region ORDER BY p.id

-- name: import_people_seen
-- scope: visible_person p
SELECT p.id FROM person p WHERE {{scope}}

-- name: import_qualifications
-- access: as import_people
SELECT {{qualification q}} FROM qualification q WHERE q.region = :region ORDER BY q.person, q.since, q.id

-- name: import_appointments
-- access: who holds which appointment is known in the region; only MAY_IMPORT comes here
SELECT {{appointment a}} FROM appointment a WHERE a.region = :region ORDER BY a.id

-- name: import_trainings
-- scope: visible_training t
SELECT {{training t}} FROM training t WHERE {{scope}} ORDER BY t.id

-- name: import_shares
-- scope: visible_by_training s
SELECT {{employment_share s}} FROM employment_share s WHERE {{scope}} ORDER BY s.training, s.first, s.id

-- name: import_supervisions
-- scope: visible_by_training s
SELECT {{supervision s}} FROM supervision s WHERE {{scope}} AND s.kind = 0 ORDER BY s.training, s.first, s.id

-- name: import_placements
-- scope: visible_by_training p
SELECT {{placement p}} FROM placement p WHERE {{scope}} ORDER BY p.id

-- name: import_absences
-- scope: visible_by_training a
SELECT {{absence a}} FROM absence a WHERE {{scope}} ORDER BY a.id

-- name: import_capacities
-- scope: visible_region c
SELECT {{capacity c}} FROM capacity c WHERE {{scope}} ORDER BY c.id

-- name: import_events
-- scope: visible_event e
SELECT {{event e}} FROM event e WHERE {{scope}} ORDER BY e.id

-- name: import_courses
-- scope: visible_region c
SELECT {{course c}} FROM course c WHERE {{scope}} ORDER BY c.id
