#include "base/buf.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "rulebook/rulebook_show.h"
#include <stdio.h>
#include <string.h>

#define RULEBOOK_CMD_BYTES_MAX ((size_t)16 << 20)

static int show(Arena *arena, const char *key) {
    Rulebook rulebook = rulebook_shipped();
    Str text;
    if (!rulebook_show(arena, &rulebook, str_from_c(key), &text)) {
        fprintf(stderr,
                "randa rulebook: regelboken har inget som heter %s; `randa rulebook list` visar "
                "reglerna\n",
                key);
        return CLI_FOUND;
    }
    printf("%.*s", STR_ARG(text));
    return CLI_DONE;
}

static int list_text(void) {
    for (size_t i = 0; i < rulebook_data.duty_rule_count; i++) {
        const DutyRule *rule = &rulebook_data.duty_rules[i];
        printf("%-12.*s %-20s %s\n", STR_ARG(rule->id), binding_name(rule->ground.binding),
               rule->name);
    }
    return CLI_DONE;
}

static int list_json(Arena *arena) {
    JsonOut out = out_begin(arena);
    out_array(&out);
    for (size_t i = 0; i < rulebook_data.duty_rule_count; i++) {
        const DutyRule *rule = &rulebook_data.duty_rules[i];
        out_object(&out);
        out_key_text(&out, "rule", rule->id);
        out_key_text(&out, "duty", rule->duty->id);
        out_key_text(&out, "name", str_from_c(rule->name));
        out_key_text(&out, "responsible", rule->responsible->id);
        out_key_text(&out, "binding", str_from_c(binding_name(rule->ground.binding)));
        out_key(&out, "sources");
        out_array(&out);
        for (size_t s = 0; s < rule->ground.sources.count; s++)
            out_text(&out, rule->ground.sources.items[s]->key);
        out_array_end(&out);
        out_key(&out, "settings");
        out_object(&out);
        for (size_t s = 0; s < rule->setting_count; s++)
            out_key_int(&out, str_to_c(arena, rule->settings[s].name), rule->settings[s].value);
        out_object_end(&out);
        out_object_end(&out);
        out_newline(&out);
    }
    out_array_end(&out);
    Str text = out_end(&out);
    printf("%.*s\n", STR_ARG(text));
    return CLI_DONE;
}

int cmd_rulebook(int argc, char **argv) {
    CliOption options[] = {{.name = "--json"}, {0}};
    const char *rest[16];
    int count;
    if (argc > 16 || !cli_parse(argc, argv, options, rest, &count)) return CLI_WRONG;
    Arena *arena = arena_open(RULEBOOK_CMD_BYTES_MAX);
    int exit_code = CLI_WRONG;
    if (count == 2 && strcmp(rest[0], "show") == 0)
        exit_code = show(arena, rest[1]);
    else if (count == 1 && strcmp(rest[0], "list") == 0)
        exit_code = cli_has(options, "--json") ? list_json(arena) : list_text();
    else
        fprintf(stderr, "randa rulebook show NYCKEL | list [--json]\n");
    arena_close(arena);
    return exit_code;
}
