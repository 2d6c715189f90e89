// main.c: argv to commands[].
#include "base/base.h"
#include <stdio.h>

int main(void) {
    puts("randa " RANDA_VERSION);
    return 0;
}
