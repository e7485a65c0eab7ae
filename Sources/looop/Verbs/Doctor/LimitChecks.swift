internal import Base

/// What this machine gives: open files, watched files, means to confine what is run.
enum LimitChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "limits",
      [
        DoctorCheck(
          "open files", looksAt: "how many files this shell and the pulse may have open",
          probe: fileFacts, judge: files),
        DoctorCheck(
          "watches", looksAt: "whether files can be watched: inotify's instances and watches",
          probe: { _ in SystemLimits.now() }, judge: watches),
        DoctorCheck(
          "box", looksAt: "what the kernel has to confine commands: Landlock, seccomp",
          probe: { _ in SystemLimits.now() }, judge: box),
      ])
  }

  // MARK: open files

  struct FileFacts: Equatable {
    /// Nil for no limit.
    let here: Int?
    let most: Int?
    /// Nil where no pulse is up, or where it is not known.
    let pulse: Int?
  }

  private static func fileFacts(_ patient: Patient) -> FileFacts {
    let limits = SystemLimits.now()
    return FileFacts(
      here: limits.openFiles, most: limits.openFilesAtMost, pulse: patient.pulse?.descriptorLimit)
  }

  /// A pulse has about forty files open, and three for each child.
  private static let scarceFiles = 128

  static func files(_ facts: FileFacts) -> [DoctorFinding] {
    let here = facts.here.map { "\($0) here" } ?? "no limit here"
    let text = here + (facts.pulse.map { ", \($0) in the pulse" } ?? "")
    let least = min(facts.here ?? .max, facts.pulse ?? .max)
    guard least < scarceFiles else { return [.ok(text)] }
    let most = facts.most.map { " (at most \($0))" } ?? ""
    return [
      .warn(
        "\(text): too few for a loop with some workers.",
        mend: "`ulimit -n 1024`\(most), then `looop down --keep-workers` and `looop up`.")
    ]
  }

  // MARK: watches

  private static let scarceWatchers = 16
  private static let scarceWatches = 1_000

  static func watches(_ limits: SystemLimits) -> [DoctorFinding] {
    let parts = [
      limits.watchers.map { "\($0) watchers" }, limits.watches.map { "\($0) watched files" },
    ].compactMap(\.self)
    let text = parts.isEmpty ? "not known how many" : "at most \(parts.joined(separator: ", "))"
    let mend =
      "As root: `sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288`;"
      + " /etc/sysctl.d keeps it. Or end what watches so much."
    if let code = limits.watchProblem {
      return [
        .fail(
          "No more files can be watched (\(AtomicFile.failure("watch", "/", errno: code).message)"
            + " \(text)): the pulse looks four times a second instead.", mend: mend)
      ]
    }
    let isScarce =
      limits.watchers.map { $0 < scarceWatchers } ?? false
      || limits.watches.map { $0 < scarceWatches } ?? false
    return [isScarce ? .warn("\(text), which is few.", mend: mend) : .ok(text)]
  }

  // MARK: box

  /// There is no box yet, so what the kernel lacks keeps nothing from working.
  static func box(_ limits: SystemLimits) -> [DoctorFinding] {
    let landlock = limits.landlock.map { "Landlock \($0)" } ?? "no Landlock"
    let filters = limits.hasCallFilters ? "filters of system calls" : "no filters of system calls"
    return [
      .info(
        "The kernel has \(landlock) and \(filters). This looop uses neither yet: which commands run"
          + " without a yes is decided by its narrow list alone.")
    ]
  }
}
