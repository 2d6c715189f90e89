// certificate.c: the official forms, field by field from what is known.
#include <string.h>
#include "base/lang.h"
#include "document/document.h"

typedef struct {
    Arena *arena;
    const DocumentFacts *facts;
    const CertificateOrder *order;
    const Signatory *signer; // of the part of the form that is filled in; NULL: the trainee's own
} Fill;

// --- what is known, one function a field

static Str family_name(const Fill *fill) {
    return fill->facts->file.person.family_name;
}
static Str given_name(const Fill *fill) {
    return fill->facts->file.person.given_name;
}
static Str phone(const Fill *fill) {
    return fill->facts->file.person.phone;
}
static Str email(const Fill *fill) {
    return fill->facts->file.person.email;
}
static Str home_unit(const Fill *fill) {
    return fill->facts->home;
}
static Str for_pen(const Fill *fill) {
    (void)fill;
    return STR("");
}

static Str licence(const Fill *fill) {
    Str day = document_day(fill->arena, fill->facts->file.person.licence_date);
    return day.size ? str_printf(fill->arena, "Legitimation %.*s", STR_ARG(day)) : day;
}

static Str specialty(const Fill *fill) {
    return fill->signer ? fill->signer->specialty : document_specialty(fill->facts->file.training.specialty);
}

static Str signer_full_name(const Fill *fill) {
    return fill->signer ? fill->signer->name : fill->facts->trainee.name;
}
static Str signer_workplace(const Fill *fill) {
    return fill->signer ? fill->signer->workplace : STR("");
}
static Str signer_course(const Fill *fill) {
    int year = fill->signer ? fill->signer->course_year : 0;
    return year ? str_printf(fill->arena, "%d", year) : STR("");
}
static Str director(const Fill *fill) {
    return fill->facts->director.name;
}

// "STa1 Hälso- och sjukvårdens förutsättningar": the title only where the regulation gives one.
static Str goals(const Fill *fill) {
    const Training *training = &fill->facts->file.training;
    const Regulation *regulation = rulebook_regulation(training->regulation);
    Buf buf = buf_begin(fill->arena);
    Str rest = fill->order->goals, code;
    while (str_split(&rest, ' ', &code)) {
        const Goal *goal = regulation ? rulebook_goal(regulation->id, rulebook_specialty(training->specialty), code) : NULL;
        if (code.size == 0) continue;
        if (buf.size) buf_add(&buf, STR("\n"));
        buf_add(&buf, code);
        if (goal && goal->name_official) buf_addf(&buf, " %.*s", STR_ARG(goal->name_sv));
    }
    return buf_end(&buf);
}

static Str placement_text(const Fill *fill, const Placement *placement) {
    Str name = document_unit(fill->facts, placement->unit);
    Str when = date_span_text(fill->arena, LANG_SV, date_span(placement->first, placement->past));
    return str_printf(fill->arena, "%.*s, %.*s, %d %%", STR_ARG(name), STR_ARG(when), placement->share.value);
}

static Str place(const Fill *fill) {
    return fill->order->placement ? document_unit(fill->facts, fill->order->placement->unit) : STR("");
}

static Str period(const Fill *fill) {
    const Placement *placement = fill->order->placement;
    const Course *course = fill->order->course;
    if (placement) return date_span_text(fill->arena, LANG_SV, date_span(placement->first, placement->past));
    return course ? date_span_text(fill->arena, LANG_SV, date_span(course->first, course->past)) : STR("");
}

static Str course_subject(const Fill *fill) {
    return fill->order->course ? fill->order->course->name : STR("");
}

static Str leader_or_supervisor(const Fill *fill) {
    (void)fill;
    return STR("[  ] Kursledare    [  ] Handledare");
}

// The placements that it is about: its own, else all that are done in this part of the training.
static Str activities(const Fill *fill) {
    const PlacementList *placements = &fill->facts->file.service.placements;
    bool bt = fill->order->form->stage == STAGE_BT;
    Buf buf = buf_begin(fill->arena);
    if (fill->order->placement) return placement_text(fill, fill->order->placement);
    for (size_t i = 0; bt && i < placements->count; i++) {
        const Placement *placement = &placements->items[i];
        bool done = placement->state != PLACEMENT_STATE_CANCELLED && placement->past.day <= fill->facts->today.day;
        if (!done || placement->kind != PLACEMENT_KIND_BT) continue;
        if (buf.size) buf_add(&buf, STR("\n"));
        buf_add(&buf, placement_text(fill, placement));
    }
    return buf_end(&buf);
}

static Str months(const Fill *fill, ServiceTime time) {
    Str text = service_time_text(fill->arena, time);
    return time.parts ? str_printf(fill->arena, "%.*s månader", STR_ARG(text)) : STR("");
}
static Str months_sum(const Fill *fill) {
    const ServiceProgress *progress = &fill->facts->needs.progress;
    return months(fill, fill->order->form->stage == STAGE_BT ? progress->bt.done : progress->done);
}
static Str months_primary(const Fill *fill) {
    return months(fill, fill->facts->needs.progress.bt_primary.done);
}
static Str months_acute(const Fill *fill) {
    return months(fill, fill->facts->needs.progress.bt_acute.done);
}

static Str bt_approved(const Fill *fill) {
    return document_day(fill->arena, fill->facts->file.training.bt_approved);
}

static Str own_qualifications(const Fill *fill, QualificationKind kind) {
    Buf buf = buf_begin(fill->arena);
    for (size_t i = 0; i < fill->facts->own.count; i++) {
        const Qualification *own = &fill->facts->own.items[i];
        if (own->kind != kind) continue;
        Str what = kind == QUALIFICATION_KIND_DOCTORATE ? STR("Doktorsexamen") : document_specialty(own->specialty);
        Str day = document_day(fill->arena, own->since);
        if (buf.size) buf_add(&buf, STR("\n"));
        buf_addf(&buf, "%.*s%s%.*s", STR_ARG(what), day.size ? ", " : "", STR_ARG(day));
    }
    return buf_end(&buf);
}
static Str earlier_proofs(const Fill *fill) {
    return own_qualifications(fill, QUALIFICATION_KIND_SPECIALIST);
}
static Str doctorate(const Fill *fill) {
    return own_qualifications(fill, QUALIFICATION_KIND_DOCTORATE);
}

// The cover list of an application: every certificate that is registered, in the order of the annexes.
static Str annexes(const Fill *fill) {
    const Regulation *regulation = rulebook_regulation_by_id(fill->order->form->regulation);
    Buf buf = buf_begin(fill->arena);
    for (size_t f = 0; f < regulation->certificates.count; f++) {
        const CertificateForm *form = regulation->certificates.items[f];
        size_t count = 0;
        for (size_t i = 0; i < fill->facts->file.need.certificates.count; i++)
            count += str_equal(fill->facts->file.need.certificates.items[i].form, form->id);
        if (count == 0 || form->stage != fill->order->form->stage) continue;
        if (buf.size) buf_add(&buf, STR("\n"));
        buf_addf(&buf, "Bilaga %.*s, %.*s: %zu", STR_ARG(form->annex), STR_ARG(form->name_sv), count);
    }
    return buf_end(&buf);
}

// --- the fields of all forms. Weights share a row of six; height is the least, for a pen.

static const struct {
    const char *field;
    Str (*fill)(const Fill *fill);
    const char *from; // for people: where it comes from
    double weight, height;
} fields[] = {
    {"efternamn", family_name, "personen", 2, 0},
    {"fornamn", given_name, "personen", 2, 0},
    {"personnummer", for_pen, "skrivs för hand", 2, 0},
    {"adress", for_pen, "skrivs för hand", 6, 0},
    {"telefon", phone, "personen", 3, 0},
    {"epost", email, "personen", 3, 0},
    {"arbetsplats", home_unit, "utbildningens hemenhet", 6, 0},
    {"lakarexamen_land_datum", for_pen, "skrivs för hand", 3, 0},
    {"legitimation_land_datum", licence, "personens legitimation", 3, 0},
    {"bilageforteckning", annexes, "de intyg som är registrerade", 6, 90},
    {"delmal", goals, "placeringens eller kursens delmål", 6, 44},
    {"utbildningsaktiviteter", activities, "placeringarna", 6, 90},
    {"hur_kontrollerats", for_pen, "skrivs för hand", 6, 80},
    {"tjansteforteckning", NULL, "placeringar och tid", 6, 0},
    {"summa_manader", months_sum, "den räknade tiden", 2, 0},
    {"del_primarvard", months_primary, "den räknade tiden", 2, 0},
    {"del_akut_sjukvard", months_acute, "den räknade tiden", 2, 0},
    {"namnteckning", for_pen, "skrivs för hand", 4, 46},
    {"ort_och_datum", for_pen, "skrivs för hand", 2, 46},
    {"namnfortydligande", signer_full_name, "den som ska underteckna", 3, 0},
    {"tjanstestalle", signer_workplace, "den som ska underteckna", 3, 0},
    {"specialitet", specialty, "utbildningen eller den som ska underteckna", 3, 0},
    {"datum_godkand_bt", bt_approved, "utbildningen", 3, 0},
    {"tidigare_specialistbevis", earlier_proofs, "personens kompetens", 3, 0},
    {"doktorsexamen", doctorate, "personens kompetens", 3, 0},
    {"avgift_betald_datum", for_pen, "skrivs för hand", 3, 0},
    {"tjanstgoringsstalle", place, "placeringen", 3, 0},
    {"period", period, "placeringen", 3, 0},
    {"beskrivning", for_pen, "skrivs för hand", 6, 120},
    {"kursens_amne", course_subject, "kursen", 6, 0},
    {"roll", leader_or_supervisor, "kryssas för hand", 6, 0},
    {"amne", for_pen, "skrivs för hand", 6, 0},
    {"rubrik", for_pen, "skrivs för hand", 6, 0},
    {"studierektor", director, "hemenhetens studierektor", 6, 0},
    {"handledarutbildning_ar", signer_course, "handledarens kompetens", 3, 0},
};

static size_t field_at(Str field) {
    size_t dot = str_find_char(field, '.');
    Str name = dot == STR_NOT_FOUND ? field : str_slice(field, dot + 1, field.size);
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (str_equal(name, str_from_c(fields[i].field))) return i;
    return COUNT_OF(fields);
}

const char *certificate_field_from(Str field) {
    size_t at = field_at(field);
    return at < COUNT_OF(fields) ? fields[at].from : NULL;
}

// --- on paper

// The list of service: what is done, with the months that it counts for.
static void put_service(Pdf *pdf, Arena *arena, const DocumentFacts *facts, bool bt) {
    static const PdfColumn columns[] = {{STR("Tjänstgöringsställe"), 5}, {STR("Period"), 5}, {STR("Procent"), 2, true}, {STR("Månader på heltid"), 3, true}};
    const ServiceProgress *progress = &facts->needs.progress;
    PdfTable *table = pdf_table_begin(pdf, columns, COUNT_OF(columns));
    for (size_t i = 0; i < facts->file.service.placements.count; i++) {
        const Placement *placement = &facts->file.service.placements.items[i];
        if (!placement_counts(placement) || (bt && placement->kind != PLACEMENT_KIND_BT)) continue;
        ServiceTime time = {0};
        for (size_t l = 0; l < progress->lines.count; l++)
            if (progress->lines.items[l].placement && progress->lines.items[l].placement->id.raw == placement->id.raw &&
                !progress->lines.items[l].ahead)
                time = service_time_add(time, progress->lines.items[l].time);
        if (time.parts == 0) continue;
        Date past = placement->past.day > facts->today.day + 1 ? date_add_days(facts->today, 1) : placement->past;
        Str cells[] = {document_unit(facts, placement->unit), date_span_text(arena, LANG_SV, date_span(placement->first, past)),
                       str_printf(arena, "%d", placement->share.value), service_time_text(arena, time)};
        pdf_table_row(table, cells);
    }
    pdf_table_end(table);
}

static const Signatory *signer_of(const DocumentFacts *facts, const CertificateOrder *order, Str part) {
    static const Signatory nobody = {0};
    bool main = false;
    if (str_equal(part, STR("verksamhetschef"))) return &facts->head;
    if (!str_equal(part, STR("handledare"))) return &nobody;
    for (size_t i = 0; i < order->form->signer_count; i++) main = main || order->form->signers[i] == SIGNER_MAIN_SUPERVISOR;
    return main ? &facts->main_supervisor : &order->supervisor;
}

static Str part_of(Str field) {
    size_t dot = str_find_char(field, '.');
    return dot == STR_NOT_FOUND ? STR("") : str_slice(field, 0, dot);
}

// "Handledare: namnteckning" under the heading Handledare is "Namnteckning".
static Str label_of(Arena *arena, Str label, bool in_part) {
    size_t colon = str_find(label, STR(": "));
    if (!in_part || colon == STR_NOT_FOUND) return label;
    Str rest = str_slice(label, colon + 2, label.size);
    if (str_starts(rest, STR("å"))) return str_printf(arena, "Å%.*s", STR_ARG(str_slice(rest, 2, rest.size)));
    char first = rest.data[0] >= 'a' && rest.data[0] <= 'z' ? (char)(rest.data[0] - 32) : rest.data[0];
    return str_printf(arena, "%c%.*s", first, STR_ARG(str_slice(rest, 1, rest.size)));
}

#define ROW_WEIGHT 6
#define ROW_FIELDS_MAX 8
typedef struct {
    PdfField items[ROW_FIELDS_MAX];
    size_t count;
    double weight;
} Row;

static void row_end(Pdf *pdf, Row *row) {
    if (row->count > 0) pdf_fields(pdf, row->items, row->count);
    *row = (Row){0};
}

static void row_add(Pdf *pdf, Row *row, PdfField field) {
    if (row->weight + field.weight > ROW_WEIGHT || row->count == ROW_FIELDS_MAX) row_end(pdf, row);
    row->items[row->count++] = field;
    row->weight += field.weight;
}

static void put_part(Pdf *pdf, Str part, Str label, int level) {
    size_t colon = str_find(label, STR(": "));
    if (part.size > 0) pdf_heading(pdf, level, colon == STR_NOT_FOUND ? label : str_slice(label, 0, colon));
}

void certificate_compose(Pdf *pdf, Arena *arena, const DocumentFacts *facts, const CertificateOrder *order, int level) {
    const CertificateForm *form = order->form;
    Row row = {0};
    Str part = STR("");
    for (size_t i = 0; i < form->field_count; i++) {
        const CertificateField *field = &form->fields[i];
        size_t at = field_at(field->id);
        Str own = part_of(field->id);
        if (!str_equal(own, part)) {
            row_end(pdf, &row);
            put_part(pdf, own, field->label_sv, level);
            part = own;
        }
        if (at == COUNT_OF(fields)) continue; // document_test says that there is none
        if (!fields[at].fill) {
            row_end(pdf, &row);
            pdf_heading(pdf, level, STR("Tjänsteförteckning"));
            put_service(pdf, arena, facts, form->stage == STAGE_BT);
            continue;
        }
        Fill fill = {arena, facts, order, own.size ? signer_of(facts, order, own) : NULL};
        row_add(pdf, &row, (PdfField){label_of(arena, field->label_sv, own.size > 0), fields[at].fill(&fill), fields[at].weight, fields[at].height});
    }
    row_end(pdf, &row);
}

Str document_certificate(Arena *arena, const DocumentFacts *facts, const CertificateOrder *order) {
    const CertificateForm *form = order->form;
    const Regulation *regulation = rulebook_regulation_by_id(form->regulation);
    Str about = str_printf(arena, "Bilaga %.*s till %.*s", STR_ARG(form->annex), STR_ARG(regulation->name));
    Pdf *pdf = document_begin(arena, facts, form->name_sv, about);
    pdf_heading(pdf, 1, form->name_sv);
    pdf_note(pdf, str_printf(arena, "%.*s. Fälten är blankettens, i samma ordning, ifyllda med det Randa vet. Utskriften är ett underlag och inte Socialstyrelsens egen blankett.%s%.*s",
                             STR_ARG(about), form->note_sv.size ? " " : "", STR_ARG(form->note_sv)));
    certificate_compose(pdf, arena, facts, order, 2);
    return pdf_end(pdf);
}
