#include "formats/archive.h"
#include <zip.h>

struct Archive {
    zip_t *zip;
    uint64_t bytes_read;
};

static void discard(void *zip) {
    zip_discard(zip);
}

static bool not_zip(Err *err) {
    return err_set(err, ERR_INVALID, msg(N_("Filen är skadad eller inte en XLSX-fil.")));
}

static bool too_large(Err *err) {
    return err_set(err, ERR_TOO_LARGE,
                   msg(N_("Filen blir större än {1} MB när den packas upp, eller är packad hårdare "
                          "än ett kalkylblad är. Dela upp den."),
                       msg_number(ARCHIVE_BYTES_MAX >> 20)));
}

bool archive_open(Arena *arena, Str bytes, Archive **ret, Err *err) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.data, bytes.size, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        if (source) zip_source_free(source);
        return not_zip(err);
    }
    arena_defer(arena, discard, zip);
    if (zip_get_num_entries(zip, 0) > ARCHIVE_FILES_MAX) return too_large(err);
    Archive *archive = arena_new(arena, Archive);
    archive->zip = zip;
    *ret = archive;
    return true;
}

bool archive_has(Archive *archive, Str name) {
    char path[512];
    if (name.size >= sizeof path) return false;
    for (size_t i = 0; i < name.size; i++) path[i] = name.data[i];
    path[name.size] = 0;
    return zip_name_locate(archive->zip, path, ZIP_FL_NOCASE) >= 0;
}

// The directory's sizes are the sender's word: what is really read is counted against them too.
static bool read_whole(zip_file_t *file, char *data, size_t size) {
    size_t got = 0;
    while (got < size) {
        zip_int64_t n = zip_fread(file, data + got, size - got);
        if (n <= 0) return false;
        got += (size_t)n;
    }
    char more;
    return zip_fread(file, &more, 1) == 0;
}

bool archive_read(Arena *arena, Archive *archive, Str name, Str *ret, Err *err) {
    zip_stat_t stat;
    const zip_uint64_t need = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_INDEX;
    if (zip_stat(archive->zip, str_to_c(arena, name), ZIP_FL_NOCASE, &stat) != 0)
        return err_set(err, ERR_NOT_FOUND, msg(N_("Filen saknar delen {1}."), msg_text(name)));
    if ((stat.valid & need) != need) return not_zip(err);
    if (stat.size > ARCHIVE_BYTES_MAX - archive->bytes_read) return too_large(err);
    if (stat.size > ARCHIVE_RATIO_FREE && stat.size / ARCHIVE_RATIO_MAX > stat.comp_size)
        return too_large(err);
    archive->bytes_read += stat.size;

    char *data = arena_alloc(arena, (size_t)stat.size + 1, 1);
    zip_file_t *file = zip_fopen_index(archive->zip, stat.index, 0);
    if (!file) return not_zip(err); // encrypted, or packed in a way we do not know
    bool whole = read_whole(file, data, (size_t)stat.size);
    zip_fclose(file);
    if (!whole) return not_zip(err);
    *ret = (Str){data, (size_t)stat.size};
    return true;
}
