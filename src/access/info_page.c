#include "access/info_page.h"
#include "gen/accessibility.html.h"
#include "gen/keys.html.h"
#include "gen/privacy.html.h"

bool page_accessibility(Request *req, Reply *reply, Err *err) {
    (void)err;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Tillgänglighet")),
                                  .main = html_accessibility(req->arena, req->lang, &(HtmlAccessibility){0})});
    return true;
}

bool page_privacy(Request *req, Reply *reply, Err *err) {
    (void)err;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Personuppgifter")),
                                  .main = html_privacy(req->arena, req->lang, &(HtmlPrivacy){0})});
    return true;
}

bool page_keys(Request *req, Reply *reply, Err *err) {
    (void)err;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Tangenter")),
                                  .main = html_keys(req->arena, req->lang, &(HtmlKeys){0})});
    return true;
}
