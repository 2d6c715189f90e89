#include "base/test.h"
#include "document/document.h"

// Form x field x where it comes from: no field of any official form is unknown here.
TEST(document_every_field_of_every_form_has_its_source) {
    size_t count = 0;
    for (size_t i = 0; i < rulebook_data.certificate_count; i++)
        for (size_t f = 0; f < rulebook_data.certificates[i].field_count; f++, count++) {
            const CertificateField *field = &rulebook_data.certificates[i].fields[f];
            if (!certificate_field_from(field->id)) print_error("%.*s: %.*s\n", STR_ARG(rulebook_data.certificates[i].id), STR_ARG(field->id));
            CHECK(certificate_field_from(field->id), "where the field comes from is known");
        }
    CHECK(count > 150, "both regulations' forms are there");
    CHECK(!certificate_field_from(STR("handledare.skostorlek")), "an unknown field has no source");
}

// Each form can be written for somebody of whom nothing is known.
TEST(document_every_form_without_facts) {
    Arena *arena = arena_open((size_t)256 << 20);
    DocumentFacts facts = {.today = date_from_ymd(2026, 11, 23), .region = STR("Norrvik")};
    facts.file.need.service = &facts.file.service;
    for (size_t i = 0; i < rulebook_data.certificate_count; i++) {
        CertificateOrder order = {.form = &rulebook_data.certificates[i]};
        Str bytes = document_certificate(arena, &facts, &order);
        CHECK(str_starts(bytes, STR("%PDF-1.7")) && bytes.size > 5000, "a whole file");
    }
    for (size_t i = 0; i < rulebook_data.document_count; i++) {
        const DocumentType *type = &rulebook_data.documents[i];
        CHECK(document_compose(arena, &facts, type).size > 5000, "a document of nothing");
        for (size_t p = 0; p < type->part_count; p++)
            CHECK(type->parts[p].pen_count > 0 || document_block_is_known(type->parts[p].block), "a part that is known");
        CHECK(document_of_file(type->file) == type, "found by its file");
    }
    CHECK(!document_of_file(STR("iup.pdf")) && !document_block_is_known(STR("shoes")), "what there is not");
    CHECK(document_package(arena, &facts).size > 5000, "an application of nothing");
    arena_close(arena);
}
