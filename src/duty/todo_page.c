// Att göra. What is handed over waits on others, what is put off waits for its day; the rest is
// sorted by need. One row of many leads to its findings one by one, one of one to its own page.
#include "duty/todo_page.h"
#include "duty/finding_store.h"
#include "duty/remedy.h"
#include "duty/todo_beside_view.h"
#include "duty/todo_store.h"
#include "duty/todo_view.h"

// More names than these make an address too long for some proxies.
#define REGISTER_MANY_MAX 100

typedef struct {
    FindingList main, handed, hidden;
    Date handed_first; // the oldest of the handed
} Parts;

static Parts sort_out(Request *req, const FindingList *all) {
    Parts parts = {.handed_first = DATE_OPEN};
    for (size_t i = 0; i < all->count; i++) {
        const Finding *finding = &all->items[i];
        if (!finding_is_for_role(req, finding)) continue;
        bool waits = finding->handed_to.raw && finding->handed_to.raw != req->actor.person;
        FindingList *part = finding_is_hidden(finding, req->today) ? &parts.hidden : waits ? &parts.handed : &parts.main;
        list_add(req->arena, part, *finding);
        if (part == &parts.handed) parts.handed_first = date_min(parts.handed_first, finding->opened);
    }
    return parts;
}

// --- rows

// What can be registered for all at once leads there, with them chosen; else to them one by one.
static Url remedy_for_many(const Request *req, const TodoRow *row, Url one_by_one) {
    TrainingId *ids = arena_array(req->arena, TrainingId, row->findings.count);
    for (size_t i = 0; i < row->findings.count; i++) ids[i] = row->findings.items[i]->training;
    const Finding *first = row->findings.items[0];
    Url to = row->findings.count <= REGISTER_MANY_MAX
                 ? url_register_many(req->arena, first->rule, first->variant, ids, row->findings.count)
                 : (Url){STR("")};
    return to.address.size && leads_somewhere(req, to) ? to : one_by_one;
}

static HtmlTodoSectionsRows draw_row(Request *req, const TodoRow *row, bool primary) {
    const Finding *first = row->findings.items[0];
    bool many = row->findings.count > 1;
    for (size_t i = 0; i < row->findings.count; i++) request_lists_training(req, row->findings.items[i]->training);
    Url to = many ? url_finding_kind(req->arena, first->rule, first->variant, first->grouping)
                  : url_finding(req->arena, first->id);
    HtmlTodoSectionsRows drawn = {
        .tone = tone_of(row->word), .icon = icon_of(row->word), .to = to, .title = row->title, .why = row->why,
        .word = tr_str(req->lang, finding_word_text(row->word)),
        .late = row->word == FINDING_WORD_KRAV       ? STR(" late")
                : row->word == FINDING_WORD_FORSENAT ? STR(" sen")
                                                     : STR(""),
        .when = due_when(req->arena, req->lang, row->since, row->due, req->today),
        .distance = due_distance(req->arena, req->lang, row->since, row->due, req->today),
        .primary = primary ? STR(" p") : STR(""),
        .remedy = tr_str(req->lang, row->how->remedy),
        .because = many ? url(req->arena, "/regler/%.*s", STR_ARG(first->rule)) : url(req->arena, "/arende/%lld#h-varf", (long long)first->id.raw),
    };
    if (row->section == TODO_HISTORY) {
        drawn.when = tr_str(req->lang, N_("När du kan"));
        drawn.remedy_to = finding_remedy(req, first, row->how); // one page fills them all
    } else drawn.remedy_to = many ? remedy_for_many(req, row, to) : finding_remedy(req, first, row->how);
    return drawn;
}

static Str section_note(const Request *req, const Digest *digest, TodoSection section) {
    if (section == TODO_FIRST) {
        IdMap seen = {0};
        for (size_t i = 0; i < digest->rows.count; i++)
            for (size_t f = 0; digest->rows.items[i].section == section && f < digest->rows.items[i].findings.count; f++)
                if (digest->rows.items[i].findings.items[f]->training.raw)
                    id_map_put(req->arena, &seen, digest->rows.items[i].findings.items[f]->training.raw, 1);
        if (!seen.count) return STR("");
        return msg_format(req->arena, req->lang, msg(N_("hos {1} utbildningsläkare"), msg_number((int64_t)seen.count)));
    }
    Date sunday = date_add_days(req->today, 7 - date_weekday(req->today));
    if (section == TODO_WEEK)
        return date_span_text(req->arena, req->lang, date_span(date_add_days(sunday, -6), date_add_days(sunday, 1)));
    if (section == TODO_MONTH)
        return msg_format(req->arena, req->lang,
                          msg(N_("till {1}"), msg_text(date_short(req->arena, req->lang, date_add_days(req->today, 30)))));
    return STR("");
}

static void draw_sections(Request *req, const Digest *digest, unsigned shown, HtmlTodo *page) {
    static const char *const ids[] = {"nu", "vecka", "manad", "rad", "historik"};
    HtmlTodoSections *section = NULL;
    bool primary = true;
    for (size_t i = 0; i < digest->rows.count; i++) {
        const TodoRow *row = &digest->rows.items[i];
        if (!(shown & (1u << row->section))) continue;
        if (!i || !section || digest->rows.items[i - 1].section != row->section) {
            list_add(req->arena, &page->sections,
                     ((HtmlTodoSections){.id = str_from_c(ids[row->section]),
                                         .title = tr_str(req->lang, todo_section_title(row->section)),
                                         .note = section_note(req, digest, row->section)}));
            section = &page->sections.items[page->sections.count - 1];
        }
        list_add(req->arena, &section->rows, draw_row(req, row, primary));
        primary = false;
    }
}

// The findings of one row, each by itself.
static void draw_one_by_one(Request *req, const FindingList *findings, HtmlTodo *page) {
    Str rule_id = request_query(req, "regel"), how_id = request_query(req, "fall"), grouping = request_query(req, "grupp");
    FindingList one = {0};
    for (size_t i = 0; i < findings->count; i++) {
        Finding *f = &findings->items[i];
        if (!str_equal(f->rule, rule_id) || !str_equal(f->variant, how_id) || !str_equal(f->grouping, grouping)) continue;
        Finding alone = *f;
        alone.grouping = str_printf(req->arena, "%lld", (long long)f->id.raw);
        list_add(req->arena, &one, alone);
    }
    Digest digest = digest_make(req->arena, req->lang, &one, req->today);
    draw_sections(req, &digest, ~0u, page);
    const DutyRule *rule = rulebook_duty_rule(rule_id);
    page->filter = rule ? msg_format(req->arena, req->lang, msg(N_("{1}, ett i taget."), msg_text(tr_str(req->lang, rule->name))))
                        : tr_str(req->lang, N_("Inga träffar."));
    if (!one.count) page->empty = tr_str(req->lang, N_("Inget kvar av det slaget"));
}

// --- the tally

static Str words_in_first(const Request *req, const Digest *digest) {
    int krav = 0, krock = 0, late = 0;
    for (size_t i = 0; i < digest->rows.count; i++) {
        krav += digest->rows.items[i].word == FINDING_WORD_KRAV;
        krock += digest->rows.items[i].word == FINDING_WORD_KROCK;
        late += digest->rows.items[i].word == FINDING_WORD_FORSENAT;
    }
    const struct {
        int count;
        const char *one, *many;
    } parts[] = {{krock, N_("krock"), N_("krockar")}, {krav, N_("krav"), N_("krav")}, {late, N_("försenat"), N_("försenade")}};
    Buf buf = buf_begin(req->arena);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i].count)
            buf_addf(&buf, "%s%d %s", buf.size ? ", " : "", parts[i].count,
                     tr(req->lang, parts[i].count == 1 ? parts[i].one : parts[i].many));
    return buf.size ? buf_end(&buf) : tr_str(req->lang, N_("inga krockar, krav eller förseningar"));
}

static int64_t trainees_in_trouble(const Request *req, const Digest *digest) {
    IdMap seen = {0};
    for (size_t i = 0; i < digest->rows.count; i++)
        for (size_t f = 0; digest->rows.items[i].section == TODO_FIRST && f < digest->rows.items[i].findings.count; f++)
            if (digest->rows.items[i].findings.items[f]->training.raw)
                id_map_put(req->arena, &seen, digest->rows.items[i].findings.items[f]->training.raw, 1);
    return (int64_t)seen.count;
}

static Url show(const Request *req, const char *what) {
    return url_add(req->arena, url(req->arena, "/att-gora"), "visa", str_from_c(what));
}

static void add_tally(const Request *req, HtmlTodo *page, const char *tone, const char *icon, int64_t number, Str word,
                      Str context, Url to, const char *visa) {
    list_add(req->arena, &page->tally,
             ((HtmlTodoTally){.tone = number ? str_from_c(tone) : STR(""), .icon = str_from_c(icon),
                              .number = str_printf(req->arena, "%lld", (long long)number), .word = word,
                              .context = context, .to = to,
                              .current = *visa && str_equal(request_query(req, "visa"), str_from_c(visa))}));
}

static void draw_tally(const Request *req, const Digest *digest, const Parts *parts, int64_t trainees, HtmlTodo *page) {
    int soon = digest->count[TODO_WEEK] + digest->count[TODO_MONTH];
    add_tally(req, page, "crit", digest->count[TODO_FIRST] ? "i-tri" : "i-check", digest->count[TODO_FIRST],
              tr_str(req->lang, N_("att åtgärda först")), words_in_first(req, digest), show(req, "nu"), "nu");
    add_tally(req, page, "warn", "i-clock", soon, tr_str(req->lang, N_("klart senast inom 30 dagar")),
              soon ? msg_format(req->arena, req->lang, msg(N_("{1} av dem den här veckan"), msg_number(digest->count[TODO_WEEK])))
                   : tr_str(req->lang, N_("inget den närmaste månaden")),
              show(req, "30"), "30");
    Str waits = parts->handed.count
                    ? msg_format(req->arena, req->lang, msg(N_("äldst: {1} dagar"), msg_number(req->today.day - parts->handed_first.day)))
                : parts->hidden.count ? msg_format(req->arena, req->lang, msg(N_("{1} tas upp senare"), msg_number((int64_t)parts->hidden.count)))
                                      : tr_str(req->lang, N_("inget överlämnat"));
    add_tally(req, page, "info", "i-mail", (int64_t)parts->handed.count, tr_str(req->lang, N_("väntar på andra")), waits,
              show(req, "andra"), "andra");
    if (!trainees) return; // whoever sees no single trainee
    int64_t well = trainees - trainees_in_trouble(req, digest);
    Url list = url_add(req->arena, url(req->arena, "/st"), "visa", STR("klara"));
    add_tally(req, page, "ok", "i-check", well < 0 ? 0 : well,
              msg_format(req->arena, req->lang, msg(N_("av {1} utan något att åtgärda"), msg_number(trainees))),
              tr_str(req->lang, N_("krav och plan stämmer")), leads_somewhere(req, list) ? list : url(req->arena, "/att-gora"), "");
}

// --- the page

static Str today_text(const Request *req) {
    int year;
    Str day = weekday_name(req->lang, req->today);
    Str date = date_long(req->arena, req->lang, req->today); // "23 november 2026"
    Str text = str_printf(req->arena, "%.*s %.*s, %s %d", STR_ARG(day), STR_ARG(str_slice(date, 0, date.size - 5)), tr(req->lang, N_("vecka")), week_number(req->today, &year));
    char *first = arena_array(req->arena, char, text.size + 1);
    for (size_t i = 0; i < text.size; i++) first[i] = text.data[i];
    if (first[0] >= 'a' && first[0] <= 'z') first[0] = (char)(first[0] - 'a' + 'A');
    return (Str){first, text.size};
}

static Url offered(const Request *req, const char *path) {
    Url to = url(req->arena, "%s", path);
    return leads_somewhere(req, to) ? to : (Url){STR("")};
}

static void draw_empty(const Request *req, HtmlTodo *page) {
    page->empty = tr_str(req->lang, N_("Inget att göra just nu"));
    if (page->coming.count)
        page->next = msg_format(req->arena, req->lang, msg(N_("Nästa datum är {1}: {2}."), msg_text(page->coming.items[0].date),
                                                           msg_text(page->coming.items[0].title)));
    page->next_to = show(req, "kommande");
    page->next_word = tr_str(req->lang, N_("Visa kommande"));
}

static bool draw_lists(Request *req, const Digest *digest, const Parts *parts, HtmlTodo *page, Err *err) {
    Str visa = request_query(req, "visa");
    const struct {
        const char *visa, *filter;
        unsigned shown;
    } filters[] = {
        {"nu", N_("Bara det som ska åtgärdas först."), 1u << TODO_FIRST},
        {"30", N_("Bara det som ska vara klart inom 30 dagar."), (1u << TODO_WEEK) | (1u << TODO_MONTH)},
        {"historik", N_("Bara historiken."), 1u << TODO_HISTORY},
    };
    if (request_query(req, "regel").size) {
        draw_one_by_one(req, &parts->main, page);
        return true;
    }
    if (str_equal(visa, STR("kommande"))) {
        page->filter = tr_str(req->lang, N_("Det som kommer det närmaste halvåret."));
        return todo_all_coming(req, page, err);
    }
    if (str_equal(visa, STR("andra")) || str_equal(visa, STR("senare"))) {
        bool handed = str_equal(visa, STR("andra"));
        Digest other = digest_make(req->arena, req->lang, handed ? &parts->handed : &parts->hidden, req->today);
        page->filter = tr_str(req->lang, handed ? N_("Det som är överlämnat till andra.") : N_("Det som tas upp senare eller är godtaget."));
        draw_sections(req, &other, ~0u, page);
        if (!other.rows.count) page->empty = tr_str(req->lang, N_("Inget här"));
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        if (!str_equal(visa, str_from_c(filters[i].visa))) continue;
        page->filter = tr_str(req->lang, filters[i].filter);
        draw_sections(req, digest, filters[i].shown, page);
        if (!page->sections.count) page->empty = tr_str(req->lang, N_("Inget här"));
        return true;
    }
    draw_sections(req, digest, ~0u, page);
    if (!page->sections.count) draw_empty(req, page);
    return true;
}

static bool show_todo(Request *req, Reply *reply, Err *err) {
    FindingList all;
    int64_t trainees;
    if (!finding_todo(req->db, req->arena, &all, err) || !todo_trainees(req->db, &trainees, err)) return false;
    Parts parts = sort_out(req, &all);
    Digest digest = digest_make(req->arena, req->lang, &parts.main, req->today);
    HtmlTodo page = {.day = today_text(req), .all = url(req->arena, "/att-gora"), .never_used = !trainees && !all.count && may(req->session.role, MAY_READ_TRAINING),
                     .new_trainee = offered(req, "/st/ny"), .registering = offered(req, req->session.role == ROLE_SUPERVISOR ? "/samtal" : "/registrera"),
                     .import = offered(req, "/import"), .year = offered(req, "/arshjul")};
    page.ask = offered(req, "/fragor");
    page.ask_word = tr_str(req->lang, may(req->actor.role, MAY_ANSWER) ? N_("Frågor") : N_("Fråga studierektorn"));
    page.buttons = !page.never_used && (page.ask.address.size || page.new_trainee.address.size || page.registering.address.size);
    draw_tally(req, &digest, &parts, trainees, &page);
    if (!todo_beside(req, &digest, trainees, &page, err) || !draw_lists(req, &digest, &parts, &page, err)) return false;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Att göra")), .nav = "att-gora",
                                  .main = html_todo(req->arena, req->lang, &page)});
    return true;
}

// The first visit of a day evaluates what the date has made due. That changes nothing that anybody
// has said or done, so a GET may.
static bool evaluate_new_day(Request *req, Err *err) {
    bool of_day;
    RefreshCount count;
    if (!finding_is_of_day(req->db, req->today, &of_day, err)) return false;
    if (of_day) return true;
    // While someone else writes for long, yesterday's findings are better than none.
    if (!db_begin_write(req->db, err)) return err->kind == ERR_BUSY;
    bool done = finding_refresh(req->db, req->arena, req->today, &count, err) && db_commit(req->db, err);
    if (!done) db_rollback(req->db);
    return done;
}

bool page_todo(Request *req, Reply *reply, Err *err) {
    if (!evaluate_new_day(req, err) || !db_begin_read(req->db, err)) return false;
    bool done = show_todo(req, reply, err);
    db_rollback(req->db);
    return done;
}
