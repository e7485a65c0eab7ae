internal import CSys

/// Every process of the machine at one moment, and who belongs to whom.
struct ProcessTable {
  /// One process; with its start it is named for good, whoever gets its pid later.
  struct Entry: Hashable {
    let pid: Int32
    let started: Int64
    let parent: Int32
    let group: Int32
    let session: Int32
    let isZombie: Bool

    /// The process that has this pid now; nil when there is none.
    static func of(_ pid: Int32) -> Entry? {
      var process = csys_process_facts()
      return csys_look_at_process(pid, &process) == 0 ? Entry(process) : nil
    }

    /// Whether the pid still is that of this process.
    var isCurrent: Bool { Entry.of(pid)?.started == started }
  }

  let entries: [Entry]

  static func now() -> ProcessTable {
    var room = 1_024
    while true {
      var found = [csys_process_facts](repeating: csys_process_facts(), count: room)
      let count = Int(csys_processes(&found, Int32(room)))
      if count < room { return ProcessTable(entries: found.prefix(count).map(Entry.init)) }
      room *= 4
    }
  }

  /// Everything that descends from one of `roots` or is in a session that one of them or of their
  /// descendants leads; the roots themselves are left out.
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
      session: process.session, isZombie: process.is_zombie != 0)
  }
}

extension ProcessTable.Entry {
  /// An orphan gets another parent, and a zombie is who it was.
  static func == (left: Self, right: Self) -> Bool {
    left.pid == right.pid && left.started == right.started
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(pid)
    hasher.combine(started)
  }
}
