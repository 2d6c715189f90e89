-- The schema is the one place where a record is described. tools/sql.py makes from it, for each
-- table marked {{record}}, the C struct, its enums and its reading and writing functions.
--
-- {{record}} gives: id (hi/lo block), region (never NULL), version (starts at 1, +1 at each change).
-- The comment after a column says its type in C:
--   XId        a typed id; a foreign key inside the region to table x is made from it
--              (`XId loose`: no key, what it points to may be gone)
--   Date       days since 1970-01-01; NULL is DATE_NONE; an open end is stored as 2147483647
--   Instant    milliseconds since 1970-01-01 UTC
--   Percent    0..100      bool  0|1      int  a number      text  UTF-8      bytes  a blob
--   Name a|b|c an enum stored as 0,1,2 (NAME_A, NAME_B, NAME_C in C); `Name` alone uses it again
-- A second word K3 or K4 is the data class of the column where it is above the table's.

-- Which of these files the database has been through.
CREATE TABLE schema_version (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL
){{strict}};

CREATE TABLE region (
    id      INTEGER PRIMARY KEY,
    key     TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
    findings_day INTEGER NOT NULL DEFAULT 0 -- the day that the findings were last evaluated for
){{strict}};

-- hi/lo: a process takes a block of ids at a time.
CREATE TABLE id_block (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
){{strict}};
INSERT INTO id_block (name, next) VALUES ('id', 1);

-- One writer at a time: PostgreSQL locks this table first, SQLite begins IMMEDIATE.
CREATE TABLE write_gate (one INTEGER PRIMARY KEY CHECK (one = 1)){{strict}};
INSERT INTO write_gate (one) VALUES (1);

-- A place where doctors serve. parent NULL: top of the region. Other regions' units are external.
CREATE TABLE unit (
    {{record}}
    parent      INTEGER,                      -- UnitId
    name        TEXT NOT NULL,                -- text
    short_name  TEXT NOT NULL DEFAULT '',     -- text
    kind        INTEGER NOT NULL DEFAULT 0,   -- UnitKind clinic|hospital|primary_care|health_centre|ward|office|external
    care        INTEGER NOT NULL DEFAULT 0,   -- CareForm unknown|inpatient|outpatient|primary|emergency
    specialty   TEXT NOT NULL DEFAULT '',     -- text
    in_use_from INTEGER,                      -- Date
    email       TEXT NOT NULL DEFAULT '',     -- text
    phone       TEXT NOT NULL DEFAULT '',     -- text
    calendar    INTEGER NOT NULL DEFAULT 0,   -- PlanCalendar half_month|month|week
    sort_key    TEXT NOT NULL DEFAULT ''      -- text
);
CREATE INDEX unit_by_parent ON unit (region, parent);

-- Every unit with itself and all above it; kept by the acts that change the tree.
CREATE TABLE unit_below (
    region INTEGER NOT NULL,
    above  INTEGER NOT NULL,
    below  INTEGER NOT NULL,
    PRIMARY KEY (region, above, below)
){{strict}};
CREATE INDEX unit_below_by_below ON unit_below (region, below, above);

-- A name that somebody has said means a unit ("VC Norrvik").
CREATE TABLE unit_alias (
    {{record}}
    folded TEXT NOT NULL,                     -- text
    unit   INTEGER NOT NULL                   -- UnitId
);
CREATE UNIQUE INDEX unit_alias_by_folded ON unit_alias (region, folded);

CREATE TABLE person (
    {{record}}
    hsa_id       TEXT NOT NULL DEFAULT '',    -- text
    given_name   TEXT NOT NULL,               -- text
    family_name  TEXT NOT NULL,               -- text
    sort_key     TEXT NOT NULL DEFAULT '',    -- text
    email        TEXT NOT NULL DEFAULT '',    -- text
    phone        TEXT NOT NULL DEFAULT '',    -- text
    licence_date INTEGER                      -- Date
);
CREATE INDEX person_by_hsa ON person (region, hsa_id);
CREATE INDEX person_by_sort ON person (region, sort_key);

-- What a person has: specialist in (several, each with a date), supervisor course, doctorate.
CREATE TABLE qualification (
    {{record}}
    person    INTEGER NOT NULL,               -- PersonId
    kind      INTEGER NOT NULL,               -- QualificationKind specialist|supervisor_course|doctorate
    specialty TEXT NOT NULL DEFAULT '',       -- text
    since     INTEGER                         -- Date
);
CREATE INDEX qualification_by_person ON qualification (region, person);

-- person x role x unit x from-to: what rights follow from. for_person: a stand-in, who acts for her
-- until the last day. takes_over: the appointment that was handed over to this one.
CREATE TABLE appointment (
    {{record}}
    person     INTEGER NOT NULL,              -- PersonId
    role       INTEGER NOT NULL,              -- Role trainee|supervisor|director|head|overall_director|contact|rota_planner|education_admin|training_office|bt_unit|admin
    unit       INTEGER NOT NULL,              -- UnitId
    first      INTEGER NOT NULL,              -- Date
    past       INTEGER NOT NULL DEFAULT 2147483647, -- Date
    share      INTEGER NOT NULL DEFAULT 0,    -- Percent
    minutes_week INTEGER NOT NULL DEFAULT 0,  -- int
    for_person INTEGER,                       -- PersonId
    takes_over INTEGER                        -- AppointmentId loose
);
CREATE INDEX appointment_by_person ON appointment (region, person);
CREATE INDEX appointment_by_unit ON appointment (region, unit, role);

-- One BT or ST in a specialty under a regulation. trainee is the person.
CREATE TABLE training (
    {{record}}
    trainee           INTEGER NOT NULL,       -- PersonId
    kind              INTEGER NOT NULL,       -- TrainingKind st|bt
    specialty         TEXT NOT NULL DEFAULT '', -- text
    regulation        TEXT NOT NULL DEFAULT '', -- text
    regulation_reason INTEGER NOT NULL DEFAULT 0, -- RegulationReason none|swedish_at|begun_before_2021_07|must_2021|chosen_2021
    swedish_at        INTEGER NOT NULL DEFAULT 0, -- KnownBool unknown|no|yes
    bt_approved       INTEGER,                -- Date
    doctorate_credit  INTEGER NOT NULL DEFAULT 0, -- bool
    home_unit         INTEGER NOT NULL,       -- UnitId
    first             INTEGER,                -- Date
    planned_end       INTEGER,                -- Date
    ended             INTEGER,                -- Date
    state             INTEGER NOT NULL DEFAULT 0, -- TrainingState active|paused|completed|ended
    note              TEXT NOT NULL DEFAULT '' -- text K3
);
CREATE INDEX training_by_trainee ON training (region, trainee);
CREATE INDEX training_by_home ON training (region, home_unit);

-- The share of full time a trainee serves, over time.
CREATE TABLE employment_share (
    {{record}}
    training INTEGER NOT NULL,                -- TrainingId
    first    INTEGER NOT NULL,                -- Date
    past     INTEGER NOT NULL DEFAULT 2147483647, -- Date
    share    INTEGER NOT NULL                 -- Percent
);
CREATE INDEX employment_share_by_training ON employment_share (region, training);

CREATE TABLE absence (
    {{record}}
    training INTEGER NOT NULL,                -- TrainingId
    cause    INTEGER NOT NULL,                -- AbsenceCause parental|sick|other_service|study|holiday|on_call_comp|other K4
    first    INTEGER NOT NULL,                -- Date
    past     INTEGER NOT NULL,                -- Date
    share    INTEGER NOT NULL DEFAULT 100     -- Percent
);
CREATE INDEX absence_by_training ON absence (region, training);

CREATE TABLE supervision (
    {{record}}
    training   INTEGER NOT NULL,              -- TrainingId
    supervisor INTEGER NOT NULL,              -- PersonId
    kind       INTEGER NOT NULL DEFAULT 0,    -- SupervisionKind main|placement|science
    first      INTEGER NOT NULL,              -- Date
    past       INTEGER NOT NULL DEFAULT 2147483647 -- Date
);
CREATE INDEX supervision_by_training ON supervision (region, training);
CREATE INDEX supervision_by_supervisor ON supervision (region, supervisor);

-- One trainee at one unit, from one date to another, at some share of full time. `item` is the key
-- of the template item it answers (rulebook), `goals` the codes it counts for, space-separated.
CREATE TABLE placement (
    {{record}}
    training   INTEGER NOT NULL,              -- TrainingId
    unit       INTEGER,                       -- UnitId
    kind       INTEGER NOT NULL,              -- PlacementKind home|rotation|bt|research|project|observation|course
    first      INTEGER NOT NULL,              -- Date
    past       INTEGER NOT NULL,              -- Date
    share      INTEGER NOT NULL DEFAULT 100,  -- Percent
    state      INTEGER NOT NULL DEFAULT 0,    -- PlacementState planned|requested|confirmed|cancelled|completed
    item       TEXT NOT NULL DEFAULT '',      -- text
    goals      TEXT NOT NULL DEFAULT '',      -- text
    supervisor INTEGER,                       -- PersonId
    note       TEXT NOT NULL DEFAULT ''       -- text K3
);
CREATE INDEX placement_by_training ON placement (region, training, first);
CREATE INDEX placement_by_unit ON placement (region, unit, first);

-- Places for visiting trainees per unit, level and span. The narrower span wins where two lie over
-- each other (a closed summer over the ordinary number).
CREATE TABLE capacity (
    {{record}}
    unit   INTEGER NOT NULL,                  -- UnitId
    level  INTEGER NOT NULL DEFAULT 0,        -- CapacityLevel all|bt|st
    first  INTEGER NOT NULL,                  -- Date
    past   INTEGER NOT NULL,                  -- Date
    places INTEGER NOT NULL                   -- int
);
CREATE INDEX capacity_by_unit ON capacity (region, unit);

CREATE TABLE course (
    {{record}}
    name       TEXT NOT NULL,                 -- text
    organiser  TEXT NOT NULL DEFAULT '',      -- text
    town       TEXT NOT NULL DEFAULT '',      -- text
    first      INTEGER NOT NULL,              -- Date
    past       INTEGER NOT NULL,              -- Date
    seats      INTEGER NOT NULL DEFAULT 0,    -- int
    apply_by   INTEGER,                       -- Date
    goals_2015 TEXT NOT NULL DEFAULT '',      -- text
    goals_2021 TEXT NOT NULL DEFAULT ''       -- text
);
CREATE INDEX course_by_first ON course (region, first);

CREATE TABLE course_application (
    {{record}}
    course   INTEGER NOT NULL,                -- CourseId
    training INTEGER NOT NULL,                -- TrainingId
    state    INTEGER NOT NULL DEFAULT 0       -- ApplicationState planned|applied|admitted|refused|done
);
CREATE INDEX course_application_by_training ON course_application (region, training);

-- What has happened: a talk, a review, a collegium, a signed plan, a meeting, an inspection. One
-- that concerns a whole unit has no training. gathering: the one that was closed as held.
CREATE TABLE event (
    {{record}}
    kind        INTEGER NOT NULL,             -- EventKind supervision_talk|yearly_review|collegium|iup_draft|iup_signed|st_contract_signed|supervisor_meeting|inspection_external|inspection_internal|introduction_done|bt_notice|bt_collegium|assessment|final_review_preparatory|final_review|appraisal|history_noted|teaching|joint_education|network|council|cpd|pedagogy|management_group|iup_workshop|start_seminar_told|start_seminar
    training    INTEGER,                      -- TrainingId
    unit        INTEGER,                      -- UnitId
    held        INTEGER NOT NULL,             -- Date
    responsible INTEGER,                      -- PersonId
    outcome     INTEGER NOT NULL DEFAULT 0,   -- EventOutcome none|on_track|ahead|needs_support|action_plan K3
    note        TEXT NOT NULL DEFAULT '',     -- text K3
    gathering   INTEGER                       -- GatheringId loose
);
CREATE INDEX event_by_training ON event (region, training, kind, held);
CREATE INDEX event_by_unit ON event (region, unit, kind, held);

-- A signed certificate: electronic later, on paper now (`kept_at` says where the original lies).
CREATE TABLE certificate (
    {{record}}
    training  INTEGER NOT NULL,               -- TrainingId
    placement INTEGER,                        -- PlacementId
    course    INTEGER,                        -- CourseId
    form      TEXT NOT NULL DEFAULT '',       -- text
    goals     TEXT NOT NULL DEFAULT '',       -- text
    signer    INTEGER,                        -- PersonId
    signed_on INTEGER NOT NULL,               -- Date
    kept_at   TEXT NOT NULL DEFAULT ''        -- text
);
CREATE INDEX certificate_by_training ON certificate (region, training);

-- What this trainee's plan demands beside or instead of the template: a length, units, an order.
CREATE TABLE training_item (
    {{record}}
    training   INTEGER NOT NULL,              -- TrainingId
    item       TEXT NOT NULL,                 -- text
    months     INTEGER NOT NULL DEFAULT -1,   -- int
    units      TEXT NOT NULL DEFAULT '',      -- text
    seq        INTEGER NOT NULL DEFAULT 0,    -- int
    not_before INTEGER,                       -- Date
    left_out   INTEGER NOT NULL DEFAULT 0     -- bool
);
CREATE UNIQUE INDEX training_item_by_training ON training_item (region, training, item);

-- A clinic's own template, item by item over the shipped one; months are hundredths.
CREATE TABLE unit_item (
    {{record}}
    unit       INTEGER NOT NULL,              -- UnitId
    specialty  TEXT NOT NULL,                 -- text
    regulation TEXT NOT NULL DEFAULT '',      -- text
    item       TEXT NOT NULL,                 -- text
    name       TEXT NOT NULL DEFAULT '',      -- text
    kind       INTEGER NOT NULL DEFAULT 0,    -- PlacementKind
    months     INTEGER NOT NULL DEFAULT -1,   -- int
    units      TEXT NOT NULL DEFAULT '',      -- text
    goals      TEXT NOT NULL DEFAULT '',      -- text
    seq        INTEGER NOT NULL DEFAULT 0,    -- int
    confirmed  INTEGER NOT NULL DEFAULT 0,    -- bool
    left_out   INTEGER NOT NULL DEFAULT 0     -- bool
);
CREATE UNIQUE INDEX unit_item_by_unit ON unit_item (region, unit, specialty, regulation, item);

-- A proposal beside the plan in force; its changes wait in plan_change until they are published.
CREATE TABLE plan_version (
    {{record}}
    unit      INTEGER NOT NULL,               -- UnitId
    name      TEXT NOT NULL,                  -- text
    state     INTEGER NOT NULL DEFAULT 0,     -- PlanState proposal|published|discarded
    made      INTEGER NOT NULL,               -- Instant
    maker     INTEGER,                        -- PersonId
    published INTEGER NOT NULL DEFAULT 0,     -- Instant
    summary   TEXT NOT NULL DEFAULT ''        -- text
);
CREATE INDEX plan_version_by_unit ON plan_version (region, unit, state);

-- placement NULL: a new one; another's act may have taken it away. kept_version: the placement's
-- version when the change was proposed.
CREATE TABLE plan_change (
    {{record}}
    plan         INTEGER NOT NULL,            -- PlanVersionId
    training     INTEGER NOT NULL,            -- TrainingId
    placement    INTEGER,                     -- PlacementId loose
    op           INTEGER NOT NULL,            -- PlanOp add|move|remove
    kept_version INTEGER NOT NULL DEFAULT 0,  -- int
    unit         INTEGER,                     -- UnitId
    kind         INTEGER NOT NULL DEFAULT 0,  -- PlacementKind
    first        INTEGER NOT NULL,            -- Date
    past         INTEGER NOT NULL,            -- Date
    share        INTEGER NOT NULL DEFAULT 100, -- Percent
    item         TEXT NOT NULL DEFAULT '',    -- text
    goals        TEXT NOT NULL DEFAULT '',    -- text
    answer       INTEGER NOT NULL DEFAULT 0   -- PlanAnswer open|accepted|rejected
);
CREATE INDEX plan_change_by_plan ON plan_change (region, plan);

-- A region's or unit's own value over the rulebook's (unit NULL: the whole region).
CREATE TABLE setting (
    {{record}}
    unit       INTEGER,                       -- UnitId
    key        TEXT NOT NULL,                 -- text
    valid_from INTEGER NOT NULL,              -- Date
    value      TEXT NOT NULL,                 -- text
    author     INTEGER                        -- PersonId
);
CREATE INDEX setting_by_key ON setting (region, key);

-- What a rule found: one row per rule, subject and period while it lasts; variant is the case of the
-- rule that spoke last (R42: warn, late). args is JSON.
CREATE TABLE finding (
    {{record}}
    rule        TEXT NOT NULL,                -- text
    variant     TEXT NOT NULL DEFAULT '',     -- text
    period      TEXT NOT NULL DEFAULT '',     -- text
    unit        INTEGER,                      -- UnitId
    training    INTEGER,                      -- TrainingId
    person      INTEGER,                      -- PersonId
    placement   INTEGER,                      -- PlacementId
    grouping    TEXT NOT NULL DEFAULT '',     -- text
    word        INTEGER NOT NULL,             -- FindingWord krav|krock|forsenat|rekommendation|neutral
    since       INTEGER,                      -- Date
    due         INTEGER,                      -- Date
    args        TEXT NOT NULL DEFAULT '{}',   -- text K3
    on_todo     INTEGER NOT NULL DEFAULT 1,   -- bool
    opened      INTEGER NOT NULL,             -- Date
    closed      INTEGER NOT NULL DEFAULT 2147483647, -- Date
    put_off     INTEGER,                      -- Date
    reason      TEXT NOT NULL DEFAULT '',     -- text K3
    accepted_by INTEGER,                      -- PersonId
    handed_to   INTEGER,                      -- PersonId
    rulebook    TEXT NOT NULL DEFAULT ''      -- text
);
CREATE INDEX finding_open ON finding (region, closed, unit);
CREATE INDEX finding_by_training ON finding (region, training, closed);

CREATE TABLE account (
    {{record}}
    person        INTEGER NOT NULL,           -- PersonId
    login         TEXT NOT NULL,              -- text
    password_hash TEXT NOT NULL DEFAULT '',   -- text K4
    disabled      INTEGER NOT NULL DEFAULT 0, -- bool
    theme         TEXT NOT NULL DEFAULT '',   -- text
    language      TEXT NOT NULL DEFAULT 'sv', -- text
    keys_off      INTEGER NOT NULL DEFAULT 0  -- bool
);
CREATE UNIQUE INDEX account_by_login ON account (login);
CREATE INDEX account_by_person ON account (region, person);

-- The cookie's token is never stored, only its hash.
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    region     INTEGER NOT NULL,
    account    INTEGER NOT NULL,
    role       INTEGER NOT NULL,
    unit       INTEGER NOT NULL DEFAULT 0,
    csrf       TEXT NOT NULL,
    made       INTEGER NOT NULL,
    seen       INTEGER NOT NULL,
    ends       INTEGER NOT NULL
){{strict}};
CREATE INDEX session_by_account ON session (region, account);

-- Failed sign-ins by account name and by address, for the growing delay (S9).
CREATE TABLE sign_in_failure (
    key  TEXT NOT NULL,
    at   INTEGER NOT NULL,
    PRIMARY KEY (key, at)
){{strict}};

-- who / what / which fields; the values lie in change. hash chains each entry to the one before.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    region  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    actor   INTEGER NOT NULL,
    os_user TEXT NOT NULL DEFAULT '',
    role    INTEGER NOT NULL DEFAULT 0,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    fields  TEXT NOT NULL DEFAULT '',
    digest  TEXT NOT NULL DEFAULT '',
    before  TEXT NOT NULL,
    hash    TEXT NOT NULL,
    undoes  INTEGER NOT NULL DEFAULT 0
){{strict}};
CREATE INDEX audit_by_region ON audit (region, id);

-- One row per changed record of an audit entry: old and new values as JSON objects of columns.
CREATE TABLE change (
    id       INTEGER PRIMARY KEY,
    region   INTEGER NOT NULL,
    audit    INTEGER NOT NULL REFERENCES audit (id),
    record   TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    op       INTEGER NOT NULL CHECK (op IN (0, 1, 2)),
    old      TEXT NOT NULL DEFAULT '',
    new      TEXT NOT NULL DEFAULT ''
){{strict}};
CREATE INDEX change_by_audit ON change (audit);
CREATE INDEX change_by_record ON change (region, record, record_id);

CREATE TABLE job (
    {{record}}
    kind      TEXT NOT NULL,                  -- text
    unit      INTEGER,                        -- UnitId
    maker     INTEGER,                        -- PersonId
    made      INTEGER NOT NULL,               -- Instant
    state     INTEGER NOT NULL DEFAULT 0,     -- JobState waiting|running|done|failed|cancelled
    holder    TEXT NOT NULL DEFAULT '',       -- text
    lease     INTEGER NOT NULL DEFAULT 0,     -- Instant
    cancel    INTEGER NOT NULL DEFAULT 0,     -- bool
    progress  TEXT NOT NULL DEFAULT '',       -- text
    input     TEXT NOT NULL DEFAULT '{}',     -- text
    result    TEXT NOT NULL DEFAULT ''        -- text
);
CREATE INDEX job_by_state ON job (state, made);

-- Files in 256 KiB pieces by digest (SHA-256, hexadecimal).
CREATE TABLE blob (
    digest TEXT NOT NULL,
    region INTEGER NOT NULL,
    size   INTEGER NOT NULL,
    media  TEXT NOT NULL DEFAULT '',
    made   INTEGER NOT NULL,
    PRIMARY KEY (region, digest)
){{strict}};
CREATE TABLE blob_piece (
    region INTEGER NOT NULL,
    digest TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    bytes  {{blob}} NOT NULL,
    PRIMARY KEY (region, digest, seq)
){{strict}};

-- A first answer kept for a repeated write (S35).
CREATE TABLE idempotency (
    region  INTEGER NOT NULL,
    account INTEGER NOT NULL,
    key     TEXT NOT NULL,
    at      INTEGER NOT NULL,
    answer  TEXT NOT NULL,
    PRIMARY KEY (region, account, key)
){{strict}};

-- Folded words of names, for prefix search; nothing of class K3 or above.
CREATE TABLE search_word (
    region INTEGER NOT NULL,
    word   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    id     INTEGER NOT NULL,
    PRIMARY KEY (region, word, kind, id)
){{strict}};
CREATE INDEX search_word_by_id ON search_word (region, kind, id);
