-- Mail on its way. Subjects and bodies are constant texts; what is personal is the receiver's address.

-- name: outbox_insert
INSERT INTO outbox (id, region, made, ends, recipient, subject, body, link, token, due)
VALUES ($1, :region, $2, $3, $4, $5, $6, $7, $8, $2)

-- What has gone, or never will, is forgotten after a while.
-- name: outbox_purge
DELETE FROM outbox WHERE state <> 0 AND ends < $1

-- name: outbox_due
-- access: the sender works for every region
SELECT id, made, recipient, subject, body, link, token, tries FROM outbox
 WHERE state = 0 AND due <= $1 AND lease < $1 ORDER BY due, id LIMIT $2

-- name: outbox_hold
UPDATE outbox SET holder = $2, lease = $3, tries = tries + 1 WHERE id = $1

-- Taken by the mail server, or refused for good: only the receiver's address is kept.
-- name: outbox_end
UPDATE outbox SET state = $3, sent = $4, answer = $5, holder = '', lease = 0, body = '', link = ''
 WHERE id = $1 AND holder = $2 AND state = 0

-- name: outbox_later
UPDATE outbox SET due = $3, answer = $4, tries = tries - $5, holder = '', lease = 0 WHERE id = $1 AND holder = $2 AND state = 0

-- name: outbox_expire
UPDATE outbox SET state = 3, sent = 0, body = '', link = '' WHERE state = 0 AND ends < $1 AND lease < $1

-- name: outbox_counts
-- access: numbers, no contents; MAY_RUN
SELECT sum(CASE WHEN state = 0 THEN 1 ELSE 0 END), sum(CASE WHEN state = 0 AND tries > 0 THEN 1 ELSE 0 END),
       sum(CASE WHEN state = 1 THEN 1 ELSE 0 END), sum(CASE WHEN state IN (2, 3) THEN 1 ELSE 0 END),
       max(CASE WHEN state = 1 THEN sent ELSE 0 END) FROM outbox WHERE region = :region

-- name: outbox_trouble
-- access: whom mail does not reach, for whoever may mend the address; MAY_RUN
SELECT made, recipient, subject, state, tries, answer FROM outbox
 WHERE region = :region AND (state IN (2, 3) OR (state = 0 AND tries > 0)) ORDER BY made DESC, id DESC LIMIT $1
