// The terminal of a window, put back whatever ends the process.
#ifdef __linux__
#define _GNU_SOURCE
#endif
#include "csys.h"

#include <stdatomic.h>
#include <termios.h>

// Filled before the guard is up, and only read from then on: handlers run at any moment.
static struct termios former;
static int terminal_in, terminal_out;
static unsigned char farewell[256];
static size_t farewell_length;
static atomic_int is_guarded;

static void put_back(void) {
  int error = errno;
  ssize_t written = write(terminal_out, farewell, farewell_length);
  (void)written;
  tcsetattr(terminal_in, TCSANOW, &former);
  errno = error;
}

int csys_await_foreground(int fd) {
  struct sigaction stop, former;
  memset(&stop, 0, sizeof stop);
  sigemptyset(&stop.sa_mask);
  stop.sa_handler = SIG_DFL;
  for (;;) {
    pid_t front = tcgetpgrp(fd);
    // Not this process's terminal, which then stops nothing.
    if (front < 0 || front == getpgrp()) return 0;
    sigaction(SIGTTOU, &stop, &former);
    // Changes nothing; in the background the system stops the whole job first, as a shell expects it.
    int result = tcdrain(fd) == 0 ? 0 : -errno;
    sigaction(SIGTTOU, &former, NULL);
    if (result != 0 && result != -EINTR) return result;
    // Let through where the signal is blocked: it would be asked for ever.
    if (result == 0 && tcgetpgrp(fd) == front) return -EIO;
  }
}

void csys_restore_terminal(void) {
  if (atomic_exchange(&is_guarded, 0) != 0) put_back();
}

// The action is the default again by now.
static void end_guarded(int number) {
  csys_restore_terminal();
  raise(number);
}

// Whoever stops it gets the terminal meanwhile; the window is drawn again when SIGCONT comes.
static void stop_guarded(int number) {
  (void)number;
  if (atomic_load(&is_guarded) != 0) put_back();
  raise(SIGSTOP);
}

void csys_guard_terminal(int in, int out, const unsigned char *bytes, size_t count) {
  if (count > sizeof farewell || tcgetattr(in, &former) != 0) return;
  memcpy(farewell, bytes, count);
  farewell_length = count;
  terminal_in = in;
  terminal_out = out;
  atomic_store(&is_guarded, 1);
  // A process in the background may not change the modes; the terminal would stop it in the handler.
  signal(SIGTTOU, SIG_IGN);
  signal(SIGTSTP, stop_guarded);
  csys_tell_crashes();
  int numbers[128];
  int length = csys_stray_signals(numbers, 128);
  for (int i = 0; i < length; i++) {
    struct sigaction action;
    if (sigaction(numbers[i], NULL, &action) != 0) continue;
    if ((action.sa_flags & SA_SIGINFO) || action.sa_handler != SIG_DFL) continue;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESETHAND | SA_NODEFER;
    action.sa_handler = end_guarded;
    sigaction(numbers[i], &action, NULL);
  }
}
