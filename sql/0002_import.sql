-- An import on its way: the files that a person has sent in (blobs), what she has answered, until it is
-- saved or dropped. files: [{"name","digest"}]. answers: [{"person","text","to","id"}]. saved is the
-- audit entry that undoes it. The files themselves go when the import is saved or dropped.
CREATE TABLE import_draft (
    {{record}}
    maker   INTEGER NOT NULL,              -- PersonId
    made    INTEGER NOT NULL,              -- Instant
    state   INTEGER NOT NULL DEFAULT 0,    -- ImportState open|saved|dropped
    files   TEXT NOT NULL DEFAULT '[]',    -- text
    answers TEXT NOT NULL DEFAULT '[]',    -- text K3
    lists   INTEGER NOT NULL DEFAULT 0,    -- int
    added   INTEGER NOT NULL DEFAULT 0,    -- int
    changed INTEGER NOT NULL DEFAULT 0,    -- int
    saved   INTEGER NOT NULL DEFAULT 0     -- int
);
CREATE INDEX import_draft_by_maker ON import_draft (region, maker);
