#include "duty/remind_page.h"
#include "duty/remind_act.h"
#include "gen/records_store.h"
#include "gen/reminders.html.h"

static void add_days(Request *req, int64_t chosen, HtmlReminders *page) {
    for (int64_t day = 0; day <= 7; day++) {
        Date monday = date_from_ymd(2026, 11, 23);
        Str word = day ? weekday_name(req->lang, date_add_days(monday, (int)day - 1)) : tr_str(req->lang, N_("Inget veckobrev"));
        list_add(req->arena, &page->days, ((HtmlRemindersDays){.value = str_printf(req->arena, "%lld", (long long)day), .word = word,
                                                               .chosen = day == chosen}));
    }
}

static bool show(Request *req, Reply *reply, Str fault, Err *err) {
    ReminderChoice choice;
    Person person;
    bool demanded;
    if (!reminder_choice_get(req->db, req->arena, req->session.person, &choice, err) ||
        !person_load(req->db, req->arena, req->session.person, &person, err) ||
        !reminder_is_demanded(req->db, req->arena, req->today, &demanded, err))
        return false;
    HtmlReminders page = {.guard = request_guard(req), .fault = fault, .email = person.email, .no_mail = !req->mails,
                          .urgent = choice.urgent, .demanded = demanded && req->session.role != ROLE_TRAINEE};
    add_days(req, choice.weekday, &page);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Mejl från Randa")), .nav = "installningar",
                                  .main = html_reminders(req->arena, req->lang, &page)});
    return true;
}

bool page_reminders(Request *req, Reply *reply, Err *err) {
    return show(req, reply, STR(""), err);
}

bool do_reminders(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "reminders.choose");
    int64_t weekday = -1;
    Err shown;
    request_form_int(req, "veckodag", &weekday);
    if (!reminder_choose(&act, weekday, request_form_has(req, "genast"), err)) {
        if (err->kind == ERR_INVALID && !show(req, reply, msg_format(req->arena, req->lang, err->message), &shown)) *err = shown;
        return false;
    }
    reply_redirect_done(req, reply, url(req->arena, "/konto/mejl"), msg(N_("Dina val är sparade.")), act.audit);
    return true;
}
