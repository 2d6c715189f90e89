#include "duty/act.h"

bool act_end(Act *act, Err *err) {
    return audit_end(act, err);
}
