import Base
import Core

@testable import looop

/// Presets made for the picker alone.
struct PickerCatalog: RunnerCatalog {
  struct Plain: Runner {
    static let id = "plain"
    static func workerKind(of command: String) -> WorkerKind {
      command.hasPrefix("screen") ? .terminal : .headless
    }
    init(preset: RunnerPreset) {}
    func makeStream() -> any RunnerStream { fatalError("nothing is run") }
  }

  static func preset(
    _ name: String, _ tick: String = "think", _ worker: String = "work",
    documented: (String, String) = ("", "")
  ) -> RunnerPreset {
    RunnerPreset(
      name: name, title: "The \(name) CLI", description: "What \(name) is.", binary: name,
      installHint: "Get \(name) somewhere.", adapter: Plain.id, tickCommand: tick,
      workerCommand: worker, documentedTickCommand: documented.0,
      documentedWorkerCommand: documented.1, environment: [:], passEnvironment: [], askWait: nil)
  }

  func entries() -> [RunnerEntry] { [] }
  func program(ofCommand command: String) -> String { "" }
  func model(ofCommand command: String, preset: RunnerPreset) -> CommandModel? { nil }
  func preset(named name: String) -> RunnerPreset { Self.preset(name) }
  func runner(for preset: RunnerPreset) -> any Runner { Plain(preset: preset) }
  func presetName(forCommand command: String) -> String { command }
  func workerKind(of command: String, preset: RunnerPreset) -> WorkerKind {
    Plain.workerKind(of: command)
  }
}

extension PickerState {
  /// Three presets: one with two forms, one without commands, one that is not installed.
  static func sample(selected: Int = 0, kind: WorkerKind? = nil) -> PickerState {
    PickerState(
      [
        RunnerOffer(
          PickerCatalog.preset("alpha", documented: ("think all", "screen {{prompt_file}}")),
          place: .found("/opt/bin/alpha")),
        RunnerOffer(PickerCatalog.preset("own", "", ""), place: .needless),
        RunnerOffer(PickerCatalog.preset("gone"), place: .missing),
      ], selected: selected, check: CommandCheck(catalog: PickerCatalog(), configuredKind: kind))
  }

  func after(_ keys: Key...) -> PickerState {
    var state = self
    for key in keys { state.press(key) }
    return state
  }

  func typing(_ text: String) -> PickerState {
    var state = self
    for character in text { state.press(.text(character)) }
    return state
  }
}
