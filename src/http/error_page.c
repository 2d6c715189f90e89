#include "http/error_page.h"
#include "base/json.h"
#include "gen/error.html.h"

static const struct {
    int status;
    const char *title, *text;
} texts[] = {
    {400, N_("Adressen går inte att läsa"), N_("Gå till startsidan och försök därifrån.")},
    {401, N_("Logga in först"), N_("Du måste vara inloggad för att göra det här.")},
    {403, N_("Du får inte göra det här"), N_("Be någon som har den rollen, eller byt roll i ditt konto.")},
    {404, N_("Sidan finns inte"), N_("Adressen är fel, eller så får du inte se det som fanns här.")},
    {405, N_("Det går inte att göra så här"), N_("Gå till startsidan och försök därifrån.")},
    {409, N_("Någon annan har ändrat det här"), N_("Ladda om sidan, se vad som har ändrats och gör om din ändring.")},
    {413, N_("Filen är för stor"), N_("Filer får vara högst 25 MB tillsammans.")},
    {415, N_("Det går inte att läsa det som skickades"), N_("Skicka formuläret från Randas egen sida.")},
    {422, N_("Det gick inte att spara"), N_("Gå tillbaka, rätta och försök igen.")},
    {429, N_("Vänta en stund"), N_("Det har kommit för många försök. Försök igen senare.")},
    {500, N_("Något gick fel hos oss"), N_("Inget har sparats. Försök igen. Om det händer igen, uppge numret till den som sköter Randa.")},
    {503, N_("Många arbetar just nu"), N_("Försök igen om en minut. Inget har sparats.")},
    {507, N_("Det är fullt"), N_("Inget har sparats. Hör av dig till den som sköter Randa.")},
};

static size_t text_for(int status) {
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i].status == status) return i;
    return COUNT_OF(texts) - 3; // 500
}

// The sentence of the error itself, where it says something to the person; never what an engine said.
static Str own_sentence(const Request *req, int status, const Err *err) {
    if (!err->message.text || status == 404 || status == 500 || status == 503) return STR("");
    return msg_format(req->arena, req->lang, err->message);
}

static void error_json(Request *req, Reply *reply, int status, Str text, const Err *err) {
    JsonOut out = out_begin(req->arena);
    out_object(&out);
    out_key_text(&out, "error", str_from_c(err_kind_name(err->kind)));
    out_key_int(&out, "status", status);
    out_key_text(&out, "message", text);
    out_key_text(&out, "request", req->id);
    out_object_end(&out);
    reply_json(reply, out_end(&out));
}

void error_page(Request *req, Reply *reply, int status, const Err *err) {
    size_t i = text_for(status);
    Str title = tr_str(req->lang, texts[i].title), own = own_sentence(req, status, err);
    HtmlError page = {.title = title, .text = own.size > 0 ? own : tr_str(req->lang, texts[i].text)};
    if (status == 403 && own.size > 0) { // "Bara verksamhetschefen kan …" is the heading itself
        page.title = str_ends(own, STR(".")) ? str_slice(own, 0, own.size - 1) : own;
        page.text = tr_str(req->lang, texts[i].text);
    }
    page.search = status == 404 && req->session.signed_in;
    page.number = req->id;
    if (status >= 500 && req->method == GET) page.again = (Url){req->target};
    if (str_starts(req->path, STR("/api/"))) {
        error_json(req, reply, status, page.text, err);
        return;
    }
    reply_page(req, reply, (Page){.title = title, .main = html_error(req->arena, req->lang, &page)});
}
