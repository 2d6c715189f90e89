// iup.c: the individual training plan and the ST contract, made from the plan in force.
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

Str document_iup(Arena *arena, const DocumentFacts *facts) {
    const DocumentType *type = rulebook_document(STR("iup"));
    Pdf *pdf = document_begin(arena, facts, str_printf(arena, "%.*s, %.*s", STR_ARG(type->name_sv), STR_ARG(facts->trainee.name)), type->name_sv);
    PdfField notes[] = {{STR("Vetenskapligt arbete och kvalitetsarbete, självstudier, jour, särskilda önskemål"), STR(""), 1, 120}};
    pdf_heading(pdf, 1, type->name_sv);
    put_person(pdf, arena, facts);
    put_placements(pdf, arena, facts);
    put_courses(pdf, arena, facts);
    put_goals(pdf, arena, facts);
    put_supervision(pdf, arena, facts);
    pdf_heading(pdf, 2, STR("Kommentarer"));
    pdf_fields(pdf, notes, COUNT_OF(notes));
    put_clauses(pdf, type);
    document_sign(pdf, arena, facts, type);
    return pdf_end(pdf);
}

Str document_contract(Arena *arena, const DocumentFacts *facts) {
    const DocumentType *type = rulebook_document(STR("st_contract"));
    Pdf *pdf = document_begin(arena, facts, str_printf(arena, "%.*s, %.*s", STR_ARG(type->name_sv), STR_ARG(facts->trainee.name)), type->name_sv);
    pdf_heading(pdf, 1, type->name_sv);
    put_person(pdf, arena, facts);
    put_clauses(pdf, type);
    document_sign(pdf, arena, facts, type);
    return pdf_end(pdf);
}
