internal import CSys

/// What this machine gives a process: open files, watches of files, means to confine what it starts.
package struct SystemLimits: Sendable, Equatable {
  /// Open files of this process, soft and hard; nil for no limit.
  package var openFiles, openFilesAtMost: Int?
  /// Of this user: how many file watchers, and how many files watched by them; nil where the system
  /// does not say.
  package var watchers, watches: Int?
  /// Why one more file cannot be watched now, as an errno; nil when it can.
  package var watchProblem: Int32?
  /// The version of Landlock; nil when the kernel has none.
  package var landlock: Int?
  package var hasCallFilters = false

  package init() {}

  package static func now() -> SystemLimits {
    var limits = SystemLimits()
    var soft: Int64 = -1
    var hard: Int64 = -1
    if csys_descriptor_limit(&soft, &hard) == 0 {
      limits.openFiles = soft < 0 ? nil : Int(soft)
      limits.openFilesAtMost = hard < 0 ? nil : Int(hard)
    }
    limits.watchers = number(in: "/proc/sys/fs/inotify/max_user_instances")
    limits.watches = number(in: "/proc/sys/fs/inotify/max_user_watches")
    limits.watchProblem = watchProblem()
    let version = csys_landlock_version()
    limits.landlock = version > 0 ? Int(version) : nil
    limits.hasCallFilters = csys_has_call_filters() == 1
    return limits
  }

  private static func number(in file: String) -> Int? {
    let text = (try? AtomicFile.readText(file)) ?? nil
    return text.flatMap { Int($0.filter { $0 != "\n" }) }
  }

  /// Tried with the root folder, whose watch ends with the descriptor.
  private static func watchProblem() -> Int32? {
    let fd = csys_watch_open()
    guard fd >= 0 else { return -fd }
    defer { close(fd) }
    let watch = csys_watch_add(fd, "/", Int32(CSYS_WATCH_ITSELF))
    return watch < 0 ? -watch : nil
  }
}
