/* A disk that fails, or a process that ends, at any one of the calls of the C library by which
 * files in a folder are opened, written, flushed, closed, changed, renamed and removed.
 *
 * Built and preloaded by test_crash_preload.py; a process says by disk_arm() what is to happen.
 * A call to write that fails has written half; a call to close that fails has closed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST = 4096 };

static char folder[MOST];
static size_t length;
static long at = -1, count = 0;
static int failure = 0, armed = 0;
static char opened[MOST];
static const char *last = "";

/* point: the number of the call; number: that of an error, 0 to end the process at once, or less
 * to send it a signal, whereafter the call is made as any other. */
void disk_arm(const char *path, long point, int number)
{
    snprintf(folder, sizeof folder, "%s", path);
    length = strlen(folder);
    at = point;
    failure = number;
    count = 0;
    memset(opened, 0, sizeof opened);
    armed = 1;
}

void disk_disarm(void) { armed = 0; }
long disk_count(void) { return count; }
const char *disk_last(void) { return last; }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_within(const char *path)
{
    return armed && path && (path[0] != '/' || strncmp(path, folder, length) == 0);
}

static int is_open(int file) { return armed && file >= 0 && file < MOST && opened[file]; }

/* Count a call; tell whether it is to fail. */
static int is_due(const char *name)
{
    if (count++ != at)
        return 0;
    last = name;
    if (failure < 0)
        kill(getpid(), -failure);
    return failure >= 0;
}

static int fail(void)
{
    if (!failure)
        kill(getpid(), SIGKILL);
    errno = failure;
    return -1;
}

static int note(int file)
{
    if (armed && file >= 0 && file < MOST)
        opened[file] = 1;
    return file;
}

#define OPENING(name, parameters, ...)                                \
    int name parameters                                               \
    {                                                                 \
        mode_t mode = 0;                                              \
        if (flags & (O_CREAT | O_TMPFILE)) {                          \
            va_list rest;                                             \
            va_start(rest, flags);                                    \
            mode = va_arg(rest, mode_t);                              \
            va_end(rest);                                             \
        }                                                             \
        if (!is_within(path))                                         \
            return REAL(name)(__VA_ARGS__, flags, mode);              \
        if (is_due("open"))                                           \
            return fail();                                            \
        return note(REAL(name)(__VA_ARGS__, flags, mode));            \
    }
OPENING(open, (const char *path, int flags, ...), path)
OPENING(open64, (const char *path, int flags, ...), path)
OPENING(openat, (int within, const char *path, int flags, ...), within, path)
OPENING(openat64, (int within, const char *path, int flags, ...), within, path)

ssize_t write(int file, const void *data, size_t size)
{
    if (!is_open(file) || !is_due("write"))
        return REAL(write)(file, data, size);
    REAL(write)(file, data, size / 2);
    return fail();
}

ssize_t writev(int file, const struct iovec *parts, int number)
{
    if (!is_open(file) || !is_due("write"))
        return REAL(writev)(file, parts, number);
    return fail();
}

int close(int file)
{
    int due;
    if (!is_open(file))
        return REAL(close)(file);
    due = is_due("close");
    if (due && !failure)
        return fail();
    opened[file] = 0;
    REAL(close)(file);
    return due ? fail() : 0;
}

#define BY_FILE(name, does, head, call)                               \
    int name head                                                     \
    {                                                                 \
        if (is_open(file) && is_due(does))                            \
            return fail();                                            \
        return REAL(name) call;                                       \
    }
BY_FILE(fsync, "fsync", (int file), (file))
BY_FILE(fdatasync, "fsync", (int file), (file))
BY_FILE(ftruncate, "truncate", (int file, off_t size), (file, size))
BY_FILE(ftruncate64, "truncate", (int file, off64_t size), (file, size))
BY_FILE(fchmod, "chmod", (int file, mode_t mode), (file, mode))
BY_FILE(fchown, "chown", (int file, uid_t user, gid_t group), (file, user, group))

#define BY_PATH(name, does, head, call)                               \
    int name head                                                     \
    {                                                                 \
        if (is_within(path) && is_due(does))                          \
            return fail();                                            \
        return REAL(name) call;                                       \
    }
BY_PATH(chmod, "chmod", (const char *path, mode_t mode), (path, mode))
BY_PATH(fchmodat, "chmod", (int in, const char *path, mode_t mode, int flags),
        (in, path, mode, flags))
BY_PATH(chown, "chown", (const char *path, uid_t user, gid_t group), (path, user, group))
BY_PATH(lchown, "chown", (const char *path, uid_t user, gid_t group), (path, user, group))
BY_PATH(rename, "rename", (const char *path, const char *to), (path, to))
BY_PATH(renameat, "rename", (int in, const char *path, int there, const char *to),
        (in, path, there, to))
BY_PATH(link, "link", (const char *path, const char *to), (path, to))
BY_PATH(unlink, "unlink", (const char *path), (path))
BY_PATH(unlinkat, "unlink", (int in, const char *path, int flags), (in, path, flags))
BY_PATH(mkdir, "mkdir", (const char *path, mode_t mode), (path, mode))
BY_PATH(mkdirat, "mkdir", (int in, const char *path, mode_t mode), (in, path, mode))
BY_PATH(truncate, "truncate", (const char *path, off_t size), (path, size))
