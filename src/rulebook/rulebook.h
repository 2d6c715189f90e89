// rulebook.h: the rulebook, as it was compiled in, with a region's own settings laid over it.
//
// Everything here is constant data made from rulebook/*.toml by tools/rulebook.py: regulations,
// goals, official forms, specialties, planning templates, duty rules, roles. Records point at each
// other and live as long as the program; nothing is parsed at start. Every record has a Ground: the
// sources it stands on, how binding it is and how sure we are. Facts are Str (Swedish, may be
// empty); sentences of the interface are const char *, ready for tr() and msg(). What a region or
// unit changes is a setting of a duty rule; rulebook_with_overrides lays those over the shipped
// ones.
#pragma once
#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"

// --- ground: what a record stands on

typedef enum {
    BINDING_SKA,
    BINDING_BOR,
    BINDING_UPPDRAG,
    BINDING_REGION,
    BINDING_PROF,
    BINDING_OWN
} Binding;
typedef enum { CONFIDENCE_HIGH, CONFIDENCE_MEDIUM, CONFIDENCE_LOW } Confidence;
typedef enum {
    SOURCE_AUTHORITY,
    SOURCE_UNION,
    SOURCE_REGION,
    SOURCE_REVIEWER,
    SOURCE_PRESS,
    SOURCE_SOCIETY,
    SOURCE_CLINIC,
    SOURCE_SECONDARY,
    SOURCE_VENDOR,
    SOURCE_ROLE,
    SOURCE_OWN,
    SOURCE_MEMORY
} SourceKind;

typedef struct {
    Str key; // "sos_st_bt"
    SourceKind kind;
    Str publisher;
    Str url;     // may be empty
    Str note_sv; // may be empty
} Source;
typedef struct {
    const Source *const *items;
    size_t count;
} SourceRefs;

typedef struct {
    SourceRefs sources; // at least one
    Binding binding;
    Confidence confidence;
} Ground;

// --- regulations, activities, forms, goals

typedef enum { REGULATION_2015, REGULATION_2021, REGULATION_COUNT } RegulationId;
typedef struct Goal Goal;
typedef struct CertificateForm CertificateForm;
typedef struct Specialty Specialty;
typedef struct Template Template;
typedef struct {
    const Goal *const *items;
    size_t count;
} GoalRefs;
typedef struct {
    const CertificateForm *const *items;
    size_t count;
} CertificateRefs;

// What a doctor does to reach a goal: clinical service, a course, an observation visit ...
typedef struct {
    Str code; // "klinisk"
    Str name_sv;
    const CertificateForm
        *certificates[REGULATION_COUNT]; // NULL where the regulation has no form for it
} Activity;
typedef struct {
    const Activity *const *items;
    size_t count;
} ActivityRefs;

typedef enum { STAGE_BT, STAGE_ST } Stage;
typedef enum {
    SIGNER_TRAINEE,
    SIGNER_SUPERVISOR,
    SIGNER_MAIN_SUPERVISOR,
    SIGNER_HEAD,
    SIGNER_HEAD_OR_SPECIALIST,
    SIGNER_COURSE_LEADER,
    SIGNER_EXTERNAL_ASSESSOR,
    SIGNER_SPECIALIST
} Signer;
typedef struct {
    Str id, label_sv;
} CertificateField; // "handledare.personnummer", "Handledare: personnummer"

struct CertificateForm {
    Str id;    // "2021-9"
    Str annex; // "9", "8a"
    RegulationId regulation;
    Stage stage;
    Str name_sv;
    const Activity *activity; // what it certifies; NULL for applications and final certificates
    const Signer *signers;
    size_t signer_count;
    bool any_signer;         // one of them is enough; otherwise all sign
    bool director_consulted; // the studierektor is named on the form
    const CertificateField *fields;
    size_t field_count;
    Str note_sv;
    Ground ground;
};

typedef enum { GOAL_BT, GOAL_STA, GOAL_STB, GOAL_STC, GOAL_A, GOAL_B, GOAL_C } GoalGroup;

struct Goal {
    Str code; // "STa1", "c12"; unique within (regulation, specialty)
    GoalGroup group;
    uint8_t number; // within its group, from 1
    RegulationId regulation;
    const Specialty *specialty; // NULL: a common goal
    Str name_sv;
    bool name_official; // false: a working label, the regulation gives no title
    Str summary_sv;     // common goals only
    Str note_sv;
    ActivityRefs required;        // each must be certified
    ActivityRefs any_of;          // at least one of them must be
    ActivityRefs advised;         // advice, no certificate
    CertificateRefs certificates; // the forms for required and any_of
    Ground ground;
};

typedef struct {
    Str name;
    int32_t value;
} Figure; // "months_min", 3
// A demand or custom in the regulation's own words made short: "bt.primary_care".
typedef struct {
    Str id, topic, text_sv;
    Str setting; // "primarvard" and the like; else empty
    const Figure *figures;
    size_t figure_count;
    Ground ground;
} RegulationRule;

typedef struct {
    Str id, when_sv, text_sv;
    bool may_follow[REGULATION_COUNT];
    Ground ground;
} Transition;

typedef struct {
    Str from;    // goal code under 2015
    GoalRefs to; // goals under 2021 whose content overlaps
    Str note_sv;
    Ground ground;
} Crosswalk;

typedef struct {
    RegulationId id;
    Str key;  // "2021": what the database and files hold
    Str name; // "HSLF-FS 2021:8"
    Str title_sv;
    Date in_force_from;
    Date repealed_on;   // DATE_NONE if in force
    int32_t months_min; // 66, BT included
    int32_t months_min_with_doctorate;
    int32_t bt_months_min; // 6; 0 under 2015
    bool text_read;        // false: what it says is taken from guides and forms; pages say so
    GoalRefs common_goals; // BT, STa, STb or a, b, in order
    const RegulationRule *rules;
    size_t rule_count;
    CertificateRefs certificates; // in the order of the annexes
    const Transition *transitions;
    size_t transition_count;
    const Crosswalk *crosswalks;
    size_t crosswalk_count;
    Ground ground;
} Regulation;

// --- specialties and planning templates

typedef enum { SPECIALTY_BASE, SPECIALTY_BRANCH, SPECIALTY_ADDON } SpecialtyKind;

struct Specialty {
    Str id; // "internmedicin"
    Str name_sv;
    Str alt_name_sv;
    SpecialtyKind kind;
    Str group_sv;
    const Specialty *const *bases; // a branch or add-on is built on one of these
    size_t base_count;
    Str base_note_sv;
    uint8_t common_base_last[REGULATION_COUNT]; // goals 1 to this are shared with the neighbours;
                                                // 0: none
    GoalRefs goals[REGULATION_COUNT];           // BT (base specialties), STa, STb, STc; or a, b, c
    const Template *plan_template;              // NULL where there is none yet
    Ground ground;
};

typedef struct {
    const Specialty *const *items;
    size_t count;
} SpecialtyRefs;
typedef enum {
    PLACE_BT,
    PLACE_INTERNAL,
    PLACE_ROTATION,
    PLACE_OBSERVATION,
    PLACE_COURSE,
    PLACE_PROJECT
} PlaceKind;
typedef enum { PHASE_BT, PHASE_EARLY, PHASE_MIDDLE, PHASE_LATE } Phase;
typedef enum {
    BASIS_REGULATION,
    BASIS_AUTHORITY,
    BASIS_SOCIETY,
    BASIS_REGION,
    BASIS_CLINIC,
    BASIS_ESTIMATE
} Basis;

typedef struct {
    Str id; // unique within its template
    Str name_sv;
    Str note_sv;
    PlaceKind kind;
    SpecialtyRefs at; // whose units receive visitors for it; none: served at home
    Phase phase;
    Str setting; // "primarvard", "akut_sjukvard" for the BT floors; else empty
    bool applies[REGULATION_COUNT];
    int32_t months_min;               // hundredths of a full-time month
    int32_t months[REGULATION_COUNT]; // hundredths; what is left, for the item that fills; 0 where
                                      // it does not apply
    bool counts_time;                 // false: runs inside other service and adds no months
    bool optional;
    bool fill;   // takes the months that are left
    Basis basis; // BASIS_ESTIMATE with low confidence: a proposal the studierektor must confirm
    GoalRefs goals[REGULATION_COUNT];
    Confidence goals_confidence;
    Ground ground; // of the placement and its length
} TemplateItem;

struct Template {
    Str id; // the specialty's id, or "bt"
    Str name_sv;
    Str note_sv;
    const Specialty *specialty;             // NULL for "bt"
    int32_t months_total[REGULATION_COUNT]; // hundredths; 0 where it does not apply; the counting
                                            // items add up to it
    const TemplateItem *items;
    size_t item_count;
    Ground ground;
};

// --- external review

typedef struct {
    Str letter, name_sv, looks_at_sv;
    Ground ground;
} SpurArea;

// What comes in the studierektor's year, and the page where it is done.
typedef struct {
    Str id, name_sv;
    uint8_t first_month, first_day, last_month, last_day; // both included
    Str page;                                             // "/registrera?vad=collegium"
    Str clause;                                           // may be empty
    Ground ground;
} YearEntry;
typedef struct {
    Str grade, meaning_sv, action_sv;
    Ground ground;
} SpurGrade;

// --- roles and what each may do

typedef struct {
    Str id;           // "director"
    const char *name; // "studierektor"
    const char *plural;
    const char *definite; // "studierektorn"
    bool is_relation;     // held towards one trainee, not one unit
    const char *note;
    uint32_t given_by; // a bit for each role, by its place in rulebook_data.roles
} RoleInfo;

typedef enum { RIGHT_READ, RIGHT_WRITE, RIGHT_SIGN } RightAct;
typedef enum {
    RIGHT_REACH_OWN,
    RIGHT_REACH_TRAINEES,
    RIGHT_REACH_UNIT,
    RIGHT_REACH_REGION,
    RIGHT_REACH_CASE,
    RIGHT_REACH_PACK,
    RIGHT_REACH_REPORTED
} RightReach;
typedef enum { GRAIN_FULL, GRAIN_GROUPS, GRAIN_PSEUDONYM, GRAIN_DATES, GRAIN_NUMBERS } Grain;

typedef struct {
    const RoleInfo *role;
    RightAct act;
    RightReach reach;
    Grain grain;      // how much of it is seen: all, groups of five or more, pseudonyms, dates and
                      // count, numbers
    const char *when; // a further condition; empty if none
} RightGrant;
typedef struct {
    Str id; // "goal_progress"
    const char *name;
    int level; // K0 open, K1 internal, K2 personal, K3 sensitive, K4 confidential
    const RightGrant *rights;
    size_t right_count;
    Ground ground;
} DataClass;

// --- duties, and the rules that watch them

// A line of one of the two role documents: what somebody shall do, and what proves that it is done.
typedef struct {
    Str id;     // "iup-early"
    Str clause; // "A 2, B 3.1"
    const char *text;
    const char *proof;
    const RoleInfo *const *responsible;
    size_t responsible_count;
    Ground ground;
} Duty;

typedef enum {
    SUBJECT_UNIT,
    SUBJECT_TRAINING,
    SUBJECT_PERSON,
    SUBJECT_APPOINTMENT,
    SUBJECT_PLACEMENT
} SubjectKind;
typedef enum {
    RULE_EXISTS,   // must be there while ...
    RULE_WITHIN,   // within a time of ...
    RULE_EVERY,    // comes again
    RULE_VALID,    // holds for a time
    RULE_BAND,     // a share within a band
    RULE_BEFORE,   // before ...
    RULE_COUNT,    // at least so many
    RULE_CAPACITY, // no more than there is room for
    RULE_OWN       // like no other
} RuleKind;
typedef enum { SEVERITY_INFO, SEVERITY_WARN, SEVERITY_ERROR, SEVERITY_BLOCK } Severity;
typedef enum { WORD_NEUTRAL, WORD_RECOMMENDATION, WORD_LATE, WORD_CLASH, WORD_DEMAND } Word;
typedef enum {
    SETTING_DAYS,
    SETTING_MONTHS,
    SETTING_WEEKS,
    SETTING_YEARS,
    SETTING_COUNT,
    SETTING_PERCENT,
    SETTING_HOURS,
    SETTING_YES_NO
} SettingUnit;

typedef struct {
    Str name; // "warn_days"
    SettingUnit unit;
    int32_t value, min, max; // as shipped, and what an override may say
    const char *label;
} DutySetting;

// One way a rule can speak: R42 reminds at 90 days and is late at 150. In the TOML its texts name
// their arguments ("{trainee} saknar huvudhandledare"); here they are numbered in the order of the
// rule's `arguments`, as msg() wants them. See duty_message.
typedef struct {
    Str id; // "warn"; a finding is known by rule and case
    Severity severity;
    Word word;
    Binding binding;        // the rule's, or this case's own; WORD_DEMAND only with BINDING_SKA
    const char *one, *many; // the row for one subject, and for many ({count})
    const char *why;        // the reason, one sentence
    const char *remedy;     // the button: verb + object
    Str remedy_page;        // key of the page that mends it: "training.supervisors"
    bool on_todo;
} DutyCase;

typedef struct {
    Str id;           // "R38", "ksr-exists", "history"
    const Duty *duty; // the line of the two role documents it watches
    const Str *covers; // further lines and numbered rules that are this one
    size_t cover_count;
    const char *name;
    const RoleInfo *responsible; // who can mend it
    SubjectKind subject;
    RuleKind kind;
    const Str *arguments;  // names: "trainee", "date" ...
    size_t argument_count; // at most MSG_ARGS_MAX
    const DutyCase *cases; // mildest first
    size_t case_count;
    const DutySetting *settings;
    size_t setting_count;
    const SpurArea *spur_area;
    bool in_annual_report, in_pack, in_yearly_sheet;
    Str clause; // "A intro", "B 3.1"
    Ground ground;
} DutyRule;

// A rule that is known but not run: what it looks at comes with a part of the program that is not
// there yet.
typedef struct {
    Str id, name_sv;
} PartToCome;
typedef struct {
    Str id;
    const Duty *duty;
    Str name_sv, remedy_sv;
    const RoleInfo *responsible;
    SubjectKind subject;
    RuleKind kind;
    Severity severity;
    const DutySetting *settings; // nobody can change them yet
    size_t setting_count;
    const SpurArea *spur_area;
    bool in_annual_report, in_pack, in_yearly_sheet;
    const PartToCome *waits;
    Str clause;
    Ground ground;
} WaitingRule;

// --- what people meet for

typedef enum {
    GATHERS_ONE,         // about one trainee
    GATHERS_TRAINEES,    // some or all of the unit's
    GATHERS_SUPERVISORS, // the unit's supervisors
    GATHERS_UNIT,        // the unit as such
    GATHERS_OWN          // where the studierektor goes herself
} GatheringSubject;

typedef struct {
    Str id; // "supervision_talk"
    const char *name;
    GatheringSubject subject;
    int32_t minutes;  // as long as it usually is
    Str event;        // the kind of event that its holding records; empty: none
    bool per_trainee; // one event for each trainee who came; else one for the unit
    bool notes_private;
    bool counts_attendance;
    uint32_t arranged_by; // a bit for each role, by its place in rulebook_data.roles
    const char *const *agenda;
    size_t agenda_count;
    const SpurArea *spur_area;
    Ground ground;
} GatheringKind;
// --- documents

typedef struct {
    Str heading_sv, text_sv;
} Clause;
// A part of a document: a block that is filled in from what is known ("placements": document/compose.c
// knows them by name), or a heading and boxes for a pen.
typedef struct {
    Str block, heading_sv;
    const Str *pen;
    size_t pen_count;
} DocumentPart;
// A kind of document: who draws it up, who signs it in what order, how long it holds.
typedef struct {
    Str id;   // "iup"
    Str file; // "st-kontrakt": its address and file name
    Str name_sv;
    bool print_only; // filled in by pen: Randa keeps no versions of it
    const DocumentPart *parts;
    size_t part_count;
    SubjectKind of;
    const RoleInfo *drafted_by;
    const RoleInfo *const *signers;
    size_t signer_count;
    int validity_months, review_months; // 0: as long as what it is about; no fixed review
    const SpurArea *spur_area;
    const Clause *clauses; // its fixed words
    size_t clause_count;
    Str note_sv;
    Ground ground;
} DocumentType;

// --- the rulebook itself

// Given by the caller, who keeps them: one setting changed by a region (unit 0) or one of its
// units.
typedef struct {
    Str key;      // "R42.warn_days"
    int64_t unit; // 0: the whole region
    Date valid_from;
    Str value_json; // a JSON integer, or true/false for a yes/no setting; empty: from that day
                    // as above it again
    Str author;
} RulebookOverride;

// A unit and the one above it: what a hospital has set holds for its clinics.
typedef struct {
    int64_t unit, parent; // parent 0: none
} RulebookUnit;

typedef struct {
    const RulebookUnit *units; // sorted by unit; none needed where every override is the region's
    size_t unit_count;
    const RulebookOverride
        *overrides; // those in force on the day, the last one first for each key and unit
    size_t override_count;
    size_t ignored_count; // overrides that name nothing we know or a value out of bounds
    Str version; // what a finding carries: digest of the shipped data, and of the overrides in
                 // force
} Rulebook;

// The rulebook as shipped.
Rulebook rulebook_shipped(void);
// As it stands on a day. Overrides that do not hold are left out and counted, so that an old row
// never stops the program.
Rulebook rulebook_with_overrides(Arena *arena, const RulebookOverride *overrides, size_t count,
                                 Date on);
// For the door that saves one: ERR_INVALID and a sentence when the key is unknown or the value out
// of bounds.
MUST_CHECK bool rulebook_override_check(const RulebookOverride *override, Err *err);
// The value for a unit: its own override, else that of the nearest unit above, else the region's
// (also with unit 0), else as shipped.
// The rule and name must exist.
int32_t rulebook_setting(const Rulebook *rulebook, Str rule, Str name, int64_t unit);
// Who has set that value: the override that stands; NULL where it is as shipped.
const RulebookOverride *rulebook_setting_from(const Rulebook *rulebook, Str rule, Str name, int64_t unit);

// Lookups by id or code; NULL when there is none.
const Regulation *rulebook_regulation(Str key);               // "2021"
const Regulation *rulebook_regulation_by_id(RegulationId id); // never NULL
const RegulationRule *rulebook_regulation_rule(const Regulation *regulation, Str id);
const Specialty *rulebook_specialty(Str id);
const Specialty *
rulebook_specialty_by_name(Str name); // "Internmedicin", as files write it; ASCII case aside
const Goal *rulebook_goal(RegulationId regulation, const Specialty *specialty, Str code);
const CertificateForm *rulebook_certificate(Str id);
const Activity *rulebook_activity(Str code);
const Template *rulebook_template(Str id);
const TemplateItem *rulebook_template_item(const Template *plan_template, Str id);
const Duty *rulebook_duty(Str id);
const DutyRule *rulebook_duty_rule(Str id);
// The rule that watches a line or is a numbered rule: by its own id or by what it covers.
const DutyRule *rulebook_duty_rule_covering(Str id);
const WaitingRule *rulebook_waiting_rule(Str id);
const DutyCase *rulebook_duty_case(const DutyRule *rule, Str id);
const RoleInfo *rulebook_role(Str id);
const Source *rulebook_source(Str key);
const DataClass *rulebook_data_class(Str id);
const GatheringKind *rulebook_gathering_kind(Str id);
bool gathering_kind_is_arranged_by(const GatheringKind *kind, Str role);
const DocumentType *rulebook_document(Str id);
// A text of a case with its arguments, by name: duty_message(rule, c->one, (DutyArg[]){{"trainee",
// msg_text(name)}}, 1).
typedef struct {
    const char *name;
    MsgArg value;
} DutyArg;
Msg duty_message(const DutyRule *rule, const char *text, const DutyArg *args, size_t count);
// A figure of a regulation's rule: rulebook_figure(r, STR("bt.primary_care"), STR("months_min")).
// Both must exist.
int32_t rulebook_figure(const Regulation *regulation, Str rule, Str name);

// Words for the enums, Swedish, ready for tr().
const char *binding_name(Binding binding);          // "ska", "bör", "uppdrag" ...
const char *confidence_name(Confidence confidence); // "hög", "medel", "låg: bekräfta"
const char *word_name(Word word);                   // "Krav ej uppfyllt"; empty for neutral
const char *signer_name(Signer signer);
const char *setting_unit_name(SettingUnit unit);

// All of each, for walking; sorted by id; regulations by RegulationId; goals and areas in their own
// order.
typedef struct {
    Str digest;
    const Source *sources;
    size_t source_count;
    const Activity *activities;
    size_t activity_count;
    const Regulation *regulations; // REGULATION_COUNT of them
    const CertificateForm *certificates;
    size_t certificate_count;
    const Goal *goals;
    size_t goal_count;
    const Specialty *specialties;
    size_t specialty_count;
    const Template *templates;
    size_t template_count;
    const Duty *duties;
    size_t duty_count;
    const DutyRule *duty_rules;
    size_t duty_rule_count;
    const WaitingRule *waiting_rules;
    size_t waiting_rule_count;
    const RoleInfo *roles;
    size_t role_count;
    const DataClass *data_classes;
    size_t data_class_count;
    const SpurArea *spur_areas;
    size_t spur_area_count;
    const SpurGrade *spur_grades;
    size_t spur_grade_count;
    const GatheringKind *gathering_kinds; // in the order of their files
    size_t gathering_kind_count;
    const DocumentType *documents;
    size_t document_count;
    const YearEntry *year_entries;
    size_t year_entry_count;
} RulebookData;
extern const RulebookData rulebook_data;
