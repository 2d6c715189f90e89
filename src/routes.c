// routes.c: all that the server answers. One screen shows who may do what; a forgotten rule is
// NOBODY, and the server does not start with one.
#include "access/account_page.h"
#include "access/choose_password_page.h"
#include "access/factor_page.h"
#include "access/drift_page.h"
#include "access/info_page.h"
#include "access/log_page.h"
#include "access/oidc_page.h"
#include "access/rights_page.h"
#include "access/sign_in_page.h"
#include "access/sign_in_settings_page.h"
#include "access/step_up.h"
#include "access/token_page.h"
#include "document/document_page.h"
#include "document/sign_page.h"
#include "document/version_page.h"
#include "duty/finding_list_page.h"
#include "duty/overview_page.h"
#include "duty/remind_page.h"
#include "duty/undo_page.h"
#include "duty/year_page.h"
#include "duty/todo_page.h"
#include "exchange/finding_export_page.h"
#include "exchange/import_page.h"
#include "gathering/gathering_page.h"
#include "gathering/introduction_page.h"
#include "http/route.h"
#include "people/search_page.h"
#include "people/assignment_page.h"
#include "people/person_page.h"
#include "people/merit_page.h"
#include "people/question_page.h"
#include "people/relation_page.h"
#include "people/setting_page.h"
#include "people/supervisor_page.h"
#include "people/unit_page.h"
#include "placement/board_page.h"
#include "placement/compare_page.h"
#include "placement/feed_page.h"
#include "placement/invite_page.h"
#include "placement/propose_page.h"
#include "training/training_page.h"

const Route routes[] = {
    // method path                     transaction who may             handler
    {GET,  "/",                        TX_NONE,  SIGNED_IN,           page_home},
    {GET,  "/logga-in",                TX_NONE,  ANYONE,              page_sign_in},
    {POST, "/logga-in",                TX_NONE,  ANYONE,              do_sign_in},
    {GET,  "/logga-in/region",         TX_NONE,  ANYONE,              page_oidc_start},
    {GET,  "/logga-in/region/svar",    TX_NONE,  ANYONE,              page_oidc_back},
    {GET,  "/logga-in/region/uppdrag", TX_READ,  ANYONE,              page_oidc_choose},
    {POST, "/logga-in/region/uppdrag", TX_NONE,  ANYONE,              do_oidc_choose},
    {GET,  "/logga-ut/region",         TX_NONE,  ANYONE,              page_oidc_out},
    {GET,  "/logga-in/kod",            TX_NONE,  ANYONE,              page_factor},
    {POST, "/logga-in/kod",            TX_NONE,  ANYONE,              do_factor},
    {GET,  "/logga-in/koppla",         TX_NONE,  ANYONE,              page_factor_enrol},
    {POST, "/logga-in/koppla",         TX_NONE,  ANYONE,              do_factor_enrol},
    {GET,  "/valj-losenord",           TX_READ,  ANYONE,              page_choose_password},
    {POST, "/valj-losenord",           TX_NONE,  ANYONE,              do_choose_password},
    {POST, "/bekrafta",                TX_NONE,  SIGNED_IN,           do_step_up},
    {POST, "/logga-in/avbryt",         TX_WRITE, ANYONE,              do_factor_leave},
    {POST, "/logga-ut",                TX_WRITE, SIGNED_IN,           do_sign_out},
    {GET,  "/tillganglighet",          TX_NONE,  ANYONE,              page_accessibility},
    {GET,  "/personuppgifter",         TX_NONE,  ANYONE,              page_privacy},
    {GET,  "/tangenter",               TX_NONE,  SIGNED_IN,           page_keys},

    {GET,  "/konto",                   TX_READ,  SIGNED_IN,           page_account},
    {POST, "/konto",                   TX_WRITE, SIGNED_IN,           do_account},
    {POST, "/konto/losenord",          TX_NONE,  SIGNED_IN,           do_account_password},
    {POST, "/konto/roll",              TX_WRITE, SIGNED_IN,           do_account_role},
    {POST, "/konto/sessioner",         TX_WRITE, SIGNED_IN,           do_account_sessions_end},
    {GET,  "/konto/kalender",          TX_READ,  SIGNED_IN,           page_feeds},
    {POST, "/konto/kalender",          TX_WRITE, SIGNED_IN,           do_feed_make},
    {POST, "/konto/kalender/:id/aterkalla", TX_WRITE, SIGNED_IN,      do_feed_revoke},
    {GET,  "/konto/mejl",              TX_READ,  SIGNED_IN,           page_reminders},
    {POST, "/konto/mejl",              TX_WRITE, SIGNED_IN,           do_reminders},
    {GET,  "/konto/nycklar",           TX_READ,  SIGNED_IN,           page_tokens},
    {POST, "/konto/nycklar",           TX_WRITE, SIGNED_IN,           do_token_add, .needs_step_up = true},
    {POST, "/konto/nycklar/:id/aterkalla", TX_WRITE, SIGNED_IN,       do_token_revoke},
    {POST, "/konto/reservkoder",       TX_WRITE, SIGNED_IN,           do_account_recovery, .needs_step_up = true},
    {POST, "/konto/kodapp",            TX_WRITE, SIGNED_IN,           do_account_factor, .needs_step_up = true},
    {POST, "/konto/session/:id",       TX_WRITE, SIGNED_IN,           do_account_session_end},

    {GET,  "/konto/las",               TX_READ,  SIGNED_IN,           page_readers},
    {GET,  "/konto/utdrag.html",       TX_READ,  SIGNED_IN,           page_extract},
    {GET,  "/konto/utdrag.json",       TX_READ,  SIGNED_IN,           page_extract},
    {GET,  "/drift",                   TX_READ,  MAY_RUN,             page_drift},
    {GET,  "/logg",                    TX_READ,  MAY_READ_LOG,        page_log},
    {GET,  "/behorighet",              TX_READ,  MAY_READ_SETTING,    page_relations},
    {GET,  "/behorighet/:id/lamna-over", TX_READ, MAY_APPOINT,        page_hand_over},
    {POST, "/behorighet/:id/lamna-over", TX_WRITE, MAY_APPOINT,       do_hand_over, .needs_step_up = true},
    {GET,  "/behorighet/tabell",       TX_NONE,  SIGNED_IN,           page_rights},

    {GET,  "/sok",                     TX_READ,  SIGNED_IN,           page_search},
    {POST, "/angra/:id",               TX_WRITE, SIGNED_IN,           do_undo},

    {GET,  "/plan",                    TX_READ,  MAY_READ_PLAN,       page_plan},
    {GET,  "/plan/tabell",             TX_READ,  MAY_READ_PLAN,       page_plan_table},
    {GET,  "/plan/in-ut",              TX_READ,  MAY_READ_IN_OUT,     page_plan_in_out},
    {POST, "/plan/in-ut",              TX_WRITE, MAY_READ_IN_OUT,     do_plan_in_out},
    {GET,  "/uppdrag",                 TX_READ,  MAY_READ_ASSIGNMENT, page_assignment, .shows = K3},
    {POST, "/uppdrag/villkor",         TX_WRITE, MAY_EDIT_ASSIGNMENT, do_assignment_terms},
    {POST, "/uppdrag/tid",             TX_WRITE, MAY_READ_ASSIGNMENT, do_assignment_time},
    {GET,  "/uppdrag/overlamning",     TX_READ,  MAY_READ_ASSIGNMENT, page_assignment_left},
    {GET,  "/meriter",                 TX_READ,  MAY_READ_ASSIGNMENT, page_merit},
    {POST, "/meriter",                 TX_WRITE, MAY_EDIT_ASSIGNMENT, do_merit},
    {GET,  "/meriter/lista.csv",       TX_NONE,  MAY_READ_ASSIGNMENT, page_merit_list, .needs_step_up = true},
    {GET,  "/fragor",                  TX_READ,  MAY_ASK,             page_questions, .shows = K3},
    {POST, "/fragor",                  TX_WRITE, MAY_ASK,             do_question},
    {POST, "/fragor/svar",             TX_WRITE, MAY_ASK,             do_question_answer},
    {POST, "/fragor/lamna",            TX_WRITE, MAY_ASK,             do_question_hand_on},
    {GET,  "/plan/automatisk",         TX_READ,  MAY_PROPOSE_PLAN,    page_propose},
    {POST, "/plan/automatisk",         TX_WRITE, MAY_PROPOSE_PLAN,    do_propose},
    {GET,  "/jobb/:id",                TX_READ,  MAY_PROPOSE_PLAN,    page_job},
    {POST, "/jobb/:id/stoppa",         TX_WRITE, MAY_PROPOSE_PLAN,    do_job_stop},
    {GET,  "/plan/jamfor",             TX_READ,  MAY_PROPOSE_PLAN,    page_compare},
    {POST, "/plan/anta",               TX_WRITE, MAY_PROPOSE_PLAN,    do_compare_accept},
    {POST, "/plan/forkasta",           TX_WRITE, MAY_PROPOSE_PLAN,    do_compare_discard},
    {GET,  "/plan/publicera",          TX_READ,  MAY_PUBLISH_PLAN,    page_publish},
    {POST, "/plan/publicera",          TX_WRITE, MAY_PUBLISH_PLAN,    do_publish},
    {GET,  "/plan/ny",                 TX_READ,  MAY_EDIT_PLAN,       page_placement_new},
    {POST, "/plan/ny",                 TX_WRITE, MAY_EDIT_PLAN,       do_placement_new},
    {POST, "/plan/placering/:id",      TX_WRITE, MAY_EDIT_PLAN,       do_placement_change},
    {POST, "/plan/placering/:id/losning", TX_WRITE, MAY_EDIT_PLAN,    do_placement_solution},
    {POST, "/plan/placering/:id/status", TX_WRITE, MAY_EDIT_PLAN,     do_placement_state},
    {GET,  "/plan/placering/:id/ta-bort", TX_READ, MAY_EDIT_PLAN,     page_placement_remove},
    {POST, "/plan/placering/:id/ta-bort", TX_WRITE, MAY_EDIT_PLAN,    do_placement_remove},
    {GET,  "/plan/placering/:id/inbjudan", TX_READ, MAY_EDIT_PLAN,    page_invite},
    {POST, "/plan/placering/:id/inbjudan", TX_WRITE, MAY_EDIT_PLAN,   do_invite},
    {POST, "/plan/placering/:id/inbjudan/:row/aterkalla", TX_WRITE, MAY_EDIT_PLAN, do_invite_revoke},
    {GET,  "/kalender/:kod",           TX_NONE,  ANYONE,              page_calendar},
    {GET,  "/inbjudan/:kod",           TX_READ,  ANYONE,              page_invitation},
    {POST, "/inbjudan/:kod",           TX_NONE,  ANYONE,              do_invitation},
    {GET,  "/att-gora",                TX_NONE,  MAY_READ_TODO,       page_todo},
    {GET,  "/regler",                  TX_READ,  MAY_READ_TODO,       page_rules},
    {GET,  "/regler/:nyckel",          TX_READ,  MAY_READ_TODO,       page_rule},
    {GET,  "/arenden",                 TX_READ,  MAY_READ_TODO,       page_findings},
    {GET,  "/arenden/:fil",            TX_NONE,  MAY_EXPORT,          page_finding_export, .needs_step_up = true},
    {GET,  "/oversikt",                TX_READ,  MAY_READ_OVERVIEW,   page_overview},
    {GET,  "/region",                  TX_READ,  MAY_READ_OVERVIEW,   page_region},
    {GET,  "/arshjul",                 TX_READ,  MAY_READ_OVERVIEW,   page_year},
    {GET,  "/arende/:id",              TX_READ,  MAY_READ_TODO,       page_finding, .shows = K3},
    {GET,  "/arende/:id/senare",       TX_READ,  MAY_HANDLE_FINDING,  page_finding_later, .shows = K3},
    {POST, "/arende/:id/senare",       TX_WRITE, MAY_HANDLE_FINDING,  do_finding_later},
    {POST, "/arende/:id/lamna",        TX_WRITE, MAY_HANDLE_FINDING,  do_finding_hand_over},
    {POST, "/arende/:id/godta",        TX_WRITE, MAY_ACCEPT_FINDING,  do_finding_accept},
    {POST, "/arende/:id/tillbaka",     TX_WRITE, MAY_HANDLE_FINDING,  do_finding_take_back},
    {GET,  "/sammankomster",           TX_READ,  MAY_READ_GATHERING,  page_gatherings},
    {GET,  "/sammankomster/ny",        TX_READ,  MAY_EDIT_GATHERING,  page_gathering_new},
    {POST, "/sammankomster/ny",        TX_WRITE, MAY_EDIT_GATHERING,  do_gathering_new},
    {GET,  "/sammankomster/atgarder",  TX_READ,  MAY_READ_GATHERING,  page_actions},
    {POST, "/sammankomster/atgarder",  TX_WRITE, MAY_EDIT_GATHERING,  do_action_new},
    {POST, "/sammankomster/atgarder/:id", TX_WRITE, MAY_READ_GATHERING, do_action_settle},
    {GET,  "/sammankomster/fragor",    TX_READ,  MAY_EDIT_ISSUE,      page_issues},
    {POST, "/sammankomster/fragor",    TX_WRITE, MAY_EDIT_ISSUE,      do_issue},
    {POST, "/sammankomster/serie/:id/avsluta", TX_WRITE, MAY_EDIT_GATHERING, do_series_end},
    {GET,  "/sammankomster/:id",       TX_READ,  MAY_READ_GATHERING,  page_gathering, .shows = K3},
    {GET,  "/sammankomster/:id/andra", TX_READ,  MAY_EDIT_GATHERING,  page_gathering_edit},
    {POST, "/sammankomster/:id/andra", TX_WRITE, MAY_EDIT_GATHERING,  do_gathering_edit},
    {POST, "/sammankomster/:id/hallen", TX_WRITE, MAY_EDIT_GATHERING, do_gathering_hold},
    {POST, "/sammankomster/:id/blev-inte", TX_WRITE, MAY_EDIT_GATHERING, do_gathering_drop},
    {POST, "/sammankomster/:id/svar",  TX_WRITE, SIGNED_IN,           do_gathering_answer},
    {POST, "/sammankomster/:id/anteckning", TX_WRITE, MAY_READ_GATHERING, do_gathering_note},
    {POST, "/sammankomster/:id/atgard", TX_WRITE, MAY_READ_GATHERING, do_gathering_action},
    {POST, "/sammankomster/:id/enhet", TX_WRITE, MAY_EDIT_GATHERING,  do_gathering_host},
    {GET,  "/sammankomster/:id/lank",  TX_READ,  MAY_EDIT_GATHERING,  page_gathering_link},
    {POST, "/sammankomster/:id/lank",  TX_WRITE, MAY_EDIT_GATHERING,  do_gathering_link},
    {GET,  "/sammankomster/:id/har",   TX_READ,  SIGNED_IN,           page_gathering_here},
    {POST, "/sammankomster/:id/har",   TX_WRITE, SIGNED_IN,           do_gathering_here},
    {GET,  "/st",                      TX_READ,  MAY_READ_TRAINING,   page_trainings},
    {GET,  "/st/ny",                   TX_READ,  MAY_EDIT_TRAINING,   page_training_new},
    {POST, "/st/ny",                   TX_WRITE, MAY_EDIT_TRAINING,   do_training_new},
    {GET,  "/st/komplettera",          TX_READ,  MAY_REGISTER,        page_history_fill},
    {POST, "/st/komplettera",          TX_WRITE, MAY_REGISTER,        do_history_fill},
    {GET,  "/registrera",              TX_READ,  MAY_REGISTER,        page_register},
    {POST, "/registrera",              TX_WRITE, MAY_REGISTER,        do_register},
    {GET,  "/samtal",                  TX_READ,  MAY_REGISTER,        page_talks},
    {POST, "/samtal",                  TX_WRITE, MAY_REGISTER,        do_talk},
    {GET,  "/st/:id/samtal",           TX_READ,  MAY_READ_TRAINING,   page_talk_log, .shows = K2},
    {GET,  "/handledare",              TX_READ,  MAY_READ_SUPERVISORS, page_supervisors},
    {GET,  "/handledare/lista.csv",    TX_NONE,  MAY_EXPORT,          page_supervisors_list, .needs_step_up = true},
    {GET,  "/st/:id",                  TX_READ,  MAY_READ_TRAINING,   page_training, .shows = K3},
    {GET,  "/st/:id/plan",             TX_READ,  MAY_READ_TRAINING,   page_training_plan, .shows = K2},
    {POST, "/st/:id/plan",             TX_WRITE, MAY_EDIT_TRAINING,   do_training_needs},
    {GET,  "/st/:id/mal",              TX_READ,  MAY_READ_TRAINING,   page_training_goals, .shows = K2},
    {GET,  "/st/:id/tid",              TX_READ,  MAY_READ_TRAINING,   page_training_time, .shows = K4},
    {GET,  "/st/:id/handelser",        TX_READ,  MAY_READ_TRAINING,   page_training_events, .shows = K3},
    {POST, "/st/:id/handelser/:row/ta-bort", TX_WRITE, MAY_REGISTER,  do_event_remove},
    {GET,  "/st/:id/dokument",         TX_READ,  MAY_READ_TRAINING,   page_training_documents, .shows = K2},
    {GET,  "/st/:id/dokument/:fil",    TX_READ,  MAY_READ_TRAINING,   page_training_document, .shows = K2},
    {POST, "/st/:id/version",          TX_WRITE, MAY_SETTLE_DOCUMENT, do_document_settle},
    {GET,  "/version/:id/underskrift", TX_READ,  MAY_SIGN_DOCUMENT,   page_sign},
    {POST, "/version/:id/underskrift", TX_WRITE, MAY_SIGN_DOCUMENT,   do_sign, .needs_step_up = true},
    {GET,  "/version/:id",             TX_READ,  MAY_READ_TRAINING,   page_version, .shows = K2},
    {POST, "/version/:id",             TX_WRITE, MAY_REGISTER,        do_signature, .takes_files = true},
    {GET,  "/st/:id/historik",         TX_READ,  MAY_READ_TRAINING,   page_training_history, .shows = K2},
    {GET,  "/st/:id/introduktion",     TX_READ,  MAY_READ_TRAINING,   page_introduction, .shows = K2},
    {POST, "/st/:id/introduktion",     TX_WRITE, MAY_REGISTER,        do_introduction_give},
    {POST, "/st/:id/introduktion/steg", TX_WRITE, MAY_TICK_INTRODUCTION, do_introduction_tick},
    {GET,  "/st/:id/registrera",       TX_READ,  MAY_REGISTER,        page_register},
    {POST, "/st/:id/registrera",       TX_WRITE, MAY_REGISTER,        do_register},
    {GET,  "/st/:id/intyg",            TX_READ,  MAY_REGISTER,        page_certificate, .shows = K2},
    {POST, "/st/:id/intyg",            TX_WRITE, MAY_REGISTER,        do_certificate},
    {POST, "/st/:id/intyg/:row/ta-bort", TX_WRITE, MAY_REGISTER,      do_certificate_remove},
    {GET,  "/st/:id/uppgifter",        TX_READ,  MAY_EDIT_TRAINING,   page_training_data, .shows = K3},
    {POST, "/st/:id/uppgifter",        TX_WRITE, MAY_EDIT_TRAINING,   do_training_data},
    {POST, "/st/:id/grad",             TX_WRITE, MAY_EDIT_TRAINING,   do_training_share},
    {POST, "/st/:id/huvudhandledare",  TX_WRITE, MAY_EDIT_TRAINING,   do_training_supervisor},
    {GET,  "/st/:id/ledighet/:row",    TX_READ,  MAY_EDIT_TRAINING,   page_absence, .shows = K4},
    {POST, "/st/:id/ledighet/:row",    TX_WRITE, MAY_EDIT_TRAINING,   do_absence},
    {POST, "/st/:id/ledighet/:row/ta-bort", TX_WRITE, MAY_EDIT_TRAINING, do_absence_remove},
    {GET,  "/import",                  TX_READ,  MAY_IMPORT,          page_import},
    {POST, "/import",                  TX_WRITE, MAY_IMPORT,          do_import_upload, .takes_files = true},
    {GET,  "/import/:id",              TX_READ,  MAY_IMPORT,          page_import_draft},
    {POST, "/import/:id/fragor",       TX_WRITE, MAY_IMPORT,          do_import_answer},
    {POST, "/import/:id/spara",        TX_WRITE, MAY_IMPORT,          do_import_save},
    {POST, "/import/:id/avbryt",       TX_WRITE, MAY_IMPORT,          do_import_drop},
    {GET,  "/export",                  TX_READ,  MAY_EXPORT,          page_export},
    {GET,  "/export/:fil",             TX_NONE,  MAY_EXPORT,          page_export_list, .needs_step_up = true},

    {GET,  "/enheter",                 TX_READ,  MAY_READ_UNIT,       page_units},
    {GET,  "/enhet/ny",                TX_READ,  MAY_EDIT_UNIT,       page_unit_form},
    {POST, "/enhet/ny",                TX_WRITE, MAY_EDIT_UNIT,       do_unit},
    {GET,  "/enhet/:id",               TX_READ,  MAY_READ_UNIT,       page_unit},
    {GET,  "/enhet/:id/andra",         TX_READ,  MAY_EDIT_UNIT,       page_unit_form},
    {POST, "/enhet/:id/andra",         TX_WRITE, MAY_EDIT_UNIT,       do_unit},
    {GET,  "/enhet/:id/platser/:row",  TX_READ,  MAY_EDIT_PLACES,     page_places},
    {POST, "/enhet/:id/platser/:row",  TX_WRITE, MAY_EDIT_PLACES,     do_places},
    {POST, "/enhet/:id/platser/:row/ta-bort", TX_WRITE, MAY_EDIT_PLACES, do_places_remove},

    {GET,  "/installningar",           TX_READ,  MAY_READ_SETTING,    page_settings},
    {POST, "/installningar",           TX_WRITE, MAY_EDIT_SETTING,    do_settings},
    {GET,  "/installningar/intervall", TX_READ,  MAY_READ_SETTING,    page_intervals},
    {POST, "/installningar/intervall/granska", TX_READ, MAY_EDIT_SETTING, page_intervals_preview},
    {POST, "/installningar/intervall", TX_WRITE, MAY_EDIT_SETTING,    do_intervals},
    {POST, "/installningar/intervall/standard", TX_WRITE, MAY_EDIT_SETTING, do_intervals_clear},
    {GET,  "/installningar/mall",      TX_READ,  MAY_READ_SETTING,    page_template},
    {POST, "/installningar/mall",      TX_WRITE, MAY_EDIT_SETTING,    do_template},
    {GET,  "/installningar/introduktion", TX_READ, MAY_READ_SETTING,  page_programme},
    {POST, "/installningar/introduktion", TX_WRITE, MAY_EDIT_SETTING, do_programme},
    {GET,  "/installningar/inloggning", TX_NONE, MAY_MANAGE_ACCOUNTS, page_sign_in_settings},
    {POST, "/installningar/inloggning/lank", TX_WRITE, MAY_MANAGE_ACCOUNTS, do_sign_in_link, .needs_step_up = true},
    {GET,  "/installningar/roller",    TX_READ,  MAY_READ_SETTING,    page_people},
    {GET,  "/person/:id",              TX_READ,  MAY_READ_SETTING,    page_person, .shows = K2},
    {POST, "/person/:id",              TX_WRITE, MAY_EDIT_PERSON,     do_person},
    {POST, "/person/:id/kompetens",    TX_WRITE, MAY_EDIT_PERSON,     do_qualification},
    {POST, "/person/:id/kompetens/:row/ta-bort", TX_WRITE, MAY_EDIT_PERSON, do_qualification_remove},
    {POST, "/person/:id/uppdrag",      TX_WRITE, MAY_APPOINT,         do_appointment, .needs_step_up = true},
    {POST, "/person/:id/uppdrag/:row/slut", TX_WRITE, MAY_APPOINT,    do_appointment_end, .needs_step_up = true},

    {GET,  "/api/v1/trainings",        TX_READ,  MAY_READ_TRAINING,   api_trainings},
    {GET,  "/api/v1/trainings/:id",    TX_READ,  MAY_READ_TRAINING,   api_training, .shows = K4},
    {GET,  "/api/v1/units",            TX_READ,  MAY_READ_UNIT,       api_units},

    {0},
};
