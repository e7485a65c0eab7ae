// The operating system calls that Swift cannot reach by itself: macros, variadic functions and
// GNU or Darwin extensions. Everything else is called from Swift through the headers below.
#ifndef CSYS_H
#define CSYS_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/// Starts `path` in a session (and so a process group) of its own, with the three given
/// descriptors as its standard streams and no other descriptor. Signals are reset to their
/// defaults. `cwd` may be NULL. Returns the pid, or minus errno.
pid_t csys_spawn(const char *path, char *const argv[], char *const envp[], const char *cwd,
                 int in_fd, int out_fd, int err_fd);

/// As csys_spawn, with the terminal of that name as the three standard streams and as the
/// controlling terminal (Darwin: as the standard streams only).
pid_t csys_spawn_on_terminal(const char *path, char *const argv[], char *const envp[],
                             const char *cwd, const char *terminal);

/// Opens a new pseudo-terminal of that size and writes its name. Returns the descriptor of the
/// side that holds it, close-on-exec, or minus errno.
int csys_open_terminal(int columns, int rows, char *name, size_t size);

/// The size of the terminal behind `fd`. Returns 0 or minus errno.
int csys_terminal_size(int fd, int *columns, int *rows);

/// Gives the terminal behind `fd` another size. Returns 0 or minus errno.
int csys_resize_terminal(int fd, int columns, int rows);

/// Returns once this process is in the foreground of the terminal behind `fd`: until then it is stopped,
/// as a shell's job is that wants the terminal from the background. Returns 0, or minus errno where
/// no shell could continue it.
int csys_await_foreground(int fd);

/// From now on whatever ends this process while a window is open first puts its terminal back: `out` is
/// sent `bytes` (at most 256), and `in` gets the modes that it has now. That is what csys_restore_terminal
/// does, also in the handlers set here: of faults, and of signals that would end the process and that it
/// does not handle.
void csys_guard_terminal(int in, int out, const unsigned char *bytes, size_t count);

/// Puts the terminal back; the second call does nothing. May be called in a handler.
void csys_restore_terminal(void);

/// How the child `pid` ended, without reaping it: the exit code, or -1 when a signal ended it (then
/// *signal is set), or CSYS_NOT_ENDED.
int csys_peek_exit(pid_t pid, int *signal);
enum { CSYS_NOT_ENDED = -2 };

/// One process of this machine.
struct csys_process_facts {
  pid_t pid, parent, group, session;
  /// When it started, in units of the system's own: with the pid it names one process for good.
  int64_t started;
  int is_zombie;
  /// What it does: R runs, S sleeps, D waits for a device, T is stopped by a signal or a debugger.
  char state;
};

/// Fills `processes` with every process there is; returns how many there are, at most `capacity`, or
/// minus errno when they cannot be listed.
int csys_processes(struct csys_process_facts *processes, int capacity);

/// One process; returns 0, -ESRCH when there is none, or minus errno when it is there, but what it is
/// cannot be read.
int csys_look_at_process(pid_t pid, struct csys_process_facts *process);

/// Writes what tells this start of the machine from any other; empty when the system does not say.
void csys_boot(char *name, size_t size);

/// A descriptor that polls as readable once the child `pid` has ended, or minus errno.
int csys_exit_fd(pid_t pid);

/// Sends `signal` to the child or process behind an exit descriptor, so that a pid that was
/// reused in between is never hit (Darwin has no such call and uses the pid).
int csys_signal_exit_fd(int exit_fd, pid_t pid, int signal);

/// A pipe, both ends close-on-exec. Returns 0 or minus errno.
int csys_pipe(int fds[2]);

/// Sets O_NONBLOCK. Returns 0 or minus errno.
int csys_set_nonblocking(int fd);

/// Sets close-on-exec on a descriptor that was inherited. Returns 0 or minus errno.
int csys_set_cloexec(int fd);

/// open(2) with a mode, close-on-exec, retried on EINTR. Returns the descriptor or minus errno.
int csys_open(const char *path, int flags, mode_t mode);

/// A copy of a descriptor, close-on-exec and none of the standard streams. Returns it or minus errno.
int csys_lift(int fd);

/// Takes a record lock (fcntl, not flock) on the whole of a file that is open for writing. It is this
/// process's until the process closes any descriptor of that file. Returns 0 or minus errno.
int csys_lock_record(int fd);

/// Whether another process has a record lock on the file: 1 with its pid, as this process's name space
/// has it and 0 where it has none; 0 for no lock; or minus errno.
int csys_record_holder(int fd, pid_t *pid);

/// Flushes a descriptor to the disk itself (F_FULLFSYNC on Darwin). Returns 0 or minus errno.
int csys_fsync(int fd);

/// Orphans of this process's descendants become its own children (Linux; elsewhere a no-op).
int csys_become_subreaper(void);

/// From then on a write without a reader, or one that passes the limit on the size of files, only fails
/// (EPIPE, EFBIG) instead of ending this process. Children have the defaults again.
void csys_outlive_failed_writes(void);

/// The next entry of a folder; NULL at its end, or with an errno in `error` when it cannot be listed.
struct dirent *csys_next_entry(DIR *folder, int *error);

/// The read end of a pipe that receives one byte, the signal's number, per arrival of the given
/// signals, also where the starter had blocked them. SIGPIPE is ignored from then on. Returns the
/// descriptor or minus errno.
int csys_signal_pipe(const int *signals, int count);

/// Whether that signal is ignored, as exec hands it on.
int csys_is_ignored(int number);

/// Ignores that signal from now on.
void csys_ignore(int number);

/// Fills `signals` with those that end a process by default though they say nothing to it: of a closing
/// session, a log rotation, a timer. Returns how many there are, at most `capacity`.
int csys_stray_signals(int *signals, int capacity);

/// From now on a fault of this process leaves a line on standard error before it ends it.
void csys_tell_crashes(void);

/// Names this process for `ps` and `top`, which know one started through /proc as `exe` (Darwin: a
/// no-op).
void csys_name_process(const char *name);

/// When a file was last written, in nanoseconds since 1970.
int64_t csys_modified(const struct stat *information);
/// When it was last written, renamed or linked, in nanoseconds since 1970.
int64_t csys_changed(const struct stat *information);

/// Sets when a file was last used and written, in seconds since 1970; of a link, not of what it leads
/// to. Returns 0, or minus errno.
int csys_touch(const char *path, int64_t seconds);

/// Whether a file has an access list beside its mode bits (Linux; elsewhere the bits say what counts).
int csys_has_access_list(const char *path);

/// The clock that never goes back, and the wall clock (since 1970), in nanoseconds. Not read through
/// `struct timespec`: which module owns that type depends on the order in which a build finds headers.
int64_t csys_monotonic_time(void);
int64_t csys_wall_time(void);

/// Watches of files and folders, for what is named here.
int csys_watch_open(void);
enum {
  /// A folder's entries appear, vanish, or are closed after writing.
  CSYS_WATCH_ENTRIES = 1,
  /// Modes and times change, of a folder or of its entries.
  CSYS_WATCH_FACTS = 2,
  /// The folder itself is moved or removed.
  CSYS_WATCH_ITSELF = 4,
  /// A file, or a folder's entry, is written, also by a process that holds it open (Darwin: not the
  /// entry).
  CSYS_WATCH_WRITES = 8,
  /// A file loses its name: it is removed, moved or replaced.
  CSYS_WATCH_NAME = 16,
};
/// Returns the number of the watch, or minus errno. What `path` was watched for before stays.
int csys_watch_add(int watch_fd, const char *path, int kinds);
void csys_watch_remove(int watch_fd, int watch);
/// Reads what is pending. For each event calls `each` with the watch's number and the entry's
/// name: "" when it is the watched path itself, or unknown, as after an overflow (then the watch is
/// -1), NULL when what was watched is gone. Returns the number of events, or minus errno.
int csys_watch_drain(int watch_fd, void (*each)(void *context, int watch, const char *name), void *context);

/// A descriptor that polls as urgent (POLLPRI) once something was mounted or unmounted since the last
/// poll, or minus errno (Darwin has none).
int csys_mounts_open(void);

/// The file system that holds a path.
struct csys_file_system {
  /// What kind it is: on Linux its magic number (Darwin: 0).
  int64_t magic;
  /// What Darwin calls it; empty on Linux.
  char name[32];
  /// Darwin: whether its disk is this machine's (Linux: -1, the kind says it).
  int is_local;
  int is_read_only;
  int64_t bytes, free_bytes, nodes, free_nodes;
};
/// Returns 0, or minus errno.
int csys_look_at_file_system(const char *path, struct csys_file_system *found);

/// A file in `folder` that has no name and is gone with its descriptor. Returns that, or minus errno:
/// -ENOTSUP where the file system has no such files.
int csys_open_unnamed(const char *folder);

/// The version of Landlock that the kernel has, or minus errno: it has none, or it is off.
int csys_landlock_version(void);

/// Whether the kernel takes filters of system calls: 1 or 0.
int csys_has_call_filters(void);

/// How many descriptors this process may have open, -1 for no limit. Returns 0 or minus errno.
int csys_descriptor_limit(int64_t *soft, int64_t *hard);

/// wait status decoded: the exit code, or -1 when a signal ended it (then *signal is set).
int csys_decode_status(int status, int *signal);

/// errno of the last call: the macro does not reach Swift through this header.
int csys_errno(void);

/// The process's own environment, NULL-terminated.
char **csys_environment(void);

/// The words the process was started with, NULL-terminated.
char **csys_arguments(void);

#endif
