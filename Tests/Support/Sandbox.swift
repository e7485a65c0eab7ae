internal import Foundation
public import Testing

/// A machine of a test's own: a data dir, a HOME, a config, a folder of stub programs first on
/// PATH. When the test is over everything it started is ended, and nothing may be left.
public final class Sandbox: Sendable {
  public let root: String
  public let stub: StubRunner
  private let started = Registry()

  public var data: String { "\(root)/data" }
  public var home: String { "\(root)/home" }
  public var config: String { "\(root)/config.json" }
  public var bin: String { "\(root)/bin" }

  /// At most so many at once: each may have a pulse and some workers.
  private static let slots = Slots(6)

  /// Gives `body` a sandbox whose config names the stub runner, with `settings` on top. With nil
  /// there is no config.
  public static func use(
    _ settings: JSON? = [:], sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (Sandbox) async throws -> Void
  ) async throws {
    await slots.take()
    do {
      let box = try Sandbox()
      if let settings { try box.configure(settings) }
      do { try await body(box) } catch {
        Issue.record("\(box.shown("\(error)"))", sourceLocation: sourceLocation)
      }
      try await box.clear(sourceLocation)
    } catch {
      await slots.give()
      throw error
    }
    await slots.give()
  }

  private init() throws {
    var template = Array("/tmp/looop-e2e-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    root = template.withUnsafeBufferPointer { String(cString: $0.baseAddress.unsafelyUnwrapped) }
    stub = try StubRunner(root: root)
    for folder in ["home", "bin"] {
      try FileManager.default.createDirectory(
        atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
    }
  }

  /// Writes the config: the stub runner, and sensings so far apart that within a test none merely
  /// comes due, with `settings` on top; null takes a key out.
  public func configure(_ settings: JSON) throws {
    var all: [String: JSON] = [
      "runner": "custom", "tick_command": .string(stub.tickCommand),
      "worker_command": .string(stub.workerCommand), "interval": 600,
    ]
    for key in settings.keys { all[key] = settings[key] == .null ? nil : settings[key] }
    try write("config.json", JSON.object(all).text)
  }

  public var environment: [String: String] {
    [
      "PATH": "\(bin):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": home,
      "USER": Self.account,
      "LOOOP_DATA_DIR": data, "LOOOP_CONFIG": config, "LANG": "C.UTF-8", "TZ": "UTC",
    ]
  }

  /// For `environment:`, makes a process's clock stand at that moment, for words that go by the
  /// hour. Needs a debug build.
  public static func standing(at moment: Int) -> [String: String] {
    ["LOOOP_FAILPOINTS": #"{"clock":{"stands":\#(moment)}}"#]
  }

  /// Whose answers a test gives: the name of the account that runs it.
  public static let account: String = {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "tester" }
    return String(cString: name)
  }()

  // MARK: Running looop

  /// Runs a verb to its end.
  @discardableResult
  public func looop(
    _ words: String..., input: Running.Input = .none, environment extra: [String: String] = [:],
    within seconds: Double = Until.patience
  ) async throws -> Finished {
    try await start(words, input: input, environment: extra).finish(within: seconds)
  }

  /// Runs a verb that must succeed; its standard output.
  @discardableResult
  public func must(
    _ words: String..., input: Running.Input = .none,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let result = try await start(words, input: input).finish()
    #expect(
      result.code == 0, "looop \(words): \(shown(result.err))", sourceLocation: sourceLocation)
    return result.out
  }

  /// Starts a verb in the background.
  public func start(
    _ words: [String], input: Running.Input = .none, environment extra: [String: String] = [:]
  ) throws -> Running {
    try launch([Binary.path] + words, input: input, environment: extra)
  }

  /// Starts any program, by its path, as looop would be.
  public func launch(
    _ words: [String], input: Running.Input = .none, environment extra: [String: String] = [:]
  ) throws -> Running {
    let running = try Running.start(
      words, environment: environment.merging(extra) { $1 }, in: root, input: input)
    started.add(running)
    return running
  }

  /// Runs a shell script; `$LOOOP` is the binary.
  public func shell(
    _ script: String, environment extra: [String: String] = [:],
    within seconds: Double = Until.patience
  ) async throws -> Finished {
    try await launch(
      ["/bin/sh", "-c", script], environment: extra.merging(["LOOOP": Binary.path]) { $1 }
    ).finish(within: seconds)
  }

  // MARK: Files

  @discardableResult
  public func write(_ name: String, _ content: String, mode: Int = 0o600) throws -> String {
    let path = path(name)
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // Made elsewhere and moved: a pulse that watches the folder never meets half a file.
    let temporary = "\(root)/.new-\(UInt64.random(in: 0 ... .max))"
    try Data(content.utf8).write(to: URL(filePath: temporary))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: temporary)
    guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return path
  }

  /// A program of the test's, first on PATH.
  public func program(_ name: String, _ script: String) throws {
    try write("bin/\(name)", "#!/bin/sh\n\(script)\n", mode: 0o700)
  }

  /// A sensor in place, without asking anybody.
  public func sensor(_ name: String, _ script: String, manifest: String? = nil) throws {
    if let manifest { try write("data/sensors/\(name).yaml", manifest) }
    try write("data/sensors/\(name).sh", "#!/bin/sh\n\(script)\n", mode: 0o700)
  }

  /// Relative to the sandbox.
  public func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(root)/\(name)" }

  public func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Empty when there is no such file.
  public func text(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: path(name)) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// Empty when there is no such file.
  public func bytes(_ name: String) -> [UInt8] {
    Array(FileManager.default.contents(atPath: path(name)) ?? Data())
  }

  /// In bytes; 0 when there is no such file.
  public func size(_ name: String) -> Int {
    let facts = try? FileManager.default.attributesOfItem(atPath: path(name))
    return facts?[.size] as? Int ?? 0
  }

  public func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []).sorted()
  }

  /// `text` as a golden file keeps it: without this sandbox's own path and pids.
  public func shown(_ text: String) -> String {
    text.replacingOccurrences(of: root, with: "$SANDBOX")
      .replacing(#/\(pid [0-9]+\)/#, with: "(pid N)")
  }

  // MARK: The end

  /// Pids found out by the test itself, to be ended with everything else.
  public func adopt(_ pid: Int32) { started.adopt(pid) }

  private func clear(_ location: SourceLocation) async throws {
    let mark = "LOOOP_DATA_DIR=\(data)"
    for running in started.all where running.exitCode == nil { running.kill(SIGTERM) }
    _ = try await start(["down"]).finish()
    for running in started.all where running.exitCode == nil { running.kill(SIGKILL) }
    for pid in started.adopted { Processes.kill(pid) }
    do {
      try await Until.holds(
        "an empty process table",
        saw: { Processes.marked(mark).map { "\($0) \(Processes.words(of: $0))" }.joined() }
      ) { Processes.marked(mark).isEmpty }
    } catch {
      Issue.record("left behind: \(shown("\(error)"))", sourceLocation: location)
      for pid in Processes.marked(mark) { Processes.kill(pid) }
    }
    try? FileManager.default.removeItem(atPath: root)
  }
}

/// What a sandbox started.
private final class Registry: @unchecked Sendable {
  private let lock = NSLock()
  private var running: [Running] = []
  private var pids: [Int32] = []

  var all: [Running] { lock.withLock { running } }
  var adopted: [Int32] { lock.withLock { pids } }
  func add(_ one: Running) { lock.withLock { running.append(one) } }
  func adopt(_ pid: Int32) { lock.withLock { pids.append(pid) } }
}

/// Lets so many in at once.
private actor Slots {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) { free = count }

  func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func give() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
