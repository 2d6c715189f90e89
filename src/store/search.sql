-- name: search_word_insert
INSERT INTO search_word (region, word, kind, id) VALUES (:region, $1, $2, $3)

-- name: search_word_delete
DELETE FROM search_word WHERE region = :region AND kind = $1 AND id = $2

-- name: search_word_find
-- access: names of the region's people and units; the page filters what it shows by its scope
SELECT DISTINCT kind, id FROM search_word
 WHERE region = :region AND word >= $1 AND word < $2 AND (kind = $3 OR $3 = '')
 ORDER BY kind, id
