internal import Base
internal import Core
internal import Sensors

/// The programs that the config, the presets and the sensors start by name.
enum NeededPrograms {
  /// Sorted. What cannot be read names none: its own check says so.
  static func of(_ patient: Patient) -> [String] {
    var names: Set<String> = ["git"]
    let runners = patient.wiring.loop.runners
    if let used = try? patient.used(), let use = try? RunnerUse(patient.wiring) {
      for one in used {
        let commands = [use.tick(of: one.preset), use.worker(of: one.preset)]
        names.formUnion(commands.map(runners.program(ofCommand:)) + [one.preset.binary])
      }
    }
    for sensor in (try? patient.sensors()) ?? [] {
      guard let sheet = try? patient.wiring.sheet(of: sensor) else { continue }
      names.formUnion(sheet.programs.map(\.name))
    }
    return names.filter { !$0.isEmpty && !$0.contains("/") }.sorted()
  }
}
