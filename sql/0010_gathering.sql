-- What people meet for: one kind of gathering for talks, reviews, teaching, meetings and networks
-- (rulebook/gatherings/ says which kinds there are), what was agreed there, and the introduction.

-- A rule of repetition; its occasions are gatherings of their own, moved or cancelled one by one.
-- left_out: the days without one, as "2026-12-24 2026-12-31".
CREATE TABLE gathering_series (
    {{record}}
    unit         INTEGER NOT NULL,             -- UnitId
    kind         TEXT NOT NULL,                -- text
    title        TEXT NOT NULL DEFAULT '',     -- text
    repeats      INTEGER NOT NULL DEFAULT 0,   -- SeriesRepeats week|month|term
    every        INTEGER NOT NULL DEFAULT 1,   -- int
    first        INTEGER NOT NULL,             -- Date
    past         INTEGER NOT NULL,             -- Date
    left_out     TEXT NOT NULL DEFAULT ''      -- text
);
CREATE INDEX gathering_series_by_unit ON gathering_series (region, unit);

-- start_minute: of the day; -1: not said. training: the one it is about, for talks about one. link_key:
-- what the address that is shown in the room ends with; empty: no list by link is open.
CREATE TABLE gathering (
    {{record}}
    unit         INTEGER NOT NULL,             -- UnitId
    kind         TEXT NOT NULL,                -- text
    series       INTEGER,                      -- GatheringSeriesId
    held_on      INTEGER NOT NULL,             -- Date
    start_minute INTEGER NOT NULL DEFAULT -1,  -- int
    length       INTEGER NOT NULL DEFAULT 60,  -- int
    place        TEXT NOT NULL DEFAULT '',     -- text
    title        TEXT NOT NULL DEFAULT '',     -- text
    state        INTEGER NOT NULL DEFAULT 0,   -- GatheringState planned|held|missed|cancelled
    reason       TEXT NOT NULL DEFAULT '',     -- text K3
    chair        INTEGER,                      -- PersonId
    training     INTEGER,                      -- TrainingId
    agenda       TEXT NOT NULL DEFAULT '',     -- text
    goals        TEXT NOT NULL DEFAULT '',     -- text
    link_key     TEXT NOT NULL DEFAULT ''      -- text
);
CREATE INDEX gathering_by_unit ON gathering (region, unit, held_on);
CREATE INDEX gathering_by_training ON gathering (region, training, held_on);
CREATE INDEX gathering_by_series ON gathering (region, series);

-- Units that hold it together with the one it belongs to.
CREATE TABLE gathering_unit (
    {{record}}
    gathering INTEGER NOT NULL,                -- GatheringId
    unit      INTEGER NOT NULL                 -- UnitId
);
CREATE INDEX gathering_unit_by_gathering ON gathering_unit (region, gathering);
CREATE INDEX gathering_unit_by_unit ON gathering_unit (region, unit);

-- Who is asked to come, and who came. training: hers at the time, where she is in training.
CREATE TABLE attendance (
    {{record}}
    gathering INTEGER NOT NULL,                -- GatheringId
    person    INTEGER NOT NULL,                -- PersonId
    training  INTEGER,                         -- TrainingId
    answer    INTEGER NOT NULL DEFAULT 0,      -- AttendanceAnswer none|yes|no
    attended  INTEGER NOT NULL DEFAULT 0,      -- bool
    how       INTEGER NOT NULL DEFAULT 0       -- AttendanceHow list|link
);
CREATE UNIQUE INDEX attendance_by_gathering ON attendance (region, gathering, person);
CREATE INDEX attendance_by_person ON attendance (region, person);

-- What was said. Private: between the trainee and the supervisor who held the talk.
CREATE TABLE gathering_note (
    {{record}}
    gathering INTEGER NOT NULL,                -- GatheringId
    training  INTEGER,                         -- TrainingId
    writer    INTEGER,                         -- PersonId
    private   INTEGER NOT NULL DEFAULT 0,      -- bool
    note      TEXT NOT NULL DEFAULT ''         -- text K3
);
CREATE INDEX gathering_note_by_gathering ON gathering_note (region, gathering);

-- Something that somebody has promised to do. Private: agreed in a talk between the two.
CREATE TABLE action_item (
    {{record}}
    unit        INTEGER NOT NULL,              -- UnitId
    gathering   INTEGER,                       -- GatheringId
    training    INTEGER,                       -- TrainingId
    responsible INTEGER,                       -- PersonId
    what        TEXT NOT NULL,                 -- text K3
    due         INTEGER,                       -- Date
    done        INTEGER,                       -- Date
    private     INTEGER NOT NULL DEFAULT 0     -- bool
);
CREATE INDEX action_item_by_unit ON action_item (region, unit, done);
CREATE INDEX action_item_by_gathering ON action_item (region, gathering);

-- What the trainees want the management to answer: collective, never a name.
CREATE TABLE issue (
    {{record}}
    unit      INTEGER NOT NULL,                -- UnitId
    what      TEXT NOT NULL,                   -- text
    raised    INTEGER NOT NULL,                -- Date
    next_step TEXT NOT NULL DEFAULT '',        -- text
    next_on   INTEGER,                         -- Date
    answer    TEXT NOT NULL DEFAULT '',        -- text
    answered  INTEGER                          -- Date
);
CREATE INDEX issue_by_unit ON issue (region, unit, answered);

-- The introduction of a unit, for those who begin in it and those who come to it. approved: NULL is a
-- draft. The steps of one that is approved are what new people get.
CREATE TABLE programme (
    {{record}}
    unit     INTEGER NOT NULL,                 -- UnitId
    audience INTEGER NOT NULL DEFAULT 0,       -- Audience st|bt|visitor
    approved INTEGER                           -- Date
);
CREATE UNIQUE INDEX programme_by_unit ON programme (region, unit, audience);

CREATE TABLE programme_step (
    {{record}}
    programme INTEGER NOT NULL,                -- ProgrammeId
    seq       INTEGER NOT NULL DEFAULT 0,      -- int
    what      TEXT NOT NULL,                   -- text
    who       INTEGER NOT NULL DEFAULT 0,      -- StepWho trainee|supervisor|director|head|other
    days      INTEGER NOT NULL DEFAULT 0,      -- int
    required  INTEGER NOT NULL DEFAULT 1       -- bool
);
CREATE INDEX programme_step_by_programme ON programme_step (region, programme, seq);

-- One trainee's introduction: her own list, made from the programme on the day it was given to her.
CREATE TABLE introduction (
    {{record}}
    training  INTEGER NOT NULL,                -- TrainingId
    unit      INTEGER NOT NULL,                -- UnitId
    placement INTEGER,                         -- PlacementId loose
    audience  INTEGER NOT NULL DEFAULT 0,      -- Audience
    first     INTEGER NOT NULL,                -- Date
    done      INTEGER                          -- Date
);
CREATE INDEX introduction_by_training ON introduction (region, training);
CREATE INDEX introduction_by_unit ON introduction (region, unit);

CREATE TABLE introduction_step (
    {{record}}
    introduction INTEGER NOT NULL,             -- IntroductionId
    training     INTEGER NOT NULL,             -- TrainingId
    seq          INTEGER NOT NULL DEFAULT 0,   -- int
    what         TEXT NOT NULL,                -- text
    who          INTEGER NOT NULL DEFAULT 0,   -- StepWho
    due          INTEGER NOT NULL,             -- Date
    required     INTEGER NOT NULL DEFAULT 1,   -- bool
    done         INTEGER,                      -- Date
    done_by      INTEGER                       -- PersonId
);
CREATE INDEX introduction_step_by_introduction ON introduction_step (region, introduction, seq);
