internal import Base
internal import Core
internal import YAML

extension Manifest {
  /// The parts are read in the order in which `ManifestKeys` lists them. What is wrong is noted in
  /// `flaws`, and has its default here.
  init(_ top: YAMLMapping, _ flaws: ManifestFlaws) {
    self.init()
    readAbout(top, flaws)
    if let run = flaws.part("run", of: top) { readRun(run, flaws) }
    readTiming(top, flaws)
    if let wake = flaws.part("wake", of: top) { readWake(wake, flaws) }
    readMeaning(top, flaws)
    readNeeds(top, flaws)
    checkWhole(top, flaws)
  }

  private mutating func readAbout(_ top: YAMLMapping, _ flaws: ManifestFlaws) {
    description =
      flaws.noting { () throws(YAMLFailure) in
        guard let text = try top.string("description"), text.contains(where: { !$0.isWhitespace })
        else {
          throw top.failure(
            "description",
            "a manifest needs a 'description': one line that says what the sensor observes")
        }
        guard text.unicodeScalars.count <= 200, !text.contains(where: \.isNewline) else {
          throw top.failure(
            "description", "'description' must be one line of at most 200 characters")
        }
        return text
      } ?? description
    owner = flaws.noting { () throws(YAMLFailure) in try top.string("owner") }
    links = flaws.noting { () throws(YAMLFailure) in try top.strings("links") } ?? []
    isEnabled = flaws.noting { () throws(YAMLFailure) in try top.bool("enabled") } ?? isEnabled
  }

  private mutating func readRun(_ run: YAMLMapping, _ flaws: ManifestFlaws) {
    command = flaws.noting { () throws(YAMLFailure) in try Self.command(run) }
    standardInput = flaws.word("stdin", of: run) ?? standardInput
    workingDirectory = flaws.noting { () throws(YAMLFailure) in try run.string("cwd") }
    environment = flaws.word("env", of: run) ?? environment
    variables = flaws.noting { () throws(YAMLFailure) in try Self.variables(run) } ?? variables
    standardError = flaws.word("stderr", of: run) ?? standardError
    exitCodes =
      flaws.noting { () throws(YAMLFailure) in try run.exitCodes("exit_codes") } ?? exitCodes
    output = flaws.word("output", of: run)
    for key in ["stdin", "env", "environment"] where run.says(key) {
      delicateKeys.append("run.\(key)")
    }
  }

  /// Variables of the sensor's own. Secrets have a key of their own, which hides their values.
  private static func variables(_ run: YAMLMapping) throws(YAMLFailure) -> [String: String]? {
    guard let node = run.node("environment") else { return nil }
    guard case .mapping(let members) = node.value else {
      throw run.failure(
        node, "'environment' must be a mapping of names to texts, such as {LC_ALL: C}")
    }
    var variables: [String: String] = [:]
    for member in members {
      let name = member.key.text ?? ""
      guard VariableName.isValid(name), !VariableName.isLooopOwn(name) else {
        throw run.failure(
          member.key, "'\(name)' cannot be the name of a variable of the sensor's own")
      }
      guard let text = member.value.text, !text.utf8.contains(0) else {
        throw run.failure(member.value, "'environment.\(name)' must be text")
      }
      variables[name] = member.value.isNull ? "" : text
    }
    return variables
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

  private mutating func readTiming(_ top: YAMLMapping, _ flaws: ManifestFlaws) {
    timeout = flaws.duration("timeout", of: top, in: Self.timeouts) ?? timeout
    maxBytes = flaws.int("max_bytes", of: top, in: Self.sizes) ?? maxBytes
    timing.every = flaws.duration("every", of: top, in: Self.intervals)
    jitter = flaws.duration("jitter", of: top, in: .zero ... .days(1)) ?? jitter
    let catchUp: CatchUp? = flaws.word("catch_up", of: top)
    timing.catchesUp = catchUp != CatchUp.none
    timing.relook = flaws.word("relook", of: top) ?? timing.relook
    timing.ttl = flaws.duration("ttl", of: top, in: Self.intervals)
    ageFile = flaws.noting { () throws(YAMLFailure) in
      let path = try top.string("age_of")
      if path?.isEmpty == true { throw top.failure("age_of", "'age_of' must be a path") }
      return path
    }
    if let retry = flaws.part("retry", of: top) {
      timing.retries = flaws.int("times", of: retry, in: 0...5) ?? timing.retries
      timing.retryDelay =
        flaws.duration("delay", of: retry, in: .seconds(1) ... .hours(1)) ?? timing.retryDelay
    }
    let onError: OnError? = flaws.word("on_error", of: top)
    timing.keepsLast = onError == .keepLast
    timing.quietHours = QuietHours.list(top, flaws)
    watch =
      flaws.noting { () throws(YAMLFailure) in
        let paths = try top.strings("watch") ?? []
        guard paths.count <= 16, !paths.contains("") else {
          throw top.failure("watch", "'watch' must list at most 16 paths, none of them empty")
        }
        return paths
      } ?? []
  }

  private mutating func readWake(_ part: YAMLMapping, _ flaws: ManifestFlaws) {
    wake.cause = flaws.word("on", of: part) ?? wake.cause
    wake.ignored = flaws.noting { () throws(YAMLFailure) in try part.pointers("ignore") } ?? []
    wake.tolerances =
      flaws.noting { () throws(YAMLFailure) in try Self.tolerances(part) } ?? []
    wake.settle = flaws.duration("settle", of: part, in: .zero ... .days(1)) ?? wake.settle
    wake.leastInterval =
      flaws.duration("min_interval", of: part, in: .zero ... .days(7)) ?? wake.leastInterval
    if let flap = flaws.mapping("flap", of: part, keys: ManifestKeys.flap) {
      wake.flap = WakeRules.Flap(
        count: flaws.int("after", of: flap, in: 2...100) ?? 5,
        within: flaws.duration("within", of: flap, in: .seconds(1) ... .days(1)) ?? .hours(1),
        action: flaws.word("action", of: flap) ?? .flag)
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

  private mutating func readMeaning(_ top: YAMLMapping, _ flaws: ManifestFlaws) {
    let map = { (key: String) in
      top.node(key).flatMap { node in
        flaws.noting { () throws(YAMLFailure) in
          try ReadingMap(node, file: top.file, key: key)
        }
      }
    }
    signal = map("signal")
    detail = map("detail")
    schema = top.node("signal_schema").flatMap { node in
      flaws.noting { () throws(YAMLFailure) in try SignalSchema(node, file: top.file) }
    }
    trust = flaws.word("trust", of: top)
  }

  private mutating func readNeeds(_ top: YAMLMapping, _ flaws: ManifestFlaws) {
    inputs = InputDeclaration.list(top, flaws)
    if let requires = flaws.part("requires", of: top) {
      commands = flaws.noting { () throws(YAMLFailure) in try requires.strings("commands") } ?? []
      systems = flaws.noting { () throws(YAMLFailure) in try requires.words("os") } ?? []
    }
    secrets = flaws.noting { () throws(YAMLFailure) in try Self.secrets(top) } ?? []
    network = flaws.noting { () throws(YAMLFailure) in try top.strings("network") } ?? []
    for key in ["secrets", "network"] where top.says(key) { delicateKeys.append(key) }
    guard top.says("push") || top.value("push") != nil else { return }
    push = PushRules()
    guard let part = flaws.mapping("push", of: top, keys: ManifestKeys.push) else { return }
    push?.perMinute = flaws.int("max_per_minute", of: part, in: 1...6_000) ?? PushRules().perMinute
    push?.kept = flaws.int("keep", of: part, in: 1...200) ?? PushRules().kept
    dedupe = flaws.noting { () throws(YAMLFailure) in try part.pointer("dedupe") }
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
  private func checkWhole(_ top: YAMLMapping, _ flaws: ManifestFlaws) {
    let add = { (key: String, problem: String) in flaws.add(top.failure(key, problem)) }
    if push != nil {
      let runKeys = ["run", "every", "watch", "retry", "age_of"]
      if let key = runKeys.first(where: top.says) {
        add(key, "a sensor with 'push' runs nothing, so '\(key)' has no effect")
      }
      if wake.settle > .zero || wake.cause == .always {
        add(
          "wake",
          "a sensor with 'push' runs nothing that could show whether a change lasts;"
            + " 'settle' and 'on: always' have no effect")
      }
    }
    if wake.cause == .always, wake.settle > .zero, push == nil {
      add("wake", "with 'on: always' every run is a change, so it never settles")
    }
    for path in watch {
      if let problem = WatchPattern.problem(with: path, inputs: inputs) {
        add("watch", "'watch': \(problem)")
      }
    }
    if top.says("jitter"), !top.says("every") {
      add("jitter", "'jitter' is added to 'every', which is not set")
    }
    if let every = timing.every, let ttl = timing.ttl, ttl <= every {
      add(
        "ttl", "'ttl' must be longer than 'every', or each reading is stale before the next run")
    }
    if top.says("age_of"), !top.says("ttl") {
      add("age_of", "'age_of' has no effect without 'ttl', which says how old a reading may get")
    }
    for secret in secrets where variables[secret.name] != nil {
      add("secrets", "'\(secret.name)' is set in 'run.environment' too; remove it there")
    }
  }
}

extension QuietHours {
  static let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  fileprivate static func list(_ top: YAMLMapping, _ flaws: ManifestFlaws) -> [QuietHours] {
    guard let node = top.node("quiet_hours") else { return [] }
    var nodes = [node]
    if case .sequence(let elements) = node.value { nodes = elements }
    guard nodes.count <= 16 else {
      flaws.add(top.failure("quiet_hours", "at most 16 quiet hours"))
      return []
    }
    return nodes.compactMap { node in
      let before = flaws.count
      let part = flaws.mapping(node, file: top.file, keys: ManifestKeys.quietHours)
      // A mistyped key is not missing as well.
      guard let part, flaws.count == before else { return nil }
      return flaws.noting { () throws(YAMLFailure) in try QuietHours(part) }
    }
  }

  private init(_ part: YAMLMapping) throws(YAMLFailure) {
    var days: Set<Int> = []
    for text in try part.strings("days") ?? Self.names {
      guard let day = Self.names.firstIndex(of: text.lowercased()) else {
        throw part.failure(
          "days", "'\(text)' is not a day; write \(Self.names.joined(separator: ", "))")
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
    self.init(days: days, from: from, to: to)
  }
}

extension ManifestFlaws {
  fileprivate func word<Word>(_ key: String, of part: YAMLMapping) -> Word?
  where Word: RawRepresentable<String> & CaseIterable {
    noting { () throws(YAMLFailure) in try part.word(key) }
  }

  fileprivate func duration(
    _ key: String, of part: YAMLMapping, in range: ClosedRange<Duration>
  ) -> Duration? {
    noting { () throws(YAMLFailure) in try part.duration(key, in: range) }
  }

  fileprivate func int(_ key: String, of part: YAMLMapping, in range: ClosedRange<Int>) -> Int? {
    noting { () throws(YAMLFailure) in try part.int(key, in: range) }
  }
}
