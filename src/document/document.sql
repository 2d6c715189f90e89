-- Who answers for a training today: the nearest head and studierektor of its home unit.
-- name: document_answerable
-- scope: visible_training t
SELECT a.role, p.id, p.given_name, p.family_name, u.name FROM training t
  JOIN unit_below b ON b.region = t.region AND b.below = t.home_unit
  JOIN appointment a ON a.region = b.region AND a.unit = b.above
  JOIN person p ON p.region = a.region AND p.id = a.person
  JOIN unit u ON u.region = a.region AND u.id = a.unit
 WHERE {{scope}} AND t.id = $1 AND a.role IN (2, 3) AND a.for_person IS NULL AND a.first <= :today AND a.past > :today
 ORDER BY a.role, CASE WHEN a.unit = t.home_unit THEN 0 ELSE 1 END, a.first, a.id

-- name: document_signer
-- access: the supervisor of a training or placement one sees, named on its documents
SELECT p.given_name, p.family_name FROM person p WHERE p.region = :region AND p.id = $1

-- name: document_signer_qualifications
-- access: what the authority's form asks of the supervisor of a training one sees
SELECT {{qualification q}} FROM qualification q WHERE q.region = :region AND q.person = $1 ORDER BY q.kind, q.since, q.id

-- name: document_trainings
-- scope: visible_training t
SELECT t.id, p.given_name, p.family_name FROM training t JOIN person p ON p.region = t.region AND p.id = t.trainee
 WHERE {{scope}} AND t.state IN (0, 1) ORDER BY p.sort_key, t.id

-- name: document_region
-- access: the name of one's own region
SELECT r.name FROM region r WHERE r.id = :region

-- name: document_versions
-- scope: visible_by_training v
SELECT {{document_version v}} FROM document_version v WHERE {{scope}} AND v.training = $1 ORDER BY v.kind, v.number DESC

-- name: document_version_get
-- scope: visible_by_training v
SELECT {{document_version v}} FROM document_version v WHERE {{scope}} AND v.id = $1

-- name: document_signatures
-- scope: visible_by_training s
SELECT {{signature s}}, p.given_name, p.family_name FROM signature s
  LEFT JOIN person p ON p.region = s.region AND p.id = s.person
 WHERE {{scope}} AND s.training = $1 ORDER BY s.document_version, s.signed_on, s.id

-- name: document_seals
-- scope: visible_by_training s
SELECT {{signature_seal s}} FROM signature_seal s WHERE {{scope}} AND s.document_version = $1 ORDER BY s.place
