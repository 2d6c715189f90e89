#include "exchange/import_page.h"
#include "base/local_time.h"
#include "exchange/import_draft_store.h"
#include "exchange/import_show.h"
#include "gen/import.html.h"
#include "gen/import_done.html.h"
#include "gen/import_questions.html.h"
#include "gen/import_review.html.h"
#include "people/made_by_store.h"

#define ROWS_SHOWN 50
#define FORM_ANSWERS_MAX 500

static Str words(Request *req, Msg message) {
    return msg_format(req->arena, req->lang, message);
}

static Str count_words(Request *req, const char *one, const char *many, size_t count) {
    return count == 1 ? tr_str(req->lang, one) : words(req, msg(many, msg_number((int64_t)count)));
}

static Url draft_url(Request *req, const ImportDraft *draft, const char *step) {
    return url(req->arena, "/import/%lld%s", (long long)draft->id.raw, step);
}

static Str names_text(Request *req, const ImportDraft *draft) {
    DraftFileNames names = {0};
    Err ignored;
    if (!import_draft_names(req->arena, draft, &names, &ignored)) return STR("");
    Buf buf = buf_begin(req->arena);
    for (size_t i = 0; i < names.count; i++) {
        if (i) buf_add(&buf, i + 1 == names.count ? tr_str(req->lang, N_(" och ")) : STR(", "));
        buf_add(&buf, names.items[i]);
    }
    return buf_end(&buf);
}

// --- choosing files ------------------------------------------------------------------------------

static bool add_history(Request *req, HtmlImport *page, Err *err) {
    DraftSavedList saved;
    if (!import_draft_history(req->db, req->arena, &saved, err)) return false;
    for (size_t i = 0; i < saved.count; i++) {
        const ImportDraft *draft = &saved.items[i].draft;
        HtmlImportEarlier row = {.day = date_short(req->arena, req->lang, local_date(draft->made)),
                                 .what = names_text(req, draft), .who = saved.items[i].maker};
        MadeBy by;
        if (!made_by_load(req->db, req->arena, "import_draft", draft->id.raw, &by, err)) return false;
        if (by.behalf.size) row.who = made_by_text(req->arena, req->lang, &by);
        row.rows = words(req, msg(N_("{1} nya rader, {2} ändrade"), msg_number(draft->added), msg_number(draft->changed)));
        list_add(req->arena, &page->earlier, row);
    }
    return true;
}

static bool show_import(Request *req, Reply *reply, Str fault, Err *err) {
    HtmlImport page = {.guard = request_guard(req), .fault = fault, .may_export = may(req->session.role, MAY_EXPORT)};
    ImportDraft draft;
    bool found;
    if (!import_draft_under_way(req->db, req->arena, &draft, &found, err) || !add_history(req, &page, err)) return false;
    if (found) list_add(req->arena, &page.open, ((HtmlImportOpen){draft_url(req, &draft, ""), names_text(req, &draft)}));
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Import")), .nav = "import",
                                  .main = html_import(req->arena, req->lang, &page)});
    return true;
}

// Whoever sends the files has the names in them: to be compared, those here are whole in a pilot too.
static void with_names(Request *req) {
    DbScope scope = db_scope(req->db);
    scope.initials = false;
    db_scope_set(req->db, scope);
}

bool page_import(Request *req, Reply *reply, Err *err) {
    return show_import(req, reply, STR(""), err);
}

// The name as the browser says it, without folders; only to show.
static Str plain_name(Str name) {
    for (size_t i = name.size; i-- > 0;)
        if (name.data[i] == '/' || name.data[i] == '\\') return str_slice(name, i + 1, name.size);
    return name;
}

bool do_import_upload(Request *req, Reply *reply, Err *err) {
    FileList sent = request_file_all(req, "filer");
    DraftFileList files = {0};
    for (size_t i = 0; i < sent.count; i++)
        if (sent.items[i].content.size) list_add(req->arena, &files, ((DraftFile){plain_name(sent.items[i].filename), sent.items[i].content}));
    Act act = request_act(req, "import.begin");
    ImportDraft draft = {0};
    if (!import_draft_begin(&act, &files, &draft.id, err)) {
        Err shown;
        (void)!show_import(req, reply, words(req, err->message), &shown);
        return false;
    }
    reply_redirect(reply, draft_url(req, &draft, ""));
    return true;
}

// --- questions -----------------------------------------------------------------------------------

static Str question_where(Request *req, const Question *question) {
    Buf buf = buf_begin(req->arena);
    buf_add(&buf, question->file);
    if (question->sheet.size) buf_addf(&buf, ", %.*s", STR_ARG(words(req, msg(N_("blad {1}"), msg_text(question->sheet)))));
    if (question->cell.size) buf_addf(&buf, ", %.*s", STR_ARG(question->cell));
    if (question->rows > 1) buf_addf(&buf, "%.*s", STR_ARG(words(req, msg(N_(" och {1} till"), msg_number((int64_t)question->rows - 1)))));
    return buf_end(&buf);
}

// "id:17" for what the database has, "namn:Kardiologi" for what only the files have.
static Str choice_value(Request *req, int64_t id, Str name) {
    if (id) return str_printf(req->arena, "id:%lld", (long long)id);
    return str_printf(req->arena, "namn:%.*s", STR_ARG(name));
}

static void add_unit_option(Request *req, const Known *known, HtmlImportQuestionsUnits *row, int unit, bool chosen) {
    Str name = known_unit_text(req->arena, known, unit);
    HtmlImportQuestionsUnitsOptions option = {.value = choice_value(req, known->units.items[unit].id, name), .word = name, .chosen = chosen};
    list_add(req->arena, &row->options, option);
}

static void add_unit_question(Request *req, const Known *known, HtmlImportQuestions *page, const Question *question) {
    HtmlImportQuestionsUnits row = {.text = question->text, .where = question_where(req, question),
                                    .field = str_printf(req->arena, "enhet%zu", page->units.count + 1)};
    row.text_name = str_printf(req->arena, "%.*s-text", STR_ARG(row.field));
    row.guess = question->match.option_count > 0;
    for (size_t i = 0; i < question->match.option_count; i++) add_unit_option(req, known, &row, question->match.options[i], i == 0);
    for (size_t i = 0; i < known->units.count; i++) {
        bool offered = false;
        for (size_t k = 0; k < question->match.option_count; k++) offered |= question->match.options[k] == (int)i;
        if (!offered) add_unit_option(req, known, &row, (int)i, false);
    }
    list_add(req->arena, &page->units, row);
}

static void add_person_question(Request *req, const Known *known, HtmlImportQuestions *page, const Question *question) {
    HtmlImportQuestionsPeople row = {.text = question->text, .where = question_where(req, question),
                                     .field = str_printf(req->arena, "person%zu", page->people.count + 1)};
    row.text_name = str_printf(req->arena, "%.*s-text", STR_ARG(row.field));
    for (size_t i = 0; i < question->match.option_count; i++) {
        const KnownPerson *person = &known->people.items[question->match.options[i]];
        Str text = known_person_text(req->arena, known, question->match.options[i]);
        HtmlImportQuestionsPeopleOptions option = {.value = choice_value(req, person->id, text), .word = person->name,
                                                   .about = person->hsa.size ? person->hsa : tr_str(req->lang, N_("Utan HSA-id"))};
        list_add(req->arena, &row.options, option);
    }
    list_add(req->arena, &page->people, row);
}

static bool show_questions(Request *req, Reply *reply, const ImportDraft *draft, const Import *import) {
    HtmlImportQuestions page = {.guard = request_guard(req), .guard2 = request_guard(req), .answer = draft_url(req, draft, "/fragor"),
                                .drop = draft_url(req, draft, "/avbryt")};
    const QuestionList *questions = &import->matching.questions;
    for (size_t i = 0; i < questions->count; i++) {
        if (questions->items[i].person) add_person_question(req, &import->known, &page, &questions->items[i]);
        else add_unit_question(req, &import->known, &page, &questions->items[i]);
    }
    page.title = count_words(req, N_("En fråga innan du granskar"), N_("{1} frågor innan du granskar"), questions->count);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Import, frågor")), .nav = "import",
                                  .main = html_import_questions(req->arena, req->lang, &page)});
    return true;
}

static bool read_choice(Request *req, const char *kind, size_t number, Answer *ret) {
    Str field = str_printf(req->arena, "%s%zu", kind, number);
    Str text = request_form(req, str_printf(req->arena, "%.*s-text", STR_ARG(field)).data);
    Str choice = request_form(req, field.data);
    if (!text.size) return false;
    *ret = (Answer){.person = kind[0] == 'p', .text = text};
    if (str_equal(choice, STR("hoppa"))) ret->kind = ANSWER_SKIP;
    else if (str_equal(choice, STR("ny")) && !ret->person) ret->kind = ANSWER_NEW;
    else if (str_starts(choice, STR("id:")) && str_to_int(str_slice(choice, 3, choice.size), &ret->id)) ret->kind = ANSWER_STORED;
    else if (str_starts(choice, STR("namn:"))) {
        ret->kind = ANSWER_NAMED;
        ret->name = str_slice(choice, 5, choice.size);
    } else return false; // not answered: it is asked again
    return true;
}

static bool own_draft(Request *req, ImportDraft *ret, Err *err) {
    ImportDraftId id;
    return request_id(req, "id", &id.raw, err) && import_draft_get(req->db, req->arena, id, ret, err);
}

bool do_import_answer(Request *req, Reply *reply, Err *err) {
    ImportDraft draft;
    AnswerList answers = {0};
    Answer answer;
    if (!own_draft(req, &draft, err)) return false;
    for (size_t i = 1; i <= FORM_ANSWERS_MAX; i++) {
        if (read_choice(req, "enhet", i, &answer)) list_add(req->arena, &answers, answer);
        if (read_choice(req, "person", i, &answer)) list_add(req->arena, &answers, answer);
    }
    Act act = request_act(req, "import.answer");
    if (!import_draft_answer(&act, &draft, &answers, err)) return false;
    reply_redirect(reply, draft_url(req, &draft, ""));
    return true;
}

// --- review --------------------------------------------------------------------------------------

typedef struct {
    size_t first, past;
    Url next;
    bool has_next;
} Window;

// The part of `count` rows that ?name= asks for.
static Window window_of(Request *req, const ImportDraft *draft, const char *name, size_t count) {
    int64_t number = 1;
    if (!request_query_int(req, name, &number) || number < 1 || number > 1000000) number = 1;
    Window window = {.first = (size_t)(number - 1) * ROWS_SHOWN};
    if (window.first > count) window.first = 0;
    window.past = window.first + ROWS_SHOWN < count ? window.first + ROWS_SHOWN : count;
    window.has_next = window.past < count;
    window.next = url_add(req->arena, draft_url(req, draft, ""), name, str_printf(req->arena, "%zu", window.first / ROWS_SHOWN + 2));
    return window;
}

static Str shown_text(Request *req, Window window, size_t count) {
    return words(req, msg(N_("Visar {1}–{2} av {3}"), msg_number((int64_t)(count ? window.first + 1 : 0)),
                          msg_number((int64_t)window.past), msg_number((int64_t)count)));
}

static void add_problems(Request *req, const ImportDraft *draft, const Import *import, HtmlImportReview *page) {
    const ProblemList *problems = &import->input.problems;
    Window window = window_of(req, draft, "fel", problems->count);
    for (size_t i = window.first; i < window.past; i++) {
        const Problem *problem = &problems->items[i];
        HtmlImportReviewProblems row = {.file = problem->file, .sheet = problem->sheet.size ? problem->sheet : STR("–"),
                                        .row = problem->row ? str_printf(req->arena, "%u", problem->row) : STR("–"),
                                        .column = problem->column.size ? problem->column : STR("–"), .cell = problem->cell,
                                        .value = problem->value, .message = words(req, problem->message)};
        list_add(req->arena, &page->problems, row);
    }
    page->problems_shown = shown_text(req, window, problems->count);
    if (window.has_next) page->problems_next = window.next;
    page->problem_count = str_printf(req->arena, "%zu", problems->count);
    page->problem_class = problems->count ? STR("redi") : STR("");
    page->fault = count_words(req, N_("En uppgift går inte att förstå. Rätta den i filen och läs in igen."),
                              N_("{1} uppgifter går inte att förstå. Rätta dem i filen och läs in igen."), problems->count);
}

static void add_change(Request *req, const Import *import, ListKind list, const PreviewRow *row, int field, HtmlImportReview *page) {
    const Field *what = &lists[list].fields[field];
    Str before = known_show(req->arena, &import->known, what, row->stored->values[field]);
    HtmlImportReviewChanges change = {.what = import_row_text(req->arena, import, list, row->row),
                                      .list = tr_str(req->lang, lists[list].name), .field = tr_str(req->lang, what->heading),
                                      .before = before.size ? before : tr_str(req->lang, N_("tomt")),
                                      .after = known_show(req->arena, &import->known, what, row->row->values[field])};
    list_add(req->arena, &page->changes, change);
}

static void add_changes(Request *req, const ImportDraft *draft, const Import *import, HtmlImportReview *page) {
    size_t count = 0, at = 0;
    for (size_t l = 1; l < LIST_COUNT; l++)
        for (size_t i = 0; i < import->preview.rows[l].count; i++)
            count += (size_t)__builtin_popcount(import->preview.rows[l].items[i].fields);
    Window window = window_of(req, draft, "andras", count);
    for (size_t l = 1; l < LIST_COUNT; l++)
        for (size_t i = 0; i < import->preview.rows[l].count; i++) {
            const PreviewRow *row = &import->preview.rows[l].items[i];
            for (int f = 0; row->fields >> f; f++) {
                if (!(row->fields >> f & 1)) continue;
                if (at >= window.first && at < window.past) add_change(req, import, (ListKind)l, row, f, page);
                at++;
            }
        }
    page->changes_shown = shown_text(req, window, count);
    if (window.has_next) page->changes_next = window.next;
}

static Str about_row(Request *req, const Import *import, ListKind list, const ImportRow *row) {
    Buf buf = buf_begin(req->arena);
    for (int f = 0; lists[list].fields[f].key; f++) {
        const Field *field = &lists[list].fields[f];
        if (field->role != KEY_NO || !row->values[f].size) continue;
        if (buf.size) buf_add(&buf, STR(", "));
        buf_add(&buf, known_show(req->arena, &import->known, field, row->values[f]));
        if (field->kind == FIELD_PERCENT) buf_add(&buf, STR(" %"));
    }
    return buf_end(&buf);
}

static void add_news(Request *req, const ImportDraft *draft, const Import *import, HtmlImportReview *page) {
    size_t count = import->preview.all.new_count, at = 0;
    Window window = window_of(req, draft, "nya", count);
    for (size_t l = 1; l < LIST_COUNT; l++)
        for (size_t i = 0; i < import->preview.rows[l].count; i++) {
            const PreviewRow *row = &import->preview.rows[l].items[i];
            if (row->kind != PREVIEW_NEW) continue;
            if (at >= window.first && at < window.past) {
                HtmlImportReviewNews news = {.what = import_row_text(req->arena, import, (ListKind)l, row->row),
                                             .list = tr_str(req->lang, lists[l].name),
                                             .about = about_row(req, import, (ListKind)l, row->row)};
                list_add(req->arena, &page->news, news);
            }
            at++;
        }
    page->news_shown = shown_text(req, window, count);
    if (window.has_next) page->news_next = window.next;
}

static Str understood(Request *req, const Reading *reading) {
    if (reading->kind == LIST_NONE) return tr_str(req->lang, N_("Känns inte igen och läses inte."));
    const char *name = reading->kind == LIST_MATRIX ? N_("Randningsschema") : lists[reading->kind].name;
    Buf buf = buf_begin(req->arena);
    buf_add(&buf, words(req, msg(N_("{1}, rubriker på rad {2}, {3} rader."), msg_text(tr_str(req->lang, name)),
                                 msg_number(reading->header_row), msg_number((int64_t)reading->rows))));
    bool first = true;
    for (size_t c = 0; c < reading->columns.count; c++) {
        if (reading->columns.items[c].field) continue;
        if (first) buf_addf(&buf, " %s ", tr(req->lang, N_("Läses inte:")));
        else buf_add(&buf, STR(", "));
        buf_add(&buf, reading->columns.items[c].heading);
        first = false;
    }
    if (!first) buf_add_char(&buf, '.');
    return buf_end(&buf);
}

static void add_readings(Request *req, const Import *import, HtmlImportReview *page) {
    for (size_t i = 0; i < import->input.readings.count; i++) {
        const Reading *reading = import->input.readings.items[i];
        Str file = reading->sheet.size ? str_printf(req->arena, "%.*s, %.*s", STR_ARG(reading->file), STR_ARG(reading->sheet)) : reading->file;
        list_add(req->arena, &page->readings, ((HtmlImportReviewReadings){file, understood(req, reading)}));
    }
    for (size_t i = 0; i < import->matching.taken.count; i++) {
        const Taken *taken = &import->matching.taken.items[i];
        list_add(req->arena, &page->taken, ((HtmlImportReviewTaken){taken->text, known_unit_text(req->arena, &import->known, taken->unit)}));
    }
    for (size_t i = 0; i < import->input.notes.count && i < ROWS_SHOWN; i++) {
        const Problem *note = &import->input.notes.items[i];
        Str where = str_printf(req->arena, "%.*s, %.*s", STR_ARG(note->file), STR_ARG(note->cell));
        list_add(req->arena, &page->notes, ((HtmlImportReviewNotes){words(req, note->message), where}));
    }
}

static bool show_review(Request *req, Reply *reply, const ImportDraft *draft, const Import *import) {
    PreviewCount all = import->preview.all;
    HtmlImportReview page = {.guard = request_guard(req), .guard2 = request_guard(req), .names = names_text(req, draft),
                             .new_count = str_printf(req->arena, "%zu", all.new_count),
                             .changed_count = str_printf(req->arena, "%zu", all.changed_count),
                             .same_count = str_printf(req->arena, "%zu", all.unchanged_count),
                             .save = draft_url(req, draft, "/spara"), .drop = draft_url(req, draft, "/avbryt")};
    if (all.new_count + all.changed_count)
        page.to_save = count_words(req, N_("Spara en rad"), N_("Spara {1} rader"), all.new_count + all.changed_count);
    add_problems(req, draft, import, &page);
    add_changes(req, draft, import, &page);
    add_news(req, draft, import, &page);
    add_readings(req, import, &page);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Import, granska")), .nav = "import",
                                  .main = html_import_review(req->arena, req->lang, &page)});
    return true;
}

static bool show_done(Request *req, Reply *reply, const ImportDraft *draft) {
    HtmlImportDone page = {.saved = words(req, msg(N_("{1} nya rader och {2} ändringar är sparade"), msg_number(draft->added),
                                                   msg_number(draft->changed)))};
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Import, klart")), .nav = "import",
                                  .main = html_import_done(req->arena, req->lang, &page)});
    return true;
}

bool page_import_draft(Request *req, Reply *reply, Err *err) {
    with_names(req);
    ImportDraft draft;
    Import import;
    ImportRecords records = {0};
    if (!own_draft(req, &draft, err)) return false;
    if (draft.state == IMPORT_STATE_SAVED) return show_done(req, reply, &draft);
    if (draft.state == IMPORT_STATE_DROPPED)
        return err_set(err, ERR_NOT_FOUND, msg(N_("Inläsningen är avbruten. Välj filerna på nytt.")));
    if (!import_draft_work(req->db, req->arena, &draft, req->actor, req->today, &import, &records, err)) return false;
    return import.matching.questions.count ? show_questions(req, reply, &draft, &import) : show_review(req, reply, &draft, &import);
}

bool do_import_save(Request *req, Reply *reply, Err *err) {
    ImportDraft draft;
    Act act = request_act(req, "import");
    if (!own_draft(req, &draft, err) || !import_draft_apply(&act, &draft, err)) return false;
    Msg done = msg(N_("{1} nya rader och {2} ändringar är sparade."), msg_number(draft.added), msg_number(draft.changed));
    reply_redirect_done(req, reply, draft_url(req, &draft, ""), done, draft.saved);
    return true;
}

bool do_import_drop(Request *req, Reply *reply, Err *err) {
    ImportDraft draft;
    Act act = request_act(req, "import.drop");
    if (!own_draft(req, &draft, err) || !import_draft_drop(&act, &draft, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/import"), msg(N_("Inget är sparat.")), 0);
    return true;
}
