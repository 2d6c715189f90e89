// Findings as lists. /regler counts them per rule, person or unit; each row leads to the findings one by
// one. A rule's own page says why it is there.
#include "duty/finding_list_page.h"
#include "duty/finding_filter.h"
#include "duty/remedy.h"
#include "duty/rule_view.h"
#include "duty/todo_view.h"
#include "gen/finding_list.html.h"
#include "http/field.h"
#include "training/training_view.h"

static Html word_tag(const Request *req, FindingWord word) {
    const char *text = finding_word_text(word);
    if (!*text) return html_tag_of(req->arena, req->lang, "", "i-hist", tr_str(req->lang, N_("Uppgift saknas")));
    return html_tag_of(req->arena, req->lang, str_to_c(req->arena, tone_of(word)), str_to_c(req->arena, icon_of(word)), tr_str(req->lang, text));
}

// --- filter: what can be chosen is what is there

typedef struct {
    HtmlFindingListSelects select;
    Str chosen;
    StrMap seen;
} Choice;

static Choice choice(const Request *req, const char *name, const char *label, Str chosen) {
    Choice c = {.select = {.id = str_printf(req->arena, "f-%s", name), .name = str_from_c(name), .label = tr_str(req->lang, label)}, .chosen = chosen};
    list_add(req->arena, &c.select.options, ((HtmlFindingListSelectsOptions){.value = STR(""), .label = tr_str(req->lang, N_("Alla"))}));
    return c;
}

static void offer(const Request *req, Choice *c, Str value, Str label) {
    int64_t there;
    if (!value.size || !label.size || str_map_get(&c->seen, value, &there)) return;
    str_map_put(req->arena, &c->seen, value, 1);
    list_add(req->arena, &c->select.options, ((HtmlFindingListSelectsOptions){.value = value, .label = label, .chosen = str_equal(value, c->chosen)}));
}

static int by_label(const void *a, const void *b, void *context) {
    (void)context;
    return str_compare(((const HtmlFindingListSelectsOptions *)a)->label, ((const HtmlFindingListSelectsOptions *)b)->label);
}

static void choice_put(const Request *req, HtmlFindingList *page, Choice *c, bool sorted) {
    if (sorted) list_sort(req->arena, c->select.options.items + 1, c->select.options.count - 1, sizeof *c->select.options.items, by_label, NULL);
    list_add(req->arena, &page->selects, c->select);
}

static void draw_filter(const Request *req, const SeenFindingList *all, const FindingFilter *filter, bool with_rule, HtmlFindingList *page) {
    Str unit_chosen = id_text(req->arena, filter->unit), days_chosen = id_text(req->arena, filter->days);
    Choice units = choice(req, "enhet", N_("Enhet"), unit_chosen), rules = choice(req, "regel", N_("Regel"), filter->rule);
    Choice words = choice(req, "slag", N_("Slag"), filter->word < 0 ? STR("") : str_from_c(finding_word_names[filter->word]));
    Choice mends = choice(req, "ansvarig", N_("Kan rätta"), filter->responsible), days = choice(req, "inom", N_("Klart senast"), days_chosen);
    for (size_t i = 0; i < all->count; i++) {
        const SeenFinding *seen = &all->items[i];
        offer(req, &units, id_text(req->arena, seen->finding.unit.raw), seen->unit_name);
        offer(req, &rules, seen->rule->id, tr_str(req->lang, seen->rule->name));
        const char *text = finding_word_text(seen->finding.word);
        offer(req, &words, str_from_c(finding_word_names[seen->finding.word]), tr_str(req->lang, *text ? text : N_("Uppgift saknas")));
        offer(req, &mends, seen->rule->responsible->id, tr_str(req->lang, seen->rule->responsible->name));
    }
    offer(req, &days, STR("7"), tr_str(req->lang, N_("inom en vecka")));
    offer(req, &days, STR("30"), tr_str(req->lang, N_("inom 30 dagar")));
    offer(req, &days, STR("90"), tr_str(req->lang, N_("inom 90 dagar")));
    if (with_rule) choice_put(req, page, &rules, true);
    choice_put(req, page, &words, false);
    choice_put(req, page, &units, true);
    choice_put(req, page, &mends, true);
    choice_put(req, page, &days, false);
}

// --- what all have

static void draw_pages(const Request *req, Url here, const FindingFilter *filter, size_t first, size_t count, HtmlFindingList *page) {
    size_t past = first + FINDING_ROWS_MAX < count ? first + FINDING_ROWS_MAX : count;
    page->shown = msg_format(req->arena, req->lang, msg(N_("Visar {1}–{2} av {3}"), msg_number((int64_t)first + 1), msg_number((int64_t)past), msg_number((int64_t)count)));
    if (first) page->before = finding_filter_url(req->arena, here, filter, filter->page - 1);
    if (past < count) page->after = finding_filter_url(req->arena, here, filter, filter->page + 1);
}

static size_t first_row(const FindingFilter *filter, size_t count) {
    size_t first = (size_t)(filter->page - 1) * FINDING_ROWS_MAX;
    return filter->page > 1000 || first >= count ? 0 : first;
}

static void draw_empty(const Request *req, const FindingFilter *filter, Url here, HtmlFindingList *page) {
    bool all = finding_filter_is_empty(filter);
    page->empty = tr_str(req->lang, all ? N_("Inga ärenden just nu") : N_("Inga träffar"));
    if (!all) page->clear = here;
}

static Str note_of(const Request *req, const SeenFinding *seen) {
    const Finding *f = &seen->finding;
    if (f->accepted_by.raw) return tr_str(req->lang, N_("godtaget med ett skäl"));
    if (finding_is_hidden(f, req->today))
        return msg_format(req->arena, req->lang, msg(N_("tas upp igen {1}"), msg_text(date_short_year(req->arena, req->lang, f->put_off))));
    if (f->handed_to.raw) return tr_str(req->lang, N_("överlämnat"));
    return f->on_todo ? STR("") : tr_str(req->lang, N_("bara i sammanställningar, inte på Att göra"));
}

static void draw_rows(Request *req, const SeenFindingList *list, const FindingFilter *filter, Url here, HtmlFindingList *page) {
    size_t first = first_row(filter, list->count);
    for (size_t i = first; i < list->count && i < first + FINDING_ROWS_MAX; i++) {
        const SeenFinding *seen = &list->items[i];
        const Finding *f = &seen->finding;
        request_lists_training(req, f->training);
        list_add(req->arena, &page->rows,
                 ((HtmlFindingListRows){.to = url_finding(req->arena, f->id), .title = finding_title(req->arena, req->lang, f), .note = note_of(req, seen),
                                        .state = word_tag(req, f->word), .when = due_when(req->arena, req->lang, f->since, f->due, req->today),
                                        .unit = seen->unit_name, .mends = tr_str(req->lang, seen->rule->responsible->name)}));
    }
    if (list->count) draw_pages(req, here, filter, first, list->count, page);
    else draw_empty(req, filter, here, page);
    page->lede = msg_format(req->arena, req->lang, msg(list->count == 1 ? N_("{1} ärende") : N_("{1} ärenden"), msg_number((int64_t)list->count)));
}

static void draw_export(const Request *req, const FindingFilter *filter, HtmlFindingList *page) {
    Url csv = url(req->arena, "/arenden/arenden.csv"), xlsx = url(req->arena, "/arenden/arenden.xlsx");
    if (!leads_somewhere(req, csv)) return;
    page->csv = finding_filter_url(req->arena, csv, filter, 0);
    page->xlsx = finding_filter_url(req->arena, xlsx, filter, 0);
}

static void send(Request *req, Reply *reply, const HtmlFindingList *page) {
    reply_page(req, reply, (Page){.title = page->title, .nav = "att-gora", .main = html_finding_list(req->arena, req->lang, page)});
}

// --- one by one

bool page_findings(Request *req, Reply *reply, Err *err) {
    SeenFindingList all;
    FindingFilter filter = finding_filter_read(req);
    HtmlFindingList page = {.crumb = true, .title = tr_str(req->lang, N_("Ärenden")), .here = url(req->arena, "/arenden"), .person = id_text(req->arena, filter.person)};
    if (!finding_seen(req, &all, err)) return false;
    SeenFindingList list = finding_filtered(req, &all, &filter);
    if (filter.person && list.count && list.items[0].person_name.size) page.title = list.items[0].person_name;
    else if (filter.unit && list.count) page.title = list.items[0].unit_name;
    draw_filter(req, &all, &filter, true, &page);
    draw_rows(req, &list, &filter, page.here, &page);
    draw_export(req, &filter, &page);
    send(req, reply, &page);
    return true;
}

bool page_rule(Request *req, Reply *reply, Err *err) {
    SeenFindingList all;
    const DutyRule *rule = rulebook_duty_rule(request_param(req, "nyckel"));
    if (!rule) return err_set(err, ERR_NOT_FOUND, msg(N_("Regeln finns inte, eller så går den inte än.")));
    FindingFilter filter = finding_filter_read(req), of_rule;
    filter.rule = STR("");
    of_rule = filter;
    of_rule.rule = rule->id;
    HtmlFindingList page = {.crumb = true, .title = tr_str(req->lang, rule->name), .here = url(req->arena, "/regler/%.*s", STR_ARG(rule->id))};
    if (!finding_seen(req, &all, err) || !rule_why(req, rule, filter.unit ? (UnitId){filter.unit} : req->session.unit, &page.why, err)) return false;
    FindingFilter only = {.rule = rule->id, .word = -1, .page = 1};
    SeenFindingList its = finding_filtered(req, &all, &only), list = finding_filtered(req, &all, &of_rule);
    draw_filter(req, &its, &filter, false, &page);
    draw_rows(req, &list, &filter, page.here, &page);
    draw_export(req, &of_rule, &page);
    send(req, reply, &page);
    return true;
}

// --- counted per rule, person or unit

typedef enum { PER_RULE, PER_PERSON, PER_UNIT, PER_COUNT } Per;
static const struct {
    const char *key, *tab, *lead;
} pers[PER_COUNT] = {{"regel", N_("Per regel"), N_("Regel")}, {"person", N_("Per person"), N_("Person")}, {"enhet", N_("Per enhet"), N_("Enhet")}};

typedef struct {
    Str key, name, unit;
    const DutyRule *rule;
    int64_t count, units;
    FindingWord worst;
    UnitId unit_id, last_unit;
    PersonId person;
    IdMap unit_ids;
} Group;
LIST_OF(GroupList, Group);

static Str key_of(const Request *req, Per per, const SeenFinding *seen) {
    if (per == PER_RULE) return seen->rule->id;
    return id_text(req->arena, per == PER_PERSON ? seen->about.raw : seen->finding.unit.raw);
}

static void count_in(const Request *req, Group *group, const SeenFinding *seen) {
    int64_t there;
    if (!group->count || seen->finding.word < group->worst) group->worst = seen->finding.word;
    group->count++;
    if (!seen->finding.unit.raw || id_map_get(&group->unit_ids, seen->finding.unit.raw, &there)) return;
    id_map_put(req->arena, &group->unit_ids, seen->finding.unit.raw, 1);
    if (!group->units++) group->unit = seen->unit_name;
}

static GroupList groups_of(const Request *req, Per per, const SeenFindingList *list) {
    GroupList groups = {0};
    StrMap at = {0};
    for (size_t i = 0; i < list->count; i++) {
        const SeenFinding *seen = &list->items[i];
        Str key = key_of(req, per, seen);
        int64_t index;
        if (!key.size) continue; // about a unit as a whole: no person
        if (!str_map_get(&at, key, &index)) {
            index = (int64_t)groups.count;
            str_map_put(req->arena, &at, key, index);
            Str name = per == PER_RULE ? tr_str(req->lang, seen->rule->name) : per == PER_PERSON ? seen->person_name : seen->unit_name;
            list_add(req->arena, &groups, ((Group){.key = key, .name = name, .rule = seen->rule, .unit_id = seen->finding.unit, .person = seen->about}));
        }
        count_in(req, &groups.items[index], seen);
    }
    return groups;
}

// The rules that have found nothing are there too: what is watched is worth knowing.
static void add_quiet_rules(const Request *req, GroupList *groups) {
    size_t spoken = groups->count;
    for (size_t r = 0; r < rulebook_data.duty_rule_count; r++) {
        const DutyRule *rule = &rulebook_data.duty_rules[r];
        bool there = false;
        for (size_t i = 0; i < spoken; i++) there = there || groups->items[i].rule == rule;
        if (!there) list_add(req->arena, groups, ((Group){.key = rule->id, .name = tr_str(req->lang, rule->name), .rule = rule}));
    }
}

static int by_worst(const void *a, const void *b, void *context) {
    (void)context;
    const Group *x = a, *y = b;
    if (!x->count != !y->count) return !x->count - !y->count;
    if (x->count && x->worst != y->worst) return (int)x->worst - (int)y->worst;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return str_compare(x->name, y->name);
}

static Url leads_to(const Request *req, Per per, const Group *group, FindingFilter filter) {
    if (per == PER_RULE) {
        filter.rule = STR("");
        return finding_filter_url(req->arena, url(req->arena, "/regler/%.*s", STR_ARG(group->key)), &filter, 0);
    }
    if (per == PER_PERSON) filter.person = group->person.raw;
    else filter.unit = group->unit_id.raw;
    return finding_filter_url(req->arena, url(req->arena, "/arenden"), &filter, 0);
}

static Str units_text(const Request *req, const Group *group) {
    if (group->units < 2) return group->unit;
    return msg_format(req->arena, req->lang, msg(N_("{1} enheter"), msg_number(group->units)));
}

static void draw_groups(const Request *req, Per per, const GroupList *groups, const FindingFilter *filter, Url here, HtmlFindingList *page) {
    size_t first = first_row(filter, groups->count);
    for (size_t i = first; i < groups->count && i < first + FINDING_ROWS_MAX; i++) {
        const Group *group = &groups->items[i];
        HtmlFindingListGroups row = {.to = leads_to(req, per, group, *filter), .name = group->name, .units = units_text(req, group),
                                     .count = str_printf(req->arena, "%lld", (long long)group->count),
                                     .binding = rule_binding_tag(req, group->rule->ground.binding),
                                     .mends = tr_str(req->lang, group->rule->responsible->name)};
        if (group->count) row.state = word_tag(req, group->worst);
        list_add(req->arena, &page->groups, row);
    }
    if (groups->count) draw_pages(req, here, filter, first, groups->count, page);
    else draw_empty(req, filter, here, page);
}

bool page_rules(Request *req, Reply *reply, Err *err) {
    SeenFindingList all;
    FindingFilter filter = finding_filter_read(req);
    Per per = PER_RULE;
    for (int i = 0; i < PER_COUNT; i++)
        if (str_equal(request_query(req, "per"), str_from_c(pers[i].key))) per = (Per)i;
    HtmlFindingList page = {.title = tr_str(req->lang, N_("Ärenden per regel, person och enhet")), .here = url(req->arena, "/regler"),
                            .lead = tr_str(req->lang, pers[per].lead), .by_rule = per == PER_RULE};
    if (per != PER_RULE) page.per = str_from_c(pers[per].key);
    Url here = per == PER_RULE ? page.here : url_add(req->arena, page.here, "per", page.per);
    if (!finding_seen(req, &all, err)) return false;
    SeenFindingList list = finding_filtered(req, &all, &filter);
    GroupList groups = groups_of(req, per, &list);
    if (per == PER_RULE && finding_filter_is_empty(&filter)) add_quiet_rules(req, &groups);
    list_sort(req->arena, groups.items, groups.count, sizeof *groups.items, by_worst, NULL);
    for (int i = 0; i < PER_COUNT; i++) {
        Url to = url_add(req->arena, url(req->arena, "/regler"), "per", str_from_c(pers[i].key));
        list_add(req->arena, &page.tabs, ((HtmlFindingListTabs){.to = finding_filter_url(req->arena, to, &filter, 0), .current = (Per)i == per, .label = tr_str(req->lang, pers[i].tab)}));
    }
    draw_filter(req, &all, &filter, true, &page);
    draw_groups(req, per, &groups, &filter, here, &page);
    page.lede = msg_format(req->arena, req->lang, msg(list.count == 1 ? N_("{1} ärende") : N_("{1} ärenden"), msg_number((int64_t)list.count)));
    draw_export(req, &filter, &page);
    send(req, reply, &page);
    return true;
}
