#include "training/regulation.h"

static bool begun_before_2021_07(Date first) {
    return date_is_known(first) && first.day < date_from_ymd(2021, 7, 1).day;
}

RegulationChoice regulation_choice(TrainingKind kind, KnownBool swedish_at, Date first) {
    RegulationChoice must = {.reason_2021 = REGULATION_REASON_MUST_2021};
    if (kind == TRAINING_KIND_BT) return must; // only 2021 has a BT
    RegulationChoice choice = {.may_2015 = true, .reason_2021 = REGULATION_REASON_CHOSEN_2021};
    if (swedish_at == KNOWN_BOOL_YES) {
        choice.reason_2015 = REGULATION_REASON_SWEDISH_AT;
        return choice;
    }
    if (begun_before_2021_07(first)) {
        choice.reason_2015 = REGULATION_REASON_BEGUN_BEFORE_2021_07;
        return choice;
    }
    if (swedish_at == KNOWN_BOOL_NO && date_is_known(first)) return must;
    return (RegulationChoice){.may_2015 = true, .is_unknown = true};
}

RegulationReason regulation_reason(const Training *training) {
    RegulationChoice choice =
        regulation_choice(training->kind, training->swedish_at, training->first);
    if (str_equal(training->regulation, STR("2015"))) return choice.reason_2015;
    if (str_equal(training->regulation, STR("2021"))) return choice.reason_2021;
    return REGULATION_REASON_NONE;
}

bool regulation_is_breach(const Training *training) {
    return str_equal(training->regulation, STR("2015")) &&
           !regulation_choice(training->kind, training->swedish_at, training->first).may_2015;
}

bool regulation_check(const Training *training, Err *err) {
    if (regulation_name(training->regulation)[0] == '\0')
        return err_set(err, ERR_INVALID, msg(N_("Välj föreskrift.")));
    if (!regulation_is_breach(training)) return true;
    if (training->kind == TRAINING_KIND_BT)
        return err_set(err, ERR_INVALID, msg(N_("BT finns bara i HSLF-FS 2021:8. Välj den.")));
    return err_set(err, ERR_INVALID,
                   msg(N_("SOSFS 2015:8 kräver svensk AT, eller ST påbörjad före 1 juli 2021. "
                          "Välj HSLF-FS 2021:8.")));
}

const char *regulation_reason_text(RegulationReason reason) {
    switch (reason) {
    case REGULATION_REASON_SWEDISH_AT: return N_("Har gjort svensk AT");
    case REGULATION_REASON_BEGUN_BEFORE_2021_07: return N_("Påbörjade ST före 1 juli 2021");
    case REGULATION_REASON_MUST_2021: return N_("Har inte svensk AT och började efter 1 juli 2021");
    case REGULATION_REASON_CHOSEN_2021: return N_("Har valt den, fast 2015 hade varit möjlig");
    case REGULATION_REASON_NONE: break;
    }
    return "";
}

const char *regulation_name(Str key) {
    if (str_equal(key, STR("2021"))) return "HSLF-FS 2021:8";
    if (str_equal(key, STR("2015"))) return "SOSFS 2015:8";
    return "";
}
