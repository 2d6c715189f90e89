#include "seal/seal.h"
#include "store/test_db.h"
#include "formats/pdf.h"
#include "seal/cms.h"
#include "seal/seal_key_parts.h"
#include "store/crypto.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW INT64_C(1795424400000) // 2026-11-23

typedef struct {
    Arena *arena;
    char folder[40], path[60];
    SealKey *key;
    Str frozen;
    Err err;
} World;

static Str paper(Arena *arena, const char *text) {
    Pdf *pdf = pdf_begin(arena, (PdfInfo){.title = STR("Utbildningsplan"), .subject = STR("Plan"), .author = STR("Norrvik"), .footer = STR("Version 1"), .made = NOW});
    pdf_heading(pdf, 1, STR("Utbildningsplan"));
    pdf_paragraph(pdf, str_from_c(text));
    return pdf_end(pdf);
}

static void write_out(const char *folder, const char *name, Str bytes) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0 && write(file, bytes.data, bytes.size) == (ssize_t)bytes.size, "written");
    close(file);
}

static World world_open(void) {
    World world = {.arena = arena_open((size_t)128 << 20), .folder = "/tmp/randa-seal-XXXXXX"};
    CHECK(mkdtemp(world.folder) != NULL, "a folder");
    snprintf(world.path, sizeof world.path, "%s/seal.pem", world.folder);
    CHECK_OK(seal_key_make(world.path, "Region Norrvik", NOW, &world.err), world.err);
    CHECK_OK(seal_key_read(world.arena, world.path, &world.key, &world.err), world.err);
    world.frozen = paper(world.arena, "Åsa Ödmård lovar.");
    return world;
}

static void world_close(World *world) {
    seal_key_close(world->key);
    unlink(world->path);
    rmdir(world->folder);
    arena_close(world->arena);
}

static PdfSealNote note_of(World *world, int place, int of) {
    static const char *const names[] = {"Ada Åkesson", "Ragna Hällmark", "Bo Ek 😀"}, *const roles[] = {"trainee", "main_supervisor", "head"};
    return (PdfSealNote){.name = str_from_c(names[place - 1]), .role = str_from_c(roles[place - 1]), .level = STR("N1"), .sentence = STR("Jag godkänner (planen)."),
                         .document = STR("iup"), .digest = crypto_sha256(world->arena, world->frozen), .version = 2, .place = place, .of = of, .made = NOW + place * 60000};
}

static Str sealed(World *world, Str file, int place, int of) {
    PdfSealNote note = note_of(world, place, of);
    Str more;
    CHECK_OK(seal_put(world->arena, world->key, file, &note, &more, &world->err), world->err);
    return more;
}

static Str changed(Arena *arena, Str file, size_t at, int with) {
    char *bytes = arena_alloc(arena, file.size, 1);
    memcpy(bytes, file.data, file.size);
    bytes[at] = (char)(bytes[at] ^ with);
    return (Str){bytes, file.size};
}

TEST(a_round_of_three_is_valid_and_says_who) {
    World world = world_open();
    Str file = world.frozen;
    for (int i = 1; i <= 3; i++) {
        Str before = file;
        file = sealed(&world, file, i, 3);
        CHECK(str_starts(file, before), "what was there stays, byte for byte");
        SealReport report = seal_verify(world.arena, world.key, file);
        CHECK(report.verdict == (i == 3 ? SEAL_VALID : SEAL_UNDECIDED), "valid when the last has signed");
        CHECK(report.rows.count == (size_t)i, "each is told");
    }
    SealReport report = seal_verify(world.arena, world.key, file);
    CHECK_STR(report.rows.items[2].note.name, STR("Bo Ek 😀"), "names as they are written");
    CHECK_STR(report.rows.items[0].note.sentence, STR("Jag godkänner (planen)."), "and what was agreed to");
    CHECK_STR(report.rows.items[0].sealer, STR("Region Norrvik"), "whose seal");
    CHECK(report.rows.items[1].note.made == NOW + 120000, "when");
    CHECK_STR(report.digest, crypto_sha256(world.arena, world.frozen), "of what");
    CHECK(seal_verify(world.arena, NULL, file).verdict == SEAL_UNDECIDED, "nobody's certificate is known");
    CHECK(seal_verify(world.arena, world.key, world.frozen).verdict == SEAL_UNDECIDED, "no seal is no proof");
    if (getenv("RANDA_SEAL_SAMPLE")) {
        const char *folder = getenv("RANDA_SEAL_SAMPLE");
        world.frozen = paper(world.arena, "Något annat.");
        Str other = world.frozen;
        for (int i = 1; i <= 3; i++) other = sealed(&world, other, i, 3);
        write_out(folder, "sealed.pdf", file);
        write_out(folder, "other.pdf", other);
        write_out(folder, "trust.pem", seal_key_certificates(world.arena, world.key));
    }
    world_close(&world);
}

TEST(a_changed_sealed_file_is_never_accepted) {
    World world = world_open();
    Str file = sealed(&world, sealed(&world, world.frozen, 1, 2), 2, 2);
    CHECK(seal_verify(world.arena, world.key, file).verdict == SEAL_VALID, "as it was made");
    for (size_t at = 0; at < file.size; at += 211) {
        ArenaMark mark = arena_mark(world.arena);
        CHECK(seal_verify(world.arena, world.key, changed(world.arena, file, at, 1 << (at % 8))).verdict != SEAL_VALID, "one bit");
        CHECK(seal_verify(world.arena, world.key, str_slice(file, 0, at)).verdict != SEAL_VALID, "cut off");
        arena_reset(world.arena, mark);
    }
    CHECK(seal_verify(world.arena, world.key, str_join(world.arena, file, STR("\n"))).verdict == SEAL_INVALID, "something after the end");
    CHECK(seal_verify(world.arena, world.key, str_join(world.arena, file, str_slice(file, world.frozen.size, file.size))).verdict == SEAL_INVALID, "an update more");
    world_close(&world);
}

TEST(a_seal_cannot_be_moved_or_made_by_another) {
    World world = world_open();
    PdfSealNote first = note_of(&world, 1, 1);
    PdfSealing here, there;
    Str file, signature, moved;
    CHECK_OK(seal_put(world.arena, world.key, world.frozen, &first, &file, &world.err), world.err);
    Str frozen;
    PdfSealList seals;
    CHECK_OK(pdf_seals_read(world.arena, file, &frozen, &seals, &world.err), world.err);
    CHECK_STR(frozen, world.frozen, "what was sealed");
    signature = seals.items[0].signature;
    PdfSealNote higher = first;
    higher.level = STR("N3");
    CHECK(pdf_seal_begin(world.arena, world.frozen, &higher, &there, &world.err) && pdf_seal_end(world.arena, &there, signature, &moved, &world.err), "composed");
    CHECK(seal_verify(world.arena, world.key, moved).verdict == SEAL_INVALID, "a level that it never had");
    CHECK(pdf_seal_begin(world.arena, paper(world.arena, "Annat."), &first, &here, &world.err) && pdf_seal_end(world.arena, &here, signature, &moved, &world.err), "composed");
    CHECK(seal_verify(world.arena, world.key, moved).verdict == SEAL_INVALID, "a text that it was not about");
    World other = world_open();
    CHECK_OK(seal_put(world.arena, other.key, world.frozen, &first, &file, &world.err), world.err);
    CHECK(seal_verify(world.arena, world.key, file).verdict == SEAL_UNDECIDED, "a key of the same name is not the same");
    CHECK(seal_verify(world.arena, other.key, file).verdict == SEAL_VALID, "it is known to itself");
    first.made -= INT64_C(400) * 86400000;
    CHECK_OK(seal_put(world.arena, world.key, world.frozen, &first, &file, &world.err), world.err);
    CHECK(seal_verify(world.arena, world.key, file).verdict == SEAL_UNDECIDED, "before the certificate was valid");
    CHECK(!seal_put(world.arena, world.key, STR("%PDF-1.7\nhello"), &first, &file, &world.err), "a file of another kind");
    CHECK(!seal_put(world.arena, NULL, world.frozen, &first, &file, &world.err) && world.err.kind == ERR_CONFLICT, "without a key");
    world_close(&other);
    world_close(&world);
}

TEST(the_key_is_for_its_owner_alone) {
    World world = world_open();
    SealKey *key;
    struct stat about;
    CHECK(stat(world.path, &about) == 0 && (about.st_mode & 0777) == 0600, "0600");
    CHECK(!seal_key_make(world.path, "Region Norrvik", NOW, &world.err), "never over another");
    chmod(world.path, 0640);
    CHECK(!seal_key_read(world.arena, world.path, &key, &world.err) && world.err.kind == ERR_INVALID, "a group may not read it");
    chmod(world.path, 0600);
    write_out(world.folder, "seal.pem", seal_key_certificates(world.arena, world.key));
    CHECK(!seal_key_read(world.arena, world.path, &key, &world.err), "a certificate alone seals nothing");
    CHECK_OK(seal_trust_read(world.arena, world.path, &key, &world.err), world.err);
    seal_key_close(key);
    CHECK(!seal_key_read(world.arena, "/nonexistent", &key, &world.err), "nothing there");
    world_close(&world);
}
