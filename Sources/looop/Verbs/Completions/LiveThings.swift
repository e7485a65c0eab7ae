internal import Base
internal import Core
internal import Sensors

/// The ids that a line can name, from the names of files alone: ten thousand goals are one listing. What
/// cannot be read is left out, and a name that is no id of looop's never reaches the shell.
struct LiveThings {
  /// So few asks are read, to show the question beside the id.
  private static let described = 20

  let wiring: Wiring

  func candidates(
    _ thing: CompletionSource.Thing, prefix: String
  ) -> [LineCompletion.Candidate] {
    // Completion says nothing of what is broken: the verb itself will.
    let names = (try? names(thing)) ?? []
    let found = names.filter { $0.hasPrefix(prefix) }
    guard thing == .ask, found.count <= Self.described else {
      return found.map { LineCompletion.Candidate(value: $0) }
    }
    return found.map { .init(value: $0, meaning: question($0)) }
  }

  private func question(_ id: String) -> String {
    guard let id = AskID(file: id), let ask = (try? wiring.loop.mailbox.ask(id)) ?? nil else {
      return ""
    }
    return Untrusted.word(wiring.redacted(ask.prompt))
  }

  private func names(_ thing: CompletionSource.Thing) throws(LooopError) -> [String] {
    let directory = wiring.directory
    switch thing {
    case .ask:
      let answered = Set(try files(in: directory.answers, ending: ".json"))
      return try files(in: directory.asks, ending: ".json").filter {
        !answered.contains($0) && AskID(file: $0)?.text == $0
      }
    case .goal: return try ids(files(in: directory.goals, ending: ".md"))
    case .sensor:
      let scripts = try files(in: directory.sensors, ending: ".sh")
      let manifests = try files(in: directory.sensors, ending: ".yaml")
        .filter { !$0.hasSuffix(".local") }
      return ids(Set(scripts + manifests).sorted())
    case .worker: return try ids(Folder.names(in: directory.sessions) ?? [])
    case .run: return try ["last"] + RunArchive.open(directory).names()
    case .runner: return try wiring.loop.runners.entries().map(\.name).filter(Self.isPlain)
    case .parkedRunner: return try files(in: directory.parked, ending: ".json").filter(Self.isPlain)
    case .playbookCopy: return try wiring.loop.playbook.history().filter(Self.isPlain)
    }
  }

  private func files(in folder: String, ending suffix: String) throws(LooopError) -> [String] {
    try (Folder.names(in: folder) ?? []).filter { $0.hasSuffix(suffix) }
      .map { String($0.dropLast(suffix.count)) }
  }

  private func ids(_ names: [String]) -> [String] { names.filter { Identifier(valid: $0) != nil } }

  /// Nothing in it means anything to a shell, or to looop.
  private static func isPlain(_ name: String) -> Bool { Identifier(valid: name) != nil }
}
