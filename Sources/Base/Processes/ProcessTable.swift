internal import CSys

/// All processes of the machine at one moment, with their parents, groups and sessions.
struct ProcessTable {
  /// One process, identified by pid and start time, so that a reused pid is another entry.
  struct Entry: Hashable {
    let pid: Int32
    let started: Int64
    let parent: Int32
    let group: Int32
    let session: Int32
    let isZombie: Bool
    /// As the letter that `ps` prints.
    var state = UInt8(ascii: "S")

    /// The process that has this pid now; nil when there is none.
    static func of(_ pid: Int32) -> Entry? {
      var process = csys_process_facts()
      return csys_look_at_process(pid, &process) == 0 ? Entry(process) : nil
    }

    /// Whether no process has this pid: one that cannot be looked at now is there.
    static func isGone(_ pid: Int32) -> Bool {
      var process = csys_process_facts()
      return csys_look_at_process(pid, &process) == -ESRCH
    }

    /// Whether the pid still belongs to this process.
    var isCurrent: Bool { Entry.of(pid)?.started == started }
  }

  let entries: [Entry]

  /// Nil when they cannot be listed now.
  static func now() -> ProcessTable? {
    var room = 1_024
    while true {
      var found = [csys_process_facts](repeating: csys_process_facts(), count: room)
      var count = Int(csys_processes(&found, Int32(room)))
      // Where there is no /proc there is nothing to see.
      if count == -Int(ENOENT) { count = 0 }
      guard count >= 0 else { return nil }
      if count < room { return ProcessTable(entries: found.prefix(count).map(Entry.init)) }
      room *= 4
    }
  }

  /// All descendants of `roots`, and all members of the sessions that a root or a descendant leads.
  /// Excludes the roots themselves.
  func family(of roots: Set<Int32>) -> [Entry] {
    var members = roots
    var found: [Entry] = []
    var rest = entries.filter { !roots.contains($0.pid) }
    while true {
      let joining = rest.filter { members.contains($0.parent) || members.contains($0.session) }
      if joining.isEmpty { return found }
      found += joining
      members.formUnion(joining.map(\.pid))
      rest.removeAll { members.contains($0.pid) }
    }
  }
}

extension ProcessTable.Entry {
  fileprivate init(_ process: csys_process_facts) {
    self.init(
      pid: process.pid, started: process.started, parent: process.parent, group: process.group,
      session: process.session, isZombie: process.is_zombie != 0,
      state: UInt8(bitPattern: process.state))
  }
}

extension ProcessTable.Entry {
  /// By pid and start alone: an orphan's parent changes, and a process can become a zombie.
  static func == (left: Self, right: Self) -> Bool {
    left.pid == right.pid && left.started == right.started
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(pid)
    hasher.combine(started)
  }
}
