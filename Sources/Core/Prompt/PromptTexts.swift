/// The fixed texts, embedded in the binary from `Prompt/Texts`.
package enum PromptTexts {
  static let constitution = text(PackageResources.constitution_md)
  static let instructions = text(PackageResources.instructions_md)

  /// The text before every worker's brief.
  package static func workerContract(_ kind: WorkerKind) -> String {
    let own =
      switch kind {
      case .headless: PackageResources.worker_contract_headless_md
      case .terminal: PackageResources.worker_contract_terminal_md
      }
    return text(PackageResources.worker_contract_md) + text(own)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
