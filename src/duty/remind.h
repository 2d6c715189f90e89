// remind.h: who is to hear of which findings. Pure.
//
// The ladder: whoever is responsible from the first day; when it has stood open for as many days as the
// rulebook says, the studierektor; then the head of department. A step that nobody holds falls to the
// next. What is put off or accepted, and what is only advice, climbs nothing.
#pragma once
#include "duty/digest.h"
#include "duty/facts.h"

typedef enum { STEP_RESPONSIBLE, STEP_DIRECTOR, STEP_HEAD } RemindStep;

typedef struct {
    PersonId person;
    const Finding *finding;
    RemindStep step; // the first at which it is hers
    bool urgent;     // to be heard of at once: a demand or a clash, or it has climbed to her
} Reminder;
LIST_OF(ReminderList, Reminder);

// By person, then finding. One person has each finding at most once.
ReminderList remind_all(Arena *arena, const Rulebook *rulebook, const Facts *facts, const FindingList *findings, Date today);

// Of one person's findings at her first step: the rows of Att göra, counted. What is only advice or
// history is not.
typedef struct {
    int first, week, month;
} RemindCount;
RemindCount remind_count(Arena *arena, const FindingList *findings, Date today);

// Whether the weekly letter is due: on the day she chose, or made up for later in the same week.
bool remind_weekly_due(int weekday, Date today); // 0: never; 1 Monday .. 7
