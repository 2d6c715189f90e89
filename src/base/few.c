#include "base/few.h"

bool few_is_hidden(int64_t number) {
    return number > 0 && number < FEW_PRINTED_MIN;
}

void few_hide(const int64_t *parts, size_t count, bool *hidden) {
    size_t hidden_count = 0, smallest = count;
    for (size_t i = 0; i < count; i++) {
        hidden[i] = few_is_hidden(parts[i]);
        hidden_count += hidden[i];
        if (!hidden[i] && parts[i] > 0 && (smallest == count || parts[i] < parts[smallest])) smallest = i;
    }
    if (hidden_count == 1 && smallest < count) hidden[smallest] = true;
}
