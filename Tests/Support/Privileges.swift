internal import CSys

/// What a test may do to the machine, and how it confines that to one command.
public enum Privileges {
  /// A shell prefix that runs the rest in mounts of its own; nil where that is not permitted.
  public static let ownMounts: [String]? = usable(["/usr/bin/unshare", "--mount"])

  /// As above, with a user name space of its own, whose limits can be lowered.
  public static let ownLimits: [String]? = usable(["/usr/bin/unshare", "--user", "--map-root-user"])

  /// As above, as the first process of a process name space of its own.
  public static let ownProcesses: [String]? = usable(
    ["/usr/bin/unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"])

  /// A shell prefix that runs the rest as a user without an account; nil unless root runs the tests.
  public static let anotherUser: (id: UInt32, words: [String])? = {
    let id: UInt32 = 54_321
    guard geteuid() == 0 else { return nil }
    return usable([
      "/usr/bin/setpriv", "--reuid=\(id)", "--regid=\(id)", "--clear-groups",
    ]).map { (id, $0) }
  }()

  private static func usable(_ words: [String]) -> [String]? {
    guard access(words[0], X_OK) == 0,
      let probe = try? Running.start(words + ["/bin/true"], environment: [:], in: "/")
    else { return nil }
    while probe.exitCode == nil { usleep(1_000) }
    return probe.exitCode == 0 ? words : nil
  }
}

/// Holds every inotify instance this user may have, until it is let go.
public final class InotifyHoard {
  private var descriptors: [Int32] = []

  public init() {
    while case let fd = csys_watch_open(), fd >= 0 { descriptors.append(fd) }
  }

  deinit { for fd in descriptors { close(fd) } }
}
