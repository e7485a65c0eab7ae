internal import Base
internal import Core

/// What is watched while calls wait or resources are subscribed to.
final class MCPWatch {
  private static let lookAgain = Duration.minutes(1)

  let watcher = FileWatcher()
  private(set) var nextLook = Monotonic.now()
  private var waits = 0
  private var resources: Set<MCPResource> = []
  /// The last that was seen of each resource.
  private var seen: [MCPResource: String] = [:]

  /// Whether files may have changed, or it is time to look anyway: queues of changes overflow.
  var isDue: Bool { watcher.firstChange != nil || nextLook <= .now() }

  /// Whether there is something to look at that was not there at the last look.
  func isNew(_ waits: Int, _ resources: Set<MCPResource>) -> Bool {
    waits > self.waits || !resources.subtracting(self.resources).isEmpty
  }

  func begin(_ waits: Int, _ resources: Set<MCPResource>) {
    watcher.acknowledge()
    (self.waits, self.resources) = (waits, resources)
    nextLook = .now() + Self.lookAgain
  }

  /// Whether it differs from what was seen before. The first look only takes notice.
  func sees(_ mark: String, of resource: MCPResource) -> Bool {
    defer { seen[resource] = mark }
    return seen[resource].map { $0 != mark } ?? false
  }
}

/// What the resources hold now, by marks that change when they do. Ages are no change.
struct MCPSighting {
  private let marks: [MCPResource: String]

  /// Watches first, and reads then.
  init(_ wiring: Wiring, _ watcher: FileWatcher) throws(LooopError) {
    let wait = ContractWait(.anything, after: nil)
    wait.watch(wiring.directory, with: watcher)
    try wait.follow(wiring, with: watcher)
    let state = try wiring.sightings.once { () throws(LooopError) in
      try StateReport(wiring, isShown: true)
    }
    let asks = state.world.mailbox.pending.map { "\($0.id)\u{0}\(Digest.sha256($0.prompt))" }
    marks = [
      .asks: asks.joined(separator: "\n"),
      .state: "\(state.token.text) \(state.isPaused) \(state.isPulseAlive)",
    ]
  }

  subscript(resource: MCPResource) -> String { marks[resource] ?? "" }
}
