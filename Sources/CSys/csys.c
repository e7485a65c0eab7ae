#define _GNU_SOURCE
#include "csys.h"

#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

extern char **environ;
char **csys_environment(void) { return environ; }
int csys_errno(void) { return errno; }

static char **arguments;
// The C library gives every constructor what it gives main.
__attribute__((constructor)) static void remember_arguments(int count, char **words) {
  (void)count;
  arguments = words;
}
char **csys_arguments(void) { return arguments; }

// A program may be started with standard streams closed (`>&-`). The first file it opened would then be
// one of them, and what is printed would go into that file. A stream that was closed on purpose still
// fails as a closed one does: 0 is opened for writing only, 1 for reading only.
__attribute__((constructor(101))) static void open_standard_streams(void) {
  static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int fd = 0; fd < 3; fd++) {
    if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // Those below are open by now, so this is the number it gets. Where /dev is missing, the root
    // folder keeps the number from a file.
    if (open("/dev/null", modes[fd]) < 0 && open("/", O_RDONLY) < 0) return;
  }
}

// With `terminal`, that is opened as the three standard streams; else the three descriptors are.
static pid_t spawn(const char *path, char *const argv[], char *const envp[], const char *cwd,
                   const int source[3], const char *terminal) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);

  int lifted[3] = {-1, -1, -1};
  int error = 0;
  if (terminal) {
    // The leader of a session that opens a terminal gets it as the controlling one; the session
    // is made before any file action runs.
    error = posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0);
    for (int i = 1; i < 3 && !error; i++) error = posix_spawn_file_actions_adddup2(&actions, 0, i);
  }
  for (int i = 0; i < 3 && !error && !terminal; i++) {
    // Lifted above 2 first: a source descriptor could itself be 0, 1 or 2.
    lifted[i] = fcntl(source[i], F_DUPFD_CLOEXEC, 3);
    if (lifted[i] < 0) error = errno;
    else error = posix_spawn_file_actions_adddup2(&actions, lifted[i], i);
  }
  short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
#ifdef POSIX_SPAWN_SETSID
  flags |= POSIX_SPAWN_SETSID;
#else
  flags |= POSIX_SPAWN_SETPGROUP;
#endif
#ifdef __APPLE__
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#else
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
  if (!error && cwd) error = posix_spawn_file_actions_addchdir_np(&actions, cwd);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, flags);

  pid_t pid = 0;
  if (!error) error = posix_spawn(&pid, path, &actions, &attributes, argv, envp);
  for (int i = 0; i < 3; i++)
    if (lifted[i] >= 0) close(lifted[i]);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error ? -error : pid;
}

pid_t csys_spawn(const char *path, char *const argv[], char *const envp[], const char *cwd,
                 int in_fd, int out_fd, int err_fd) {
  const int source[3] = {in_fd, out_fd, err_fd};
  return spawn(path, argv, envp, cwd, source, NULL);
}

pid_t csys_spawn_on_terminal(const char *path, char *const argv[], char *const envp[],
                             const char *cwd, const char *terminal) {
  return spawn(path, argv, envp, cwd, NULL, terminal);
}

int csys_open_terminal(int columns, int rows, char *name, size_t size) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0) return -errno;
  struct winsize window = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  const char *slave = NULL;
  if (grantpt(master) == 0 && unlockpt(master) == 0) slave = ptsname(master);
  if (slave && strlen(slave) < size && ioctl(master, TIOCSWINSZ, &window) == 0) {
    strcpy(name, slave);
    return master;
  }
  int error = errno ? errno : ENAMETOOLONG;
  close(master);
  return -error;
}

int csys_terminal_size(int fd, int *columns, int *rows) {
  struct winsize window;
  if (ioctl(fd, TIOCGWINSZ, &window) != 0) return -errno;
  *columns = window.ws_col;
  *rows = window.ws_row;
  return 0;
}

int csys_resize_terminal(int fd, int columns, int rows) {
  struct winsize window = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(fd, TIOCSWINSZ, &window) == 0 ? 0 : -errno;
}

int csys_peek_exit(pid_t pid, int *signal) {
  siginfo_t information;
  memset(&information, 0, sizeof information);
  int result;
  do result = waitid(P_PID, (id_t)pid, &information, WEXITED | WNOHANG | WNOWAIT);
  while (result < 0 && errno == EINTR);
  *signal = 0;
  if (result < 0 || information.si_pid == 0) return CSYS_NOT_ENDED;
  if (information.si_code == CLD_EXITED) return information.si_status;
  *signal = information.si_status;
  return -1;
}

int csys_pipe(int fds[2]) {
#ifdef __APPLE__
  if (pipe(fds) != 0) return -errno;
  fcntl(fds[0], F_SETFD, FD_CLOEXEC);
  fcntl(fds[1], F_SETFD, FD_CLOEXEC);
  return 0;
#else
  return pipe2(fds, O_CLOEXEC) == 0 ? 0 : -errno;
#endif
}

int csys_set_nonblocking(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 ? 0 : -errno;
}

int csys_set_cloexec(int fd) { return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 ? 0 : -errno; }

int csys_open(const char *path, int flags, mode_t mode) {
  int fd;
  do fd = open(path, flags | O_CLOEXEC, mode);
  while (fd < 0 && errno == EINTR);
  return fd < 0 ? -errno : fd;
}

static struct flock whole_file(void) {
  struct flock lock;
  memset(&lock, 0, sizeof lock);
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

int csys_lock_record(int fd) {
  struct flock lock = whole_file();
  return fcntl(fd, F_SETLK, &lock) == 0 ? 0 : -errno;
}

int csys_record_holder(int fd, pid_t *pid) {
  struct flock lock = whole_file();
  if (fcntl(fd, F_GETLK, &lock) != 0) return -errno;
  if (lock.l_type == F_UNLCK) return 0;
  *pid = lock.l_pid > 0 ? lock.l_pid : 0;
  return 1;
}

int csys_lift(int fd) {
  int lifted = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  return lifted < 0 ? -errno : lifted;
}

int csys_decode_status(int status, int *signal) {
  if (WIFSIGNALED(status)) {
    *signal = WTERMSIG(status);
    return -1;
  }
  *signal = 0;
  return WEXITSTATUS(status);
}

static int signal_pipe_write_end = -1;
static void forward_signal(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe already holds a pending signal: nothing is lost by dropping this one.
  ssize_t written = write(signal_pipe_write_end, &byte, 1);
  (void)written;
  errno = saved;
}

void csys_outlive_failed_writes(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

struct dirent *csys_next_entry(DIR *folder, int *error) {
  errno = 0;
  struct dirent *entry = readdir(folder);
  *error = entry ? 0 : errno;
  return entry;
}

int csys_signal_pipe(const int *signals, int count) {
  int fds[2];
  int error = csys_pipe(fds);
  if (error) return error;
  csys_set_nonblocking(fds[0]);
  csys_set_nonblocking(fds[1]);
  signal_pipe_write_end = fds[1];
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  action.sa_handler = forward_signal;
  sigset_t heard;
  sigemptyset(&heard);
  for (int i = 0; i < count; i++) {
    if (sigaction(signals[i], &action, NULL) != 0) return -errno;
    sigaddset(&heard, signals[i]);
  }
  // Whoever started this process may have blocked them, and exec keeps that.
  sigprocmask(SIG_UNBLOCK, &heard, NULL);
  signal(SIGPIPE, SIG_IGN);
  return fds[0];
}

int csys_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && !(action.sa_flags & SA_SIGINFO) &&
         action.sa_handler == SIG_IGN;
}

void csys_ignore(int number) { signal(number, SIG_IGN); }

static void tell_crash(int number) {
  // Only what may be called in a handler; the action is the default again by now.
  csys_restore_terminal();
  char text[] = "a fault ended it, signal 00\n";
  text[sizeof text - 4] = (char)('0' + number / 10 % 10);
  text[sizeof text - 3] = (char)('0' + number % 10);
  ssize_t written = write(2, text, sizeof text - 1);
  (void)written;
  raise(number);
}

void csys_tell_crashes(void) {
  // Of its own, since a stack that is used up is one of the faults.
  static char room[16384] __attribute__((aligned(16)));
  stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESETHAND | SA_ONSTACK | SA_NODEFER;
  action.sa_handler = tell_crash;
  const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigaction(faults[i], &action, NULL);
}

int csys_touch(const char *path, int64_t seconds) {
  struct timespec time = {.tv_sec = (time_t)seconds};
  struct timespec times[2] = {time, time};
  return utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : -errno;
}

static int64_t nanoseconds(clockid_t clock) {
  struct timespec time = {0};
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t csys_monotonic_time(void) { return nanoseconds(CLOCK_MONOTONIC); }
int64_t csys_wall_time(void) { return nanoseconds(CLOCK_REALTIME); }

static int64_t limit(rlim_t value) { return value == RLIM_INFINITY ? -1 : (int64_t)value; }

int csys_descriptor_limit(int64_t *soft, int64_t *hard) {
  struct rlimit limits;
  if (getrlimit(RLIMIT_NOFILE, &limits) != 0) return -errno;
  *soft = limit(limits.rlim_cur);
  *hard = limit(limits.rlim_max);
  return 0;
}

int csys_become(const char *path, char *const argv[], char *const envp[], const char *cwd) {
  if (cwd && chdir(cwd) != 0) return -errno;
  // Exec keeps what is ignored, and what is blocked: a program expects neither.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  execve(path, argv, envp);
  int code = errno;
  csys_outlive_failed_writes();
  return -code;
}
