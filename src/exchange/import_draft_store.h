// import_draft_store.h: an import on its way through the pages: the files sent in, the answers given. Each
// person has at most one under way; its files are gone when it is saved or dropped.
#pragma once
#include "exchange/import_act.h"

typedef struct {
    Str name, content;
} DraftFile;
LIST_OF(DraftFileList, DraftFile);
LIST_OF(DraftFileNames, Str);

typedef struct {
    ImportDraft draft;
    Str maker;
} DraftSaved;
LIST_OF(DraftSavedList, DraftSaved);

// The actor's own; ERR_NOT_FOUND else.
MUST_CHECK bool import_draft_get(Db *db, Arena *arena, ImportDraftId id, ImportDraft *ret, Err *err);
MUST_CHECK bool import_draft_under_way(Db *db, Arena *arena, ImportDraft *ret, bool *ret_found, Err *err);
MUST_CHECK bool import_draft_history(Db *db, Arena *arena, DraftSavedList *ret, Err *err);
MUST_CHECK bool import_draft_names(Arena *arena, const ImportDraft *draft, DraftFileNames *ret, Err *err);
// Reads the draft's files against the database as it is now, with its answers.
MUST_CHECK bool import_draft_work(Db *db, Arena *arena, const ImportDraft *draft, Actor actor, Date today, Import *ret,
                                  ImportRecords *ret_records, Err *err);

// The acts. Beginning one drops the one that was under way.
MUST_CHECK bool import_draft_begin(Act *act, const DraftFileList *files, ImportDraftId *ret, Err *err);
// More answers; a later one about the same name stands for an earlier.
MUST_CHECK bool import_draft_answer(Act *act, ImportDraft *draft, const AnswerList *answers, Err *err);
MUST_CHECK bool import_draft_drop(Act *act, ImportDraft *draft, Err *err);
// Saves all of it, or nothing; draft->saved is then the audit entry.
MUST_CHECK bool import_draft_apply(Act *act, ImportDraft *draft, Err *err);
