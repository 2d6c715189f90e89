#include "exchange/import_draft_store.h"
#include "access/may_store.h"
#include "base/json.h"
#include "duty/act.h"
#include "gen/sql.h"
#include "people/person_act.h"
#include "store/blob.h"

// --- reading -------------------------------------------------------------------------------------

bool import_draft_get(Db *db, Arena *arena, ImportDraftId id, ImportDraft *ret, Err *err) {
    Query query;
    ImportDraftList list = {0};
    if (!query_begin(&query, db, SQL_IMPORT_DRAFT_OWN, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!import_draft_list_all(&query, arena, &list, err)) return false;
    if (!list.count) return err_set(err, ERR_NOT_FOUND, msg(N_("Inläsningen finns inte. Välj filerna på nytt.")));
    *ret = list.items[0];
    return true;
}

bool import_draft_under_way(Db *db, Arena *arena, ImportDraft *ret, bool *ret_found, Err *err) {
    Query query;
    ImportDraftList list = {0};
    if (!query_begin(&query, db, SQL_IMPORT_DRAFT_OPEN, err) || !import_draft_list_all(&query, arena, &list, err)) return false;
    *ret_found = list.count > 0;
    if (list.count) *ret = list.items[list.count - 1];
    return true;
}

bool import_draft_history(Db *db, Arena *arena, DraftSavedList *ret, Err *err) {
    Query query;
    DraftSavedList list = {0};
    if (!query_begin(&query, db, SQL_IMPORT_DRAFT_SAVED, err)) return false;
    while (query_next(&query)) {
        DraftSaved saved = {.draft = import_draft_from_row(&query, arena, 0)};
        Str given = query_text(&query, arena, IMPORT_DRAFT_COLUMNS), family = query_text(&query, arena, IMPORT_DRAFT_COLUMNS + 1);
        saved.maker = str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
        list_add(arena, &list, saved);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

static Str json_text(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (Str){json_string_value(value), json_string_length(value)} : STR("");
}

bool import_draft_names(Arena *arena, const ImportDraft *draft, DraftFileNames *ret, Err *err) {
    json_t *files;
    DraftFileNames names = {0};
    if (!json_read(arena, draft->files, &files, err)) return false;
    for (size_t i = 0; i < json_array_size(files); i++) list_add(arena, &names, json_text(json_array_get(files, i), "name"));
    *ret = names;
    return true;
}

static bool read_answers(Arena *arena, const ImportDraft *draft, AnswerList *ret, Err *err) {
    json_t *answers;
    if (!json_read(arena, draft->answers, &answers, err)) return false;
    for (size_t i = 0; i < json_array_size(answers); i++) {
        const json_t *item = json_array_get(answers, i);
        Answer answer = {.person = json_is_true(json_object_get(item, "person")), .text = json_text(item, "text"),
                         .kind = (AnswerKind)json_integer_value(json_object_get(item, "kind")),
                         .id = json_integer_value(json_object_get(item, "id")), .name = json_text(item, "name")};
        list_add(arena, ret, answer);
    }
    return true;
}

// Whoever reaches only her own units reads in no training at another's: she could not see it again.
static bool check_reach(Db *db, Arena *arena, Actor actor, Import *import, Err *err) {
    const PreviewRowList *rows = &import->preview.rows[LIST_TRAININGS];
    bool *asked = arena_array(arena, bool, import->known.units.count + 1);
    bool *within = arena_array(arena, bool, import->known.units.count + 1);
    if (!actor.person || may_reach((Role)actor.role, MAY_IMPORT) == REACH_REGION) return true;
    for (size_t i = 0; i < rows->count; i++) {
        const ImportRow *row = rows->items[i].row;
        int64_t unit;
        if (!str_to_int(row->values[TRAININGS_HOME], &unit)) continue;
        if (!asked[unit]) {
            Err why = {0};
            UnitId id = {import->known.units.items[unit].id};
            asked[unit] = true;
            within[unit] = id.raw && may_unit(db, actor, MAY_IMPORT, id, &why);
            if (why.kind == ERR_STORE || why.kind == ERR_BUSY) {
                *err = why;
                return false;
            }
        }
        if (!within[unit])
            problem_add(arena, &import->input, row, TRAININGS_HOME,
                        msg(N_("Du kan bara läsa in tjänstgöringar vid din egen enhet. Ta bort raden eller be den som är ansvarig där.")));
    }
    return true;
}

// Rights follow from appointments: a file gives none that its reader could not give by hand.
static bool may_give_row(Db *db, Actor actor, const Import *import, const ImportRow *row) {
    int64_t person, unit, role;
    Err why = {0};
    if (!str_to_int(row->values[APPOINTMENTS_PERSON], &person) || !str_to_int(row->values[APPOINTMENTS_UNIT], &unit) ||
        !str_to_int(row->values[APPOINTMENTS_ROLE], &role))
        return true; // a problem already
    Appointment given = {.person = {import->known.people.items[person].id}, .role = (Role)role,
                         .unit = {import->known.units.items[unit].id}};
    return appointment_may_give(db, actor, &given, &why);
}

// A file does what its reader may do by hand, and no more: the rows that may_row refuses (NULL: all,
// also those that would change nothing and tell so) are left out, with a note; the rest is read in.
static void leave_out(Db *db, Arena *arena, Actor actor, Import *import, ListKind list, int field,
                      bool (*may_row)(Db *db, Actor actor, const Import *import, const ImportRow *row), Msg why) {
    PreviewRowList *rows = &import->preview.rows[list];
    PreviewCount *counts[] = {&import->preview.counts[list], &import->preview.all};
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const PreviewRow *row = &rows->items[i];
        if (may_row && (row->kind == PREVIEW_UNCHANGED || may_row(db, actor, import, row->row))) {
            rows->items[kept++] = *row;
            continue;
        }
        for (size_t c = 0; c < COUNT_OF(counts); c++) {
            if (row->kind == PREVIEW_NEW) counts[c]->new_count--;
            else if (row->kind == PREVIEW_CHANGED) counts[c]->changed_count--;
            else counts[c]->unchanged_count--;
        }
        problem_add_at(arena, &import->input.notes, row->row->reading, row->row->row, row->row->columns[field], STR(""),
                       row->row->raw[field], why);
    }
    rows->count = kept;
}

bool import_draft_work(Db *db, Arena *arena, const ImportDraft *draft, Actor actor, Date today, Import *ret,
                       ImportRecords *ret_records, Err *err) {
    json_t *files;
    ValueRules rules = import_rules(arena);
    if (!json_read(arena, draft->files, &files, err) || !import_load(db, arena, ret, ret_records, err)) return false;
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        Str content;
        if (!blob_get(db, arena, json_text(file, "digest"), &content, err)) return false;
        import_file_read(arena, json_text(file, "name"), content, &rules, &ret->input);
    }
    if (!read_answers(arena, draft, &ret->matching.answers, err)) return false;
    import_work(arena, ret, today);
    leave_out(db, arena, actor, ret, LIST_APPOINTMENTS, APPOINTMENTS_ROLE, may_give_row,
              msg(N_("Uppdraget får du inte ge. Raden läses inte in; be den som får ge det.")));
    if (actor.person && !may((Role)actor.role, MAY_READ_CAUSE))
        leave_out(db, arena, actor, ret, LIST_ABSENCES, ABSENCES_CAUSE, NULL,
                  msg(N_("Orsaken till en ledighet är konfidentiell. Raden läses inte in; be studierektorn läsa in den.")));
    return check_reach(db, arena, actor, ret, err);
}

// --- acts ----------------------------------------------------------------------------------------

static bool may_import(const Act *act, Err *err) {
    return !act->actor.person || may((Role)act->actor.role, MAY_IMPORT) || err_set(err, ERR_FORBIDDEN, may_who(MAY_IMPORT));
}

// The same bytes are kept once: a file that somebody else is reading in stays.
static bool forget_files(Act *act, const ImportDraft *draft, Err *err) {
    json_t *files;
    Query query;
    ImportDraftList others = {0};
    if (!json_read(act->arena, draft->files, &files, err)) return false;
    if (!query_begin(&query, act->db, SQL_IMPORT_DRAFT_OPEN_ALL, err) || !import_draft_list_all(&query, act->arena, &others, err))
        return false;
    for (size_t i = 0; i < json_array_size(files); i++) {
        Str digest = json_text(json_array_get(files, i), "digest");
        bool used = false;
        for (size_t k = 0; k < others.count; k++)
            used |= others.items[k].id.raw != draft->id.raw && str_find(others.items[k].files, digest) != STR_NOT_FOUND;
        if (!used && !blob_remove(act->db, digest, err)) return false;
    }
    return true;
}

static bool drop_open(Act *act, Err *err) {
    Query query;
    ImportDraftList open = {0};
    if (!query_begin(&query, act->db, SQL_IMPORT_DRAFT_OPEN, err) || !import_draft_list_all(&query, act->arena, &open, err))
        return false;
    for (size_t i = 0; i < open.count; i++) {
        open.items[i].state = IMPORT_STATE_DROPPED;
        if (!forget_files(act, &open.items[i], err) || !import_draft_save(act, &open.items[i], err)) return false;
    }
    return true;
}

bool import_draft_begin(Act *act, const DraftFileList *files, ImportDraftId *ret, Err *err) {
    if (!may_import(act, err)) return false;
    if (!files->count) return err_set(err, ERR_INVALID, msg(N_("Välj minst en fil.")));
    if (!drop_open(act, err)) return false;
    JsonOut out = out_begin(act->arena);
    out_array(&out);
    for (size_t i = 0; i < files->count; i++) {
        Str digest;
        if (!blob_put(act->db, act->arena, files->items[i].content, STR("application/octet-stream"), act->now, &digest, err))
            return false;
        out_object(&out);
        out_key_text(&out, "name", files->items[i].name);
        out_key_text(&out, "digest", digest);
        out_object_end(&out);
    }
    out_array_end(&out);
    ImportDraft draft = {.maker = {act->actor.person}, .made = act->now, .files = out_end(&out), .answers = STR("[]"),
                         .lists = (int64_t)files->count};
    if (!import_draft_save(act, &draft, err)) return false;
    *ret = draft.id;
    return act_end(act, err);
}

static void out_answer(JsonOut *out, const Answer *answer) {
    out_object(out);
    out_key_bool(out, "person", answer->person);
    out_key_text(out, "text", answer->text);
    out_key_int(out, "kind", answer->kind);
    out_key_int(out, "id", answer->id);
    out_key_text(out, "name", answer->name);
    out_object_end(out);
}

bool import_draft_answer(Act *act, ImportDraft *draft, const AnswerList *answers, Err *err) {
    AnswerList before = {0};
    if (!may_import(act, err) || !read_answers(act->arena, draft, &before, err)) return false;
    JsonOut out = out_begin(act->arena);
    out_array(&out);
    for (size_t i = 0; i < before.count; i++) {
        bool again = false;
        for (size_t k = 0; k < answers->count; k++)
            again |= answers->items[k].person == before.items[i].person && str_equal(answers->items[k].text, before.items[i].text);
        if (!again) out_answer(&out, &before.items[i]);
    }
    for (size_t i = 0; i < answers->count; i++) out_answer(&out, &answers->items[i]);
    out_array_end(&out);
    draft->answers = out_end(&out);
    return import_draft_save(act, draft, err) && act_end(act, err);
}

bool import_draft_drop(Act *act, ImportDraft *draft, Err *err) {
    if (draft->state != IMPORT_STATE_OPEN) return true;
    draft->state = IMPORT_STATE_DROPPED;
    return forget_files(act, draft, err) && import_draft_save(act, draft, err) && act_end(act, err);
}

bool import_draft_apply(Act *act, ImportDraft *draft, Err *err) {
    Import import;
    ImportRecords records = {0};
    if (draft->state != IMPORT_STATE_OPEN) return err_set(err, ERR_CONFLICT, msg(N_("Filerna är redan inlästa.")));
    if (!import_draft_work(act->db, act->arena, draft, act->actor, act->today, &import, &records, err)) return false;
    if (!import_apply(act, &import, &records, err)) return false;
    Act keep = *act; // an entry of its own: undoing the import must not open the draft again
    keep.action = "import.saved";
    keep.audit = 0;
    keep.touched = (TouchedList){0};
    draft->state = IMPORT_STATE_SAVED;
    draft->added = (int64_t)import.preview.all.new_count;
    draft->changed = (int64_t)import.preview.all.changed_count;
    draft->saved = act->audit;
    return forget_files(act, draft, err) && import_draft_save(&keep, draft, err) && act_end(&keep, err);
}
