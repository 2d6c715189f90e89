// compose.c: documents about a training, part by part as the rulebook says, from the plan in force.
#include <string.h>
#include "base/lang.h"
#include "document/document.h"

static void put_person(Pdf *pdf, Arena *arena, const DocumentFacts *facts) {
    const Training *training = &facts->file.training;
    const Regulation *regulation = rulebook_regulation(training->regulation);
    Str share = STR("");
    for (size_t i = 0; i < facts->file.service.shares.count; i++)
        if (facts->file.service.shares.items[i].first.day <= facts->today.day)
            share = str_printf(arena, "%d %%", facts->file.service.shares.items[i].share.value);
    PdfField one[] = {{STR("Namn"), facts->trainee.name, 3}, {STR("Legitimation"), document_day(arena, facts->file.person.licence_date), 3}};
    PdfField two[] = {{STR("Specialitet"), document_specialty(training->specialty), 3}, {STR("Föreskrift"), regulation ? regulation->name : STR(""), 3}};
    PdfField three[] = {{STR("Hemenhet"), facts->home, 3}, {STR("Tjänstgöringsgrad"), share, 3}};
    PdfField four[] = {{STR("Utbildningen började"), document_day(arena, training->first), 2},
                       {STR("Planerat slut"), document_day(arena, training->planned_end), 2},
                       {STR("Fullgjort"), str_printf(arena, "%.*s av %.*s månader", STR_ARG(service_time_text(arena, facts->needs.progress.done)),
                                                     STR_ARG(service_time_text(arena, facts->needs.progress.required))), 2}};
    PdfField five[] = {{STR("Huvudhandledare"), facts->main_supervisor.name, 2}, {STR("Studierektor"), facts->director.name, 2},
                       {STR("Verksamhetschef"), facts->head.name, 2}};
    pdf_fields(pdf, one, COUNT_OF(one));
    pdf_fields(pdf, two, COUNT_OF(two));
    pdf_fields(pdf, three, COUNT_OF(three));
    pdf_fields(pdf, four, COUNT_OF(four));
    pdf_fields(pdf, five, COUNT_OF(five));
}

static const char *state_word(const Placement *placement, Date today) {
    if (placement->past.day <= today.day) return "Genomförd";
    if (placement->first.day <= today.day) return "Pågår";
    return placement->state == PLACEMENT_STATE_CONFIRMED ? "Bekräftad" : "Planerad";
}

static const char *kind_word(PlacementKind kind) {
    static const char *const words[PLACEMENT_KIND_COUNT] = {"Hemklinik", "Sidotjänstgöring", "BT", "Forskning", "Projekt", "Auskultation", "Kurs"};
    return words[kind];
}

// --- the timeline: a bar for each placement, a line of years beneath

static double at_x(Date first, Date past, Date day) {
    double x = PDF_WIDTH * (double)(day.day - first.day) / (double)(past.day - first.day);
    return x < 0 ? 0 : x > PDF_WIDTH ? PDF_WIDTH : x;
}

static void put_timeline(Pdf *pdf, Arena *arena, const DocumentFacts *facts) {
    const PlacementList *placements = &facts->file.service.placements;
    Date first = facts->file.training.first, past = facts->file.training.planned_end;
    if (!date_is_known(first) || !date_is_known(past) || past.day <= first.day) return;
    past = date_add_days(past, 1);
    PdfShapes shapes = {0};
    Buf alt = buf_begin(arena);
    list_add(arena, &shapes, (PdfShape){.kind = PDF_BAR, .x = 0, .y = 0, .width = PDF_WIDTH, .height = 26, .shade = 4});
    buf_add(&alt, STR("Tidslinje. "));
    for (size_t i = 0; i < placements->count; i++) {
        const Placement *placement = &placements->items[i];
        if (!placement_counts(placement)) continue;
        double x = at_x(first, past, placement->first), width = at_x(first, past, placement->past) - x;
        if (width <= 0) continue;
        int shade = placement->kind == PLACEMENT_KIND_HOME ? 2 : placement->kind == PLACEMENT_KIND_BT ? 0 : 1;
        list_add(arena, &shapes, (PdfShape){.kind = PDF_BAR, .x = x, .y = 3, .width = width > 1.6 ? width - 0.8 : width, .height = 20, .shade = shade});
        buf_addf(&alt, "%.*s %.*s. ", STR_ARG(document_unit(facts, placement->unit)),
                 STR_ARG(date_span_text(arena, LANG_SV, date_span(placement->first, placement->past))));
    }
    for (int year = date_to_ymd(first).year + 1; year <= date_to_ymd(past).year; year++) {
        double x = at_x(first, past, date_from_ymd(year, 1, 1));
        list_add(arena, &shapes, (PdfShape){.kind = PDF_BAR, .x = x, .y = 26, .width = 0.8, .height = 5, .shade = 0});
        if (x < PDF_WIDTH - 24)
            list_add(arena, &shapes, (PdfShape){.kind = PDF_WORD, .x = x + 3, .y = 27, .width = 30, .text = str_printf(arena, "%d", year)});
    }
    pdf_picture(pdf, &shapes, 42, buf_end(&alt));
    pdf_note(pdf, STR("Ljusblått: hemkliniken. Blått: sidotjänstgöring och annat. Mörkt: BT. Siffrorna står där året börjar."));
}

static void put_placements(Pdf *pdf, Arena *arena, const DocumentFacts *facts) {
    static const PdfColumn columns[] = {{STR("Placering"), 5}, {STR("Period"), 5}, {STR("Procent"), 2}, {STR("Delmål"), 4}, {STR("Läge"), 3}};
    const PlacementList *placements = &facts->file.service.placements;
    pdf_heading(pdf, 2, STR("Placeringar"));
    if (placements->count == 0) {
        pdf_paragraph(pdf, STR("Inga placeringar är planerade än."));
        return;
    }
    put_timeline(pdf, arena, facts);
    PdfTable *table = pdf_table_begin(pdf, columns, COUNT_OF(columns));
    for (size_t i = 0; i < placements->count; i++) {
        const Placement *placement = &placements->items[i];
        if (placement->state == PLACEMENT_STATE_CANCELLED) continue;
        Str unit = document_unit(facts, placement->unit);
        Str cells[] = {unit.size ? unit : str_from_c(kind_word(placement->kind)),
                       date_span_text(arena, LANG_SV, date_span(placement->first, placement->past)),
                       str_printf(arena, "%d", placement->share.value), document_goal_codes(facts, placement),
                       str_from_c(state_word(placement, facts->today))};
        pdf_table_row(table, cells);
    }
    pdf_table_end(table);
}

static void put_courses(Pdf *pdf, Arena *arena, const DocumentFacts *facts) {
    static const PdfColumn columns[] = {{STR("Kurs"), 6}, {STR("När"), 4}, {STR("Delmål"), 3}, {STR("Läge"), 2}};
    static const char *const words[APPLICATION_STATE_COUNT] = {"Planerad", "Sökt", "Antagen", "Ej antagen", "Genomförd"};
    bool is_2015 = str_equal(facts->file.training.regulation, STR("2015"));
    pdf_heading(pdf, 2, STR("Kurser"));
    if (facts->file.need.applications.count == 0) {
        pdf_paragraph(pdf, STR("Inga kurser är planerade än."));
        return;
    }
    PdfTable *table = pdf_table_begin(pdf, columns, COUNT_OF(columns));
    for (size_t i = 0; i < facts->file.need.applications.count; i++) {
        const CourseApplication *application = &facts->file.need.applications.items[i];
        for (size_t c = 0; c < facts->file.need.courses.count; c++) {
            const Course *course = &facts->file.need.courses.items[c];
            if (course->id.raw != application->course.raw) continue;
            Str cells[] = {course->name, date_span_text(arena, LANG_SV, date_span(course->first, course->past)),
                           is_2015 ? course->goals_2015 : course->goals_2021, str_from_c(words[application->state])};
            pdf_table_row(table, cells);
        }
    }
    pdf_table_end(table);
}

static Str goal_word(const GoalRow *row, GoalColumn column) {
    static const char *const words[] = {[GOAL_NOT_ASKED] = "–", [GOAL_NO_PLAN] = "saknar plan", [GOAL_PLANNED] = "planerat",
                                        [GOAL_ONGOING] = "pågår", [GOAL_DONE] = "gjort"};
    return str_from_c(words[goal_state(row, column)]);
}

static void put_goals(Pdf *pdf, Arena *arena, const DocumentFacts *facts) {
    static const PdfColumn columns[] = {{STR("Delmål"), 5}, {STR("Klinisk tjänstgöring"), 3}, {STR("Kurs"), 2}, {STR("Eget arbete"), 2}, {STR("Intyg"), 2}};
    pdf_heading(pdf, 2, STR("Delmål"));
    if (facts->goals.count == 0) {
        pdf_paragraph(pdf, STR("Föreskrift eller specialitet är inte vald, och därför finns inga delmål att visa."));
        return;
    }
    PdfTexts open = {0};
    PdfTable *table = pdf_table_begin(pdf, columns, COUNT_OF(columns));
    for (size_t i = 0; i < facts->goals.count; i++) {
        const GoalRow *row = &facts->goals.items[i];
        Str name = row->goal->name_official ? str_printf(arena, "%.*s %.*s", STR_ARG(row->goal->code), STR_ARG(row->goal->name_sv)) : row->goal->code;
        Str cells[] = {name, goal_word(row, GOAL_CLINICAL), goal_word(row, GOAL_COURSE), goal_word(row, GOAL_OWN_WORK),
                       row->certified ? STR("alla") : row->some_certified ? STR("en del") : STR("inga")};
        pdf_table_row(table, cells);
        bool lacks = false;
        for (int column = 0; column < GOAL_COLUMN_COUNT; column++)
            lacks = lacks || (goal_state(row, (GoalColumn)column) == GOAL_NO_PLAN && !row->facts[column].any_of);
        if (lacks) list_add(arena, &open, name);
    }
    pdf_table_end(table);
    if (open.count == 0) return;
    pdf_heading(pdf, 3, STR("Delmål där något ännu saknar plan"));
    pdf_list(pdf, &open);
}

static void put_supervision(Pdf *pdf, Arena *arena, const DocumentFacts *facts) {
    static const PdfColumn columns[] = {{STR("Handledare"), 4}, {STR("Uppgift"), 3}, {STR("Period"), 5}};
    static const char *const words[SUPERVISION_KIND_COUNT] = {"Huvudhandledare", "Handledare", "Vetenskaplig handledare"};
    pdf_heading(pdf, 2, STR("Handledning"));
    if (facts->file.supervisions.count == 0) {
        pdf_paragraph(pdf, STR("Ingen handledare är registrerad."));
        return;
    }
    PdfTable *table = pdf_table_begin(pdf, columns, COUNT_OF(columns));
    for (size_t i = 0; i < facts->file.supervisions.count; i++) {
        const SupervisionRow *row = &facts->file.supervisions.items[i];
        Str cells[] = {row->name, str_from_c(words[row->supervision.kind]),
                       date_span_text(arena, LANG_SV, date_span(row->supervision.first, row->supervision.past))};
        pdf_table_row(table, cells);
    }
    pdf_table_end(table);
}

static void put_clauses(Pdf *pdf, const DocumentType *type) {
    for (size_t i = 0; i < type->clause_count; i++) {
        pdf_heading(pdf, 2, type->clauses[i].heading_sv);
        pdf_paragraph(pdf, type->clauses[i].text_sv);
    }
}

// --- what has happened, and what is next

static void put_rotation(Pdf *pdf, Arena *arena, const DocumentFacts *facts) {
    const Placement *next = NULL;
    for (size_t i = 0; i < facts->file.service.placements.count; i++) {
        const Placement *placement = &facts->file.service.placements.items[i];
        bool away = placement->state != PLACEMENT_STATE_CANCELLED && placement->unit.raw != facts->file.training.home_unit.raw;
        if (!away || placement->past.day <= facts->today.day) continue;
        if (!next || placement->first.day < next->first.day) next = placement;
    }
    Str when = next ? date_span_text(arena, LANG_SV, date_span(next->first, next->past)) : STR("");
    PdfField one[] = {{STR("Mottagande enhet"), next ? document_unit(facts, next->unit) : STR(""), 3}, {STR("Period"), when, 3}};
    PdfField two[] = {{STR("Tjänstgöringsgrad"), next ? str_printf(arena, "%d %%", next->share.value) : STR(""), 2},
                      {STR("Delmål"), next ? document_goal_codes(facts, next) : STR(""), 4}};
    pdf_heading(pdf, 2, STR("Placeringen"));
    pdf_fields(pdf, one, COUNT_OF(one));
    pdf_fields(pdf, two, COUNT_OF(two));
}

static const struct {
    EventKind kind;
    Str name;
} told[] = {
    {EVENT_KIND_SUPERVISION_TALK, STR("Handledarsamtal")}, {EVENT_KIND_YEARLY_REVIEW, STR("Årlig avstämning")},
    {EVENT_KIND_COLLEGIUM, STR("Specialistkollegium")},    {EVENT_KIND_FINAL_REVIEW, STR("Slutlig avstämning")},
    {EVENT_KIND_IUP_SIGNED, STR("Utbildningsplan underskriven")},
    {EVENT_KIND_ST_CONTRACT_SIGNED, STR("ST-kontrakt underskrivet")},
};

static Str told_as(EventKind kind) {
    for (size_t i = 0; i < COUNT_OF(told); i++)
        if (told[i].kind == kind) return told[i].name;
    return STR("");
}

// Which day and what, never what was said. The last first, of the last twelve months.
static void put_held(Pdf *pdf, Arena *arena, const DocumentFacts *facts) {
    static const PdfColumn columns[] = {{STR("Vad"), 4}, {STR("Dag"), 3}};
    Date since = date_add_months(facts->today, -12);
    PdfTable *table = NULL;
    pdf_heading(pdf, 2, STR("Gjort det senaste året"));
    for (size_t i = 0; i < facts->file.events.count; i++) {
        const Event *event = &facts->file.events.items[i].event;
        Str cells[] = {told_as(event->kind), document_day(arena, event->held)};
        if (cells[0].size == 0 || event->held.day < since.day || event->held.day > facts->today.day) continue;
        if (!table) table = pdf_table_begin(pdf, columns, COUNT_OF(columns));
        pdf_table_row(table, cells);
    }
    if (table) pdf_table_end(table);
    else pdf_paragraph(pdf, STR("Inget är registrerat."));
}

// --- the parts

static const struct {
    const char *block;
    void (*put)(Pdf *pdf, Arena *arena, const DocumentFacts *facts);
} blocks[] = {
    {"person", put_person},           {"placements", put_placements}, {"courses", put_courses}, {"goals", put_goals},
    {"supervision", put_supervision}, {"rotation", put_rotation},     {"held", put_held},
};

bool document_block_is_known(Str block) {
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        if (str_equal(block, str_from_c(blocks[i].block))) return true;
    return false;
}

// Higher where there is more to write: a part of one box is an open question.
#define HEADING_ROOM 64
static double pen_height(const DocumentPart *part) {
    return part->pen_count == 1 ? 120 : 64;
}

static void put_part(Pdf *pdf, Arena *arena, const DocumentFacts *facts, const DocumentPart *part) {
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        if (str_equal(part->block, str_from_c(blocks[i].block))) blocks[i].put(pdf, arena, facts);
    if (part->heading_sv.size > 0) {
        pdf_keep(pdf, HEADING_ROOM + pen_height(part)); // a heading is never left alone above a box
        pdf_heading(pdf, 2, part->heading_sv);
    }
    for (size_t i = 0; i < part->pen_count; i++) {
        PdfField box = {part->pen[i], STR(""), 1, pen_height(part)};
        pdf_fields(pdf, &box, 1);
    }
}

Str document_compose(Arena *arena, const DocumentFacts *facts, const DocumentType *type) {
    Pdf *pdf = document_begin(arena, facts, str_printf(arena, "%.*s, %.*s", STR_ARG(type->name_sv), STR_ARG(facts->trainee.name)), type->name_sv);
    pdf_heading(pdf, 1, type->name_sv);
    for (size_t i = 0; i < type->part_count; i++) put_part(pdf, arena, facts, &type->parts[i]);
    put_clauses(pdf, type);
    document_sign(pdf, arena, facts, type);
    return pdf_end(pdf);
}

const DocumentType *document_of_file(Str file) {
    for (size_t i = 0; i < rulebook_data.document_count; i++)
        if (rulebook_data.documents[i].of == SUBJECT_TRAINING && str_equal(rulebook_data.documents[i].file, file)) return &rulebook_data.documents[i];
    return NULL;
}
