internal import ArgumentParser
internal import Base

/// What a line of words could go on with: pure of the line, the verbs and the things there are.
struct LineCompletion {
  struct Candidate: Equatable {
    let value: String
    /// For shells that show it beside the value.
    var meaning = ""
  }

  enum Answer: Equatable {
    case candidates([Candidate])
    /// The shell knows best.
    case files, folders
  }

  let verbs: [VerbEntry]
  /// The ids of things, those that begin so.
  let things: (CompletionSource.Thing, _ prefix: String) -> [Candidate]

  /// `before`: the words behind `looop` that are finished; `current`: the one being typed.
  func answer(before words: [String], current: String) -> Answer {
    var words = words[...]
    if words.first == "_" { words.removeFirst() }
    guard let name = words.popFirst() else {
      return offer(
        verbs.filter(\.isVisible).map {
          Candidate(value: $0.name, meaning: $0.type.configuration.abstract)
        } + (current.hasPrefix("-") ? ["--help", "--version"].map { Candidate(value: $0) } : []),
        current)
    }
    let entry = verbs.first { $0.name == (name == "w" ? "worker" : name) && $0.isVisible }
    guard let entry else { return .candidates([]) }
    if entry.name == "help" { return help(Array(words), current) }
    let children = entry.type.configuration.subcommands
    guard !children.isEmpty else {
      return answer(CommandSheet(entry.type, name: entry.name), before: words, current: current)
    }
    guard let own = words.popFirst() else {
      return offer(children.map(Self.candidate), current)
    }
    guard let child = children.first(where: { $0.configuration.commandName == own }) else {
      return .candidates([])
    }
    return answer(
      CommandSheet(child, name: "\(entry.name) \(own)"), before: words, current: current)
  }

  private func answer(
    _ sheet: CommandSheet, before words: ArraySlice<String>, current: String
  ) -> Answer {
    let line = TypedLine(words, by: sheet)
    if let option = line.waiting { return values(of: option, in: sheet, current) }
    if !line.isEnded, current.hasPrefix("--"), let equals = current.firstIndex(of: "=") {
      let name = String(current[..<equals])
      guard let option = sheet.parameters.first(where: { $0.names.contains(name) }) else {
        return .candidates([])
      }
      let value = String(current[current.index(after: equals)...])
      guard case .candidates(let found) = values(of: option, in: sheet, value) else {
        return values(of: option, in: sheet, value)
      }
      return .candidates(
        found.map { Candidate(value: "\(name)=\($0.value)", meaning: $0.meaning) })
    }
    if !line.isEnded, current.hasPrefix("-"), current != "-" || line.place == nil {
      return offer(line.unused.map(Self.candidate), current)
    }
    guard let place = line.place else { return .candidates([]) }
    return values(of: place, in: sheet, current)
  }

  private func values(
    of parameter: CommandSheet.Parameter, in sheet: CommandSheet, _ current: String
  ) -> Answer {
    switch CompletionSource.of(parameter, in: sheet.name) {
    case .text: .candidates([])
    case .files: .files
    case .folders: .folders
    case .words(let words): offer(words.map { Candidate(value: $0) }, current)
    case .things(let thing): .candidates(things(thing, current))
    case .shippedSensors: offer(ShippedSensorNames.all.map { Candidate(value: $0) }, current)
    case .schemas: offer(Schemas.all.map { Candidate(value: $0.name) }, current)
    case .topics: help([], current)
    }
  }

  /// Behind `help`: verbs and topics, then the verbs of a noun.
  private func help(_ words: [String], _ current: String) -> Answer {
    if current.hasPrefix("-") {
      return offer(["--man", "--help"].map { Candidate(value: $0) }, current)
    }
    let words = words.filter { !$0.hasPrefix("-") }
    guard let name = words.first else {
      let verbs = verbs.filter(\.isVisible).map {
        Candidate(value: $0.name, meaning: $0.type.configuration.abstract)
      }
      let topics = Topic.all.map { Candidate(value: $0.name, meaning: $0.abstract) }
      let names = Set(verbs.map(\.value))
      return offer(verbs + topics.filter { !names.contains($0.value) }, current)
    }
    let entry = verbs.first { $0.name == name && $0.isVisible }
    guard words.count == 1, let entry else { return .candidates([]) }
    return offer(entry.type.configuration.subcommands.map(Self.candidate), current)
  }

  private func offer(_ candidates: [Candidate], _ current: String) -> Answer {
    .candidates(candidates.filter { $0.value.hasPrefix(current) })
  }
}
