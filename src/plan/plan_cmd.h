// plan_cmd.h: the planner on files. Inside the command `randa plan`, which also plans units.
#pragma once

// randa plan solve|check|bound|explain FILE …; what names a unit goes to cmd_plan_of_unit.
int cmd_plan(int argc, char **argv);
