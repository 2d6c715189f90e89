#include "exchange/extract_store.h"
#include "base/local_time.h"
#include "gen/extract.html.h"
#include "gen/sql.h"

// What the tables are called in Swedish; one without a row here goes by its own name.
static const struct {
    const char *table, *text;
} tables[] = {{"person", N_("Person")},
              {"qualification", N_("Kompetenser")},
              {"appointment", N_("Uppdrag")},
              {"training", N_("Utbildning")},
              {"employment_share", N_("Tjänstgöringsgrad")},
              {"absence", N_("Ledighet")},
              {"supervision", N_("Handledning")},
              {"placement", N_("Placeringar")},
              {"course_application", N_("Kurser")},
              {"event", N_("Händelser")},
              {"certificate", N_("Intyg")},
              {"gathering", N_("Sammankomster")},
              {"attendance", N_("Deltagande")},
              {"gathering_note", N_("Anteckningar från sammankomster")},
              {"action_item", N_("Åtgärder")},
              {"introduction", N_("Introduktion")},
              {"introduction_step", N_("Introduktionens steg")},
              {"asked_question", N_("Frågor till studierektorn")},
              {"missed_talk", N_("Samtal som inte blev av")},
              {"supervision_change", N_("Byten av huvudhandledare")},
              {"director_terms", N_("Villkor för uppdraget som studierektor")},
              {"director_time", N_("Studierektorns tid")},
              {"in_out_receipt", N_("Kvitterade listor över in och ut")},
              {"merit_extract", N_("Meritutdrag")},
              {"document_version", N_("Fastställda dokument")},
              {"signature", N_("Underskrifter")},
              {"training_item", N_("Behov i utbildningen")},
              {"plan_version", N_("Planförslag")},
              {"plan_change", N_("Ändringar i planförslag")},
              {"setting", N_("Inställningar")},
              {"finding", N_("Ärenden på Att göra")},
              {"account", N_("Konto")},
              {"job", N_("Arbeten")},
              {"import_draft", N_("Importer")}};

static Str table_text(Lang lang, const char *name) {
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (str_equal(str_from_c(tables[i].table), str_from_c(name))) return tr_str(lang, tables[i].text);
    return str_from_c(name);
}

// The same for columns; one without a row here goes by its own name.
static const struct {
    const char *column, *text;
} columns[] = {{"given_name", N_("Förnamn")},      {"family_name", N_("Efternamn")},
               {"hsa_id", N_("HSA-id")},           {"email", N_("E-post")},
               {"phone", N_("Telefon")},           {"licence_date", N_("Legitimation")},
               {"kind", N_("Slag")},               {"specialty", N_("Specialitet")},
               {"since", N_("Sedan")},             {"role", N_("Roll")},
               {"unit", N_("Enhet")},              {"first", N_("Från och med")},
               {"past", N_("Till")},               {"share", N_("Andel")},
               {"minutes_week", N_("Minuter i veckan")}, {"trainee", N_("Utbildningsläkare")},
               {"regulation", N_("Föreskrift")},   {"regulation_reason", N_("Skäl för föreskriften")},
               {"swedish_at", N_("Svensk AT")},    {"bt_approved", N_("BT godkänd")},
               {"doctorate_credit", N_("Tillgodoräknad forskning")}, {"home_unit", N_("Hemklinik")},
               {"planned_end", N_("Planerat slut")}, {"ended", N_("Slutade")},
               {"state", N_("Läge")},              {"note", N_("Anteckning")},
               {"cause", N_("Orsak")},             {"training", N_("Utbildning")},
               {"supervisor", N_("Handledare")},   {"item", N_("Del av mallen")},
               {"goals", N_("Delmål")},            {"course", N_("Kurs")},
               {"held", N_("Dag")},                {"responsible", N_("Ansvarig")},
               {"outcome", N_("Utfall")},          {"placement", N_("Placering")},
               {"form", N_("Blankett")},           {"signer", N_("Undertecknare")},
               {"signed_on", N_("Undertecknat")},  {"kept_at", N_("Var originalet finns")},
               {"login", N_("Inloggningsnamn")},   {"disabled", N_("Stängt")},
               {"rule", N_("Regel")},              {"due", N_("Klart senast")},
               {"opened", N_("Öppnat")},           {"closed", N_("Stängt den")},
               {"reason", N_("Skäl")},             {"person", N_("Person")},
               {"at", N_("När")},                  {"actor", N_("Person nummer")},
               {"action", N_("Vad")},              {"subject", N_("Om vad")},
               {"result", N_("Utfall")}};

static Str column_text(Lang lang, const char *name) {
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (str_equal(str_from_c(columns[i].column), str_from_c(name))) return tr_str(lang, columns[i].text);
    return str_from_c(name);
}

typedef struct {
    Db *db;
    Arena *arena;
    Lang lang;
    JsonOut json;
    HtmlExtract page;
    Extract *extract;
} Walk;

static const void *at(const Column *column, const void *record) {
    return (const char *)record + column->offset;
}

static Str date_or_open(Walk *walk, Date date) {
    return !date_is_known(date) ? STR("") : date_iso(walk->arena, date);
}

// A value as text; empty where nothing is said. Passwords' hashes and the like never leave.
static Str text_of(Walk *walk, const Column *column, const void *record) {
    const void *value = at(column, record);
    switch (column->kind) {
    case COLUMN_TEXT: return *(const Str *)value;
    case COLUMN_DATE: return date_or_open(walk, *(const Date *)value);
    case COLUMN_PERCENT: return str_printf(walk->arena, "%d %%", ((const Percent *)value)->value);
    case COLUMN_BOOL: return tr_str(walk->lang, *(const bool *)value ? N_("ja") : N_("nej"));
    case COLUMN_ENUM: return str_from_c(column->enum_names[*(const int *)value]);
    case COLUMN_INSTANT:
        return *(const int64_t *)value ? date_iso(walk->arena, local_date(*(const int64_t *)value)) : STR("");
    case COLUMN_ID:
    case COLUMN_INT: return str_printf(walk->arena, "%lld", (long long)*(const int64_t *)value);
    case COLUMN_BYTES: break;
    }
    return STR("");
}

// Keys never leave the server (K4 by nature, not by what they say of a person): an account's, and what opens the list of
// those who are in the room.
static bool never_leaves(const RecordType *type, const Column *column) {
    Str name = str_from_c(column->name);
    if (str_equal(name, STR("sort_key")) || str_equal(name, STR("link_key"))) return true; // sort_key: made from the name
    return column->kind == COLUMN_BYTES || (type == &record_account && column->data_class == 4);
}

// On paper a unit or a person stands by name; what no longer is there by its number.
static Str name_of(Walk *walk, const Column *column, const void *record, Str number) {
    int64_t id = column->kind == COLUMN_ID ? *(const int64_t *)at(column, record) : 0;
    Err ignored;
    Unit unit;
    Person person;
    if (!id || !column->to) return number;
    if (str_equal(str_from_c(column->to), STR("unit")) && unit_load(walk->db, walk->arena, (UnitId){id}, &unit, &ignored))
        return unit.name;
    if (str_equal(str_from_c(column->to), STR("person")) && person_load(walk->db, walk->arena, (PersonId){id}, &person, &ignored))
        return str_printf(walk->arena, "%.*s %.*s", STR_ARG(person.given_name), STR_ARG(person.family_name));
    return number;
}

static bool is_nothing(const Column *column, const void *record) {
    if (column->kind == COLUMN_ID) return *(const int64_t *)at(column, record) == 0;
    return column->kind == COLUMN_DATE && ((const Date *)at(column, record))->day == DATE_OPEN.day;
}

static void add_row(Walk *walk, const RecordType *type, const void *record, bool is_named, HtmlExtractParts *part) {
    HtmlExtractPartsRows row = {0};
    out_object(&walk->json);
    out_key_int(&walk->json, "id", ((const RecordHead *)record)->id);
    for (size_t i = 0; i < type->column_count; i++) {
        const Column *column = &type->columns[i];
        if (never_leaves(type, column) || (is_named && column->data_class > 2)) continue;
        Str value = text_of(walk, column, record);
        bool secret = column->data_class == 4;
        if (!value.size || is_nothing(column, record)) continue;
        walk->extract->secret += secret;
        out_key_text(&walk->json, column->name, value);
        if (secret) out_key_bool(&walk->json, str_to_c(walk->arena, str_printf(walk->arena, "%s.secrecy_check", column->name)), true);
        list_add(walk->arena, &row.values, 
                 ((HtmlExtractPartsRowsValues){column_text(walk->lang, column->name), name_of(walk, column, record, value), secret}));
    }
    out_object_end(&walk->json);
    list_add(walk->arena, &part->rows, row);
    walk->extract->rows++;
}

static bool add_rows(Walk *walk, const RecordType *type, const Sql *sql, bool is_named, Err *err) {
    HtmlExtractParts part = {.title = table_text(walk->lang, type->name)};
    Query query;
    if (is_named) part.note = tr_str(walk->lang, N_("Rader om andra eller om verksamheten, där personen är namngiven."));
    out_key(&walk->json, is_named ? str_to_c(walk->arena, str_printf(walk->arena, "%s.named", type->name)) : type->name);
    out_array(&walk->json);
    if (!query_begin(&query, walk->db, sql, err)) return false;
    query_bind_int(&query, 1, walk->extract->person.id.raw);
    while (query_next(&query)) {
        void *record = arena_alloc(walk->arena, type->struct_size, 16);
        record_from_row(&query, walk->arena, type, 0, record);
        add_row(walk, type, record, is_named, &part);
    }
    out_array_end(&walk->json);
    if (part.rows.count) list_add(walk->arena, &walk->page.parts, part);
    return query_end(&query, err);
}

static bool add_records(Walk *walk, Err *err) {
    for (const RecordType *const *type = record_types; *type; type++) {
        if ((*type)->about && !add_rows(walk, *type, (*type)->about, false, err)) return false;
        if ((*type)->named && !add_rows(walk, *type, (*type)->named, true, err)) return false;
    }
    return true;
}

// --- the log ------------------------------------------------------------------------------------

static const struct {
    const char *key, *title;
    const Sql *sql;
    const char *columns[8]; // of the statement, in its order; "" is not shown
} logs[] = {{"read_by", N_("Vem har läst"), SQL_EXTRACT_READERS, {"at", "actor", "role", "action", "subject", "result", "given_name", "family_name"}},
            {"done", N_("Vad personen har gjort"), SQL_EXTRACT_ENTRIES, {"at", "action", "subject"}}};

static bool add_log(Walk *walk, size_t which, Err *err) {
    HtmlExtractParts part = {.title = tr_str(walk->lang, logs[which].title)};
    Query query;
    out_key(&walk->json, logs[which].key);
    out_array(&walk->json);
    if (!query_begin(&query, walk->db, logs[which].sql, err)) return false;
    query_bind_int(&query, 1, walk->extract->person.id.raw);
    while (query_next(&query)) {
        HtmlExtractPartsRows row = {0};
        out_object(&walk->json);
        for (int i = 0; i < 8 && logs[which].columns[i]; i++) {
            Str value = i ? query_text(&query, walk->arena, i) : date_iso(walk->arena, local_date(query_int(&query, 0)));
            out_key_text(&walk->json, logs[which].columns[i], value);
            if (value.size) list_add(walk->arena, &row.values, 
                         ((HtmlExtractPartsRowsValues){column_text(walk->lang, logs[which].columns[i]), value, false}));
        }
        out_object_end(&walk->json);
        list_add(walk->arena, &part.rows, row);
        walk->extract->rows++;
    }
    out_array_end(&walk->json);
    if (part.rows.count) list_add(walk->arena, &walk->page.parts, part);
    return query_end(&query, err);
}

#define STYLE                                                                                      \
    "body{font:11pt/1.4 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}section{margin-top:2em}"  \
    "dl{margin:0;padding:.5em 0;border-top:1px solid #bbb;break-inside:avoid;columns:2}"             \
    "dl div{break-inside:avoid;display:flex;gap:1em}dt{min-width:11em;color:#555}dd{margin:0}"       \
    "h2{break-after:avoid}@page{size:A4;margin:18mm}@media print{body{max-width:none;margin:0;padding:0}}"

static Html whole_page(Walk *walk, Str name) {
    Buf buf = buf_begin(walk->arena);
    buf_add(&buf, STR("<!doctype html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\"><title>Registerutdrag "));
    html_put_text(&buf, name);
    buf_add(&buf, STR("</title><style>" STYLE "</style></head><body>\n"));
    buf_add(&buf, html_extract(walk->arena, walk->lang, &walk->page).markup);
    buf_add(&buf, STR("</body></html>\n"));
    return html_from_buf(&buf);
}

bool extract_person(Db *db, Arena *arena, Lang lang, PersonId id, Instant now, Extract *ret, Err *err) {
    Extract extract = {0};
    Walk walk = {.db = db, .arena = arena, .lang = lang, .json = out_begin(arena), .extract = &extract};
    if (!person_load(db, arena, id, &extract.person, err)) return false;
    Str name = str_printf(arena, "%.*s %.*s", STR_ARG(extract.person.given_name), STR_ARG(extract.person.family_name));
    walk.page.name = name;
    walk.page.made = date_iso(arena, local_date(now));
    out_object(&walk.json);
    out_key_text(&walk.json, "name", name);
    out_key_text(&walk.json, "made", walk.page.made);
    if (!add_records(&walk, err)) return false;
    for (size_t i = 0; i < COUNT_OF(logs); i++)
        if (!add_log(&walk, i, err)) return false;
    out_object_end(&walk.json);
    extract.json = out_end(&walk.json);
    extract.page = whole_page(&walk, name);
    *ret = extract;
    return true;
}
