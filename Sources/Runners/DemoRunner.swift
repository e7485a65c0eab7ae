package import Core

/// looop's own scripted agent, which demonstrates the loop without an agent CLI or a network. It prints
/// the vocabulary of `CustomRunner`.
package struct DemoRunner: Runner {
  package static let id = "demo"
  /// The hidden verbs that act as the agent.
  package static let verbs = ["demo-tick", "demo-worker"]

  private let preset: RunnerPreset

  package init(preset: RunnerPreset) { self.preset = preset }

  package static func workerKind(of command: String) -> WorkerKind { .headless }

  package func makeStream() -> any RunnerStream { CustomStream(preset: preset) }
}
