-- A signature that was sealed: at what level, when, and the file with this seal after those before it
-- (in blob by its digest).
CREATE TABLE signature_seal (
    {{record}}
    training         INTEGER NOT NULL,           -- TrainingId
    document_version INTEGER NOT NULL,           -- DocumentVersionId
    signature        INTEGER NOT NULL,           -- SignatureId
    level            INTEGER NOT NULL DEFAULT 0, -- SealLevel paper|n1|n2|n3
    place            INTEGER NOT NULL,           -- int
    sealed           INTEGER NOT NULL,           -- Instant
    file             TEXT NOT NULL               -- text
);
CREATE UNIQUE INDEX signature_seal_by_signature ON signature_seal (region, signature);
CREATE UNIQUE INDEX signature_seal_by_version ON signature_seal (region, document_version, place);
