// randa duties: what is due. Evaluated for the day asked for, whatever is stored; what people have put
// off past that day or accepted is only counted, as on Att göra.
#include "cli/cli.h"
#include "cli/commands.h"
#include "duty/digest.h"
#include "duty/facts_load.h"
#include "duty/finding_store.h"
#include "rulebook/rulebook_store.h"
#include <stdio.h>
#include <time.h>

typedef struct {
    Cli *cli;
    Rulebook rulebook;
    const Facts *facts;
    Date on;
    UnitId unit;     // 0: all
    PersonId person; // 0: all
    StrMap hidden; // keys of findings that are put off or accepted
    FoundList found;
    int hidden_count;
    clock_t begun, loaded, done; // of the processor's time
} Duties;

static bool pick_unit(Duties *duties, const char *name, Err *err) {
    Str folded = name ? str_fold(duties->cli->arena, str_from_c(name)) : STR("");
    for (size_t i = 0; name && i < duties->facts->unit_count; i++)
        if (str_equal(str_fold(duties->cli->arena, facts_unit_name(&duties->facts->units[i])), folded))
            duties->unit = duties->facts->units[i].unit->id;
    if (!name || duties->unit.raw) return true;
    return err_set(err, ERR_INVALID, msg(N_("Det finns ingen enhet som heter {1}."), msg_text(str_from_c(name))));
}

static bool pick_person(Duties *duties, const char *name, Err *err) {
    Arena *arena = duties->cli->arena;
    Str folded = name ? str_fold(arena, str_from_c(name)) : STR("");
    for (size_t i = 0; name && i < duties->facts->person_count; i++) {
        const Person *person = duties->facts->people[i].person;
        if (str_equal(str_fold(arena, facts_person_name(arena, person)), folded) ||
            str_equal(person->hsa_id, str_from_c(name)))
            duties->person = person->id;
    }
    if (!name || duties->person.raw) return true;
    return err_set(err, ERR_INVALID, msg(N_("Det finns ingen som heter {1}."), msg_text(str_from_c(name))));
}

// A unit's own and its trainees', and clashes elsewhere that its trainees are in.
static bool concerns_unit(const Duties *duties, const Found *found) {
    const UnitFacts *unit = facts_unit(duties->facts, found->unit);
    if (!duties->unit.raw || (unit && facts_unit_is_below(unit, duties->unit))) return true;
    DateSpan days = date_span(found->since, date_add_days(found->due, 1));
    for (size_t i = 0; unit && str_equal(found->rule->id, STR("R29")) && i < unit->visits.count; i++) {
        const Visit *visit = &unit->visits.items[i];
        if (date_span_overlaps(days, date_span(visit->placement->first, visit->placement->past)) &&
            facts_unit_is_below(visit->training->home, duties->unit))
            return true;
    }
    return false;
}

static bool concerns_person(const Duties *duties, const Found *found) {
    const TrainingFacts *t = facts_training(duties->facts, found->training);
    return !duties->person.raw || found->person.raw == duties->person.raw ||
           (t && t->training->trainee.raw == duties->person.raw);
}

static bool hidden_load(Duties *duties, Err *err) {
    FindingList open;
    Cli *cli = duties->cli;
    if (!finding_open_all(cli->db, cli->arena, &open, err)) return false;
    for (size_t i = 0; i < open.count; i++)
        if (finding_is_hidden(&open.items[i], duties->on))
            str_map_put(cli->arena, &duties->hidden, finding_key(cli->arena, &open.items[i]), 1);
    return true;
}

static void keep(Duties *duties, const Found *found) {
    int64_t one;
    if (str_map_get(&duties->hidden, found_key(duties->cli->arena, found), &one)) duties->hidden_count++;
    else list_add(duties->cli->arena, &duties->found, *found);
}

static bool evaluate(Duties *duties, const CliOption *options, Err *err) {
    Cli *cli = duties->cli;
    Facts *facts;
    duties->begun = clock();
    if (!db_begin_read(cli->db, err) || !rulebook_load(cli->db, cli->arena, duties->on, &duties->rulebook, err) ||
        !facts_load(cli->db, cli->arena, &facts, err) || !hidden_load(duties, err))
        return false;
    db_rollback(cli->db);
    duties->facts = facts;
    if (!pick_unit(duties, cli_option(options, "--unit"), err) ||
        !pick_person(duties, cli_option(options, "--person"), err))
        return false;
    duties->loaded = clock();
    FoundList all = duty_evaluate(cli->arena, &duties->rulebook, facts, duties->on);
    duties->done = clock();
    for (size_t i = 0; i < all.count; i++)
        if (concerns_unit(duties, &all.items[i]) && concerns_person(duties, &all.items[i]))
            keep(duties, &all.items[i]);
    return true;
}

// --- as JSON, one element per finding

static const char *severity_code(Severity severity) {
    static const char *const codes[] = {"info", "warn", "error", "block"};
    return codes[severity];
}

static const char *binding_code(Binding binding) {
    static const char *const codes[] = {"ska", "bor", "uppdrag", "region", "prof", "own"};
    return codes[binding];
}

static void out_subject(JsonOut *out, const Duties *duties, const Found *found) {
    Arena *arena = duties->cli->arena;
    const TrainingFacts *t = facts_training(duties->facts, found->training);
    const PersonFacts *person = facts_person(duties->facts, found->person);
    const UnitFacts *unit = facts_unit(duties->facts, found->unit);
    out_key(out, "subject");
    out_object(out);
    out_key_text(out, "kind", t ? STR("training") : person ? STR("person") : STR("unit"));
    out_key_int(out, "id", t ? found->training.raw : person ? found->person.raw : found->unit.raw);
    out_key_text(out, "name", t        ? facts_person_name(arena, t->trainee->person)
                              : person ? facts_person_name(arena, person->person)
                              : unit   ? facts_unit_name(unit)
                                       : STR(""));
    out_object_end(out);
}

static void out_found(JsonOut *out, const Duties *duties, const Found *found) {
    Arena *arena = duties->cli->arena;
    const UnitFacts *unit = facts_unit(duties->facts, found->unit);
    out_object(out);
    out_key_text(out, "rule", found->rule->id);
    out_key_text(out, "case", found->how->id);
    out_key_text(out, "duty", found->rule->duty ? found->rule->duty->id : STR(""));
    out_key_text(out, "severity", str_from_c(severity_code(found->how->severity)));
    out_key_text(out, "binding", str_from_c(binding_code(found->how->binding)));
    out_key_text(out, "word", str_from_c(finding_word_names[finding_word(found->how->word)]));
    out_subject(out, duties, found);
    out_key_text(out, "unit", unit ? facts_unit_name(unit) : STR(""));
    out_key_date(out, "since", found->since);
    out_key_date(out, "due", found->due);
    out_key_text(out, "text", duty_sentence(arena, LANG_SV, found->rule, found->how->one, found->args, found->arg_count, 0));
    out_key_text(out, "why", duty_sentence(arena, LANG_SV, found->rule, found->how->why, found->args, found->arg_count, 0));
    out_key_text(out, "responsible", found->rule->responsible->id);
    out_key_text(out, "source", found->rule->ground.sources.items[0]->key);
    out_key_text(out, "clause", found->rule->clause);
    out_key_text(out, "remedy", str_from_c(found->how->remedy));
    out_key_text(out, "remedy_page", found->how->remedy_page);
    out_key_bool(out, "on_todo", found->how->on_todo);
    out_object_end(out);
    out_newline(out);
}

static void print_json(const Duties *duties) {
    JsonOut out = out_begin(duties->cli->arena);
    out_array(&out);
    out_newline(&out);
    for (size_t i = 0; i < duties->found.count; i++) out_found(&out, duties, &duties->found.items[i]);
    out_array_end(&out);
    Str text = out_end(&out);
    printf("%.*s\n", STR_ARG(text));
}

// --- as the rows of Att göra

static void print_row(const Duties *duties, const TodoRow *row) {
    Arena *arena = duties->cli->arena;
    const char *word = finding_word_text(row->word);
    Str when = due_when(arena, LANG_SV, row->since, row->due, duties->on);
    Str distance = due_distance(arena, LANG_SV, row->since, row->due, duties->on);
    printf("  %-4.*s %.*s%s%s%s", STR_ARG(row->rule->id), STR_ARG(row->title), *word ? " [" : "", word, *word ? "]" : "");
    if (when.size) printf("  %.*s (%.*s)", STR_ARG(when), STR_ARG(distance));
    printf("\n       %.*s\n", STR_ARG(row->why));
}

static void print_rows(const Duties *duties) {
    FindingList findings = {0};
    for (size_t i = 0; i < duties->found.count; i++)
        list_add(duties->cli->arena, &findings,
                 finding_from_found(duties->cli->arena, &duties->found.items[i], duties->on, STR("")));
    Digest digest = digest_make(duties->cli->arena, LANG_SV, &findings, duties->on);
    int demands = 0, section = -1;
    for (size_t i = 0; i < digest.rows.count; i++) {
        const TodoRow *row = &digest.rows.items[i];
        if ((int)row->section != section) printf("%s\n", todo_section_title(row->section));
        section = (int)row->section;
        print_row(duties, row);
        demands += row->word == FINDING_WORD_KRAV;
    }
    printf("%zu rader, varav %d Krav ej uppfyllt\n", digest.rows.count, demands);
    if (duties->hidden_count) printf("%d uppskjutna eller godtagna visas inte\n", duties->hidden_count);
}

static double milliseconds(clock_t from, clock_t to) {
    return 1000.0 * (double)(to - from) / CLOCKS_PER_SEC;
}

#define AGAIN 21

// What one change costs: the findings it can touch made again and compared with what is stored, as every act does
// before it is committed. Rolled back; the median of several, and the dearest training's.
static bool time_part(Duties *duties, int64_t training, int64_t unit, bool whole, double *ret, Err *err) {
    Cli *cli = duties->cli;
    double took[AGAIN];
    for (int n = 0; n < AGAIN; n++) {
        RefreshCount count;
        FactsPart part = {0};
        ArenaMark mark = arena_mark(cli->arena);
        if (training) part_add_training(cli->arena, &part, training, unit);
        else if (whole) part_add_whole(cli->arena, &part, unit);
        else part_add_unit(cli->arena, &part, unit);
        if (!db_begin_write(cli->db, err)) return false;
        clock_t begun = clock();
        if (!finding_refresh_part(cli->db, cli->arena, duties->on, &part, &count, err)) return false;
        took[n] = milliseconds(begun, clock());
        db_rollback(cli->db);
        arena_reset(cli->arena, mark);
        for (int i = n; i > 0 && took[i] < took[i - 1]; i--) {
            double larger = took[i - 1];
            took[i - 1] = took[i], took[i] = larger;
        }
    }
    *ret = took[AGAIN / 2];
    return true;
}

static bool time_again(Duties *duties, Err *err) {
    double one, dearest = 0, own, whole;
    const UnitFacts *unit = facts_unit(duties->facts, duties->unit);
    for (size_t i = 0; i < unit->trainings.count; i += 1 + unit->trainings.count / 10) {
        if (!time_part(duties, unit->trainings.items[i]->training->id.raw, duties->unit.raw, false, &one, err)) return false;
        if (one > dearest) dearest = one;
    }
    if (!time_part(duties, 0, duties->unit.raw, false, &own, err) || !time_part(duties, 0, duties->unit.raw, true, &whole, err)) return false;
    fprintf(stderr, "på nytt: en utbildning %.1f ms, enhetens egna regler %.1f ms, hela enheten %.1f ms\n", dearest, own, whole);
    return true;
}

int cmd_duties(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="},     {.name = "--region="}, {.name = "--today="}, {.name = "--unit="},
                           {.name = "--person="}, {.name = "--on="},     {.name = "--json"},
                           {.name = "--time"},    {0}};
    const char *rest[16];
    int rest_count, exit_code;
    Cli cli;
    Err err;
    if (argc > 16 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    Duties duties = {.cli = &cli, .on = cli.today};
    const char *on = cli_option(options, "--on");
    bool done = on && !date_parse(str_from_c(on), &duties.on)
                    ? err_set(&err, ERR_INVALID, msg(N_("--on behöver ett datum som 2026-11-23.")))
                    : evaluate(&duties, options, &err);
    if (!done) exit_code = cli_fail(&err);
    else if (cli_has(options, "--json")) print_json(&duties);
    else print_rows(&duties);
    if (done && cli_has(options, "--time"))
        fprintf(stderr, "läst %.1f ms, prövat %.1f ms, %zu utbildningar, %zu fynd\n",
                milliseconds(duties.begun, duties.loaded), milliseconds(duties.loaded, duties.done),
                duties.facts->training_count, duties.found.count);
    if (done && cli_has(options, "--time") && duties.unit.raw && !time_again(&duties, &err)) {
        exit_code = cli_fail(&err);
        done = false;
    }
    if (done) exit_code = duties.found.count ? CLI_FOUND : CLI_DONE;
    cli_close(&cli);
    return exit_code;
}
