#include "exchange/lists.h"
#include "gen/records.h"

static const ListWord care_words[] = {
    {CARE_FORM_INPATIENT, "slutenvård", "sluten vård|sluten|inpatient|inpatient care|hospital care"},
    {CARE_FORM_OUTPATIENT, "öppenvård", "öppen vård|öppen|outpatient|outpatient care"},
    {CARE_FORM_PRIMARY, "primärvård", "primär vård|primary|primary care"},
    {CARE_FORM_EMERGENCY, "akutsjukvård", "akutvård|akut|emergency|emergency care"},
    {0}};

static const ListWord level_words[] = {{CAPACITY_LEVEL_ALL, "alla", "all|alla nivåer|any|every|samtliga"},
                                   {CAPACITY_LEVEL_BT, "BT", "bt läkare|bastjänstgöring"},
                                   {CAPACITY_LEVEL_ST, "ST", "st läkare"},
                                   {0}};

static const ListWord role_words[] = {
    {ROLE_TRAINEE, "ST-läkare", "st läkare|bt läkare|läkare under utbildning|trainee|resident"},
    {ROLE_SUPERVISOR, "handledare", "huvudhandledare|supervisor|main supervisor"},
    {ROLE_DIRECTOR, "studierektor", "st studierektor|sr|director|director of training|director of studies"},
    {ROLE_HEAD, "verksamhetschef", "vc|chef|enhetschef|head|head of department|manager"},
    {ROLE_OVERALL_DIRECTOR, "övergripande studierektor", "ösr|overall director|overall director of training|regional director"},
    {ROLE_CONTACT, "kontaktperson", "kontakt|contact|contact person"},
    {ROLE_ROTA_PLANNER, "schemaläggare", "schemaansvarig|rota planner|scheduler"},
    {ROLE_EDUCATION_ADMIN, "utbildningsadministratör", "administratör|st administratör|education admin|education administrator"},
    {ROLE_TRAINING_OFFICE, "utbildningsenhet", "st kansli|training office"},
    {ROLE_BT_UNIT, "BT-enhet", "bt ansvarig|bt unit"},
    {ROLE_ADMIN, "systemadministratör", "admin|administrator|system administrator"},
    {0}};

static const ListWord training_words[] = {
    {TRAINING_KIND_ST, "ST", "specialiseringstjänstgöring|st läkare|specialist training"},
    {TRAINING_KIND_BT, "BT", "bastjänstgöring|bt läkare|basic training"},
    {0}};

static const ListWord placement_words[] = {
    {PLACEMENT_KIND_HOME, "hemklinik", "hemmaklinik|egen klinik|egen vårdcentral|moderklinik|home|home clinic|home unit|base"},
    {PLACEMENT_KIND_ROTATION, "sidotjänstgöring", "randning|sidoutbildning|rotation|external rotation|extern randning"},
    {PLACEMENT_KIND_BT, "bastjänstgöring", "bt|basic training"},
    {PLACEMENT_KIND_RESEARCH, "forskning", "research"},
    {PLACEMENT_KIND_PROJECT, "projekt", "vetenskapligt arbete|kvalitetsarbete|project"},
    {PLACEMENT_KIND_OBSERVATION, "auskultation", "observation"},
    {PLACEMENT_KIND_COURSE, "kurs", "course"},
    {0}};

// "Pågående" is derived from the dates: what is stored is that it is confirmed.
static const ListWord state_words[] = {
    {PLACEMENT_STATE_PLANNED, "planerad", "preliminär|planned|preliminary|plan"},
    {PLACEMENT_STATE_REQUESTED, "förfrågad", "begärd|ansökt|efterfrågad|requested|asked"},
    {PLACEMENT_STATE_CONFIRMED, "bekräftad", "klar|beviljad|pågående|pågår|confirmed|ongoing|agreed|current"},
    {PLACEMENT_STATE_CANCELLED, "inställd", "avbruten|avbokad|struken|cancelled|canceled"},
    {PLACEMENT_STATE_COMPLETED, "genomförd", "avslutad|fullgjord|completed|done|finished"},
    {0}};

static const ListWord cause_words[] = {
    {ABSENCE_CAUSE_PARENTAL, "föräldraledig", "föräldraledighet|fl|parental|parental leave|maternity leave|paternity leave"},
    {ABSENCE_CAUSE_SICK, "sjuk", "sjukskriven|sjukskrivning|sjukledig|sjukfrånvaro|sick|sick leave"},
    {ABSENCE_CAUSE_OTHER_SERVICE, "annan tjänstgöring", "tjänstgöring på annat håll|tjänstledig|other service|leave of absence"},
    {ABSENCE_CAUSE_STUDY, "studier", "studieledig|studieledighet|study|study leave|studies"},
    {ABSENCE_CAUSE_HOLIDAY, "semester", "holiday|vacation"},
    {ABSENCE_CAUSE_ON_CALL_COMP, "jourkomp", "jourkompensation|kompledig|on call comp|on call compensation"},
    {ABSENCE_CAUSE_OTHER, "annat", "annan|övrigt|övrig|other"},
    {0}};

static const ListWord event_words[] = {
    {EVENT_KIND_SUPERVISION_TALK, "handledarsamtal", "handledning|handledningssamtal|supervision|supervision talk"},
    {EVENT_KIND_YEARLY_REVIEW, "årlig avstämning", "årsavstämning|avstämning|yearly review|annual review"},
    {EVENT_KIND_COLLEGIUM, "specialistkollegium", "kollegium|st kollegium|collegium|specialist collegium"},
    {EVENT_KIND_IUP_DRAFT, "IUP utkast", "iup påbörjad|iup draft"},
    {EVENT_KIND_IUP_SIGNED, "IUP undertecknad", "iup signerad|iup|iup signed"},
    {EVENT_KIND_ST_CONTRACT_SIGNED, "ST-kontrakt undertecknat", "st kontrakt|st contract signed|st contract"},
    {EVENT_KIND_SUPERVISOR_MEETING, "handledarmöte", "handledarträff|supervisor meeting|supervisors meeting"},
    {EVENT_KIND_INSPECTION_EXTERNAL, "extern granskning", "spur|spur granskning|external inspection|external review|external audit"},
    {EVENT_KIND_INSPECTION_INTERNAL, "intern granskning", "internal inspection|internal review|internal audit"},
    {EVENT_KIND_INTRODUCTION_DONE, "introduktion klar", "introduktion|introduction done|introduction"},
    {EVENT_KIND_BT_NOTICE, "BT-anmälan", "anmälan bt|bt notice"},
    {EVENT_KIND_BT_COLLEGIUM, "BT-kollegium", "bt collegium"},
    {EVENT_KIND_ASSESSMENT, "bedömning", "assessment"},
    {EVENT_KIND_FINAL_REVIEW_PREPARATORY, "förberedande slutgenomgång", "final review preparatory|preparatory review"},
    {EVENT_KIND_FINAL_REVIEW, "slutgenomgång", "slutsamtal|final review|closing review"},
    {EVENT_KIND_APPRAISAL, "medarbetarsamtal", "utvecklingssamtal|appraisal"},
    {EVENT_KIND_HISTORY_NOTED, "historik noterad", "history noted"},
    {EVENT_KIND_TEACHING, "undervisning", "internundervisning|intern undervisning|teaching"},
    {EVENT_KIND_JOINT_EDUCATION, "temadag", "regionmöte|temadag eller regionmöte|joint education|theme day"},
    {EVENT_KIND_NETWORK, "studierektorsnätverk", "nätverk|nätverksmöte|network"},
    {EVENT_KIND_COUNCIL, "utbildningsråd", "council"},
    {EVENT_KIND_CPD, "egen fortbildning", "fortbildning|cpd"},
    {EVENT_KIND_PEDAGOGY, "pedagogisk fortbildning", "pedagogy"},
    {EVENT_KIND_MANAGEMENT_GROUP, "ledningsgrupp", "management group"},
    {EVENT_KIND_IUP_WORKSHOP, "IUP-verkstad", "iup workshop"},
    {EVENT_KIND_START_SEMINAR_TOLD, "information om startseminariet", "start seminar told"},
    {EVENT_KIND_START_SEMINAR, "startseminarium", "start seminar"},
    {0}};

static const ListWord outcome_words[] = {
    {EVENT_OUTCOME_ON_TRACK, "i fas", "enligt plan|on track"},
    {EVENT_OUTCOME_AHEAD, "före plan", "före|ahead"},
    {EVENT_OUTCOME_NEEDS_SUPPORT, "behöver stöd", "behov av stöd|needs support"},
    {EVENT_OUTCOME_ACTION_PLAN, "handlingsplan", "åtgärdsplan|action plan"},
    {0}};

#define PERSON_HEADINGS                                                                            \
    "st läkare|bt läkare|läkare|person|namn läkare|för och efternamn|name|full name|trainee|doctor|resident"
#define UNIT_HEADINGS                                                                              \
    "klinik|avdelning|placering|tjänstgöringsställe|enhetens namn|enhetsnamn|unit|unit name|clinic|department|ward"
#define HSA_HEADINGS "hsaid|hsa|hsa id nummer|hsa number"
#define EMAIL_HEADINGS "epost|mail|mejl|e postadress|epostadress|mailadress|email|e mail|email address"
#define FIRST_HEADINGS                                                                             \
    "from|fr o m|from och med|start|startdatum|börjar|första dag|from date|start date|starts|begins|first day|begin"
#define LAST_HEADINGS                                                                              \
    "tom|t o m|till och med|slut|slutdatum|slutar|sista dag|to|until|through|end|end date|ends|last day|to date"
#define SHARE_HEADINGS                                                                             \
    "grad|omf|tjänstgöringsgrad|sysselsättningsgrad|procent|andel|share|extent|percent|percentage|degree|employment share|service share|fte"
#define GOALS_HEADINGS "mål|delmålen|goals|goal|objectives|learning objectives"

static const Field unit_fields[] = {
    [UNITS_NAME] = {"name", "Enhet", "namn|name|" UNIT_HEADINGS, FIELD_TEXT, NEED_VALUE, KEY_HARD},
    [UNITS_HOSPITAL] = {"hospital", "Sjukhus", "förvaltning|organisation|tillhör|överordnad enhet|hospital|organization|parent|parent unit",
                        FIELD_TEXT, NEED_NONE, KEY_HARD},
    [UNITS_CARE] = {"care", "Vårdform", "form av vård|vårdnivå|form of care|care form|care|type of care|care type", FIELD_WORD, NEED_NONE, KEY_NO, care_words},
    [UNITS_SPECIALTY] = {"specialty", "Specialitet", "specialty|speciality", FIELD_SPECIALTY},
    [UNITS_EMAIL] = {"email", "E-post", EMAIL_HEADINGS, FIELD_EMAIL},
    [UNITS_PHONE] = {"phone", "Telefon", "tel|tfn|telefonnummer|phone|telephone|phone number", FIELD_TEXT},
    [UNITS_SHORT] = {"short_name", "Kortnamn", "förkortning|kort namn|short name|abbreviation", FIELD_TEXT},
    {0}};

static const Field capacity_fields[] = {
    [CAPACITIES_UNIT] = {"unit", "Enhet", UNIT_HEADINGS, FIELD_UNIT, NEED_VALUE, KEY_HARD},
    [CAPACITIES_LEVEL] = {"level", "Nivå", "gäller|level|grade", FIELD_WORD, NEED_NONE, KEY_HARD, level_words},
    [CAPACITIES_FIRST] = {"first", "Från", FIRST_HEADINGS, FIELD_DATE, NEED_VALUE, KEY_HARD},
    [CAPACITIES_LAST] = {"last", "Till", LAST_HEADINGS, FIELD_DATE_LAST},
    [CAPACITIES_PLACES] = {"places", "Platser", "antal platser|antal|kapacitet|places|seats|slots|capacity", FIELD_COUNT, NEED_VALUE},
    {0}};

static const Field people_fields[] = {
    [PEOPLE_NAME] = {"name", "Namn", PERSON_HEADINGS, FIELD_NAME, NEED_NONE, KEY_HARD},
    [PEOPLE_HSA] = {"hsa_id", "HSA-id", HSA_HEADINGS, FIELD_HSA},
    [PEOPLE_EMAIL] = {"email", "E-post", EMAIL_HEADINGS, FIELD_EMAIL},
    [PEOPLE_SPECIALTIES] = {"specialist_in", "Specialist i", "specialitet|specialiteter|specialistkompetens|specialist in|specialty|speciality|specialties", FIELD_SPECIALTIES},
    [PEOPLE_SINCE] = {"specialist_since", "Specialist sedan", "specialistbevis|specialist från|specialist fr o m|specialist since|specialist from|specialist date", FIELD_DATES},
    [PEOPLE_COURSE] = {"supervisor_course", "Handledarutbildning", "handledarkurs|handledarutbildad|handledarutbildning datum|supervisor course|supervisor training|supervision course", FIELD_DATE},
    [PEOPLE_LICENCE] = {"licence", "Legitimation", "leg|legitimerad|legitimationsdatum|leg datum|licence|license|licensed|licence date|license date|date of licence", FIELD_DATE},
    [PEOPLE_PHONE] = {"phone", "Telefon", "tel|tfn|telefonnummer|mobil|phone|telephone|mobile|phone number", FIELD_TEXT},
    [PEOPLE_GIVEN] = {"given_name", "Förnamn", "tilltalsnamn|first name|given name", FIELD_NAME},
    [PEOPLE_FAMILY] = {"family_name", "Efternamn", "last name|family name|surname", FIELD_NAME},
    {0}};

static const Field appointment_fields[] = {
    [APPOINTMENTS_PERSON] = {"person", "Namn", PERSON_HEADINGS, FIELD_PERSON, NEED_VALUE, KEY_HARD},
    [APPOINTMENTS_ROLE] = {"role", "Roll", "uppdrag|befattning|role|appointment|position", FIELD_WORD, NEED_VALUE, KEY_HARD, role_words},
    [APPOINTMENTS_UNIT] = {"unit", "Enhet", UNIT_HEADINGS, FIELD_UNIT, NEED_VALUE, KEY_HARD},
    [APPOINTMENTS_FIRST] = {"first", "Från", FIRST_HEADINGS, FIELD_DATE, NEED_VALUE, KEY_SOFT},
    [APPOINTMENTS_LAST] = {"last", "Till", LAST_HEADINGS, FIELD_DATE_LAST},
    [APPOINTMENTS_SHARE] = {"share", "Omfattning %", "omfattning|" SHARE_HEADINGS, FIELD_PERCENT},
    [APPOINTMENTS_HOURS] = {"hours_a_week", "Timmar per vecka", "timmar|tim vecka|timmar vecka|h vecka|hours per week|hours a week|hours week|hours|weekly hours", FIELD_HOURS},
    [APPOINTMENTS_HSA] = {"hsa_id", "HSA-id", HSA_HEADINGS, FIELD_PERSON_ID},
    {0}};

static const Field training_fields[] = {
    [TRAININGS_PERSON] = {"trainee", "Namn", PERSON_HEADINGS, FIELD_PERSON, NEED_VALUE, KEY_HARD},
    [TRAININGS_KIND] = {"kind", "Typ", "tjänst|st bt|bt st|utbildning|type|kind|training", FIELD_WORD, NEED_NONE, KEY_HARD, training_words},
    [TRAININGS_SPECIALTY] = {"specialty", "Specialitet", "st inom|inriktning|specialty|speciality", FIELD_SPECIALTY, NEED_NONE, KEY_HARD},
    [TRAININGS_REGULATION] = {"regulation", "Föreskrift", "föreskrifter|författning|målbeskrivning|regelverk|regulation|regulations|curriculum", FIELD_REGULATION},
    [TRAININGS_SWEDISH_AT] = {"swedish_at", "Svensk AT", "at|at i sverige|swedish at|swedish internship|internship in sweden", FIELD_YES_NO},
    [TRAININGS_FIRST] = {"first", "Start", "st start|bt start|från|" FIRST_HEADINGS, FIELD_DATE, NEED_VALUE, KEY_SOFT},
    [TRAININGS_SHARE] = {"share", "Tjänstgöringsgrad %", "omfattning|" SHARE_HEADINGS, FIELD_PERCENT},
    [TRAININGS_HOME] = {"home", "Hemklinik", "hemmaklinik|hemenhet|egen vårdcentral|home clinic|home unit|home|" UNIT_HEADINGS "|enhet", FIELD_UNIT, NEED_VALUE},
    [TRAININGS_SUPERVISOR] = {"main_supervisor", "Huvudhandledare", "handledare|main supervisor|supervisor", FIELD_PERSON},
    [TRAININGS_END] = {"planned_end", "Planerat slut", "planerat slutdatum|beräknat slut|planned end|planned end date|expected end|till|" LAST_HEADINGS, FIELD_DATE_LAST},
    [TRAININGS_BT] = {"bt_approved", "BT godkänd", "bt godkänt|bt klar|godkänd bt|bt approved|bt completed", FIELD_DATE},
    [TRAININGS_HSA] = {"hsa_id", "HSA-id", HSA_HEADINGS, FIELD_PERSON_ID},
    {0}};

static const Field placement_fields[] = {
    [PLACEMENTS_PERSON] = {"trainee", "Namn", PERSON_HEADINGS, FIELD_PERSON, NEED_VALUE, KEY_HARD},
    [PLACEMENTS_UNIT] = {"unit", "Enhet", UNIT_HEADINGS, FIELD_UNIT, NEED_COLUMN, KEY_HARD},
    [PLACEMENTS_KIND] = {"kind", "Typ", "typ av placering|slag|type|kind|placement type", FIELD_WORD, NEED_NONE, KEY_SOFT, placement_words},
    [PLACEMENTS_FIRST] = {"first", "Från", FIRST_HEADINGS, FIELD_DATE, NEED_VALUE, KEY_HARD},
    [PLACEMENTS_LAST] = {"last", "Till", LAST_HEADINGS, FIELD_DATE_LAST, NEED_VALUE},
    [PLACEMENTS_SHARE] = {"share", "Omfattning %", "omfattning|" SHARE_HEADINGS, FIELD_PERCENT},
    [PLACEMENTS_STATE] = {"state", "Status", "läge|state|status", FIELD_WORD, NEED_NONE, KEY_NO, state_words},
    [PLACEMENTS_GOALS] = {"goals", "Delmål", GOALS_HEADINGS, FIELD_GOALS},
    [PLACEMENTS_HSA] = {"hsa_id", "HSA-id", HSA_HEADINGS, FIELD_PERSON_ID},
    {0}};

static const Field absence_fields[] = {
    [ABSENCES_PERSON] = {"trainee", "Namn", PERSON_HEADINGS, FIELD_PERSON, NEED_VALUE, KEY_HARD},
    [ABSENCES_CAUSE] = {"cause", "Orsak", "frånvaroorsak|typ av frånvaro|frånvaro|skäl|cause|reason|type of leave|leave|type of absence|absence", FIELD_WORD, NEED_VALUE, KEY_HARD, cause_words},
    [ABSENCES_FIRST] = {"first", "Från", FIRST_HEADINGS, FIELD_DATE, NEED_VALUE, KEY_HARD},
    [ABSENCES_LAST] = {"last", "Till", LAST_HEADINGS, FIELD_DATE_LAST, NEED_VALUE},
    [ABSENCES_SHARE] = {"share", "Grad %", "omfattning|" SHARE_HEADINGS, FIELD_PERCENT},
    [ABSENCES_HSA] = {"hsa_id", "HSA-id", HSA_HEADINGS, FIELD_PERSON_ID},
    {0}};

static const Field event_fields[] = {
    [EVENTS_PERSON] = {"trainee", "Namn", PERSON_HEADINGS, FIELD_PERSON, NEED_NONE, KEY_HARD},
    [EVENTS_KIND] = {"kind", "Händelse", "vad|aktivitet|event|what|activity", FIELD_WORD, NEED_VALUE, KEY_HARD, event_words},
    [EVENTS_DATE] = {"date", "Datum", "när|dag|date|when|held|day", FIELD_DATE, NEED_VALUE, KEY_HARD},
    [EVENTS_RESPONSIBLE] = {"responsible", "Ansvarig", "vem|handledare|samtalsledare|responsible|responsible person|by|held by", FIELD_PERSON, NEED_NONE, KEY_SOFT},
    [EVENTS_NOTE] = {"note", "Anmärkning", "kommentar|notering|anteckning|note|notes|remark|remarks|comment|comments", FIELD_TEXT},
    [EVENTS_OUTCOME] = {"outcome", "Utfall", "resultat|bedömning|outcome|result", FIELD_WORD, NEED_NONE, KEY_NO, outcome_words},
    [EVENTS_UNIT] = {"unit", "Enhet", UNIT_HEADINGS, FIELD_UNIT, NEED_NONE, KEY_HARD},
    [EVENTS_HSA] = {"hsa_id", "HSA-id", HSA_HEADINGS, FIELD_PERSON_ID},
    {0}};

static const Field course_fields[] = {
    [COURSES_NAME] = {"name", "Kurs", "kursnamn|kursens namn|kurstitel|course|course name|course title", FIELD_TEXT, NEED_VALUE, KEY_HARD},
    [COURSES_ORGANISER] = {"organiser", "Arrangör", "kursgivare|anordnare|organiser|organizer|provider", FIELD_TEXT},
    [COURSES_FIRST] = {"first", "Start", "från|" FIRST_HEADINGS, FIELD_DATE, NEED_VALUE, KEY_HARD},
    [COURSES_LAST] = {"last", "Slut", "till|tom|t o m|till och med|slutdatum|slutar|sista dag|to|until|through|end|end date|ends|last day|to date", FIELD_DATE_LAST},
    [COURSES_TOWN] = {"town", "Ort", "plats|stad|kursort|town|place|city|location", FIELD_TEXT},
    [COURSES_SEATS] = {"seats", "Platser", "antal platser|seats|places|number of seats", FIELD_COUNT},
    [COURSES_APPLY_BY] = {"apply_by", "Sista ansökningsdag", "ansök senast|sista ansökan|ansökan senast|last day to apply|apply by|application deadline|deadline", FIELD_DATE},
    [COURSES_GOALS_2015] = {"goals_2015", "Delmål 2015", "mål 2015|goals 2015|objectives 2015", FIELD_GOALS},
    [COURSES_GOALS_2021] = {"goals_2021", "Delmål 2021", "mål 2021|goals 2021|objectives 2021", FIELD_GOALS},
    {0}};

#define BIT(field) (1u << (field))

const List lists[LIST_COUNT] = {
    [LIST_NONE] = {LIST_NONE, "", "", "", "", (const Field[]){{0}}, 0},
    [LIST_UNITS] = {LIST_UNITS, "units", "Enheter", "enheter", "unit|kliniker|clinics|departments", unit_fields,
                    BIT(UNITS_HOSPITAL) | BIT(UNITS_CARE) | BIT(UNITS_SPECIALTY)},
    [LIST_CAPACITIES] = {LIST_CAPACITIES, "capacities", "Platser", "kapacitet", "capacity|kapaciteter", capacity_fields,
                         BIT(CAPACITIES_PLACES)},
    [LIST_PEOPLE] = {LIST_PEOPLE, "people", "Personer", "personer", "persons|staff|personal", people_fields,
                     BIT(PEOPLE_HSA) | BIT(PEOPLE_SPECIALTIES) | BIT(PEOPLE_LICENCE) | BIT(PEOPLE_COURSE) | BIT(PEOPLE_EMAIL)},
    [LIST_APPOINTMENTS] = {LIST_APPOINTMENTS, "appointments", "Uppdrag", "uppdrag", "roller|roles", appointment_fields,
                           BIT(APPOINTMENTS_ROLE)},
    [LIST_TRAININGS] = {LIST_TRAININGS, "trainings", "Tjänstgöringar", "tjanstgoringar", "tjänstgöringar|training|st läkare", training_fields,
                        BIT(TRAININGS_REGULATION) | BIT(TRAININGS_SPECIALTY) | BIT(TRAININGS_SUPERVISOR)},
    [LIST_PLACEMENTS] = {LIST_PLACEMENTS, "placements", "Placeringar", "placeringar", "placement|randningar|rotations", placement_fields,
                         BIT(PLACEMENTS_UNIT)},
    [LIST_ABSENCES] = {LIST_ABSENCES, "absences", "Frånvaro", "franvaro", "frånvaro|absence|ledigheter|leave", absence_fields,
                       BIT(ABSENCES_CAUSE)},
    [LIST_EVENTS] = {LIST_EVENTS, "events", "Händelser", "handelser", "händelser|event", event_fields, BIT(EVENTS_KIND)},
    [LIST_COURSES] = {LIST_COURSES, "courses", "Kurser", "kurser", "course|kurskatalog", course_fields, BIT(COURSES_NAME)},
};

size_t list_field_count(const List *list) {
    size_t count = 0;
    while (list->fields[count].key) count++;
    return count;
}

bool list_words_have(const char *words, Str word) {
    Str rest = str_from_c(words), part;
    if (!rest.size || !word.size) return false;
    while (str_split(&rest, '|', &part))
        if (str_equal(part, word)) return true;
    return false;
}

const List *list_named(Arena *arena, Str name) {
    Str word = list_heading(arena, name);
    for (size_t i = 1; i < LIST_COUNT; i++) {
        const List *list = &lists[i];
        if (str_equal(word, str_from_c(list->key)) || str_equal(word, str_from_c(list->file)) ||
            str_equal(word, list_heading(arena, str_from_c(list->name))) || list_words_have(list->also, word))
            return list;
    }
    return NULL;
}

// Case, stray spaces, signs and what stands in brackets say nothing.
Str list_heading(Arena *arena, Str text) {
    Str folded = str_fold(arena, text);
    char *out = arena_alloc(arena, folded.size + 1, 1);
    size_t size = 0, depth = 0;
    for (size_t i = 0; i < folded.size; i++) {
        char c = folded.data[i];
        if (c == '(' || c == '[') depth++;
        if (c == ')' || c == ']') {
            if (depth) depth--;
            continue;
        }
        if (depth || c == '%' || c == ':' || c == '*' || c == '"' || c == '\'') continue;
        if (c == '-' || c == '_' || c == '/' || c == '.' || c == ',') c = ' ';
        if (c == ' ' && (!size || out[size - 1] == ' ')) continue;
        out[size++] = c;
    }
    while (size && out[size - 1] == ' ') size--;
    return (Str){out, size};
}

int list_field_for(const List *list, Str heading) {
    char buffer[128];
    for (size_t i = 0; list->fields[i].key; i++) {
        const Field *field = &list->fields[i];
        if (list_words_have(field->also, heading)) return (int)i;
        // The Swedish headings and the keys, normalised as the columns' are: only - _ % differ.
        const char *own[] = {field->heading, field->key};
        for (size_t k = 0; k < COUNT_OF(own); k++) {
            Str name = str_from_c(own[k]);
            size_t size = 0;
            for (size_t c = 0; c < name.size && size < sizeof buffer; c++) {
                char letter = name.data[c] == '-' || name.data[c] == '_' ? ' ' : name.data[c];
                if (letter >= 'A' && letter <= 'Z') letter |= 0x20;
                if (letter != '%') buffer[size++] = letter;
            }
            while (size && buffer[size - 1] == ' ') size--;
            if (str_equal((Str){buffer, size}, heading)) return (int)i;
        }
    }
    return -1;
}

bool list_word_value(const ListWord *words, Str word, int *ret) {
    char buffer[128];
    for (const ListWord *entry = words; entry->sv; entry++) {
        Str name = str_from_c(entry->sv);
        size_t size = 0;
        for (size_t c = 0; c < name.size && size < sizeof buffer; c++) {
            char letter = name.data[c] == '-' ? ' ' : name.data[c];
            if (letter >= 'A' && letter <= 'Z') letter |= 0x20;
            buffer[size++] = letter;
        }
        if (str_equal((Str){buffer, size}, word) || list_words_have(entry->also, word)) {
            *ret = entry->value;
            return true;
        }
    }
    return false;
}

const char *list_word_text(const ListWord *words, int value) {
    for (const ListWord *entry = words; entry->sv; entry++)
        if (entry->value == value) return entry->sv;
    return "";
}
