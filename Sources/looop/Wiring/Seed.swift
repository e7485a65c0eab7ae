internal import Base
internal import Core
internal import Sensors

/// What a new data dir holds: a starter PLAYBOOK, the goal `setup`, the sensor `today`, and a real
/// ask that waits, so that a client waiting on asks wakes at once.
struct Seed {
  let wiring: Wiring

  /// What a new data dir will hold, for those who look before anything made it.
  func show(in world: inout World) throws(LooopError) {
    world.playbook = Self.playbook
    world.goals = [
      Goal(id: try Identifier("setup", "goal"), body: Self.goal)
    ]
    let draft = try Self.ask()
    if let id = AskID("setup-1") {
      world.mailbox.asks = [draft.ask(id: id, at: wiring.clock.now())]
    }
  }

  /// The PLAYBOOK and the goal it comes with.
  static let playbook = text(PackageResources.PLAYBOOK_md)
  static let goal = text(PackageResources.setup_md)

  /// The sensor it comes with.
  static let sensor = ShippedSensors.all.first { $0.name == "today" }

  /// A data dir of the original has its own: nothing that is there is touched.
  func plant() throws(LooopError) {
    let directory = wiring.directory
    guard try AtomicFile.read(directory.playbook) == nil else { return }
    try wiring.loop.goals.write(
      try Identifier("setup", "goal"), Self.goal, by: .looop)
    if let today = Self.sensor {
      try wiring.sensors.write(
        SensorDraft(
          name: try Identifier("today", "sensor"), script: Self.text(today.script),
          manifest: Self.text(today.manifest), author: .human), by: .looop)
    }
    if try wiring.loop.mailbox.contents().asks.isEmpty { try raiseAsk() }
    try keepBaseline()
    // Last: a seeding cut short is begun again, and this is how it knows that it was not finished.
    _ = try AtomicFile.publishNew(directory.playbook, PackageResources.PLAYBOOK_md)
  }

  /// What it holds so far is nothing to decide on, and neither is what its sensor says first.
  private func keepBaseline() throws(LooopError) {
    let directory = wiring.directory
    var world = try WorldLoader(wiring.loop).load(readings: [], state: PulseState())
    guard world.goals.map(\.id.text) == ["setup"], world.workers.isEmpty,
      try FileFacts.of(directory.baseline) == nil
    else { return }
    world.playbook = Self.playbook
    try Baseline(world.items + [Item(.reading, "today", content: "")]).save(directory.baseline)
  }

  private func raiseAsk() throws(LooopError) {
    _ = try wiring.loop.mailbox.raise(Self.ask())
  }

  private static func ask() throws(LooopError) -> AskDraft {
    AskDraft(
      worker: try Identifier("setup", "worker"), kind: .setup,
      prompt: text(PackageResources.setup_ask_md))
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
