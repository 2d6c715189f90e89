// document.h: what documents about one training are made of, and the documents themselves: composed
// from the plan in force, never typed twice. Swedish only: they are for the file and the authority.
//
// A print has the fields of the authority's form in its order, and says that it is not the form
// itself. What Randa does not know is an empty box for a pen: identity numbers, how fulfilment was
// checked, places and signatures. Pure.
#pragma once
#include "base/lang.h"
#include "formats/pdf.h"
#include "training/training_store.h"

typedef struct {
    PersonId id; // 0: nobody is known
    Str name, specialty, workplace;
    int course_year; // of supervisor training; 0: unknown
} Signatory;

typedef struct {
    TrainingFile file;
    TrainingNeeds needs;
    GoalRowList goals;
    QualificationList own; // the trainee's
    Signatory trainee, main_supervisor, director, head;
    Str home, region;
    Date today;
    int64_t version; // of a version that is being settled; 0: a print of how it stands
} DocumentFacts;

// What a certificate is about: a placement, a course, or neither (the training as a whole).
typedef struct {
    const CertificateForm *form;
    const Placement *placement;
    const Course *course;
    Str goals; // codes; empty: those of the placement or course
    Signatory supervisor;
} CertificateOrder;

// `level` is that of the headings inside the form.
void certificate_compose(Pdf *pdf, Arena *arena, const DocumentFacts *facts, const CertificateOrder *order, int level);
// Where the text of a field comes from; NULL for a field that no one knows: the build's rulebook
// has only fields that are known here.
const char *certificate_field_from(Str field);

Str document_certificate(Arena *arena, const DocumentFacts *facts, const CertificateOrder *order);
// Of the rulebook's documents about a training: its parts, its fixed words, who signs.
Str document_compose(Arena *arena, const DocumentFacts *facts, const DocumentType *type);
const DocumentType *document_of_file(Str file); // "st-kontrakt"; NULL: none about a training
bool document_block_is_known(Str block);
// Before the application: what is missing, every certificate with where its original is, and the forms
// of the application itself, in the authority's order. BT's for a training that is BT.
Str document_package(Arena *arena, const DocumentFacts *facts);

// Shared by those who compose.
Pdf *document_begin(Arena *arena, const DocumentFacts *facts, Str title, Str subject);
Str document_day(Arena *arena, Date date); // "3 november 2026"; empty: unknown
Str document_unit(const DocumentFacts *facts, UnitId unit);
Str document_specialty(Str id);
Str document_goal_codes(const DocumentFacts *facts, const Placement *placement);
const Signatory *document_signatory(const DocumentFacts *facts, Str role); // NULL: not one role of a training
Str document_role(Arena *arena, Lang lang, const RoleInfo *role); // "Huvudhandledare"
void document_sign(Pdf *pdf, Arena *arena, const DocumentFacts *facts, const DocumentType *type);

// Certificates that what has ended asks for, of the training's own regulation: one a placement or
// course with goals.
LIST_OF(CertificateOrderList, CertificateOrder);
CertificateOrderList certificate_orders(Arena *arena, const DocumentFacts *facts);
bool certificate_is_registered(const DocumentFacts *facts, const CertificateOrder *order);
