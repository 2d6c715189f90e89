// commands.h: the commands that main.c lists, each in its feature's x_cmd.c.
#pragma once

int cmd_audit(int argc, char **argv);
int cmd_backup(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_document(int argc, char **argv);
int cmd_extract(int argc, char **argv);
int cmd_pilot(int argc, char **argv);
int cmd_restore(int argc, char **argv);
int cmd_mail(int argc, char **argv);
int cmd_migrate(int argc, char **argv);
int cmd_plan(int argc, char **argv);         // solve, check, bound, explain of files; else of a unit
int cmd_plan_of_unit(int argc, char **argv); // export, propose, check, publish
int cmd_rulebook(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_demo(int argc, char **argv);
int cmd_duties(int argc, char **argv);
int cmd_account(int argc, char **argv);
int cmd_token(int argc, char **argv);
int cmd_roles(int argc, char **argv);
int cmd_routes(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_seal(int argc, char **argv);
int cmd_verify(int argc, char **argv);
