/// The fixed texts, embedded in the binary from `Prompt/Texts`.
public enum PromptTexts {
  static let constitution = text(PackageResources.constitution_md)
  static let instructions = text(PackageResources.instructions_md)
  /// What is put before every worker's brief.
  public static let workerContract = text(PackageResources.worker_contract_md)

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
