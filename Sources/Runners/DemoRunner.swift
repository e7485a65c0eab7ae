public import Core

/// looop's own scripted agent, which shows the loop without an agent CLI or a network. It speaks
/// the vocabulary of `CustomRunner`.
public struct DemoRunner: Runner {
  public static let id = "demo"
  /// The hidden verbs that play the agent.
  public static let verbs = ["demo-tick", "demo-worker"]

  private let preset: RunnerPreset

  public init(preset: RunnerPreset) { self.preset = preset }

  public static func workerKind(of command: String) -> WorkerKind { .headless }

  public func makeStream() -> any RunnerStream { CustomStream(preset: preset) }
}
