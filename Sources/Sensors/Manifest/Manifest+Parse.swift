internal import Base
internal import Core
internal import YAML

extension Manifest {
  /// The parts are read in the order in which `ManifestKeys` lists them.
  init(_ top: YAMLMapping) throws(YAMLFailure) {
    self.init()
    try readAbout(top)
    if let run = try top.part("run") { try readRun(run) }
    try readTiming(top)
    if let wake = try top.part("wake") { try readWake(wake) }
    try readMeaning(top)
    try readNeeds(top)
    try checkWhole(top)
  }

  private mutating func readAbout(_ top: YAMLMapping) throws(YAMLFailure) {
    guard let text = try top.string("description"), text.contains(where: { !$0.isWhitespace })
    else {
      throw top.failure(
        "description",
        "a manifest needs a 'description': one line that says what the sensor observes")
    }
    guard text.unicodeScalars.count <= 200, !text.contains(where: \.isNewline) else {
      throw top.failure("description", "'description' must be one line of at most 200 characters")
    }
    description = text
    owner = try top.string("owner")
    links = try top.strings("links") ?? []
    isEnabled = try top.bool("enabled") ?? isEnabled
  }

  private mutating func readRun(_ run: YAMLMapping) throws(YAMLFailure) {
    command = try Self.command(run)
    standardInput = try run.word("stdin") ?? standardInput
    workingDirectory = try run.string("cwd")
    environment = try run.word("env") ?? environment
    exitCodes = try run.word("exit_codes") ?? exitCodes
    output = try run.word("output")
    for key in ["stdin", "env"] where run.says(key) { delicateKeys.append("run.\(key)") }
  }

  private static func command(_ run: YAMLMapping) throws(YAMLFailure) -> [String]? {
    let wish = "'run.command' must be a list of words, such as [python3, sensors/x.py]"
    guard let node = run.value("command"), !node.isNull else { return nil }
    guard case .sequence = node.value, let words = try run.strings("command") else {
      throw run.failure(node, "\(wish), not one text")
    }
    guard let first = words.first, !first.isEmpty else {
      throw run.failure(node, "\(wish), and start with a program")
    }
    return words
  }

  private mutating func readTiming(_ top: YAMLMapping) throws(YAMLFailure) {
    timeout = try top.duration("timeout", in: Self.timeouts) ?? timeout
    maxBytes = try top.int("max_bytes", in: Self.sizes) ?? maxBytes
    timing.every = try top.duration("every", in: Self.intervals)
    jitter = try top.duration("jitter", in: .zero ... .days(1)) ?? jitter
    let catchUp: CatchUp? = try top.word("catch_up")
    timing.catchesUp = catchUp != CatchUp.none
    timing.relook = try top.word("relook") ?? timing.relook
    timing.ttl = try top.duration("ttl", in: Self.intervals)
    if let retry = try top.part("retry") {
      timing.retries = try retry.int("times", in: 0...5) ?? timing.retries
      timing.retryDelay =
        try retry.duration("delay", in: .seconds(1) ... .hours(1)) ?? timing.retryDelay
    }
    let onError: OnError? = try top.word("on_error")
    timing.keepsLast = onError == .keepLast
    timing.quietHours = try QuietHours.list(top)
    watch = try top.strings("watch") ?? []
    guard watch.count <= 16, !watch.contains("") else {
      throw top.failure("watch", "'watch' must list at most 16 paths, none of them empty")
    }
  }

  private mutating func readWake(_ part: YAMLMapping) throws(YAMLFailure) {
    wake.cause = try part.word("on") ?? wake.cause
    wake.ignored = try part.pointers("ignore")
    wake.tolerances = try Self.tolerances(part)
    wake.settle = try part.duration("settle", in: .zero ... .days(1)) ?? wake.settle
    wake.leastInterval =
      try part.duration("min_interval", in: .zero ... .days(7)) ?? wake.leastInterval
    if let flap = try part.mapping("flap", extensible: ManifestKeys.flap) {
      wake.flap = WakeRules.Flap(
        count: try flap.int("after", in: 2...100) ?? 5,
        within: try flap.duration("within", in: .seconds(1) ... .days(1)) ?? .hours(1),
        action: try flap.word("action") ?? .flag)
    }
  }

  private static func tolerances(
    _ wake: YAMLMapping
  ) throws(YAMLFailure) -> [WakeRules.Tolerance] {
    guard let node = wake.value("tolerance"), !node.isNull else { return [] }
    guard case .mapping(let members) = node.value else {
      throw wake.failure(node, "'tolerance' must map pointers to numbers, such as {/percent: 5}")
    }
    guard members.count <= YAMLMapping.mostPointers else {
      throw wake.failure(
        node,
        "'tolerance' has \(members.count) pointers, \(YAMLMapping.mostPointers) are allowed")
    }
    var tolerances: [WakeRules.Tolerance] = []
    for member in members {
      guard let pointer = PointerPattern(member.key.text ?? ""), !pointer.isPlural else {
        throw wake.failure(
          member.key, "'\(member.key.text ?? "")' is not a JSON Pointer to one number; write /name")
      }
      guard let text = member.value.text, let band = Double(text), band.isFinite, band >= 0 else {
        throw wake.failure(member.value, "a tolerance must be a number, 0 or more")
      }
      tolerances.append(.init(pointer: pointer, band: band))
    }
    return tolerances
  }

  private mutating func readMeaning(_ top: YAMLMapping) throws(YAMLFailure) {
    signal = try top.node("signal").map { node throws(YAMLFailure) in
      try ReadingMap(node, file: top.file, key: "signal")
    }
    detail = try top.node("detail").map { node throws(YAMLFailure) in
      try ReadingMap(node, file: top.file, key: "detail")
    }
    schema = try top.node("signal_schema").map { node throws(YAMLFailure) in
      try SignalSchema(node, file: top.file)
    }
    trust = try top.word("trust")
  }

  private mutating func readNeeds(_ top: YAMLMapping) throws(YAMLFailure) {
    inputs = try InputDeclaration.list(top)
    if let requires = try top.part("requires") {
      commands = try requires.strings("commands") ?? []
      systems = try requires.words("os")
    }
    secrets = try Self.secrets(top)
    network = try top.strings("network") ?? []
    for key in ["secrets", "network"] where top.says(key) { delicateKeys.append(key) }
    guard top.says("push") || top.value("push") != nil else { return }
    push = PushRules()
    guard let part = try top.mapping("push", extensible: ManifestKeys.push) else { return }
    push?.perMinute = try part.int("max_per_minute", in: 1...6_000) ?? PushRules().perMinute
    push?.kept = try part.int("keep", in: 1...200) ?? PushRules().kept
    dedupe = try part.pointer("dedupe")
  }

  private static func secrets(_ top: YAMLMapping) throws(YAMLFailure) -> [SecretName] {
    var secrets: [SecretName] = []
    for text in try top.strings("secrets") ?? [] {
      let isOptional = text.hasSuffix("?")
      let name = isOptional ? String(text.dropLast()) : text
      guard VariableName.isValid(name), !VariableName.isReserved(name) else {
        throw top.failure(
          "secrets",
          "'\(text)' cannot be the name of a secret; write a variable's name, such as API_TOKEN")
      }
      secrets.append(SecretName(name: name, isOptional: isOptional))
    }
    return secrets
  }

  /// Checks keys that are right by themselves but contradict each other.
  private func checkWhole(_ top: YAMLMapping) throws(YAMLFailure) {
    if push != nil, let key = ["run", "every", "watch", "retry"].first(where: top.says) {
      throw top.failure(key, "a sensor with 'push' runs nothing, so '\(key)' has no effect")
    }
    if push != nil, wake.settle > .zero || wake.cause == .always {
      throw top.failure(
        "wake",
        "a sensor with 'push' runs nothing that could show whether a change lasts;"
          + " 'settle' and 'on: always' have no effect")
    }
    for path in watch {
      if let problem = WatchPattern.problem(with: path, inputs: inputs) {
        throw top.failure("watch", "'watch': \(problem)")
      }
    }
    if wake.cause == .always, wake.settle > .zero {
      throw top.failure("wake", "with 'on: always' every run is a change, so it never settles")
    }
    if timing.every == nil, top.says("jitter") {
      throw top.failure("jitter", "'jitter' is added to 'every', which is not set")
    }
    if let every = timing.every, let ttl = timing.ttl, ttl <= every {
      throw top.failure(
        "ttl", "'ttl' must be longer than 'every', or each reading is stale before the next run")
    }
  }
}

extension QuietHours {
  static let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  fileprivate static func list(_ top: YAMLMapping) throws(YAMLFailure) -> [QuietHours] {
    var list: [QuietHours] = []
    for part in try top.parts("quiet_hours", keys: ManifestKeys.quietHours) {
      var days: Set<Int> = []
      for text in try part.strings("days") ?? names {
        guard let day = names.firstIndex(of: text.lowercased()) else {
          throw part.failure(
            "days", "'\(text)' is not a day; write \(names.joined(separator: ", "))")
        }
        days.insert(day)
      }
      guard !days.isEmpty else {
        throw part.failure("days", "'days' is empty; leave it out for every day")
      }
      guard let from = try part.minute("from"), let to = try part.minute("to") else {
        throw part.failure(part.node, "quiet hours need 'from' and 'to', such as \"22:00\"")
      }
      guard from != to else {
        throw part.failure(
          "to", "quiet hours must not end when they begin; write 00:00 and 24:00 for the whole day")
      }
      list.append(QuietHours(days: days, from: from, to: to))
    }
    guard list.count <= 16 else { throw top.failure("quiet_hours", "at most 16 quiet hours") }
    return list
  }
}
