// version_view.h: words and addresses of frozen versions, for the pages that show them.
#pragma once
#include "document/version_store.h"
#include "http/reply.h"

Url url_version(Arena *arena, const DocumentVersion *version);
Str version_label(Request *req, const DocumentVersion *version); // "Version 2, fastställd 23 nov 2026"
// "Väntar på verksamhetschef", "Gäller sedan 3 nov 2026", "Ersatt"
Str version_state(Request *req, const DocumentVersion *version, const SignatureRowList *signatures);
bool may_settle(Request *req, const DocumentFacts *facts);
// version-17.pdf, forseglad-17.pdf, underskrift-18: as they were frozen or uploaded.
MUST_CHECK bool reply_frozen(Request *req, Reply *reply, Str file, Err *err);
