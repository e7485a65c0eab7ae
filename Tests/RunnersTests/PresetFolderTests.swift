import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Runners

@Suite("A folder of the user's own presets")
struct PresetFolderTests {
  private let scratch: Scratch
  private var registry: Registry { Registry(folder: scratch.path) }

  init() throws { scratch = try Scratch() }

  private func write(_ text: String, _ file: String) throws { try scratch.write(file, text) }

  @Test("What people are shown and what the config can give may be left out")
  func defaults() throws {
    try write("binary: heron-cli\n", "heron.yaml")
    var preset = try registry.preset(named: "heron")
    #expect(preset.digest == Digest.sha256("binary: heron-cli\n"))
    preset.digest = ""
    #expect(
      preset
        == RunnerPreset(
          name: "heron", title: "heron", description: "", binary: "heron-cli", installHint: "",
          adapter: "custom", tickCommand: "", workerCommand: "", documentedTickCommand: "",
          documentedWorkerCommand: "", environment: [:], passEnvironment: [], askWait: nil))
    _ = try registry.runner(for: preset)
  }

  @Test("A file replaces what ships or adds to it, and is read again each time")
  func overriding() throws {
    try write("title: Mine\nadapter: claude\ntick_command: claude -p mine\n", "claude.yaml")
    try write("title: A\n", "avocet.yaml")
    let registry = registry
    #expect(
      try registry.entries().map(\.name) == Registry().entries().map(\.name) + ["avocet"])
    #expect(try registry.preset(named: "claude").tickCommand == "claude -p mine")
    #expect(try registry.presets().first { $0.name == "claude" }?.title == "Mine")
    let former = try registry.preset(named: "avocet").digest
    try write("title: Newer\n", "avocet.yaml")
    #expect(try registry.preset(named: "avocet").digest != former)
    #expect(try registry.preset(named: "avocet").title == "Newer")
    try FileManager.default.removeItem(atPath: "\(scratch.path)/claude.yaml")
    #expect(try registry.preset(named: "claude") == Registry().preset(named: "claude"))
  }

  @Test("A broken file is told when it is asked for, and breaks no other")
  func broken() throws {
    try write("title: Bad\ntick_comand: x\n", "bad.yaml")
    try write("title: [\n", "codex.yaml")
    try write("name: other\n", "mine.yaml")
    try write("title: x\n", "old.yml")
    try write("title: x\nadapter: hal\n", "robot.yaml")
    try write("title: x\n", "with blank.yaml")
    try write("title: x\n", ".hidden.yaml")
    try write("x", "notes.txt")
    let broken = try registry.entries().compactMap { entry -> String? in
      guard case .broken(let name, let error) = entry else { return nil }
      #expect(throws: error) { try registry.preset(named: name) }
      return "\(name): \(error.code) \(error.message.replacing(scratch.path, with: "~"))"
    }
    #expect(
      broken == [
        "codex: E_PRESET ~/codex.yaml:2:1: a value is missing here",
        "bad: E_PRESET ~/bad.yaml:2:1: unknown key 'tick_comand'; did you mean 'tick_command'?",
        "mine: E_PRESET ~/mine.yaml:1:7: the file is called mine.yaml, so its preset's name is"
          + " 'mine', not 'other'",
        "old: E_PRESET ~/old.yml is not read.",
        "robot: E_PRESET ~/robot.yaml:2:10: 'hal' is not an adapter; the adapters are: "
          + Registry.adapterIDs.joined(separator: ", "),
        "with blank: E_ID 'with blank' cannot name a runner: only letters, digits, '.', '_' and"
          + " '-' are allowed.",
      ])
    let usable = Set(Registry().presetNames).subtracting(["codex"])
    #expect(Set(try registry.presets().map(\.name)) == usable)
    #expect(try registry.preset(named: "claude").name == "claude")
  }

  @Test("An unknown name lists the user's own too, and no name leads out of the folder")
  func unknown() throws {
    try write("title: A\n", "avocet.yaml")
    let error = #expect(throws: LooopError.self) { try registry.preset(named: "avoset") }
    #expect(error?.code == "E_RUNNER_UNKNOWN")
    #expect(error?.hint?.hasPrefix("Did you mean 'avocet'? The runners are: claude, ") == true)
    #expect(error?.hint?.hasSuffix(", avocet.") == true)
    try write("title: B\n", "inner/bittern.yaml")
    let inner = Registry(folder: "\(scratch.path)/inner")
    let outside = #expect(throws: LooopError.self) { try inner.preset(named: "../avocet") }
    #expect(outside?.code == "E_RUNNER_UNKNOWN")
  }

  @Test("A folder that cannot be read is no folder without presets")
  func unreadable() throws {
    try write("x", "file")
    let registry = Registry(folder: "\(scratch.path)/file")
    #expect(throws: LooopError.self) { try registry.entries() }
    #expect(throws: LooopError.self) { try registry.preset(named: "claude") }
  }

  @Test("A command finds the preset by its program: its name, or its binary")
  func inference() throws {
    try write("binary: heron-cli\n", "heron.yaml")
    try write("binary: claude\n", "claude-proxy.yaml")
    try write("title: [\n", "bad.yaml")
    #expect(registry.presetName(forCommand: "/opt/heron-cli think") == "heron")
    #expect(registry.presetName(forCommand: "X=1 heron think") == "heron")
    #expect(registry.presetName(forCommand: "claude -p") == "claude")
    #expect(registry.presetName(forCommand: "claude-proxy -p") == "claude-proxy")
    #expect(registry.presetName(forCommand: "bad") == "bad")
    #expect(registry.presetName(forCommand: "other") == "custom")
    #expect(registry.presetName(forCommand: "") == "custom")
  }
}

extension Registry {
  fileprivate var presetNames: [String] {
    (try? presets().map(\.name)) ?? []
  }
}
