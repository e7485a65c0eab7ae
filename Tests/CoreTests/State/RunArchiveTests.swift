import Base
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Core

@Suite("The runs of a data dir")
struct RunArchiveTests {
  private let scratch: Scratch
  private var directory: DataDirectory { DataDirectory(path: scratch.file("data")) }

  init() throws { scratch = try Scratch() }

  private func archive(
    _ present: RunArchive.Present = .init()
  ) -> RunArchive { RunArchive(directory, present) }

  private func write(_ run: String, _ files: [String: String]) throws {
    try FileManager.default.createDirectory(
      atPath: scratch.file("data/runs/\(run)"), withIntermediateDirectories: true)
    for (name, text) in files { try scratch.write("data/runs/\(run)/\(name)", text) }
  }

  @Test("Of ten thousand runs only the files of those that are asked for are read")
  func bounded() throws {
    try write("20260101-000000", [:])
    for number in 0..<10_000 {
      let name = "20260101-\(String(format: "%06d", number))"
      mkdir(scratch.file("data/runs/\(name)"), 0o700)
    }
    let opened = Mutex<[String]>([])
    let archive = RunArchive(directory, .init()) { path throws(LooopError) in
      opened.withLock { $0.append(path) }
      return try AtomicFile.read(path)
    }
    let names = try archive.names()
    #expect(names.count == 10_000 && names.first == "20260101-009999")
    #expect(opened.withLock { $0.count } == 0)
    let runs = names.prefix(20).map(archive.run)
    #expect(runs.count == 20 && opened.withLock { $0.count } == 60)
    #expect(opened.withLock { Set($0.map { AtomicFile.folder(of: $0) }).count } == 20)
  }

  @Test("Absent, unreadable and corrupt are three things, and the rest of the run still counts")
  func broken() throws {
    try write("20260101-000001", [:])
    try write(
      "20260101-000002",
      ["woke.json": "{ broken", "outcome.json": #"{"outcome":"acted","text":"noop"}"#])
    try write("20260101-000003", ["decision.json": #"{"no":"kind"}"#, "woke.json": #"{"ts":5}"#])
    // Not a regular file: it is there, and cannot be read.
    try write("20260101-000003/outcome.json", [:])
    let bare = archive().run("20260101-000001")
    #expect(bare.problems.isEmpty && bare.phase == .unfinished && bare.wake.value == nil)
    let corrupt = archive().run("20260101-000002")
    #expect(corrupt.problems.map(\.code) == ["E_CORRUPT"] && corrupt.outcome.value?.text == "noop")
    #expect(corrupt.problems.first?.message.contains("woke.json:1:") == true)
    let strange = archive().run("20260101-000003")
    #expect(strange.problems.map(\.code) == ["E_CORRUPT", "E_NO_FILE"])
    #expect(strange.wake.value?.startedAt == 5)
  }

  @Test("A run is found by its name, its beginning, or as the last one")
  func find() throws {
    #expect(throws: LooopError.self) { try archive().find("last") }
    for name in ["20260101-000001", "20260101-000001-02", "20260202-000000"] {
      try write(name, [:])
    }
    try scratch.write("data/runs/notes.txt", "x")
    try write("other", [:])
    #expect(try archive().names().count == 3)
    #expect(try archive().find("last") == "20260202-000000")
    #expect(try archive().find("202602") == "20260202-000000")
    // A whole name is no beginning of another.
    #expect(try archive().find("20260101-000001") == "20260101-000001")
    for (text, code) in [
      ("20260101", "E_RUN_AMBIGUOUS"), ("", "E_RUN_UNKNOWN"), ("../goals", "E_RUN_UNKNOWN"),
      ("20260203-000000", "E_RUN_UNKNOWN"), ("other", "E_RUN_UNKNOWN"),
    ] {
      #expect { try archive().find(text) } throws: { ($0 as? LooopError)?.code == code }
    }
    #expect { try archive().find("20260202-000001") } throws: {
      ($0 as? LooopError)?.hint?.contains("20260202-000000") == true
    }
  }

  @Test("A run under way is told from one that was cut short")
  func phases() throws {
    let name = "20260101-000001"
    try write(name, ["woke.json": #"{"ts":7}"#, "world.json": "{}"])
    #expect(archive(.init(decidingSince: 7, isPulseAlive: true)).run(name).phase == .deciding)
    #expect(archive(.init(decidingSince: 8, isPulseAlive: true)).run(name).phase == .unfinished)
    try write(name, ["decision.json": #"{"kind":"move","move":{"action":"run_shell"}}"#])
    #expect(archive(.init(isPulseAlive: true)).run(name).phase == .unfinished)
    try scratch.write("data/intents/\(name).json", "{}")
    #expect(archive(.init(isPulseAlive: true)).run(name).phase == .acting)
    #expect(archive().run(name).phase == .unfinished)
    try write(name, ["outcome.json": #"{"outcome":"acted"}"#])
    #expect(archive().run(name).phase == .ended)
  }

  @Test("A trial has no world, and no outcome to wait for; also one of an older looop")
  func trial() throws {
    try write("20260101-000001", ["prompt.md": "x", "decision.json": #"{"kind":"text"}"#])
    let old = archive().run("20260101-000001")
    #expect(old.phase == .ended && old.occasion == .trial)
    try write(
      "20260101-000002",
      ["woke.json": #"{"ts":1,"occasion":"trial"}"#, "decision.json": #"{"kind":"text"}"#])
    let new = archive().run("20260101-000002")
    #expect(new.phase == .ended && new.occasion == .trial)
    try write("20260101-000003", ["world.json": "{}", "decision.json": #"{"kind":"move"}"#])
    let beat = archive().run("20260101-000003")
    #expect(beat.phase == .unfinished && beat.occasion == nil && beat.startedAt > 0)
  }

  @Test("What a beat writes of its end is what is read of it")
  func outcomes() throws {
    let ask = try #require(AskID("gate-1"))
    let outcomes: [(BeatOutcome, RunOutcome)] = [
      (.acted("noop: x"), RunOutcome(word: "acted", text: "noop: x")),
      (.held(ask), RunOutcome(word: "held", ask: "gate-1")),
      (
        .failed(BeatFailure(.refused, "never")),
        RunOutcome(word: "failed", cause: "refused", text: "never")
      ),
      (
        .wouldAct(Decision(move: .noop(reason: "r")), ruling: "allow: x"),
        RunOutcome(word: "would_act", ruling: "allow: x")
      ),
    ]
    for (written, read) in outcomes { #expect(RunOutcome(json: written.json) == read) }
    let cost = Cost(dollars: 0.5, source: .reported)
    let answer = TickAnswer(
      outcome: .text("words", problem: "no move", Usage()), runner: "demo", calls: 2,
      unrecognised: 0, cost: cost, duration: .milliseconds(1_500),
      end: CallEnd(status: .exited(3), errors: "no"))
    #expect(
      RunAnswer(json: answer.json)
        == RunAnswer(
          kind: "text", text: "words", problem: "no move", runner: "demo", calls: 2, dollars: 0.5,
          source: "reported", tookMilliseconds: 1_500, exit: .exited(3), errors: "no"))
  }

  @Test("What woke a run is small, however much has changed")
  func small() throws {
    let changes = (0..<5_000).map {
      RunWake.Change(item: "goal/g\($0)", kind: "changed", pointer: nil, from: "a", to: "b")
    }
    let wake = RunWake(.beat, at: 5, items: 5_000, changes)
    #expect(wake.changes.count == 100 && wake.left == 4_900)
    #expect(wake.changes[0].line == #"changed: goal/g0: from "a" to "b""#)
    let bytes = JSONWriter.line(wake.json, .pretty)
    #expect(bytes.count < 64 << 10)
    #expect(RunWake(json: wake.json) == wake)
  }

  @Test("Costs of several calls add up, as far as they are known")
  func costs() {
    let cost = Cost(dollars: 0.5, source: .reported)
    #expect((cost + cost).dollars == 1)
    #expect((cost + .unknown) == cost && (.unknown + cost) == cost)
    #expect((Cost.unknown + .unknown).dollars == nil)
  }
}
