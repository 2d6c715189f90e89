// board_view.h: what the pages of the plan share: the span shown, the filters, the addresses that
// keep them, and the drawing of rows. Drawing rounds to whole weeks; words and sums use exact days.
#pragma once
#include "http/request.h"
#include "placement/board.h"
#include "placement/solution.h"

#define BOARD_ROWS_MAX 50

typedef struct {
    Request *req;
    const Board *board;
    const char *span;  // "6m" "1" "2" "5"
    Date start;        // a Monday
    int weeks, px;     // shown; pixels a week
    Str name_filter;
    UnitId host;       // only trainees who go there; 0: all
    bool clashes_only;
    int64_t version;   // proposal shown; 0: the plan in force
    PlacementId chosen;
    size_t first_row;
    const Placement *typed; // the change of the chosen one that was refused; NULL
    bool is_stale;          // because someone else was first
    const PlacementChangeList *changes; // of the proposal; NULL
} BoardView;

BoardView board_view_from(Request *req);
DateSpan board_view_window(const BoardView *view); // the days to load
Url board_view_keep(const BoardView *view, Url url); // with the span and filters of the view
Url board_view_url(const BoardView *view, PlacementId chosen); // the same view, another choice

// Rows that pass the filters, those with clashes first; indexes into board->rows.
LIST_OF(RowIndexes, size_t);
RowIndexes board_view_rows(const BoardView *view);

// "s12 n8" for a span, clipped to what is shown; false when nothing of it is.
bool board_view_place(const BoardView *view, DateSpan span, int *ret_start, int *ret_weeks);
Html board_draw_rows(const BoardView *view, const RowIndexes *rows);
Str clash_text(const BoardView *view, const Clash *clash); // "Tre ST-läkare på två platser, 16 feb–15 apr 2027"
Html inspector_draw(const BoardView *view, Str error);
Str placement_state_word(Lang lang, const Placement *placement, Date today);
const char *calendar_step(PlanCalendar calendar); // "halvmanad" for the script
Str count_word(Arena *arena, Lang lang, int count); // "två"
