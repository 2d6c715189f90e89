// Ids inside a world count from 1 per list; each list is saved after those it points to, and the
// pointers are exchanged for the stored ids on the way.
#include "demo/demo_store.h"
#include "gen/records_store.h"
#include "people/unit_store.h"
#include "people/search_index_store.h"

// The stored id of a record of a list, by its number in the world; 0 stays 0.
#define STORED(list, number) ((number) ? (list).items[(number)-1].id.raw : 0)

static bool store_units(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->units.count; i++) {
        Unit *unit = &world->units.items[i];
        unit->parent.raw = STORED(world->units, unit->parent.raw);
        unit->id.raw = 0;
        if (!unit_save(act, unit, err)) return false;
    }
    return unit_tree_rebuild(act->db, act->arena, err);
}

static bool store_people(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->people.count; i++) {
        Person *person = &world->people.items[i];
        person->id.raw = 0;
        if (!person_save(act, person, err)) return false;
    }
    for (size_t i = 0; i < world->qualifications.count; i++) {
        Qualification *q = &world->qualifications.items[i];
        q->person.raw = STORED(world->people, q->person.raw);
        if (!qualification_save(act, q, err)) return false;
    }
    for (size_t i = 0; i < world->appointments.count; i++) {
        Appointment *a = &world->appointments.items[i];
        a->person.raw = STORED(world->people, a->person.raw);
        a->unit.raw = STORED(world->units, a->unit.raw);
        if (!appointment_save(act, a, err)) return false;
    }
    return true;
}

static bool store_trainings(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->trainings.count; i++) {
        Training *t = &world->trainings.items[i];
        t->id.raw = 0;
        t->trainee.raw = STORED(world->people, t->trainee.raw);
        t->home_unit.raw = STORED(world->units, t->home_unit.raw);
        if (!training_save(act, t, err)) return false;
    }
    for (size_t i = 0; i < world->shares.count; i++) {
        EmploymentShare *s = &world->shares.items[i];
        s->training.raw = STORED(world->trainings, s->training.raw);
        if (!employment_share_save(act, s, err)) return false;
    }
    for (size_t i = 0; i < world->absences.count; i++) {
        Absence *a = &world->absences.items[i];
        a->training.raw = STORED(world->trainings, a->training.raw);
        if (!absence_save(act, a, err)) return false;
    }
    for (size_t i = 0; i < world->supervisions.count; i++) {
        Supervision *s = &world->supervisions.items[i];
        s->training.raw = STORED(world->trainings, s->training.raw);
        s->supervisor.raw = STORED(world->people, s->supervisor.raw);
        if (!supervision_save(act, s, err)) return false;
    }
    return true;
}

static bool store_plan(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->placements.count; i++) {
        Placement *p = &world->placements.items[i];
        p->id.raw = 0;
        p->training.raw = STORED(world->trainings, p->training.raw);
        p->unit.raw = STORED(world->units, p->unit.raw);
        if (!placement_save(act, p, err)) return false;
    }
    for (size_t i = 0; i < world->capacities.count; i++) {
        Capacity *c = &world->capacities.items[i];
        c->unit.raw = STORED(world->units, c->unit.raw);
        if (!capacity_save(act, c, err)) return false;
    }
    for (size_t i = 0; i < world->courses.count; i++)
        if (!course_save(act, &world->courses.items[i], err)) return false;
    return true;
}

static bool store_history(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->events.count; i++) {
        Event *e = &world->events.items[i];
        e->training.raw = STORED(world->trainings, e->training.raw);
        e->unit.raw = STORED(world->units, e->unit.raw);
        e->responsible.raw = STORED(world->people, e->responsible.raw);
        e->gathering.raw = STORED(world->gatherings, e->gathering.raw);
        if (!event_save(act, e, err)) return false;
    }
    for (size_t i = 0; i < world->certificates.count; i++) {
        Certificate *c = &world->certificates.items[i];
        c->training.raw = STORED(world->trainings, c->training.raw);
        c->placement.raw = STORED(world->placements, c->placement.raw);
        c->signer.raw = STORED(world->people, c->signer.raw);
        if (!certificate_save(act, c, err)) return false;
    }
    return true;
}

static bool store_roles(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->terms.count; i++) {
        DirectorTerms *t = &world->terms.items[i];
        t->appointment.raw = STORED(world->appointments, t->appointment.raw);
        t->person.raw = STORED(world->people, t->person.raw);
        t->unit.raw = STORED(world->units, t->unit.raw);
        if (!director_terms_save(act, t, err)) return false;
    }
    for (size_t i = 0; i < world->times.count; i++) {
        DirectorTime *t = &world->times.items[i];
        t->person.raw = STORED(world->people, t->person.raw);
        t->unit.raw = STORED(world->units, t->unit.raw);
        if (!director_time_save(act, t, err)) return false;
    }
    for (size_t i = 0; i < world->receipts.count; i++) {
        InOutReceipt *r = &world->receipts.items[i];
        r->person.raw = STORED(world->people, r->person.raw);
        r->unit.raw = STORED(world->units, r->unit.raw);
        if (!in_out_receipt_save(act, r, err)) return false;
    }
    for (size_t i = 0; i < world->questions.count; i++) {
        AskedQuestion *q = &world->questions.items[i];
        q->unit.raw = STORED(world->units, q->unit.raw);
        q->asker.raw = STORED(world->people, q->asker.raw);
        q->answerer.raw = STORED(world->people, q->answerer.raw);
        if (!asked_question_save(act, q, err)) return false;
    }
    for (size_t i = 0; i < world->missed.count; i++) {
        MissedTalk *m = &world->missed.items[i];
        m->training.raw = STORED(world->trainings, m->training.raw);
        m->supervisor.raw = STORED(world->people, m->supervisor.raw);
        if (!missed_talk_save(act, m, err)) return false;
    }
    return true;
}

static bool store_gatherings(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->gathering_series.count; i++) {
        GatheringSeries *s = &world->gathering_series.items[i];
        s->id.raw = 0;
        s->unit.raw = STORED(world->units, s->unit.raw);
        if (!gathering_series_save(act, s, err)) return false;
    }
    for (size_t i = 0; i < world->gatherings.count; i++) {
        Gathering *g = &world->gatherings.items[i];
        g->id.raw = 0;
        g->unit.raw = STORED(world->units, g->unit.raw);
        g->series.raw = STORED(world->gathering_series, g->series.raw);
        g->chair.raw = STORED(world->people, g->chair.raw);
        g->training.raw = STORED(world->trainings, g->training.raw);
        if (!gathering_save(act, g, err)) return false;
    }
    for (size_t i = 0; i < world->attendances.count; i++) {
        Attendance *a = &world->attendances.items[i];
        a->gathering.raw = STORED(world->gatherings, a->gathering.raw);
        a->person.raw = STORED(world->people, a->person.raw);
        a->training.raw = STORED(world->trainings, a->training.raw);
        if (!attendance_save(act, a, err)) return false;
    }
    return true;
}

static bool store_agreed(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->gathering_notes.count; i++) {
        GatheringNote *n = &world->gathering_notes.items[i];
        n->gathering.raw = STORED(world->gatherings, n->gathering.raw);
        n->training.raw = STORED(world->trainings, n->training.raw);
        n->writer.raw = STORED(world->people, n->writer.raw);
        if (!gathering_note_save(act, n, err)) return false;
    }
    for (size_t i = 0; i < world->actions.count; i++) {
        ActionItem *a = &world->actions.items[i];
        a->unit.raw = STORED(world->units, a->unit.raw);
        a->gathering.raw = STORED(world->gatherings, a->gathering.raw);
        a->training.raw = STORED(world->trainings, a->training.raw);
        a->responsible.raw = STORED(world->people, a->responsible.raw);
        if (!action_item_save(act, a, err)) return false;
    }
    for (size_t i = 0; i < world->issues.count; i++) {
        world->issues.items[i].unit.raw = STORED(world->units, world->issues.items[i].unit.raw);
        if (!issue_save(act, &world->issues.items[i], err)) return false;
    }
    return true;
}

static bool store_introductions(Act *act, DemoWorld *world, Err *err) {
    for (size_t i = 0; i < world->programmes.count; i++) {
        Programme *p = &world->programmes.items[i];
        p->id.raw = 0;
        p->unit.raw = STORED(world->units, p->unit.raw);
        if (!programme_save(act, p, err)) return false;
    }
    for (size_t i = 0; i < world->programme_steps.count; i++) {
        ProgrammeStep *s = &world->programme_steps.items[i];
        s->programme.raw = STORED(world->programmes, s->programme.raw);
        if (!programme_step_save(act, s, err)) return false;
    }
    for (size_t i = 0; i < world->introductions.count; i++) {
        Introduction *n = &world->introductions.items[i];
        n->id.raw = 0;
        n->training.raw = STORED(world->trainings, n->training.raw);
        n->unit.raw = STORED(world->units, n->unit.raw);
        if (!introduction_save(act, n, err)) return false;
    }
    for (size_t i = 0; i < world->introduction_steps.count; i++) {
        IntroductionStep *s = &world->introduction_steps.items[i];
        s->introduction.raw = STORED(world->introductions, s->introduction.raw);
        s->training.raw = STORED(world->trainings, s->training.raw);
        s->done_by.raw = STORED(world->people, s->done_by.raw);
        if (!introduction_step_save(act, s, err)) return false;
    }
    return true;
}

bool demo_store(Act *act, DemoWorld *world, Err *err) {
    return store_units(act, world, err) && store_people(act, world, err) && store_trainings(act, world, err) &&
           store_plan(act, world, err) && store_gatherings(act, world, err) && store_history(act, world, err) &&
           store_agreed(act, world, err) && store_introductions(act, world, err) && store_roles(act, world, err) &&
           search_index_touched(act, err);
}
