internal import Base

/// What can be told of a configured command without running it.
package enum CommandProblem {
  package enum Use: Sendable, Equatable {
    case tick
    case worker(WorkerKind)
  }

  /// What is wrong with `template`, as one sentence; nil when nothing is.
  package static func of(_ template: String, use: Use) -> String? {
    guard template.contains(where: { !$0.isWhitespace }) else { return "The command is empty." }
    if template.utf8.contains(0) { return "The command holds a NUL byte, which no program takes." }
    if let problem = placeholder(in: template, use: use) { return problem }
    if use == .worker(.terminal), !CommandTemplate.hasPlaceholder(template) {
      return "An agent with a screen of its own needs \(CommandTemplate.placeholder) for its brief."
    }
    return nil
  }

  /// What is wrong with its placeholders: the shell would get what looop does not replace.
  package static func placeholder(in template: String, use: Use) -> String? {
    let known =
      use == .tick
      ? [CommandTemplate.placeholder, CommandTemplate.schemaPlaceholder]
      : [CommandTemplate.placeholder]
    guard let odd = placeholders(in: template).first(where: { !known.contains($0) }) else {
      return nil
    }
    if former.contains(odd) {
      return "There is no placeholder \(odd) any more."
    }
    let meant = Nearest.match(odd, in: known).map { " Did you mean \($0)?" }
    let shown = Untrusted.quoted(odd, bytes: 60)
    return "There is no placeholder \(shown)."
      + (meant ?? " Known: \(known.joined(separator: " ")).")
  }

  /// How to mend a command that cannot be run.
  package static let mend =
    "Write the model or whatever it stands for into the command, or run `looop init`; {{prompt_file}}"
    + " is the file with the prompt."

  /// Those that the original had before its 1.0.
  private static let former: Set<String> = ["{{model}}", "{{thinking}}"]

  /// What looks like a placeholder: one word in double braces. Other programs have templates too,
  /// such as `{{.Name}}` or `{{json .}}`, which are not looop's.
  private static func placeholders(in template: String) -> [String] {
    var found: [String] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "{{") {
      let inside = rest[open.upperBound...]
      // The next pair may begin within this one.
      rest = rest[rest.index(after: open.lowerBound)...]
      guard let close = inside.firstRange(of: "}}") else { break }
      let name = inside[..<close.lowerBound]
      let words = name.split(separator: " ")
      if words.count == 1, words[0].utf8.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: "-") }) {
        found.append("{{\(name)}}")
      }
    }
    return found
  }
}
