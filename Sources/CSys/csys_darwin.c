// Tier 2: written against the documented interfaces, run only by the CI workflow for macOS.
#ifdef __APPLE__
#include "csys.h"

#include <libproc.h>
#include <sys/event.h>
#include <sys/mount.h>
#include <sys/sysctl.h>
#include <sys/time.h>

int csys_exit_fd(pid_t pid) {
  int queue = kqueue();
  if (queue < 0) return -errno;
  struct kevent change;
  EV_SET(&change, pid, EVFILT_PROC, EV_ADD | EV_ONESHOT, NOTE_EXIT, 0, NULL);
  if (kevent(queue, &change, 1, NULL, 0, NULL) < 0) {
    int error = errno;
    close(queue);
    return -error;
  }
  fcntl(queue, F_SETFD, FD_CLOEXEC);
  return queue;
}

int csys_signal_exit_fd(int exit_fd, pid_t pid, int signal) {
  (void)exit_fd;
  return kill(pid, signal) == 0 ? 0 : -errno;
}

int csys_fsync(int fd) { return fcntl(fd, F_FULLFSYNC) == 0 ? 0 : -errno; }

int csys_look_at_file_system(const char *path, struct csys_file_system *found) {
  struct statfs facts;
  if (statfs(path, &facts) != 0) return -errno;
  memset(found, 0, sizeof *found);
  strlcpy(found->name, facts.f_fstypename, sizeof found->name);
  found->is_local = (facts.f_flags & MNT_LOCAL) != 0;
  found->is_read_only = (facts.f_flags & MNT_RDONLY) != 0;
  found->bytes = (int64_t)facts.f_blocks * facts.f_bsize;
  found->free_bytes = (int64_t)facts.f_bavail * facts.f_bsize;
  found->nodes = (int64_t)facts.f_files;
  found->free_nodes = (int64_t)facts.f_ffree;
  return 0;
}

int csys_open_unnamed(const char *folder) {
  (void)folder;
  return -ENOTSUP;
}

int csys_landlock_version(void) { return -ENOSYS; }

int csys_has_call_filters(void) { return 0; }

int csys_become_subreaper(void) { return 0; }

void csys_name_process(const char *name) { (void)name; }

int csys_stray_signals(int *signals, int capacity) {
  const int named[] = {SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU};
  int count = 0;
  for (size_t i = 0; i < sizeof named / sizeof *named && count < capacity; i++)
    signals[count++] = named[i];
  return count;
}

int64_t csys_modified(const struct stat *information) {
  return (int64_t)information->st_mtimespec.tv_sec * 1000000000 + information->st_mtimespec.tv_nsec;
}

int64_t csys_changed(const struct stat *information) {
  return (int64_t)information->st_ctimespec.tv_sec * 1000000000 + information->st_ctimespec.tv_nsec;
}

int csys_look_at_process(pid_t pid, struct csys_process_facts *process) {
  struct proc_bsdinfo info;
  int size = (int)sizeof info;
  if (proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &info, size) != size)
    return kill(pid, 0) == 0 || errno == EPERM ? -EPERM : -ESRCH;
  *process = (struct csys_process_facts){
      pid, (pid_t)info.pbi_ppid, (pid_t)info.pbi_pgid, getsid(pid),
      (int64_t)info.pbi_start_tvsec * 1000000 + (int64_t)info.pbi_start_tvusec,
      info.pbi_status == SZOMB,
      info.pbi_status == SSTOP ? 'T' : info.pbi_status == SRUN ? 'R' : 'S'};
  return 0;
}

int csys_processes(struct csys_process_facts *processes, int capacity) {
  pid_t *pids = malloc(sizeof(pid_t) * (size_t)capacity);
  if (!pids) return -ENOMEM;
  int found = proc_listallpids(pids, (int)sizeof(pid_t) * capacity), count = 0;
  for (int i = 0; i < found; i++)
    if (csys_look_at_process(pids[i], &processes[count]) == 0) count++;
  int error = errno;
  free(pids);
  return found < 0 ? -error : count;
}

void csys_boot(char *name, size_t size) {
  struct timeval started;
  size_t length = sizeof started;
  name[0] = 0;
  if (sysctlbyname("kern.boottime", &started, &length, NULL, 0) == 0)
    snprintf(name, size, "%lld", (long long)started.tv_sec);
}

int csys_watch_open(void) {
  int queue = kqueue();
  if (queue < 0) return -errno;
  fcntl(queue, F_SETFD, FD_CLOEXEC);
  return queue;
}

int csys_watch_add(int watch_fd, const char *path, int kinds) {
  // O_NONBLOCK: a pipe without a writer must not block.
  int fd = csys_open(path, O_EVTONLY | O_NONBLOCK, 0);
  if (fd < 0) return fd;
  unsigned int notes = NOTE_DELETE | NOTE_RENAME;
  if (kinds & (CSYS_WATCH_ENTRIES | CSYS_WATCH_WRITES)) notes |= NOTE_WRITE | NOTE_EXTEND;
  if (kinds & CSYS_WATCH_FACTS) notes |= NOTE_ATTRIB;
  struct kevent change;
  EV_SET(&change, fd, EVFILT_VNODE, EV_ADD | EV_CLEAR, notes, 0, NULL);
  if (kevent(watch_fd, &change, 1, NULL, 0, NULL) < 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

// The watch is the path's own descriptor; closing it ends it.
void csys_watch_remove(int watch_fd, int watch) {
  (void)watch_fd;
  close(watch);
}

int csys_has_access_list(const char *path) {
  (void)path;
  return 0;
}

int csys_mounts_open(void) { return -ENOTSUP; }

int csys_watch_drain(int watch_fd, void (*each)(void *, int, const char *), void *context) {
  struct kevent events[32];
  const struct timespec at_once = {0, 0};
  int count = kevent(watch_fd, NULL, 0, events, 32, &at_once);
  if (count < 0) return -errno;
  for (int i = 0; i < count; i++) each(context, (int)events[i].ident, "");
  return count;
}
#endif
