#include "http/frame.h"
#include "access/session_store.h"
#include "gen/assets.h"
#include "gen/frame.html.h"
#include "store/damage.h"
#include <string.h>

Url asset_url(const char *name) {
    for (const Asset *asset = assets; asset->name; asset++)
        if (strcmp(asset->name, name) == 0) return (Url){str_from_c(asset->path)};
    return (Url){STR("/static/missing")};
}

static const struct {
    const char *key, *word, *icon;
    Right right;
    unsigned only, but; // bits of roles: for these alone, for all but these; a phone has room for five
} nav_links[] = {
    {"att-gora", N_("Att göra"), "i-todo", MAY_READ_TODO},
    {"oversikt", N_("Översikt"), "i-rep", MAY_READ_OVERVIEW, .only = 1u << ROLE_HEAD},
    {"region", N_("Regionen"), "i-rep", MAY_READ_OVERVIEW, .only = 1u << ROLE_OVERALL_DIRECTOR | 1u << ROLE_TRAINING_OFFICE},
    {"plan", N_("Plan"), "i-plan", MAY_READ_PLAN},
    {"st", N_("ST-läkare"), "i-people", MAY_READ_TRAINING},
    {"sammankomster", N_("Samman\u00adkomster"), "i-cal", MAY_READ_GATHERING}, // a soft hyphen: the rail is narrow
    {"enheter", N_("Enheter"), "i-unit", MAY_READ_UNIT},
    {"import", N_("Import"), "i-import", MAY_IMPORT, .but = 1u << ROLE_HEAD},
};

static bool is_served(const Request *req, const Route *table, const char *path) {
    PairList params;
    bool other;
    return route_find(table, req->arena, GET, str_from_c(path), &params, &other) != NULL;
}

static bool is_current(const Page *page, const char *key) {
    return page->nav && strcmp(page->nav, key) == 0;
}

static HtmlFrameLinksList frame_links(const Request *req, const Page *page, const Route *table, FrameFacts facts) {
    HtmlFrameLinksList links = {0};
    if (!req->session.signed_in) return links;
    for (size_t i = 0; i < COUNT_OF(nav_links); i++) {
        Url to = url(req->arena, "/%s", nav_links[i].key);
        unsigned role = 1u << req->session.role;
        if (!may(req->session.role, nav_links[i].right) || (nav_links[i].but & role)) continue;
        if (nav_links[i].only && !(nav_links[i].only & role)) continue;
        if (!is_served(req, table, str_to_c(req->arena, to.address))) continue;
        HtmlFrameLinks link = {.to = to,
                               .icon = str_from_c(nav_links[i].icon),
                               .word = tr_str(req->lang, nav_links[i].word),
                               .current = is_current(page, nav_links[i].key)};
        if (i == 0 && facts.todo_count > 0)
            link.count = str_printf(req->arena, "%lld", (long long)facts.todo_count);
        list_add(req->arena, &links, link);
    }
    return links;
}

// The letter that begins each of the first and the last word.
static Str initials(Arena *arena, Str name) {
    Buf buf = buf_begin(arena);
    Str first = STR(""), last = STR(""), word;
    while (str_split(&name, ' ', &word)) {
        if (word.size == 0) continue;
        size_t letter = 1;
        while (letter < word.size && ((unsigned char)word.data[letter] & 0xc0) == 0x80) letter++;
        if (first.size == 0) first = str_slice(word, 0, letter);
        else last = str_slice(word, 0, letter);
    }
    buf_add(&buf, first);
    buf_add(&buf, last);
    return buf_end(&buf);
}

#define ICONS_MAX 128

static void icons_note(Str markup, bool used[ICONS_MAX]) {
    static const char before[] = "href=\"#";
    const char *at = markup.data, *past = markup.data + markup.size;
    while (at < past && (at = memmem(at, (size_t)(past - at), before, sizeof before - 1)) != NULL) {
        at += sizeof before - 1;
        const char *end = memchr(at, '"', (size_t)(past - at));
        if (!end) return;
        for (size_t i = 0; icons[i].id && i < ICONS_MAX; i++)
            if (str_equal((Str){at, (size_t)(end - at)}, str_from_c(icons[i].id))) used[i] = true;
    }
}

static Html sprite(Arena *arena, const bool used[ICONS_MAX]) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; icons[i].id && i < ICONS_MAX; i++)
        if (used[i]) buf_add(&buf, str_from_c(icons[i].markup));
    return html_from_buf(&buf);
}

static void frame_scope(const Request *req, const Route *table, const Page *page, HtmlFrame *frame) {
    const Session *session = &req->session;
    if (!session->signed_in) return;
    Instant left = session->ends - req->now;
    left = left > SESSION_IDLE_MS_MAX ? SESSION_IDLE_MS_MAX : left;
    frame->seconds = str_printf(req->arena, "%lld", (long long)(left / 1000));
    frame->account = str_printf(req->arena, "%lld", (long long)session->account.raw);
    frame->name = session->person_name;
    frame->initials = initials(req->arena, session->person_name);
    frame->role = role_word(req->lang, session->role);
    if (session->behalf.raw)
        frame->role = msg_format(req->arena, req->lang, msg(N_("{1} för {2}"), msg_text(frame->role), msg_text(session->behalf_name)));
    frame->scope = session->unit_name;
    frame->scope_above = session->unit_above_name;
    frame->search = is_served(req, table, "/sok");
    frame->settings = may(session->role, MAY_READ_SETTING) && is_served(req, table, "/installningar");
    frame->settings_current = is_current(page, "installningar");
}

Html frame_page(Request *req, const Page *page, const Route *table, FrameFacts facts) {
    HtmlFrame frame = {
        .language = req->lang == LANG_EN ? STR("en") : STR("sv"),
        .theme = req->session.theme,
        .keys_off = req->session.keys_off,
        .title = page->title,
        .failed = facts.failed,
        .mark = asset_url("mark.svg"),
        .style = asset_url("app.css"),
        .week_style = asset_url("week.css"),
        .htmx = asset_url("htmx.js"),
        .script = asset_url("app.js"),
        .bare = page->bare,
        .main = page->main,
        .main_class = str_from_c(page->main_class),
        .links = frame_links(req, page, table, facts),
    };
    if (page->refresh_seconds > 0) frame.refresh = str_printf(req->arena, "%d", page->refresh_seconds);
    frame.damaged = req->db && damage_is_marked(req->db);
    if (req->is_demo) frame.demo_day = date_long(req->arena, req->lang, req->today);
    if (!page->own_message && !page->bare) frame.message = request_message(req);
    frame_scope(req, table, page, &frame);

    ArenaMark mark = arena_mark(req->arena);
    bool used[ICONS_MAX] = {0}; // a first drawing shows which icons the page uses
    icons_note(html_frame(req->arena, req->lang, &frame).markup, used);
    arena_reset(req->arena, mark);
    frame.sprite = sprite(req->arena, used);
    return html_frame(req->arena, req->lang, &frame);
}
