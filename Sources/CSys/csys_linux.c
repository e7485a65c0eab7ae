#ifdef __linux__
#define _GNU_SOURCE
#include "csys.h"

#include <limits.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

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

int64_t csys_modified(const struct stat *information) {
  return (int64_t)information->st_mtim.tv_sec * 1000000000 + information->st_mtim.tv_nsec;
}

pid_t csys_process_parent(pid_t pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  int fd = csys_open(path, O_RDONLY, 0);
  if (fd < 0) return -1;
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  if (length <= 0) return -1;
  text[length] = 0;
  // Behind the last bracket: the command's name may hold blanks and brackets itself.
  const char *name_end = strrchr(text, ')');
  int parent;
  return name_end && sscanf(name_end, ") %*c %d", &parent) == 1 ? parent : -1;
}

int csys_watch_open(void) {
  int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int csys_watch_add(int watch_fd, const char *folder) {
  int watch = inotify_add_watch(
      watch_fd, folder,
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ONLYDIR);
  return watch < 0 ? -errno : watch;
}

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
      each(context, event->wd, event->len ? event->name : "");
      at += sizeof *event + event->len;
      count++;
    }
  }
}
#endif
