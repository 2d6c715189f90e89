-- The roles around a training: talks that were not held, why a supervisor was changed.

-- A talk that was meant to be and was not held.
CREATE TABLE missed_talk (
    {{record}}
    training   INTEGER NOT NULL,              -- TrainingId
    supervisor INTEGER,                       -- PersonId
    planned    INTEGER NOT NULL,              -- Date
    cause      INTEGER NOT NULL DEFAULT 0     -- MissedCause other|rota|on_call|away|forgotten
);
CREATE INDEX missed_talk_by_training ON missed_talk (region, training, planned);

-- Why the main supervisor was changed, in kinds only: what was said between them is not written here.
CREATE TABLE supervision_change (
    {{record}}
    training INTEGER NOT NULL,                -- TrainingId
    former   INTEGER,                         -- PersonId
    next     INTEGER,                         -- PersonId
    since    INTEGER NOT NULL,                -- Date
    reason   INTEGER NOT NULL DEFAULT 0       -- ChangeReason unsaid|moved|leave|load|specialty|wish K3
);
CREATE INDEX supervision_change_by_training ON supervision_change (region, training, since);
