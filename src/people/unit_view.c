#include "people/unit_view.h"
#include "base/buf.h"

const char *unit_kind_text(UnitKind kind) {
    switch (kind) {
    case UNIT_KIND_CLINIC: return N_("Klinik");
    case UNIT_KIND_HOSPITAL: return N_("Sjukhus");
    case UNIT_KIND_PRIMARY_CARE: return N_("Primärvård");
    case UNIT_KIND_HEALTH_CENTRE: return N_("Vårdcentral");
    case UNIT_KIND_WARD: return N_("Avdelning");
    case UNIT_KIND_OFFICE: return N_("Kansli");
    case UNIT_KIND_EXTERNAL: break;
    }
    return N_("I en annan region");
}

const char *care_form_text(CareForm care) {
    switch (care) {
    case CARE_FORM_INPATIENT: return N_("Slutenvård");
    case CARE_FORM_OUTPATIENT: return N_("Öppenvård");
    case CARE_FORM_PRIMARY: return N_("Primärvård");
    case CARE_FORM_EMERGENCY: return N_("Akut sjukvård");
    case CARE_FORM_UNKNOWN: break;
    }
    return N_("Okänd vårdform");
}

const char *capacity_level_text(CapacityLevel level) {
    switch (level) {
    case CAPACITY_LEVEL_BT: return N_("BT");
    case CAPACITY_LEVEL_ST: return N_("ST");
    case CAPACITY_LEVEL_ALL: break;
    }
    return N_("Alla");
}

Str unit_about(Arena *arena, Lang lang, const Unit *unit, const Unit *parent) {
    Buf buf = buf_begin(arena);
    if (parent) {
        buf_add(&buf, parent->name);
        buf_add(&buf, STR(". "));
    }
    buf_addf(&buf, "%s",
             tr(lang, unit->care == CARE_FORM_UNKNOWN ? unit_kind_text(unit->kind)
                                                      : care_form_text(unit->care)));
    buf_add(&buf, STR("."));
    if (date_is_known(unit->in_use_from)) {
        Str day = date_long(arena, lang, unit->in_use_from);
        buf_addf(&buf, " %s %.*s.", tr(lang, N_("I bruk från")), STR_ARG(day));
    }
    return buf_end(&buf);
}
