// table_reply.h: a table as a download, CSV or a workbook by the ending of its name.
#pragma once
#include "formats/table.h"
#include "http/reply.h"

bool table_file_is_known(Str name); // ends in .csv or .xlsx
MUST_CHECK bool reply_table(Request *req, Reply *reply, Str name, Table table, Err *err);
