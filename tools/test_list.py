#!/usr/bin/env python3
"""Collects TEST(name) from the given *_test.c files into one cmocka runner.

usage: test_list.py OUT.c FILE...

The planner (src/plan/) knows of no database: its tests run once, not on PostgreSQL as well.
"""
import os
import re
import sys

out, files = sys.argv[1], sys.argv[2:]
suites = []
for path in files:
    with open(path, encoding="utf-8") as f:
        names = re.findall(r"^TEST\((\w+)\)", f.read(), re.M)
    suites.append((os.path.basename(path)[: -len("_test.c")], names, "/plan/" in path))

with open(out, "w", encoding="utf-8") as f:
    f.write("// Made by tools/test_list.py from the TEST(...) in src/**/*_test.c.\n")
    f.write('#include "base/test.h"\n#include <stdlib.h>\n\n')
    for _, names, _ in suites:
        for name in names:
            f.write(f"void test_{name}(void **state);\n")
    for suite, names, _ in suites:
        if names:
            f.write(f"\nstatic const struct CMUnitTest suite_{suite}[] = {{\n")
            for name in names:
                f.write(f'    {{"{name}", test_{name}, NULL, NULL, NULL}},\n')
            f.write("};\n")
    f.write("\n// A failed test leaves things open: its own message is the one to read, not a list of leaks.\n")
    f.write("static int failed, run;\nint __lsan_is_turned_off(void);\n")
    f.write("int __lsan_is_turned_off(void) {\n    return failed > 0;\n}\n")
    f.write("\nint main(int argc, char **argv) {\n")
    f.write('    const char *only = argc > 1 ? argv[1] : "", *server = getenv("RANDA_TEST_PG");\n')
    for suite, names, once in suites:
        if names:
            here = "!(server && *server) && " if once else ""
            f.write(f'    if ({here}(!*only || strcmp(only, "{suite}") == 0)) {{\n')
            f.write(f"        run += (int)COUNT_OF(suite_{suite});\n")
            f.write(f'        failed += _cmocka_run_group_tests("{suite}", suite_{suite}, '
                    f"COUNT_OF(suite_{suite}), NULL, NULL);\n    }}\n")
    f.write('    printf("%s: %d passed, %d failed\\n", server && *server ? "postgresql" : "sqlite", '
            "run - failed, failed);\n")
    f.write("    return failed ? EXIT_FAILURE : EXIT_SUCCESS;\n}\n")
