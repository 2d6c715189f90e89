-- Documents about a training (iup, st_contract: rulebook/documents/). A version is frozen when it is
-- settled: its content (canonical JSON) and its paper (PDF) lie in blob by their digests and never
-- change. It is in force when all have signed, until the next one is.
CREATE TABLE document_version (
    {{record}}
    training      INTEGER NOT NULL,           -- TrainingId
    kind          TEXT NOT NULL,              -- text
    number        INTEGER NOT NULL,           -- int
    state         INTEGER NOT NULL DEFAULT 0, -- DocumentState signing|in_force|superseded|withdrawn
    made          INTEGER NOT NULL,           -- Date
    maker         INTEGER,                    -- PersonId
    content       TEXT NOT NULL,              -- text
    paper         TEXT NOT NULL,              -- text
    in_force_from INTEGER                     -- Date
);
CREATE UNIQUE INDEX document_version_by_training ON document_version (region, training, kind, number);

-- Who has signed a version, in what role. On paper: kept_at says where the original lies, scan is its
-- picture in blob.
CREATE TABLE signature (
    {{record}}
    training         INTEGER NOT NULL,        -- TrainingId
    document_version INTEGER NOT NULL,        -- DocumentVersionId
    role             TEXT NOT NULL,           -- text
    person           INTEGER,                 -- PersonId
    signed_on        INTEGER NOT NULL,        -- Date
    kept_at          TEXT NOT NULL DEFAULT '', -- text
    scan             TEXT NOT NULL DEFAULT '' -- text
);
CREATE UNIQUE INDEX signature_by_version ON signature (region, document_version, role);
CREATE INDEX signature_by_training ON signature (region, training);
