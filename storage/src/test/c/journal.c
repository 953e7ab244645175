/*
 * Preloaded into a process, journals all that it does to the files below one folder, in order: what
 * a loss of power may leave of them can be told from that.
 *
 *   JOURNAL_ROOT   the folder, absolute
 *   JOURNAL_FILE   where the journal goes, outside of the folder
 *   JOURNAL_FAIL   syncs of files fail whose path this is a part of, as soon as there is a file
 *                  named as the journal with ".fail" behind
 *
 * An entry is: operation u8, a u64, b u64, length u32, length u32, bytes, bytes; little-endian.
 *
 *   1 create       a: inode                        path
 *   2 write        a: inode, b: offset             bytes
 *   3 truncate     a: inode, b: size
 *   4 begin sync   a: inode, b: which sync
 *   5 end sync     a: inode, b: which sync
 *   6 rename                                       path, path
 *   7 unlink                                       path
 *   8 mkdir        a: inode                        path
 *   9 rmdir                                        path
 *  10 link                                         path, path
 *
 * A call and its entry are made under one lock, so entries are in the order in which calls took
 * effect. A sync has two entries and no lock: what comes between them may or may not be covered.
 *
 * What is written through a map cannot be seen when it happens. It is looked for when the file is
 * synced, by comparing it with a copy, and is journaled there as if it were written just before.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, BEGIN_SYNC, END_SYNC, RENAME, UNLINK, MKDIR, RMDIR, LINK };

#define MOST_FDS 65536
#define MOST_MAPPED 4096
#define SECTOR 512

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int journal = -1;
static const char *failing;
static char failing_since[4096];
static uint64_t syncs;

/* The inode that a descriptor is open for; 0 for files that are not below the folder. */
static uint64_t inodes[MOST_FDS];

/* What was last seen in a file that is mapped. */
static struct mapped {
  uint64_t inode;
  size_t size;
  char *bytes;
} mapped[MOST_MAPPED];
static int mapped_count;

static void die(const char *why) {
  fprintf(stderr, "journal: %s: %s\n", why, strerror(errno));
  abort();
}

static void put(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t done = syscall(SYS_write, journal, at, length);
    if (done < 0) {
      die("could not write");
    }
    at += done;
    length -= done;
  }
}

static void entry2(
    int operation, uint64_t a, uint64_t b, const void *one, size_t length, const void *other,
    size_t other_length) {
  char head[25];
  uint32_t lengths[2] = {(uint32_t)length, (uint32_t)other_length};
  head[0] = (char)operation;
  memcpy(head + 1, &a, 8);
  memcpy(head + 9, &b, 8);
  memcpy(head + 17, lengths, 8);
  put(head, sizeof head);
  put(one, length);
  put(other, other_length);
}

static void entry(int operation, uint64_t a, uint64_t b, const void *bytes, size_t length) {
  entry2(operation, a, b, bytes, length, "", 0);
}

static void named(int operation, uint64_t a, const char *path) {
  entry(operation, a, 0, path, strlen(path));
}

__attribute__((constructor)) static void begin(void) {
  struct stat status;
  const char *file = getenv("JOURNAL_FILE");
  root = getenv("JOURNAL_ROOT");
  if (root == NULL || file == NULL) {
    return;
  }
  root_length = strlen(root);
  failing = getenv("JOURNAL_FAIL");
  snprintf(failing_since, sizeof failing_since, "%s.fail", file);
  journal = syscall(SYS_openat, AT_FDCWD, file, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
  if (journal < 0 || stat(root, &status) != 0) {
    die("could not begin");
  }
  named(MKDIR, status.st_ino, root);
}

static int is_below(const char *path) {
  return journal >= 0 && strncmp(path, root, root_length) == 0
      && (path[root_length] == '/' || path[root_length] == 0);
}

static uint64_t inode_of(int fd) {
  return fd >= 0 && fd < MOST_FDS ? inodes[fd] : 0;
}

static struct mapped *mapped_of(uint64_t inode) {
  for (int i = 0; i < mapped_count; i++) {
    if (mapped[i].inode == inode) {
      return &mapped[i];
    }
  }
  return NULL;
}

static void forget_mapped(uint64_t inode) {
  struct mapped *gone = mapped_of(inode);
  if (gone != NULL) {
    free(gone->bytes);
    *gone = mapped[--mapped_count];
  }
}

/* The descriptor may be one to write only, so the file is opened once more. */
static char *content(int open_fd, size_t *size) {
  struct stat status;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", open_fd);
  int fd = syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0 || fstat(fd, &status) != 0) {
    die("could not open a mapped file");
  }
  char *bytes = malloc(status.st_size + 1);
  size_t at = 0;
  while (at < (size_t)status.st_size) {
    ssize_t done = pread(fd, bytes + at, status.st_size - at, at);
    if (done <= 0) {
      die("could not read a mapped file");
    }
    at += done;
  }
  syscall(SYS_close, fd);
  *size = status.st_size;
  return bytes;
}

/* Journals what was written through a map. */
static void look(int fd, uint64_t inode) {
  struct mapped *before = mapped_of(inode);
  if (before == NULL) {
    return;
  }
  size_t size;
  char *now = content(fd, &size);
  for (size_t at = 0; at < size; at += SECTOR) {
    size_t length = size - at < SECTOR ? size - at : SECTOR;
    int known = at + length <= before->size;
    if (!known || memcmp(now + at, before->bytes + at, length) != 0) {
      entry(WRITE, inode, at, now + at, length);
    }
  }
  free(before->bytes);
  before->bytes = now;
  before->size = size;
}

static void written(int fd, uint64_t inode, const void *bytes, size_t length, off_t at) {
  struct mapped *copy = mapped_of(inode);
  entry(WRITE, inode, at, bytes, length);
  if (copy != NULL && at + length <= copy->size) {
    memcpy(copy->bytes + at, bytes, length);
  } else if (copy != NULL) {
    free(copy->bytes);
    copy->bytes = content(fd, &copy->size);
  }
}

#define REAL(name) \
  static __typeof__(name) *real; \
  if (real == NULL) { \
    real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name); \
  }

static int opened(const char *path, int flags, mode_t mode) {
  struct stat status;
  if (!is_below(path)) {
    return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  }
  pthread_mutex_lock(&lock);
  int existed = stat(path, &status) == 0;
  int fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  if (fd >= MOST_FDS) {
    die("too many files");
  }
  if (fd >= 0 && fstat(fd, &status) == 0) {
    inodes[fd] = status.st_ino;
    if (!existed) {
      forget_mapped(status.st_ino);
      named(CREATE, status.st_ino, path);
    } else if (flags & O_TRUNC) {
      entry(TRUNCATE, status.st_ino, 0, "", 0);
    }
  }
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

#define MODE(mode) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | __O_TMPFILE)) { \
    va_list arguments; \
    va_start(arguments, flags); \
    mode = va_arg(arguments, mode_t); \
    va_end(arguments); \
  }

int open(const char *path, int flags, ...) {
  MODE(mode)
  return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(mode)
  return opened(path, flags, mode);
}

int close(int fd) {
  pthread_mutex_lock(&lock);
  if (fd >= 0 && fd < MOST_FDS) {
    inodes[fd] = 0;
  }
  int result = syscall(SYS_close, fd);
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  if (inode_of(fd) == 0) {
    return syscall(SYS_write, fd, bytes, length);
  }
  pthread_mutex_lock(&lock);
  ssize_t done = syscall(SYS_write, fd, bytes, length);
  if (done > 0) {
    written(fd, inode_of(fd), bytes, done, lseek(fd, 0, SEEK_CUR) - done);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  if (inode_of(fd) == 0) {
    return syscall(SYS_pwrite64, fd, bytes, length, at);
  }
  pthread_mutex_lock(&lock);
  ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, at);
  if (done > 0) {
    written(fd, inode_of(fd), bytes, done, at);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
  return pwrite(fd, bytes, length, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (inode_of(fd) == 0) {
    return syscall(SYS_writev, fd, parts, count);
  }
  ssize_t all = 0;
  for (int i = 0; i < count; i++) {
    ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
    if (done < 0) {
      return all > 0 ? all : done;
    }
    all += done;
    if ((size_t)done < parts[i].iov_len) {
      break;
    }
  }
  return all;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  if (inode_of(fd) == 0) {
    REAL(pwritev)
    return real(fd, parts, count, at);
  }
  errno = ENOSYS;
  die("pwritev is not journaled");
  return -1;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) {
  return pwritev(fd, parts, count, at);
}

int ftruncate(int fd, off_t size) {
  if (inode_of(fd) == 0) {
    return syscall(SYS_ftruncate, fd, size);
  }
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_ftruncate, fd, size);
  if (result == 0) {
    entry(TRUNCATE, inode_of(fd), size, "", 0);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate64(int fd, off_t size) {
  return ftruncate(fd, size);
}

static int fails(int fd) {
  char link[64];
  char path[4096];
  if (failing == NULL || access(failing_since, F_OK) != 0) {
    return 0;
  }
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) {
    die("could not look up a file");
  }
  path[length] = 0;
  return strstr(path, failing) != NULL;
}

static int synced(int fd, long call) {
  uint64_t inode = inode_of(fd);
  if (inode == 0) {
    return syscall(call, fd);
  }
  if (fails(fd)) {
    errno = EIO;
    return -1;
  }
  pthread_mutex_lock(&lock);
  uint64_t sync = ++syncs;
  look(fd, inode);
  entry(BEGIN_SYNC, inode, sync, "", 0);
  pthread_mutex_unlock(&lock);
  int result = syscall(call, fd);
  if (result == 0) {
    pthread_mutex_lock(&lock);
    entry(END_SYNC, inode, sync, "", 0);
    pthread_mutex_unlock(&lock);
  }
  return result;
}

int fsync(int fd) {
  return synced(fd, SYS_fsync);
}

int fdatasync(int fd) {
  return synced(fd, SYS_fdatasync);
}

int rename(const char *from, const char *to) {
  if (!is_below(from) && !is_below(to)) {
    return syscall(SYS_rename, from, to);
  }
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_rename, from, to);
  if (result == 0) {
    entry2(RENAME, 0, 0, from, strlen(from), to, strlen(to));
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int link(const char *from, const char *to) {
  if (!is_below(to)) {
    return syscall(SYS_link, from, to);
  }
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_link, from, to);
  if (result == 0) {
    entry2(LINK, 0, 0, from, strlen(from), to, strlen(to));
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static int gone(int operation, long call, const char *path) {
  if (!is_below(path)) {
    return syscall(call, path);
  }
  pthread_mutex_lock(&lock);
  int result = syscall(call, path);
  if (result == 0) {
    named(operation, 0, path);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) {
  return gone(UNLINK, SYS_unlink, path);
}

int rmdir(const char *path) {
  return gone(RMDIR, SYS_rmdir, path);
}

int mkdir(const char *path, mode_t mode) {
  struct stat status;
  if (!is_below(path)) {
    return syscall(SYS_mkdir, path, mode);
  }
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_mkdir, path, mode);
  if (result == 0 && stat(path, &status) == 0) {
    named(MKDIR, status.st_ino, path);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static void *mapping(void *at, size_t length, int protection, int flags, int fd, off_t from) {
  uint64_t inode = inode_of(fd);
  if (inode != 0 && (flags & MAP_SHARED) && (protection & PROT_WRITE)) {
    pthread_mutex_lock(&lock);
    if (mapped_of(inode) == NULL) {
      if (mapped_count == MOST_MAPPED) {
        die("too many mapped files");
      }
      mapped[mapped_count].inode = inode;
      mapped[mapped_count].bytes = content(fd, &mapped[mapped_count].size);
      mapped_count++;
    }
    pthread_mutex_unlock(&lock);
  }
  return (void *)syscall(SYS_mmap, at, length, protection, flags, fd, from);
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t from) {
  return mapping(at, length, protection, flags, fd, from);
}

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off_t from) {
  return mapping(at, length, protection, flags, fd, from);
}
