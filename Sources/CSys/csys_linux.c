#ifdef __linux__
#define _GNU_SOURCE
#include "csys.h"

#include <limits.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

int csys_exit_fd(pid_t pid) {
  // 434 is pidfd_open on every architecture since Linux 5.3; glibc's wrapper is younger.
  int fd = (int)syscall(434, pid, 0);
  return fd < 0 ? -errno : fd;
}

int csys_signal_exit_fd(int exit_fd, pid_t pid, int signal) {
  (void)pid;
  return syscall(424, exit_fd, signal, NULL, 0) == 0 ? 0 : -errno;  // pidfd_send_signal, Linux 5.1
}

int csys_fsync(int fd) { return fsync(fd) == 0 ? 0 : -errno; }

int csys_become_subreaper(void) {
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? 0 : -errno;
}

void csys_name_process(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

int csys_stray_signals(int *signals, int capacity) {
  const int named[] = {SIGHUP,  SIGQUIT, SIGUSR1, SIGUSR2,   SIGALRM, SIGVTALRM,
                       SIGPROF, SIGIO,   SIGPWR,  SIGSTKFLT, SIGXCPU};
  int count = 0;
  for (size_t i = 0; i < sizeof named / sizeof *named && count < capacity; i++)
    signals[count++] = named[i];
  // The C library keeps the first few of the others for itself.
  for (int number = SIGRTMIN; number <= SIGRTMAX && count < capacity; number++)
    signals[count++] = number;
  return count;
}

int64_t csys_modified(const struct stat *information) {
  return (int64_t)information->st_mtim.tv_sec * 1000000000 + information->st_mtim.tv_nsec;
}

int64_t csys_changed(const struct stat *information) {
  return (int64_t)information->st_ctim.tv_sec * 1000000000 + information->st_ctim.tv_nsec;
}

int csys_look_at_process(pid_t pid, struct csys_process_facts *process) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  int fd = csys_open(path, O_RDONLY, 0);
  // Without /proc, or with one that hides it, the process may be there all the same.
  if (fd == -ENOENT) return kill(pid, 0) == 0 || errno == EPERM ? -ENOENT : -ESRCH;
  if (fd < 0) return fd;
  ssize_t length = read(fd, text, sizeof text - 1);
  int error = length < 0 ? errno : ESRCH;
  close(fd);
  if (length <= 0) return -error;
  text[length] = 0;
  // Behind the last bracket: the command's name may hold blanks and brackets itself.
  const char *name_end = strrchr(text, ')');
  char state;
  int parent, group, session;
  long long started;
  // Fields 3 to 6 and 22 of proc(5).
  if (!name_end ||
      sscanf(name_end,
             ") %c %d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %lld",
             &state, &parent, &group, &session, &started) != 5)
    return -EBADMSG;
  *process = (struct csys_process_facts){pid, parent, group, session, started, state == 'Z',
                                         state == 't' ? 'T' : state};
  return 0;
}

int csys_processes(struct csys_process_facts *processes, int capacity) {
  DIR *folder = opendir("/proc");
  if (!folder) return -errno;
  int count = 0, error = 0;
  for (struct dirent *entry; count < capacity && (entry = csys_next_entry(folder, &error));) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    if (csys_look_at_process((pid_t)atoi(entry->d_name), &processes[count]) == 0) count++;
  }
  closedir(folder);
  return error ? -error : count;
}

void csys_boot(char *name, size_t size) {
  name[0] = 0;
  int fd = csys_open("/proc/sys/kernel/random/boot_id", O_RDONLY, 0);
  if (fd < 0) return;
  ssize_t length = read(fd, name, size - 1);
  close(fd);
  name[length > 0 ? length : 0] = 0;
  name[strcspn(name, "\n")] = 0;
}

int csys_watch_open(void) {
  int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int csys_watch_add(int watch_fd, const char *path, int kinds) {
  // IN_MASK_ADD: two paths may lead to one folder, each for reasons of its own.
  int is_file = kinds == CSYS_WATCH_WRITES || kinds == CSYS_WATCH_NAME;
  uint32_t mask = IN_MASK_ADD | (is_file ? 0 : IN_ONLYDIR);
  if (kinds & CSYS_WATCH_ENTRIES)
    mask |= IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE;
  if (kinds & CSYS_WATCH_FACTS) mask |= IN_ATTRIB;
  if (kinds & CSYS_WATCH_ITSELF) mask |= IN_DELETE_SELF | IN_MOVE_SELF;
  if (kinds & CSYS_WATCH_WRITES) mask |= IN_MODIFY;
  // A file that is held open is not deleted when its name is, but its count of names changes.
  if (kinds & CSYS_WATCH_NAME) mask |= IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF;
  int watch = inotify_add_watch(watch_fd, path, mask);
  return watch < 0 ? -errno : watch;
}

void csys_watch_remove(int watch_fd, int watch) { inotify_rm_watch(watch_fd, watch); }

int csys_has_access_list(const char *path) {
  return lgetxattr(path, "system.posix_acl_access", NULL, 0) > 0;
}

// The runtime of a static binary looks for its own programs beside the executable before `main`, to show
// a crash, and aborts where /proc does not name that (a chroot, a small container). This takes the place
// of its search. Hidden: a shared runtime keeps its own.
__attribute__((visibility("hidden"))) const char *swift_copyAuxiliaryExecutablePath(const char *name) {
  (void)name;
  return NULL;
}

int csys_look_at_file_system(const char *path, struct csys_file_system *found) {
  struct statfs facts;
  if (statfs(path, &facts) != 0) return -errno;
  memset(found, 0, sizeof *found);
  // The type is signed on some machines, and the numbers have 32 bits.
  found->magic = (int64_t)(uint32_t)facts.f_type;
  found->is_local = -1;
  found->is_read_only = (facts.f_flags & ST_RDONLY) != 0;
  found->bytes = (int64_t)facts.f_blocks * facts.f_bsize;
  found->free_bytes = (int64_t)facts.f_bavail * facts.f_bsize;
  found->nodes = (int64_t)facts.f_files;
  found->free_nodes = (int64_t)facts.f_ffree;
  return 0;
}

int csys_open_unnamed(const char *folder) {
  int fd = csys_open(folder, O_TMPFILE | O_WRONLY | O_EXCL, 0600);
  // Kernels and file systems without it say so in these ways.
  return fd == -EISDIR || fd == -EOPNOTSUPP || fd == -EINVAL || fd == -ENOENT ? -ENOTSUP : fd;
}

int csys_landlock_version(void) {
  // 444 is landlock_create_ruleset on every architecture; 1 asks for the version alone.
  long version = syscall(444, NULL, 0, 1);
  return version < 0 ? -errno : (int)version;
}

int csys_has_call_filters(void) {
  // Without a program nothing is set; only a kernel that has filters looks for it.
  return prctl(PR_SET_SECCOMP, 2, NULL, 0, 0) != 0 && errno == EFAULT;
}

int csys_mounts_open(void) { return csys_open("/proc/self/mountinfo", O_RDONLY, 0); }

int csys_watch_drain(int watch_fd, void (*each)(void *, int, const char *), void *context) {
  char buffer[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
  int count = 0;
  for (;;) {
    ssize_t length = read(watch_fd, buffer, sizeof buffer);
    if (length < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN ? count : -errno;
    }
    for (char *at = buffer; at < buffer + length;) {
      struct inotify_event *event = (struct inotify_event *)at;
      // IN_IGNORED: what was watched is gone, and with it the watch.
      each(context, event->wd, event->mask & IN_IGNORED ? NULL : event->len ? event->name : "");
      at += sizeof *event + event->len;
      count++;
    }
  }
}
#endif
