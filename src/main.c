// main.c: argv to commands[]. One screen shows all the program can do.
#include "cli/cli.h"
#include "cli/commands.h"
#include <locale.h>
#include <stdio.h>
#include <string.h>

static int cmd_version(int argc, char **argv);
static int cmd_help(int argc, char **argv);

const Command commands[] = {
    {"audit", "verify [--db A]", "om revisionskedjan är hel, och dess sista post", cmd_audit},
    {"backup", "FIL [--db A]", "hela databasen i en låst fil, medan servern går", cmd_backup},
    {"restore", "FIL [--db A] [--keys MAPP] [--check]",
     "läs tillbaka en säkerhetskopia till en tom databas; --check: bara pröva att det går", cmd_restore},
    {"check", "--all [--db A]", "om databasen, revisionskedjan och filerna är hela", cmd_check},
    {"serve", "[--listen 127.0.0.1:8080] [--db A] [--name N --proxy A] [--user U] [--sandbox off] [--oidc F.json] [--mail F.json] [--seal F.pem]", "sidorna, tills den avbryts", cmd_serve},
    {"account", "first LOGIN --name NAMN | add LOGIN --person E-POST|HSA-ID | code LOGIN [--new-factor]\n"
     "           account    disable LOGIN | enable LOGIN | local LOGIN | unlink LOGIN | list [--json]",
     "lokala konton", cmd_account},
    {"token", "add --login L --scope \"trainings units\" --name TEXT [--days N] | list [--json] | revoke ID",
     "nycklar för program som läser genom /api/v1", cmd_token},
    {"routes", "[--json]", "alla adresser, och vem som får", cmd_routes},
    {"roles", "[--json]", "vem som får se och göra vad, och efter vilken källa", cmd_roles},
    {"mail", "test ADRESS | send | status [--json] | remind   [--mail F.json] [--db A]",
     "pröva e-postservern, skicka det som väntar, visa kön, lägg dagens påminnelser i den", cmd_mail},
    {"migrate", "[--db A]", "för databasens schema framåt", cmd_migrate},
    {"rulebook", "show NYCKEL | list [--json]", "vad regelboken säger, och efter vilken källa",
     cmd_rulebook},
    {"plan",
     "export|propose|check --unit ENHET | publish --version N [--seconds N] [--publish] [--json]\n"
     "           plan       solve FIL -o SVAR | check FIL SVAR | bound FIL | explain FIL",
     "planera en enhets ST-läkare till deras sista dag, och pröva planen; eller ett problem i en fil", cmd_plan},
    {"import", "FIL … [--dry-run] [--json] [--match TEXT=ENHET]",
     "läs in klinikens listor och randningsschema (CSV, XLSX)", cmd_import},
    {"export", "TABELL [--format csv|xlsx|json] [-o FIL]", "skriv ut en lista så att den går att läsa in igen",
     cmd_export},
    {"extract", "--person NAMN|E-POST|HSA-ID|NUMMER -o FIL.html|FIL.json", "allt om en person (registerutdrag)", cmd_extract},
    {"document", "list | get DOKUMENT -o FIL.pdf | certificates -o MAPP", "utbildningsplaner, kontrakt och intyg som PDF", cmd_document},
    {"seal", "new-key -o FIL.pem --name ORGANISATION | certificate FIL.pem", "organisationens sigillnyckel: gör en, visa certifikatet", cmd_seal},
    {"verify", "FIL.pdf … [--trust CERTIFIKAT.pem] [--json]",
     "om en förseglad PDF är äkta (0), ändrad (1) eller obestämd (4): vem, när, på vilken nivå; utan nät", cmd_verify},
    {"pilot", "on|off [--region R]", "sidor och listor visar initialer i stället för namn", cmd_pilot},
    {"demo", "[--size clinic|hospital|region|nation] [--seed N] [--today D] [--db A]",
     "fyll en tom databas med en påhittad region", cmd_demo},
    {"duties", "[--unit ENHET] [--person NAMN] [--on DATUM] [--json] [--time]",
     "vad som är att göra den dagen, hos vem och varför", cmd_duties},
    {"version", "", "vilken version det här är", cmd_version},
    {"help", "", "den här listan", cmd_help},
    {0},
};

static int cmd_version(int argc, char **argv) {
    (void)argc, (void)argv;
    puts("randa " RANDA_VERSION);
    return CLI_DONE;
}

static int cmd_help(int argc, char **argv) {
    (void)argc, (void)argv;
    for (const Command *command = commands; command->name; command++)
        printf("randa %-10s %s\n%17s%s\n", command->name, command->usage, "", command->help);
    return CLI_DONE;
}

int main(int argc, char **argv) {
    setlocale(LC_ALL, "C");
    if (argc < 2) {
        cmd_help(0, NULL);
        return CLI_WRONG;
    }
    for (const Command *command = commands; command->name; command++)
        if (strcmp(command->name, argv[1]) == 0) return command->run(argc - 1, argv + 1);
    fprintf(stderr, "randa: okänt kommando %s; `randa help` visar dem som finns\n", argv[1]);
    return CLI_WRONG;
}
