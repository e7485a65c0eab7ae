internal import ArgumentParser
internal import Base

/// The demo's worker: a script that asks a question and commits a file. Hidden: the preset `demo`
/// calls it.
struct DemoWorkerCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "demo-worker", abstract: "Work as the demo does.", shouldDisplay: false)

  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    if (wiring.environment["LOOOP_DEMO_REPO"] ?? "").isEmpty {
      // In a recipe: what an agent would work by.
      let brief = try InputFile("-").whole(limit: 1 << 20) ?? []
      Console.show(String(decoding: brief, as: UTF8.self))
    }
    let script = String(decoding: PackageResources.demo_worker_sh, as: UTF8.self)
    let children = ChildGroup(poller: Poller(stop: try StopSignal()))
    // The marks stay: this is a worker, and so is what it starts.
    let result = children.run(
      Command(
        arguments: Command.shell(script), environment: wiring.environment,
        capture: .streamed(limit: 1 << 20), mergesStandardError: true, deadline: .hours(1))
    ) { chunk in
      Console.show(String(decoding: chunk, as: UTF8.self))
      return .open
    }
    return result.status.isSuccess ? ExitStatusCode.ok : ExitStatusCode.failed
  }
}
