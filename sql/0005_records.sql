-- What an entry of the chain says beside who and what (S46): for whom somebody acted, whom it is
-- about, by which relation, from where (shortened), and a refusal's status (0: it was done).
ALTER TABLE audit ADD COLUMN behalf INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN about INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN relation TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN result INTEGER NOT NULL DEFAULT 0;
CREATE INDEX audit_by_about ON audit (region, about, id);
