internal import Base
internal import YAML

/// The values of a sensor's inputs: `<name>.local.yaml`, a flat mapping.
struct InputValues: Sendable, Equatable {
  /// The values by the name of the input. Only a default may be empty.
  let values: [String: String]
  /// The inputs that the file sets.
  let own: Set<String>
  /// The required inputs without a value.
  let missing: [String]

  /// Reads the file's bytes (nil without a file) for the declared inputs. Throws
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
          // An empty value sets nothing, so that a line can be undone.
          guard let value = try mapping.string(input.name), !value.isEmpty else { continue }
          if let problem = input.problem(with: value) {
            throw mapping.failure(input.name, "'\(input.name)' \(problem)")
          }
          values[input.name] = value
          own.insert(input.name)
        }
      } catch {
        throw LooopError(
          .config, code: "E_INPUTS", Untrusted.oneLine("\(error)"),
          hint: declared.isEmpty
            ? "The sensor's manifest declares no inputs; remove the file."
            : "Set the inputs of the manifest: \(declared.map(\.name).joined(separator: ", ")).")
      }
    }
    self.values = values
    self.own = own
    missing = declared.filter { $0.isRequired && (values[$0.name] ?? "").isEmpty }.map(\.name)
  }

  /// With other values for some inputs, which count as the user's own.
  func setting(_ others: [String: String]) -> InputValues {
    InputValues(
      values: values.merging(others) { $1 }, own: own.union(others.keys),
      missing: missing.filter { (others[$0] ?? "").isEmpty })
  }

  private init(values: [String: String], own: Set<String>, missing: [String]) {
    self.values = values
    self.own = own
    self.missing = missing
  }

  /// The file's text for `values`, quoted so that each value is read back unchanged.
  static func text(_ values: [(name: String, value: String)]) -> String {
    // A JSON string is a YAML scalar in double quotes, except for two characters that YAML forbids.
    values.map { "\($0.name): \(JSONWriter.text(.string($0.value)))\n" }.joined()
      .replacing("\u{FFFE}", with: "\\ufffe").replacing("\u{FFFF}", with: "\\uffff")
  }
}
