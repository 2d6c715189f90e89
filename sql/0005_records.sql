-- What an entry of the chain says beside who and what (S46): for whom somebody acted, whom it is
-- about, by which relation, from where (shortened), and a refusal's status (0: it was done).
ALTER TABLE audit ADD COLUMN behalf INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN about INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN relation TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN result INTEGER NOT NULL DEFAULT 0;
CREATE INDEX audit_by_about ON audit (region, about, id);

-- Backups of the whole database, made by `randa backup` or each night, and when one was last restored
-- to see that it can be.
CREATE TABLE backup (
    id      INTEGER PRIMARY KEY,
    made    INTEGER NOT NULL,
    file    TEXT NOT NULL,
    size    INTEGER NOT NULL,
    digest  TEXT NOT NULL,
    rows    INTEGER NOT NULL,
    tested  INTEGER NOT NULL DEFAULT 0,
    test_ms INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0
){{strict}};

-- A pilot: pages, lists to download and the API show initials instead of names.
ALTER TABLE region ADD COLUMN initials INTEGER NOT NULL DEFAULT 0;
