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

-- What was agreed about an appointment as studierektor, beside its person, unit, days, share and hours.
-- -1: not said. The supplement is for the studierektor herself and her head.
CREATE TABLE director_terms (
    {{record}}
    appointment      INTEGER NOT NULL,            -- AppointmentId loose
    person           INTEGER NOT NULL,            -- PersonId
    unit             INTEGER NOT NULL,            -- UnitId
    appointed_by     INTEGER NOT NULL DEFAULT 0,  -- Appointer unsaid|head|overall_director
    consulted        TEXT NOT NULL DEFAULT '',    -- text
    base_employed    INTEGER NOT NULL DEFAULT 0,  -- KnownBool
    supplement       INTEGER NOT NULL DEFAULT -1, -- int K3
    management_group INTEGER NOT NULL DEFAULT 0,  -- KnownBool
    budget           INTEGER NOT NULL DEFAULT -1, -- int
    admin_support    INTEGER NOT NULL DEFAULT 0,  -- KnownBool
    scheduling       INTEGER NOT NULL DEFAULT 0,  -- Scheduling unsaid|answers|oversees
    scheduled        INTEGER NOT NULL DEFAULT -1  -- int
);
CREATE UNIQUE INDEX director_terms_by_appointment ON director_terms (region, appointment);
CREATE INDEX director_terms_by_unit ON director_terms (region, unit);

-- Time of the task: used, or agreed on top of it for something large (an inspection, an event).
CREATE TABLE director_time (
    {{record}}
    person  INTEGER NOT NULL,                 -- PersonId
    unit    INTEGER NOT NULL,                 -- UnitId
    day     INTEGER NOT NULL,                 -- Date
    minutes INTEGER NOT NULL,                 -- int
    kind    INTEGER NOT NULL DEFAULT 0,       -- DirectorTimeKind used|extra
    what    TEXT NOT NULL DEFAULT ''          -- text
);
CREATE INDEX director_time_by_unit ON director_time (region, unit, day);
CREATE INDEX director_time_by_person ON director_time (region, person, day);

-- The list of who comes and goes in a month has been read and planned for.
CREATE TABLE in_out_receipt (
    {{record}}
    unit   INTEGER NOT NULL,                  -- UnitId
    month  INTEGER NOT NULL,                  -- Date
    person INTEGER NOT NULL,                  -- PersonId
    day    INTEGER NOT NULL                   -- Date
);
CREATE UNIQUE INDEX in_out_receipt_by_unit ON in_out_receipt (region, unit, month);

-- A question to the studierektor; answered, or handed on to whoever knows.
CREATE TABLE asked_question (
    {{record}}
    unit      INTEGER NOT NULL,               -- UnitId
    asker     INTEGER NOT NULL,               -- PersonId
    asked     INTEGER NOT NULL,               -- Date
    text      TEXT NOT NULL,                  -- text K3
    answer    TEXT NOT NULL DEFAULT '',       -- text K3
    answered  INTEGER,                        -- Date
    answerer  INTEGER,                        -- PersonId
    handed_to INTEGER,                        -- PersonId
    handed    INTEGER                         -- Date
);
CREATE INDEX asked_question_by_unit ON asked_question (region, unit, asked);
CREATE INDEX asked_question_by_asker ON asked_question (region, asker);

-- The extract of who has supervised and led is given to the pay review of a year.
CREATE TABLE merit_extract (
    {{record}}
    unit   INTEGER NOT NULL,                  -- UnitId
    year   INTEGER NOT NULL,                  -- int
    person INTEGER NOT NULL,                  -- PersonId
    day    INTEGER NOT NULL                   -- Date
);
CREATE UNIQUE INDEX merit_extract_by_unit ON merit_extract (region, unit, year);
