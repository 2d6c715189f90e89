// may.h: who may do what. The rulebook's table of rights (rulebook/roles/) says how far each role
// reaches in each kind of data; a right is an act on one kind. The functions here are the only ones
// that read the table to decide.
//
// A right reaches by a relation in time: oneself, one's trainees, one's units, the region. Which
// rows someone may *see* is decided inside each query by the fragments in scope.sql; the may_*
// functions of may_store.h answer for one object, before an act changes it.
#pragma once
#include "base/err.h"
#include "gen/records.h"

typedef enum {
    NOBODY,    // the zero value: a forgotten entry is closed
    ANYONE,    // also without signing in
    SIGNED_IN, // whoever is signed in, in whatever role

    MAY_READ_TODO,      // Att göra and the findings in it
    MAY_HANDLE_FINDING, // put off, hand over, answer for the unit
    MAY_ACCEPT_FINDING, // accept a "krav ej uppfyllt", with a reason
    MAY_READ_TRAINING,  // trainees, their pages, what they have done
    MAY_EDIT_TRAINING,  // training, needs, absence, share, supervision
    MAY_READ_CAUSE,     // why somebody is away (K4)
    MAY_REGISTER,       // what has happened: talks, reviews, certificates, signatures on paper
    MAY_READ_GATHERING, // what people meet for: talks, teaching, meetings
    MAY_EDIT_GATHERING, // plan, hold and cancel them; what was agreed there
    MAY_EDIT_ISSUE,     // the collective questions to the management
    MAY_TICK_INTRODUCTION, // what is done of an introduction
    MAY_SETTLE_DOCUMENT, // freeze a version of a plan or contract
    MAY_SIGN_DOCUMENT,  // approve a frozen version oneself
    MAY_READ_PLAN,      // the board
    MAY_EDIT_PLAN,      // add, move and remove placements
    MAY_PROPOSE_PLAN,   // plan automatically, compare proposals
    MAY_PUBLISH_PLAN,   // put a proposal in force
    MAY_READ_IN_OUT,    // who comes and goes at one's own unit
    MAY_READ_UNIT,      // units, places, contacts
    MAY_EDIT_UNIT,      // units and contacts, changed
    MAY_EDIT_PLACES,    // how many each unit receives, changed
    MAY_EDIT_PERSON,    // names, contact data, qualifications
    MAY_APPOINT,        // appointments; may_give says which
    MAY_IMPORT,
    MAY_EXPORT,
    MAY_READ_SETTING,
    MAY_EDIT_SETTING,
    MAY_READ_OVERVIEW,  // how it stands at one's units, or in the region
    MAY_READ_COURSE,
    MAY_EDIT_COURSE,
    MAY_READ_ASSIGNMENT, // a studierektor's task: what is agreed, her time
    MAY_EDIT_ASSIGNMENT, // what is agreed
    MAY_ASK,    // the studierektor, and read one's own questions
    MAY_ANSWER, // questions to the studierektor of one's unit
    MAY_READ_SUPERVISORS, // the register of supervisors
    MAY_MANAGE_ACCOUNTS,
    MAY_READ_LOG,       // how often one's unit's trainees have been read about: numbers only
    MAY_RUN,            // backups, jobs, versions: the page Drift
    RIGHT_COUNT,
} Right;

typedef enum {
    REACH_NONE,
    REACH_OWN,      // oneself
    REACH_MAIN,     // trainees whose main supervisor one is today
    REACH_ASSIGNED, // trainees one supervises today
    REACH_UNIT,     // one's unit and those below it, while the appointment lasts
    REACH_REGION,
} Reach;

Reach may_reach(Role role, Right right); // rights below MAY_READ_TODO reach nothing here
bool may(Role role, Right right);        // reaches anything at all: to show a button or not
bool may_give(Role giver, Role role);    // where the giver may appoint at all
bool right_is_held(Right right);         // the table gives it to somebody: else the server does not start

const char *right_name(Right right); // "MAY_READ_PLAN", for the printed route list
Str role_word(Lang lang, Role role); // "Studierektor"
// "Bara studierektor eller verksamhetschef kan ändra planen.": for ERR_FORBIDDEN.
Msg may_who(Right right);
