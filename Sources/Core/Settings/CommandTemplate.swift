/// A configured shell command with the place of the prompt in it.
package enum CommandTemplate {
  package static let placeholder = "{{prompt_file}}"
  /// The place of a JSON Schema of the answer, for a CLI that can be held to one.
  package static let schemaPlaceholder = "{{schema_file}}"
  /// One argument of a process holds at most 131,071 bytes on Linux (MAX_ARG_STRLEN); what is
  /// clipped leaves room for the rest of the line.
  package static let argumentLimit = 96 << 10

  package static func hasPlaceholder(_ template: String) -> Bool { template.contains(placeholder) }

  package static func wantsSchema(_ template: String) -> Bool {
    template.contains(schemaPlaceholder)
  }

  /// `template` with the prompt's path in every place. The path needs no quoting: see
  /// `isSafe(path:)`.
  package static func expand(_ template: String, promptFile path: String) -> String {
    template.replacing(placeholder, with: path)
  }

  /// Whether the shell puts the prompt's text into an argument, so that it must be clipped.
  package static func expandsIntoArgument(_ template: String) -> Bool {
    ["$(cat \(placeholder))", "$(<\(placeholder))", "$(< \(placeholder))", "`cat \(placeholder)`"]
      .contains { template.contains($0) }
  }

  /// Whether `path` means itself inside whatever quotes a command uses.
  package static func isSafe(path: String) -> Bool {
    path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
