internal import Base
internal import Core
internal import YAML

/// What the inputs of a sensor are set to: `<name>.local.yaml`, a flat mapping.
struct InputValues: Sendable, Equatable {
  /// By the name of the input; those that have a value. Only a default may be empty.
  let values: [String: String]
  /// Those that the file sets.
  let own: Set<String>
  /// Required and without any.
  let missing: [String]

  /// Reads the file's bytes, nil when there is none, against what the manifest declares. Throws
  /// `E_INPUTS` with file, line and column.
  init(
    _ bytes: [UInt8]?, of declared: [InputDeclaration], file: String
  ) throws(LooopError) {
    var values: [String: String] = [:]
    var own: Set<String> = []
    for input in declared { values[input.name] = input.standard }
    if let bytes {
      do throws(YAMLFailure) {
        let root = try YAMLDocument.parse(bytes, file: file)
        let mapping = try YAMLMapping(extensible: root, file: file, keys: declared.map(\.name))
        for input in declared {
          // An empty value sets nothing: that is how a line of the file is taken back.
          guard let value = try mapping.string(input.name), !value.isEmpty else { continue }
          if let problem = input.problem(with: value) {
            throw mapping.failure(input.name, "'\(input.name)' \(problem)")
          }
          values[input.name] = value
          own.insert(input.name)
        }
      } catch {
        throw LooopError(
          .config, "E_INPUTS", Untrusted.oneLine("\(error)"),
          hint: declared.isEmpty
            ? "The sensor's manifest declares no inputs; remove the file."
            : "Set the inputs of the manifest: \(declared.map(\.name).joined(separator: ", ")).")
      }
    }
    self.values = values
    self.own = own
    missing = declared.filter { $0.isRequired && (values[$0.name] ?? "").isEmpty }.map(\.name)
  }

  /// The file's text for `values`: what is written there reads as what was meant.
  static func text(_ values: [(name: String, value: String)]) -> String {
    // A JSON string is a YAML scalar in double quotes, but for two that only YAML has no room for.
    values.map { "\($0.name): \(JSONWriter.text(.string($0.value)))\n" }.joined()
      .replacing("\u{FFFE}", with: "\\ufffe").replacing("\u{FFFF}", with: "\\uffff")
  }
}
