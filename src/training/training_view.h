// training_view.h: what the pages of trainees share: words, tags, the head of a trainee's page.
#pragma once
#include "http/reply.h"
#include "training/training_store.h"

#define TRAINING_ROWS_MAX 50

typedef enum {
    TAB_OVERVIEW,
    TAB_PLAN,
    TAB_GOALS,
    TAB_TIME,
    TAB_EVENTS,
    TAB_INTRODUCTION,
    TAB_DOCUMENTS,
    TAB_DATA,
    TAB_HISTORY
} TrainingTab;

Str full_name(Arena *arena, Str given, Str family);
Str months_text(Arena *arena, Lang lang, ServiceTime time); // "14,5 mån"
// "2,5" or "2.5" months to hundredths; false outside 0..120.
bool months_read(Str text, int64_t *ret);
Str training_kind_text(Arena *arena, Lang lang, const Training *training, Date today); // "ST, år 3"
Str specialty_name(Str id); // "Internmedicin"
const char *absence_cause_text(AbsenceCause cause);
const char *placement_kind_text(PlacementKind kind);
const char *event_outcome_text(EventOutcome outcome);
const char *training_state_text(TrainingState state);
Html html_tag_of(Arena *arena, Lang lang, const char *look, const char *icon, Str text);
// One word for how it stands: the worst that is open.
Html training_state_tag(Arena *arena, Lang lang, const int64_t *findings, Date next_due);
// Whose unit the page is about: a director's and head's own; 0: all one may see.
UnitId training_unit(const Request *req);
bool may_see_leave_cause(const Request *req, const Training *training);

// Loads the file of :id for a page; the head is put on top of it.
MUST_CHECK bool training_page_file(Request *req, TrainingFile *ret, Err *err);
MUST_CHECK bool training_head(Request *req, const TrainingFile *file, TrainingTab tab,
                              const ServiceProgress *progress, Html *ret, Err *err);
void training_reply(Request *req, Reply *reply, const TrainingFile *file, const char *tab_name,
                    Html main);
Url url_training(Arena *arena, TrainingId id, const char *tab); // tab "" "tid" …
Html training_timeline(Request *req, const TrainingFile *file);
