import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite("What a worker leaves on the disk")
struct WorkerFilesTests {
  @Test("A worker gets what it needs of the starter's environment, what was named, and no more")
  func environment() {
    let own = [
      "PATH": "/bin", "HOME": "/h", "TERM": "dumb", "SECRET": "s", "KEY": "k", "LIMIT": "mine",
      "EDITOR": "vi",
    ]
    let given = WorkerEnvironment.of(
      own, preset: ["LIMIT": "preset", "OTHER": "preset"], passing: ["KEY", "ABSENT"],
      kind: .headless)
    #expect(
      given == [
        "PATH": "/bin", "HOME": "/h", "TERM": "dumb", "KEY": "k", "LIMIT": "mine",
        "OTHER": "preset",
      ])
    let screen = WorkerEnvironment.of(own, preset: [:], passing: [], kind: .terminal)
    #expect(screen["TERM"] == "xterm-256color")
    #expect(
      WorkerEnvironment.of(["TERM": "vt220"], preset: [:], passing: [], kind: .terminal)["TERM"]
        == "vt220")
  }

  @Test("A beginning of a name passes all that begin so, but no mark of another agent's session")
  func beginnings() {
    let own = ["AG_KEY": "k", "AG_MARK": "m", "AGE": "1", "LC_ALL": "C", "SSH_AUTH_SOCK": "/s"]
    let passed = { (names: [String]) in
      WorkerEnvironment.of(
        own, preset: [:], passing: names, dropping: ["AG_M*"], kind: .headless)
    }
    let always = ["LC_ALL": "C", "SSH_AUTH_SOCK": "/s"]
    #expect(passed([]) == always)
    #expect(passed(["AG_*"]) == always.merging(["AG_KEY": "k"]) { $1 })
    // Named whole, it is meant.
    #expect(passed(["AG_MARK"]) == always.merging(["AG_MARK": "m"]) { $1 })
  }

  @Test("Versions are compared by their numbers")
  func versions() throws {
    let version = { (text: String) in try #require(ProgramVersion(text)) }
    #expect(try version("1.9") < version("1.10") && version("2") < version("2.0.1"))
    #expect(try version("v2.1") == version("2.1.0-beta.3"))
    #expect(try !(version("0.153") < version("0.153.0")))
    for wrong in ["", "new", ".", "-1"] { #expect(ProgramVersion(wrong) == nil, "\(wrong)") }
    #expect(VersionNeed(">= 1.2")?.text == ">=1.2")
    for wrong in ["1.2", ">1", "", ">="] { #expect(VersionNeed(wrong) == nil, "\(wrong)") }
  }

  @Test("A former life's folder names its id and time, and nothing else is taken for one")
  func formerLife() throws {
    let life = FormerLife(id: try Identifier("a-b--c.1", "worker"), endedAt: 1_234)
    #expect(FormerLife(folder: life.folder) == life)
    for name in [
      "a-b", ".ended-", ".ended-a", ".ended-a-1", ".ended-a-x-1", ".new-a", ".ended--1-2",
    ] {
      #expect(FormerLife(folder: name) == nil, "\(name)")
    }
  }

  @Test("What ended long ago is forgotten with its check, and never while a worker is started")
  func forgets() throws {
    let folder = try Scratch()
    let directory = DataDirectory(path: folder.path)
    let process = ProcessIdentity(
      binary: "/x", configFile: "/c", environment: [:], workingDirectory: "/")
    let fleet = Fleet(
      store: Store(directory: directory, clock: Clock { 1_000_000 }, process: process))
    for (id, end) in [("old", 900_000), ("new", 999_000)] {
      try folder.write(
        "sessions/\(id)/session.json",
        #"{"v":1,"generation":"g","command":"c","started_at":\#(end)}"#)
      try folder.write(
        "sessions/\(id)/status.json", #"{"state":"exited","exit_code":0,"ended_at":\#(end)}"#)
      try folder.write("sessions/.ended-\(id)-\(end)-1/session.json", "{}")
      for kind in ["cmd", "json"] { try folder.write("verify/\(id).\(kind)", "{}") }
    }
    try folder.write("sessions/.new-cut/session.json", "{}")
    let before = try Folder.entries(of: directory.sessions)
    do {
      let lock = try fleet.lockStarts(within: .zero)
      try fleet.forget(olderThan: .seconds(50_000))
      withExtendedLifetime(lock) {}
    }
    #expect(
      try Set(Folder.entries(of: directory.sessions) ?? []) == Set((before ?? []) + [".lock"]))
    try fleet.forget(olderThan: .seconds(50_000))
    #expect(
      try Set(Folder.entries(of: directory.sessions) ?? []) == [
        ".lock", ".ended-new-999000-1", "new",
      ])
    #expect(try Folder.names(in: directory.verify) == ["new.cmd", "new.json"])
  }

  @Test("A status reads back as it was written")
  func status() throws {
    let folder = try Scratch()
    let all: [SessionStatus] = [
      .init(generation: "g", phase: .alive, at: 5),
      .init(generation: "g", phase: .stuck("Trust this folder?"), at: 6),
      .init(generation: "g", phase: .ended(.exited(3)), at: 7, problem: "auth: not logged in"),
      .init(generation: "g", phase: .ended(.killed(signal: 9)), at: 8, wasStopped: true),
    ]
    for status in all {
      let path = try folder.write("status.json", JSONWriter.text(status.json))
      #expect(try SessionStatus.read(path, generation: "g") == status)
      #expect(try SessionStatus.read(path, generation: "another") == nil)
    }
    #expect(try SessionStatus.read(folder.file("none"), generation: "g") == nil)
    #expect(
      try SessionStatus.read(folder.write("odd.json", #"{"state":"unheard-of"}"#), generation: "g")
        == nil)
    #expect(throws: LooopError.self) {
      try SessionStatus.read(folder.write("torn", "{\"st"), generation: "g")
    }
  }

  @Test("An event of an agent reads as lines for people, and forges no other")
  func transcript() {
    let events: [RunnerEvent] = [
      .session("s1"), .text("I look."), .reasoning("hm"), .tool(name: "shell", detail: "ls\n> rm"),
      .toolResult("a\nb"), .toolResult(""), .retrying(.quota, delay: .milliseconds(1500)),
      .failure(.init(.auth, "no\nlogin")), .usage(Usage()), .unrecognised,
    ]
    #expect(
      events.map(Transcript.text).joined() == """
        [session s1]
        I look.
        > shell: ls > rm
          a
          b
        [quota: retrying in 2 s]
        [failed: auth: no login]

        """)
    let long = Transcript.text(of: .toolResult(String(repeating: "x", count: 10_000)))
    #expect(long.utf8.count < 4_300 && long.contains("[clipped: 5904 more bytes]"))
  }
}
