-- Mail that goes, and what has been reminded of.

-- state 0: waits, 1: the mail server has taken it, 2: it refused it for good, 3: its time ran out.
-- due: not before then. holder and lease: the instance that is sending it. link: a path of ours, the
-- sender puts our address before it. token: of its Message-ID, the same however often it is tried.
ALTER TABLE outbox ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN token TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN state INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN lease INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN answer TEXT NOT NULL DEFAULT '';
UPDATE outbox SET token = 'box' || CAST(id AS VARCHAR);
CREATE INDEX outbox_by_state ON outbox (state, due);

-- What a person has chosen to be reminded of by mail. Without a row: each Monday, and urgent things.
CREATE TABLE reminder_choice (
    {{record}}
    person  INTEGER NOT NULL,                 -- PersonId
    weekday INTEGER NOT NULL DEFAULT 1,       -- int
    urgent  INTEGER NOT NULL DEFAULT 1        -- bool
);
CREATE UNIQUE INDEX reminder_choice_by_person ON reminder_choice (region, person);

-- Each reminder once: key "vecka 2026-W48", or "steg 0" of a finding, for good. Written with its mail.
CREATE TABLE reminded (
    region  INTEGER NOT NULL,
    person  INTEGER NOT NULL,
    finding INTEGER NOT NULL DEFAULT 0,
    key     TEXT NOT NULL,
    made    INTEGER NOT NULL,
    PRIMARY KEY (region, person, finding, key)
){{strict}};
