// checks.h: what the check functions share. A check looks at one training or one unit and says what
// it finds; which rule it answers for stands in checks[] (engine.c).
#pragma once
#include "duty/engine.h"
#include "training/progress.h"

typedef struct {
    Arena *arena;
    const Rulebook *rulebook;
    const Facts *facts;
    Date on;
    const DutyRule *rule; // under way
    FoundList found;
    ServiceProgress **progress; // by training; counted when first asked for
} Run;

typedef struct {
    const char *rule;
    void (*training)(Run *run, const TrainingFacts *t); // one of these two
    void (*unit)(Run *run, const UnitFacts *u);
} Check;
extern const Check checks[]; // ends with a NULL rule

// The number of the rule under way for a unit.
int setting(const Run *run, const char *name, const UnitFacts *unit);

// Adds a finding; the caller fills in what the case's sentences need.
Found *find_training(Run *run, const char *how, const TrainingFacts *t); // with {trainee}
Found *find_unit(Run *run, const char *how, const UnitFacts *u);         // with {unit}
void arg_text(Found *found, const char *name, Str text);
void arg_number(Found *found, const char *name, int64_t number);
void arg_date(Found *found, const char *name, Date date);
void arg_span(Found *found, const char *name, DateSpan span);

// --- time and leave (clock.c)

bool training_is_active(const TrainingFacts *t, Date on); // begun, not ended, not paused
bool clock_runs(const TrainingFacts *t, Date on);         // active, and not on full leave that day
bool training_is_over(const TrainingFacts *t, Date on);
DateSpan training_span(const TrainingFacts *t); // first to the planned end or the end; may be open
bool absence_stops_clocks(const Absence *absence);
int leave_days(const TrainingFacts *t, DateSpan span); // that stop clocks
// Days in the span that are neither leave nor summer weeks [first_week, last_week].
int countable_days(const TrainingFacts *t, DateSpan span, int first_week, int last_week);
// `months` after `start`, later by the leave there has been since.
Date clock_due(const TrainingFacts *t, Date start, int months);
// If the trainee is away (rotation, leave) on the day, or came home less than `months` ago: the day
// that is `months` after the return.
Date clock_wait(const TrainingFacts *t, Date due, int months);
// The stretch of rotations and leave without a day between them that holds the date; empty: at home.
DateSpan away_stretch(const TrainingFacts *t, Date date);
bool placement_is_away(const TrainingFacts *t, const Placement *placement);

// The last day one of these happened up to `on`; DATE_NONE: never.
Date event_last(EventList events, EventKind kind, Date on);
// Where the clock of something that should recur starts: the last time, else the day from which it
// is known that there was none. False: unknown.
bool clock_start(const TrainingFacts *t, EventKind kind, Date on, Date *ret, bool *ret_ever);
bool history_is_noted(const TrainingFacts *t, Date *ret);

// --- supervisors

// The main supervisor on a day; NULL: none. An ended appointment ends it.
const Supervision *main_supervision(const Run *run, const TrainingFacts *t, Date on);
Date supervision_past(const Run *run, const Supervision *supervision);

// --- certificates (check_certificate.c)

Date certificates_known_from(const TrainingFacts *t); // DATE_OPEN: unknown
bool placement_needs_certificate(const Run *run, const TrainingFacts *t, const Placement *placement);
bool placement_is_certified(const TrainingFacts *t, const Placement *placement);

// --- the checks, one file per subject

void check_director_exists(Run *run, const UnitFacts *u);
void check_director_qualified(Run *run, const UnitFacts *u);
void check_director_course(Run *run, const UnitFacts *u);
void check_director_term(Run *run, const UnitFacts *u);
void check_director_hours(Run *run, const UnitFacts *u);
void check_director_evaluated(Run *run, const UnitFacts *u);
void check_terms_base_employment(Run *run, const UnitFacts *u);
void check_terms_primary_care(Run *run, const UnitFacts *u);
void check_terms_hospital(Run *run, const UnitFacts *u);
void check_terms_supplement(Run *run, const UnitFacts *u);
void check_terms_share(Run *run, const UnitFacts *u);
void check_terms_management_group(Run *run, const UnitFacts *u);
void check_terms_resources(Run *run, const UnitFacts *u);
void check_terms_extra_time(Run *run, const UnitFacts *u);
void check_merit(Run *run, const UnitFacts *u);
void check_questions(Run *run, const UnitFacts *u);
void check_terms_rota(Run *run, const UnitFacts *u);
void check_training_regulation(Run *run, const TrainingFacts *t);
void check_training_bt_notified(Run *run, const TrainingFacts *t);
void check_training_facts(Run *run, const TrainingFacts *t);
void check_duration_bt(Run *run, const TrainingFacts *t);
void check_duration_forecast(Run *run, const TrainingFacts *t);
void check_duration_bt_places(Run *run, const TrainingFacts *t);
void check_iup_signed(Run *run, const TrainingFacts *t);
void check_iup_revised(Run *run, const TrainingFacts *t);
void check_contract_signed(Run *run, const TrainingFacts *t);
void check_goals_planned(Run *run, const TrainingFacts *t);
void check_goals_activities(Run *run, const TrainingFacts *t);
void check_placement_overlap(Run *run, const TrainingFacts *t);
void check_placement_gap(Run *run, const TrainingFacts *t);
void check_placement_outside(Run *run, const TrainingFacts *t);
void check_capacity(Run *run, const UnitFacts *u);
void check_supervisor_exists(Run *run, const TrainingFacts *t);
void check_supervisor_fits(Run *run, const TrainingFacts *t);
void check_supervisor_course_age(Run *run, const UnitFacts *u);
void check_supervisor_meeting(Run *run, const UnitFacts *u);
void check_supervisor_load(Run *run, const UnitFacts *u);
void check_supervision_share(Run *run, const TrainingFacts *t);
void check_supervision_talks(Run *run, const TrainingFacts *t);
void check_review_collegium(Run *run, const TrainingFacts *t);
void check_review_yearly(Run *run, const TrainingFacts *t);
void check_review_final(Run *run, const TrainingFacts *t);
void check_certificate_regulation(Run *run, const TrainingFacts *t);
void check_certificate_missing(Run *run, const TrainingFacts *t);
void check_inspection(Run *run, const UnitFacts *u);
void check_inspection_internal(Run *run, const UnitFacts *u);
void check_course_clash(Run *run, const TrainingFacts *t);
void check_history(Run *run, const TrainingFacts *t);
void check_teaching_held(Run *run, const UnitFacts *u);
void check_teaching_covers(Run *run, const UnitFacts *u);
void check_joint_education(Run *run, const UnitFacts *u);
void check_networks(Run *run, const UnitFacts *u);
void check_own_cpd(Run *run, const UnitFacts *u);
void check_pedagogy(Run *run, const UnitFacts *u);
void check_council(Run *run, const UnitFacts *u);
void check_introduction_given(Run *run, const TrainingFacts *t);
void check_introduction_done(Run *run, const TrainingFacts *t);
void check_start_seminar(Run *run, const TrainingFacts *t);
void check_actions_done(Run *run, const UnitFacts *u);
void check_issues_answered(Run *run, const UnitFacts *u);
