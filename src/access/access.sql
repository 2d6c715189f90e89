-- name: access_training
-- scope: visible_training t
SELECT CASE WHEN t.trainee = :actor THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM supervision s WHERE s.region = :region AND s.training = t.id
           AND s.supervisor = :actor AND s.kind = 0 AND s.first <= :today AND s.past > :today) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM supervision s WHERE s.region = :region AND s.training = t.id
           AND s.supervisor = :actor AND s.first <= :today AND s.past > :today) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM appointment a
           JOIN unit_below b ON b.region = a.region AND b.above = a.unit
           WHERE a.region = :region AND a.person = :actor AND a.role = $2 AND b.below = t.home_unit
           AND a.first <= :today AND a.past > :today) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM appointment a WHERE a.region = :region AND a.person = :actor
           AND a.role = $2 AND a.first <= :today AND a.past > :today) THEN 1 ELSE 0 END
  FROM training t WHERE {{scope}} AND t.id = $1

-- name: access_unit
-- scope: visible_unit u
SELECT 0, 0, 0,
       CASE WHEN EXISTS (SELECT 1 FROM appointment a
           JOIN unit_below b ON b.region = a.region AND b.above = a.unit
           WHERE a.region = :region AND a.person = :actor AND a.role = $2 AND b.below = u.id
           AND a.first <= :today AND a.past > :today) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM appointment a WHERE a.region = :region AND a.person = :actor
           AND a.role = $2 AND a.first <= :today AND a.past > :today) THEN 1 ELSE 0 END
  FROM unit u WHERE {{scope}} AND u.id = $1

-- A person belongs to a unit by an appointment or by a training there.
-- name: access_person
-- scope: visible_person p
SELECT CASE WHEN p.id = :actor THEN 1 ELSE 0 END, 0, 0,
       CASE WHEN EXISTS (SELECT 1 FROM appointment a
           JOIN unit_below b ON b.region = a.region AND b.above = a.unit
           WHERE a.region = :region AND a.person = :actor AND a.role = $2
           AND a.first <= :today AND a.past > :today
           AND (EXISTS (SELECT 1 FROM appointment o WHERE o.region = :region AND o.person = p.id
                        AND o.unit = b.below)
                OR EXISTS (SELECT 1 FROM training t WHERE t.region = :region AND t.trainee = p.id
                        AND t.home_unit = b.below))) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM appointment a WHERE a.region = :region AND a.person = :actor
           AND a.role = $2 AND a.first <= :today AND a.past > :today) THEN 1 ELSE 0 END
  FROM person p WHERE {{scope}} AND p.id = $1

-- name: access_placement
-- scope: visible_placement p
SELECT p.training FROM placement p WHERE {{scope}} AND p.id = $1

-- name: access_finding
-- scope: visible_finding f
SELECT f.training, f.unit, f.person, CASE f.rule WHEN 'R29' THEN 1 ELSE 0 END
  FROM finding f WHERE {{scope}} AND f.id = $1

-- The rows to act on first: one per rule, case and grouping.
-- As many as there are rows under "Åtgärda först" and within 30 days ($1 is the last of them).
-- name: access_todo_count
-- scope: visible_finding f
SELECT count(*) FROM (
  SELECT min(f.word) AS word, min(f.due) AS due FROM finding f
   WHERE {{scope}} AND f.closed = 2147483647 AND f.on_todo = 1 AND f.accepted_by IS NULL
     AND (f.put_off IS NULL OR f.put_off <= :today) AND f.rule <> 'history'
   GROUP BY f.rule, f.variant, f.grouping) x
 WHERE x.word <= 2 OR x.due <= $1

-- name: session_find
-- access: the token decides who is asking
SELECT s.region, s.account, s.role, s.unit, s.csrf, s.seen, s.ends, a.person, a.disabled, a.theme,
       a.language, p.given_name, p.family_name, r.is_demo, a.keys_off, s.waits, s.fresh, r.initials
  FROM session s JOIN account a ON a.region = s.region AND a.id = s.account
  JOIN person p ON p.region = a.region AND p.id = a.person
  JOIN region r ON r.id = s.region
 WHERE s.token_hash = $1

-- name: session_insert
INSERT INTO session (token_hash, region, account, role, unit, csrf, made, seen, ends, waits, fresh, address, agent)
VALUES ($1, :region, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11)

-- name: session_touch
UPDATE session SET seen = $2 WHERE token_hash = $1

-- name: session_delete
DELETE FROM session WHERE token_hash = $1

-- name: session_delete_for_account
DELETE FROM session WHERE region = :region AND account = $1

-- name: session_delete_one
DELETE FROM session WHERE region = :region AND account = $1 AND made = $2 AND token_hash <> $3

-- name: session_delete_others
DELETE FROM session WHERE region = :region AND account = $1 AND token_hash <> $2

-- name: session_purge
DELETE FROM session WHERE ends < $1 OR seen < $2

-- The token of a page that was open when the session ended, for half an hour.
-- name: session_was_own
-- access: one's own
SELECT count(*) FROM session WHERE region = :region AND account = $1 AND csrf = $2 AND waits = 0 AND seen > $3 AND ends > $4

-- name: session_list
-- access: one's own sessions
SELECT token_hash, made, seen, address, agent FROM session
 WHERE region = :region AND account = $1 AND waits = 0 AND ends > $2 AND seen > $3 ORDER BY seen DESC

-- Appointments that hold today, and the roles that follow from a training or a supervision. A
-- stand-in acts for a named person, an education administrator (7) for the director (2) of the unit,
-- or else of one above it; who holds the role herself as well acts for nobody.
-- name: role_list
-- access: what roles the person who is signing in has
SELECT g.role, g.unit, g.first, g.past, u.name, coalesce(pu.name, ''), coalesce(g.behalf, 0),
       coalesce(b.given_name, '') AS given_name, coalesce(b.family_name, '') AS family_name
  FROM (SELECT x.role AS role, x.unit AS unit, min(x.first) AS first, max(x.past) AS past,
               CASE WHEN count(*) = count(x.behalf) THEN min(x.behalf) END AS behalf
          FROM (SELECT a.role AS role, a.unit AS unit, a.first AS first, a.past AS past,
                       CASE a.role WHEN 7 THEN coalesce(
                         (SELECT min(d.person) FROM appointment d WHERE d.region = a.region AND d.role = 2
                             AND d.for_person IS NULL AND d.unit = a.unit AND d.first <= :today AND d.past > :today),
                         (SELECT min(d.person) FROM appointment d
                            JOIN unit_below db ON db.region = d.region AND db.above = d.unit
                           WHERE d.region = a.region AND d.role = 2 AND d.for_person IS NULL AND db.below = a.unit
                             AND d.first <= :today AND d.past > :today))
                       ELSE a.for_person END AS behalf
                  FROM appointment a
                 WHERE a.region = :region AND a.person = $1 AND a.first <= :today AND a.past > :today
                UNION ALL
                SELECT 0, t.home_unit, coalesce(t.first, -2147483647), coalesce(t.ended, 2147483647), NULL FROM training t
                 WHERE t.region = :region AND t.trainee = $1 AND (t.ended IS NULL OR t.ended > :today)
                UNION ALL
                SELECT 1, t.home_unit, s.first, s.past, NULL FROM supervision s
                  JOIN training t ON t.region = s.region AND t.id = s.training
                 WHERE s.region = :region AND s.supervisor = $1 AND s.first <= :today AND s.past > :today) x
         GROUP BY x.role, x.unit) g
  JOIN unit u ON u.region = :region AND u.id = g.unit
  LEFT JOIN unit pu ON pu.region = u.region AND pu.id = u.parent
  LEFT JOIN person b ON b.region = u.region AND b.id = g.behalf
 ORDER BY g.role, u.name

-- name: account_find
-- access: signing in
SELECT id, region, person, password_hash, disabled FROM account WHERE login = $1

-- name: account_list
-- access: for the administrator and the command line; no K2 beyond accounts
SELECT {{account a}}, p.given_name, p.family_name FROM account a
  JOIN person p ON p.region = a.region AND p.id = a.person
 WHERE a.region = :region ORDER BY a.login

-- name: account_theme
UPDATE account SET theme = $2, language = $3, version = version + 1 WHERE region = :region AND id = $1

-- name: person_find_for_account
-- access: the command line makes accounts; full rights, logged
SELECT id, given_name, family_name FROM person
 WHERE region = :region AND (email = $1 OR hsa_id = $1) ORDER BY id

-- Words that a password may not be made of: the person's name and the names of the units.
-- name: password_words
-- access: only compared with, never shown
SELECT name FROM unit WHERE region = :region

-- Two in the same millisecond are still two.
-- name: sign_in_failure_add
INSERT INTO sign_in_failure (key, at)
SELECT $1, CASE WHEN m.at >= $2 THEN m.at + 1 ELSE $2 END
  FROM (SELECT coalesce(max(f.at), 0) AS at FROM sign_in_failure f WHERE f.key = $1) m

-- name: sign_in_failure_recent
-- access: signing in
SELECT count(*), coalesce(max(at), 0), coalesce(min(at), 0) FROM sign_in_failure WHERE key = $1 AND at > $2

-- name: sign_in_failure_clear
DELETE FROM sign_in_failure WHERE key = $1

-- One try that turned out well counts for nothing.
-- name: sign_in_failure_take_back
DELETE FROM sign_in_failure WHERE key = $1 AND at = (SELECT max(f.at) FROM sign_in_failure f WHERE f.key = $1)

-- name: sign_in_failure_purge
DELETE FROM sign_in_failure WHERE at < $1

-- name: idempotency_find
-- access: the account's own earlier answer
SELECT answer FROM idempotency WHERE region = :region AND account = $1 AND key = $2

-- name: idempotency_add
INSERT INTO idempotency (region, account, key, at, answer) VALUES (:region, $1, $2, $3, $4)
    ON CONFLICT (region, account, key) DO NOTHING

-- name: idempotency_purge
DELETE FROM idempotency WHERE at < $1

-- name: region_demo
-- access: before anyone has signed in: is this a database of invented people?
SELECT count(*), coalesce(max(is_demo), 0), coalesce(min(is_demo), 0) FROM region
