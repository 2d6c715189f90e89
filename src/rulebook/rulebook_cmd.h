// rulebook_cmd.h: randa rulebook show KEY | list
#pragma once

int cmd_rulebook(int argc, char **argv);
