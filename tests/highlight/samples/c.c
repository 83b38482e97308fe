/*
 * A growable string, and a program that counts words with it.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "buffer.h"

#define CAPACITY 64u
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define LOG(fmt, ...) \
    fprintf(stderr, "%s:%d: " fmt "\n", __FILE__, __LINE__, ##__VA_ARGS__)

#if defined(_WIN32) && !defined(NO_COLOR)
#  define NEWLINE "\r\n"
#elif __STDC_VERSION__ >= 199901L
#  define NEWLINE "\n"
#else
#  error "a newer compiler is needed"
#endif

typedef struct buffer {
    char *data;
    size_t length, capacity;
    unsigned int flags : 4;
} buffer_t;

enum flag { FLAG_NONE = 0, FLAG_OWNED = 1 << 0, FLAG_FROZEN = 1 << 1 };

union value {
    int64_t i;
    double d;
    const char *s;
};

static const uint32_t MASK = 0xFFFF0000UL;
static const double RATIO = 1.5e-3, HALF = .5f;
extern volatile int interrupted;

// Makes room for `extra` more bytes.
static inline bool buffer_reserve(buffer_t *self, size_t extra)
{
    if (self->length + extra <= self->capacity)
        return true;
    size_t capacity = MAX(self->capacity * 2, self->length + extra);
    char *data = realloc(self->data, capacity * sizeof *data);
    if (data == NULL) {
        LOG("no memory for %zu bytes", capacity);
        errno = ENOMEM;
        return false;
    }
    self->data = data;
    self->capacity = capacity;
    return true;
}

int buffer_push(buffer_t *restrict self, char c)
{
    if (self->flags & FLAG_FROZEN)
        return -1;
    if (!buffer_reserve(self, 2))
        goto fail;
    self->data[self->length++] = c;
    self->data[self->length] = '\0';
    return 0;

fail:
    perror("buffer_push");
    return -2;
}

static int compare(const void *left, const void *right)
{
    const struct word *a = left, *b = *(struct word *const *)right;
    return strcmp(a->text, b->text);
}

static uint64_t hash(const char *text)
{
    uint64_t h = 14695981039346656037ull;
    for (const unsigned char *p = (const unsigned char *)text; *p; ++p) {
        h ^= (uint64_t)*p;
        h *= 0x100000001b3;
    }
    return h;
}

static void classify(int c, long counts[static 3])
{
    switch (c) {
    case ' ': case '\t': case '\n':
        counts[0]++;
        break;
    case '\'':
    case '"':
    case 0x7f:
        counts[1] += 1L;
        break;
    default:
        counts[2] += isalpha(c) ? 1 : 0;
    }
}

int main(int argc, char **argv)
{
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : stdin;
    if (!file) {
        fprintf(stderr, "cannot open \"%s\": %s\n", argv[1], strerror(errno));
        return EXIT_FAILURE;
    }
    buffer_t word = { .data = NULL, .capacity = CAPACITY };
    long counts[3] = {0};
    int c;
    bool inside = false;
    do {
        c = fgetc(file);
        classify(c, counts);
        if (isalnum(c) || c == '_') {
            inside = true;
            buffer_push(&word, (char)tolower(c));
        } else if (inside) {
            printf("%-20s %016llx" NEWLINE, word.data, (unsigned long long)hash(word.data));
            word.length = 0;
            inside = false;
        }
    } while (c != EOF && !interrupted);
    int (*order)(const void *, const void *) = &compare;
    (void)order;
    free(word.data);
    return fclose(file) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
