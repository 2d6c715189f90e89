// package.c: what goes with the application, and what is still missing for it.
#include "document/document.h"

static const struct {
    RegulationId regulation;
    Stage stage;
    const char *forms[3]; // in the order of the annexes
} applications[] = {
    {REGULATION_2021, STAGE_BT, {"2021-1", "2021-3", "2021-4"}},
    {REGULATION_2021, STAGE_ST, {"2021-5", "2021-6", "2021-7"}},
    {REGULATION_2015, STAGE_ST, {"2015-1", "2015-2"}},
};

static bool is_of_stage(const Goal *goal, Stage stage) {
    return stage == STAGE_ST || goal->group == GOAL_BT;
}

static Str activity_names(Arena *arena, const ActivityRefs *activities, const char *between) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < activities->count; i++) buf_addf(&buf, "%s%.*s", i ? between : "", STR_ARG(activities->items[i]->name_sv));
    return buf_end(&buf);
}

// "STa5 Ledarskap: Klinisk tjänstgöring under handledning och Kurs".
static Str asked_text(Arena *arena, const GoalRow *row) {
    const Goal *goal = row->goal;
    Buf buf = buf_begin(arena);
    Str all = activity_names(arena, &goal->required, " och "), any = activity_names(arena, &goal->any_of, " eller ");
    buf_add(&buf, goal->code);
    if (goal->name_official) buf_addf(&buf, " %.*s", STR_ARG(goal->name_sv));
    if (all.size || any.size) buf_addf(&buf, ": %.*s%s%.*s", STR_ARG(all), all.size && any.size ? ", samt " : "", STR_ARG(any));
    if (row->some_certified) buf_add(&buf, STR(" (en del är intygat)"));
    return buf_end(&buf);
}

static void put_gaps(Pdf *pdf, Arena *arena, const DocumentFacts *facts, Stage stage) {
    const ServiceProgress *progress = &facts->needs.progress;
    ServiceTime done = stage == STAGE_BT ? progress->bt.done : progress->done;
    PdfTexts missing = {0};
    size_t goals = 0;
    for (size_t i = 0; i < facts->goals.count; i++) {
        const GoalRow *row = &facts->goals.items[i];
        if (!is_of_stage(row->goal, stage)) continue;
        goals++;
        if (!row->certified) list_add(arena, &missing, asked_text(arena, row));
    }
    pdf_heading(pdf, 2, STR("Vad som är klart och vad som saknas"));
    pdf_paragraph(pdf, str_printf(arena, "%zu av %zu delmål har alla intyg som är registrerade i Randa. Fullgjord tid: %.*s månader%s.", goals - missing.count, goals,
                                  STR_ARG(service_time_text(arena, done)),
                                  stage == STAGE_ST ? str_printf(arena, " av %.*s", STR_ARG(service_time_text(arena, progress->required))).data : ""));
    if (missing.count == 0) {
        if (goals > 0) pdf_paragraph(pdf, STR("Inget intyg saknas."));
        return;
    }
    pdf_heading(pdf, 3, STR("Delmål som saknar intyg"));
    pdf_list(pdf, &missing);
}

// Every certificate there is, form by form, so that the originals can be taken from their binders.
static void put_list(Pdf *pdf, Arena *arena, const DocumentFacts *facts, const Regulation *regulation) {
    static const PdfColumn columns[] = {{STR("Bilaga"), 1.4}, {STR("Intyg"), 5}, {STR("Delmål"), 3}, {STR("Underskrivet"), 2.6}, {STR("Originalet finns"), 3}};
    const CertificateList *papers = &facts->file.need.certificates;
    pdf_heading(pdf, 2, STR("Förteckning över intyg"));
    if (papers->count == 0) {
        pdf_paragraph(pdf, STR("Inget intyg är registrerat."));
        return;
    }
    PdfTable *table = pdf_table_begin(pdf, columns, COUNT_OF(columns));
    for (size_t f = 0; f < regulation->certificates.count; f++)
        for (size_t i = 0; i < papers->count; i++) {
            const CertificateForm *form = regulation->certificates.items[f];
            const Certificate *paper = &papers->items[i];
            if (!str_equal(paper->form, form->id)) continue;
            Str cells[] = {form->annex, form->name_sv, paper->goals, document_day(arena, paper->signed_on), paper->kept_at};
            pdf_table_row(table, cells);
        }
    pdf_table_end(table);
    size_t other = 0;
    for (size_t i = 0; i < papers->count; i++) {
        const CertificateForm *form = rulebook_certificate(papers->items[i].form);
        other += !form || form->regulation != regulation->id;
    }
    if (other > 0)
        pdf_paragraph(pdf, str_printf(arena, "%zu intyg är skrivna på en annan föreskrifts blanketter och står inte här.", other));
}

Str document_package(Arena *arena, const DocumentFacts *facts) {
    const Regulation *regulation = rulebook_regulation(facts->file.training.regulation);
    Stage stage = facts->file.training.kind == TRAINING_KIND_BT ? STAGE_BT : STAGE_ST;
    Pdf *pdf = document_begin(arena, facts, str_printf(arena, "Underlag för ansökan, %.*s", STR_ARG(facts->trainee.name)), STR("Underlag för ansökan"));
    pdf_heading(pdf, 1, STR("Underlag för ansökan"));
    pdf_paragraph(pdf, str_printf(arena, "%.*s, %.*s%s%.*s", STR_ARG(facts->trainee.name), STR_ARG(document_specialty(facts->file.training.specialty)),
                                  regulation ? ", " : "", STR_ARG(regulation ? regulation->name : STR(""))));
    if (!regulation) {
        pdf_paragraph(pdf, STR("Föreskrift är inte vald, och därför finns inga blanketter att visa."));
        return pdf_end(pdf);
    }
    put_gaps(pdf, arena, facts, stage);
    put_list(pdf, arena, facts, regulation);
    for (size_t a = 0; a < COUNT_OF(applications); a++) {
        if (applications[a].regulation != regulation->id || applications[a].stage != stage) continue;
        for (size_t i = 0; i < COUNT_OF(applications[a].forms) && applications[a].forms[i]; i++) {
            CertificateOrder order = {.form = rulebook_certificate(str_from_c(applications[a].forms[i]))};
            pdf_page_break(pdf);
            pdf_heading(pdf, 2, str_printf(arena, "Bilaga %.*s. %.*s", STR_ARG(order.form->annex), STR_ARG(order.form->name_sv)));
            pdf_note(pdf, STR("Fälten är blankettens, i samma ordning. Skriv på Socialstyrelsens egen blankett."));
            certificate_compose(pdf, arena, facts, &order, 3);
        }
    }
    return pdf_end(pdf);
}
