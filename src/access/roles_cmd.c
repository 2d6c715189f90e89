// randa roles: the table of rights, one kind of data after the other, as a lawyer reads it.
#include "base/buf.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "rulebook/rulebook_show.h"
#include <stdio.h>

static int print_text(Arena *arena) {
    Rulebook rulebook = rulebook_shipped();
    for (size_t i = 0; i < rulebook_data.data_class_count; i++) {
        Str text;
        if (rulebook_show(arena, &rulebook, rulebook_data.data_classes[i].id, &text))
            printf("%s%.*s", i ? "\n" : "", STR_ARG(text));
    }
    return CLI_DONE;
}

static void out_right(JsonOut *out, const RightGrant *right) {
    static const char *const acts[] = {"read", "write", "sign"};
    static const char *const reaches[] = {"own", "trainees", "unit", "region", "case", "pack", "reported"};
    static const char *const grains[] = {"full", "groups", "pseudonym", "dates", "numbers"};
    out_object(out);
    out_key_text(out, "role", right->role->id);
    out_key_text(out, "act", str_from_c(acts[right->act]));
    out_key_text(out, "reach", str_from_c(reaches[right->reach]));
    out_key_text(out, "grain", str_from_c(grains[right->grain]));
    if (*right->when) out_key_text(out, "when", str_from_c(right->when));
    out_object_end(out);
}

static int print_json(Arena *arena) {
    JsonOut out = out_begin(arena);
    out_array(&out);
    for (size_t i = 0; i < rulebook_data.data_class_count; i++) {
        const DataClass *data = &rulebook_data.data_classes[i];
        out_object(&out);
        out_key_text(&out, "data", data->id);
        out_key_text(&out, "name", str_from_c(data->name));
        out_key_int(&out, "class", data->level);
        out_key(&out, "sources");
        out_array(&out);
        for (size_t s = 0; s < data->ground.sources.count; s++) out_text(&out, data->ground.sources.items[s]->key);
        out_array_end(&out);
        out_key(&out, "may");
        out_array(&out);
        for (size_t r = 0; r < data->right_count; r++) out_right(&out, &data->rights[r]);
        out_array_end(&out);
        out_object_end(&out);
        out_newline(&out);
    }
    out_array_end(&out);
    printf("%.*s\n", STR_ARG(out_end(&out)));
    return CLI_DONE;
}

int cmd_roles(int argc, char **argv) {
    CliOption given[] = {{.name = "--json"}, {0}};
    const char *rest[1];
    int rest_count;
    if (argc > 2 || !cli_parse(argc, argv, given, rest, &rest_count) || rest_count) return CLI_WRONG;
    Arena *arena = arena_open((size_t)4 << 20);
    int exit_code = cli_has(given, "--json") ? print_json(arena) : print_text(arena);
    arena_close(arena);
    return exit_code;
}
