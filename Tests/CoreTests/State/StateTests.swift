import Base
import Core
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct SettingsTests {
  private func parse(_ text: String) throws -> Settings {
    try Settings.parse(Array(text.utf8), path: "config.json")
  }

  @Test func `the seed's two commands are a whole config`() throws {
    let settings = try parse(#"{"tick_command":"claude -p","worker_command":"claude"}"#)
    #expect(settings.isWired)
    #expect(settings.warnings == [])
    #expect(settings.caps.callsPerHour == 120 && settings.caps.dollarsPerDay == 10)
    #expect(settings.caps.tokensPerDay == 0 && settings.caps.dollarsPerWorker == 0)
    #expect(settings.tickSilence == .minutes(3) && settings.fallbackRunner == nil)
    #expect(settings.tickTimeout == .minutes(10))
  }

  @Test(arguments: [
    ("{", "config.json:1:2: a member's name should stand here."),
    ("[1]", "config.json:1:1: a JSON object should stand here."),
    (#"{"interval":"soon"}"#, "config.json: interval should be seconds or a duration"),
    (#"{"interval":1}"#, "config.json: interval should be seconds or a duration"),
    (#"{"worker_kind":"tty"}"#, "config.json: worker_kind should be"),
    (#"{"budget":{"calls_per_hour":-1}}"#, "config.json: calls_per_hour should be"),
    (#"{"budget":{"usd_per_day":"5"}}"#, "config.json: usd_per_day should be an amount"),
    (#"{"budget":5}"#, "config.json: budget should be an object."),
    (#"{"tick_command":""}"#, "config.json: tick_command should be a text"),
  ])
  func `what cannot be used is named`(text: String, message: String) {
    let error = #expect(throws: LooopError.self) { try parse(text) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    #expect(error?.code == "E_CONFIG")
  }

  @Test func `an odd key is a warning that names the nearest`() throws {
    let settings = try parse(#"{"max_worker":3,"gate_ttl":"1h","budget":{"usd_per_dya":5}}"#)
    #expect(
      settings.warnings == [
        "config.json: unknown key budget.usd_per_dya. Did you mean budget.usd_per_day?",
        "config.json: unknown key max_worker. Did you mean max_workers?",
        "config.json: gate_ttl has no effect in this version yet.",
      ])
  }
}

@Suite struct JournalTests {
  @Test(arguments: ["a\nb", "a\r- 2026-01-01 00:00 forged", "a\u{2028}b", "a\u{1B}[31mb", ""])
  func `one line stays one line`(text: String) throws {
    let loop = try TestLoop()
    try loop.journal.append(text)
    let content = try loop.scratch.text("data/journal.md")
    let breaks = content.unicodeScalars.filter {
      $0.properties.generalCategory == .control || $0 == "\u{2028}"
    }
    #expect(breaks.map(String.init) == ["\n"])
    #expect(content.hasPrefix("- \(LocalTime(loop.clock.now()).minuteText) "))
  }
}

@Suite struct RetentionTests {
  @Test func `the oldest runs go, and what a kill left unpublished`() throws {
    let loop = try TestLoop()
    for number in 100..<310 { try loop.scratch.write("data/runs/\(number)/prompt.md", "x") }
    let folders = ["goals", "inbox/ci/tmp", "sensors/.by-loop"]
    for folder in folders {
      for (name, age) in [("old", 3_601), ("new", 3_599)] {
        let path = try loop.scratch.write("data/\(folder)/.tmp-\(name)", "x")
        FileFacts.touch(path, at: loop.clock.now() - age)
      }
    }
    try Retention(directory: loop.directory, clock: loop.clock).tidy()
    let names = try FileManager.default.contentsOfDirectory(atPath: loop.directory.runs).sorted()
    #expect(names.count == 200 && names.first == "110")
    for folder in folders {
      let kept = try FileManager.default.contentsOfDirectory(
        atPath: loop.scratch.file("data/\(folder)"))
      #expect(kept.filter { $0 != "archive" } == [".tmp-new"])
    }
  }
}

@Suite struct LedgerTests {
  @Test func `a call without its end counts, and so does a torn line`() throws {
    let loop = try TestLoop()
    try loop.ledger.recordStart(LedgerCall(id: "a", kind: .tick, runner: "r"))
    let month = LocalTime(loop.clock.now()).monthText
    let content = try loop.scratch.text("data/ledger/\(month).jsonl")
    try loop.scratch.write("data/ledger/\(month).jsonl", content + #"{"type":"star"#)
    #expect(try loop.ledger.lines(since: 0).count { $0.type == .started } == 2)
  }
}

@Suite struct DataDirectoryTests {
  @Test func `a newer format is refused with both numbers`() throws {
    let scratch = try Scratch()
    try scratch.write(".looop.json", #"{"format":2}"#)
    let error = #expect(throws: LooopError.self) {
      try DataDirectory(path: scratch.path).prepare {}
    }
    #expect(error?.code == "E_FORMAT")
    #expect(error?.message.hasSuffix("format 2, this one knows 1.") == true)
  }

  @Test func `folders are the owner's alone`() throws {
    let scratch = try Scratch()
    let directory = DataDirectory(path: scratch.file("deep/er/data"))
    var planted = 0
    try directory.prepare { planted += 1 }
    try directory.prepare { planted += 1 }
    #expect(planted == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.asks)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    let file = try FileManager.default.attributesOfItem(atPath: directory.formatFile)
    #expect(file[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a data dir of the original opens unchanged`() throws {
    let loop = try TestLoop()
    let fixture = Fixtures.folder.appending(path: "worlds/original-1.0").path
    for name in try FileManager.default.subpathsOfDirectory(atPath: fixture) {
      let source = "\(fixture)/\(name)"
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
      guard !isFolder.boolValue else { continue }
      try loop.scratch.write("data/\(name)", String(contentsOfFile: source, encoding: .utf8))
    }
    loop.sensors = [try StubSensor("github")]
    let contents = try loop.mailbox.contents()
    #expect(contents.problems == [])
    #expect(contents.pending.map(\.id.text) == ["fix-ci-2"])
    #expect(contents.asks.filter(contents.isDelivered).map(\.id.text) == ["fix-ci-1"])
    #expect(loop.beat() == .acted("noop: nothing to do"))
    let prompt = try loop.prompt()
    #expect(prompt.contains("### goal ship-v2"))
    #expect(prompt.contains("### ask fix-ci-2"))
    #expect(!prompt.contains("### ask fix-ci-1"))
    #expect(prompt.contains("| - 2026-06-01 10:05 started worker fix-ci"))
  }
}

@Suite struct DirectoryLockTests {
  @Test func `one holds it, the others see who`() throws {
    let scratch = try Scratch()
    let path = scratch.file("lock")
    #expect(try !DirectoryLock.isHeld(path))
    var lock = try DirectoryLock.acquire(path)
    try #require(lock).sign(path)
    #expect(try DirectoryLock.acquire(path) == nil)
    #expect(try DirectoryLock.holder(path) == getpid())
    lock = nil
    // A child that another test starts just now shares the open file until it runs its program.
    let limit = Monotonic.now() + .seconds(5)
    while try DirectoryLock.isHeld(path), Monotonic.now() < limit {
      Poller().turn(until: Monotonic.now() + .milliseconds(1))
    }
    #expect(try !DirectoryLock.isHeld(path))
    #expect(try DirectoryLock.holder(path) == nil)
    // Held again and not signed yet: the former holder's pid may be another's by now.
    let next = try DirectoryLock.acquire(path)
    #expect(try DirectoryLock.isHeld(path) && DirectoryLock.holder(path) == nil)
    withExtendedLifetime(next) {}
  }
}

@Suite struct FileWatcherTests {
  @Test func `an entry that appears is seen, and one that does not count is not`() throws {
    let scratch = try Scratch()
    let watcher = FileWatcher()
    let poller = Poller(permanent: [watcher])
    watcher.watch(scratch.path) { $0.hasSuffix(".json") }
    try scratch.write("x.txt", "no")
    poller.turn(until: Monotonic.now() + .milliseconds(100))
    #expect(watcher.firstChange == nil)
    try scratch.write("x.json", "yes")
    poller.turn(until: Monotonic.now() + .seconds(5))
    #expect(watcher.firstChange != nil)
    watcher.acknowledge()
    #expect(watcher.firstChange == nil)
  }

  @Test func `that a watched folder is removed is no change`() throws {
    let scratch = try Scratch()
    let watcher = FileWatcher()
    try Folder.create(scratch.file("session"))
    watcher.watch(scratch.file("session"))
    Folder.remove(scratch.file("session"))
    Poller(permanent: [watcher]).turn(until: Monotonic.now() + .milliseconds(100))
    #expect(watcher.firstChange == nil)
  }
}

@Suite struct PromptFileTests {
  @Test func `a command without a place for it gets the prompt on standard input`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", "hello")
    let file = try PromptFile.place(path, command: "agent -", spare: scratch.file("s.md"))
    #expect(file.command == "agent -")
    #expect(file.input == .file(path))
  }

  @Test func `a path takes the place, needing no quotes`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", "hello")
    let file = try PromptFile.place(path, command: "agent @{{prompt_file}}", spare: "/x")
    #expect(file.command == "agent @\(path)")
    #expect(file.input == .null)
  }

  @Test func `a path that would need quotes is served by a copy`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("my $(data) dir/p.md", "hello")
    let file = try PromptFile.place(
      path, command: "cat {{prompt_file}}", spare: scratch.file("my $(data) dir/s.md"))
    let served = String(file.command.dropFirst(4))
    #expect(CommandTemplate.isSafe(path: served))
    #expect(try String(contentsOfFile: served, encoding: .utf8) == "hello")
    file.cleanUp()
    #expect(!FileManager.default.fileExists(atPath: AtomicFile.folder(of: served)))
  }

  @Test func `the folder of the spare outlives the copy in it`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", "hello")
    let prompts = scratch.file("prompts")
    try Folder.create(prompts)
    let file = try PromptFile.place(
      path, command: #"agent "$(cat {{prompt_file}})""#, spare: "\(prompts)/s.md")
    file.cleanUp()
    #expect(Folder.exists(prompts))
  }

  @Test func `a prompt that becomes an argument is clipped with a mark`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", String(repeating: "x", count: 1_000_000))
    let file = try PromptFile.place(
      path, command: #"agent "$(cat {{prompt_file}})""#, spare: scratch.file("s.md"))
    let served = try scratch.text("s.md")
    #expect(served.utf8.count < 100_000)
    #expect(served.hasSuffix("[clipped: 901696 more bytes]"))
    file.cleanUp()
  }

  @Test func `the folder of copies outlives its last copy: the next call needs it`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", "hello")
    try Folder.create(scratch.file("prompts"))
    for _ in 1...2 {
      let file = try PromptFile.place(
        path, command: #"agent "$(cat {{prompt_file}})""#, spare: scratch.file("prompts/s.md"))
      #expect(try scratch.text("prompts/s.md") == "hello")
      file.cleanUp()
      #expect(!FileManager.default.fileExists(atPath: scratch.file("prompts/s.md")))
    }
  }
}

@Suite struct RunFolderTests {
  @Test func `beats of one second never share a folder, however many begin at once`() throws {
    let scratch = try Scratch()
    let names = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 32) { _ in
      let run = try? RunFolder.create(in: scratch.file("runs"), at: 1_795_000_000)
      names.withLock { $0.append(run?.beat ?? "") }
    }
    #expect(names.withLock { Set($0).count } == 32)
  }
}
