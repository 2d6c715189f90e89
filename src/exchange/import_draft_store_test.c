// An import through the pages' acts, by a director at one clinic.
#include "exchange/export.h"
#include "exchange/import_draft_store.h"
#include "people/unit_store.h"
#include "store/blob.h"
#include "store/test_db.h"

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    Actor director;
    UnitId own, other;
    PersonId stranger;
} Clinic;

// A director at Medicinkliniken; someone at Ögonkliniken, whom she has nothing to do with.
static bool add_people(Clinic *clinic, Act *act) {
    Unit own = {.name = STR("Medicinkliniken"), .in_use_from = DATE_NONE}, other = {.name = STR("Ögonkliniken"), .in_use_from = DATE_NONE};
    Person director = {.given_name = STR("Ada"), .family_name = STR("Berg"), .licence_date = DATE_NONE};
    Person stranger = {.given_name = STR("Bo"), .family_name = STR("Ek"), .hsa_id = STR("SE2321000156-B1"), .licence_date = DATE_NONE};
    if (!unit_put(act, &own, &clinic->err) || !unit_put(act, &other, &clinic->err)) return false;
    if (!person_save(act, &director, &clinic->err) || !person_save(act, &stranger, &clinic->err)) return false;
    Appointment has = {.person = director.id, .role = ROLE_DIRECTOR, .unit = own.id, .first = date_from_ymd(2020, 1, 1), .past = DATE_OPEN};
    if (!appointment_save(act, &has, &clinic->err)) return false;
    clinic->own = own.id;
    clinic->other = other.id;
    clinic->stranger = stranger.id;
    clinic->director = (Actor){.region = act->actor.region, .person = director.id.raw, .role = ROLE_DIRECTOR, .os_user = STR("")};
    return audit_end(act, &clinic->err);
}

static Clinic clinic_open(void) {
    Clinic clinic = {.db = test_db_open(), .arena = arena_open(64u << 20)};
    Act act = test_act(clinic.db, clinic.arena, "test.begin");
    CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
    CHECK_OK(add_people(&clinic, &act), clinic.err);
    CHECK_OK(db_commit(clinic.db, &clinic.err), clinic.err);
    DbScope scope = db_scope(clinic.db);
    scope.actor = clinic.director.person;
    db_scope_set(clinic.db, scope);
    return clinic;
}

static void clinic_close(Clinic *clinic) {
    test_db_close(clinic->db);
    arena_close(clinic->arena);
}

static Act act_of(Clinic *clinic, const char *action) {
    Act act = test_act(clinic->db, clinic->arena, action);
    act.actor = clinic->director;
    return act;
}

static ImportDraft begin(Clinic *clinic, Str text) {
    DraftFileList files = {0};
    ImportDraft draft;
    ImportDraftId id;
    Act act = act_of(clinic, "import.begin");
    list_add(clinic->arena, &files, ((DraftFile){STR("fil.csv"), text}));
    CHECK_OK(import_draft_begin(&act, &files, &id, &clinic->err), clinic->err);
    CHECK_OK(import_draft_get(clinic->db, clinic->arena, id, &draft, &clinic->err), clinic->err);
    return draft;
}

static Import work(Clinic *clinic, const ImportDraft *draft) {
    Import import;
    ImportRecords records = {0};
    Date today = date_from_ymd(2026, 11, 23);
    CHECK_OK(import_draft_work(clinic->db, clinic->arena, draft, clinic->director, today, &import, &records, &clinic->err), clinic->err);
    return import;
}

TEST(import_draft_asked_and_saved) {
    Clinic clinic = clinic_open();
    CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
    ImportDraft draft = begin(&clinic, STR("Enhet;Från;Platser\nAvd 4;2027-01-01;2\n"));
    Import import = work(&clinic, &draft);
    CHECK(import.matching.questions.count == 1, "a name that is not known is asked about");
    AnswerList answers = {0};
    list_add(clinic.arena, &answers, ((Answer){.text = STR("Avd 4"), .kind = ANSWER_STORED, .id = clinic.own.raw}));
    Act act = act_of(&clinic, "import.answer");
    CHECK_OK(import_draft_answer(&act, &draft, &answers, &clinic.err), clinic.err);
    import = work(&clinic, &draft);
    CHECK(import_is_clear(&import) && import.preview.all.new_count == 1, "answered");
    act = act_of(&clinic, "import");
    CHECK_OK(import_draft_apply(&act, &draft, &clinic.err), clinic.err);
    CHECK(draft.state == IMPORT_STATE_SAVED && draft.saved != 0, "saved, and can be undone");
    act = act_of(&clinic, "import");
    CHECK(!import_draft_apply(&act, &draft, &clinic.err) && clinic.err.kind == ERR_CONFLICT, "once");
    draft = begin(&clinic, STR("Enhet;Från;Platser\nAvd 4;2027-01-01;2\n"));
    import = work(&clinic, &draft);
    CHECK(import_is_clear(&import) && import.preview.all.unchanged_count == 1, "the answer is remembered, the row is there");
    db_rollback(clinic.db);
    clinic_close(&clinic);
}

TEST(import_draft_one_under_way) {
    Clinic clinic = clinic_open();
    CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
    Str text = STR("Kurs;Start\nEKG;2027-01-01\n"), digest;
    ImportDraft first = begin(&clinic, text), second = begin(&clinic, STR("Kurs;Start\nHLR;2027-01-01\n")), again;
    CHECK_OK(import_draft_get(clinic.db, clinic.arena, first.id, &again, &clinic.err), clinic.err);
    CHECK(again.state == IMPORT_STATE_DROPPED, "a new one drops the one before");
    Import import;
    ImportRecords records = {0};
    CHECK(!import_draft_work(clinic.db, clinic.arena, &again, clinic.director, date_from_ymd(2026, 11, 23), &import, &records, &clinic.err),
          "and its file is gone");
    Act act = act_of(&clinic, "import.drop");
    CHECK_OK(import_draft_drop(&act, &second, &clinic.err), clinic.err);
    CHECK_OK(blob_put(clinic.db, clinic.arena, text, STR("text/csv"), 0, &digest, &clinic.err), clinic.err);
    Actor other = {.region = clinic.director.region, .person = clinic.stranger.raw, .role = ROLE_TRAINEE, .os_user = STR("")};
    act = act_of(&clinic, "import.begin");
    act.actor = other;
    DraftFileList files = {0};
    ImportDraftId id;
    list_add(clinic.arena, &files, ((DraftFile){STR("fil.csv"), text}));
    CHECK(!import_draft_begin(&act, &files, &id, &clinic.err) && clinic.err.kind == ERR_FORBIDDEN, "a trainee reads nothing in");
    db_rollback(clinic.db);
    clinic_close(&clinic);
}

TEST(import_draft_within_reach) {
    static const struct {
        const char *why;
        Str text;
        size_t problems, unchanged;
    } cases[] = {
        {"a training at her own clinic", STR("Namn;Specialitet;Start;Hemklinik\nAda Berg;internmedicin;2026-01-01;Medicinkliniken\n"), 0, 0},
        {"a training at another's", STR("Namn;Specialitet;Start;Hemklinik\nBo Ek;internmedicin;2026-01-01;Ögonkliniken\n"), 1, 0},
        {"someone she may not see is found but not changed", STR("Namn;HSA-id;E-post\nBo Ek;SE2321000156-B1;bo@x.example\n"), 0, 1},
    };
    Clinic clinic = clinic_open();
    CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ImportDraft draft = begin(&clinic, cases[i].text);
        Import import = work(&clinic, &draft);
        CHECK(import.input.problems.count == cases[i].problems, cases[i].why);
        CHECK(import.preview.all.unchanged_count == cases[i].unchanged, cases[i].why);
    }
    Import stored;
    ImportRecords records = {0};
    CHECK_OK(import_load(clinic.db, clinic.arena, &stored, &records, &clinic.err), clinic.err);
    Table people = export_table(clinic.arena, &stored, &lists[LIST_PEOPLE]);
    CHECK(str_find(export_csv(clinic.arena, &people), STR("Bo Ek")) == STR_NOT_FOUND, "nor is that one in her export");
    db_rollback(clinic.db);
    clinic_close(&clinic);
}

// A file is no way round the table of rights: not to a role for oneself, nor at another's unit.
TEST(import_draft_gives_no_role_that_its_reader_could_not) {
    Clinic clinic = clinic_open();
    CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
    Act act = test_act(clinic.db, clinic.arena, "test.colleague");
    Person colleague = {.given_name = STR("Cia"), .family_name = STR("Dal"), .licence_date = DATE_NONE};
    CHECK_OK(person_save(&act, &colleague, &clinic.err), clinic.err);
    Appointment has = {.person = colleague.id, .role = ROLE_CONTACT, .unit = clinic.own, .first = date_from_ymd(2020, 1, 1), .past = DATE_OPEN};
    CHECK_OK(appointment_save(&act, &has, &clinic.err), clinic.err);
    CHECK_OK(audit_end(&act, &clinic.err), clinic.err);
    ImportDraft draft = begin(&clinic, STR("Namn;Roll;Enhet;Från\nAda Berg;verksamhetschef;Medicinkliniken;2026-01-01\n"
                                           "Cia Dal;systemadministratör;Medicinkliniken;2026-01-01\n"
                                           "Cia Dal;studierektor;Ögonkliniken;2026-01-01\n"
                                           "Cia Dal;handledare;Ögonkliniken;2026-01-01\n"
                                           "Cia Dal;handledare;Medicinkliniken;2026-01-01\n"));
    Import import = work(&clinic, &draft);
    const PreviewRowList *rows = &import.preview.rows[LIST_APPOINTMENTS];
    CHECK(import.input.problems.count == 0, "the rest of the file is read in");
    CHECK(rows->count == 1 && rows->items[0].row->row == 6, "a supervisor at the own clinic");
    CHECK(import.preview.counts[LIST_APPOINTMENTS].new_count == 1, "and the counts say so");
    CHECK(import.input.notes.count == 4, "the others are told of");
    db_rollback(clinic.db);
    clinic_close(&clinic);
}

// Not even "unchanged" is told: it would say that the guess was right.
TEST(import_draft_leaves_out_leave_for_who_may_not_read_its_cause) {
    Clinic clinic = clinic_open();
    CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
    Act act = test_act(clinic.db, clinic.arena, "test.training");
    Training training = {.trainee = {clinic.director.person}, .home_unit = clinic.own, .first = date_from_ymd(2024, 1, 1),
                         .planned_end = DATE_NONE, .ended = DATE_NONE, .bt_approved = DATE_NONE};
    CHECK_OK(training_save(&act, &training, &clinic.err), clinic.err);
    Absence leave = {.training = training.id, .cause = ABSENCE_CAUSE_SICK, .first = date_from_ymd(2026, 1, 1),
                     .past = date_from_ymd(2026, 2, 1), .share = {100}};
    CHECK_OK(absence_save(&act, &leave, &clinic.err), clinic.err);
    CHECK_OK(audit_end(&act, &clinic.err), clinic.err);
    Str text = STR("Namn;Orsak;Från;Till\nAda Berg;sjukskriven;2026-01-01;2026-01-31\n");
    ImportDraft draft = begin(&clinic, text);
    Import import = work(&clinic, &draft);
    CHECK(import.preview.rows[LIST_ABSENCES].count == 1, "the director reads it");
    clinic.director.role = ROLE_EDUCATION_ADMIN;
    import = work(&clinic, &draft);
    CHECK(import.preview.rows[LIST_ABSENCES].count == 0 && import.preview.all.unchanged_count == 0, "the administrator does not");
    CHECK(import.input.notes.count == 1, "and is told so");
    db_rollback(clinic.db);
    clinic_close(&clinic);
}
