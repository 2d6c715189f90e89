// The main journeys over the real routes, with the n-th query failing for every n until the request
// succeeds: each time a decent page, nothing written, nothing left open. One step follows the other in
// one invented clinic, so a failure that left something behind would also show in what comes after.
#include "access/account_store.h"
#include "demo/demo_store.h"
#include "duty/finding_store.h"
#include "gen/records_store.h"
#include "http/test_browser.h"
#include "placement/board_store.h"
#include "placement/solution.h"
#include "store/engine.h"
#include "store/job.h"
#include "store/region.h"
#include "store/test_db.h"

#define QUERIES_MAX 3000
#define PASSWORD "provkor randa i lugn och ro"

static Date journey_today(void) {
    return date_from_ymd(2026, 11, 23);
}

static Instant clock_ms = 1795435200000; // 2026-11-23 12:00 UTC

static Instant journey_now(void) {
    return clock_ms;
}

typedef struct {
    Browser browser;
    Db *other;       // a second connection: what others see, and whether they can write
    DemoWorld world;
    Str csrf;
    PairList values; // {name} in addresses and forms
    Sql state;       // what changes when anything is committed
    Err err;
} Walk;

// --- what the database holds ---------------------------------------------------------------------

// SQLite counts the commits of others. On PostgreSQL a table's newest row and number of rows change with
// every insert, update and delete that is committed.
static Sql state_query(Arena *arena, Db *db) {
    static const Sql tables = {"tables", "SELECT 1", "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1", 0, 0, 0, 0};
    Query query;
    Err err;
    Buf buf = buf_begin(arena);
    if (!db_is_postgres(db)) return (Sql){.name = "state", .sqlite = "SELECT data_version FROM pragma_data_version"};
    CHECK_OK(query_begin(&query, db, &tables, &err), err);
    while (query_next(&query)) {
        Str table = query_text(&query, arena, 0);
        buf_addf(&buf, "%sSELECT '%.*s' AS t, count(*) AS n, coalesce(max(xmin::text::bigint), 0) AS x FROM %.*s",
                 buf.size ? " UNION ALL " : "", STR_ARG(table), STR_ARG(table));
    }
    CHECK_OK(query_end(&query, &err), err);
    Str all = str_printf(arena, "SELECT string_agg(t || ' ' || n || ' ' || x, ',' ORDER BY t) FROM (%.*s) a", STR_ARG(buf_end(&buf)));
    return (Sql){.name = "state", .sqlite = "SELECT 1", .postgres = all.data};
}

static Str state(Walk *walk) {
    Query query;
    CHECK_OK(query_begin(&query, walk->other, &walk->state, &walk->err), walk->err);
    CHECK(query_next(&query), "a row");
    Str all = query_text(&query, walk->browser.arena, 0);
    CHECK_OK(query_end(&query, &walk->err), walk->err);
    return all;
}

static int64_t number_of(Walk *walk, const Sql *sql) {
    Query query;
    CHECK_OK(query_begin(&query, walk->other, sql, &walk->err), walk->err);
    int64_t number = query_next(&query) ? query_int(&query, 0) : 0;
    CHECK_OK(query_end(&query, &walk->err), walk->err);
    return number;
}

#define NUMBER(walk, text) \
    ({ \
        static const Sql sql_ = {text, text, text, 0, 0, 0, 0}; \
        number_of(walk, &sql_); \
    })

// --- a clinic ------------------------------------------------------------------------------------

static void make_accounts(Walk *walk, Act *act) {
    Str hash = browser_hash(walk->browser.arena, PASSWORD);
    for (size_t i = 0; i < walk->world.account_count; i++) {
        Account account = {.person = walk->world.people.items[walk->world.accounts[i].person.raw - 1].id,
                           .login = str_from_c(walk->world.accounts[i].login),
                           .password_hash = hash,
                           .language = STR("sv")};
        CHECK_OK(account_save(act, &account, &walk->err), walk->err);
    }
}

static void make_clinic(Walk *walk) {
    Db *db = walk->browser.db;
    int64_t region;
    demo_make(walk->browser.arena, DEMO_CLINIC, 0, 1, journey_today(), &walk->world);
    CHECK_OK(db_begin_write(db, &walk->err), walk->err);
    RegionDraft draft = {.key = walk->world.key, .name = walk->world.name, .is_demo = true};
    CHECK_OK(region_ensure(db, draft, &region, &walk->err), walk->err);
    db_scope_set(db, (DbScope){.region = region, .today = journey_today()});
    Act act = test_act(db, walk->browser.arena, "demo.make");
    CHECK_OK(demo_store(&act, &walk->world, &walk->err), walk->err);
    make_accounts(walk, &act);
    CHECK_OK(audit_end(&act, &walk->err) && db_commit(db, &walk->err), walk->err);
}

static Walk walk_open(void) {
    Walk walk = {.browser = {.db = test_db_open(), .arena = arena_open((size_t)512 << 20)}};
    walk.browser.site = (Site){.routes = routes, .today = journey_today, .now = journey_now, .demo_today = DATE_NONE};
    make_clinic(&walk);
    walk.other = test_db_again(walk.browser.db);
    walk.state = state_query(walk.browser.arena, walk.other);
    return walk;
}

static void walk_close(Walk *walk) {
    test_db_close(walk->other);
    test_db_close(walk->browser.db);
    arena_close(walk->browser.arena);
}

// --- before a step: what its address and form name -----------------------------------------------

static void set(Walk *walk, const char *name, Str value) {
    list_add(walk->browser.arena, &walk->values, (Pair){str_from_c(name), value});
}

static void set_number(Walk *walk, const char *name, int64_t value) {
    set(walk, name, str_printf(walk->browser.arena, "%lld", (long long)value));
}

static void set_placement(Walk *walk, const Placement *placement, int days_later) {
    Arena *arena = walk->browser.arena;
    set_number(walk, "id", placement->id.raw);
    set_number(walk, "version", placement->version);
    set_number(walk, "unit", placement->unit.raw);
    set_number(walk, "training", placement->training.raw);
    set(walk, "first", date_iso(arena, date_add_days(placement->first, days_later)));
    set(walk, "last", date_iso(arena, date_add_days(placement->past, days_later - 1)));
}

static Board board_of(Walk *walk) {
    Board board;
    DateSpan window = {date_from_ymd(2026, 1, 1), date_from_ymd(2034, 1, 1)};
    CHECK_OK(board_load(walk->other, walk->browser.arena, (UnitId){0}, window, journey_today(), &board, &walk->err), walk->err);
    return board;
}

static void before_sign_in(Walk *walk) {
    CHECK(get(&walk->browser, "/logga-in") == 200, "the door");
    walk->csrf = field(&walk->browser, "csrf");
}

// The session's own token is in every page from now on.
static void after_sign_in(Walk *walk) {
    CHECK(get(&walk->browser, "/konto") == 200, "signed in");
    walk->csrf = field(&walk->browser, "csrf");
}

// The last on the list is no demand, so that it may be put off.
static void before_finding(Walk *walk) {
    CHECK(get(&walk->browser, "/att-gora") == 200, "Att göra");
    Str id = STR(""), rest = walk->browser.out.body, link = STR("href=\"/arende/");
    for (size_t at; (at = str_find(rest, link)) != STR_NOT_FOUND;) {
        rest = str_slice(rest, at + link.size, rest.size);
        Str to = str_slice(rest, 0, str_find_char(rest, '"'));
        if (str_find_char(to, '#') == STR_NOT_FOUND) id = to;
    }
    set(walk, "id", id);
}

// A clash that has a way out.
static void before_clash(Walk *walk) {
    Board board = board_of(walk);
    for (size_t i = 0; i < board.clashes.count; i++) {
        const BoardRow *row;
        const Placement *placement = board_placement(&board, board.clashes.items[i].placements.items[0].id, &row);
        if (!placement || !solution_list(walk->browser.arena, &board, placement->id, PLAN_CALENDAR_HALF_MONTH).count) continue;
        set_placement(walk, placement, 0);
        return;
    }
    CHECK(false, "the demo clinic has a clash with a way out");
}

static void before_undo(Walk *walk) {
    set_number(walk, "id", NUMBER(walk, "SELECT max(id) FROM audit"));
}

// A rotation ahead of today, with more after it.
static void before_move(Walk *walk) {
    Board board = board_of(walk);
    for (size_t i = 0; i < board.rows.count; i++)
        for (size_t k = 0; k + 2 < board.rows.items[i].placements.count; k++) {
            const Placement *p = &board.rows.items[i].placements.items[k];
            if (p->kind != PLACEMENT_KIND_ROTATION || p->state != PLACEMENT_STATE_PLANNED) continue;
            set_placement(walk, p, 16);
            return;
        }
    CHECK(false, "the demo clinic has a planned rotation");
}

static void run_the_job(Walk *walk) {
    static const atomic_bool never;
    JobsOptions options = {.address = test_db_address(walk->browser.db), .handlers = job_handlers, .today = journey_today, .stop = &never};
    int count;
    while (job_handlers[options.count].kind) options.count++;
    CHECK_OK(jobs_run_waiting(&options, &count, &walk->err), walk->err);
    CHECK(count == 1, "the plan is made");
    set_number(walk, "id", NUMBER(walk, "SELECT max(id) FROM job"));
}

// Of all that the proposal would change, two trainees' are kept: as true, and it can be tried more often.
static void before_compare(Walk *walk) {
    static const Sql few = {"few", "DELETE FROM plan_change WHERE training NOT IN (SELECT training FROM plan_change GROUP BY training ORDER BY count(*), training LIMIT 2)",
                            "DELETE FROM plan_change WHERE training NOT IN (SELECT training FROM plan_change GROUP BY training ORDER BY count(*), training LIMIT 2)", 0, 0, 0, 0};
    Query query;
    CHECK_OK(db_begin_write(walk->other, &walk->err), walk->err);
    CHECK_OK(query_begin(&query, walk->other, &few, &walk->err) && query_run(&query, &walk->err), walk->err);
    CHECK_OK(db_commit(walk->other, &walk->err), walk->err);
    set_number(walk, "version", NUMBER(walk, "SELECT max(id) FROM plan_version"));
    set_number(walk, "training", NUMBER(walk, "SELECT min(training) FROM plan_change"));
}

static TrainingId some_training(Walk *walk) {
    return (TrainingId){NUMBER(walk, "SELECT min(id) FROM training WHERE state = 0")};
}

static void before_training(Walk *walk) {
    set_number(walk, "id", some_training(walk).raw);
}

static void before_unit(Walk *walk) {
    set_number(walk, "id", walk->world.capacities.items[0].unit.raw);
}

static void before_settings(Walk *walk) {
    CHECK(get(&walk->browser, "/installningar") == 200, "the form");
    set(walk, "version", field(&walk->browser, "version"));
}

static void after_export(Walk *walk) {
    CHECK(NUMBER(walk, "SELECT count(*) FROM audit WHERE action = 'export' AND subject LIKE 'placements %'") == 1, "one list has left");
    CHECK(NUMBER(walk, "SELECT count(*) FROM audit WHERE action = 'read' AND subject = '/st' AND about = 0 AND fields LIKE '%: %'") >= 1,
          "a list read is one entry, with who is in it");
}

static void before_import(Walk *walk) {
    set(walk, "file", STR("Kurs;Arrangör;Start;Slut;Ort;Platser\nLedarskap;Utbildningscentrum;2027-03-06;2027-03-08;Norrvik;24\n"));
}

// --- the journeys --------------------------------------------------------------------------------

typedef struct {
    const char *why;
    Method method;
    const char *target, *fields; // with {names}; {location}: where the last change led
    int expected;
    void (*before)(Walk *walk), (*after)(Walk *walk);
    bool writes_first; // in a write of its own: the try that is counted, the findings of the day
    int minutes;       // that pass between one try and the next
} Step;

static const Step steps[] = {
    {"sign in", POST, "/logga-in", "epost=studierektor&losenord=provkor+randa+i+lugn+och+ro", 303, before_sign_in, after_sign_in, .writes_first = true, .minutes = 60},
    {"Att göra, the first time today", GET, "/att-gora", NULL, 200, .writes_first = true},
    {"Att göra", GET, "/att-gora", NULL, 200},
    {"a finding", GET, "/arende/{id}", NULL, 200, before_finding},
    {"the findings by rule", GET, "/regler", NULL, 200},
    {"a rule", GET, "/regler/R38", NULL, 200},
    {"the year wheel", GET, "/arshjul", NULL, 200},
    {"how it stands", GET, "/oversikt", NULL, 200},
    {"the findings one by one", GET, "/arenden", NULL, 200},
    {"put a finding off", POST, "/arende/{id}/senare", "nar=2027-01-15&skal=Semester", 303, before_finding},
    {"the board", GET, "/plan", NULL, 200},
    {"the board with a clash chosen", GET, "/plan?vald={id}", NULL, 200, before_clash},
    {"solve the clash", POST, "/plan/placering/{id}/losning", "version={version}&losning=1", 303, before_clash},
    {"undo", POST, "/angra/{id}", "", 303, before_undo},
    {"move a placement", POST, "/plan/placering/{id}", "version={version}&fran={first}&till={last}&omfattning=100&enhet={unit}", 303, before_move},
    {"a new placement's form", GET, "/plan/ny", NULL, 200},
    {"a new placement", POST, "/plan/ny", "st={training}&enhet={unit}&typ=rand&fran={first}&till={last}&omfattning=100", 303, before_move},
    {"ask for a proposal", POST, "/plan/automatisk", "vilka=alla&sekunder=1&frys=1&flytt=1&resa=1&min=0", 303},
    {"its job, while it waits", GET, "{location}", NULL, 200},
    {"and when it is done", GET, "/jobb/{id}", NULL, 303, run_the_job},
    {"compare", GET, "/plan/jamfor?version={version}", NULL, 200, before_compare},
    {"accept one trainee's changes", POST, "/plan/anta", "version={version}&andring={training}", 303, before_compare},
    {"what would be published", GET, "{location}", NULL, 200},
    {"publish", POST, "/plan/publicera", "version={version}", 303, before_compare},
    {"register a talk", POST, "/st/{id}/registrera", "vad=supervision_talk&nar=2026-11-20&vem=egen&utfall=none&st={id}", 303, before_training},
    {"read a file in", POST, "/import", "{file}", 303, before_import},
    {"look at what it says", GET, "{location}", NULL, 200},
    {"save it", POST, "{location}/spara", "", 303},
    {"the trainees", GET, "/st", NULL, 200},
    {"a trainee", GET, "/st/{id}", NULL, 200, before_training},
    {"her goals", GET, "/st/{id}/mal", NULL, 200, before_training},
    {"her time", GET, "/st/{id}/tid", NULL, 200, before_training},
    {"her history", GET, "/st/{id}/historik", NULL, 200, before_training},
    {"the units", GET, "/enheter", NULL, 200},
    {"a unit", GET, "/enhet/{id}", NULL, 200, before_unit},
    {"the settings", GET, "/installningar", NULL, 200},
    {"save the settings", POST, "/installningar", "version={version}&bruk=2026-01-01&kalender=month", 303, before_settings},
    {"take a list out", GET, "/export/placeringar.csv", NULL, 200, .after = after_export},
};

// The text with {names} replaced by values, the newest first.
static Str filled(Walk *walk, const char *text) {
    Arena *arena = walk->browser.arena;
    Buf buf = buf_begin(arena);
    for (Str rest = str_from_c(text ? text : ""); rest.size;) {
        size_t from = str_find_char(rest, '{');
        buf_add(&buf, str_slice(rest, 0, from));
        if (from == STR_NOT_FOUND) break;
        size_t to = str_find_char(rest, '}'), i = walk->values.count;
        Str name = str_slice(rest, from + 1, to);
        while (i > 0 && !str_equal(walk->values.items[i - 1].name, name)) i--;
        CHECK(i > 0, "a value for each name");
        buf_add(&buf, walk->values.items[i - 1].value);
        rest = str_slice(rest, to + 1, rest.size);
    }
    return buf_end(&buf);
}

static int send(Walk *walk, const Step *step, const char *target, Str fields) {
    Browser *browser = &walk->browser;
    if (step->method == GET) return get(browser, target);
    if (!str_equal(str_from_c(step->fields), STR("{file}")))
        return post(browser, target, walk->csrf, str_to_c(browser->arena, fields));
    Str body = str_printf(browser->arena,
                          "--gr\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%.*s\r\n--gr\r\n"
                          "Content-Disposition: form-data; name=\"filer\"; filename=\"kurser.csv\"\r\n\r\n%.*s\r\n--gr--\r\n",
                          STR_ARG(walk->csrf), STR_ARG(fields));
    return ask(browser, POST, target, body, "Content-Type", "multipart/form-data; boundary=gr");
}

static PairList copy_of_cookies(const Browser *browser) {
    PairList copy = {0};
    for (size_t i = 0; i < browser->cookies.count; i++) list_add(browser->arena, &copy, browser->cookies.items[i]);
    return copy;
}

static void check_decent(const Browser *browser, const char *why) {
    static const char *const inside[] = {"SELECT", "INSERT", "UPDATE ", "DELETE ", "sqlite", "Databasen svarade", "libpq"};
    if (browser->out.status != 500) print_error("%s: %d\n", why, browser->out.status);
    CHECK(browser->out.status == 500, why);
    CHECK(has(browser, "<html lang=\"sv\"") && has(browser, "</html>"), why);
    CHECK(has(browser, "<title>") && has(browser, "Något gick fel hos oss"), why);
    CHECK(has(browser, "Inget har sparats") && has(browser, "test-0001"), why);
    Str cookie = header(&browser->out, "Set-Cookie"); // the message of the step before has now been shown
    CHECK(!cookie.size || str_find(cookie, STR("=;")) != STR_NOT_FOUND, "no message of what was not done");
    for (size_t i = 0; i < COUNT_OF(inside); i++) CHECK(!has(browser, inside[i]), inside[i]);
}

static void check_nothing_open(Walk *walk, const char *why) {
    CHECK(walk->browser.db->tx == TX_NONE_OPEN && !walk->browser.db->runs_open, why);
    CHECK_OK(db_begin_write(walk->other, &walk->err), walk->err);
    db_rollback(walk->other);
}

static void check_unchanged(Walk *walk, Str before, int n, const char *why) {
    Str now = state(walk);
    for (Str was = before, is = now; was.size && is.size;) {
        size_t one = str_find_char(was, ','), other = str_find_char(is, ',');
        Str old = str_slice(was, 0, one), new = str_slice(is, 0, other);
        if (!str_equal(old, new))
            print_error("%s, query %d: %.*s, then %.*s\n", why, n, STR_ARG(old), STR_ARG(new));
        was = one == STR_NOT_FOUND ? STR("") : str_slice(was, one + 1, was.size);
        is = other == STR_NOT_FOUND ? STR("") : str_slice(is, other + 1, is.size);
    }
    CHECK(str_equal(before, now), why);
}

// How many queries the step has.
static int take(Walk *walk, const Step *step) {
    Browser *browser = &walk->browser;
    if (step->before) step->before(walk);
    const char *target = str_to_c(browser->arena, filled(walk, step->target));
    Str fields = filled(walk, step->fields), before = state(walk);
    for (int n = 1; n < QUERIES_MAX; n++) {
        PairList cookies = copy_of_cookies(browser);
        ArenaMark mark = arena_mark(browser->arena);
        db_fail_at(browser->db, n);
        int status = send(walk, step, target, fields);
        bool failed = browser->db->fail_after == 0;
        db_fail_at(browser->db, 0);
        check_nothing_open(walk, step->why);
        if (!failed) {
            CHECK(status == step->expected, step->why);
            CHECK(step->method == GET || !str_equal(before, state(walk)), "what is done is there for others to see");
            if (step->method == POST) set(walk, "location", header(&browser->out, "Location"));
            return n - 1;
        }
        // The number beside Att göra in the menu is no reason to show nothing.
        bool shown = status == step->expected && step->method == GET;
        if (!shown) check_decent(browser, step->why);
        if (!shown && !step->writes_first) check_unchanged(walk, before, n, step->why);
        clock_ms += step->minutes * (Instant)60000;
        arena_reset(browser->arena, mark);
        browser->cookies = cookies;
    }
    CHECK(false, step->why);
    return 0;
}

TEST(routes_are_decent_when_the_nth_query_fails) {
    Walk walk = walk_open();
    int all = 0;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        all += take(&walk, &steps[i]);
        if (steps[i].after) steps[i].after(&walk);
    }
    CHECK(all > 500, "each query of each step has failed once");
    walk_close(&walk);
}

// --- two who change the same thing ----------------------------------------------------------------

typedef struct {
    const char *why, *page, *target; // where it is changed
    const char *fields;              // {text} is what the two write
    const char *theirs, *mine;       // as typed
    const char *theirs_shown, *mine_shown;
    void (*before)(Walk *walk);
} Form;

static void before_absence(Walk *walk) {
    set_number(walk, "row", NUMBER(walk, "SELECT min(id) FROM absence"));
    set_number(walk, "id", NUMBER(walk, "SELECT training FROM absence ORDER BY id LIMIT 1"));
}

static void before_places(Walk *walk) {
    before_unit(walk);
    set_number(walk, "row", walk->world.capacities.items[0].id.raw);
}

static void before_person(Walk *walk) {
    set_number(walk, "id", NUMBER(walk, "SELECT supervisor FROM supervision ORDER BY id LIMIT 1"));
}

static void before_data(Walk *walk) {
    Training training;
    before_training(walk);
    CHECK_OK(training_load(walk->other, walk->browser.arena, some_training(walk), &training, &walk->err), walk->err);
    set(walk, "specialty", training.specialty);
    set(walk, "regulation", training.regulation);
    set(walk, "at", str_from_c(known_bool_names[training.swedish_at]));
    set(walk, "first", date_iso(walk->browser.arena, training.first));
    set(walk, "last", date_iso(walk->browser.arena, training.planned_end));
    set_number(walk, "unit", training.home_unit.raw);
}

static const Form forms[] = {
    {"a placement", "/plan?vald={id}", "/plan/placering/{id}", "fran={first}&till={text}&omfattning=100&enhet={unit}", "2030-01-15",
     "2030-01-31", "2030-01-15", "2030-01-31", before_move},
    {"leave", "/st/{id}/ledighet/{row}", "/st/{id}/ledighet/{row}", "orsak=parental&fran=2027-01-01&till=2027-06-30&grad={text}", "40",
     "60", "40 %", "60 %", before_absence},
    {"places", "/enhet/{id}/platser/{row}", "/enhet/{id}/platser/{row}", "niva=all&fran=2026-01-01&till=2031-12-31&antal={text}", "71",
     "72", "71", "72", before_places},
    {"a person", "/person/{id}", "/person/{id}", "fornamn=Eva&efternamn={text}&hsa=&epost=&tel=&leg=", "Deras", "Min", "Deras", "Min",
     before_person},
    {"a trainee", "/st/{id}/uppgifter", "/st/{id}/uppgifter",
     "specialitet={specialty}&foreskrift={regulation}&at={at}&hem={unit}&start={first}&slut={last}&lage=active&anm={text}", "Deras", "Min",
     "Deras", "Min", before_data},
    {"a unit", "/enhet/{id}/andra", "/enhet/{id}/andra", "namn={text}&kort=&slag=clinic&vard=inpatient&over=&specialitet=&epost=&tel=&bruk=",
     "Deras", "Min", "Deras", "Min", before_unit},
    {"the settings", "/installningar", "/installningar", "bruk={text}&kalender=month", "2026-01-02", "2026-01-03", "2026-01-02",
     "2026-01-03", NULL},
};

// Of the form that changes it; a page may have others.
static void set_version(Walk *walk) {
    Str page = walk->browser.out.body;
    size_t at = str_find(page, STR("id=\"andra\""));
    if (at == STR_NOT_FOUND) at = str_find(page, STR("id=\"flytta\""));
    CHECK(at != STR_NOT_FOUND, "the form");
    walk->browser.out.body = str_slice(page, at, page.size);
    set(walk, "version", field(&walk->browser, "version"));
}

static void look_at(Walk *walk, const Form *form) {
    CHECK(get(&walk->browser, str_to_c(walk->browser.arena, filled(walk, form->page))) == 200, form->why);
    set_version(walk);
}

static int write_mine(Walk *walk, const Form *form, const char *fields) {
    set(walk, "text", str_from_c(form->mine));
    Str body = filled(walk, fields);
    return post(&walk->browser, str_to_c(walk->browser.arena, filled(walk, form->target)), walk->csrf, str_to_c(walk->browser.arena, body));
}

// Theirs is saved whichever query fails; mine then shows both, and may be saved over it.
TEST(routes_show_both_where_someone_else_was_first) {
    Walk walk = walk_open();
    take(&walk, &steps[0]);
    after_sign_in(&walk);
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        const Form *form = &forms[i];
        if (form->before) form->before(&walk);
        look_at(&walk, form);
        const char *fields = str_to_c(walk.browser.arena, str_printf(walk.browser.arena, "version={version}&%s", form->fields));
        set(&walk, "text", str_from_c(form->theirs));
        take(&walk, &(Step){form->why, POST, form->target, fields, 303});
        CHECK(write_mine(&walk, form, fields) == 409, form->why);
        CHECK(has(&walk.browser, str_to_c(walk.browser.arena, str_printf(walk.browser.arena, "Din ändring: <b>%s</b>", form->mine_shown))), form->why);
        CHECK(has(&walk.browser, str_to_c(walk.browser.arena, str_printf(walk.browser.arena, "Nu sparat: <b>%s</b>", form->theirs_shown))), form->why);
        CHECK(has(&walk.browser, "Spara min ändring") && has(&walk.browser, "Behåll det som är sparat"), form->why);
        set_version(&walk);
        CHECK(write_mine(&walk, form, fields) == 303, form->why);
    }
    walk_close(&walk);
}

TEST(routes_lead_from_a_new_placements_errors_to_its_fields) {
    static const struct {
        const char *fields, *link;
    } cases[] = {
        {"st={training}&enhet={unit}&typ=rand&fran=&till=2030-01-31&omfattning=100", "<a href=\"#fran\">"},
        {"st={training}&enhet={unit}&typ=rand&fran={first}&till=i+maj&omfattning=100", "<a href=\"#till\">"},
        {"st={training}&enhet={unit}&typ=rand&fran={first}&till={last}&omfattning=0", "<a href=\"#omfattning\">"},
        {"st={training}&enhet=&typ=rand&fran={first}&till={last}&omfattning=100", "<a href=\"#enhet\">"},
    };
    Walk walk = walk_open();
    take(&walk, &steps[0]);
    after_sign_in(&walk);
    before_move(&walk);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str fields = filled(&walk, cases[i].fields);
        CHECK(post(&walk.browser, "/plan/ny", walk.csrf, str_to_c(walk.browser.arena, fields)) == 422, cases[i].link);
        CHECK(has(&walk.browser, cases[i].link) && has(&walk.browser, "aria-invalid"), cases[i].link);
    }
    walk_close(&walk);
}
